// The matrix as a grid: one tab stop, arrows, Home and End move, Enter opens the cell beside it.

import { keyOf } from "./cells.js";
import { decideIn } from "./deciding.js";
import { paintRows } from "./painting.js";
import { arrive, cellAt } from "./returning.js";
import "./sending.js";
import { selectionAlone, selectionOf } from "./selection.js";
import { fetchInto, tellUnfetched } from "./unfetched.js";
import { offerUnsent, recall, remember } from "./unsent.js";

const grid = document.querySelector("[data-grid]");
const panel = document.getElementById("panel");
const keysList = document.getElementById("keys");
const keysOn = document.getElementById("keys-on");
// The queue's setting as well: who wants no letter keys wants none anywhere.
const SWITCH = "mapper-queue-keys";
const unsent = document.getElementById("unsent");
let at = { row: 0, column: 0 };
let opened = null, selection = null, decides = null;

const rows = () => [...grid.querySelectorAll("tbody tr:not(.outcome)")];
// While cells are being selected, a cell's stop is its box.
const stopIn = (cell) => cell.querySelector(".pick") ?? cell.querySelector("a, .view");
const stops = (row) => [...row.cells].map(stopIn).filter(Boolean);

// Rows differ in length: a unit's has one stop. The column is kept as far as the row goes.
function stopAt({ row, column }) {
  const links = rows()[row] ? stops(rows()[row]) : [];
  return links[Math.min(column, links.length - 1)];
}

function placeOf(cell) {
  const line = cell.closest("tr");
  return { row: rows().indexOf(line), column: stops(line).indexOf(stopIn(cell)) };
}

// What is focused must not lie under the rows and the columns that stay in place.
function keepClear() {
  const head = grid.querySelector("thead");
  const corner = grid.querySelector(".corner");
  const rest = head.querySelector(".rest");
  grid.parentElement.style.scrollPadding =
    `${head.offsetHeight}px ${rest?.offsetWidth ?? 0}px 0 ${corner.offsetWidth}px`;
}

function move(to) {
  const link = to.column < 0 ? null : stopAt(to);
  if (!link) return false;
  grid.querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
  link.setAttribute("tabindex", "0");
  keepClear();
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

// The page has a tab stop in every cell, for those without this script; here one is enough.
function settle(lines) {
  // An outcome's header row is no row to stop at: where it leads, the line above the matrix leads, too.
  const aside = [...grid.querySelectorAll("tr.outcome a")];
  for (const link of [...lines.flatMap(stops), ...aside]) link.setAttribute("tabindex", "-1");
  if (!grid.querySelector("[tabindex='0']")) stopAt(at)?.setAttribute("tabindex", "0");
  for (const line of rows()) line.classList.toggle("open", line.dataset.criterion === opened);
}

// Round at the end, so that what was passed over comes again.
function nextUncovered() {
  const lines = rows();
  const order = lines.map((_, i) => (at.row + 1 + i) % lines.length);
  const row = order.find((i) => lines[i].dataset.criterion && !lines[i].querySelector("td.state .tag.full"));
  return row === undefined ? false : move({ row, column: 0 });
}

function openBeside(link) {
  fetchInto(panel, link.getAttribute("href"));
}

function openPanel(event) {
  const link = event.target.closest("tr[data-criterion] a:not([data-opens])");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || !window.htmx) return;
  event.preventDefault();
  openBeside(link);
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

// None of these is a letter of the queue: what decides there must not merely move here.
const letters = {
  j: nextUncovered,
  v: () => document.getElementById("filters").focus(),
  m: () => document.querySelector("#modules summary").focus(),
  u: () => document.getElementById("undo-bulk")?.focus(),
  "?": () => { keysList.open = true; keysList.querySelector("summary").focus(); },
};

function onKey(event) {
  if (selection.onKey(event) || event.altKey || event.metaKey) return;
  const step = steps[event.key];
  const box = event.target.closest(".pick");
  if (box && event.key === "Enter" && window.htmx) {
    event.preventDefault();
    return openBeside(box.parentElement.querySelector("a"));
  }
  if (step) {
    event.preventDefault();
    const to = step(event);
    // Past a row's end there is nothing; a longer row above or below keeps its column.
    if (to.row === at.row && to.column >= stops(rows()[at.row]).length) return;
    const from = here();
    const isMoved = move(to);
    if (event.shiftKey && event.key.startsWith("Arrow") && here().matches("td.cell")) {
      if (isMoved) selection.extend(from, here());
    } else {
      selection.drop();
    }
  } else if (keysOn.checked && !grid.hasAttribute("aria-multiselectable") && decides(event, keyOf(here()))) {
    // It was decided, or is not to be yet.
  } else if (letters[event.key] && keysOn.checked && !event.ctrlKey) {
    event.preventDefault();
    letters[event.key]();
  }
}

// What a form in the panel decides on: "9905-701 1.3", "undo of 9905-701 1.3".
function nameOfForm(form) {
  const path = form.getAttribute("hx-post") ?? "";
  const criterion = path.match(/criteria\/(\d+)/)?.[1] ?? form.elements.criterion?.value;
  const number = document.querySelector(`#row-${criterion} strong`)?.textContent ?? "";
  return `${path.endsWith("withdraw") ? "undo of " : ""}${unsent.dataset.unit} ${number}`;
}

const here = () => stopAt(at)?.closest("th, td");

const cameBackTo = arrive();

if (grid) {
  selection = selectionOf(grid, {
    rows, here, focus: (cell) => move(cell ? placeOf(cell) : at), hasLetters: () => keysOn.checked,
  });
  // The browser moves the focus itself to what the address names: modules were opened for it.
  keepClear();
  const active = cameBackTo
    ? cellAt(cameBackTo, rows())
    : grid.contains(document.activeElement) && document.activeElement.closest("tbody :is(th, td)");
  settle(rows());
  if (active) {
    at = placeOf(active);
    move(at);
  }
  document.querySelector(".keys-switch").hidden = false;
  keysOn.checked = recall(localStorage, SWITCH) !== "off";
  const tellPanel = () => panel.toggleAttribute("data-letters", keysOn.checked);
  keysOn.addEventListener("change", () => {
    remember(localStorage, SWITCH, keysOn.checked ? null : "off");
    tellPanel();
  });
  tellPanel();
  decides = decideIn(panel);
  grid.addEventListener("keydown", onKey);
  keysList.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    keysList.open = false;
    move(at);
  });
  grid.addEventListener("click", openPanel);
  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("tbody :is(th, td)");
    if (!cell || stopIn(cell) !== event.target) return;
    grid.querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
    at = placeOf(cell);
    event.target.setAttribute("tabindex", "0");
    selection.here(cell);
  });
  paintRows(panel, () => selection.refresh());
  // A class and no ":has" of the style sheet: what that asks is asked again of every cell with each decision.
  document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target !== panel) return;
    panel.parentElement.classList.toggle("with-panel", Boolean(panel.querySelector(".panel-view")));
  });
  // Not before htmx has settled: until then it knows nothing of the panel's forms.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== panel) return;
    opened = event.detail.requestConfig?.path.match(/criteria\/(\d+)/)?.[1] ?? opened;
    settle([]);
    const { verb, elt } = event.detail.requestConfig ?? {};
    const owed = verb === "post" && panel.querySelector(".reason[aria-invalid]");
    if (owed) {
      owed.focus();
    } else if (verb === "get" && elt !== panel) {
      panel.scrollTop = 0;
      panel.focus({ preventScroll: false });
    } else if (document.activeElement === document.body || (verb === "post" && !panel.contains(document.activeElement))) {
      panel.focus();
    }
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") move(at);
    else if (keysOn.checked) decides(event);
  });
  tellUnfetched(panel);
  offerUnsent({
    // Of this unit alone: the answer holds a row and counts of it.
    key: `mapper-unsent-${unsent.dataset.of}`,
    target: panel,
    nameOf: nameOfForm,
    rest: () => move(at),
  });
} else {
  selectionAlone();
}
