// The queue by keyboard: one key each; and a decision that could not be sent is kept and offered again.

const queue = document.getElementById("queue");
const said = document.getElementById("queue-said");
const keysList = document.getElementById("keys");
const keysOn = document.getElementById("keys-on");
const unsent = document.getElementById("unsent");
// A key pressed twice must not decide what appeared in between, unread.
const UNREAD_MS = 250;
const KEPT = `mapper-unsent-${queue.dataset.mapping}`;
const SWITCH = "mapper-queue-keys";
let appeared;
let becomesReady;

const all = (selector) => [...queue.querySelectorAll(selector)];
const isUnread = () => performance.now() - appeared < UNREAD_MS;

// What a browser refuses to remember is merely not remembered.
function remember(store, key, value) {
  try { value === null ? store.removeItem(key) : store.setItem(key, value); } catch { /* private window */ }
}
function recall(store, key) {
  try { return store.getItem(key); } catch { return null; }
}

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
  const place = { reason: "queue-reason", search: "queue-search" }[queue.firstElementChild?.dataset.focus];
  const field = place && document.getElementById(place);
  // A page that was just opened keeps the focus where browsers put it: keys act there, too.
  if (isFirst && !field) return;
  const focused = field ?? queue;
  focused.focus({ preventScroll: focused === queue });
  // What was said stands above the queue, and is to be seen as well as heard.
  if (focused === queue) scrollTo(0, Math.min(scrollY, said.offsetTop));
}

const press = (id) => () => document.getElementById(id)?.click();
const acts = {
  Enter: press("judge-full"), f: press("judge-full"), p: press("judge-part"), r: press("judge-none"),
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

const unsentDecisions = () => JSON.parse(recall(sessionStorage, KEPT) ?? "[]");

// One more decision that is not recorded; what was kept before stays kept.
function keep(words, { elt, requestConfig }) {
  if (requestConfig.verb !== "post") return;
  const values = Object.fromEntries(requestConfig.formData.entries());
  const others = unsentDecisions().filter((each) => each.values.request_id !== values.request_id);
  const form = elt.closest("form");
  // Sent again and lost again, it is no form's: it keeps its name.
  const what = form?.dataset.named ?? unsent.dataset.named ?? "";
  remember(sessionStorage, KEPT, JSON.stringify([{ path: requestConfig.path, values, what }, ...others]));
  offer(words);
}

function offer(words) {
  const [kept, ...others] = unsentDecisions();
  unsent.hidden = !kept;
  if (!kept) return;
  const what = { full: "full", part: "part", none: "reject", nothing: "nothing here" }[kept.values.coverage];
  const more = others.length ? ` And ${others.length} more, offered afterwards.` : "";
  unsent.dataset.named = kept.what;
  unsent.querySelector("[data-unsent-words]").textContent =
    `${words} Kept here: ${what ? `“${what}” on ` : ""}${kept.what}.${more}`;
  unsent.querySelector("[data-send-again]").focus();
}

function forget(requestId) {
  const others = unsentDecisions().filter((each) => each.values.request_id !== requestId);
  remember(sessionStorage, KEPT, others.length ? JSON.stringify(others) : null);
  unsent.hidden = !others.length;
}

function sendAgain() {
  const [kept] = unsentDecisions();
  // The same request id: what did arrive is not recorded twice.
  if (kept) htmx.ajax("POST", kept.path, { source: unsent, target: "#queue", swap: "innerHTML", values: kept.values });
}

if (queue) {
  document.querySelector(".keys-switch").hidden = false;
  keysOn.checked = recall(localStorage, SWITCH) !== "off";
  keysOn.addEventListener("change", () => remember(localStorage, SWITCH, keysOn.checked ? null : "off"));
  document.addEventListener("keydown", onKey);
  queue.addEventListener("change", (event) => { if (event.target.name === "pick") showPicked(); });
  // The second click of a double click would fall on the next criterion's button.
  queue.addEventListener("click", (event) => {
    if (isUnread() && event.target.closest(".judging button, .undo button")) event.preventDefault();
  }, true);
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== queue) return;
    begin();
    if (event.detail.requestConfig?.verb === "post") offer("A decision was not sent.");
  });
  document.body.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === queue) appear(); });
  document.body.addEventListener("htmx:sendError", (event) => keep("The connection was lost.", event.detail));
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status === 400 || xhr.status >= 500) {
      event.detail.shouldSwap = false;
      keep(`The server answered with an error (${xhr.status}).`, event.detail);
    } else if (event.detail.requestConfig.verb === "post") {
      forget(event.detail.requestConfig.formData.get("request_id"));
    }
  });
  unsent.querySelector("[data-send-again]").addEventListener("click", sendAgain);
  unsent.querySelector("[data-forget]").addEventListener("click", () => {
    forget(unsentDecisions()[0]?.values.request_id);
    offer("A decision was not sent.");
    if (unsent.hidden) queue.focus();
  });
  begin(true);
  offer("A decision was not sent.");
}
