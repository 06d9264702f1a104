"""Labels, codes, numbers and references as people write them."""

from __future__ import annotations

import pytest

from mapper.intake.document import Paragraph
from mapper.intake.programmes import figures
from mapper.intake.programmes.components import components_in
from mapper.intake.programmes.likeness import likeness
from mapper.intake.programmes.outcomes import outcomes_in
from mapper.intake.programmes.references import read_references, references_in_prose, same_outcome
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import credits_in_code, level_in_code, name_parts, plain
from mapper.values import Locator

NOWHERE = Locator()


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("1-3", ("1", "2", "3")),
        ("1,2, 7", ("1", "2", "7")),
        ("LO1–LO3", ("LO1", "LO2", "LO3")),
        ("LOs 1 and 3", ("1", "3")),
        ("K1, C1, P1", ("K1", "C1", "P1")),
        ("a, b", ("a", "b")),
        ("Keep a hive and judge honey", ()),
    ],
)
def test_a_reference_cell_is_spelled_out_as_written(said: str, means: tuple[str, ...]) -> None:
    assert read_references(said) == means


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("as planned (Module Learning Outcome 4) and shared (Learning Outcomes 1 and 2)", ("4", "1", "2")),
        ("Programme Learning Outcome 2 and LO3", ("LO3",)),
        ("learning outcomes 1-3 are tested", ("1", "2", "3")),
        ("Learning outcomes 20% of the mark", ()),
    ],
)
def test_prose_names_module_outcomes_and_no_others(said: str, means: tuple[str, ...]) -> None:
    assert references_in_prose(said) == means


def test_references_compare_by_number() -> None:
    assert {same_outcome(said) for said in ("LO 3", "lo3", "3", "Outcome 3", "MLO3.")} == {"3"}


@pytest.mark.parametrize(
    ("said", "code", "title"),
    [
        ("INV501 Leading Gardens", "INV501", "Leading Gardens"),
        ("5IN022: Leading Gardens", "5IN022", "Leading Gardens"),
        ("Leading Gardens 3 (INVDSK-30-3)", "INVDSK-30-3", "Leading Gardens 3"),
        ("INV-4350 – Leading Gardens", "INV-4350", "Leading Gardens"),
        ("Leading Gardens INVABCD1018", "INVABCD1018", "Leading Gardens"),
        ("Leading in the COVID-19 years", None, "Leading in the COVID-19 years"),
    ],
)
def test_codes_and_titles_are_told_apart(said: str, code: str | None, title: str) -> None:
    assert name_parts(said) == (code, title)


def test_labels_lose_case_numbers_and_camel_case() -> None:
    assert plain("4.1 Unit_Title:") == plain("ModuleTitle") == "module title"
    assert plain("LOs") == "los"


def test_only_codes_of_a_known_shape_carry_level_and_credits() -> None:
    assert (level_in_code("INVDSK-30-3"), credits_in_code("INVDSK-30-3")) == (3, 30)
    assert (level_in_code("5IN022"), level_in_code("INV501")) == (5, None)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("30", 30),
        ("Thirty", 30),
        ("20 CATS (10 ECTS)", 20),
        ("7.5 ECTS", 7.5),
        ("15 credits", 15),
        ("15 or 30", None),
        ("TBC", None),
    ],
)
def test_credits_are_one_number_or_unknown(said: str, number: float | None) -> None:
    assert figures.read_credits(said) == number


@pytest.mark.parametrize(
    ("said", "level"),
    [("Level 6", 6), ("FHEQ Level 7", 7), ("M", "M"), ("Postgraduate", "Postgraduate"), ("N/A", None)],
)
def test_a_level_is_a_number_or_the_word_as_written(said: str, level: int | str | None) -> None:
    assert figures.read_level(said) == level


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ("40%", 40),
        ("60% of the marks for the module", 60),
        ("12.5", 12.5),
        ("70-100%", None),
        ("120%", None),
        ("Pass/fail", None),
    ],
)
def test_a_weight_is_one_per_cent(said: str, weight: float | None) -> None:
    assert figures.read_weight(said) == weight


def test_a_calendar_year_is_no_year_of_study() -> None:
    assert (figures.read_year("2025-26"), figures.read_year("Year 2"), figures.read_year("Final")) == (
        None,
        2,
        "Final",
    )


@pytest.mark.parametrize(
    "said",
    [
        "Late work loses 10% for each day.",
        "You need at least 45% in the exam.",
        "Attendance below 80% is reported.",
        "This assessment accounts for 50% of the mark.",
        "Word count: plus or minus 10%",
    ],
)
def test_per_cents_of_penalties_and_pass_marks_are_no_components(said: str) -> None:
    assert (
        components_in(
            Paragraph(said, NOWHERE), group=1, title=None, vocabulary=Vocabulary(course_is_module=True)
        )
        == []
    )


def test_a_line_may_name_all_components() -> None:
    line = Paragraph("Coursework 40%, examination 60%", NOWHERE)
    found = components_in(line, group=1, title=None, vocabulary=Vocabulary(course_is_module=True))
    assert [(d.text("title"), d.weight) for d in found] == [("Coursework", 40), ("examination", 60)]


def test_outcomes_run_together_in_one_string_are_separated() -> None:
    line = Paragraph(
        "By the end students will be able to:1.Keep a hive;2.Judge honey.3.Plan a garden.", NOWHERE
    )
    found = outcomes_in([line], group=1)
    assert [(o.number, o.text) for o in found] == [
        ("1", "Keep a hive"),
        ("2", "Judge honey."),
        ("3", "Plan a garden."),
    ]


def test_a_label_alone_takes_the_next_line_as_its_outcome() -> None:
    lines = [
        Paragraph(text, NOWHERE)
        for text in ("LO1: Hives", "Keep a hive in a city.", "LO2: Honey", "Judge the honey of a year.")
    ]
    found = outcomes_in(lines, group=1)
    assert [(o.number, o.text) for o in found] == [
        ("LO1", "Keep a hive in a city."),
        ("LO2", "Judge the honey of a year."),
    ]


def test_titles_are_alike_by_their_own_words_and_numbers_tell_them_apart() -> None:
    assert likeness("Progress reports", "Team Progress Reports") > 0.9
    assert likeness("Report 1", "Report 2") == 0
    assert likeness("Assessment brief", "Assignment") == 0


def test_labels_behind_the_outcomes_are_their_numbers_where_they_count_from_one() -> None:
    texts = ("Keep a hive (ILO 2)", "Judge honey (ILO 1)")
    items = [Paragraph(text, NOWHERE, is_item=True) for text in texts]
    assert [(o.number, o.text) for o in outcomes_in(items, group=1)] == [
        ("ILO 2", "Keep a hive"),
        ("ILO 1", "Judge honey"),
    ]
    assert [o.number for o in outcomes_in(items[:1], group=1)] == [None]


def test_lettered_headings_of_lettered_outcomes_are_none() -> None:
    texts = ("A. Knowledge", "A1 Explain how bees live", "B. Skills", "B1 Keep a hive", "B2 Judge honey")
    found = outcomes_in([Paragraph(text, NOWHERE) for text in texts], group=1)
    assert [o.number for o in found] == ["A1", "B1", "B2"]


def test_the_heading_of_the_next_group_is_no_part_of_an_outcome() -> None:
    line = Paragraph("K1. Explain how bees live Subject skills S1. Keep a hive with other skills", NOWHERE)
    assert [o.text for o in outcomes_in([line], group=1)] == [
        "Explain how bees live",
        "Keep a hive with other skills",
    ]


@pytest.mark.parametrize(
    ("said", "weight"), [("3 x 20 %", 60), ("25% x 2", 50), ("2 × 12.5%", 25), ("6 x 20%", None)]
)
def test_equal_parts_weigh_what_they_weigh_together(said: str, weight: float | None) -> None:
    assert figures.read_weight(said) == weight


@pytest.mark.parametrize(
    ("line", "outcomes"),
    [("Diary: 70% [K1, S2]", ("K1", "S2")), ("Poster (30%) (A1)", ()), ("Log (60%) – MLO1", ("MLO1",))],
)
def test_a_component_names_outcomes_by_their_own_letters(line: str, outcomes: tuple[str, ...]) -> None:
    (draft,) = components_in(Paragraph(line, NOWHERE), group=1, title=None, vocabulary=Vocabulary(False))
    assert tuple(draft.outcomes) == outcomes


def test_formative_work_is_no_component() -> None:
    line = Paragraph("Formative: a draft of the diary (0%).", NOWHERE)
    assert components_in(line, group=1, title=None, vocabulary=Vocabulary(False)) == []


def test_a_short_will_is_written_out() -> None:
    assert plain("What you’ll learn") == plain("What you will learn")
