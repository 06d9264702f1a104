"""Qualifications, overviews of units and replaced units are read from tables."""

from __future__ import annotations

import pytest

from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.limits import DEFAULT_LIMITS
from mapper.intake.readers.text import read
from mapper.intake.readings import SpecificationReading, UnitReading
from mapper.intake.specification import extract_specification
from mapper.values import Locator, Severity


def table(*rows: tuple[str, ...], start: int = 1) -> Table:
    return Table(
        rows=tuple(
            tuple(
                Cell(
                    paragraphs=tuple(Paragraph(t, Locator()) for t in text.split("\n") if t),
                    row=r,
                    column=c,
                    locator=Locator(table=start, row=r),
                )
                for c, text in enumerate(row, 1)
            )
            for r, row in enumerate(rows, 1)
        ),
        locator=Locator(table=start),
    )


def reading(*blocks: Block | str) -> SpecificationReading:
    made = tuple(Paragraph(b, Locator()) if isinstance(b, str) else b for b in blocks)
    return extract_specification(Document(file="spec.docx", format="docx", blocks=made))


def messages(read_: SpecificationReading, severity: Severity) -> list[str]:
    return [f.message for f in read_.findings if f.severity is severity]


AWARD = table(
    ("Qualification Accreditation No:", "600/0000/X"),
    ("Planned Operational Start Date:", "1 March 2020"),
    ("Credit Value:", "Minimum 4 and maximum 12 credits"),
    ("Induction:", "At least 1 hour"),
    ("Tutorial Support:", "Minimum 3 hours"),
    ("Guided Learning Hours (GLH):", "16"),
    ("Total Qualification Time (TQT):", "60"),
    ("Duration:", "Three years"),
    ("Rules of Combination: ^", "At least 4 credits from units 501-502 in group 1.^\nSee the overview."),
)
HEAD = ("Ref", "Unit Title", "Level", "CV*", "GLH**")
BOATS = ("9905-501", "Boats", "5", "4", "10")
NETS = ("9905-502^", "Nets (Diploma only)*", "5", "5", "12.5")


def test_a_qualification_is_read_with_every_field() -> None:
    (q,) = reading("Level 5 Award in Boats", AWARD).qualifications
    assert (q.title, q.accreditation_number, q.size, q.level) == (
        "Level 5 Award in Boats",
        "600/0000/X",
        "award",
        5,
    )
    assert (q.credits_min, q.credits_max, q.glh, q.average_glh, q.tqt) == (4, 12, 16, None, 60)
    assert (q.start_date, q.induction, q.tutorial_support, q.duration) == (
        "2020-03-01",
        "At least 1 hour",
        "Minimum 3 hours",
        "Three years",
    )


def test_the_rule_is_the_whole_cell_without_its_footnote_mark() -> None:
    (q,) = reading("Level 5 Award in Boats", AWARD).qualifications
    assert q.rule_text == "At least 4 credits from units 501-502 in group 1. See the overview."


def test_qualifications_side_by_side_share_their_labels() -> None:
    both = table(
        ("", "Level 5 Award in Boats", "Level 5 Diploma in Boats"),
        ("Qualification Accreditation No:", "600/0000/1", "600/0000/2"),
        ("Credit Value:", "4 credits", "37 credits"),
    )
    award, diploma = reading(both).qualifications
    assert (award.title, award.credits_min) == ("Level 5 Award in Boats", 4)
    assert (diploma.accreditation_number, diploma.credits_max) == ("600/0000/2", 37)


def test_a_qualification_written_in_lines_is_read_too() -> None:
    (q,) = reading(
        "Level 5 Award in Boats", "Qualification Accreditation No: 600/0000/1", "Credit Value: 4 credits"
    ).qualifications
    assert (q.title, q.accreditation_number, q.credits_max) == ("Level 5 Award in Boats", "600/0000/1", 4)


def test_lines_of_a_unit_are_not_the_qualifications() -> None:
    number = table(("Qualification Accreditation No:", "600/0000/1"), ("TQT", "60"))
    (q,) = reading("Level 5 Award in Boats", number, "Duration: one tide", "Credit value: 4").qualifications
    assert (q.duration, q.credits_min) == (None, None)


def test_hours_that_cannot_be_read_are_null_with_a_finding() -> None:
    read_ = reading(
        "Level 5 Award in Boats",
        table(("Qualification Accreditation No:", "600/0000/1"), ("GLH", "between 30 and 40")),
    )
    assert read_.qualifications[0].glh is None
    assert any("guided learning hours" in m for m in messages(read_, Severity.WARNING))


def test_a_missing_accreditation_number_is_an_error() -> None:
    read_ = reading("Level 5 Award in Boats", table(("TQT", "60"), ("Rules of combination", "4 credits")))
    assert read_.qualifications[0].accreditation_number == ""
    assert messages(read_, Severity.ERROR) == ["This qualification's table states no accreditation number."]


def test_units_are_read_with_their_group_and_restriction() -> None:
    boats, nets = reading("Group 1", table(HEAD, BOATS), "Group 2", table(HEAD, NETS)).units
    assert boats == UnitReading("9905-501", "Boats", None, 5, 4, 10, "Group 1", sources=boats.sources)
    assert nets == UnitReading(
        "9905-502", "Nets", "Diploma only", 5, 5, 12.5, "Group 2", sources=nets.sources
    )


def test_ungrouped_units_have_no_group() -> None:
    assert reading("Overview of units", table(HEAD, BOATS)).units[0].group is None


def test_a_bracket_that_restricts_nothing_stays_in_the_title() -> None:
    (unit,) = reading(table(HEAD, ("9905-501", "Boats (sail and oar)", "5", "4", "10"))).units
    assert (unit.title, unit.restriction) == ("Boats (sail and oar)", None)


def test_a_table_goes_on_without_its_header() -> None:
    assert [u.ref for u in reading(table(HEAD, BOATS), table(NETS)).units] == ["9905-501", "9905-502"]


def test_a_repeated_header_is_no_unit() -> None:
    assert len(reading(table(HEAD, BOATS, HEAD, NETS)).units) == 2


def test_a_row_in_the_table_may_name_the_group() -> None:
    units = reading(table(HEAD, ("Group 1",), BOATS, ("Group 2",), NETS)).units
    assert [u.group for u in units] == ["Group 1", "Group 2"]


def test_the_code_comes_from_the_references() -> None:
    assert reading(table(HEAD, BOATS)).code == "9905"


@pytest.mark.parametrize(
    ("second", "severity"),
    [(BOATS, Severity.WARNING), (("9905-501", "Ships", "5", "4", "10"), Severity.ERROR)],
)
def test_a_reference_listed_twice_is_kept_once_and_told(second: tuple[str, ...], severity: Severity) -> None:
    read_ = reading(table(HEAD, BOATS, second))
    assert [u.title for u in read_.units] == ["Boats"]
    assert any("listed twice" in m for m in messages(read_, severity))


def test_a_figure_that_is_no_number_is_null_with_its_place() -> None:
    read_ = reading(table(HEAD, ("9905-501", "Boats", "5", "four", "10")))
    assert read_.units[0].credits is None
    (finding,) = [f for f in read_.findings if f.severity is Severity.ERROR]
    assert "“four”" in finding.message
    assert finding.locator == Locator(table=1, row=2)


def test_a_row_without_a_reference_is_told_and_left_out() -> None:
    read_ = reading(table(HEAD, BOATS, ("", "Nets", "5", "5", "12")))
    assert len(read_.units) == 1
    assert len(messages(read_, Severity.ERROR)) == 1


FOOTNOTE = "^ New learners registered from 1 July 2020 take the new unit:"


def test_replaced_units_are_read_once_with_whole_references() -> None:
    read_ = reading(FOOTNOTE, "502 not 501", table(HEAD, BOATS, NETS), FOOTNOTE, "502 not 501")
    (s,) = read_.substitutions
    assert (s.replaced, s.replacement, s.registered_from) == ("9905-501", "9905-502", "2020-07-01")


def test_several_replacements_on_one_line_are_told_apart() -> None:
    more = ("9905-503", "Ropes", "5", "2", "5")
    read_ = reading(f"{FOOTNOTE} 502 not 501 503 not 502", table(HEAD, BOATS, NETS, more))
    assert [(s.replaced[-3:], s.replacement[-3:]) for s in read_.substitutions] == [
        ("501", "502"),
        ("502", "503"),
    ]


def test_a_replacement_without_a_date_is_told() -> None:
    read_ = reading("502 not 501", table(HEAD, BOATS, NETS))
    assert read_.substitutions[0].registered_from is None
    assert len(messages(read_, Severity.ERROR)) == 1


def test_a_rule_that_is_not_understood_is_told() -> None:
    odd = table(
        ("Qualification Accreditation No:", "600/0000/1"), ("Rules of Combination", "Two of any kind.")
    )
    read_ = reading("Level 5 Award in Boats", odd, table(HEAD, BOATS))
    assert any("not understood" in m for m in messages(read_, Severity.WARNING))


def test_a_unit_that_only_the_rule_names_is_told() -> None:
    read_ = reading("Level 5 Award in Boats", AWARD, "Group 1", table(HEAD, BOATS))
    assert any("9905-502, which no table lists" in m for m in messages(read_, Severity.WARNING))


def test_units_that_no_rule_admits_are_one_note() -> None:
    extra = [(f"9905-60{n}", "Ropes", "5", "2", "5") for n in range(3)]
    read_ = reading("Level 5 Award in Boats", AWARD, "Group 1", table(HEAD, BOATS, NETS, *extra))
    notes = [m for m in messages(read_, Severity.INFO) if "admits" in m]
    assert notes == ["No rule of combination admits units 9905-600, 9905-601, 9905-602."]


def test_units_without_wording_are_one_note() -> None:
    read_ = reading(table(HEAD, BOATS, NETS))
    assert messages(read_, Severity.INFO) == [
        "The document holds no criteria of 2 units: 9905-501, 9905-502."
    ]


def test_a_document_of_something_else_is_an_error_without_units() -> None:
    read_ = reading("Minutes of the boat club", table(("Name", "Boat"), ("A", "B")))
    assert read_.units == ()
    assert len(messages(read_, Severity.ERROR)) == 1


def test_a_programmes_table_of_modules_is_no_overview_of_units() -> None:
    modules = table(("Code", "Title", "Level", "Credits"), ("BO501", "Boats", "5", "20"))
    read_ = reading("Programme handbook", modules)
    assert read_.units == ()
    assert len(messages(read_, Severity.ERROR)) == 1


def test_a_title_that_names_several_sizes_is_the_specifications() -> None:
    title = "Level 5 Award and Diploma in Boats"
    assert reading(title, "Level 5 Award in Boats", AWARD).title == title
    assert reading("Level 5 Award in Boats", AWARD).title is None


@pytest.mark.parametrize("text", ["Minutes of the club\n\nWe rowed.", "\tName\n\tBoat\n\n\tA\n\tB\n"])
def test_a_text_of_something_else_is_told(text: str) -> None:
    document = read(text.encode(), file="minutes.txt", limits=DEFAULT_LIMITS)
    assert any(f.severity is Severity.ERROR for f in extract_specification(document).findings)
