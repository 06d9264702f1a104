// Several cells of the matrix at once: boxes in the cells, by keys, by mouse, by touch; the form above
// the matrix leads to a preview. Without script the page with "select" in its address does the same.

import { addBox, box, cellsBetween, cellsOf, columnOf, is, isChosen, isOpen, keyOf, plural, unbox } from "./cells.js";
import { pointIn } from "./pointing.js";
import { follow, sendFrom } from "./posting.js";
import { selectedIn, settleAddress } from "./selected.js";

const bar = document.getElementById("selection");
const said = document.getElementById("selection-said");
const form = document.getElementById("selection-form");
const among = document.getElementById("selection-among");

// `grid` knows the `rows()`, the cell `here()` that has the focus or had it last, how to `focus(cell)`,
// and whether letters are keys: `hasLetters()`. There is no table where the filter shows no row.
export function selectionOf(table, grid) {
  let anchor = null;
  let before = new Set();
  let isLeaving = false;
  const rows = () => grid.rows().filter((row) => row.dataset.criterion);
  const cells = () => rows().flatMap(cellsOf);
  const isOn = () => bar.classList.contains("on");
  const selected = selectedIn(cells);

  // Also where a decision brought a row anew, which then lacks its boxes.
  function refresh() {
    if (!isOn()) return;
    for (const td of cells()) {
      if (!box(td)) addBox(td, form);
      box(td).checked = selected.has(box(td).value);
      for (const stop of td.querySelectorAll("a, input:not([tabindex])")) stop.setAttribute("tabindex", "-1");
      td.setAttribute("aria-selected", String(isChosen(td)));
    }
    tell();
  }

  function show(on) {
    bar.classList.toggle("on", on);
    document.querySelector(".selection-off")?.toggleAttribute("hidden", on);
    form.hidden = !on;
    // Without it the server would show boxes again.
    form.elements.select.value = on ? "1" : "";
    on ? table?.setAttribute("aria-multiselectable", "true") : table?.removeAttribute("aria-multiselectable");
    anchor = null;
  }

  function say(words) {
    said.textContent = words;
    bar.classList.add("told");
  }

  function start() {
    const here = grid.here();
    selected.begin();
    show(true);
    refresh();
    grid.focus(here);
    tell("Space or x takes a cell, Shift with arrows several, Escape ends it. ");
  }

  function end() {
    const here = grid.here();
    show(false);
    selected.forget();
    cells().forEach(unbox);
    say("Nothing is selected any more; nothing was changed.");
    grid.focus(here);
  }

  // What is selected elsewhere took work that nobody sees here: it is not given up by one key.
  function leave() {
    if (isLeaving || !selected.hidden()) return end();
    tell("Escape once more gives up what is selected, also what this page does not show. ");
    isLeaving = true;
  }

  function clear() {
    selected.clear();
    set(cells(), false);
    anchor = null;
    tell("Nothing is selected now. ");
  }

  function tell(first = "") {
    isLeaving = false;
    const words = first + selected.counted();
    // Said again only where it is news.
    if (said.textContent !== words) say(words);
  }

  function set(tds, on) {
    for (const td of tds) {
      box(td).checked = on;
      td.setAttribute("aria-selected", String(on));
    }
  }

  function anchorAt(td) {
    anchor = td;
    before = new Set(cells().filter(isChosen));
  }

  function toggle(td) {
    if (!isOn()) start();
    set([td], !isChosen(td));
    anchorAt(td);
    tell();
  }

  // Everything between the anchor and here; what was selected before stays.
  function extend(from, to) {
    if (!isOn()) start();
    if (!anchor?.isConnected) anchorAt(from.matches("td.cell") ? from : to);
    const within = cellsBetween(rows(), anchor, to);
    for (const td of cells()) set([td], before.has(td) || within.has(td));
    tell();
  }

  function add(tds, where) {
    const more = tds.filter((td) => isOpen(td) && !isChosen(td));
    set(more, true);
    anchor = null;
    tell(`${plural(more.length, "cell")} more ${where}. `);
  }

  // On a criterion its row, on a cell its column.
  function addLine(cell) {
    if (!isOn()) start();
    if (!cell.matches("td.cell")) return add(cellsOf(cell.closest("tr")), "in this row");
    return add(cells().filter((td) => columnOf(td) === columnOf(cell)), "in this column");
  }

  function addAsTold() {
    const band = document.getElementById("selection-band").value;
    const inPlace = (td) => ["", columnOf(td), td.closest("tr").dataset.criterion].includes(among.value);
    add(cells().filter((td) => (!band || is(td, band)) && inPlace(td)), "were found");
  }

  const press = (id) => () => document.getElementById(id).click();
  const acts = { a: () => among.focus(), r: press("selection-reject"), p: press("selection-part") };

  // True where the key was one for selecting.
  function onKey(event) {
    const cell = grid.here();
    const holds = event.ctrlKey || event.metaKey;
    const letter = grid.hasLetters() && !holds && event.key.toLowerCase();
    if (!form || event.altKey || !cell?.closest("tr[data-criterion]")) return false;
    if (letter === "x") cell.matches("td.cell") ? toggle(cell) : addLine(cell);
    else if (!isOn()) return false;
    else if (event.key === "Escape") leave();
    else if ((holds && event.key === "a") || (event.key === " " && !cell.matches("td.cell"))) addLine(cell);
    else if (Object.hasOwn(acts, letter)) acts[letter]();
    else return false;
    event.preventDefault();
    return true;
  }

  function turned(td) {
    td.setAttribute("aria-selected", String(isChosen(td)));
    anchorAt(td);
    tell();
  }

  function resume() {
    document.getElementById("selection-count")?.remove();
    if (!form || !(selected.isKept() || isOn())) return;
    show(selected.isKept());
    selected.isKept() ? refresh() : cells().forEach(unbox);
  }

  follow("selection-begin", start);
  follow("selection-end", end);
  follow("selection-clear", clear);
  const hasWork = () => selected.hidden() > 0 || cells().some((td) => isChosen(td) && isOpen(td));
  sendFrom(bar, form, { selected, hasWork, tell, addAsTold, at: () => keyOf(grid.here()) });
  if (form && table) pointIn(table, grid, { extend, toggle, turned });
  resume();
  // Brought back by the browser as it was left: meanwhile more may be selected, or decided.
  addEventListener("pageshow", (event) => {
    if (!event.persisted || !form) return;
    selected.recall();
    resume();
  });
  return {
    onKey, extend, refresh,
    drop: () => { anchor = null; },
    // "Select every suggestion in …" offers the column where the focus was.
    here: (cell) => { if (form && cell.matches("td.cell")) among.value = columnOf(cell); },
  };
}

// Where there is no row to select in, what is selected elsewhere can still be sent, seen and given up.
export const selectionAlone = () =>
  bar && selectionOf(null, { rows: () => [], here: () => null, focus() {}, hasLetters: () => false });

settleAddress();
