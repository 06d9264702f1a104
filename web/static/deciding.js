// The queue's letters beside the matrix: one key decides on the evidence of the cell that the panel shows.

// A key pressed twice must not decide what appeared in between, unread.
const UNREAD_MS = 250;
const JUDGEMENTS = { f: "full", p: "part", r: "none" };
const WORDS = { f: "Full", p: "Part", r: "Reject", n: "“Nothing here”", u: "Undo" };

export function decideIn(panel) {
  let becomesReady;

  function wait() {
    clearTimeout(becomesReady);
    panel.removeAttribute("data-ready");
  }

  function begin() {
    wait();
    becomesReady = setTimeout(() => panel.setAttribute("data-ready", ""), UNREAD_MS);
  }

  // Of several cards in a cell the one that has the focus, else the first; none of another cell.
  function cardFor(target) {
    const focused = target.closest(".card");
    const cards = [...panel.querySelectorAll("[data-cell] > .card")];
    return panel.contains(focused) ? cards.find((card) => card === focused) : cards[0];
  }

  const undoIn = (place, path) => place?.querySelector(`${path} form[action$="/withdraw"] button`);

  function buttonFor(key, target) {
    const card = cardFor(target);
    if (key === "n") return panel.querySelector("#nothing");
    if (key === "u") return undoIn(card, ".decided") ?? undoIn(panel, ".panel-view > .decided");
    return card?.querySelector(`.judge .button[value="${JUDGEMENTS[key]}"]`);
  }

  function press(button) {
    const reason = button.form.querySelector(".reason");
    // What somebody else decided is undone with a reason.
    button.form.matches('[action$="/withdraw"]') && reason && !reason.value ? reason.focus() : button.click();
  }

  function tell(words) {
    const said = panel.querySelector("[role='status']");
    if (said) said.textContent = words;
  }

  // The second click of a double click would fall on what the first one brought: “Undo” where “Full” was.
  panel.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest('form[method="post"] button')) event.preventDefault();
  }, true);
  document.body.addEventListener("htmx:beforeRequest", ({ detail }) => { if (detail.target === panel) wait(); });
  document.body.addEventListener("htmx:afterSettle", ({ detail }) => { if (detail.target === panel) begin(); });
  // What could not be sent is still to be decided. Where the panel itself asked, what it shows is past.
  for (const lost of ["htmx:sendError", "htmx:responseError"]) {
    document.body.addEventListener(lost, ({ detail }) => {
      if (detail.target === panel && detail.elt !== panel) begin();
    });
  }

  // True where the key was one for deciding. `cell` is the key of the cell that has the focus, "" in the panel.
  return function onKey(event, cell = "") {
    const shown = panel.querySelector("[data-shows]")?.dataset.shows;
    if (!shown || (cell && cell !== shown) || !Object.hasOwn(WORDS, event.key)) return false;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.target.matches('input:not([type="radio"], [type="checkbox"]), textarea, select')) return false;
    const button = buttonFor(event.key, event.target);
    // Elsewhere in the matrix "u" goes to a bulk decision's undo.
    if (!button && cell && event.key === "u") return false;
    event.preventDefault();
    if (event.repeat || !panel.hasAttribute("data-ready")) return true;
    button ? press(button) : tell(`${WORDS[event.key]} is not to be had here.`);
    return true;
  };
}
