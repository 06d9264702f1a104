// A decision that could not be sent is kept in this window, over a reload too, and offered again.

const notice = document.getElementById("unsent");
const WORDS = { full: "full", part: "part", none: "reject", nothing: "nothing here", yes: "delivers", no: "does not deliver", all: "together", any: "either" };

// What a browser refuses to remember is merely not remembered.
export function remember(store, key, value) {
  try { value === null ? store.removeItem(key) : store.setItem(key, value); } catch { /* private window */ }
}
export function recall(store, key) {
  try { return store.getItem(key); } catch { return null; }
}

// A set of evidence sends several members by one name.
function valuesOf(sent) {
  const all = [...new Set(sent.keys())].map((name) => [name, sent.getAll(name)]);
  return Object.fromEntries(all.map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
}

// `key` is where it is kept, `target` takes the answer, `nameOf(form)` says what was decided on, and
// `rest()` takes the focus once nothing is left.
export function offerUnsent({ key, target, nameOf, rest }) {
  const unsent = () => JSON.parse(recall(sessionStorage, key) ?? "[]");

  // One more decision that is not recorded; what was kept before stays kept.
  function keep(words, { elt, requestConfig }) {
    if (requestConfig.verb !== "post") return;
    const values = valuesOf(requestConfig.formData);
    const others = unsent().filter((each) => each.values.request_id !== values.request_id);
    const form = elt.closest("form");
    // Sent again and lost again, it is no form's: it keeps its name.
    const what = (form && nameOf(form)) || notice.dataset.named || "";
    remember(sessionStorage, key, JSON.stringify([{ path: requestConfig.path, values, what }, ...others]));
    offer(words);
  }

  function offer(words) {
    const [kept, ...others] = unsent();
    notice.hidden = !kept;
    if (!kept) return;
    const what = WORDS[kept.values.coverage ?? kept.values.delivers ?? kept.values.mode];
    const more = others.length ? ` And ${others.length} more, offered afterwards.` : "";
    notice.dataset.named = kept.what;
    notice.querySelector("[data-unsent-words]").textContent =
      `${words} Kept here: ${what ? `“${what}” on ` : ""}${kept.what}.${more}`;
    notice.querySelector("[data-send-again]").focus();
  }

  function forget(requestId) {
    const others = unsent().filter((each) => each.values.request_id !== requestId);
    remember(sessionStorage, key, others.length ? JSON.stringify(others) : null);
    notice.hidden = !others.length;
  }

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
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const { verb, elt } = event.detail.requestConfig ?? {};
    // The target itself asks for what follows a recorded decision.
    if (event.detail.target === target && (verb === "post" || elt === target)) offer("A decision was not sent.");
  });
  notice.querySelector("[data-send-again]").addEventListener("click", () => {
    const [kept] = unsent();
    // The same request id: what did arrive is not recorded twice.
    if (kept) htmx.ajax("POST", kept.path, { source: notice, target, swap: "innerHTML", values: kept.values });
  });
  notice.querySelector("[data-forget]").addEventListener("click", () => {
    forget(unsent()[0]?.values.request_id);
    offer("A decision was not sent.");
    if (notice.hidden) rest();
  });
  offer("A decision was not sent.");
}
