"""Joins what tables, pages and mark sheets say of the same unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mapper.catalogue.verbs import verbs_of
from mapper.intake.document import Document
from mapper.intake.readings import CriterionReading, LearningOutcomeReading, UnitReading
from mapper.intake.specification.drafts import UnitDraft
from mapper.intake.specification.labels import match_key, wording_key
from mapper.intake.specification.mark_sheets import MarkSheet, SheetRow, descriptors_of, sheet_findings
from mapper.values import FieldSource, Finding, Origin, Severity

WITHOUT_COLUMNS = {"txt"}
"""Formats whose tables were put together from lines, so that a cell's column is not certain."""


def join_pages(
    rows: Sequence[UnitReading],
    drafts: Sequence[UnitDraft],
    sheets: Sequence[MarkSheet],
    *,
    document: Document,
    findings: Sequence[Finding] = (),
) -> tuple[list[UnitReading], list[Finding]]:
    """The units of the tables with the wording of their pages and the marks of their mark sheets.

    A page is matched by its reference, else by its title; one without a row in the tables stands
    as a unit of its own, after them. Figures of the table stand where the page says otherwise.
    `findings` on pages are handed on, under the name that the unit has in the tables.
    """
    units = list(rows)
    said: list[Finding] = []
    names: dict[str, str] = {}
    for draft in drafts:
        page = draft.reading()
        at = _position(units, page.ref, page.title)
        if at is None:
            units.append(replace(page, ref=page.ref or draft.page_code))
        else:
            names[draft.name] = f"Unit {units[at].ref}"
            said.extend(_disagreements(units[at], page, draft))
            units[at] = replace(
                units[at],
                purpose=page.purpose,
                learning_outcomes=page.learning_outcomes,
                sources={**units[at].sources, **page.sources},
            )
    for n, sheet in enumerate(sheets):
        at = _position(units, None, sheet.title)
        if at is None and len(sheets) == len(drafts) == len(units):
            at = n
        if at is None:
            said.append(_unmatched(sheet))
            continue
        has_columns = document.format not in WITHOUT_COLUMNS
        units[at], of_sheet = _with_sheet(units[at], sheet, has_columns=has_columns)
        said.extend(of_sheet)
    renamed = [replace(f, subject=names.get(f.subject, f.subject)) for f in findings]
    return units, renamed + said


def _position(units: Sequence[UnitReading], ref: str | None, title: str) -> int | None:
    by_ref = [n for n, unit in enumerate(units) if ref and unit.ref == ref]
    by_title = [n for n, unit in enumerate(units) if title and match_key(unit.title) == match_key(title)]
    found = by_ref or by_title
    return found[0] if len(found) == 1 else None


def _disagreements(row: UnitReading, page: UnitReading, draft: UnitDraft) -> Iterator[Finding]:
    for name in ("level", "credits", "glh"):
        listed, stated = getattr(row, name), getattr(page, name)
        if stated is not None and listed is not None and listed != stated:
            label = "guided learning hours" if name == "glh" else name
            yield Finding(
                Severity.WARNING,
                f"Unit {row.ref}",
                f"The overview gives {listed:g} as the {label} of unit {row.ref}, its own page {stated:g}; "
                "the overview's was used.",
                "Ask the awarding body which figure holds.",
                draft.locator,
            )
    if draft.page_code and row.ref and draft.page_code not in row.ref:
        yield Finding(
            Severity.INFO,
            f"Unit {row.ref}",
            f"The page of unit {row.ref} calls the unit {draft.page_code}.",
            "Nothing needs to be done.",
            draft.locator,
        )


def _unmatched(sheet: MarkSheet) -> Finding:
    return Finding(
        Severity.ERROR,
        f"Mark sheet “{sheet.title}”" if sheet.title else "Mark sheet",
        "The mark sheet names no unit of this document by its title, so its marks were left out.",
        "Correct the mark sheet's title in the document and import it again.",
        sheet.locator,
    )


def _with_sheet(
    unit: UnitReading, sheet: MarkSheet, *, has_columns: bool
) -> tuple[UnitReading, list[Finding]]:
    name = f"Unit {unit.ref}" if unit.ref else f"Unit “{unit.title}”"
    findings = list(sheet_findings(sheet, name))
    rows = {row.number: row for row in sheet.rows}
    if not unit.learning_outcomes:
        unit = replace(unit, learning_outcomes=_outcomes_of(sheet))
        findings.append(_wording_from_sheet(name, sheet))
    numbers = {c.number for lo in unit.learning_outcomes for c in lo.criteria}
    for only, is_on_sheet in ((rows.keys() - numbers, True), (numbers - rows.keys(), False)):
        if only:
            findings.append(_one_sided(name, sorted(only), sheet, is_on_sheet=is_on_sheet))
    outcomes = tuple(
        replace(
            lo,
            criteria=tuple(
                _with_row(c, rows[c.number], name, findings, has_columns=has_columns)
                if c.number in rows
                else c
                for c in lo.criteria
            ),
        )
        for lo in unit.learning_outcomes
    )
    if sheet.total is not None:
        source = FieldSource(Origin.READ, sheet.total_at or sheet.locator)
        unit = replace(unit, marks_total=sheet.total, sources={**unit.sources, "marks_total": source})
    return replace(unit, learning_outcomes=outcomes), findings


def _outcomes_of(sheet: MarkSheet) -> tuple[LearningOutcomeReading, ...]:
    numbers = dict.fromkeys(row.number.split(".")[0] for row in sheet.rows)
    return tuple(
        LearningOutcomeReading(
            number=number,
            text=sheet.outcomes.get(number, ""),
            criteria=tuple(_criterion_of(r) for r in sheet.rows if r.number.split(".")[0] == number),
        )
        for number in numbers
    )


def _criterion_of(row: SheetRow) -> CriterionReading:
    verbs = verbs_of(row.text)
    return CriterionReading(
        number=row.number,
        text=row.text,
        verb=verbs[0] if verbs else None,
        verbs=verbs,
        sources={"text": FieldSource(Origin.READ, row.locator)},
    )


def _with_row(
    criterion: CriterionReading, row: SheetRow, name: str, findings: list[Finding], *, has_columns: bool
) -> CriterionReading:
    if row.text and wording_key(row.text) != wording_key(criterion.text):
        findings.append(
            Finding(
                Severity.WARNING,
                name,
                f"Criterion {row.number} is worded differently on the mark sheet; the wording of the unit's page was used.",
                "Ask the awarding body which wording holds.",
                row.locator,
            )
        )
    descriptors = descriptors_of(row, has_columns=has_columns) if row.columns else None
    if row.columns and descriptors is None:
        findings.append(
            Finding(
                Severity.ERROR,
                name,
                f"The sufficiency descriptors of criterion {row.number} could not be told apart by their columns.",
                "Compare the mark sheet with the document, and enter the descriptors by hand.",
                row.locator,
            )
        )
    return replace(
        criterion,
        marks=row.marks,
        pass_marks=row.pass_marks,
        descriptors=descriptors or criterion.descriptors,
        sources={**criterion.sources, "marks": FieldSource(Origin.READ, row.locator)},
    )


def _wording_from_sheet(name: str, sheet: MarkSheet) -> Finding:
    return Finding(
        Severity.WARNING,
        name,
        "The document holds the unit's mark sheet but not its own page, so the wording is the mark sheet's.",
        "Compare the criteria with the unit's own page.",
        sheet.locator,
    )


def _one_sided(name: str, numbers: list[str], sheet: MarkSheet, *, is_on_sheet: bool) -> Finding:
    where, lacking = ("mark sheet", "unit's page") if is_on_sheet else ("unit's page", "mark sheet")
    subject = (
        f"Criterion {numbers[0]} stands" if len(numbers) == 1 else f"Criteria {', '.join(numbers)} stand"
    )
    return Finding(
        Severity.WARNING,
        name,
        f"{subject} on the {where} but not on the {lacking}.",
        "Ask the awarding body which of them is complete.",
        sheet.locator,
    )
