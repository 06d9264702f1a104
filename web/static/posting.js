// The forms above the matrix, before they are sent: what is selected goes with them, and the focus is told.

export const follow = (id, act) => document.getElementById(id)?.addEventListener("click", (event) => {
  event.preventDefault();
  act();
});

// `hasWork()` says whether anything selected may be changed, `at()` which cell has the focus.
export function sendFrom(bar, form, { selected, hasWork, tell, addAsTold, at }) {
  bar.addEventListener("submit", (event) => {
    for (const field of bar.querySelectorAll('[name="at"]')) field.value = at();
    if (event.target !== form) return;
    const { id, name } = event.submitter ?? {};
    if (id === "selection-add" || (name === "coverage" && !hasWork())) {
      event.preventDefault();
      return name ? tell("Select cells with H, M or L: there is nothing to change yet. ") : addAsTold();
    }
    selected.tellServer();
    if (name === "go") return;
    // Who comes back by the browser's own button finds the focus where it was; what is selected is kept.
    const address = new URL(location.href);
    address.searchParams.set("at", at());
    history.replaceState(history.state, "", address);
  });
}
