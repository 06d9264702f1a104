"""The programme template: what a person fills in is read cell by cell, what is wrong is said with its cell."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from exports.intake_forms import FormKind, build_form
from mapper.errors import InvalidError
from mapper.intake.document import Document
from mapper.intake.limits import SAMPLE_MARK
from mapper.intake.programme import extract_programme
from mapper.intake.readers import read_document
from mapper.intake.readings import AssessmentReading, ModuleReading, OutcomeReading, ProgrammeReading
from mapper.values import Origin, Severity
from tests.made import programme
from web import cli

Change = Callable[[Workbook], object]

WHOLE = ModuleReading(
    "HB101",
    "Lamps and lenses",
    level=4,
    credits=20,
    status="core",
    option_group="A: choose 1 of 2",
    year=1,
    pass_mark=40,
    prerequisites=("HB100", "A pass in knots, or two years at sea"),
    learning_outcomes=(OutcomeReading("1", "Trim a lamp"), OutcomeReading("2", "Read the sky")),
    assessments=(
        AssessmentReading("Lamp log", "Portfolio", 60, "2,000 words", "Ten nights", ("1", "2"), True),
        AssessmentReading("Sky test", "Test", 40, "1 hour", None, ("2",), False),
    ),
    content=("Oil lamps", "Clouds"),
    learning_strategy="Nights at sea.\nSeminars.",
)
PROGRAMME = ProgrammeReading("BA Harbour Studies", "BA (Hons)", 6, 360, "3 years", "full-time", (WHOLE,))


def document(built: bytes, kind: FormKind = FormKind.XLSX) -> Document:
    return read_document(built, file=f"filled.{kind}")


def filled_in(*changes: Change, of: ProgrammeReading = PROGRAMME) -> ProgrammeReading:
    """What is read from the workbook after somebody changed it."""
    book = openpyxl.load_workbook(io.BytesIO(build_form(FormKind.XLSX, programme=of).content))
    for change in changes:
        change(book)
    saved = io.BytesIO()
    book.save(saved)
    return extract_programme([document(saved.getvalue())])


def put(sheet: str, cell: str, value: object) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def said(reading: ProgrammeReading) -> list[tuple[Severity, str, str]]:
    return [(f.severity, str(f.locator.cell or "") if f.locator else "", f.message) for f in reading.findings]


@pytest.mark.parametrize("kind", FormKind)
def test_a_template_that_is_filled_in_as_told_is_read_without_a_finding(kind: FormKind) -> None:
    reading = extract_programme([document(build_form(kind, programme=PROGRAMME).content, kind)])
    assert reading.findings == ()
    assert replace(reading.modules[0], sources={}) == WHOLE


@pytest.mark.parametrize("kind", FormKind)
def test_an_empty_template_says_that_it_is_not_filled_in(kind: FormKind) -> None:
    reading = extract_programme([document(build_form(kind).content, kind)])
    assert reading.modules == ()
    assert [f.severity for f in reading.findings] == [Severity.ERROR]
    assert "not filled in" in reading.findings[0].message


@pytest.mark.parametrize("kind", FormKind)
def test_every_field_has_the_place_where_it_was_read(kind: FormKind) -> None:
    reading = extract_programme([document(build_form(kind, programme=PROGRAMME).content, kind)])
    sources = reading.modules[0].sources
    assert {
        *("code", "credits", "prerequisites[1]", "learning_strategy", "learning_outcomes[1].number"),
        *("learning_outcomes[1].text", "assessments[0].weight", "assessments[1].must_pass", "content[0]"),
    } <= set(sources)
    assert {s.origin for s in sources.values()} == {Origin.READ}
    assert all(s.locator.file == f"filled.{kind}" and s.locator.cell for s in sources.values())
    assert set(reading.sources) == {"title", "award", "level", "credits", "duration", "mode"}


def test_what_a_person_types_is_understood_as_people_type_it() -> None:
    reading = filled_in(
        put("Assessments", "A3", "hb 101"),
        put("Assessments", "D3", "60%"),
        put("Assessments", "G3", "all"),
        put("Assessments", "G4", "LO1 - LO2"),
        put("Assessments", "H3", "Yes"),
        put("Modules", "C3", "Masters"),
    )
    first, second = reading.modules[0].assessments
    assert reading.findings == ()
    assert (first.weight, first.outcomes, first.must_pass) == (60, ("1", "2"), True)
    assert second.outcomes == ("LO1", "LO2")
    assert reading.modules[0].level == "Masters"


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "message"),
    [
        ("Modules", "D3", "twenty or so", "is not a number"),
        ("Assessments", "D3", "most of it", "is not a number"),
        ("Assessments", "H3", "perhaps", "is not yes or no"),
        ("Outcomes", "A3", "HB999", "No module on the sheet"),
        ("Outcomes", "A3", None, "names no module"),
        ("Outcomes", "C3", None, "has no wording"),
        ("Content", "D3", "Stray words", "outside the template's columns"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_named_and_nothing_stands_in_for_it(
    sheet: str, cell: str, value: str | None, message: str
) -> None:
    reading = filled_in(put(sheet, cell, value))
    faults = [f for f in reading.findings if f.severity is Severity.ERROR]
    assert [(f.locator.sheet, f.locator.row) for f in faults if f.locator] == [(sheet, 3)]
    assert message in faults[0].message
    assert faults[0].remedy


def test_a_number_that_is_not_understood_stays_unknown() -> None:
    assert filled_in(put("Modules", "D3", "twenty or so")).modules[0].credits is None


def test_a_column_that_was_renamed_is_said_to_be_missing() -> None:
    messages = [m for _, _, m in said(filled_in(put("Assessments", "D2", "Share")))]
    assert any("“Weight (%)” of the template is missing" in m for m in messages)
    assert any("“Share” is not part of the template" in m for m in messages)


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [("D3", 50, "total 90 per cent"), ("D3", None, "has no weight"), ("G3", "1, 7", "outcome 7")],
)
def test_what_is_doubtful_is_a_finding_and_stays_as_written(cell: str, value: object, message: str) -> None:
    [(_, _, found)] = said(filled_in(put("Assessments", cell, value)))
    assert message in found


def test_two_modules_of_one_code_are_both_kept_and_said() -> None:
    twins = replace(PROGRAMME, modules=(WHOLE, replace(WHOLE, title="Another")))
    reading = filled_in(of=twins)
    assert [m.title for m in reading.modules] == ["Lamps and lenses", "Another"]
    assert [len(m.assessments) for m in reading.modules] == [2, 2]
    assert any("Another module has the code" in m for _, _, m in said(reading))


def test_a_template_of_a_version_to_come_is_not_read_as_this_one() -> None:
    reading = filled_in(put("Guidance", "A1", "Mapper programme template 2"))
    assert reading.modules == ()
    assert "version 2" in reading.findings[0].message


def test_the_guidance_may_be_deleted_and_a_sheet_be_sorted_elsewhere() -> None:
    reading = filled_in(
        lambda book: book.remove(book["Guidance"]), lambda book: book.move_sheet("Modules", 3)
    )
    assert (reading.findings, len(reading.modules)) == ((), 1)


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@A1", "#REF!"])
def test_text_that_begins_like_a_formula_is_text_in_the_workbook(risky: str) -> None:
    built = build_form(FormKind.XLSX, programme=replace(PROGRAMME, title=risky, mode=risky))
    book = openpyxl.load_workbook(io.BytesIO(built.content))
    assert {c.data_type for s in book.worksheets for row in s.iter_rows() for c in row} <= {"s", "n"}
    assert [book["Programme"][cell].value for cell in ("B2", "B7")] == [risky, risky]


def test_the_workbook_checks_numbers_and_offers_choices() -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_form(FormKind.XLSX).content))
    rules = {str(r.sqref): r for r in book["Assessments"].data_validations.dataValidation}
    assert (rules["D3:D2000"].type, rules["D3:D2000"].formula2) == ("decimal", "100")
    assert rules["H3:H2000"].formula1 == '"yes,no"'
    assert "Modules!" in (rules["A3:A2000"].formula1 or "")
    assert all(r.prompt for r in rules.values())
    assert book["Guidance"].row_dimensions[4].height > 20  # a sentence over two lines
    assert {book[name].freeze_panes for name in ("Modules", "Outcomes", "Assessments", "Content")} == {"B3"}


def test_the_empty_workbook_holds_no_example_that_could_be_imported() -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_form(FormKind.XLSX).content))
    for name in ("Modules", "Outcomes", "Assessments", "Content"):
        assert not [c.value for row in book[name].iter_rows(min_row=3) for c in row if c.value is not None]


def test_forms_of_modules_that_were_copied_in_word_are_further_modules() -> None:
    opened = docx.Document(io.BytesIO(build_form(FormKind.DOCX, programme=PROGRAMME).content))
    tables = opened.tables[-4:]
    for table in tables:
        opened.element.body.insert(-1, _copied(table, {"HB101": "HB102"}))
    saved = io.BytesIO()
    opened.save(saved)
    reading = extract_programme([document(saved.getvalue(), FormKind.DOCX)])
    assert [m.code for m in reading.modules] == ["HB101", "HB102"]
    assert reading.modules[1].learning_outcomes == WHOLE.learning_outcomes
    assert reading.findings == ()


def _copied(table: object, words: dict[str, str]) -> object:
    element = deepcopy(table._tbl)  # type: ignore[attr-defined]
    for text in element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        text.text = words.get(text.text, text.text)
    return element


def test_outcomes_that_word_numbers_by_itself_keep_their_numbers() -> None:
    opened = docx.Document(io.BytesIO(build_form(FormKind.DOCX, programme=PROGRAMME).content))
    outcomes = next(t for t in opened.tables if t.cell(0, 0).text.startswith("Outcomes"))
    for row, words in ((4, ["Lead a crew"]), (5, ["Tie a knot", "Untie it"])):
        cell = outcomes.cell(row, 1)
        cell.paragraphs[0].style = "List Number"
        cell.paragraphs[0].text = words[0]
        for further in words[1:]:
            cell.add_paragraph(further, style="List Number")
    saved = io.BytesIO()
    opened.save(saved)
    reading = extract_programme([document(saved.getvalue(), FormKind.DOCX)])
    assert reading.modules[0].learning_outcomes[2:] == (
        OutcomeReading("1", "Lead a crew"),
        OutcomeReading("2", "Tie a knot\nUntie it"),
    )
    assert ["several numbered outcomes" in f.message for f in reading.findings] == [True]


@pytest.mark.parametrize(("sheet", "cell"), [("Outcomes", "C3"), ("Content", "B3")])
def test_none_in_the_place_of_words_is_no_wording(sheet: str, cell: str) -> None:
    [module] = filled_in(put(sheet, cell, "(none)")).modules
    assert "(none)" not in [o.text for o in module.learning_outcomes] + list(module.content)
    assert len(module.learning_outcomes) + len(module.content) == 3


def test_two_templates_are_joined_by_the_modules_codes() -> None:
    facts = replace(WHOLE, learning_outcomes=(), assessments=(), content=())
    rest = ModuleReading("HB101", None, learning_outcomes=WHOLE.learning_outcomes, credits=30)
    documents = [
        replace(
            document(build_form(FormKind.XLSX, programme=replace(PROGRAMME, modules=(m,))).content), file=f
        )
        for m, f in ((facts, "a.xlsx"), (rest, "b.xlsx"))
    ]
    reading = extract_programme(documents)
    assert len(reading.modules) == 1
    assert reading.modules[0].learning_outcomes == WHOLE.learning_outcomes
    assert reading.modules[0].credits == 20
    assert "credits" in reading.findings[-1].message


def test_the_modules_of_a_handbook_beside_a_template_come_after_those_of_the_template() -> None:
    template = document(build_form(FormKind.XLSX, programme=PROGRAMME).content)
    text = b"Module code: HB555\n\nModule title: Tides\n\nLearning outcomes\n\n1. Explain a spring tide to a crew\n"
    other = read_document(text, file="tides.txt")
    reading = extract_programme([other, template])
    assert [m.code for m in reading.modules] == ["HB101", "HB555"]


def test_a_leaflet_without_modules_beside_a_template_is_no_fault() -> None:
    template = document(build_form(FormKind.XLSX, programme=PROGRAMME).content)
    leaflet = read_document(b"A leaflet about the sea and those who sail it", file="leaflet.txt")
    assert [f.severity for f in extract_programme([leaflet]).findings] == [Severity.ERROR]
    assert extract_programme([template, leaflet]).findings == ()


def test_a_word_form_longer_than_is_read_again_is_not_made() -> None:
    with pytest.raises(InvalidError, match="rows"):
        build_form(FormKind.DOCX, programme=replace(PROGRAMME, modules=(WHOLE,) * 800))


@pytest.mark.parametrize("kind", FormKind)
def test_the_sample_programme_comes_back_from_the_template_as_it_was(
    samples_dir: Path, kind: FormKind
) -> None:
    handbook = samples_dir / "ba_business_handbook.docx"
    read = extract_programme([read_document(handbook.read_bytes(), file=handbook.name)])
    again = extract_programme([document(build_form(kind, programme=read).content, kind)])
    assert len(read.modules) > 1
    assert [replace(m, sources={}) for m in again.modules] == [replace(m, sources={}) for m in read.modules]


def test_a_template_of_invented_content_carries_its_mark() -> None:
    for kind in FormKind:
        built = build_form(kind, programme=programme(), is_sample=True)
        assert "SAMPLE" in built.file_name
        assert any(SAMPLE_MARK in p.text for p in document(built.content, kind).paragraphs())


def test_the_command_writes_a_template_that_can_be_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["template", "--format", "docx", "--to", str(tmp_path)]) == cli.DONE
    assert capsys.readouterr().out.strip() == str(tmp_path / "Programme-template.docx")
    assert (tmp_path / "Programme-template.docx").read_bytes().startswith(b"PK")


def test_the_command_fills_in_an_edition_of_the_workspace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = tmp_path / "filled.xlsx"
    filled.write_bytes(build_form(FormKind.XLSX, programme=PROGRAMME).content)
    workspace = ["--workspace", str(tmp_path / "w")]
    assert cli.main(["import-programme", str(filled), *workspace]) == cli.DONE
    assert cli.main(["template", "--programme", "1", "--to", str(tmp_path), *workspace]) == cli.DONE
    written = Path(capsys.readouterr().out.splitlines()[-1])
    reading = extract_programme([read_document(written.read_bytes(), file=written.name)])
    assert replace(reading.modules[0], sources={}) == WHOLE
