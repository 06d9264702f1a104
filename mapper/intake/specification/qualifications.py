"""Reads qualifications: tables (or lines) of labels and values, one accreditation number each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mapper.intake.document import Cell, Document, Table
from mapper.intake.readings import QualificationReading
from mapper.intake.specification.labels import (
    SIZE_WORD,
    Label,
    credit_bounds,
    date_in,
    hours_in,
    label_of,
    level_of,
    size_of,
    without_footnotes,
)
from mapper.values import FieldSource, Finding, Locator, Origin, Severity
from mapper.wording import squeeze

ACCREDITATION = re.compile(r"\b\d{3}/\d{4}/[\dA-Z]\b")
LABELLED_LINE = re.compile(r"^([^:]{3,60}):\s*(\S.*)$")
ONLY_QUALIFICATIONS = {
    Label.ACCREDITATION,
    Label.RULES,
    Label.TQT,
    Label.START,
    Label.AVERAGE_GLH,
    Label.INDUCTION,
}
FIELDS = {
    Label.CREDITS: "credits_min",
    Label.GLH: "glh",
    Label.AVERAGE_GLH: "average_glh",
    Label.TQT: "tqt",
    Label.START: "start_date",
    Label.INDUCTION: "induction",
    Label.SUPPORT: "tutorial_support",
    Label.DURATION: "duration",
    Label.RULES: "rule_text",
    Label.LEVEL: "level",
}


@dataclass(slots=True)
class _Draft:
    title: str
    locator: Locator
    said: dict[Label, str] = field(default_factory=dict)
    places: dict[Label, Locator] = field(default_factory=dict)

    def add(self, label: Label, text: str, locator: Locator) -> None:
        if label in self.said:
            self.said[label] = squeeze(f"{self.said[label]} {text}")
            return
        self.said[label] = squeeze(text)
        self.places[label] = locator


def is_qualification_table(table: Table) -> bool:
    """Whether a table's labels are those of a qualification and not of a unit."""
    labels = {label_of(row[0].text) for row in table.rows if row}
    return Label.ACCREDITATION in labels or len(labels & ONLY_QUALIFICATIONS) > 1


def read_qualifications(document: Document) -> tuple[tuple[QualificationReading, ...], tuple[Finding, ...]]:
    """The qualifications in the document's order, and what could not be read of them."""
    drafts: list[_Draft] = []
    heading = ""
    lines: _Draft | None = None
    for block in document.blocks:
        if isinstance(block, Table):
            lines = None
            if is_qualification_table(block):
                drafts.extend(_of_table(block, heading))
                heading = ""
        elif _is_title(block.text):
            heading, lines = block.text, None
        elif line := LABELLED_LINE.match(block.text):
            label = label_of(line[1])
            if label is Label.ACCREDITATION:
                lines = _Draft(heading, block.locator)
                drafts.append(lines)
                heading = ""
            if lines and label and label not in lines.said:
                lines.add(label, line[2], block.locator)
        elif block.level is not None:
            lines = None
    findings: list[Finding] = []
    readings = tuple(_reading(draft, findings) for draft in drafts)
    return readings, tuple(findings)


def _is_title(text: str) -> bool:
    return bool(SIZE_WORD.search(text)) and len(text) < 120 and not text.endswith((".", ":", ";"))


def _of_table(table: Table, heading: str) -> list[_Draft]:
    """The qualifications of one table: side by side in columns, or one below the other."""
    drafts: list[_Draft] = []
    current: list[_Draft] = []
    titles: list[str] = [heading]
    label: Label | None = None
    waiting: list[tuple[Label, list[Cell]]] = []
    for row in table.rows:
        if not row:
            continue
        first, values = row[0], list(row[1:])
        if not values or label_of(first.text) is Label.TITLE:
            titles = [c.text for c in values] or [first.text] if _is_title(row[-1].text) else titles
            continue
        if not first.text.strip() and all(_is_title(c.text) for c in values):
            titles = [squeeze(c.text) for c in values]
            continue
        label = label_of(first.text) if first.text.strip() else label
        if label is None:
            continue
        if label is Label.ACCREDITATION:
            current = [
                _Draft(squeeze(titles[n] if n < len(titles) else titles[-1]), cell.locator)
                for n, cell in enumerate(values)
                if cell.text.strip()
            ]
            drafts.extend(current)
            for earlier, cells in waiting:
                _add_cells(current, earlier, cells)
            waiting = []
        if not current:
            waiting.append((label, values))
        else:
            _add_cells(current, label, values)
    if waiting and not drafts:
        drafts = [_Draft(squeeze(titles[0]), table.locator)]
        for earlier, cells in waiting:
            _add_cells(drafts, earlier, cells)
    return drafts


def _add_cells(drafts: list[_Draft], label: Label, cells: list[Cell]) -> None:
    filled = [c for c in cells if c.text.strip()]
    for n, draft in enumerate(drafts):
        # One cell beside several qualifications spans them all; several beside one are parts of it.
        own = filled if len(drafts) == 1 else filled[n : n + 1] or filled[:1]
        for cell in own:
            draft.add(label, cell.text, cell.locator)


def _reading(draft: _Draft, findings: list[Finding]) -> QualificationReading:
    said = draft.said
    number = said.get(Label.ACCREDITATION, "")
    found = ACCREDITATION.search(number.upper())
    number = found[0] if found else without_footnotes(number)
    findings.extend(_missing(draft, number))
    low, high = credit_bounds(said[Label.CREDITS]) if Label.CREDITS in said else (None, None)
    start = date_in(said.get(Label.START, ""))
    figures = {
        label: hours_in(said[label]) if label in said else None
        for label in (Label.GLH, Label.AVERAGE_GLH, Label.TQT)
    }
    unread = {
        **{label: value for label, value in figures.items() if value is None},
        **({Label.CREDITS: None} if low is None and high is None else {}),
        **({Label.START: None} if start is None else {}),
    }
    findings.extend(
        _unread(draft, number, label)
        for label in unread
        if label in said and any(map(str.isdigit, said[label]))
    )
    level_said = said.get(Label.LEVEL, "")
    return QualificationReading(
        title=draft.title,
        accreditation_number=number,
        size=size_of(draft.title),
        level=level_of(draft.title) or (int(level_said) if level_said.isdigit() else None),
        credits_min=low,
        credits_max=high,
        glh=figures[Label.GLH],
        average_glh=figures[Label.AVERAGE_GLH],
        tqt=figures[Label.TQT],
        start_date=start.isoformat() if start else None,
        induction=said.get(Label.INDUCTION),
        tutorial_support=said.get(Label.SUPPORT),
        duration=said.get(Label.DURATION),
        rule_text=without_footnotes(said[Label.RULES]) if Label.RULES in said else None,
        sources=dict(_sources(draft)),
    )


def _sources(draft: _Draft) -> Iterator[tuple[str, FieldSource]]:
    yield "title", FieldSource(Origin.READ, draft.locator)
    for label, name in FIELDS.items():
        if label in draft.places:
            yield name, FieldSource(Origin.READ, draft.places[label])


def _missing(draft: _Draft, number: str) -> Iterator[Finding]:
    if not number:
        yield Finding(
            Severity.ERROR,
            draft.title or "Qualification",
            "This qualification's table states no accreditation number.",
            "Add the number from Ofqual's register to the document and import it again.",
            draft.locator,
        )
    if not draft.title:
        yield Finding(
            Severity.ERROR,
            number or "Qualification",
            "No title of an award, certificate or diploma stands above this qualification's table.",
            "Put the title above the table and import the document again.",
            draft.locator,
        )
    if Label.RULES not in draft.said:
        yield Finding(
            Severity.WARNING,
            draft.title or number,
            "This qualification's table states no rules of combination.",
            "Check a choice of units against the awarding body's own document.",
            draft.locator,
        )


def _unread(draft: _Draft, number: str, label: Label) -> Finding:
    return Finding(
        Severity.WARNING,
        draft.title or number,
        f"The {label.value} could not be read as one figure from “{draft.said[label]}”.",
        "Check the document, and enter the figure by hand.",
        draft.places[label],
    )
