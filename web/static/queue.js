// The queue by keyboard: one key each; and a decision that could not be sent is kept and offered again.

import { lookAhead } from "./ahead.js";
import "./sending.js";
import "./swapping.js";
import { tellUnfetched } from "./unfetched.js";
import { offerUnsent, recall, remember } from "./unsent.js";

const queue = document.getElementById("queue");
const said = document.getElementById("queue-said");
const keysList = document.getElementById("keys");
const keysOn = document.getElementById("keys-on");
// A key pressed twice must not decide what appeared in between, unread.
const UNREAD_MS = 250;
const SWITCH = "mapper-queue-keys";
let appeared;
let becomesReady;

const all = (selector) => [...queue.querySelectorAll(selector)];
const isUnread = () => performance.now() - appeared < UNREAD_MS;

function showPicked() {
  const number = String(all('input[name="pick"]').findIndex((radio) => radio.checked) + 1);
  for (const text of all("[data-candidate]")) text.hidden = text.dataset.candidate !== number;
}

function pick(number) {
  const radio = all('input[name="pick"]')[number - 1];
  if (!radio) return;
  radio.checked = true;
  showPicked();
  radio.closest("li").scrollIntoView({ block: "nearest" });
  said.textContent = `Candidate ${number} is picked: ${radio.labels[0].innerText}`;
}

// From the swap on, and anew once htmx knows the new forms: nothing in between can have been read.
function appear() {
  appeared = performance.now();
  queue.removeAttribute("data-ready");
  clearTimeout(becomesReady);
}

function begin(isFirst = false) {
  appear();
  becomesReady = setTimeout(() => queue.setAttribute("data-ready", ""), UNREAD_MS);
  settle(isFirst);
}

function settle(isFirst = false) {
  const place = { reason: "queue-reason", search: "queue-search" }[queue.querySelector("[data-focus]")?.dataset.focus];
  const field = place && document.getElementById(place);
  // A page that was just opened keeps the focus where browsers put it: keys act there, too.
  if (isFirst && !field) return;
  const focused = field ?? queue;
  focused.focus({ preventScroll: focused === queue });
  // What was said stands above the queue, and is to be seen as well as heard.
  if (focused === queue) scrollTo(0, Math.min(scrollY, said.offsetTop));
}

// The queue has some of these buttons, the page of delivery others.
const press = (...ids) => () => ids.map((id) => document.getElementById(id)).find(Boolean)?.click();
const acts = {
  Enter: press("judge-full", "judge-yes"), f: press("judge-full"), p: press("judge-part"),
  d: press("judge-yes"), r: press("judge-none", "judge-no"),
  n: press("judge-nothing"), s: press("queue-skip"), u: press("undo-last"),
  "/": () => document.getElementById("queue-search")?.focus(),
  "?": () => { keysList.open = true; keysList.querySelector("summary").focus(); },
};

function onKey(event) {
  if (!keysOn.checked || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const target = event.target;
  const inside = target === document.body || queue.contains(target) || keysList.contains(target);
  const typing = target.matches('input:not([type="radio"], [type="checkbox"]), textarea, select');
  // Enter and space on a link, a button or a tick mean what they mean everywhere.
  const own = event.key === "Enter" && target.closest('a, button, summary, [type="checkbox"]');
  if (!inside || typing || own) return;
  const digit = /^[1-9]$/.test(event.key);
  const act = digit ? () => pick(Number(event.key)) : acts[event.key];
  if (!act) return;
  event.preventDefault();
  // A key that is held down, and one that comes before anything can have been read, decides nothing.
  const harmless = digit || event.key === "/" || event.key === "?";
  if (!harmless && (event.repeat || isUnread())) return;
  act();
}

if (queue) {
  document.querySelector(".keys-switch").hidden = false;
  keysOn.checked = recall(localStorage, SWITCH) !== "off";
  keysOn.addEventListener("change", () => remember(localStorage, SWITCH, keysOn.checked ? null : "off"));
  document.addEventListener("keydown", onKey);
  // Whoever looked a key up goes on judging where they were.
  keysList.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    keysList.open = false;
    queue.focus({ preventScroll: true });
  });
  queue.addEventListener("change", (event) => { if (event.target.name === "pick") showPicked(); });
  // The second click of a double click would fall on the next criterion's button.
  queue.addEventListener("click", (event) => {
    if ((isUnread() || event.detail > 1) && event.target.closest('form[method="post"] button')) event.preventDefault();
  }, true);
  const look = lookAhead(queue, () => { appear(); settle(); });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== queue) return;
    begin();
    look();
  });
  document.body.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === queue) appear(); });
  begin(true);
  look();
  tellUnfetched(queue);
  offerUnsent({
    key: `mapper-unsent-${queue.dataset.mapping}`,
    target: queue,
    nameOf: (form) => form.dataset.named,
    rest: () => queue.focus(),
  });
}
