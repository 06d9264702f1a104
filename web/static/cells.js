// The matrix's cells: what they are called, what they hold, and whether they are selected.

export const plural = (count, word, many = `${word}s`) => `${count} ${count === 1 ? word : many}`;
export const is = (td, ...states) => states.some((state) => td.classList.contains(state));
export const isOpen = (td) => is(td, "suggested");
export const box = (td) => td.querySelector(".pick");
export const isChosen = (td) => box(td)?.checked ?? false;
export const cellsOf = (row) => [...row.querySelectorAll("td.cell")];

export const columnOf = (td) => new URL(td.querySelector("a").href).searchParams.get("column");

// What a cell is called in addresses: "7:a12", or "7" for the criterion or anything else of its row.
export function keyOf(cell) {
  const criterion = cell?.closest("tr").dataset.criterion ?? "";
  return criterion && cell.matches("td.cell") ? `${criterion}:${columnOf(cell)}` : criterion;
}

export function addBox(td, form) {
  const input = document.createElement("input");
  Object.assign(input, { type: "checkbox", className: "pick", name: "selected", value: keyOf(td) });
  input.setAttribute("form", form.id);
  input.setAttribute("aria-label", `Select ${td.querySelector("a").title}`);
  td.prepend(input);
}

export function unbox(td) {
  box(td)?.remove();
  td.removeAttribute("aria-selected");
}

// The cells of the rectangle that has the two at its corners.
export function cellsBetween(rows, one, other) {
  const place = (td) => [rows.indexOf(td.closest("tr")), cellsOf(td.closest("tr")).indexOf(td)];
  const [[r1, c1], [r2, c2]] = [place(one), place(other)];
  const cut = (list, a, b) => list.slice(Math.min(a, b), Math.max(a, b) + 1);
  return new Set(cut(rows, r1, r2).flatMap((row) => cut(cellsOf(row), c1, c2)));
}

const number = (count) => count.toLocaleString("en-GB");

// "12 cells selected, 5 of them not on this page: here 6 can be changed, 1 is decided already."
export function counted(all, { hidden = 0, most = Infinity }) {
  const many = all.length + hidden;
  if (!many) return "No cell is selected.";
  const open = all.filter(isOpen).length;
  const decided = all.filter((td) => is(td, "full", "part", "suspect", "rejected", "set")).length;
  const empty = all.length - open - decided;
  const parts = [`${open} can be changed`];
  if (decided) parts.push(`${decided} ${decided === 1 ? "is" : "are"} decided already`);
  if (empty) parts.push(`${empty} ${empty === 1 ? "holds" : "hold"} no suggestion`);
  const none = many === 1 ? ", not on this page" : ", none of them on this page";
  const away = !hidden ? "" : all.length ? `, ${number(hidden)} of them not on this page` : none;
  const here = all.length ? `: ${hidden ? "here " : ""}${parts.join(", ")}` : "";
  const limit = many > most ? ` One bulk decision changes at most ${most}: take some away.` : "";
  return `${number(many)} ${many === 1 ? "cell" : "cells"} selected${away}${here}.${limit}`;
}
