"""Reads criteria that stand in columns of grades (pass, merit, distinction) under their outcomes.

PDF cuts such a table at every change of shading, so that a criterion or an outcome may go on in
the next row; what has no number goes on with the last entry above it in the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapper.intake.document import Cell
from mapper.intake.specification.drafts import CriterionDraft, OutcomeDraft, UnitDraft
from mapper.intake.specification.numbering import SHARED
from mapper.values import Finding, Severity
from mapper.wording import squeeze

GRADES = {"pass", "merit", "distinction"}
PIECES = re.compile(r"(?:^|(?<=\s))(?=(?:[PMD]\d{1,2}\b[.:)]?\s+[A-Z]|LO\s*\d+\s))")
GRADED = re.compile(r"^([PMD]\d{1,2})[.:)]?\s+(.+)$")
OUTCOME = re.compile(r"^LO\s*(\d+)\s*[.:)]?\s+(.+)$")
NAMED = re.compile(r"\d+")


@dataclass(slots=True)
class _Entry:
    """What stands in some columns; `of` is None where its wording was read before."""

    columns: range
    of: CriterionDraft | OutcomeDraft | None


class GradeColumns:
    """Takes rows of such a table into one unit; a heading inside a column holds for that column."""

    def __init__(self, unit: UnitDraft, findings: list[Finding]) -> None:
        self.unit = unit
        self._findings = findings
        self._outcome: OutcomeDraft | None = None
        self._entries: list[_Entry] = []
        self._shared: list[tuple[range, list[str]]] = []

    def take(self, row: Sequence[Cell]) -> None:
        """Read one row."""
        for cell in row:
            text = squeeze(cell.text)
            if shared := SHARED.match(text):
                self._shared.append((_columns(cell), [f"LO{n}" for n in NAMED.findall(shared[0])]))
                text = text[shared.end() :].strip(" :")
            for piece in PIECES.split(text):
                if piece.strip() and piece.strip().lower() not in GRADES:
                    self._take(piece.strip(), cell)

    def _take(self, text: str, cell: Cell) -> None:
        if graded := GRADED.match(text):
            self._add(graded[1], graded[2], cell)
        elif named := OUTCOME.match(text):
            number = f"LO{named[1]}"
            known = self.unit.outcome(number)
            self._outcome = self.unit.set_outcome(number, named[2], cell.locator)
            self._entries.append(_Entry(_columns(cell), None if known else self._outcome))
            self._shared.clear()
        else:
            self._go_on(text, cell)

    def _go_on(self, text: str, cell: Cell) -> None:
        above = next((e for e in reversed(self._entries) if _overlap(e.columns, _columns(cell))), None)
        if above is None:
            self._findings.append(_unplaced(self.unit.name, text, cell))
        elif above.of is not None:
            above.of.text = f"{above.of.text} {text}"

    def _add(self, number: str, text: str, cell: Cell) -> None:
        columns = _columns(cell)
        named = next((los for at, los in reversed(self._shared) if _overlap(at, columns)), [])
        outcome = (self.unit.outcome(named[0]) if named else None) or self._outcome
        if outcome is None:
            self._findings.append(_unplaced(self.unit.name, f"{number} {text}", cell))
        elif any(c.number == number for o in self.unit.outcomes for c in o.criteria):
            self._entries.append(_Entry(columns, None))
        else:
            others = tuple(n for n in named if n != outcome.number)
            criterion = CriterionDraft(number, text, cell.locator, shared_with=others)
            outcome.criteria.append(criterion)
            self._entries.append(_Entry(columns, criterion))


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _unplaced(unit: str, text: str, cell: Cell) -> Finding:
    return Finding(
        Severity.ERROR,
        unit,
        f"“{text[:60]}” in the table of criteria belongs to no outcome or grade that can be read, and was left out.",
        "Compare the table with the awarding body's document.",
        cell.locator,
    )
