"""Reads a specification from a document: its qualifications, units, wording and mark sheets."""

from __future__ import annotations

from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.readings import SpecificationReading, UnitReading
from mapper.intake.specification.checks import (
    numbering_findings,
    rule_findings,
    total_findings,
    wording_findings,
)
from mapper.intake.specification.joining import join_pages
from mapper.intake.specification.labels import SIZE_WORD, level_of
from mapper.intake.specification.mark_sheets import is_mark_sheet_table, read_mark_sheets
from mapper.intake.specification.qualifications import is_qualification_table, read_qualifications
from mapper.intake.specification.settling import settle_unpaired
from mapper.intake.specification.substitutions import read_substitutions
from mapper.intake.specification.unit_pages import read_unit_pages
from mapper.intake.specification.unit_tables import (
    is_unit,
    read_unit_tables,
    specification_code,
    unit_columns,
)
from mapper.values import Finding, Severity


def extract_specification(document: Document) -> SpecificationReading:
    """The specification that a document holds, or the units' wording alone.

    Wording stands exactly as written, white space squeezed. Whatever is wrong, doubtful or
    missing is a finding, the document's own findings first; a document without any qualification
    or unit gives one of severity error. Order is the document's.
    """
    qualifications, findings = read_qualifications(document)
    rows = read_unit_tables(document)
    drafts, page_findings = read_unit_pages(document, is_other=_is_other)
    sheets = read_mark_sheets(document)
    page_findings += settle_unpaired(drafts, sheets)
    units, join_findings = join_pages(rows.units, drafts, sheets, document=document, findings=page_findings)
    if not qualifications and not any(is_unit(unit) for unit in units):
        units = []
    code = specification_code(units)
    substitutions, substitution_findings = read_substitutions(document, units, code)
    levels = {q.level for q in qualifications}
    reading = SpecificationReading(
        code=code,
        title=_title(document, {q.title for q in qualifications}),
        level=levels.pop() if len(levels) == 1 else None,
        qualifications=qualifications,
        units=tuple(units),
        substitutions=substitutions,
    )
    said = (
        *document.findings,
        *findings,
        *rows.findings,
        *join_findings,
        *substitution_findings,
        *numbering_findings(reading),
        *rule_findings(reading),
        *total_findings(reading),
        *wording_findings(reading),
        *_nothing_read(document, qualifications, units),
    )
    return SpecificationReading(
        code=reading.code,
        title=reading.title,
        level=reading.level,
        qualifications=reading.qualifications,
        units=reading.units,
        substitutions=reading.substitutions,
        findings=said,
    )


def _is_other(table: Table) -> bool:
    """Whether a table is read elsewhere: as a qualification, an overview of units or a mark sheet."""
    return bool(is_qualification_table(table) or unit_columns(table) or is_mark_sheet_table(table))


def _title(document: Document, qualifications: set[str]) -> str | None:
    """The document's own title, where it opens with one that names several sizes or a specification."""
    opening = [b.text for b in document.blocks[:2] if isinstance(b, Paragraph) and b.text]
    if not opening:
        return None
    # A long title is broken over lines in PDF.
    text = " ".join(opening) if opening[0].endswith((" in", " of", " and", " for", ",")) else opening[0]
    if text in qualifications or len(text) > 150 or text.endswith("."):
        return None
    sizes = {match[1].lower() for match in SIZE_WORD.finditer(text)}
    is_titled = "specification" in text.lower() or (sizes and level_of(text) is not None)
    return text if is_titled else None


def _nothing_read(
    document: Document, qualifications: tuple[object, ...], units: list[UnitReading]
) -> tuple[Finding, ...]:
    if qualifications or units:
        return ()
    return (
        Finding(
            Severity.ERROR,
            document.file,
            "The document holds neither a qualification nor a unit with learning outcomes.",
            "Supply the awarding body's specification or unit document.",
        ),
    )


__all__ = ["extract_specification"]
