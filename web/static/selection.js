// Several cells of the matrix at once: boxes in the cells, by keys, by mouse, by touch; the form above
// the matrix leads to a preview. Without script the page with "select" in its address does the same.

import { box, cellsBetween, cellsOf, columnOf, counted, is, isChosen, isOpen, keyOf, plural } from "./cells.js";

const bar = document.getElementById("selection");
const said = document.getElementById("selection-said");
const form = document.getElementById("selection-form");
const among = document.getElementById("selection-among");

// `grid` knows the `rows()`, the cell `here()` that has the focus or had it last, how to `focus(cell)`,
// and whether letters are keys: `hasLetters()`.
export function selectionOf(table, grid) {
  let anchor = null;
  let before = new Set();
  const rows = () => grid.rows().filter((row) => row.dataset.criterion);
  const cells = () => rows().flatMap(cellsOf);
  const isOn = () => bar.classList.contains("on");
  let chosen = new Set(cells().filter(isChosen).map(keyOf));

  function addBox(td) {
    const input = document.createElement("input");
    Object.assign(input, { type: "checkbox", className: "pick", name: "selected", value: keyOf(td) });
    input.setAttribute("form", form.id);
    input.setAttribute("aria-label", `Select ${td.querySelector("a .hidden").textContent}`);
    input.checked = chosen.has(input.value);
    td.prepend(input);
  }

  // Also where a decision brought a row anew, which then lacks its boxes.
  function refresh() {
    if (!isOn()) return;
    for (const td of cells()) {
      if (!box(td)) addBox(td);
      for (const stop of td.querySelectorAll("a, input:not([tabindex])")) stop.setAttribute("tabindex", "-1");
      td.setAttribute("aria-selected", String(isChosen(td)));
    }
    tell();
  }

  function show(on) {
    bar.classList.toggle("on", on);
    document.querySelector(".selection-off").hidden = on;
    form.hidden = !on;
    on ? table.setAttribute("aria-multiselectable", "true") : table.removeAttribute("aria-multiselectable");
    anchor = null;
  }

  function start() {
    const here = grid.here();
    show(true);
    refresh();
    grid.focus(here);
    tell("Space or x takes a cell, Shift with arrows several, Escape ends it. ");
  }

  function end() {
    const here = grid.here();
    show(false);
    chosen = new Set();
    for (const td of cells()) {
      box(td)?.remove();
      td.removeAttribute("aria-selected");
    }
    said.textContent = "Nothing is selected any more; nothing was changed.";
    grid.focus(here);
  }

  function tell(first = "") {
    const all = cells().filter(isChosen);
    chosen = new Set(all.map(keyOf));
    const words = first + counted(all);
    // Said again only where it is news.
    if (said.textContent !== words) said.textContent = words;
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
    else if (event.key === "Escape") end();
    else if ((holds && event.key === "a") || (event.key === " " && !cell.matches("td.cell"))) addLine(cell);
    else if (Object.hasOwn(acts, letter)) acts[letter]();
    else return false;
    event.preventDefault();
    return true;
  }

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
    td.setAttribute("aria-selected", String(isChosen(td)));
    anchorAt(td);
    tell();
  }

  function onSubmit(event) {
    for (const at of bar.querySelectorAll('[name="at"]')) at.value = keyOf(grid.here());
    if (event.target !== form) return;
    const isMore = event.submitter?.id === "selection-add";
    if (isMore || !cells().some((td) => isChosen(td) && isOpen(td))) {
      event.preventDefault();
      return isMore ? addAsTold() : tell("Select cells with H, M or L: there is nothing to change yet. ");
    }
    // Who comes back by the browser's own button finds the same cells selected.
    const address = new URL(location.href);
    const kept = { select: "1", chosen: [...chosen].join(","), at: keyOf(grid.here()) };
    for (const [name, value] of Object.entries(kept)) address.searchParams.set(name, value);
    history.replaceState(history.state, "", address);
  }

  const follow = (id, act) => document.getElementById(id)?.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
  follow("selection-begin", start);
  follow("selection-end", end);
  bar.addEventListener("submit", onSubmit);
  table.addEventListener("mousedown", (event) => { if (form && event.shiftKey) event.preventDefault(); });
  // Before the cell opens its evidence.
  if (form) table.addEventListener("click", onClick, true);
  table.addEventListener("change", onChange);
  if (form && isOn()) {
    show(true);
    refresh();
  }
  return {
    onKey, extend, refresh,
    drop: () => { anchor = null; },
    // "Select every suggestion in …" offers the column where the focus was.
    here: (cell) => { if (form && cell.matches("td.cell")) among.value = columnOf(cell); },
  };
}
