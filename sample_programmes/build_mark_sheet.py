"""Builds a unit's mark sheet: marks and what is enough, for each criterion."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.shared import Cm, Pt
from docx.table import Table

from sample_programmes import word

COLUMNS_CM = (3.3, 3.5, 3.5, 3.5, 2.0, 1.6)
POINT = 8
ROOM_FOR_FEEDBACK_CM = 1.1

INSTRUCTIONS = """\
HOW TO ASSESS AND HOW TO USE THIS SHEET
Judge the work against each assessment criterion (AC). The unit is passed when every AC is met.
Marks may be given for each AC and added up. Half of an AC's marks is the least that meets it; fewer refers the \
work, whatever the total. A centre that uses no marks writes Pass or Referral beside each AC.
The descriptors are a guide. Work like the middle column earns about half of the marks, work like the right-hand \
column about three quarters."""

DECLARATION = "The learner confirms that this submission is their own work."


def add_mark_sheet(document: WordDocument, unit: dict[str, Any]) -> None:
    """The mark sheet of one unit, beginning on a new page."""
    heading = document.add_heading(f"MARK SHEET – {unit['title'].upper()}", level=2)
    heading.paragraph_format.page_break_before = True
    _add_head(document)
    for number, outcome in enumerate(unit["outcomes"], start=1):
        document.add_paragraph().paragraph_format.space_after = Pt(0)
        _add_section(document, number, outcome)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    _add_foot(document, unit)


def _add_head(document: WordDocument) -> None:
    table = word.add_table(document, (4.6, 4.1, 3.4, 5.3))
    word.add_row(table, ("Centre Number :", "", "Centre Name :", ""))
    word.add_row(table, ("Learner Registration No :", "", "Learner Name:", ""))
    _add_wide(table, INSTRUCTIONS)
    _add_wide(table, DECLARATION)


def _add_wide(table: Table, text: str) -> None:
    cells = word.add_row(table, ("",) * 4)
    word.write(cells[0].merge(cells[3]), text, point=POINT)


def _add_section(document: WordDocument, number: int, outcome: dict[str, Any]) -> None:
    table = word.add_table(document, COLUMNS_CM)
    cells = word.add_row(table, ("",) * 6, fill=word.PALE)
    title = f"Learning Outcome / Section {number}: {number} {outcome['text']}"
    word.write(cells[0].merge(cells[5]), title, bold=True)
    word.keep_with_next((cells[0],))
    cells = word.add_row(table, ("",) * 6)
    word.write(cells[0], "Assessment Criteria (AC)", bold=True, point=POINT)
    said = "Sufficiency Descriptors\n[What work at each result is typically like]"
    word.write(cells[1].merge(cells[3]), said, bold=True, point=POINT)
    word.write(cells[4].merge(cells[5]), "Assessor feedback on AC", bold=True, point=POINT)
    word.keep_with_next((cells[0], cells[1], cells[4]))
    for n, criterion in enumerate(outcome["criteria"], start=1):
        _add_criterion(table, f"{number}.{n}", criterion)
    cells = word.add_row(table, ("",) * 6)
    word.write(cells[0].merge(cells[2]), "Section comments (optional):", point=POINT)
    word.write(cells[3].merge(cells[5]), "Verification comments (optional):", point=POINT)


def _add_criterion(table: Table, number: str, criterion: dict[str, Any]) -> None:
    marks = criterion["marks"]
    top = word.add_row(table, ("",) * 6)
    middle = word.add_row(table, ("",) * 6)
    bottom = word.add_row(table, ("",) * 6)
    word.write(top[0].merge(bottom[0]), f"AC {number}\n{criterion['text']}", point=POINT)
    heads = (
        f"Referral [ca.{marks // 4}/{marks}]",
        f"Pass [{marks // 2}/{marks}]",
        f"Good Pass [ca. {marks * 3 // 4}/{marks}]",
    )
    columns = zip(heads, ("referral", "pass", "good_pass"), top[1:4], middle[1:4], bottom[1:4], strict=True)
    for head, result, head_cell, upper, lower in columns:
        word.write(head_cell, head, bold=True, point=POINT)
        word.shade(head_cell, word.PALE)
        word.add_bullets(upper.merge(lower), criterion[result], point=POINT)
    top[4].merge(middle[5])
    table.rows[-2].height = Cm(ROOM_FOR_FEEDBACK_CM)
    word.write(bottom[4], f"/ {marks}\n(min. of {marks // 2})", point=POINT)
    word.write(bottom[5], "Pass or Referral", point=POINT)
    word.keep_with_next((*top, *middle))


def _add_foot(document: WordDocument, unit: dict[str, Any]) -> None:
    total = sum(c["marks"] for outcome in unit["outcomes"] for c in outcome["criteria"])
    table = word.add_table(document, (10.2, 3.6, 3.6))
    word.add_row(table, ("", f"/ {total}", "TOTAL MARKS"), bold=True)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    table = word.add_table(document, (8.7, 8.7))
    word.add_row(table, ("Assessor’s Decision", "Quality Assurance Use"), bold=True, fill=word.PALE)
    outcome = "Outcome (delete as applicable): PASS / REFERRAL"
    word.add_row(table, (f"{outcome}\nSignature and date:", f"{outcome}\nSignature and date:"))
