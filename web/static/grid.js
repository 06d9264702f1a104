// The matrix as a grid: one tab stop, arrows, Home and End move, Enter opens the cell beside it.

const grid = document.querySelector("[data-grid]");
const panel = document.getElementById("panel");
let at = { row: 0, column: 0 };
let opened = null;

const rows = () => [...grid.querySelectorAll("tr[data-criterion]")];
const stops = (row) => [...row.querySelectorAll("a")];

function stopAt({ row, column }) {
  const line = rows()[row];
  return line && stops(line)[column];
}

function placeOf(link) {
  const line = link.closest("tr");
  return { row: rows().indexOf(line), column: stops(line).indexOf(link) };
}

function move(to) {
  const link = stopAt(to);
  if (!link) return false;
  stopAt(at)?.setAttribute("tabindex", "-1");
  at = to;
  link.setAttribute("tabindex", "0");
  // What is focused must not lie under the rows and the column that stay in place.
  const head = grid.querySelector("thead");
  const corner = grid.querySelector(".corner");
  grid.parentElement.style.scrollPadding = `${head.offsetHeight}px 0 0 ${corner.offsetWidth}px`;
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

// The page has a tab stop in every cell, for those without this script; here one is enough.
function settle() {
  for (const link of rows().flatMap(stops)) link.setAttribute("tabindex", "-1");
  stopAt(at)?.setAttribute("tabindex", "0");
  for (const line of rows()) line.classList.toggle("open", line.dataset.criterion === opened);
}

const steps = {
  ArrowRight: () => ({ row: at.row, column: at.column + 1 }),
  ArrowLeft: () => ({ row: at.row, column: at.column - 1 }),
  ArrowDown: () => ({ row: at.row + 1, column: at.column }),
  ArrowUp: () => ({ row: at.row - 1, column: at.column }),
  Home: (event) => ({ row: event.ctrlKey ? 0 : at.row, column: 0 }),
  End: (event) => {
    const row = event.ctrlKey ? rows().length - 1 : at.row;
    return { row, column: stops(rows()[row]).length - 1 };
  },
};

if (grid) {
  settle();
  grid.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(step(event));
  });
  grid.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (!link || !link.closest("tr[data-criterion]")) return;
    stopAt(at)?.setAttribute("tabindex", "-1");
    at = placeOf(link);
    link.setAttribute("tabindex", "0");
  });
  // A decision swaps its row: the tab stop must live on in the new one.
  document.body.addEventListener("htmx:oobAfterSwap", settle);
  // Not before htmx has settled: until then it knows nothing of the panel's forms, and afterwards
  // it puts a swapped row's own attributes back.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== panel) return;
    opened = event.detail.requestConfig?.path.match(/criteria\/(\d+)/)?.[1] ?? opened;
    settle();
    if (event.detail.requestConfig?.verb === "get") {
      panel.scrollTop = 0;
      panel.focus({ preventScroll: false });
    } else if (!panel.contains(document.activeElement)) {
      panel.focus();
    }
  });
  panel?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") move(at);
  });
}
