"""Assignment briefs and single-module handbooks: forms, nested marks, instructions, several files."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.programme import extract_programme
from mapper.intake.programmes.briefs import description_of
from mapper.intake.programmes.drafts import Passage
from mapper.intake.readings import ProgrammeReading
from mapper.values import Locator, Severity


def line(
    text: str, *, number: str | None = None, level: int | None = None, item: bool = False, file: str = "a.pdf"
) -> Paragraph:
    return Paragraph(text, Locator(file=file, page=1), number, level, item or number is not None)


def table(*rows: Sequence[str | tuple[Paragraph, ...]], file: str = "a.pdf") -> Table:
    """A table; a cell is text, a paragraph a line, or ready paragraphs."""

    def cell(said: str | tuple[Paragraph, ...], row: int, column: int) -> Cell:
        place = Locator(file=file, page=1, table=1, row=row, cell=str(column))
        lines = said if isinstance(said, tuple) else tuple(Paragraph(t, place) for t in said.splitlines())
        return Cell(lines, row, column, locator=place)

    made = tuple(tuple(cell(said, r, c) for c, said in enumerate(row, 1)) for r, row in enumerate(rows, 1))
    return Table(made, Locator(file=file, page=1, table=1))


def read(*blocks: Block) -> ProgrammeReading:
    return extract_programme([Document("a.pdf", "pdf", blocks)])


BRIEF = table(
    ("Module code and title", "5IN022 Leading Gardens"),
    ("Assignment name", "Hive portfolio"),
    ("Assignment type", "Portfolio"),
    ("Assignment weighting", "50%"),
    ("Assignment size", ""),
    ("Assessment criteria", "LO1 Design, build and keep a hive.\nLO2 Judge the honey of a year."),
    ("Submission date", "Week 12"),
)


def test_a_brief_gives_its_module_one_component() -> None:
    module = read(BRIEF).modules[0]
    assert (module.code, module.title) == ("5IN022", "Leading Gardens")
    (component,) = module.assessments
    assert (component.title, component.type, component.weight, component.length) == (
        "Hive portfolio",
        "Portfolio",
        50,
        None,
    )


def test_outcomes_under_another_label_are_known_by_their_own_numbers() -> None:
    module = read(BRIEF).modules[0]
    assert [(o.number, o.text) for o in module.learning_outcomes] == [
        ("LO1", "Design, build and keep a hive."),
        ("LO2", "Judge the honey of a year."),
    ]


def test_labels_and_values_may_share_a_cell() -> None:
    outcomes = (
        line("Learning Outcomes Assessed"),
        line("Keep a hive.", number="1"),
        line("Judge honey.", number="2"),
    )
    module = read(
        table(
            ("Module No\nIN7315", "Module Title\nLeading Bees", "Assessment No\n1", "Weighting\n75%"),
            ("Assignment Title\nSimulation", ""),
            (outcomes, ""),
        )
    ).modules[0]
    (component,) = module.assessments
    assert (module.code, module.title, component.title, component.weight) == (
        "IN7315",
        "Leading Bees",
        "Simulation",
        75,
    )
    assert [o.text for o in module.learning_outcomes] == ["Keep a hive.", "Judge honey."]
    assert component.outcomes == ("1", "2")


def test_the_more_telling_title_wins_over_the_name_of_the_element() -> None:
    module = read(
        table(
            ("Unit Code:", "SAD600"),
            ("Unit Title:", "Leading Bees"),
            ("Element name:", "Report and hive"),
            ("Assessment Title:", "Hive inventory"),
            ("Assessment Type:", "Project report"),
            ("Restrictions on Time/Length:", "3000 words"),
            ("Assessment Weighting:", "100%"),
        )
    ).modules[0]
    (component,) = module.assessments
    assert (component.title, component.type, component.weight, component.length) == (
        "Hive inventory",
        "Project report",
        100,
        "3000 words",
    )


def test_a_persons_name_is_no_module() -> None:
    modules = read(
        line("Module code: INV501"), line("Module name: Leading Bees"), line("Name: A. Nobody")
    ).modules
    assert [(m.code, m.title) for m in modules] == [("INV501", "Leading Bees")]


HANDBOOK = (
    table(
        ("Module Title", "Leading Gardens"),
        ("Module Code", "INVDSK-30-3"),
        ("Credits", "30"),
        ("Assignments", "Strategy talk\nYear report"),
    ),
    line("Learning outcomes", level=2),
    line("Keep a hive.", number="1"),
    line("Judge honey.", number="2"),
    line("5 Assignment – Garden Reports", level=1),
    table(
        ("Assignment Element", "Weighting", "Deadlines"),
        ("Strategy talk", "40%", "May"),
        ("Year report", "60%", "June"),
    ),
    line("The table below shows the marks within each element."),
    table(
        ("Assignment", "Marks", "", ""),
        ("Strategy talk", "", "", "40"),
        ("Plans", "70", "", ""),
        ("Communication", "30", "", ""),
    ),
    line("5.2 Assignment Brief 1: Garden Strategy talk", level=2),
    table(
        ("Assignment", "Garden Strategy talk"), ("Assessment Weighting", "40% of the marks for the module")
    ),
    line("5.2.1 Why this Assignment?", level=3),
    line("You show how a garden is planned (Module Learning Outcome 2) as in Programme Learning Outcome 9."),
    line("5.2.2 Assignment Instructions", level=3),
    line("Present the plan to a panel."),
    line("5.2.3 Marking Criteria", level=3),
    line("The panel looks at the plan."),
    table(("Criterion", "100-70%", "69-40%", "39-0%"), ("Plan (30%)", "Clear", "Fair", "Poor")),
    line("5.3 Assignment Brief 2: Garden Year report", level=2),
    line("5.3.1 Assignment Instructions", level=3),
    line("Write the report of a year."),
    line("6 Regulations", level=1),
    line("Late work loses 10% a day."),
)


def test_only_the_outer_weights_of_a_handbook_are_the_modules() -> None:
    module = read(*HANDBOOK).modules[0]
    assert [(a.title, a.weight) for a in module.assessments] == [("Strategy talk", 40), ("Year report", 60)]


def test_the_text_of_a_brief_is_its_components_description() -> None:
    first, second = read(*HANDBOOK).modules[0].assessments
    assert first.description == (
        "You show how a garden is planned (Module Learning Outcome 2) as in Programme Learning Outcome 9.\n"
        "Present the plan to a panel."
    )
    assert second.description == "Write the report of a year."


def test_outcomes_named_in_the_prose_of_a_brief_are_tested_and_programme_outcomes_are_not() -> None:
    first, second = read(*HANDBOOK).modules[0].assessments
    assert (first.outcomes, second.outcomes) == (("2",), ())


def test_items_with_labels_inside_a_cell_enrich_the_summary_table() -> None:
    module = read(
        line("KIT102 Leading Bees"),
        line("Assessment Summary", level=2),
        table(
            ("Component", "Weight", "Due Date"),
            ("Weekly Hive Test", "40%", "Weekly"),
            ("Exam", "60%", "June"),
        ),
        line("Assessment Items", level=2),
        table(
            (
                "Item 1",
                "Title: Weekly Hive Test\nType: In-class test\nTask Length: 50 minutes\nWeighting: 40%\nLinks to Learning Outcomes: 1-3",
            ),
            (
                "Item 2",
                "Title: Exam\nType: Formal examination\nWeighting: 60%\nLinks to Learning Outcomes: 1,2, 7\nDescription: A closed-book paper.",
            ),
        ),
    ).modules[0]
    first, second = module.assessments
    assert (first.title, first.type, first.length, first.outcomes) == (
        "Weekly Hive Test",
        "In-class test",
        "50 minutes",
        ("1", "2", "3"),
    )
    assert (second.weight, second.description, second.outcomes) == (
        60,
        "A closed-book paper.",
        ("1", "2", "7"),
    )


def test_a_file_without_a_module_adds_to_the_only_module() -> None:
    other = Document(
        "b.pdf", "pdf", (line("Assessment", level=1, file="b.pdf"), line("Essay 100%", file="b.pdf"))
    )
    said = extract_programme([Document("a.pdf", "pdf", (BRIEF,)), other])
    assert [m.code for m in said.modules] == ["5IN022"]


def test_files_that_name_no_module_make_one_without_a_name() -> None:
    outcomes = Document(
        "a.md",
        "md",
        (
            line("Learning outcomes", level=1),
            line("Keep a hive.", number="1"),
            line("Judge honey.", number="2"),
        ),
    )
    components = Document("b.md", "md", (table(("Assignment", "Weight"), ("Essay", "100%")),))
    said = extract_programme([outcomes, components])
    (module,) = said.modules
    assert (module.code, module.title, len(module.learning_outcomes), len(module.assessments)) == (
        None,
        None,
        2,
        1,
    )
    assert [f.severity for f in said.findings] == [Severity.WARNING]


def test_topics_alone_in_files_that_name_no_module_make_none() -> None:
    slides = Document("a.md", "md", (table(("Indicative content", "Hives and their care")),))
    said = extract_programme([slides])
    assert said.modules == ()
    assert [f.severity for f in said.findings] == [Severity.ERROR]


def test_topics_alone_add_to_a_module_that_no_file_names() -> None:
    topics = Document("a.md", "md", (table(("Indicative content", "Hives and their care")),))
    components = Document("b.md", "md", (table(("Assignment", "Weight"), ("Essay", "100%")),))
    (module,) = extract_programme([topics, components]).modules
    assert module.content == ("Hives and their care",)


def test_a_description_keeps_whole_paragraphs_within_its_limit() -> None:
    passages = [
        Passage("One sentence.", Locator(), 1),
        Passage("Two words.", Locator(), 0),
        Passage("x" * 30, Locator(), 2),
    ]
    assert description_of(passages, limit=26) == "One sentence.\nTwo words."
    assert description_of(passages, limit=20) == "Two words."


def test_a_single_long_paragraph_is_cut_after_a_sentence() -> None:
    assert description_of([Passage("First one. Second one.", Locator(), 0)], limit=15) == "First one."


def test_the_line_above_a_form_may_name_its_component() -> None:
    module = read(
        line("INV501 Leading Gardens", level=1),
        table(
            ("Assessment task", "Weighting"), ("Task 1: Assignment 1", "40%"), ("Task 2: Examination", "60%")
        ),
        line("Assessment details", level=2),
        line("Assessment Task 1: Assignment 1"),
        line("Task description: Keep a hive for a year."),
        line("Assessment weighting: 40%"),
    ).modules[0]
    assert [a.description for a in module.assessments] == ["Keep a hive for a year.", None]


def test_two_weights_for_one_component_are_a_finding() -> None:
    said = read(
        line("INV501 Leading Gardens", level=1),
        table(("Component", "Weighting"), ("Hive essay", "40%"), ("Honey report", "60%")),
        line("Assignment Brief", level=2),
        table(("Assignment name", "Hive essay"), ("Assignment weighting", "50%")),
    )
    assert [a.weight for a in said.modules[0].assessments] == [40, 60]
    assert any("“40”" in f.message and "“50”" in f.message for f in said.findings)


def test_a_label_that_only_speaks_of_outcomes_gives_none() -> None:
    module = read(
        table(
            ("Module code", "INV501"),
            ("Learning outcomes", "This shows the learning outcomes identified in the module descriptor."),
        )
    ).modules[0]
    assert module.learning_outcomes == ()
