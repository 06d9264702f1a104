"""Handbooks with many modules: structure tables, headings, forms and lists."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.programme import extract_programme
from mapper.intake.readings import ModuleReading
from mapper.values import Locator

FILE = "handbook.docx"


def line(text: str, *, number: str | None = None, level: int | None = None, item: bool = False) -> Paragraph:
    return Paragraph(text, Locator(file=FILE, heading="somewhere"), number, level, item or number is not None)


def table(*rows: Sequence[str | tuple[Paragraph, ...]]) -> Table:
    """A table; a cell is text, a paragraph a line, or ready paragraphs."""

    def cell(said: str | tuple[Paragraph, ...], row: int, column: int) -> Cell:
        place = Locator(file=FILE, table=1, row=row, cell=str(column))
        lines = said if isinstance(said, tuple) else tuple(Paragraph(t, place) for t in said.splitlines())
        return Cell(lines, row, column, locator=place)

    made = tuple(tuple(cell(said, r, c) for c, said in enumerate(row, 1)) for r, row in enumerate(rows, 1))
    return Table(made, Locator(file=FILE, table=1))


def read(*blocks: Block) -> tuple[ModuleReading, ...]:
    return extract_programme([Document(FILE, "docx", blocks)]).modules


STRUCTURE = (
    line("Year 2 (Level 5)", level=2),
    table(("Code", "Module", "Credits", "Core/Option"), ("INV501", "Leading Gardens", "20", "Core")),
    line("Choose one of the following two:"),
    table(
        ("Code", "Module", "Credits", "Core/Option"),
        ("INV511", "Leading Bees", "20", "Option"),
        ("INV512", "Leading Ponds", "20", "Option"),
    ),
)


def test_structure_tables_give_year_level_status_and_option_group() -> None:
    core, option, _ = read(*STRUCTURE)
    assert (core.code, core.title, core.credits, core.status) == ("INV501", "Leading Gardens", 20, "Core")
    assert (core.year, core.level, core.option_group) == (2, 5, None)
    assert (option.status, option.option_group) == ("Option", "Choose one of the following two")


def test_a_heading_with_a_title_alone_belongs_to_the_module_of_the_structure_table() -> None:
    modules = read(
        *STRUCTURE,
        line("Leading Bees", level=2),
        line("Learning outcomes", level=3),
        line("Keep a hive.", number="1"),
        line("Judge honey.", number="2"),
    )
    assert [m.code for m in modules] == ["INV501", "INV511", "INV512"]
    assert [(o.number, o.text) for o in modules[1].learning_outcomes] == [
        ("1", "Keep a hive."),
        ("2", "Judge honey."),
    ]


def test_a_heading_with_a_code_opens_a_module() -> None:
    for heading in (
        "INV501 Leading Gardens",
        "Leading Gardens (INV501)",
        "INV501: Leading Gardens",
        "Module INV501 – Leading Gardens",
    ):
        module = read(
            line(heading, level=1), line("Learning outcomes", level=2), line("Keep a hive.", number="1")
        )[0]
        assert (module.code, module.title) == ("INV501", "Leading Gardens")


def test_a_heading_above_a_code_alone_is_the_title() -> None:
    module = read(
        line("Leading Gardens", level=2), table(("Module code", "Level", "Credits"), ("INV501", "5", "20"))
    )[0]
    assert (module.code, module.title, module.level) == ("INV501", "Leading Gardens", 5)


def test_forms_with_four_cells_a_row_are_labels_and_values() -> None:
    module = read(
        table(
            ("Module title", "Leading Gardens", "", ""),
            ("Module code", "INV501", "Credits", "20"),
            ("Level", "5", "Pass mark", "40%"),
            ("Pre-requisites", "INV402 Seeds; INV403 Soil", "", ""),
            ("Indicative content", "Soil\nLight", "", ""),
        )
    )[0]
    assert (module.credits, module.level, module.pass_mark) == (20, 5, 40)
    assert module.prerequisites == ("INV402 Seeds", "INV403 Soil")
    assert module.content == ("Soil", "Light")


def test_an_empty_value_does_not_take_the_next_label() -> None:
    module = read(table(("Module code", "INV501", "", ""), ("Level", "", "Credits", "20")))[0]
    assert (module.level, module.credits) == (None, 20)


def test_a_prerequisite_is_no_module_of_its_own() -> None:
    modules = read(
        line("INV501 Leading Gardens", level=1),
        line("Prerequisites", level=2),
        line("INV402 Seeds", item=True),
        line("Learning outcomes", level=2),
        line("Keep a hive.", number="1"),
    )
    assert [m.code for m in modules] == ["INV501"]
    assert modules[0].prerequisites == ("INV402 Seeds",)


def test_a_resit_row_is_not_a_component() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        table(
            ("Component", "Weighting", "Learning outcomes assessed"),
            ("Poster", "40%", "1, 4"),
            ("Report", "60%", "LO2–LO3"),
            ("Resit: report", "100%", "1, 2, 3, 4"),
            ("Total", "100%", ""),
        ),
    )[0]
    assert [(a.title, a.weight, a.outcomes) for a in module.assessments] == [
        ("Poster", 40, ("1", "4")),
        ("Report", 60, ("LO2", "LO3")),
    ]


def test_late_penalties_grade_bands_and_criteria_are_not_components() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        line("Assessment", level=2),
        table(("Assessment", "% of module mark"), ("Poster", "40"), ("Report", "60")),
        line("How the report is marked", level=3),
        table(("Criterion", "Share of the report mark"), ("Insight", "70%"), ("Delivery", "30%")),
        line("Late work", level=2),
        table(
            ("How late", "What happens"), ("Up to one day", "5% is taken off"), ("Later", "0% is recorded")
        ),
        line("What the marks mean", level=2),
        table(("Mark", "Class", "What we see"), ("70–100%", "First", "Much"), ("0–39%", "Fail", "Little")),
    )[0]
    assert [(a.title, a.weight) for a in module.assessments] == [("Poster", 40), ("Report", 60)]


def test_ticks_under_outcome_columns_say_what_is_tested() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        table(
            ("Component", "Weighting", "LO1", "LO2", "LO3"),
            ("Poster", "40%", "X", "", "X"),
            ("Report", "60%", "", "✓", ""),
        ),
    )[0]
    assert [a.outcomes for a in module.assessments] == [("LO1", "LO3"), ("LO2",)]


def test_components_in_columns_are_read_down_the_columns() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        table(
            ("", "Assessment 1", "Assessment 2"),
            ("Type", "Essay", "Exam"),
            ("Weighting", "40%", "60%"),
            ("Length", "2,000 words", "2 hours"),
        ),
    )[0]
    assert [(a.type, a.weight, a.length) for a in module.assessments] == [
        ("Essay", 40, "2,000 words"),
        ("Exam", 60, "2 hours"),
    ]


def test_components_in_prose_carry_weight_length_outcomes_and_description() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        line("How you will be assessed", level=2),
        line(
            "Assessment 1: Bee plan (40%). A plan of 1,500 words for one hive. It tests learning outcomes 1 and 2."
        ),
        line(
            "Assessment 2: Honey report (60%). A report of 2,500 words on one year. It tests learning outcome 3."
        ),
    )[0]
    first = module.assessments[0]
    assert (first.title, first.weight, first.length, first.outcomes) == (
        "Bee plan",
        40,
        "1,500 words",
        ("1", "2"),
    )
    assert first.description == "A plan of 1,500 words for one hive. It tests learning outcomes 1 and 2."
    assert (module.assessments[1].title, module.assessments[1].weight) == ("Honey report", 60)


def test_a_weight_in_the_line_below_belongs_to_the_title_above() -> None:
    module = read(
        line("Module code: INV501"),
        line("Assessment Details", level=2),
        line("Coursework/Quiz"),
        line("Contributes 15% to the overall assessment."),
        line("Final Exam"),
        line("Contributes 85% to the overall assessment."),
        line("Resit Exam"),
        line("Released during the summer break."),
    )[0]
    assert [(a.title, a.weight) for a in module.assessments] == [("Coursework/Quiz", 15), ("Final Exam", 85)]


def test_credits_may_be_a_word() -> None:
    assert read(line("Module code: INV501"), line("Credit value: Fifteen"))[0].credits == 15


def test_several_facts_may_share_a_line() -> None:
    module = read(line("INV501 Leading Gardens", level=1), line("Level 5, 20 credits. Year 2, core module."))[
        0
    ]
    assert (module.level, module.credits, module.year, module.status) == (5, 20, 2, "core")


def test_programme_outcomes_are_not_the_modules() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        line("Module learning outcomes", level=2),
        line("Keep a hive.", number="1"),
        line("Programme learning outcomes", level=2),
        line("Lead anything.", number="1"),
    )[0]
    assert [o.text for o in module.learning_outcomes] == ["Keep a hive."]


def test_automatic_list_numbers_and_written_labels_are_numbers_and_bullets_are_null() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        line("Learning outcomes", level=2),
        line("On successful completion you will be able to:"),
        line("Keep a hive.", number="1"),
        line("LO2: Judge honey."),
        line("Plan a garden.", item=True),
        line("After the list a sentence follows that is no outcome."),
    )[0]
    assert [(o.number, o.text) for o in module.learning_outcomes] == [
        ("1", "Keep a hive."),
        ("LO2", "Judge honey."),
        (None, "Plan a garden."),
    ]


def test_the_table_of_contents_names_no_module() -> None:
    modules = read(
        line("Contents", level=1),
        line("INV401 Seeds ........ 4"),
        line("INV402 Soil 7"),
        line("INV501 Leading Gardens", level=1),
        line("Learning outcomes", level=2),
        line("Keep a hive.", number="1"),
    )
    assert [m.code for m in modules] == ["INV501"]


def test_an_outcome_table_may_say_where_each_outcome_is_tested() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        table(
            ("No", "Outcome", "Assessed by"), ("LO1", "Keep a hive.", "A1"), ("LO2", "Judge honey.", "A1, A2")
        ),
        table(("Component", "Weighting"), ("Poster", "40%"), ("Report", "60%")),
    )[0]
    assert [a.outcomes for a in module.assessments] == [("LO1", "LO2"), ("LO2",)]


def test_what_follows_a_table_of_modules_belongs_to_none_of_them() -> None:
    modules = read(
        *STRUCTURE,
        line("Assessment in general", level=1),
        line("Assessment", level=2),
        line("Coursework 40%, examination 60%"),
        line("Learning outcomes", level=2),
        line("Lead anything.", number="1"),
    )
    assert all(not (m.assessments or m.learning_outcomes) for m in modules)


def test_sub_headings_within_a_list_of_outcomes_do_not_end_it() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        line("Learning outcomes", level=2),
        line("Knowledge"),
        line("Keep a hive.", number="1"),
        line("Skills"),
        line("Judge honey.", number="2"),
        line("Reading"),
        line("A book on bees.", item=True),
    )[0]
    assert [o.number for o in module.learning_outcomes] == ["1", "2"]
