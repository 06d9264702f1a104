"""Mark sheets give marks, pass marks and descriptors to the criteria of their unit."""

from __future__ import annotations

from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.readings import CriterionReading, Descriptors, SpecificationReading
from mapper.intake.specification import extract_specification
from mapper.values import Locator, Severity


def table(*rows: tuple[str, ...]) -> Table:
    def cell(text: str, r: int, c: int) -> Cell:
        lines = (Paragraph(t, Locator()) for t in text.split("\n") if t)
        return Cell(tuple(lines), r, c, locator=Locator(table=1, row=r))

    made = (tuple(cell(x, r, c) for c, x in enumerate(row, 1)) for r, row in enumerate(rows, 1))
    return Table(rows=tuple(made), locator=Locator(table=1))


HEAD = ("Learning outcomes (the learner will)", "Assessment criteria (the learner can)")
PAGE = table(("Title:", "Sailing a boat"), HEAD, ("1 Know boats", "1.1 Name a boat\n1.2 Sail a boat"))
SHEET_TITLE = Paragraph("MARK SHEET – SAILING A BOAT", Locator())
COLUMNS = ("Referral [ca.10/40]", "Pass [20/40]", "Good Pass [ca. 30/40]")
TOTAL = table(("", "/ 100", "TOTAL MARKS"))


def row(
    number: str, text: str, marks: int, *said: str, columns: tuple[str, ...] = COLUMNS
) -> tuple[tuple[str, ...], ...]:
    return (
        (f"AC {number}\n{text}", *columns, ""),
        ("", *said, ""),
        ("", "", "", "", f"/ {marks}\n(min. of {marks // 2})", "Pass or Referral"),
    )


def sheet(*rows: tuple[tuple[str, ...], ...]) -> Table:
    head = (("Learning Outcome / Section 1: 1 Know boats",),)
    return table(*head, *(r for group in rows for r in group))


NAME = row("1.1", "Name a boat", 40, "None named", "One named\nWith its rig", "All named")
SAIL = row("1.2", "Sail a boat", 60, "Sank", "Arrived", "Won")


def reading(*blocks: Block, format_: str = "docx") -> SpecificationReading:
    return extract_specification(Document(file="unit", format=format_, blocks=blocks))


def criteria(read_: SpecificationReading) -> list[CriterionReading]:
    return [c for unit in read_.units for lo in unit.learning_outcomes for c in lo.criteria]


def warnings(read_: SpecificationReading) -> list[str]:
    return [f.message for f in read_.findings if f.severity is Severity.WARNING]


def errors(read_: SpecificationReading) -> list[str]:
    return [f.message for f in read_.findings if f.severity is Severity.ERROR]


def test_marks_and_descriptors_go_to_their_criterion() -> None:
    read_ = reading(PAGE, SHEET_TITLE, sheet(NAME, SAIL), TOTAL)
    first, second = criteria(read_)
    assert (first.marks, first.pass_marks) == (40, 20)
    assert first.descriptors == Descriptors(("None named",), ("One named", "With its rig"), ("All named",))
    assert (second.marks, second.pass_marks) == (60, 30)
    assert read_.findings == ()


def test_marks_that_do_not_add_up_to_the_total_are_told() -> None:
    read_ = reading(PAGE, SHEET_TITLE, sheet(NAME, row("1.2", "Sail a boat", 50, "a", "b", "c")), TOTAL)
    (finding,) = (f for f in read_.findings if f.severity is Severity.WARNING)
    assert finding.message == "The marks of the criteria add up to 90, but 100 are stated as the total."
    assert finding.locator == read_.units[0].sources["marks_total"].locator


def test_the_total_of_marks_is_kept_with_the_unit() -> None:
    assert reading(PAGE, SHEET_TITLE, sheet(NAME, SAIL), TOTAL).units[0].marks_total == 100
    assert reading(PAGE, SHEET_TITLE, sheet(NAME, SAIL)).units[0].marks_total is None


def test_a_pass_that_is_not_half_of_the_marks_is_told() -> None:
    odd = (*SAIL[:2], ("", "", "", "", "/ 60\n(min. of 20)", "Pass or Referral"))
    assert "not half" in warnings(reading(PAGE, SHEET_TITLE, sheet(NAME, odd), TOTAL))[0]


def test_a_column_that_is_not_there_is_null_and_told() -> None:
    rows = [
        row(n, t, m, "a", "b", columns=COLUMNS[:2])
        for n, t, m in [("1.1", "Name a boat", 40), ("1.2", "Sail a boat", 60)]
    ]
    read_ = reading(PAGE, SHEET_TITLE, sheet(*rows), TOTAL)
    assert criteria(read_)[0].descriptors == Descriptors(("a",), ("b",), None)
    assert warnings(read_) == ["The mark sheet has no good pass column for criteria 1.1, 1.2."]


def test_an_empty_descriptor_is_told_apart_by_its_column() -> None:
    read_ = reading(PAGE, SHEET_TITLE, sheet(row("1.1", "Name a boat", 40, "", "b", "c"), SAIL), TOTAL)
    assert criteria(read_)[0].descriptors == Descriptors((), ("b",), ("c",))


def test_without_true_columns_an_empty_descriptor_is_an_error_and_nothing_is_guessed() -> None:
    blocks = (PAGE, SHEET_TITLE, sheet(row("1.1", "Name a boat", 40, "", "b", "c"), SAIL), TOTAL)
    read_ = reading(*blocks, format_="txt")
    assert criteria(read_)[0].descriptors == Descriptors()
    assert len(errors(read_)) == 1


def test_wording_that_differs_from_the_page_is_told_and_the_page_holds() -> None:
    read_ = reading(PAGE, SHEET_TITLE, sheet(row("1.1", "Name a ship", 40, "a", "b", "c"), SAIL), TOTAL)
    assert criteria(read_)[0].text == "Name a boat"
    assert "1.1 is worded differently" in warnings(read_)[0]


def test_case_and_punctuation_are_no_difference_of_wording() -> None:
    read_ = reading(PAGE, SHEET_TITLE, sheet(row("1.1", "NAME a boat.", 40, "a", "b", "c"), SAIL), TOTAL)
    assert warnings(read_) == []


def test_a_criterion_on_the_page_alone_is_told() -> None:
    read_ = reading(PAGE, SHEET_TITLE, sheet(NAME))
    assert criteria(read_)[1].marks is None
    assert warnings(read_) == ["Criterion 1.2 stands on the unit's page but not on the mark sheet."]


def test_a_sheet_whose_title_names_no_unit_is_an_error() -> None:
    overview = table(
        ("Ref", "Title", "Level"), ("9905-501", "Sailing a boat", "5"), ("9905-502", "Nets", "5")
    )
    other = Paragraph("MARK SHEET – ROWING", Locator())
    read_ = reading(overview, PAGE, other, sheet(NAME, SAIL))
    assert criteria(read_)[0].marks is None
    assert len(errors(read_)) == 1


def test_a_sheet_without_the_units_page_gives_the_wording_with_a_warning() -> None:
    overview = table(("Ref", "Title", "Level"), ("9905-501", "Sailing a boat", "5"))
    read_ = reading(overview, SHEET_TITLE, sheet(NAME, SAIL), TOTAL)
    assert [c.text for c in criteria(read_)] == ["Name a boat", "Sail a boat"]
    assert read_.units[0].learning_outcomes[0].text == "Know boats"
    assert "mark sheet's" in warnings(read_)[0]


BLOB = table(("Title:", "Sailing a boat"), HEAD, ("1 Know boats", "1.1\n1.2", "Name a boat Sail a boat."))


def test_criteria_run_together_are_told_apart_by_the_same_words_on_the_sheet() -> None:
    read_ = reading(BLOB, SHEET_TITLE, sheet(NAME, SAIL), TOTAL)
    assert [(c.number, c.text) for c in criteria(read_)] == [("1.1", "Name a boat"), ("1.2", "Sail a boat.")]
    assert errors(read_) == []


def test_criteria_run_together_are_not_taken_where_the_sheet_has_other_words() -> None:
    read_ = reading(BLOB, SHEET_TITLE, sheet(NAME, row("1.2", "Row a boat", 60, "a", "b", "c")), TOTAL)
    assert criteria(read_) == []
    assert errors(read_) == [
        "Learning outcome 1 has 2 criterion numbers but 1 criterion beside them, so none was taken."
    ]
