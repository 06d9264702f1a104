"""Units whose criteria stand by grade, in lines, or in a text dump."""

from __future__ import annotations

from mapper.intake.document import Cell, Paragraph, Table
from mapper.intake.limits import DEFAULT_LIMITS
from mapper.intake.readers import read_document
from mapper.intake.readers.text import read
from mapper.intake.specification import extract_specification
from mapper.values import Locator
from tests.unit.unit_pages import (
    GRADES,
    HEAD,
    pairs,
    reading,
    table,
)


def test_grades_in_columns_are_criteria_of_the_outcome_above() -> None:
    page = table(
        ("Unit code", "A/100/0001"),
        ("Level", "4"),
        GRADES,
        ("LO1 Know boats",),
        ("P1 Name a boat P2 Draw a boat", "M1 Compare two boats", "D1 Judge a boat"),
        ("LO2 Sail",),
        ("P3 Sail a boat", "M2 Race a boat", ""),
    )
    (unit,) = reading(page).units
    assert [(lo.number, [c.number for c in lo.criteria]) for lo in unit.learning_outcomes] == [
        ("LO1", ["P1", "P2", "M1", "D1"]),
        ("LO2", ["P3", "M2"]),
    ]


def test_a_criterion_shared_by_outcomes_is_listed_once_under_the_first() -> None:
    page = table(
        ("Unit code", "A/100/0001"),
        ("Level", "4"),
        GRADES,
        ("LO1 Know boats", "", "LO1 and LO2"),
        ("P1 Name a boat", "M1 Compare two boats", "D1 Judge a voyage"),
        ("LO2 Sail", ""),
        ("P2 Sail a boat", ""),
    )
    first, second = reading(page).units[0].learning_outcomes
    assert (first.criteria[-1].number, first.criteria[-1].shared_with) == ("D1", ("LO2",))
    assert [c.number for c in second.criteria] == ["P2"]


def test_a_table_of_grades_cut_at_its_shading_is_put_together() -> None:
    def cut(text: str, row: int, column: int, span: int) -> Cell:
        return Cell((Paragraph(text, Locator()),), row, column, column_span=span)

    rows = (
        (cut("Pass", 1, 1, 3), cut("Merit", 1, 4, 3), cut("Distinction", 1, 7, 3)),
        (cut("LO1 Know boats", 2, 2, 4),),
        (cut("of all sizes", 3, 2, 8),),
        (cut("P1 Name a boat", 4, 1, 3), cut("M1 Compare boats", 4, 4, 3), cut("D1 Judge", 4, 8, 1)),
        (cut("a boat.", 5, 8, 2),),
    )
    labels = table(("Unit code", "A/100/0001"), ("Level", "4"))
    (outcome,) = reading(labels, Table(rows=rows, locator=Locator())).units[0].learning_outcomes
    assert outcome.text == "Know boats of all sizes"
    assert [c.text for c in outcome.criteria] == ["Name a boat", "Compare boats", "Judge a boat."]


def test_a_title_broken_over_lines_before_the_first_label_is_whole() -> None:
    lines = ("Unit 12: Sailing a", "Boat", "Unit Code: A/100/0001", "Level: 4", "Credits: 15")
    outcomes = table(HEAD, ("1 Know boats", "1.1 Name a boat"))
    (unit,) = reading(*(Paragraph(t, Locator()) for t in lines), outcomes).units
    assert (unit.ref, unit.title, unit.level, unit.credits) == ("A/100/0001", "Sailing a Boat", 4, 15)


def test_outcomes_and_criteria_in_lines_are_read() -> None:
    lines = (
        "Unit 12: Sailing",
        "Learning outcomes",
        "1. Know boats",
        "1.1 Name a boat",
        "and its parts",
        "2. Sail",
        "2.1 Sail a boat",
    )
    read_ = reading(*(Paragraph(t, Locator()) for t in lines))
    assert pairs(read_) == [("1.1", "Name a boat and its parts"), ("2.1", "Sail a boat")]


DUMP = """ \tTitle:
\tSailing a boat (B5.01)

\tLearning outcomes (the learner will)
\tAssessment criteria (the learner can)

\t
1 Know boats

\t
1.1


1.2
\t
Name a boat

Describe a boat


\tAdditional information about the unit
\t

\tIndicative Content:

\t1
\t
· Hulls
· Rigs

"""


def test_a_text_dump_of_a_page_reads_like_the_page() -> None:
    document = read(DUMP.encode(), file="unit.txt", limits=DEFAULT_LIMITS)
    read_ = extract_specification(document)
    assert pairs(read_) == [("1.1", "Name a boat"), ("1.2", "Describe a boat")]
    assert read_.units[0].learning_outcomes[0].indicative_content == ("Hulls", "Rigs")


def test_each_outcome_may_have_a_heading_of_its_own_with_its_criteria_and_content_below() -> None:
    parts = [("Know boats", "Name a boat", "Hulls"), ("Sail", "Sail a boat", "Sails")]
    page = "<h1>Unit 9905-811: Boats</h1><p>Level: 4</p><p>Credit value: 3</p>" + "".join(
        f"<h2>Learning outcome {n}: {outcome}</h2><h3>Assessment criteria</h3><ul><li>{n}.1 {criterion}</li></ul>"
        f"<h3>Indicative content</h3><p>{content}</p>"
        for n, (outcome, criterion, content) in enumerate(parts, 1)
    )
    read_ = extract_specification(read_document(page.encode(), file="unit.html"))
    (unit,) = read_.units
    assert (unit.ref, unit.title) == ("9905-811", "Boats")
    assert [(lo.number, lo.text, lo.indicative_content) for lo in unit.learning_outcomes] == [
        ("1", "Know boats", ("Hulls",)),
        ("2", "Sail", ("Sails",)),
    ]
    assert pairs(read_) == [("1.1", "Name a boat"), ("2.1", "Sail a boat")]
