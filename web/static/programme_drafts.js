// A draft's pages in place: saved without losing focus or what is typed elsewhere; doubts by key.

const said = document.getElementById("said");
const review = () => document.getElementById("review");
let from = null; // the row whose form was sent
let typed = []; // what is typed into other forms and not sent yet

const controls = () => [...review().querySelectorAll("input[id], textarea[id], select[id]")];
const standing = (c) => (c.tagName === "SELECT" ? [...c.options].find((o) => o.defaultSelected)?.value ?? c.options[0]?.value : c.defaultValue);

document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const form = detail.elt.closest("form");
  from = form && { anchor: form.elements.anchor?.value, page: form.elements.page?.value };
  typed = controls()
    .filter((c) => !form?.contains(c) && c.value !== standing(c))
    .map((c) => [c.id, c.value]);
});

// What is no page of the draft (a fault of ours, or the draft is gone) must not wipe this one out.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.responseText.includes('id="review"')) return;
  event.detail.shouldSwap = false;
  said.textContent = "That was not kept; what you typed is still here. Load the page anew and try again.";
});

document.body.addEventListener("htmx:sendError", () => {
  said.textContent = "The server did not answer; what you typed is still here.";
});

document.body.addEventListener("htmx:afterSettle", () => {
  for (const [id, value] of typed) {
    const control = document.getElementById(id);
    if (!control) continue;
    control.value = value;
    control.closest("details")?.setAttribute("open", "");
  }
  const wrong = review().querySelector("[aria-invalid]") ?? review().querySelector("#faults");
  if (wrong) {
    said.textContent = "";
    wrong.focus();
    return;
  }
  said.textContent = "Kept.";
  const row = from?.anchor && document.getElementById(from.anchor);
  if (row) focusOn(row);
});

function focusOn(place) {
  if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
  const stop = place.querySelector("summary") ?? place;
  stop.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
}

const doubts = () => [...review().querySelectorAll("[data-doubt]")];

function goTo(place) {
  if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}

// F8 and Shift+F8, as editors have it: no letter key, so nothing that is typed is taken for it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "F8" || !review()) return;
  event.preventDefault();
  const all = doubts();
  const here = document.activeElement;
  const after = (d) => here.compareDocumentPosition(d) & Node.DOCUMENT_POSITION_FOLLOWING && !d.contains(here);
  const before = (d) => here.compareDocumentPosition(d) & Node.DOCUMENT_POSITION_PRECEDING && !d.contains(here);
  const next = event.shiftKey ? all.filter(before).pop() : all.find(after);
  if (next) return goTo(next);
  const onward = review().querySelector(event.shiftKey ? "[data-previous-module]" : "[data-next-module]");
  if (onward) location.assign(onward.href);
});

// The text around a place, beneath its snippet; again to close it.
document.addEventListener("click", async (event) => {
  const link = event.target.closest(".snippet .place-link");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const around = link.parentElement.querySelector(".around");
  link.setAttribute("aria-expanded", String(!around.hasChildNodes()));
  if (around.hasChildNodes()) return around.replaceChildren();
  const answer = await fetch(link.href).catch(() => null);
  if (!answer?.ok) return location.assign(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  around.replaceChildren(...page.querySelectorAll("#passage > *"));
  around.setAttribute("tabindex", "0");
  around.setAttribute("role", "group");
  around.setAttribute("aria-label", "Text around it");
  around.querySelector("mark")?.scrollIntoView({ block: "nearest" });
});

const asked = new URLSearchParams(location.search).get("doubt");
const first = review() && asked && (asked === "last" ? doubts().pop() : doubts()[0]);
if (first) goTo(first);
