// A decision's row: what was recorded is painted with the answer, and what takes longer is fetched once that
// frame is drawn: the evidence beside, the verdict on every path, the figures of the unit.

import "./swapping.js";
import { fetchInto } from "./unfetched.js";

// A timer that is due with the frame is taken before the frame is on the screen.
const AFTER_PAINT_MS = 10;

const insideOf = (cell) => cell.querySelector("a") ?? cell;

// Only the inside of a cell that changed is made anew: its link keeps the focus and the tab stop, its box
// the tick, and a browser lays out one cell and not the whole table.
function renew(cell, fresh) {
  fresh.classList.toggle("module-start", cell.classList.contains("module-start"));
  if (cell.className !== fresh.className) cell.className = fresh.className;
  cell.removeAttribute("aria-busy");
  const [old, now] = [insideOf(cell), insideOf(fresh)];
  if (old.innerHTML === now.innerHTML && old.title === now.title) return;
  if ((old === cell) !== (now === fresh)) {
    cell.replaceChildren(...fresh.childNodes);
    cell.querySelector("a")?.setAttribute("tabindex", "-1");
    return;
  }
  old.replaceChildren(...now.childNodes);
  for (const name of ["href", "title"]) if (now.hasAttribute(name)) old.setAttribute(name, now.getAttribute(name));
  cell.querySelector(".pick")?.setAttribute("aria-label", `Select ${old.title}`);
}

function renewRow(row, cells) {
  const placed = new Map([...row.cells].map((cell) => [cell.getAttribute("aria-colindex"), cell]));
  return cells.map((fresh) => {
    const cell = placed.get(fresh.getAttribute("aria-colindex"));
    if (cell) renew(cell, fresh);
    return cell;
  });
}

// Nothing old is shown or told of what is not known yet.
function showPending(cell) {
  cell?.classList.add("pending");
  cell?.setAttribute("aria-busy", "true");
  const named = cell?.querySelector("[title]");
  if (named) named.title = `${named.title.split(":")[0]}: not known yet`;
}

// `panel` holds the forms that decide, `renewed()` is told of a row that was made anew.
export function paintRows(panel, renewed) {
  let frame = 0;

  function paint(recorded) {
    const id = recorded.dataset.recorded;
    const row = document.getElementById(`row-${id}`);
    const isBeside = panel.querySelector(`form[action$="/criteria/${id}/decisions"]`);
    // Its coverage stands beside, too; what is moved into the row cannot be there.
    if (isBeside) panel.querySelector(".panel-view > p > .tag")?.replaceWith(recorded.querySelector(".tag").cloneNode(true));
    if (row) {
      const cells = renewRow(row, [...recorded.cells]).filter((cell) => cell?.matches(".cell"));
      showPending(row.querySelector("td.verdict"));
      // What was decided in a closed module is in the summary.
      if (!cells.length) showPending(row.querySelector("td.rest"));
      renewed();
    }
    panel.querySelector("[role='alert']")?.remove();
    const said = panel.querySelector("[role='status']");
    if (said) said.textContent = recorded.dataset.said;
  }

  function fetchRest(address) {
    frame = requestAnimationFrame(() => setTimeout(() => {
      if (frame) fetchInto(panel, address, panel);
      frame = 0;
    }, AFTER_PAINT_MS));
  }

  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.target === panel && detail.verb === "post") detail.headers["X-Row-First"] = "true";
  });
  // Whatever is asked for next brings its own panel.
  document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.target !== panel || detail.elt === panel) return;
    frame = 0;
    htmx.trigger(panel, "htmx:abort");
  });
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target !== panel || detail.requestConfig.verb !== "post") return;
    const answer = document.createElement("template");
    answer.innerHTML = detail.serverResponse;
    const recorded = answer.content.querySelector("[data-recorded]");
    // An error brings the panel with what was typed.
    if (!recorded) return;
    detail.shouldSwap = false;
    paint(recorded);
    fetchRest(recorded.dataset.then);
  });
  document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (!detail.target.matches("tr[data-criterion]")) return;
    detail.shouldSwap = false;
    renewRow(detail.target, [...detail.fragment.children]);
    renewed();
  });
}
