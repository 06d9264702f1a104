"""The workbook's sheet on every path: what the verdicts rest on, and what is not guaranteed."""

from __future__ import annotations

from collections.abc import Sequence

from exports.documents.parts import MappingDocument, OpenEntry, PathsAnnex
from exports.printed_sheet import PrintedSheet, Value
from exports.sheet_styles import verdict_style

PATH_WIDTHS = (16, 10, 44, 12, 16, 16, 60, 44)


def add_every_path(sheet: PrintedSheet, document: MappingDocument) -> None:
    """Fills the sheet: what was entered, who escapes which criterion, what was found."""
    annex = document.paths
    sheet.sheet.print_title_rows = f"1:{sheet.row}"
    for sentence in annex.said:
        sheet.add_line(sentence, "Sentence")
    for title, facts in (
        ("Who takes what, as entered", annex.structure),
        ("What a pass takes, as entered", annex.rules),
        ("Other ways in", annex.ways),
        ("Exit awards", annex.awards),
        ("Accepted by module completed, as reported", annex.accepted),
    ):
        if facts:
            sheet.add_line(title, "Section")
        for fact in facts:
            sheet.add_line(f"{fact.name}: {fact.value}", "Sentence")
    if document.shows_verdicts:
        _add_not_guaranteed(sheet, annex.not_guaranteed)
    sheet.add_line("What bears on the verdicts", "Section")
    for finding in annex.findings:
        said = f"{finding.severity.capitalize()}, {finding.subject}: {finding.message} {finding.remedy}"
        sheet.add_line(said.strip(), "Sentence")
    _add_doubts(sheet, annex)


def _add_doubts(sheet: PrintedSheet, annex: PathsAnnex) -> None:
    if not annex.doubts:
        return
    sheet.add_line("What to look at in the evidence", "Section")
    sheet.add_line(annex.doubts_said, "Sentence")
    for doubt in annex.doubts:
        finding = doubt.finding
        said = f"{finding.severity.capitalize()}, {finding.subject}: {finding.message} {finding.remedy}"
        sheet.add_line(said.strip(), "Sentence")
        for fact in doubt.evidence:
            sheet.add_line(f"{fact.name}: {fact.value}", "Sentence")


def _add_not_guaranteed(sheet: PrintedSheet, entries: Sequence[OpenEntry]) -> None:
    sheet.add_line("Criteria that are not guaranteed for every learner", "Section")
    if not entries:
        sheet.add_line("Every criterion that could be judged is guaranteed by both measures.", "Sentence")
        return
    heads = [
        "Unit",
        "AC",
        "Criterion",
        "Coverage",
        "By module",
        "By component",
        "Why",
        "A learner without it",
    ]
    sheet.add_head(heads, is_repeated=False)
    head_row = sheet.row
    for entry in entries:
        values: list[Value] = [entry.unit_ref, entry.number, entry.text, entry.state.value]
        styles = ["Text", "Wording", "Text", entry.state.value.capitalize()]
        if verdict := entry.verdict:
            values += [verdict.by_module.value, verdict.by_component.value, verdict.why, verdict.learner]
            both = (verdict.by_module, verdict.by_component)
            styles += [*(verdict_style(v) for v in both), "Text", "Text"]
        else:
            values, styles = [*values, *[None] * 4], [*styles, *["Text"] * 4]
        sheet.add_row(values, styles)
    sheet.add_filter(head_row=head_row)
