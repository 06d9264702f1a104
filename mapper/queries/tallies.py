"""How far every mapping is, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from mapper import models
from mapper.coverage import Judgement, Tally, coverage_of, tally
from mapper.queries.grouping import grouped
from mapper.queries.mapping import evidence_print
from mapper.values import Viewer

Key = tuple[int, int]
"""A mapping and one of its criteria."""


def mapping_tallies(session: Session, *, viewer: Viewer) -> dict[int, Tally]:
    """By mapping how many criteria stand where; mappings without any wording are left out.

    The same as `read_coverage` counts for each, which a test compares.
    """
    rows = session.exec(
        select(models.MappingUnit.mapping_id, models.Criterion.id, models.Criterion.fingerprint)
        .join(
            models.LearningOutcome,
            col(models.LearningOutcome.unit_id) == col(models.MappingUnit.unit_id),
        )
        .join(
            models.Criterion,
            col(models.Criterion.learning_outcome_id) == col(models.LearningOutcome.id),
        )
        .where(models.MappingUnit.institution_id == viewer.institution_id)
    ).all()
    prints = {(mapping_id, criterion_id): said for mapping_id, criterion_id, said in rows}
    judged = grouped(_judgements(session, viewer, prints))
    counted = grouped((key[0], coverage_of(judged.get(key, ()))) for key in prints)
    return {mapping_id: tally(criteria) for mapping_id, criteria in counted.items()}


def _judgements(session: Session, viewer: Viewer, prints: dict[Key, str]) -> Iterator[tuple[Key, Judgement]]:
    newer = select(models.Decision.supersedes_id).where(
        models.Decision.institution_id == viewer.institution_id,
        col(models.Decision.supersedes_id).is_not(None),
    )
    rows = session.exec(
        select(models.Decision, models.Subject)
        .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
        .where(
            models.Decision.institution_id == viewer.institution_id,
            models.Decision.act == models.Act.JUDGE,
            col(models.Decision.id).not_in(newer),
        )
    ).all()
    members = grouped(
        session.exec(
            select(models.SubjectMember.subject_id, models.SubjectMember.statement_id).where(
                models.SubjectMember.institution_id == viewer.institution_id
            )
        ).all()
    )
    texts = _statement_prints(session, viewer)
    for decision, subject in rows:
        key = (decision.mapping_id, subject.criterion_id)
        if decision.coverage is None or key not in prints:
            continue
        linked = members.get(subject.id) or ([subject.statement_id] if subject.statement_id else [])
        judged_on = (decision.criterion_fingerprint, decision.statement_fingerprint)
        yield (
            key,
            Judgement(
                is_on_criterion=not linked,
                coverage=decision.coverage,
                is_suspect=judged_on != (prints[key], evidence_print(linked, texts)),
                statement_ids=tuple(linked),
            ),
        )


def _statement_prints(session: Session, viewer: Viewer) -> dict[int, str]:
    """The fingerprint of every statement of a mapped programme edition, by its id."""
    mapped = select(models.Mapping.programme_edition_id).where(
        models.Mapping.institution_id == viewer.institution_id
    )
    return dict(
        session.exec(
            select(models.Statement.id, models.Statement.fingerprint)
            .join(models.Module, col(models.Module.id) == col(models.Statement.module_id))
            .where(col(models.Module.edition_id).in_(mapped))
        ).all()
    )
