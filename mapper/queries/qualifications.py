"""What people found out about an edition's qualifications: their last dates, and rules they entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from mapper import models
from mapper.catalogue import parse_rule
from mapper.errors import NotFoundError
from mapper.models import RowKind
from mapper.queries.combination import dates_finding
from mapper.queries.people import ERASED, name_of, names_of
from mapper.record import EnteredRule
from mapper.values import Finding, Locator, Viewer


@dataclass(frozen=True, slots=True)
class EnteredFacts:
    """A qualification's dates and rule; `not_understood` are the words of the rule as read, if any.

    `warning` is what a choice of it is warned of; the names are of those who entered last.
    """

    id: int
    title: str
    accreditation_number: str
    last_registration: date | None
    last_certification: date | None
    checked_on: date | None
    dates_by: str
    rule_text: str | None
    not_understood: str | None
    rule_entered: str | None
    rule_by: str
    rule_at: datetime | None
    warning: Finding | None

    @property
    def needs_rule(self) -> bool:
        """Whether a person may enter the rule: none is stated, or the one read was not understood."""
        return self.rule_text is None or self.not_understood is not None


def edition_of(session: Session, *, viewer: Viewer, qualification_id: int) -> int:
    """The id of the edition of the viewer's qualification; NotFoundError where they have no such one."""
    row = session.get(models.Qualification, qualification_id)
    if row is None or row.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such qualification.", subject=f"qualification {qualification_id}")
    return row.edition_id


def entered_facts(session: Session, *, viewer: Viewer, edition_id: int) -> tuple[EnteredFacts, ...]:
    """The qualifications of the viewer's edition in its order; empty where they have no such one."""
    rows = session.exec(
        select(models.Qualification, models.Specification.code)
        .join(
            models.SpecificationEdition,
            col(models.SpecificationEdition.id) == col(models.Qualification.edition_id),
        )
        .join(
            models.Specification,
            col(models.Specification.id) == col(models.SpecificationEdition.specification_id),
        )
        .where(
            models.Qualification.edition_id == edition_id,
            models.Qualification.institution_id == viewer.institution_id,
        )
        .order_by(col(models.Qualification.position))
    ).all()
    origins = session.exec(
        select(models.FieldOrigin).where(
            models.FieldOrigin.row_kind == RowKind.QUALIFICATION,
            col(models.FieldOrigin.row_id).in_([row.id for row, _ in rows]),
            col(models.FieldOrigin.field).in_(["dates_checked_on", "rule_entered"]),
        )
    ).all()
    set_by = {(o.row_id, o.field): o for o in origins}
    names = names_of(session, person_ids=[o.person_id for o in origins if o.person_id])
    return tuple(_facts(row, code, set_by, names) for row, code in rows)


def rule_of(
    session: Session, *, row: models.Qualification, code: str
) -> tuple[EnteredRule | None, str | None]:
    """The rule that a person entered, if any, and the words of the rule that counts that were not understood."""
    text = row.rule_entered or row.rule_text
    unread = parse_rule(text, code=code).not_understood if text else None
    if row.rule_entered is None:
        return None, unread
    rows = session.exec(
        select(models.FieldOrigin, models.SourceDocument.name)
        .join(
            models.SourceDocument,
            col(models.SourceDocument.id) == col(models.FieldOrigin.source_document_id),
            isouter=True,
        )
        .where(
            models.FieldOrigin.row_kind == RowKind.QUALIFICATION,
            models.FieldOrigin.row_id == row.id,
            col(models.FieldOrigin.field).in_(["rule_entered", "rule_text"]),
        )
    ).all()
    by_field = {origin.field: (origin, file) for origin, file in rows}
    entered, _ = by_field.get("rule_entered", (None, None))
    read, file = by_field.get("rule_text", (None, None))
    who = entered.person_id if entered else None
    place = str(Locator.from_json(file or "", read.locator)) if read else ""
    return (
        EnteredRule(
            text=row.rule_entered,
            by=name_of(session, person_id=who) if who else ERASED,
            at=entered.set_at if entered else None,
            read_at=", ".join(part for part in (file, place) if part),
        ),
        unread,
    )


def _facts(
    row: models.Qualification,
    code: str,
    set_by: dict[tuple[int, str], models.FieldOrigin],
    names: dict[str, str],
) -> EnteredFacts:
    dates, rule = set_by.get((row.id, "dates_checked_on")), set_by.get((row.id, "rule_entered"))
    return EnteredFacts(
        id=row.id,
        title=row.title,
        accreditation_number=row.accreditation_number,
        last_registration=row.last_registration_date,
        last_certification=row.last_certification_date,
        checked_on=row.dates_checked_on,
        dates_by=names.get(dates.person_id or "", ERASED) if dates else "",
        rule_text=row.rule_text,
        not_understood=parse_rule(row.rule_text, code=code).not_understood if row.rule_text else None,
        rule_entered=row.rule_entered,
        rule_by=names.get(rule.person_id or "", ERASED) if rule else "",
        rule_at=rule.set_at if rule else None,
        warning=dates_finding(row),
    )
