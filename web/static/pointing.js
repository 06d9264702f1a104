// Cells of the matrix selected by mouse and by touch: Ctrl takes one, Shift all between.

import { box } from "./cells.js";

export function pointIn(table, grid, { extend, toggle, turned }) {
  let isExtending = false;

  function onClick(event) {
    const td = event.target.closest("td.cell");
    const isBox = event.target === (td && box(td));
    if (!td || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    // A box turns by itself, whatever is said here: it is told what it is to be, and its turn passed over.
    isExtending = isBox && event.shiftKey;
    if (event.shiftKey) extend(grid.here() ?? td, td);
    else if (!isBox) toggle(td);
    if (!isBox) event.preventDefault();
    grid.focus(td);
  }

  function onChange(event) {
    const td = event.target.closest("td.cell");
    if (!td || isExtending) return void (isExtending = false);
    turned(td);
  }

  table.addEventListener("mousedown", (event) => { if (event.shiftKey) event.preventDefault(); });
  // Before the cell opens its evidence.
  table.addEventListener("click", onClick, true);
  table.addEventListener("change", onChange);
}
