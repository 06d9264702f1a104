"""A published edition as a reading again: to compare with another, and to draft the next one from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from mapper import models
from mapper.errors import NotFoundError
from mapper.intake.readings import (
    CriterionReading,
    Descriptors,
    LearningOutcomeReading,
    QualificationReading,
    SpecificationReading,
    SubstitutionReading,
    UnitReading,
)
from mapper.models import RowKind
from mapper.queries.findings import findings_of
from mapper.queries.grouping import grouped
from mapper.values import FieldSource, Locator, Viewer

Sources = Mapping[tuple[RowKind, int], Mapping[str, FieldSource]]
FACTS = ("title", "accreditation_number", "size", "level", "credits_min", "credits_max", "glh")
MORE_FACTS = ("average_glh", "tqt", "induction", "tutorial_support", "duration", "rule_text")
# Entered on the edition, not part of what a specification says.
ENTERED = {"last_registration_date", "last_certification_date", "dates_checked_on", "rule_entered"}


def edition_reading(session: Session, *, viewer: Viewer, edition_id: int) -> SpecificationReading:
    """The viewer's edition as a reading with sources and findings; NotFoundError where there is none."""
    edition = session.get(models.SpecificationEdition, edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such specification edition.", subject=f"edition {edition_id}")
    qualifications = session.exec(
        select(models.Qualification)
        .where(models.Qualification.edition_id == edition_id)
        .order_by(col(models.Qualification.position))
    ).all()
    units = session.exec(
        select(models.Unit).where(models.Unit.edition_id == edition_id).order_by(col(models.Unit.position))
    ).all()
    outcomes = session.exec(
        select(models.LearningOutcome)
        .join(models.Unit, col(models.Unit.id) == col(models.LearningOutcome.unit_id))
        .where(models.Unit.edition_id == edition_id)
        .order_by(col(models.LearningOutcome.position))
    ).all()
    criteria = session.exec(
        select(models.Criterion)
        .join(
            models.LearningOutcome,
            col(models.LearningOutcome.id) == col(models.Criterion.learning_outcome_id),
        )
        .join(models.Unit, col(models.Unit.id) == col(models.LearningOutcome.unit_id))
        .where(models.Unit.edition_id == edition_id)
        .order_by(col(models.Criterion.position))
    ).all()
    rows = {
        RowKind.SPECIFICATION_EDITION: [edition.id],
        RowKind.QUALIFICATION: [q.id for q in qualifications],
        RowKind.UNIT: [u.id for u in units],
        RowKind.LEARNING_OUTCOME: [o.id for o in outcomes],
        RowKind.CRITERION: [c.id for c in criteria],
    }
    sources = _sources(session, rows)
    criteria_of = grouped((c.learning_outcome_id, _criterion(c, sources)) for c in criteria)
    outcomes_of = grouped((o.unit_id, _outcome(o, criteria_of.get(o.id, []), sources)) for o in outcomes)
    return SpecificationReading(
        code=session.get_one(models.Specification, edition.specification_id).code,
        title=edition.title,
        level=edition.level,
        qualifications=tuple(_qualification(q, sources) for q in qualifications),
        units=tuple(_unit(u, outcomes_of.get(u.id, []), sources) for u in units),
        substitutions=_substitutions(session, edition_id),
        findings=findings_of(session, kind=RowKind.SPECIFICATION_EDITION, row_id=edition_id),
        sources=sources.get((RowKind.SPECIFICATION_EDITION, edition.id), {}),
    )


def documents_of(session: Session, *, edition_id: int) -> set[int]:
    """Ids of the documents in which the fields of an edition were read."""
    of_edition = {
        RowKind.QUALIFICATION: select(models.Qualification.id).where(
            models.Qualification.edition_id == edition_id
        ),
        RowKind.UNIT: select(models.Unit.id).where(models.Unit.edition_id == edition_id),
        RowKind.LEARNING_OUTCOME: select(models.LearningOutcome.id)
        .join(models.Unit, col(models.Unit.id) == col(models.LearningOutcome.unit_id))
        .where(models.Unit.edition_id == edition_id),
        RowKind.CRITERION: select(models.Criterion.id)
        .join(
            models.LearningOutcome,
            col(models.LearningOutcome.id) == col(models.Criterion.learning_outcome_id),
        )
        .join(models.Unit, col(models.Unit.id) == col(models.LearningOutcome.unit_id))
        .where(models.Unit.edition_id == edition_id),
    }
    found: set[int | None] = set()
    for kind, ids in of_edition.items():
        found |= set(
            session.exec(
                select(models.FieldOrigin.source_document_id)
                .where(models.FieldOrigin.row_kind == kind, col(models.FieldOrigin.row_id).in_(ids))
                .distinct()
            ).all()
        )
    return {i for i in found if i is not None}


def _sources(session: Session, rows: Mapping[RowKind, list[int]]) -> Sources:
    found: dict[tuple[RowKind, int], dict[str, FieldSource]] = {}
    for kind, ids in rows.items():
        origins = session.exec(
            select(models.FieldOrigin, models.SourceDocument.name)
            .join(
                models.SourceDocument,
                col(models.SourceDocument.id) == col(models.FieldOrigin.source_document_id),
                isouter=True,
            )
            .where(models.FieldOrigin.row_kind == kind, col(models.FieldOrigin.row_id).in_(ids))
            .order_by(col(models.FieldOrigin.id))
        ).all()
        for origin, file in origins:
            if origin.field not in ENTERED:
                found.setdefault((kind, origin.row_id), {})[origin.field] = FieldSource(
                    origin=origin.origin,
                    locator=Locator.from_json(file or "", origin.locator),
                    value=origin.value,
                    by=origin.person_id,
                    at=origin.set_at,
                )
    return found


def _substitutions(session: Session, edition_id: int) -> tuple[SubstitutionReading, ...]:
    rows = session.exec(
        select(models.Substitution)
        .where(models.Substitution.edition_id == edition_id)
        .order_by(col(models.Substitution.id))
    ).all()
    return tuple(
        SubstitutionReading(
            s.replaced, s.replacement, s.registered_from.isoformat() if s.registered_from else None
        )
        for s in rows
    )


def _qualification(row: models.Qualification, sources: Sources) -> QualificationReading:
    return QualificationReading(
        **{name: getattr(row, name) for name in FACTS + MORE_FACTS},
        start_date=row.start_date.isoformat() if row.start_date else None,
        sources=sources.get((RowKind.QUALIFICATION, row.id), {}),
    )


def _unit(row: models.Unit, outcomes: Iterable[LearningOutcomeReading], sources: Sources) -> UnitReading:
    return UnitReading(
        ref=row.ref,
        title=row.title,
        restriction=row.restriction,
        level=row.level,
        credits=row.credits,
        glh=row.glh,
        group=row.unit_group,
        purpose=row.purpose,
        learning_outcomes=tuple(outcomes),
        sources=sources.get((RowKind.UNIT, row.id), {}),
    )


def _outcome(
    row: models.LearningOutcome, criteria: Iterable[CriterionReading], sources: Sources
) -> LearningOutcomeReading:
    return LearningOutcomeReading(
        number=row.number,
        text=row.text,
        indicative_content=tuple(row.indicative_content),
        criteria=tuple(criteria),
        sources=sources.get((RowKind.LEARNING_OUTCOME, row.id), {}),
    )


def _criterion(row: models.Criterion, sources: Sources) -> CriterionReading:
    said = {kind: None if texts is None else tuple(texts) for kind, texts in row.descriptors.items()}
    return CriterionReading(
        number=row.number,
        text=row.text,
        verb=row.verb,
        verbs=tuple(row.verbs),
        marks=row.marks,
        pass_marks=row.pass_marks,
        descriptors=Descriptors(said.get("referral"), said.get("pass"), said.get("good_pass")),
        shared_with=tuple(row.shared_with),
        sources=sources.get((RowKind.CRITERION, row.id), {}),
    )
