"""Wording from other documents: offered, proposed by title, attached to the unit that a person names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper.drafts.attachments import Addition, Attachment, propose
from mapper.drafts.draft import StandingDraft, stand
from mapper.errors import UnreadableError
from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.readings import Descriptors, SpecificationReading, UnitReading
from mapper.intake.wording import OfferedUnit, extract_wording
from mapper.values import FieldSource, Locator, Origin, Severity
from tests.made import criterion, outcome, unit
from tests.made_drafts import mooring, read_specification


def offered(read: UnitReading, file: str = "unit.docx", *, is_mark_sheet: bool = False) -> Addition:
    return Addition(7, file, (OfferedUnit(read, is_mark_sheet=is_mark_sheet),), ())


def attached(addition: Addition, unit_: int, read: SpecificationReading | None = None) -> StandingDraft:
    return stand(read or read_specification(), additions=[addition], attachments=[Attachment(7, 0, unit_)])


@pytest.mark.parametrize(
    ("title", "file", "position"),
    [
        ("MOORING AT NIGHT", "x.docx", 2),
        ("Mooring at night (9901-203)", "x.docx", 2),
        ("Unit 203: Mooring at night", "x.docx", 2),
        ("9901-203 Mooring at night", "x.docx", 2),
        ("M2.03 Mooring – at night", "x.docx", 2),
        ("Something else", "9901-202 mark sheet.docx", 1),
        ("Something else", "Leading_a_boat_crew mark sheet.docx", 1),
        ("Something else", "x.docx", None),
        ("", "x.docx", None),
    ],
)
def test_wording_is_proposed_for_the_unit_with_its_title(title: str, file: str, position: int | None) -> None:
    found = propose(read_specification(), OfferedUnit(mooring(title)), file=file)
    assert (found.unit if found else None) == position


def test_wording_whose_title_two_units_have_is_left_to_a_person() -> None:
    read = read_specification()
    twice = replace(read, units=(*read.units, replace(read.units[2], ref="9901-204")))
    assert propose(twice, OfferedUnit(mooring("Mooring at night")), file="x.docx") is None
    named = propose(twice, OfferedUnit(mooring()), file="x.docx")
    assert named
    assert named.unit == 2


def test_nothing_counts_before_it_is_attached() -> None:
    draft = stand(read_specification(), additions=[offered(mooring())])
    assert draft.reading.units[2].learning_outcomes == ()


def test_attached_wording_goes_into_the_unit_that_lacks_it() -> None:
    made = attached(offered(mooring()), 2).reading
    assert made.units[2].title == "Mooring at night"
    assert made.units[2].learning_outcomes == mooring().learning_outcomes
    assert not any("holds no criteria" in f.message for f in made.findings)


def test_a_mark_sheet_adds_marks_to_the_same_words_and_changes_none() -> None:
    words = outcome("1", "Know", replace(criterion("1.1", "Describe how the lamp is trimmed"), marks=None))
    read = replace(read_specification(), units=(unit("9901-201", "Lamps", words),))
    sheet = outcome(
        "1",
        "Know",
        replace(
            criterion("1.1", "DESCRIBE how the lamp is trimmed."),
            marks=40,
            descriptors=Descriptors(pass_=("Done",)),
        ),
    )
    (made,) = attached(offered(unit("", "Lamps", sheet), is_mark_sheet=True), 0, read).reading.units
    (first,) = made.learning_outcomes[0].criteria
    assert (first.text, first.marks, first.descriptors.pass_) == (
        "Describe how the lamp is trimmed",
        40,
        ("Done",),
    )


def test_the_total_of_an_attached_mark_sheet_stays_with_its_unit() -> None:
    place = FieldSource(Origin.READ, Locator("sheet.docx", table=1, row=9))
    sheet = replace(unit("", "Lamps"), marks_total=100, sources={"marks_total": place})
    for listed in (0, 1):
        made = attached(offered(sheet, is_mark_sheet=True), listed).reading.units[listed]
        assert (made.marks_total, made.sources["marks_total"]) == (100, place)


def test_wording_that_differs_is_told_and_the_first_kept() -> None:
    other = unit(
        "",
        "Keeping a lighthouse",
        outcome("1", "Know", criterion("1.1", "Explain lamps"), criterion("1.9", "Name lamps")),
    )
    draft = attached(offered(replace(other, credits=9), "other.docx"), 0)
    assert draft.reading.units[0] == read_specification().units[0]
    said = [f.message for f in draft.reading.findings if f.severity is Severity.WARNING]
    assert said == [
        "The specification gives 5 as the credits, “other.docx” 9; the specification's was used.",
        "Criterion 1.1 is worded differently in “other.docx”; the wording that was here first was kept.",
        "Criteria 1.2, 2.1 are not in “other.docx”.",
        "Criterion 1.9 is in “other.docx” only and was left out.",
    ]


def _table(*rows: tuple[str, ...]) -> Table:
    made = (
        tuple(
            Cell(
                tuple(Paragraph(t, Locator()) for t in text.split("\n") if t),
                r,
                c,
                locator=Locator(table=1, row=r),
            )
            for c, text in enumerate(row, 1)
        )
        for r, row in enumerate(rows, 1)
    )
    return Table(rows=tuple(made), locator=Locator(table=1))


def _document(*blocks: Block, file: str = "unit.docx") -> Document:
    return Document(file=file, format="docx", blocks=blocks)


PAGE = _table(
    ("Title:", "Sailing a boat"),
    ("Learning outcomes (the learner will)", "Assessment criteria (the learner can)"),
    ("1 Know boats", "1.1 Name a boat\n1.2 Sail a boat"),
)
SHEET = _table(
    ("Learning Outcome / Section 1: 1 Know boats",),
    ("AC 1.1\nName a boat", "Referral", "Pass", "Good Pass", ""),
    ("", "None", "One", "All", ""),
    ("", "", "", "", "/ 40\n(min. of 20)", "Pass or Referral"),
)
SHEET_TITLE = Paragraph("MARK SHEET – SAILING A BOAT", Locator(paragraph=1))


def test_a_unit_specification_of_its_own_is_offered() -> None:
    (found,) = extract_wording(_document(PAGE)).offered
    assert (found.unit.title, found.is_mark_sheet) == ("Sailing a boat", False)


def test_a_mark_sheet_of_its_own_is_offered_under_its_title() -> None:
    read = extract_wording(_document(SHEET_TITLE, SHEET))
    (found,) = read.offered
    assert (found.unit.title, found.is_mark_sheet) == ("SAILING A BOAT", True)
    assert [c.marks for c in found.unit.learning_outcomes[0].criteria] == [40]
    assert not any(f.severity is Severity.ERROR for f in read.findings)


def test_a_mark_sheet_without_a_title_is_called_by_its_file() -> None:
    (found,) = extract_wording(_document(SHEET, file="Sailing_a_boat – Mark Sheet.docx")).offered
    assert found.unit.title == "Sailing a boat"


def test_a_mark_sheet_beside_its_unit_is_offered_with_it() -> None:
    (found,) = extract_wording(_document(PAGE, SHEET_TITLE, SHEET)).offered
    assert not found.is_mark_sheet
    assert [c.marks for c in found.unit.learning_outcomes[0].criteria] == [40, None]


def test_a_document_without_any_wording_is_refused_by_its_name() -> None:
    with pytest.raises(UnreadableError) as caught:
        extract_wording(_document(Paragraph("A leaflet.", Locator()), file="leaflet.docx"))
    assert caught.value.subject == "leaflet.docx"


def test_criteria_without_marks_are_only_remarked() -> None:
    made = attached(offered(mooring()), 2).reading
    (said,) = [f for f in made.findings if "marks are optional" in f.message]
    assert (said.severity, said.subject) == (Severity.INFO, "Unit 9901-203")
