"""Units' own pages are read exactly, in every layout, and nothing is paired by guessing."""

from __future__ import annotations

from mapper.intake.document import Paragraph
from mapper.values import Locator, Severity
from tests.unit.unit_pages import (
    FIGURES,
    GRADES,
    HEAD,
    PAGE,
    TITLE,
    criteria,
    listed,
    messages,
    pairs,
    reading,
    table,
)


def test_numbers_in_one_cell_are_paired_with_the_criteria_in_the_next() -> None:
    assert pairs(reading(PAGE)) == [
        ("1.1", "Name a boat"),
        ("1.2", "Describe a boat’s “rig”"),
        ("2.1", "Sail a boat"),
    ]


def test_a_page_gives_the_units_figures_and_purpose() -> None:
    (unit,) = reading(PAGE).units
    assert (unit.title, unit.level, unit.credits, unit.glh) == ("Sailing a boat", 5, 4, 12)
    assert unit.purpose == "To sail."
    assert [(lo.number, lo.text) for lo in unit.learning_outcomes] == [
        ("1", "Know boats"),
        ("2", "Be able to sail"),
    ]


def test_a_count_that_does_not_match_is_an_error_and_pairs_nothing() -> None:
    page = table(TITLE, HEAD, ("1 Know boats", "1.1\n1.2\n1.3", "Name a boat\nDescribe a boat"))
    read_ = reading(page)
    assert criteria(read_) == []
    assert any("3 criterion numbers but 2 criteria" in m for m in messages(read_, Severity.ERROR))


def test_a_criterion_broken_over_paragraphs_is_one() -> None:
    page = table(TITLE, HEAD, ("1 Know boats", "1.1\n1.2", "Name a boat\nand its parts\nDescribe a boat"))
    assert pairs(reading(page)) == [("1.1", "Name a boat and its parts"), ("1.2", "Describe a boat")]


def test_each_criterion_may_have_a_row_of_its_own() -> None:
    page = table(TITLE, HEAD, ("1 Know boats", "1.1", "Name a boat"), ("", "1.2", "Describe a boat"))
    assert [n for n, _ in pairs(reading(page))] == ["1.1", "1.2"]


def test_typed_numbers_are_taken_from_the_criteria() -> None:
    page = table(TITLE, HEAD, ("1. Know boats", "1.1 Name a boat\n1.2. Describe a boat"))
    assert pairs(reading(page)) == [("1.1", "Name a boat"), ("1.2", "Describe a boat")]


def test_numbered_criteria_run_together_in_one_paragraph_are_told_apart() -> None:
    page = table(
        TITLE, HEAD, ("1 Know boats", "1.1 Name a boat 1.2 Describe the 1.3 metres of a boat 1.3 Sail it")
    )
    assert pairs(reading(page)) == [
        ("1.1", "Name a boat"),
        ("1.2", "Describe the 1.3 metres of a boat"),
        ("1.3", "Sail it"),
    ]


def test_a_second_reference_on_a_page_begins_no_unit() -> None:
    page = table(
        ("Unit number:", "B501"),
        ("Unit reference:", "A/100/0001"),
        TITLE,
        HEAD,
        ("1 Know boats", "1.1 Name a boat"),
    )
    assert [u.ref for u in reading(page).units] == ["B501"]


def test_list_positions_are_numbers_under_their_outcome() -> None:
    page = table(TITLE, HEAD, ("2. Know boats", listed("Name a boat", "Describe a boat")))
    assert pairs(reading(page)) == [("2.1", "Name a boat"), ("2.2", "Describe a boat")]


def test_a_paragraph_after_a_list_goes_on_with_its_last_item() -> None:
    cell = (*listed("Name a boat", "Describe the parts needed to"), Paragraph("sail a boat.", Locator()))
    page = table(TITLE, HEAD, ("1. Know boats", cell))
    assert pairs(reading(page))[-1] == ("1.2", "Describe the parts needed to sail a boat.")


def test_an_outcome_numbered_by_its_list_keeps_that_number() -> None:
    page = table(TITLE, HEAD, (listed("Know boats"), "1.1 Name a boat"))
    assert reading(page).units[0].learning_outcomes[0].number == "1"


def test_outcomes_go_on_in_a_second_table_without_a_header() -> None:
    read_ = reading(
        table(TITLE, HEAD, ("1. Know boats", listed("Name a boat"))),
        table(("2. Be able to sail", listed("Sail a boat"))),
    )
    assert pairs(read_) == [("1.1", "Name a boat"), ("2.1", "Sail a boat")]


def test_content_in_a_third_column_stays_with_its_outcome() -> None:
    head = ("Learning outcomes", "Assessment criteria", "Indicative content")
    rows = (
        ("1. Know boats", listed("Name a boat"), "Hulls\nRigs"),
        ("", "", "Knots"),
        ("2. Sail", listed("Sail a boat"), "N/A"),
    )
    outcomes = reading(table(TITLE, head, *rows)).units[0].learning_outcomes
    assert [lo.indicative_content for lo in outcomes] == [("Hulls", "Rigs", "Knots"), ()]


def test_content_under_its_own_heading_goes_to_the_numbered_outcome() -> None:
    read_ = reading(PAGE, table(("Indicative Content:",), ("1", "Hulls\nRigs"), ("2", "Wind")))
    outcomes = read_.units[0].learning_outcomes
    assert [lo.indicative_content for lo in outcomes] == [("Hulls", "Rigs"), ("Wind",)]


def test_the_verbs_of_a_criterion_are_read() -> None:
    page = table(TITLE, HEAD, ("1 Know boats", "1.1 Identify and select a boat"))
    (criterion,) = criteria(reading(page))
    assert (criterion.verb, criterion.verbs) == ("identify", ("identify", "select"))


def test_a_page_joins_its_row_in_the_overview_by_title() -> None:
    overview = table(
        ("Ref", "Unit Title", "Level", "CV", "GLH"), ("9905-501", "Sailing a Boat", "5", "4", "12")
    )
    (unit,) = reading(overview, PAGE).units
    assert (unit.ref, len(unit.learning_outcomes)) == ("9905-501", 2)


def test_a_page_that_says_otherwise_than_the_overview_is_told() -> None:
    overview = table(
        ("Ref", "Unit Title", "Level", "CV", "GLH"), ("9905-501", "Sailing a boat", "5", "6", "12")
    )
    read_ = reading(overview, PAGE)
    assert read_.units[0].credits == 6
    assert any("gives 6 as the credits" in m for m in messages(read_, Severity.WARNING))


def test_two_pages_are_two_units() -> None:
    other = table(("Title:", "Mending nets"), HEAD, ("1 Know nets", "1.1 Name a net"))
    assert [u.title for u in reading(PAGE, other).units] == ["Sailing a boat", "Mending nets"]


def test_gaps_in_numbers_are_told() -> None:
    page = table(TITLE, HEAD, ("1 Know boats", "1.1 Name a boat\n1.3 Sail a boat"), ("3 Sail", "3.1 Sail"))
    gaps = [m for m in messages(reading(page), Severity.WARNING) if "jump" in m]
    assert len(gaps) == 2
    assert "1.2 is not there" in gaps[1]


def test_a_criterion_under_another_outcome_is_told() -> None:
    page = table(TITLE, HEAD, ("1 Know boats", "1.1 Name a boat\n2.2 Sail a boat"))
    assert any("stands under learning outcome 1" in m for m in messages(reading(page), Severity.ERROR))


def test_the_same_number_twice_is_told_and_kept_once() -> None:
    page = table(TITLE, HEAD, ("1 Know boats", "1.1 Name a boat\n1.1 Sail a boat"))
    read_ = reading(page)
    assert pairs(read_) == [("1.1", "Name a boat")]
    assert any("there twice" in m for m in messages(read_, Severity.ERROR))


def test_criteria_without_numbers_are_numbered_by_position_with_a_warning() -> None:
    page = table(TITLE, HEAD, ("1 Know boats", "Name a boat\nDescribe a boat"))
    read_ = reading(page)
    assert [n for n, _ in pairs(read_)] == ["1.1", "1.2"]
    assert any("numbered by their position" in m for m in messages(read_, Severity.WARNING))


def test_an_outcome_without_criteria_is_an_error() -> None:
    page = table(TITLE, HEAD, ("1 Know boats", "1.1 Name a boat"), ("2 Sail", ""))
    assert messages(reading(page), Severity.ERROR) == ["No criteria could be read for learning outcome 2."]


def test_a_heading_may_hold_the_regulators_reference() -> None:
    heading = Paragraph("Unit 3: Sailing a boat (A/100/0001)", Locator(), level=1)
    labels = table(("Unit reference", "A/100/0001"), ("Level: 3", "Credit: 6"))
    (unit,) = reading(heading, labels, table(HEAD, ("1 Know boats", "1.1 Name a boat"))).units
    assert (unit.ref, unit.title, unit.level, unit.credits) == ("A/100/0001", "Sailing a boat", 3, 6)


def test_a_line_like_a_heading_begins_a_unit_when_labels_follow() -> None:
    lines = ("Unit 301 Sailing a boat", "Level: 3", "Learning outcome", "The learner will:", "1. know boats")
    more = ("Assessment criteria", "The learner can:", "1.1 name a boat", "Unit 302 is not for beginners.")
    (unit,) = reading(*(Paragraph(t, Locator()) for t in lines + more)).units
    assert (unit.ref, unit.title, unit.level) == ("301", "Sailing a boat", 3)
    assert [lo.text for lo in unit.learning_outcomes] == ["know boats"]


def test_an_outcome_may_stand_in_a_row_above_its_criteria_and_content() -> None:
    page = table(
        TITLE,
        *FIGURES,
        ("Learning outcome 1: Know boats",),
        ("Assessment criteria", "Indicative content"),
        ("1.1 Name a boat", "Hulls"),
        ("1.2 Describe a boat", "Rigs"),
        ("Learning outcome 2: Sail",),
        ("2.1 Sail a boat", "Wind"),
    )
    read_ = reading(page)
    assert [n for n, _ in pairs(read_)] == ["1.1", "1.2", "2.1"]
    outcomes = read_.units[0].learning_outcomes
    assert [(lo.text, lo.indicative_content) for lo in outcomes] == [
        ("Know boats", ("Hulls", "Rigs")),
        ("Sail", ("Wind",)),
    ]


def test_an_outcomes_number_may_stand_in_a_cell_of_its_own() -> None:
    head = ("Learning outcomes", "", "Assessment criteria", "")
    page = table(TITLE, head, ("1", "Know boats", "1.1", "Name a boat"), ("", "", "1.2", "Describe a boat"))
    read_ = reading(page)
    assert read_.units[0].learning_outcomes[0].text == "Know boats"
    assert [n for n, _ in pairs(read_)] == ["1.1", "1.2"]


def test_outcomes_listed_in_one_line_are_told_apart() -> None:
    lines = (
        "Unit 12: Sailing",
        "Level: 4",
        "Learning outcomes",
        "Students will: LO1 Know all boats. LO2 Sail a boat.",
    )
    read_ = reading(
        *(Paragraph(t, Locator()) for t in lines),
        table(
            GRADES,
            ("LO1 Know all boats",),
            ("P1 Name a boat", "", ""),
            ("LO2 Sail a boat",),
            ("P2 Sail", "", ""),
        ),
    )
    assert [lo.text for lo in read_.units[0].learning_outcomes] == ["Know all boats.", "Sail a boat."]


def test_another_heading_ends_the_content() -> None:
    blocks = (
        Paragraph("Essential content", Locator(), level=2),
        Paragraph("LO1 Know boats", Locator()),
        Paragraph("Hulls:", Locator(), level=3),
        Paragraph("Wood and steel", Locator()),
        Paragraph("Recommended resources", Locator(), level=2),
        Paragraph("The book of boats", Locator()),
    )
    outcome = reading(PAGE, *blocks).units[0].learning_outcomes[0]
    assert outcome.indicative_content == ("Hulls:", "Wood and steel")


def test_an_empty_label_takes_no_other_label_as_its_value() -> None:
    lines = ("Unit 12: Sailing", "Unit Code:", "A/100/0001", "Level:", "Credits: 15")
    outcomes = table(HEAD, ("1 Know boats", "1.1 Name a boat"))
    (unit,) = reading(*(Paragraph(t, Locator()) for t in lines), outcomes).units
    assert (unit.ref, unit.level, unit.credits) == ("A/100/0001", None, 15)


def test_a_modules_page_with_outcomes_alone_is_no_unit() -> None:
    lines = ("Unit 12: Sailing", "Level: 5", "Learning outcomes", "1. Know boats", "2. Sail")
    read_ = reading(*(Paragraph(t, Locator()) for t in lines))
    assert read_.units == ()
    assert len(messages(read_, Severity.ERROR)) == 1
