"""Builds the messy handbook's module pages; no two layouts agree, as in real handbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.table import Table, _Cell

from sample_programmes import word
from sample_programmes.numbering import add_numbered

ABLE = "On successful completion you will be able to:"
FORM_CM = (3.8, 4.5, 3.8, 4.5)
Module = dict[str, Any]


def add_module(document: WordDocument, module: Module) -> None:
    """One module page in the layout that the module names."""
    _LAYOUTS[module["layout"]](document, module)


def _add_form(document: WordDocument, module: Module) -> None:
    """Labels and values four to a row, long values merged across, outcomes numbered by Word."""
    document.add_heading(f"{module['code']} {module['title']}", level=2)
    table = word.add_table(document, FORM_CM)
    _add_wide(table, "Module title", module["title"])
    _add_four(table, "Module code", module["code"], "Credits", module["credits"])
    _add_four(table, "Level", module["level"], "Year", module["year"])
    _add_four(table, "Status", module["status"], "Pass mark", module["pass_mark"])
    _add_wide(table, "Pre-requisites", module["prerequisites"])
    _add_wide(table, "Module aims", module["aims"])
    cell = _add_wide(table, "Learning outcomes", ABLE)
    add_numbered(cell, module["outcomes"], part=document)
    word.add_bullets(_add_wide(table, "Indicative content", ""), module["content"])
    _add_wide(table, "Learning and teaching", module["learning"])
    _add_caption(document, "Assessment")
    _add_assessments(document, module, (5.6, 2.6, 4.2, 4.2))


def _add_prose(document: WordDocument, module: Module) -> None:
    """Headings and paragraphs; facts stand in a sentence."""
    document.add_heading(f"{module['title']} ({module['code']})", level=2)
    document.add_paragraph(
        f"Level {module['level']}, {module['credits']} credits. Year {module['year']}, {module['status']} module."
    )
    document.add_heading("What this module is about", level=3)
    document.add_paragraph(module["aims"])
    document.add_heading("Learning outcomes", level=3)
    document.add_paragraph(ABLE).paragraph_format.keep_with_next = True
    add_numbered(document, module["outcomes"], text="LO%1", part=document)
    document.add_heading("What you will study", level=3)
    word.add_bullets(document, module["content"])
    document.add_heading("How you will learn", level=3)
    document.add_paragraph(module["learning"])
    document.add_heading("How you will be assessed", level=3)
    for text in module.get("weights_in_prose", ()):
        document.add_paragraph(text)
    if "assessments" in module:
        _add_assessments(document, module, (3.4, 2.2, 2.8, 2.2, 6))
    if "criteria" in module:
        _add_caption(document, module["criteria_title"])
        _add_rows(document, module["criteria"], (9, 5))


def _add_grid(document: WordDocument, module: Module) -> None:
    """A strip of facts across the page, then bold captions with lists."""
    document.add_heading(module["title"], level=2)
    facts = ("Module code", "Level", "Credits", "Year", "Status", "Pass mark")
    keys = ("code", "level", "credits", "year", "status", "pass_mark")
    _add_rows(document, [facts, [module[key] for key in keys]], (3.1, 2.2, 2.6, 2.2, 3.1, 3.4))
    _add_caption(document, "Summary")
    document.add_paragraph(module["aims"])
    _add_caption(document, "Intended learning outcomes")
    document.add_paragraph(ABLE).paragraph_format.keep_with_next = True
    add_numbered(document, module["outcomes"], part=document)
    _add_caption(document, "Syllabus")
    word.add_bullets(document, module["content"])
    _add_caption(document, "Teaching")
    document.add_paragraph(module["learning"])
    _add_caption(document, "Assessment tasks")
    _add_assessments(document, module, (5.6, 2.2, 3.2, 2.6, 3))


_LAYOUTS: dict[str, Callable[[WordDocument, Module], None]] = {
    "form": _add_form,
    "prose": _add_prose,
    "grid": _add_grid,
}


def _add_assessments(document: WordDocument, module: Module, widths: Sequence[float]) -> None:
    _add_rows(document, [module["header"], *module["assessments"]], widths)


def _add_rows(document: WordDocument, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    table = word.add_table(document, widths)
    for position, row in enumerate(rows):
        cells = word.add_row(table, row, bold=position == 0, fill="" if position else word.PALE)
        if position + 1 < len(rows):
            word.keep_with_next(cells)
    word.repeat_header(table)


def _add_caption(document: WordDocument, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True


def _add_four(table: Table, *texts: str) -> None:
    cells = word.add_row(table, texts)
    for cell in (cells[0], cells[2]):
        word.shade(cell, word.PALE)


def _add_wide(table: Table, label: str, text: str) -> _Cell:
    cells = word.add_row(table, (label, "", "", ""))
    word.shade(cells[0], word.PALE)
    value: _Cell = cells[1].merge(cells[3])
    word.write(value, text)
    return value
