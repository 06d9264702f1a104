"""Reads units' own pages: title and figures, learning outcomes with criteria, indicative content.

Every layout comes down to rows of cells: labels with values, a header of outcomes and criteria
and what stands under it, or three columns of grades (pass, merit, distinction).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum, auto

from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.specification.drafts import UnitDraft
from mapper.intake.specification.grades import GRADES, GradeColumns
from mapper.intake.specification.labels import OFQUAL_REF, REF, Label, label_of, without_footnotes
from mapper.intake.specification.mark_sheets import is_sheet_title
from mapper.intake.specification.numbering import joined_texts
from mapper.intake.specification.outcome_rows import OutcomeRows
from mapper.values import Finding, Locator
from mapper.wording import squeeze

UNIT_HEADING = re.compile(
    r"^Unit\s+((?=\S*\d)[A-Z0-9][A-Z0-9/.\-]*?)\s*(?:(?:[:–]|[.-](?!\d))\s*(.*)|\s+(.*))?$", re.I
)
LABELLED_LINE = re.compile(r"^([^:]{2,40}):\s*(.*)$")
PAGE_CODE = re.compile(r"\s*\(([A-Z]{1,3}\d+(?:\.\d+)?)\)$")
OPENS_CONTENT = re.compile(r"^(?:LO\s*|learning outcome\s+)?(\d{1,2})[.):]?(?:\s|$)", re.IGNORECASE)
OUTCOME_ALONE = re.compile(r"^(?:LO|learning outcome)\s*(\d{1,2})\s*[:.–-]?\s+\w", re.IGNORECASE)
OF_UNIT = {Label.TITLE, Label.REF, Label.LEVEL, Label.CREDITS, Label.GLH, Label.TQT, Label.PURPOSE}
NAMES_UNIT = {Label.TITLE, Label.REF}
PART_HEADINGS = re.compile(
    r"^(?:introduction|recommended|resources|print resources|web|journals|links|additional|textbooks|assessment guidance|delivery)\b",
    re.IGNORECASE,
)


class Part(Enum):
    """Which part of a unit's page is being read."""

    NONE = auto()
    OUTCOMES = auto()
    GRADES = auto()
    CONTENT = auto()


class UnitPages:
    """Takes a document's blocks in order and gathers its units' pages."""

    def __init__(self) -> None:
        self.units: list[UnitDraft] = []
        self.findings: list[Finding] = []
        self._part = Part.NONE
        self._rows: OutcomeRows | None = None
        self._grades: GradeColumns | None = None
        self._content_of: str | None = None
        self._part_level: int | None = None
        self._waiting: Label | None = None
        self._heading: str | None = None
        self._rest_of_title: str | None = None
        self._candidate: tuple[Locator, str, str] | None = None
        self._own_heading: tuple[str, int] | None = None

    def take_paragraph(self, paragraph: Paragraph) -> None:
        """Read one paragraph that stands outside tables."""
        text = paragraph.text
        rest, self._rest_of_title = self._rest_of_title, None
        if is_sheet_title(text):
            self._part = Part.NONE
        elif match := UNIT_HEADING.match(text):
            self._take_heading(paragraph, match)
        elif self._opens_part(paragraph):
            self._waiting = Label.PURPOSE if label_of(text) is Label.PURPOSE and self.units else None
        elif (line := LABELLED_LINE.match(text)) and (label := label_of(line[1])) in OF_UNIT and label:
            if self._candidate:
                self._begin(*self._candidate)
            self._complete_title(rest)
            self._take_label(label, line[2], paragraph.locator)
            self._waiting = None if line[2] else label
        elif self._waiting is not None and self.units:
            self._set(self._waiting, text)
            self._waiting = None
        elif paragraph.level is not None or PART_HEADINGS.match(text):
            self._take_other_heading(paragraph)
        else:
            self._take_line(paragraph)

    def _take_heading(self, paragraph: Paragraph, match: re.Match[str]) -> None:
        """Begin a unit at a heading; at a line like one, only once labels of a unit follow it."""
        code, title = match[1], match[2] or match[3] or ""
        if paragraph.level is not None or ":" in paragraph.text:
            self._begin(paragraph.locator, code, title)
        elif len(paragraph.text) < 120 and not paragraph.text.endswith("."):
            self._candidate = paragraph.locator, code, title
        else:
            self._take_line(paragraph)

    def take_table(self, table: Table) -> None:
        """Read one table, whose part goes on from the table before if it has no header of its own."""
        labels = {label_of(cell.text) for row in table.rows for cell in row[:1]}
        labels |= {label_of(line[1]) for row in table.rows for cell in row if (line := _labelled(cell))}
        if self._candidate and labels & OF_UNIT:
            self._begin(*self._candidate)
        names_unit = bool(labels & NAMES_UNIT) and bool(labels & (OF_UNIT - NAMES_UNIT))
        if names_unit and (not self.units or self.units[-1].is_described(labels)):
            self._begin(table.locator)
        for row in table.rows:
            if any(cell.text.strip() for cell in row):
                self._take_row(row)

    def _begin(self, locator: Locator, code: str | None = None, title: str = "") -> None:
        unit = UnitDraft(locator, page_code=code)
        if regulated := OFQUAL_REF.search(title):
            unit.said[Label.REF] = regulated[1]
            title = OFQUAL_REF.sub("", title)
        if title and not self._names_part(title):
            unit.heading = squeeze(title)
        if code and "-" in code and REF.match(code):
            unit.said[Label.REF] = code
        self.units.append(unit)
        self._candidate = None
        self._part, self._rows, self._grades, self._content_of = Part.NONE, None, None, None
        self._own_heading = None

    def _unit(self, locator: Locator) -> UnitDraft:
        if not self.units:
            self._begin(locator)
            self.units[-1].heading = self._heading
        return self.units[-1]

    def _take_row(self, row: Sequence[Cell]) -> None:
        texts = [squeeze(cell.text) for cell in row]
        labels = [label_of(text) for text in texts]
        if Label.CRITERIA in labels and {Label.OUTCOMES, Label.CONTENT} & set(labels):
            self._open_outcomes(row, labels)
        elif self._is_outcome_alone(texts):
            self._lines(self._unit(row[0].locator)).open_outcome(next(c for c in row if c.text.strip()))
        elif len({t.lower() for t in texts} & GRADES) > 1:
            self._part = Part.GRADES
            unit = self._unit(row[0].locator)
            if self._grades is None or self._grades.unit is not unit:
                self._grades = GradeColumns(unit, self.findings)
        elif labels[0] is Label.CONTENT:
            self._part, self._content_of = Part.CONTENT, None
            self._take_content(row[1:])
        elif self._take_labels(row, labels):
            self._part = Part.NONE
        elif self._part is Part.OUTCOMES and self._rows:
            self._part = Part.OUTCOMES if self._rows.take(row) else Part.NONE
        elif self._part is Part.GRADES and self._grades:
            self._grades.take(row)
        elif self._part is Part.CONTENT:
            self._take_content(row)

    def _open_outcomes(self, row: Sequence[Cell], labels: Sequence[Label | None]) -> None:
        first = labels.index(Label.OUTCOMES if Label.OUTCOMES in labels else Label.CRITERIA)
        rows = self._lines(self._unit(row[0].locator))
        rows.outcome_column = row[first].column
        rows.content_column = row[labels.index(Label.CONTENT)].column if Label.CONTENT in labels else None

    def _lines(self, unit: UnitDraft) -> OutcomeRows:
        """The rows or lines of the unit's outcomes, begun where there are none."""
        self._part = Part.OUTCOMES
        if self._rows is None or self._rows.unit is not unit:
            self._rows = OutcomeRows(unit, self.findings)
        return self._rows

    def _is_outcome_alone(self, texts: Sequence[str]) -> bool:
        filled = [text for text in texts if text]
        is_open = self._part in {Part.NONE, Part.OUTCOMES}
        return is_open and len(filled) == 1 and bool(OUTCOME_ALONE.match(filled[0]))

    def _take_labels(self, row: Sequence[Cell], labels: Sequence[Label | None]) -> bool:
        """Take the values beside labels of the row; whether there were any."""
        taken = False
        position = 0
        for cell in row:
            if (line := _labelled(cell)) and (label := label_of(line[1])) in OF_UNIT and label:
                self._take_label(label, line[2], cell.locator)
                taken = True
        while position + 1 < len(row):
            label = labels[position]
            if label in OF_UNIT and label is not None and labels[position + 1] is None:
                self._take_label(label, row[position + 1].text, row[position].locator)
                taken, position = True, position + 1
            position += 1
        return taken

    def _take_label(self, label: Label, value: str, locator: Locator) -> None:
        unit = self.units[-1] if self.units else None
        is_said = unit is not None and label in unit.said
        # A page may give two references (its own and the regulator's), but only one title.
        is_next = unit is None or bool(unit.outcomes) or (is_said and label is Label.TITLE)
        is_same = unit is not None and unit.said.get(label) == without_footnotes(value)
        if label in NAMES_UNIT and is_next and not is_same:
            self._begin(locator)
        if self.units and value.strip():
            self._set(label, value)

    def _set(self, label: Label, value: str) -> None:
        unit = self.units[-1]
        text = without_footnotes(value)
        if label is Label.TITLE and (code := PAGE_CODE.search(text)):
            unit.page_code, text = code[1], text[: code.start()]
        unit.said.setdefault(label, text)

    def _names_part(self, text: str) -> bool:
        plain = text.lower()
        return label_of(text) is not None or ("learning outcome" in plain and "criteria" in plain)

    def _opens_part(self, paragraph: Paragraph) -> bool:
        label, plain = label_of(paragraph.text), paragraph.text.lower()
        is_joint = len(plain) < 90 and "learning outcome" in plain and "criteria" in plain
        if label in {Label.OUTCOMES, Label.CRITERIA} or is_joint:
            self._part = Part.OUTCOMES
        elif label is Label.CONTENT:
            self._part, self._content_of = Part.CONTENT, self._outcome_above(paragraph)
        elif label is not Label.PURPOSE:
            return False
        self._part_level = paragraph.level
        return True

    def _outcome_above(self, paragraph: Paragraph) -> str | None:
        """The number of the outcome under whose own heading the content stands."""
        number, level = self._own_heading or ("", 0)
        is_below = paragraph.level is None or paragraph.level > level
        outcome = self.units[-1].outcome(number) if self.units and number else None
        return outcome.number if outcome and is_below else None

    def _take_other_heading(self, paragraph: Paragraph) -> None:
        """Read a heading that may be an outcome's, or one below it within content; others end the part."""
        self._heading = paragraph.text
        is_outcomes = bool(self.units) and bool(self._names_outcome(self.units[-1], paragraph))
        is_below = None not in (paragraph.level, self._part_level) and paragraph.level > self._part_level  # type: ignore[operator]
        if not is_outcomes and self.units and (alone := OUTCOME_ALONE.match(paragraph.text)):
            self._part, self._part_level, is_outcomes = Part.OUTCOMES, paragraph.level, True
            self._own_heading = alone[1], paragraph.level or 0
        if is_outcomes or (is_below and not PART_HEADINGS.match(paragraph.text)):
            self._take_line(paragraph)
        else:
            self._part = Part.NONE

    def _complete_title(self, rest: str | None) -> None:
        """Add a line between a heading and the first label to the title that the heading began."""
        if rest and self.units and self.units[-1].heading and not self.units[-1].said:
            self.units[-1].heading = f"{self.units[-1].heading} {rest}"

    def _take_line(self, paragraph: Paragraph) -> None:
        if not self.units:
            return
        unit = self.units[-1]
        if not unit.said and not unit.outcomes and self._rest_of_title is None:
            self._rest_of_title = paragraph.text
        if self._part is Part.OUTCOMES:
            self._lines(unit).take_line(paragraph)
        elif self._part is Part.CONTENT:
            self._take_content_line(unit, paragraph)

    def _take_content(self, row: Sequence[Cell]) -> None:
        for cell in row:
            unit = self._unit(cell.locator)
            if any(self._names_outcome(unit, p) for p in cell.paragraphs):
                for paragraph in cell.paragraphs:
                    self._take_content_line(unit, paragraph)
            elif self._content_of and (outcome := unit.outcome(self._content_of)):
                outcome.content.extend(joined_texts(cell.paragraphs))

    def _take_content_line(self, unit: UnitDraft, paragraph: Paragraph) -> None:
        if number := self._names_outcome(unit, paragraph):
            self._content_of = number
        elif (current := unit.outcome(self._content_of) if self._content_of else None) and paragraph.text:
            current.content.append(paragraph.text)

    def _names_outcome(self, unit: UnitDraft, paragraph: Paragraph) -> str | None:
        """The number of the outcome whose content a line opens: its number alone, or LO with it."""
        text = paragraph.text
        begins = OPENS_CONTENT.match(text)
        known = unit.outcome(begins[1]) if begins else None
        is_opening = len(text) < 5 or text.upper().startswith("L") or paragraph.level is not None
        return known.number if known and is_opening else None


def _labelled(cell: Cell) -> re.Match[str] | None:
    """A cell that holds a label and its value, as in "Level: 3"."""
    match = LABELLED_LINE.match(squeeze(cell.text))
    return match if match and match[2] else None


def read_unit_pages(
    document: Document, *, is_other: Callable[[Table], bool]
) -> tuple[list[UnitDraft], list[Finding]]:
    """The units with pages in the document, tables that `is_other` names left aside, and findings.

    A page that has outcomes and no criterion at all is some other document's, such as a module's.
    """
    pages = UnitPages()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            pages.take_paragraph(block)
        elif not is_other(block):
            pages.take_table(block)
    return [unit for unit in pages.units if unit.has_criteria], pages.findings
