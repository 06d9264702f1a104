"""What other mappings of the same programme edition have judged under units that a mapping has, too.

Units of two specifications may be the same unit where their last three digits and titles agree;
their decisions are offered only where every criterion's number and wording compares equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from mapper import models
from mapper.models import SubjectKind
from mapper.queries.grouping import grouped
from mapper.queries.mapping import load_mapping
from mapper.queries.people import names_of
from mapper.queries.reuse_delivery import DeliveryPlanner, found_deliveries
from mapper.queries.reuse_plan import FoundDecision, Planner, Reuse, SourceUnit, Wording
from mapper.queries.rows import LoadedMapping
from mapper.values import Viewer
from mapper.wording import squeeze

DIGITS = re.compile(r"\d{3}$")


def read_reuse(session: Session, *, viewer: Viewer, mapping_id: int) -> Reuse:
    """What the viewer's mapping could take over; NotFoundError where they have no such one."""
    mapping = load_mapping(session, viewer=viewer, mapping_id=mapping_id)
    return reuse_of(session, viewer=viewer, mapping=mapping)


def reuse_of(session: Session, *, viewer: Viewer, mapping: LoadedMapping) -> Reuse:
    """What a loaded mapping could take over; nothing while ILM's approval of it stands recorded."""
    if mapping.approval:
        return Reuse()
    alike = _units_alike(session, viewer, mapping)
    if not alike:
        return Reuse()
    sources = [source for found in alike.values() for source in found]
    wordings = _wordings(session, {source.unit_id for source in sources})
    found, delivered = _decisions(session, sources), found_deliveries(session, sources)
    people = [f.row.person_id for each in found.values() for f in each]
    people += [f.row.person_id for each in delivered.values() for f in each]
    names = names_of(session, person_ids=people)
    planner, of_delivery = (
        Planner(mapping, wordings, found, names),
        DeliveryPlanner(mapping, delivered, names),
    )
    units = []
    for unit in mapping.units:
        if unit.id in alike:
            planned = planner.unit(unit, alike[unit.id])
            deliveries, findings = of_delivery.unit(unit, alike[unit.id])
            units.append(replace(planned, deliveries=deliveries, findings=planned.findings + findings))
    return Reuse(tuple(u for u in units if u.count or u.findings))


def _units_alike(session: Session, viewer: Viewer, mapping: LoadedMapping) -> dict[int, list[SourceUnit]]:
    """By the mapping's own unit those of other mappings that may be the same unit."""
    rows = session.exec(
        select(models.Mapping.id, models.Unit, models.SpecificationEdition.is_sample)
        .join(models.MappingUnit, col(models.MappingUnit.mapping_id) == col(models.Mapping.id))
        .join(models.Unit, col(models.Unit.id) == col(models.MappingUnit.unit_id))
        .join(
            models.SpecificationEdition,
            col(models.SpecificationEdition.id) == col(models.Unit.edition_id),
        )
        .where(
            models.Mapping.programme_edition_id == mapping.programme_edition_id,
            models.Mapping.institution_id == viewer.institution_id,
        )
        .order_by(col(models.Mapping.id))
    ).all()
    # All specifications are ILM's but the samples, which are nobody's.
    keys = {(m, u.id): (*_key(u), is_sample) for m, u, is_sample in rows}
    own = {keys[m, u.id]: u.id for m, u, _ in rows if m == mapping.id}
    return grouped(
        (own[keys[m, u.id]], SourceUnit(m, u.id, u.ref))
        for m, u, _ in rows
        if m != mapping.id and keys[m, u.id] in own
    )


def _key(unit: models.Unit) -> tuple[str, str]:
    digits = DIGITS.search(unit.ref)
    return digits[0] if digits else unit.ref, squeeze(unit.title).casefold()


def _wordings(session: Session, unit_ids: Iterable[int]) -> dict[int, Wording]:
    rows = session.exec(
        select(models.LearningOutcome.unit_id, models.Criterion.number, models.Criterion.fingerprint)
        .join(
            models.Criterion,
            col(models.Criterion.learning_outcome_id) == col(models.LearningOutcome.id),
        )
        .where(col(models.LearningOutcome.unit_id).in_(unit_ids))
        .order_by(col(models.LearningOutcome.position), col(models.Criterion.position))
    ).all()
    return {unit: tuple(said) for unit, said in grouped((u, (n, f)) for u, n, f in rows).items()}


def _decisions(session: Session, sources: Sequence[SourceUnit]) -> dict[tuple[int, int], list[FoundDecision]]:
    """By mapping and unit the standing decisions on its criteria, in the order they were made."""
    mapping_ids = {source.mapping_id for source in sources}
    newer = select(models.Decision.supersedes_id).where(
        col(models.Decision.mapping_id).in_(mapping_ids), col(models.Decision.supersedes_id).is_not(None)
    )
    rows = session.exec(
        select(
            models.Decision,
            models.Subject,
            models.Criterion,
            models.LearningOutcome.unit_id,
        )
        .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
        .join(models.Criterion, col(models.Criterion.id) == col(models.Subject.criterion_id))
        .join(
            models.LearningOutcome,
            col(models.LearningOutcome.id) == col(models.Criterion.learning_outcome_id),
        )
        .where(
            col(models.Decision.mapping_id).in_(mapping_ids),
            col(models.LearningOutcome.unit_id).in_({source.unit_id for source in sources}),
            models.Decision.act == models.Act.JUDGE,
            col(models.Decision.id).not_in(newer),
        )
        .order_by(col(models.Decision.id))
    ).all()
    linked = {subject.statement_id for _, subject, _, _ in rows if subject.statement_id}
    prints = dict(
        session.exec(
            select(models.Statement.id, models.Statement.fingerprint).where(
                col(models.Statement.id).in_(linked)
            )
        ).all()
    )
    return grouped(
        (
            (decision.mapping_id, unit_id),
            FoundDecision(
                row=decision,
                number=criterion.number,
                statement_id=subject.statement_id,
                is_set=subject.kind is SubjectKind.SET,
                is_suspect=(decision.criterion_fingerprint, decision.statement_fingerprint)
                != (criterion.fingerprint, prints.get(subject.statement_id or 0)),
            ),
        )
        for decision, subject, criterion, unit_id in rows
    )
