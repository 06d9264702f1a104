"""Tables of a web page or workbook whose rows say something only together, and what stands beside them."""

from __future__ import annotations

import pytest

from mapper.intake.programme import extract_programme
from mapper.intake.readers import read_document
from mapper.intake.readings import ModuleReading, ProgrammeReading

NAME = "<h1>Leading Gardens (INV501)</h1>"


def table(*rows: str) -> str:
    """A table of rows whose cells are parted by bars; "2*" before a cell spans two columns."""
    made = []
    for row in rows:
        cells = [cell.strip() for cell in row.split("|")]
        spans = [f"<td colspan={c[0]}>{c[2:]}</td>" if c[1:2] == "*" else f"<td>{c}</td>" for c in cells]
        made.append(f"<tr>{''.join(spans)}</tr>")
    return f"<table>{''.join(made)}</table>"


def read_all(body: str) -> ProgrammeReading:
    return extract_programme([read_document(f"<body>{body}</body>".encode(), file="modules.html")])


def read(body: str) -> ModuleReading:
    (module,) = read_all(body).modules
    return module


def test_labels_may_stand_in_a_row_over_their_values() -> None:
    module = read(NAME + table("Year | Level | Credits | Status", "1 | 4 | 20 | Core"))
    assert (module.year, module.level, module.credits, module.status) == (1, 4, 20, "Core")


def test_a_second_row_of_labels_is_no_module() -> None:
    strip = table(
        "Module code | Module title | Level | Credits",
        "INV501 | Leading Gardens | 5 | 20",
        "Status | Semester | Pass mark | Pre-requisite",
        "Optional | 1 | 40% | INV401",
    )
    module = read(strip)
    assert (module.code, module.status, module.pass_mark) == ("INV501", "Optional", 40)
    assert module.prerequisites == ("INV401",)


def test_the_columns_of_a_resit_beside_the_first_sitting_are_left_out() -> None:
    sittings = table(
        "Assessment | 2*First sit | 2*Resit | LOs tested",
        " | Weight | Length | Weight | Length | ",
        "Hedge plan | 40% | 800 words | 100% | 900 words | 1",
        "Tree test | 60% | 2 hours | 100% | 1 hour | 2",
    )
    module = read(NAME + "<h2>Assessment</h2>" + sittings)
    assert [(a.title, a.weight, a.length, a.outcomes) for a in module.assessments] == [
        ("Hedge plan", 40, "800 words", ("1",)),
        ("Tree test", 60, "2 hours", ("2",)),
    ]


def test_a_heading_says_the_status_of_the_modules_in_the_table_below() -> None:
    rows = ("Code | Module title | Level | Credits", "INV501 | Hedges | 5 | 20", "INV502 | Trees | 5 | 20")
    more = (rows[0], "INV511 | Ponds | 5 | 20", "INV512 | Lawns | 5 | 20")
    both = (rows[0], "INV521 | Paths | 5 | 20", "INV522 | Walls | 5 | 20")
    modules = read_all(
        f"<h2>Core modules</h2>{table(*rows)}<h2>Year 2: Optional modules</h2>{table(*more)}"
        f"<h2>Core and optional modules</h2>{table(*both)}"
    ).modules
    assert [m.status for m in modules] == ["Core", "Core", "Optional", "Optional", None, None]


def test_a_choice_within_a_year_leaves_its_modules_in_that_year() -> None:
    planner = table(
        "Year 1 (Level 4)",
        "Code | Module | Credits",
        "INV401 | Hedges | 60",
        "Total credits | | 60",
        "Year 2 (Level 5)",
        "INV501 | Trees | 40",
        "Choose one of | | ",
        "INV502 | Ponds | 20",
    )
    reading = read_all(planner)
    assert [(m.code, m.year, m.level) for m in reading.modules] == [
        ("INV401", 1, 4),
        ("INV501", 2, 5),
        ("INV502", 2, 5),
    ]
    assert reading.modules[2].option_group == "Choose one of"
    assert not [f for f in reading.findings if "in another" in f.message]


def test_a_module_may_be_called_by_a_word_that_names_a_resit() -> None:
    modules = read_all(
        table("Code | Title | Credits", "INV501 | Seed Retrieval | 20", "INV502 | Hedges | 20")
    ).modules
    assert [m.title for m in modules] == ["Seed Retrieval", "Hedges"]


def test_a_number_may_stand_behind_the_head_of_a_weight() -> None:
    heads = "Module | Title | Credits | Assessment 1 | Weight 1 | Assessment 2 | Weight 2"
    module = read(table(heads, "INV501 | Hedges | 20 | Essay | 60% | Exam | 40%"))
    assert [(a.title, a.weight) for a in module.assessments] == [("Essay", 60), ("Exam", 40)]


@pytest.mark.parametrize(
    ("label", "said", "named"),
    [
        ("Assessment 1", "Essay, 2,000 words, 40% (LO 1)", ("Essay", 40, "2,000 words", ("LO1",))),
        ("Essay", "40% (2,000 words)", ("Essay", 40, "2,000 words", ())),
    ],
)
def test_a_row_may_hold_all_of_a_component(label: str, said: str, named: tuple[object, ...]) -> None:
    module = read(NAME + "<h2>Assessment</h2>" + table(f"{label} | {said}", "Pass mark | 40%"))
    assert [(a.title, a.weight, a.length, a.outcomes) for a in module.assessments] == [named]
    assert module.pass_mark == 40


def test_a_place_in_a_row_is_no_name_where_the_name_stands_beside_it() -> None:
    rows = table("Coursework 1 | Hedge plan | 40% | 800 words", "Coursework 2 | Tree test | 60% | 2 hours")
    module = read(NAME + "<h2>Assessment</h2>" + rows)
    assert [(a.title, a.weight, a.length) for a in module.assessments] == [
        ("Hedge plan", 40, "800 words"),
        ("Tree test", 60, "2 hours"),
    ]


@pytest.mark.parametrize("said", ["40%", "Write 2,000 words. Worth 40% of the mark."])
def test_a_per_cent_without_a_name_makes_no_name(said: str) -> None:
    module = read(NAME + "<h2>Assessment</h2>" + table(f"Assessment 1 | {said}", "Assessment 2 | 60%"))
    assert {a.title for a in module.assessments} <= {"Assessment 1", "Assessment 2"}


def test_a_length_in_the_title_of_a_component_is_its_length() -> None:
    module = read(NAME + table("Assessment | Weighting", "Log (3,000 words) | 60%", "Talk | 40%"))
    assert [a.length for a in module.assessments] == ["3,000 words", None]
    assert module.sources["assessments[0].length"].locator == module.sources["assessments[0].title"].locator


def test_labels_for_length_and_for_what_must_be_passed_are_put_together_from_known_words() -> None:
    heads = "Type of assessment | % | Size/length | Must the student pass this element?"
    module = read(NAME + table(heads, "Report | 65 | 2500 words | Yes", "Poster | 35 | One page | No"))
    assert [(a.length, a.must_pass) for a in module.assessments] == [
        ("2500 words", True),
        ("One page", False),
    ]


def test_values_may_stand_in_two_languages() -> None:
    module = read(
        NAME + table("Statws / Status | Craidd / Core", "Rhagofynion / Pre-requisites | Dim / None")
    )
    assert (module.status, module.prerequisites) == ("Craidd / Core", ())


def test_a_form_may_number_its_labels() -> None:
    module = read(table("1. Module title | Hedges", "2. Module code | INV501", "3. Credit points | 20"))
    assert module.credits == 20


def test_two_numbers_that_run_together_are_no_credits() -> None:
    reading = read_all(NAME + table("Level | 5", "Credits | 2030"))
    assert reading.modules[0].credits is None
    assert any("“2030” could not be read" in f.message for f in reading.findings)


def test_a_module_without_assessments_or_outcomes_is_named() -> None:
    outcomes = f"{NAME}<h2>Learning outcomes</h2><ol><li>Plant a hedge</li><li>Prune a tree</li></ol>"
    components = NAME + table("Assessment | Weighting", "Log | 60%", "Talk | 40%")
    for page, said in (
        (outcomes, "The module has outcomes, but no assessment was found."),
        (components, "The module has assessments, but no outcome was found."),
    ):
        (finding,) = [f for f in read_all(page).findings if "was found" in f.message]
        assert (finding.subject, finding.message) == ("INV501", said)


def test_outcomes_in_columns_may_stand_beside_the_assessments_of_a_row() -> None:
    heads = "Module Code | Module Title | Credits | LO1 | LO2 | Assessment Method | Assessment Weighting"
    module = read(
        table(heads, "INV501 | Hedges | 20 | Plant a hedge | Prune a tree | Essay; Exam | 40%; 60%")
    )
    assert [(o.number, o.text) for o in module.learning_outcomes] == [
        ("LO1", "Plant a hedge"),
        ("LO2", "Prune a tree"),
    ]
    assert [(a.type, a.weight) for a in module.assessments] == [("Essay", 40), ("Exam", 60)]


def test_modules_may_stand_in_columns_with_their_outcomes() -> None:
    modules = read_all(
        table(
            "Module code | INV501 | INV502",
            "Module title | Hedges | Trees",
            "Credits | 20 | 40",
            "Learning outcome 1 | Plant a hedge | Plant a tree",
            "Learning outcome 2 | Prune a hedge | Prune a tree",
        )
    ).modules
    assert [[(o.number, o.text) for o in m.learning_outcomes] for m in modules] == [
        [("1", "Plant a hedge"), ("2", "Prune a hedge")],
        [("1", "Plant a tree"), ("2", "Prune a tree")],
    ]


def test_a_label_may_name_a_component_with_its_weight_before_what_is_to_be_done() -> None:
    module = read(
        f"{NAME}<h2>Assessment</h2><p>Coursework (50%): A report of 2,000 words on a hedge. Outcome 1.</p>"
        "<p>Exam (50%): Two questions on trees.</p>"
    )
    assert [(a.title, a.weight, a.length, a.outcomes) for a in module.assessments] == [
        ("Coursework", 50, "2,000 words", ("1",)),
        ("Exam", 50, None, ()),
    ]
