"""Layouts that other universities use: forms, matrices and tables with labels of their own."""

from __future__ import annotations

import pytest

from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.programme import extract_programme
from mapper.intake.readings import ModuleReading
from mapper.values import Locator

FILE = "descriptor.docx"


def grid(*rows: tuple[str, ...], title: str = "") -> Table:
    """A table; every line of a cell is a paragraph, and an empty text is an empty cell."""

    def cell(text: str, row: int, column: int) -> Cell:
        place = Locator(file=FILE, table=1, row=row, cell=str(column))
        return Cell(tuple(Paragraph(line, place) for line in text.split("\n")), row, column, locator=place)

    made = tuple(tuple(cell(text, r, c) for c, text in enumerate(row, 1)) for r, row in enumerate(rows, 1))
    return Table(made, Locator(file=FILE, table=1), title=title)


def heading(text: str, level: int = 2) -> Paragraph:
    return Paragraph(text, Locator(file=FILE, heading=text), level=level)


def line(text: str) -> Paragraph:
    return Paragraph(text, Locator(file=FILE))


def read(*blocks: Paragraph | Table) -> ModuleReading:
    (module,) = extract_programme([Document(FILE, "docx", blocks)]).modules
    return module


NAME = grid(("Module code", "INV501"), ("Module title", "Leading Gardens"))


def test_labels_put_together_from_known_words_are_understood() -> None:
    module = read(
        grid(
            ("Title of module", "Leading Gardens"),
            ("Unique module identifier", "INV501"),
            ("SCQF Credit Level", "9"),
            ("SCQF Credit Points", "20"),
            ("ECTS Credit Points", "10"),
        )
    )
    assert (module.code, module.title, module.level, module.credits) == ("INV501", "Leading Gardens", 9, 20)


def test_a_label_may_stand_in_two_languages() -> None:
    module = read(
        grid(
            ("Teitl y modiwl / Module title", "Leading Gardens"),
            ("Cod y modiwl / Module code", "INV501"),
            ("Lefel / Level", "5"),
        )
    )
    assert (module.code, module.title, module.level) == ("INV501", "Leading Gardens", 5)


@pytest.mark.parametrize("boxes", ["☐ 4  ☐ 5  ☒ 6  ☐ 7", "4 ☐  5 ☐  6 ☒  7 ☐", "[ ] 5 [x] 6 [ ] 7"])
def test_of_boxes_the_ticked_one_is_the_value(boxes: str) -> None:
    module = read(grid(("Module code", "INV501"), ("Level (tick one)", boxes)))
    assert module.level == 6


def test_no_box_ticked_is_no_value() -> None:
    assert read(grid(("Module code", "INV501"), ("Level", "☐ 5  ☐ 6  ☐ 7"))).level is None


def test_labels_in_one_column_are_labels_in_every_row() -> None:
    module = read(
        grid(
            ("Module code", "INV501", "Module title", "Leading Gardens"),
            ("Credits", "20", "Teaching venue", "The old orchard"),
        )
    )
    assert (module.title, module.credits) == ("Leading Gardens", 20)


def test_a_matrix_of_ticks_says_what_each_component_tests() -> None:
    module = read(
        NAME,
        heading("How the module is assessed"),
        line("Garden plan – 40%"),
        line("Season talk – 60%"),
        heading("Outcomes and assessment"),
        grid(("Outcome", "Garden plan", "Season talk"), ("1", "✓", ""), ("2", "✓", "✓")),
    )
    assert [(a.title, a.weight, a.outcomes) for a in module.assessments] == [
        ("Garden plan", 40, ("1", "2")),
        ("Season talk", 60, ("2",)),
    ]


def test_a_map_of_modules_and_programme_outcomes_makes_no_module() -> None:
    said = extract_programme(
        [
            Document(
                FILE,
                "docx",
                (
                    grid(("Code", "Title", "Credits"), ("INV501", "Leading Gardens", "20")),
                    heading("Curriculum map"),
                    grid(("Module", "A1", "B1"), ("INV501", "X", ""), ("INV502", "", "X")),
                ),
            )
        ]
    )
    assert [m.code for m in said.modules] == ["INV501"]


def test_percentages_of_the_key_information_set_are_no_components() -> None:
    module = read(
        NAME,
        heading("Key Information Set"),
        grid(
            ("Written exam assessment percentage", "25%"),
            ("Coursework assessment percentage", "75%"),
            ("Practical exam assessment percentage", "0%"),
        ),
    )
    assert module.assessments == ()


def test_the_line_above_a_form_names_its_component_and_a_resit_is_left_out() -> None:
    module = read(
        NAME,
        heading("Assessment tasks"),
        line("Garden plan (First Sit)"),
        line("Weighting: 75 %"),
        line("Learning outcomes tested: MO1, MO2"),
        line("Soil test (First Sit)"),
        line("Weighting: 25 %"),
        line("Garden plan (Resit)"),
        line("Weighting: 75 %"),
    )
    assert [(a.title, a.weight, a.outcomes) for a in module.assessments] == [
        ("Garden plan", 75, ("MO1", "MO2")),
        ("Soil test", 25, ()),
    ]


def test_a_heading_that_is_a_sentence_opens_the_outcomes() -> None:
    module = read(
        NAME,
        heading("By the end of this module you should be able to"),
        line("KU1: Keep a hive."),
        line("IPSA1: Judge honey."),
    )
    assert [(o.number, o.text) for o in module.learning_outcomes] == [
        ("KU1", "Keep a hive."),
        ("IPSA1", "Judge honey."),
    ]


def test_outcomes_that_a_brief_lists_as_assessed_are_tested_by_its_one_component() -> None:
    module = read(
        grid(("Module code", "INV501"), ("Assignment title", "Hive report"), ("Weighting", "60%")),
        heading("Learning outcomes assessed"),
        line("LO1: Keep a hive."),
        line("LO3: Judge honey."),
    )
    assert [a.outcomes for a in module.assessments] == [("LO1", "LO3")]
    assert [o.number for o in module.learning_outcomes] == ["LO1", "LO3"]


def test_a_brief_may_say_its_weight_in_a_sentence() -> None:
    module = read(
        heading("Assignment 1: Hive study", level=1),
        line("Module: INV501 Leading Gardens"),
        line("This assignment is worth 50% of your overall grade for this module."),
    )
    assert [(a.title, a.weight) for a in module.assessments] == [("Hive study", 50)]


def test_marks_and_parts_within_a_component_of_the_whole_weight_are_not_added() -> None:
    module = read(
        grid(("Module code", "INV501"), ("Assessment title", "Portfolio"), ("Assessment weighting", "100%")),
        heading("Task 1 — Soil"),
        line("Weighting: 20%"),
        heading("Task 2 — Light"),
        line("Weighting: 80%"),
    )
    assert [(a.title, a.weight) for a in module.assessments] == [("Portfolio", 100)]


def test_a_breakdown_is_replaced_by_the_tables_that_divide_it() -> None:
    head = ("Assessment Type", "Assessment Description", "Outcome addressed", "% of total")
    module = read(
        NAME,
        heading("Assessment Breakdown"),
        grid(("Assessment Breakdown", "%"), ("Continuous work", "50.00%"), ("Final examination", "50.00%")),
        heading("Continuous work", level=3),
        grid(head, ("Project", "Hive audit", "1,2", "50")),
        heading("Final examination", level=3),
        grid(head, ("Examination", "Two hours", "3", "50")),
    )
    assert [(a.type, a.weight, a.outcomes) for a in module.assessments] == [
        ("Project", 50, ("1", "2")),
        ("Examination", 50, ("3",)),
    ]


def test_heads_without_known_words_are_told_by_their_values() -> None:
    module = read(
        NAME,
        heading("Assessment"),
        grid(
            ("No", "What", "How much", "When"), ("1", "Talk", "40%", "Week 7"), ("2", "Fair", "60%", "Week 9")
        ),
    )
    assert [(a.title, a.weight) for a in module.assessments] == [("Talk", 40), ("Fair", 60)]


def test_modules_may_stand_in_columns() -> None:
    said = extract_programme(
        [
            Document(
                FILE,
                "docx",
                (
                    grid(
                        ("Module code", "INV501", "INV502"),
                        ("Module title", "Leading Gardens", "Leading Bees"),
                        ("Credits", "20", "10"),
                        ("Learning outcomes", "Plan a bed.\nLead a walk.", "Keep a hive.\nJudge honey."),
                        ("Assessment", "Talk 40%\nPlan 60%", "Hive log 100%"),
                    ),
                ),
            )
        ]
    )
    assert [(m.code, m.title, m.credits, len(m.learning_outcomes)) for m in said.modules] == [
        ("INV501", "Leading Gardens", 20, 2),
        ("INV502", "Leading Bees", 10, 2),
    ]
    assert [[a.weight for a in m.assessments] for m in said.modules] == [[40, 60], [100]]


def test_heads_of_groups_name_the_components_below_them() -> None:
    module = read(
        grid(
            ("Module", "", "", "Assessment 1", "", "Assessment 2", ""),
            ("Code", "Title", "Credits", "Title", "Weight", "Title", "Weight"),
            ("INV501", "Leading Gardens", "20", "Talk", "40", "Plan", "60"),
        )
    )
    assert [(a.title, a.weight) for a in module.assessments] == [("Talk", 40), ("Plan", 60)]


def test_years_groups_and_awards_with_credits_in_brackets_are_no_modules() -> None:
    titles = ("Year 1 (60 credits)", "Optional modules (40 credits)", "Leading Gardens (20 credits)")
    blocks = [block for title in titles for block in (heading(title), line("You will read and debate."))]
    said = extract_programme([Document(FILE, "docx", tuple(blocks))])
    assert [(m.title, m.credits) for m in said.modules] == [("Leading Gardens", 20)]


def test_minutes_and_policies_hold_no_module() -> None:
    said = extract_programme(
        [
            Document(
                FILE,
                "docx",
                (
                    heading("Assessment", 1),
                    line("The committee noted that 12% of students asked for more time."),
                    grid(("Item", "Owner", "Due"), ("Survey", "Office", "May")),
                    grid(("Class", "Weighting"), ("Year 2", "30%"), ("Year 3", "70%")),
                ),
            )
        ]
    )
    assert said.modules == ()


def test_a_line_below_a_component_says_which_outcomes_it_tests() -> None:
    module = read(
        NAME,
        heading("Learning outcomes"),
        line("1. Plant a hedge"),
        line("2. Prune a tree"),
        heading("Assessment"),
        line("Assignment One: Planting plan (40%)"),
        line("Write a page on your hedge. Learning outcome 1."),
        line("Assignment Two: Pruning log (60%)"),
        line("Keep it for a month. Learning outcomes 1 and 2."),
    )
    assert [(a.title, a.outcomes) for a in module.assessments] == [
        ("Planting plan", ("1",)),
        ("Pruning log", ("1", "2")),
    ]


def test_a_title_line_above_a_description_opens_the_next_component() -> None:
    blocks = [NAME, heading("Assessment")]
    for title, weight in (("Planting plan", 75), ("Pruning test", 25)):
        blocks += [line(title), line("Description: in the garden"), line(f"Weighting: {weight}%")]
    module = read(*blocks)
    assert [(a.title, a.weight) for a in module.assessments] == [("Planting plan", 75), ("Pruning test", 25)]


@pytest.mark.parametrize(
    ("label", "said"),
    [("Credits / Level", "20 / 5"), ("Level and credits", "20 credits at level 5")],
)
def test_one_label_may_name_level_and_credits(label: str, said: str) -> None:
    module = read(grid(("Module code", "INV501"), ("Module title", "Leading Gardens"), (label, said)))
    assert (module.level, module.credits) == (5, 20)


def test_a_code_with_facts_alone_below_a_heading_makes_it_a_modules_title() -> None:
    parts = [("Hedges", "INV501 · 15 credits · Level 5"), ("Trees", "INV502 | 30 credits | Level 5")]
    blocks = [
        block
        for title, facts in parts
        for block in (heading(title), line(facts), heading("Learning outcomes", 3), line("1. Plant one"))
    ]
    modules = extract_programme([Document(FILE, "pdf", tuple(blocks))]).modules
    assert [(m.code, m.title, m.credits, m.level) for m in modules] == [
        ("INV501", "Hedges", 15, 5),
        ("INV502", "Trees", 30, 5),
    ]


def test_a_code_that_an_entry_rule_names_is_no_module() -> None:
    module = read(NAME, heading("Entry requirements"), line("60% in INV401"))
    assert module.code == "INV501"


def test_outcomes_may_be_lettered_in_capitals() -> None:
    module = read(NAME, heading("Learning outcomes"), line("A. Plant a hedge"), line("B. Prune a tree"))
    assert [o.number for o in module.learning_outcomes] == ["A", "B"]
