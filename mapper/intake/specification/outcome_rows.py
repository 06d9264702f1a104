"""Reads the rows (or lines) under a header of learning outcomes and assessment criteria."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mapper.intake.document import Cell, Paragraph
from mapper.intake.specification.drafts import CriterionDraft, OutcomeDraft, UnitDraft, Unpaired
from mapper.intake.specification.numbering import (
    Item,
    bare_numbers,
    items_in,
    joined_texts,
    outcome_of,
    pair_items,
)
from mapper.values import Finding, Severity
from mapper.wording import squeeze

LISTED_OUTCOME = re.compile(r"(?:^|\s)(?=LO\s?\d{1,2}\b)")
NOTHING_SAID = {"n/a", "-", "–", "none", "not applicable"}


class OutcomeRows:
    """Takes rows of outcome, criterion numbers, criteria and content into one unit."""

    def __init__(
        self,
        unit: UnitDraft,
        findings: list[Finding],
        *,
        outcome_column: int = 1,
        content_column: int | None = None,
    ) -> None:
        self.unit = unit
        self._findings = findings
        self.outcome_column = outcome_column
        self.content_column = content_column
        self._outcome: OutcomeDraft | None = None
        self._numbers: list[str] = []

    def take(self, row: Sequence[Cell]) -> bool:
        """Read one row; False where it belongs to another part of the page."""
        filled = [cell for cell in row if cell.text.strip() or bare_numbers(cell.paragraphs)]
        if not any(self._is_ours(cell, filled) for cell in filled):
            return False
        for cell in filled:
            numbers = bare_numbers(cell.paragraphs)
            if self._is_content(cell):
                self._add_content(cell)
            elif numbers:
                self._numbers = numbers
            elif _is_numbered(cell):
                self._add_criteria(cell)
            elif self._outcome and not self._outcome.text:
                self._outcome.text = squeeze(cell.text)
            elif cell.column == self.outcome_column and not self._numbers:
                self._open_outcome(cell, filled)
            else:
                self._add_criteria(cell)
        return True

    def open_outcome(self, cell: Cell) -> None:
        """Read a row that is a learning outcome and nothing else."""
        self._open_outcome(cell, [cell])

    def take_line(self, paragraph: Paragraph) -> None:
        """Read one line of a page without a table: an outcome, a criterion, or the rest of one.

        A PDF may give a list of outcomes (LO1 … LO2 …) as one line.
        """
        pieces = [piece for piece in LISTED_OUTCOME.split(paragraph.text) if len(piece.split()) > 2]
        if len(pieces) > 1:
            for piece in pieces:
                self.take_line(replace(paragraph, text=piece))
            return
        items = items_in([paragraph])
        number, text = outcome_of([paragraph])
        if items and items[0].number and "." in items[0].number:
            self._outcome = self.unit.outcome(items[0].number.split(".")[0]) or self._outcome
            if self._outcome:
                self._add(self._outcome, [(items[0].number, items[0])])
        elif number is not None and text and self._counts_on(number):
            self._outcome = self.unit.set_outcome(number, text, paragraph.locator)
        elif items and self._outcome and items[0].text[:1].islower():
            last = self._outcome.criteria[-1] if self._outcome.criteria else self._outcome
            last.text = f"{last.text} {items[0].text}"

    def _counts_on(self, number: str) -> bool:
        """Whether a line's number may be the next outcome's, so that no other figure is taken for one."""
        last = max((int(o.position) for o in self.unit.outcomes if o.position.isdigit()), default=0)
        return number.startswith("L") or int(number) <= last + 2

    def _is_ours(self, cell: Cell, row: Sequence[Cell]) -> bool:
        if self._is_content(cell) or bare_numbers(cell.paragraphs):
            return True
        if outcome_of(cell.paragraphs)[0] is not None or self._numbers:
            return True
        items = items_in(cell.paragraphs)
        is_under = cell.column > self.outcome_column and (self._outcome is not None or len(row) > 1)
        return is_under and any(i.number is not None or i.is_listed for i in items)

    def _is_content(self, cell: Cell) -> bool:
        return self.content_column is not None and cell.column >= self.content_column

    def _add_content(self, cell: Cell) -> None:
        if self._outcome:
            said = joined_texts(cell.paragraphs)
            self._outcome.content.extend(t for t in said if t.lower() not in NOTHING_SAID)

    def _open_outcome(self, cell: Cell, row: Sequence[Cell]) -> None:
        number, text = outcome_of(cell.paragraphs)
        if number is None:
            number = self._implied_number(row)
            self._findings.append(
                Finding(
                    Severity.WARNING,
                    self.unit.name,
                    f"A learning outcome has no number in the document and was taken as {number}.",
                    "Compare the numbers with the awarding body's own document.",
                    cell.locator,
                )
            )
        self._outcome = self.unit.set_outcome(number, text, cell.locator)

    def _implied_number(self, row: Sequence[Cell]) -> str:
        """The number before the point of the criteria in the row, else the next position."""
        found = [n for cell in row for n in bare_numbers(cell.paragraphs)]
        found += [i.number for cell in row for i in items_in(cell.paragraphs) if i.number]
        pointed = {n.split(".")[0] for n in found if "." in n}
        return pointed.pop() if len(pointed) == 1 else str(len(self.unit.outcomes) + 1)

    def _add_criteria(self, cell: Cell) -> None:
        numbers, self._numbers = self._numbers, []
        items = items_in(cell.paragraphs)
        if self._outcome is None:
            self._findings.append(
                Finding(
                    Severity.ERROR,
                    self.unit.name,
                    "Criteria stand beside no learning outcome, and were left out.",
                    "Put the learning outcome into the same row of the document and import it again.",
                    cell.locator,
                )
            )
            return
        outcome = self._outcome
        paired = pair_items(items, numbers, outcome=outcome.number, first=len(outcome.criteria) + 1)
        if paired is None:
            text = " ".join(i.text for i in items)
            outcome.unpaired = Unpaired(tuple(numbers), len(items), text, cell.locator)
            return
        if not numbers and any(i.number is None for i in items):
            self._findings.append(self._counted(outcome, cell))
        self._add(outcome, paired)

    def _counted(self, outcome: OutcomeDraft, cell: Cell) -> Finding:
        return Finding(
            Severity.WARNING,
            self.unit.name,
            f"The criteria of learning outcome {outcome.number} have no numbers and were numbered by their position.",
            "Compare the numbers with the awarding body's own document.",
            cell.locator,
        )

    def _add(self, outcome: OutcomeDraft, paired: Sequence[tuple[str, Item]]) -> None:
        for number, item in paired:
            if any(c.number == number for o in self.unit.outcomes for c in o.criteria):
                self._findings.append(
                    Finding(
                        Severity.ERROR,
                        self.unit.name,
                        f"Criterion {number} is there twice; the second one was left out.",
                        "Correct the number in the document and import it again.",
                        item.locator,
                    )
                )
                continue
            outcome.criteria.append(CriterionDraft(number, item.text, item.locator))


def _is_numbered(cell: Cell) -> bool:
    """Whether the cell begins with a criterion that has its whole number (1.1)."""
    items = items_in(cell.paragraphs)
    return bool(items and items[0].number and "." in items[0].number)
