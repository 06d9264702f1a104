// Which cells of a mapping are selected, whether or not the page shows them: kept in this window while
// the filter, the order, the unit and the modules change.

import { box, counted, isChosen, keyOf } from "./cells.js";
import { recall, remember } from "./unsent.js";

const bar = document.getElementById("selection");
// The keys of those that the page does not show, for the server.
const elsewhere = document.getElementById("selection-chosen");
const name = `mapper-selected-${bar?.dataset.mapping}`;

const keep = (keys) => remember(sessionStorage, name, keys && JSON.stringify([...keys]));

function recalled() {
  const kept = recall(sessionStorage, name);
  return kept === null ? null : new Set(JSON.parse(kept));
}

// What the server was told by a form or an address is newer than what this window remembers.
function atFirst(ticked) {
  if (!elsewhere || "done" in bar.dataset) keep(null);
  if (!elsewhere) return null;
  if ("given" in bar.dataset) return new Set([...elsewhere.value.split(",").filter(Boolean), ...ticked]);
  return recalled() ?? (bar.classList.contains("on") ? new Set() : null);
}

// `cells()` are those that the page shows now.
export function selectedIn(cells) {
  const ticked = () => cells().filter(isChosen);
  let kept = atFirst(ticked().map(keyOf));
  return {
    isKept: () => kept !== null,
    has: (key) => kept.has(key),
    hidden: () => kept.size - ticked().length,
    clear: () => kept.clear(),
    begin() { kept = new Set(); },
    forget() { keep(kept = null); },
    recall() { kept = recalled(); },
    // Takes the boxes over, and says how many there are.
    counted() {
      for (const td of cells()) isChosen(td) ? kept.add(box(td).value) : kept.delete(box(td).value);
      keep(kept);
      return counted(ticked(), { hidden: this.hidden(), most: Number(bar.dataset.most) });
    },
    // Before a form is sent: what it does not send by its boxes.
    tellServer() {
      const shown = new Set(cells().map(keyOf));
      elsewhere.value = [...(kept ?? [])].filter((key) => !shown.has(key)).join(",");
    },
  };
}

// A page that was the answer to a form is asked for by its address from now on, which a reload can repeat.
export function settleAddress() {
  const matrix = bar && new URL(bar.dataset.address, location.href);
  if (matrix && matrix.pathname !== location.pathname) history.replaceState(history.state, "", matrix);
}
