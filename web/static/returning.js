// Coming back to the matrix after a bulk decision: what it did is said, and the focus is where it was.

import { keyOf } from "./cells.js";

const said = document.getElementById("selection-said");
const PASSING = ["bulk", "passed", "undone", "at", "select", "chosen"];
const HEARD_MS = 200;

// The cell that had the focus; its criterion, or the one after, where a filter no longer shows it.
export function cellAt(key, rows) {
  const [criterion, column] = key.split(":");
  const lines = rows.filter((row) => row.dataset.criterion);
  const line = lines.find((row) => Number(row.dataset.criterion) >= Number(criterion)) ?? lines.at(-1);
  if (line?.dataset.criterion !== criterion) return line?.cells[0];
  return [...line.cells].find((cell) => keyOf(cell) === `${criterion}:${column}`) ?? line.cells[0];
}

// The key of the cell to go to, "" for none. The address then names only what the page shows, so that
// a reload does not say again what was done once.
export function arrive() {
  const address = new URL(location.href);
  const at = address.searchParams.get("at") ?? "";
  const isBack = PASSING.some((name) => address.searchParams.has(name));
  if (!isBack) return "";
  for (const name of PASSING) address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
  // A screen reader says what changes, not what stood there from the start.
  const words = said.textContent;
  said.textContent = "";
  setTimeout(() => {
    said.textContent ||= words;
    // Where there is no row to go to, what was done is where one is.
    if (words && !(at && document.querySelector("[data-grid]"))) said.focus();
  }, HEARD_MS);
  return at;
}
