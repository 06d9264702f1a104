"""The mapping document as a workbook that is ready to print."""

from __future__ import annotations

import io
import re
from itertools import zip_longest

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBarRule

from exports.documents.parts import CriterionEntry, EvidenceEntry, MappingDocument, UnitEntry
from exports.documents.verdicts import VerdictTally
from exports.documents.words import day
from exports.path_sheet import PATH_WIDTHS, add_every_path
from exports.printed_sheet import CUT, PrintedSheet, Value, pieces
from exports.sheet_styles import add_styles, verdict_style

SHEET_NAME_LIMIT = 31
SHARE_COLUMN = 10
OWN_NAMES = ("Summary", "Every path", "Matrix", "Modules", "Open criteria", "Notes")
UNIT_HEADS = (
    "LO", "AC", "Criterion", "Coverage", "By module", "By component", "Module", "Assessment", "Evidence, word for word", "Place",
    "Judged as", "Reason", "Judged by", "Date",
)  # fmt: skip
UNIT_WIDTHS = (5, 8, 28, 12, 14, 14, 17, 20, 44, 18, 12, 36, 14, 13)
QUOTATION_WIDTH, REASON_WIDTH = UNIT_WIDTHS[8], UNIT_WIDTHS[11]


def mapping_xlsx(document: MappingDocument) -> bytes:
    """The workbook: Summary, a sheet per unit, Every path, Matrix, Modules, Open criteria, Notes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    _add_summary(book, document)
    names = _sheet_names(document)
    for unit, name in zip(document.units, names, strict=True):
        _add_unit(book, document, unit, name)
    paths = _sheet(book, document, "Every path", title="Coverage on every path", widths=PATH_WIDTHS)
    add_every_path(paths, document)
    _add_matrix(book, document)
    _add_modules(book, document)
    _add_open_criteria(book, document)
    _add_notes(book, document)
    book.properties.title = f"{document.title}: {_subject(document)}"
    book.properties.creator = document.institution
    book.properties.language = "en-GB"
    book.properties.created = document.made_at.replace(tzinfo=None)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _subject(document: MappingDocument) -> str:
    return f"{document.programme_title} · {document.qualification_title}"


def _sheet(
    book: Workbook, document: MappingDocument, name: str, *, title: str, widths: tuple[int, ...]
) -> PrintedSheet:
    subject = f"{document.institution}: {_subject(document)}"
    return PrintedSheet(book, name, title=title, subject=subject, stamps=document.stamps, widths=widths)


def _sheet_names(document: MappingDocument) -> list[str]:
    """The units' references as sheet names, which are short, unique and free of some characters."""
    taken = {name.lower() for name in OWN_NAMES}
    names = []
    for place, unit in enumerate(document.units, start=1):
        name = re.sub(r"[\[\]:*?/\\]", "-", unit.ref).strip("' ")[:SHEET_NAME_LIMIT] or f"Unit {place}"
        if name.lower() in taken:
            name = f"{name[: SHEET_NAME_LIMIT - 5]} ({place})"
        taken.add(name.lower())
        names.append(name)
    return names


def _add_summary(book: Workbook, document: MappingDocument) -> None:
    widths = (14, 44, 12, 10, 8, 8, 10, 8, 11, 16, 16, 16)
    sheet = _sheet(book, document, "Summary", title=document.title, widths=widths)
    sheet.sheet.print_title_rows = f"1:{sheet.row}"
    sheet.add_space()
    for sentence in document.headline:
        sheet.add_line(sentence, "Sentence")
    sheet.add_space()
    sheet.add_line("Coverage by unit", "Section")
    states = [state.value.capitalize() for state, _ in document.tally.by_state]
    held = ["Guaranteed by module", "Guaranteed by component"]
    heads = ["Unit", "Title", "Credits", "Criteria", *states, "Fully covered", *held]
    sheet.add_head(heads, is_repeated=False, figures_from=3)
    first = sheet.row + 1
    for unit in document.units:
        values = [*_tally_row(unit), *_held(unit.verdicts, document)]
        sheet.add_row(values, ["Wording", "Text", *["Figure"] * 10])
        sheet.sheet.cell(sheet.row, SHARE_COLUMN).number_format = "0 %"
    if document.units:
        area = f"J{first}:J{sheet.row}"
        bar = DataBarRule("num", 0, "num", 1, color="6DA595", minLength=0, maxLength=100)  # type: ignore[no-untyped-call]
        sheet.sheet.conditional_formatting.add(area, bar)
    total = document.tally
    counts = [count for _, count in total.by_state]
    share = total.full / total.total if total.total else None
    sheet.add_row(
        ["All units", "", document.credits, total.total, *counts, share, *_held(document.verdicts, document)],
        ["Band", "Band", *["Total"] * 10],
    )
    sheet.sheet.cell(sheet.row, SHARE_COLUMN).number_format = "0 %"
    if document.credits_note:
        sheet.add_line(document.credits_note, "Subject")
    for title, facts in (
        ("ILM’s approval, as reported", document.approval),
        ("Programme", document.programme),
        ("Qualification", document.qualification),
    ):
        if not facts:
            continue
        sheet.add_space()
        sheet.add_line(title, "Section")
        for fact in facts:
            sheet.add_line(f"{fact.name}: {fact.value}", "Sentence")


def _held(held: VerdictTally, document: MappingDocument) -> list[Value]:
    """How many criteria are guaranteed by either measure; nothing where that is not known."""
    if not document.shows_verdicts or not held.total:
        return [None, None]
    return [held.guaranteed_by_module, held.guaranteed_by_component]


def _tally_row(unit: UnitEntry) -> list[Value]:
    if not unit.tally.total:
        return [unit.ref, f"{unit.title} (wording not imported)", unit.credits, 0, *[None] * 6]
    counts = [count for _, count in unit.tally.by_state]
    return [unit.ref, unit.title, unit.credits, unit.tally.total, *counts, unit.tally.full / unit.tally.total]


def _add_unit(book: Workbook, document: MappingDocument, unit: UnitEntry, name: str) -> None:
    sheet = _sheet(book, document, name, title=f"{unit.ref} {unit.title}", widths=UNIT_WIDTHS)
    sheet.add_line(f"{unit.size}. Coverage: {unit.tally.in_words}.", "Subject")
    if document.shows_verdicts and unit.verdicts.total:
        sheet.add_line(unit.verdicts.sentence, "Subject")
    sheet.add_head(UNIT_HEADS)
    if unit.note:
        sheet.add_line(unit.note, "Stamp")
    for outcome in unit.outcomes:
        sheet.add_line(f"LO {outcome.number}: {outcome.text}\n{outcome.delivery}", "Band")
        for criterion in outcome.criteria:
            _add_criterion(sheet, outcome.number, criterion)


def _add_criterion(sheet: PrintedSheet, outcome: str, criterion: CriterionEntry) -> None:
    state, verdict = criterion.state.value, criterion.verdict
    on_paths: list[Value] = [verdict.by_module.value, verdict.by_component.value] if verdict else [None, None]
    said: list[Value] = [outcome, criterion.number, criterion.text, state, *on_paths]
    styles = ["Repeated", "Wording", "Wording", state.capitalize()]
    styles += (
        [verdict_style(v) for v in (verdict.by_module, verdict.by_component)] if verdict else ["Text"] * 2
    )
    again: list[Value] = [outcome, criterion.number, *[None] * 4]
    note = "\n".join(filter(None, (criterion.note, criterion.why)))
    if note or not criterion.evidence:
        for piece in pieces(note, width=REASON_WIDTH):
            sheet.add_row([*said, *[None] * 5, piece, None, None], [*styles, *["Text"] * 8])
            said, styles = again, ["Repeated"] * 6
    for item in criterion.evidence:
        _add_evidence(sheet, said, styles, item)
        said, styles = again, ["Repeated"] * 6


def _add_evidence(sheet: PrintedSheet, said: list[Value], styles: list[str], item: EvidenceEntry) -> None:
    """The evidence in one row, or in several where a quotation or reason is too long to print in one."""
    quotations = pieces(item.quotation or "No quotation recorded.", width=QUOTATION_WIDTH)
    reasons = pieces(item.reason, width=REASON_WIDTH)
    before = f" (was judged {item.judged_before})" if item.judged_before else ""
    if not said[2]:
        said = [said[0], item.label, *said[2:]]
    assessment = item.assessment if item.has_component else f"{item.assessment} ({item.statement})"
    texts = ["Text", "Text", "Quotation", "Text", item.judged_as.value.capitalize(), "Text", "Text", "Text"]
    sheet.add_row(
        [
            *(*said, item.module, assessment, quotations[0], item.place),
            *(f"{item.judged_as}{before}", reasons[0], item.judged_by, item.judged_on),
        ],
        [*styles, *texts],
    )
    for quotation, reason in list(zip_longest(quotations, reasons))[1:]:
        before_it: list[Value] = [said[0], item.label, *[None] * 4, "(continued)", None]
        sheet.add_row(
            [*before_it, quotation, None, None, reason, None, None],
            [*["Repeated"] * 8, "Quotation", *["Text"] * 5],
        )


def _add_matrix(book: Workbook, document: MappingDocument) -> None:
    columns = document.matrix.columns
    widths = (14, 7, 44, 12, *[8] * len(columns))
    sheet = _sheet(book, document, "Matrix", title="Criteria against assessments", widths=widths)
    sheet.add_line(
        "; ".join(f"{fact.name}: {fact.value}" for fact in document.matrix.legend) + ".", "Sentence"
    )
    heads = [f"{column.module}: {column.assessment}" for column in columns]
    sheet.add_head(["Unit", "AC", "Criterion", "Coverage", *heads], turned_from=5)
    head_row = sheet.row
    sheet.sheet.freeze_panes = f"E{head_row + 1}"
    for row in document.matrix.rows:
        values = [row.unit_ref, row.number, row.text, row.state.value, *(mark or None for mark in row.marks)]
        state = row.state.value.capitalize()
        sheet.add_row(values, ["Text", "Wording", "Text", state, *["Mark"] * len(row.marks)])
    sheet.add_filter(head_row=head_row)


def _add_modules(book: Workbook, document: MappingDocument) -> None:
    sheet = _sheet(
        book, document, "Modules", title="Modules and assessments", widths=(40, 34, 44, 18, 12, 20, 20)
    )
    sheet.add_head(
        [
            "Module",
            "Level, credits, status",
            "Assessment",
            "Type",
            "Weight",
            "Outcomes tested",
            "Must be passed",
        ]
    )
    head_row = sheet.row
    for module in document.modules:
        if not module.assessments:
            nothing = "no assessments were read"
            sheet.add_row(
                [module.name, module.size, nothing, None, None, None, None], ["Wording", *["Text"] * 6]
            )
        for a in module.assessments:
            values = [module.name, module.size, a.title, a.type, a.weight, a.outcomes, a.must_pass]
            sheet.add_row(values, ["Wording", *["Text"] * 6])
    sheet.add_filter(head_row=head_row)


def _add_open_criteria(book: Workbook, document: MappingDocument) -> None:
    sheet = _sheet(book, document, "Open criteria", title="Open criteria", widths=(16, 10, 100, 16))
    sheet.add_head(["Unit", "AC", "Criterion", "State"])
    head_row = sheet.row
    for entry in document.open_criteria:
        state = entry.state.value.capitalize()
        values = [entry.unit_ref, entry.number, entry.text, entry.state.value]
        sheet.add_row(values, ["Text", "Wording", "Text", state])
    sheet.add_filter(head_row=head_row)
    if not document.open_criteria:
        sheet.add_line("No criterion that could be judged is open.", "Sentence")
    for unit in document.units:
        if unit.note:
            sheet.add_line(f"{unit.ref}: {unit.note}", "Sentence")


def _add_notes(book: Workbook, document: MappingDocument) -> None:
    sheet = _sheet(book, document, "Notes", title="Notes", widths=(22, 30, 90, 40))
    sheet.sheet.print_title_rows = f"1:{sheet.row}"
    sheet.add_line(f"As it stood on {day(document.made_at)}.", "Subject")
    sheet.add_line("How to read this document", "Section")
    for state, _ in document.tally.by_state:
        sheet.add_row(
            [state.value, None, state.meaning, None], [state.value.capitalize(), "Text", "Text", "Text"]
        )
    for standing, meaning in document.legend:
        sheet.add_row(
            [standing.value, None, meaning, None], [verdict_style(standing), "Text", "Text", "Text"]
        )
    for note in document.notes:
        sheet.add_row([note.name, None, note.value, None], ["Wording", "Text", "Text", "Text"])
    if document.rule_text or document.rule_note:
        sheet.add_line("Rule of combination, as the specification gives it", "Section")
        for said in filter(None, (document.rule_text, document.rule_note)):
            sheet.add_line(said, "Sentence")
    if document.additional_assessment:
        sheet.add_line("Additional assessment, as reported", "Section")
        for entry in document.additional_assessment:
            values = [entry.unit_ref, entry.number, entry.text, entry.state.value]
            sheet.add_row(values, ["Wording", "Text", "Text", entry.state.value.capitalize()])
    sheet.add_line("Findings", "Section")
    sheet.add_head(["Severity", "Subject", "What was found, and what to do", "Place"], is_repeated=False)
    for finding in document.findings:
        values = [
            finding.severity,
            finding.subject,
            f"{finding.message} {finding.remedy}".strip(),
            finding.place,
        ]
        sheet.add_row(values, ["Wording", "Text", "Text", "Text"])
    sheet.add_line("Sources", "Section")
    sheet.add_head(["For", "Format", "File", "SHA-256, first 12 digits"], is_repeated=False)
    for source in document.sources:
        sheet.add_row(
            [source.role, source.format, source.name, source.sha256], ["Wording", "Text", "Text", "Text"]
        )
    for place in _cut_cells(book):
        sheet.add_line(
            f"{place} holds the beginning of a text that is longer than a cell can hold.", "Sentence"
        )


def _cut_cells(book: Workbook) -> list[str]:
    return [
        f"Sheet {sheet.title}, cell {cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.endswith(CUT)
    ]
