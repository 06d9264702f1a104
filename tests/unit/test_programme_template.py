"""The template workbook and other registry spreadsheets, as documents of tables."""

from __future__ import annotations

from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.programme import extract_programme
from mapper.values import Locator, Origin, Severity


def sheet(name: str, *rows: tuple[str, ...], file: str = "programme.xlsx") -> Table:
    """A sheet as the readers give it: every line of a cell is a paragraph."""

    def cell(text: str, row: int, column: int) -> Cell:
        place = Locator(file=file, sheet=name, row=row, cell=f"{chr(64 + column)}{row}")
        return Cell(tuple(Paragraph(line, place) for line in text.splitlines()), row, column, locator=place)

    made = tuple(tuple(cell(text, r, c) for c, text in enumerate(row, 1)) for r, row in enumerate(rows, 1))
    return Table(made, Locator(file=file, sheet=name), title=name)


def workbook(*sheets: Table, file: str = "programme.xlsx") -> Document:
    return Document(file, "xlsx", sheets)


MODULES = (
    "Code", "Title", "Level", "Credits", "Status", "Option group", "Year", "Pass mark", "Prerequisites", "Learning strategy",
)  # fmt: skip
OUTCOMES = ("Module code", "Number", "Learning outcome")
ASSESSMENTS = (
    "Module code", "Title", "Type", "Weight (%)", "Length", "Description", "Outcomes tested", "Must pass",
)  # fmt: skip


def template(*extra_assessments: tuple[str, ...]) -> Document:
    return workbook(
        sheet(
            "Programme",
            ("Title", "MA Invented Practice"),
            ("Award", "Master of Arts"),
            ("Level", "7"),
            ("Credits", "180"),
            ("Duration", "24 months"),
            ("Mode", "Part-time"),
        ),
        sheet(
            "Modules",
            MODULES,
            ("INV701", "Leading Gardens", "7", "20", "Core", "", "1", "50", "", "Workshops.\nVisits."),
            (
                "INV702",
                "Leading Orchards",
                "7",
                "20",
                "Optional",
                "A (choose 1 of 2)",
                "2",
                "50",
                "INV701",
                "",
            ),
        ),
        sheet(
            "Outcomes",
            OUTCOMES,
            ("INV701", "1", "Evaluate the plan of a garden."),
            ("INV701", "2", "Plan the work of a season."),
            ("INV702", "LO1", "Compare ways of pruning."),
        ),
        sheet(
            "Assessments",
            ASSESSMENTS,
            ("INV701", "Garden plan", "Report", "60", "2,500 words", "Draw up a plan.", "1, 2", "yes"),
            ("INV701", "Season review", "Presentation", "40", "10 minutes", "Present a review.", "2", "no"),
            ("INV702", "Pruning essay", "Essay", "100", "3,000 words", "Write an essay.", "LO1", ""),
            *extra_assessments,
        ),
        sheet("Content", ("Module code", "Content"), ("INV701", "Soil and water"), ("INV701", "Light")),
    )


def test_a_tidy_template_reads_without_a_finding() -> None:
    assert extract_programme([template()]).findings == ()


def test_the_programme_sheet_gives_the_programme_facts() -> None:
    said = extract_programme([template()])
    assert (said.title, said.award, said.level, said.credits, said.duration, said.mode) == (
        "MA Invented Practice",
        "Master of Arts",
        7,
        180,
        "24 months",
        "Part-time",
    )


def test_module_facts_come_from_their_row() -> None:
    first, second = extract_programme([template()]).modules
    assert (first.code, first.title, first.level, first.credits, first.status) == (
        "INV701",
        "Leading Gardens",
        7,
        20,
        "Core",
    )
    assert (first.year, first.pass_mark, first.option_group, first.prerequisites) == (1, 50, None, ())
    assert (second.option_group, second.prerequisites) == ("A (choose 1 of 2)", ("INV701",))
    assert first.learning_strategy == "Workshops.\nVisits."
    assert first.content == ("Soil and water", "Light")


def test_components_carry_weight_length_description_and_tested_outcomes() -> None:
    component = extract_programme([template()]).modules[0].assessments[0]
    assert (component.title, component.type, component.weight) == ("Garden plan", "Report", 60)
    assert (component.length, component.description) == ("2,500 words", "Draw up a plan.")
    assert (component.outcomes, component.must_pass) == (("1", "2"), True)


def test_titles_in_other_scripts_are_titles_and_no_two_are_one() -> None:
    more = (
        ("INV702", title, "Essay", "0", "", "", "LO1", "") for title in ("Δοκίμιο", "Ημερολόγιο", "论文", "—")
    )
    _, *others = extract_programme([template(*more)]).modules[1].assessments
    assert [a.title for a in others] == ["Δοκίμιο", "Ημερολόγιο", "论文", None]


def test_must_pass_is_unknown_where_the_cell_is_empty() -> None:
    assert extract_programme([template()]).modules[1].assessments[0].must_pass is None


def test_every_field_says_where_it_was_read() -> None:
    sources = extract_programme([template()]).modules[0].sources
    assert sources["credits"].locator == Locator(file="programme.xlsx", sheet="Modules", row=2, cell="D2")
    assert sources["assessments[1].weight"].locator.cell == "D3"
    assert sources["learning_outcomes[1].text"].locator.cell == "C3"
    assert {source.origin for source in sources.values()} == {Origin.READ}


def test_weights_that_do_not_total_100_are_kept_with_a_warning() -> None:
    said = extract_programme([template(("INV702", "Field notes", "Log", "20", "", "Keep notes.", "LO1", ""))])
    assert [a.weight for a in said.modules[1].assessments] == [100, 20]
    assert [f.severity for f in said.findings] == [Severity.WARNING]
    assert "120" in said.findings[0].message


def test_a_reference_to_a_missing_outcome_is_kept_with_a_finding() -> None:
    document = template()
    rows = (ASSESSMENTS, ("INV701", "Garden plan", "Report", "100", "", "", "1-3", ""))
    changed = workbook(*document.blocks[:3], sheet("Assessments", *rows))  # type: ignore[arg-type]
    said = extract_programme([changed])
    assert said.modules[0].assessments[0].outcomes == ("1", "2", "3")
    assert any("outcome 3" in f.message and f.locator for f in said.findings)


def test_a_registry_sheet_is_read_by_header_synonyms() -> None:
    header = (
        "ModuleID",
        "Full_Title",
        "CATS points",
        "FHEQ Level",
        "Core/Option",
        "Intended_Learning_Outcomes",
    )
    row = ("INV801", "Leading Bees", "15 (7.5 ECTS)", "Level 7", "Option", "Keep a hive.\nJudge honey.")
    module = extract_programme([workbook(sheet("Export", header, row))]).modules[0]
    assert (module.code, module.title, module.credits, module.level) == ("INV801", "Leading Bees", 15, 7)
    assert module.status == "Option"
    assert [(o.number, o.text) for o in module.learning_outcomes] == [
        (None, "Keep a hive."),
        (None, "Judge honey."),
    ]


def test_a_row_may_hold_numbered_components() -> None:
    header = (
        "Module code",
        "Module title",
        "Credits",
        "Assessment 1",
        "Assessment 1 weighting",
        "Assessment 2",
        "Assessment 2 weighting",
    )
    row = ("INV701", "Leading Gardens", "20", "Essay", "40%", "Report", "60%")
    module = extract_programme([workbook(sheet("Modules", header, row))]).modules[0]
    assert [(a.title, a.weight) for a in module.assessments] == [("Essay", 40), ("Report", 60)]


def test_weights_written_as_fractions_become_per_cents() -> None:
    header = ("Module code", "Assessment", "Weighting")
    rows = (("INV701", "Essay", "0.4"), ("INV701", "Report", "0.6"))
    module = extract_programme([workbook(sheet("Assessment", header, *rows))]).modules[0]
    assert [a.weight for a in module.assessments] == [40, 60]


def test_grade_bands_are_not_assessments() -> None:
    header = ("Code", "Full_Title", "Credits", "Learning_Outcomes", "Assessment_Criteria")
    row = (
        "INV701",
        "Leading Gardens",
        "5",
        "Keep a hive.\nJudge honey.",
        "<40%: Little.\n40%-59%: Some.\n70%-100%: Much.",
    )
    module = extract_programme([workbook(sheet("Modules", header, row))]).modules[0]
    assert module.assessments == ()


def test_the_same_module_in_two_files_is_one_and_contradictions_are_findings() -> None:
    other = workbook(
        sheet("Modules", ("Code", "Title", "Credits"), ("INV 701", "Leading Gardens", "30"), file="b.xlsx"),
        file="b.xlsx",
    )
    said = extract_programme([template(), other])
    assert [m.code for m in said.modules] == ["INV701", "INV702"]
    assert said.modules[0].credits == 20
    assert ["30" in f.message for f in said.findings] == [True]


def test_a_code_may_carry_level_and_credits_which_are_inferred_and_not_stated() -> None:
    header = ("Module code", "Module title", "Status")
    module = extract_programme(
        [workbook(sheet("Modules", header, ("UXYZAB-30-3", "Leading Gardens", "Core")))]
    ).modules[0]
    assert (module.level, module.credits) == (None, None)
    assert (module.sources["level"].origin, module.sources["level"].value) == (Origin.INFERRED, 3)
    assert module.sources["credits"].value == 30


def test_documents_without_a_module_give_an_error_finding() -> None:
    document = workbook(sheet("Menu", ("Dish", "Price"), ("Soup", "4")))
    said = extract_programme([document])
    assert said.modules == ()
    assert [f.severity for f in said.findings] == [Severity.ERROR]


def test_a_module_listed_twice_is_a_finding() -> None:
    rows = (("INV701", "Leading Gardens", "20"), ("INV701", "Leading Gardens", "20"))
    said = extract_programme([workbook(sheet("Modules", ("Code", "Title", "Credits"), *rows))])
    assert len(said.modules) == 1
    assert ["twice" in f.message for f in said.findings] == [True]


def test_contradicting_programme_facts_are_a_finding_and_the_first_is_kept() -> None:
    other = workbook(sheet("Programme", ("Title", "MA Invented Practice"), ("Credits", "120")), file="b.xlsx")
    said = extract_programme([template(), other])
    assert said.credits == 180
    assert [(f.subject, "120" in f.message) for f in said.findings] == [("the programme", True)]


def test_all_stands_for_every_outcome_of_the_module() -> None:
    said = extract_programme([template(("INV701", "Portfolio", "Portfolio", "", "", "", "All", ""))])
    assert said.modules[0].assessments[2].outcomes == ("1", "2")
