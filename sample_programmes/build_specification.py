"""Builds the invented specification: purpose, structures, overview of units, whole units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.table import Table, _Cell

from sample_programmes import content, word
from sample_programmes.build_mark_sheet import add_mark_sheet
from sample_programmes.text_width import count_lines

POINT = 9.5
OUTCOME_CM, NUMBER_CM, CRITERION_CM = 5.6, 1.3, 10.5
CELL_MARGINS_CM = 0.38


def build_specification(path: Path) -> None:
    """Write the invented specification to `path`."""
    said = content.read("specification")
    document = word.new_document(said["title"], margin_cm=1.8, point=POINT)
    _add_front(document, said)
    _add_qualifications(document, said)
    _add_overview(document, said)
    for unit in content.read_all("unit_*"):
        _add_unit(document, unit)
    word.save(document, path)


def _add_front(document: WordDocument, said: dict[str, Any]) -> None:
    document.add_paragraph(said["title"], style="Title")
    document.add_paragraph(said["subtitle"], style="Subtitle")
    word.add_mark(document)
    document.add_paragraph(said["note"])
    purpose = said["purpose"]
    document.add_heading("Qualification Purpose and Aim", level=1)
    document.add_heading("Who are these qualifications for?", level=2)
    document.add_paragraph(purpose["lead"])
    document.add_heading("Benefits for individuals", level=2)
    word.add_bullets(document, purpose["individuals"])
    document.add_heading("Benefits for employers", level=2)
    word.add_bullets(document, purpose["employers"])
    document.add_heading("Progression Routes", level=1)
    document.add_paragraph(purpose["progression_lead"])
    table = word.add_table(document, (8.7, 8.7))
    for row in purpose["progression"]:
        word.add_row(table, row)
    document.add_heading("Qualification Specific Occupational Competency Requirements", level=1)
    document.add_paragraph(purpose["competency"])


def _add_qualifications(document: WordDocument, said: dict[str, Any]) -> None:
    heading = document.add_heading("Qualification Structures and Details", level=1)
    heading.paragraph_format.page_break_before = True
    for qualification in said["qualifications"]:
        document.add_heading(qualification["title"], level=2)
        table = word.add_table(document, (6.1, 11.3))
        for label, *lines in [*qualification["rows"], ["Assessments:", said["rules"]["assessments"]]]:
            cells = word.add_row(table, (label, "\n".join(lines)))
            _make_label(cells[0])
            if label != "Assessments:":
                word.keep_with_next(cells)
    _add_footnote(document, said)


def _add_overview(document: WordDocument, said: dict[str, Any]) -> None:
    heading = document.add_heading("Overview of Units", level=1)
    heading.paragraph_format.page_break_before = True
    for group in said["groups"]:
        document.add_heading(group["title"], level=2)
        table = word.add_table(document, (2.8, 9.4, 1.7, 1.7, 1.8))
        word.add_row(table, ("Ref", "Unit Title", "Level", "CV*", "GLH**"), bold=True, fill=word.PALE)
        word.repeat_header(table)
        for row in group["units"]:
            for cell in word.add_row(table, row)[2:]:
                word.centre(cell)
    document.add_paragraph("*Credit Value").paragraph_format.space_before = Pt(8)
    document.add_paragraph("** Guided Learning Hours")
    _add_footnote(document, said)
    document.add_heading(said["closing"]["title"], level=1)
    for text in said["closing"]["text"]:
        document.add_paragraph(text)


def _add_footnote(document: WordDocument, said: dict[str, Any]) -> None:
    first, *others = said["rules"]["footnote"]
    document.add_paragraph(first).paragraph_format.space_before = Pt(8)
    for line in others:
        document.add_paragraph(line)


def _add_unit(document: WordDocument, unit: dict[str, Any]) -> None:
    heading = document.add_heading(f"Unit {unit['ref']}", level=1)
    heading.paragraph_format.page_break_before = True
    table = word.add_table(document, (OUTCOME_CM, NUMBER_CM, CRITERION_CM))
    _add_pair(table, "Title:", f"{unit['title']} ({unit['page_code']})")
    _add_pair(table, "Level:", str(unit["level"]))
    _add_pair(table, "Credit value:", str(unit["credits"]))
    cells = _add_pair(table, "Learning outcomes (the learner will)", "Assessment criteria (the learner can)")
    for cell in cells:
        word.shade(cell, word.PALE)
        cell.paragraphs[0].runs[0].bold = True
    for number, outcome in enumerate(unit["outcomes"], start=1):
        _add_outcome(table, number, outcome)
    _make_label(_add_pair(table, "Additional information about the unit", "")[0])
    _add_pair(table, "Unit purpose and aim(s)", unit["purpose"])
    _add_pair(table, "Unit guided learning hours", str(unit["glh"]))
    _add_indicative_content(document, unit)
    add_mark_sheet(document, unit)


def _add_pair(table: Table, label: str, value: str) -> tuple[_Cell, _Cell]:
    first, second, third = word.add_row(table, (label, "", ""))
    value_cell = second.merge(third)
    word.write(value_cell, value)
    if label.endswith(":"):
        first.paragraphs[0].runs[0].bold = True
    return first, value_cell


def _add_outcome(table: Table, number: int, outcome: dict[str, Any]) -> None:
    outcome_cell, number_cell, criterion_cell = word.add_row(table, (f"{number} {outcome['text']}", "", ""))
    numbers, wordings = [], []
    for n, criterion in enumerate(outcome["criteria"], start=1):
        text = criterion["text"]
        lines = count_lines(text, width_cm=CRITERION_CM - CELL_MARGINS_CM, point=POINT)
        # Word originals set the two columns side by side with empty paragraphs.
        numbers += [f"{number}.{n}"] + [""] * lines
        wordings += [text, ""]
    _set_tight(number_cell, numbers[:-1])
    _set_tight(criterion_cell, wordings[:-1])
    outcome_cell.paragraphs[0].paragraph_format.space_after = Pt(0)


def _set_tight(cell: _Cell, lines: list[str]) -> None:
    for position, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
        paragraph.add_run(line)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(12)


def _add_indicative_content(document: WordDocument, unit: dict[str, Any]) -> None:
    heading = document.add_paragraph("Additional Guidance about the Unit")
    heading.paragraph_format.space_before = Pt(10)
    heading.runs[0].bold = True
    heading.paragraph_format.keep_with_next = True
    table = word.add_table(document, (1.3, 16.1))
    first, second = word.add_row(table, ("", ""), fill=word.PALE)
    word.write(first.merge(second), "Indicative Content:", bold=True)
    word.keep_with_next((first,))
    for number, outcome in enumerate(unit["outcomes"], start=1):
        _, cell = word.add_row(table, (str(number), ""))
        word.add_bullets(cell, outcome["content"])


def _make_label(cell: _Cell) -> None:
    word.shade(cell, word.PALE)
    for paragraph in cell.paragraphs:
        for run in paragraph.runs:
            run.bold = True
