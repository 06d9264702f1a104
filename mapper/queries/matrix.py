"""What the matrix shows of a mapping, in seven queries: no places, no names, no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.coverage import Judgement, coverage_of, rejected_in
from mapper.errors import NotFoundError
from mapper.models.reviews import SetMode
from mapper.queries.coverage import CoveredCriterion, MappingCoverage, UnitCoverage
from mapper.queries.grouping import grouped
from mapper.queries.mapping import evidence_print
from mapper.queries.modules import load_modules
from mapper.queries.rows import ModuleRow, UnitRow
from mapper.queries.teaching import matrix_deliveries
from mapper.queries.units import criterion_row, outcome_row, unit_row
from mapper.standing.entered import Entered, from_json
from mapper.teaching import OutcomeDelivery
from mapper.values import Coverage, Viewer


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """A standing decision as the matrix shows it; no statements where it is on the criterion as such."""

    criterion_id: int
    statement_ids: tuple[int, ...]
    coverage: Coverage
    is_suspect: bool
    set_mode: SetMode | None

    @property
    def judgement(self) -> Judgement:
        """What of it counts for the criterion's coverage."""
        return Judgement(not self.statement_ids, self.coverage, self.is_suspect, self.statement_ids)


@dataclass(frozen=True, slots=True)
class SuggestedCell:
    """A suggestion as the matrix shows it; `score` is in [0, 1]."""

    criterion_id: int
    statement_id: int
    band: str
    score: float


@dataclass(frozen=True, slots=True)
class LoadedMatrix:
    """A mapping in one consistent state, as far as the matrix shows it.

    `disputed` are criteria of which two people judged the same link, set or criterion differently,
    whether or not their judgements stand; `entered` is the programme's structure, None while nobody
    entered one; `delivery` is what stands on each learning outcome, by its id.
    """

    id: int
    programme_title: str
    is_approved: bool
    is_sample: bool
    units: tuple[UnitRow, ...]
    modules: tuple[ModuleRow, ...]
    decided: tuple[JudgedCell, ...]
    suggested: tuple[SuggestedCell, ...]
    disputed: frozenset[int]
    entered: Entered | None = None
    delivery: Mapping[int, OutcomeDelivery] = field(default_factory=dict)

    def coverage(self) -> MappingCoverage:
        """The coverage of all chosen units."""
        judged = grouped((d.criterion_id, d.judgement) for d in self.decided)
        return MappingCoverage(
            self.id,
            tuple(
                UnitCoverage(
                    u, tuple(CoveredCriterion(c, coverage_of(judged.get(c.id, []))) for c in u.criteria)
                )
                for u in self.units
            ),
        )


def load_matrix(session: Session, *, viewer: Viewer, mapping_id: int) -> LoadedMatrix:
    """The matrix of the viewer's mapping; NotFoundError where they have no such one."""
    edition_id, title, is_sample, is_approved, entered = _head(session, viewer, mapping_id)
    units = _units(session, mapping_id)
    modules = load_modules(session, edition_id=edition_id, with_places=False)
    acts = _acts(session, mapping_id)
    return LoadedMatrix(
        id=mapping_id,
        programme_title=title,
        is_approved=is_approved,
        is_sample=is_sample,
        units=units,
        modules=modules,
        decided=_standing(acts, units, modules),
        suggested=_suggested(session, mapping_id),
        disputed=_disputed(acts),
        entered=from_json(entered) if entered else None,
        delivery=matrix_deliveries(session, mapping_id=mapping_id, units=units, modules=modules),
    )


def _head(
    session: Session, viewer: Viewer, mapping_id: int
) -> tuple[int, str, bool, bool, dict[str, Any] | None]:
    """The programme's edition, its title, whether anything is a sample, whether an approval stands; and
    the structure as it was entered last."""
    newer = sa.select(models.Approval.supersedes_id).where(  # type: ignore[call-overload]
        col(models.Approval.mapping_id) == mapping_id, col(models.Approval.supersedes_id).is_not(None)
    )
    approved = sa.exists().where(
        col(models.Approval.mapping_id) == mapping_id,
        col(models.Approval.is_withdrawal).is_(False),
        col(models.Approval.id).not_in(newer),
    )
    programme, specification = models.ProgrammeEdition, models.SpecificationEdition
    entered = (
        sa.select(col(models.EnteredStructure.entered))
        .where(col(models.EnteredStructure.edition_id) == col(programme.id))
        .order_by(col(models.EnteredStructure.number).desc())
        .limit(1)
        .scalar_subquery()
    )
    found = session.execute(
        sa.select(
            *(col(programme.id), col(programme.title), col(programme.is_sample)),
            *(col(specification.is_sample), approved, entered),
        )
        .select_from(models.Mapping)
        .join(programme, col(programme.id) == col(models.Mapping.programme_edition_id))
        .join(models.Qualification, col(models.Qualification.id) == col(models.Mapping.qualification_id))
        .join(specification, col(specification.id) == col(models.Qualification.edition_id))
        .where(
            col(models.Mapping.id) == mapping_id, col(models.Mapping.institution_id) == viewer.institution_id
        )
    ).first()
    if found is None:
        raise NotFoundError("There is no such mapping.", subject=f"mapping {mapping_id}")
    edition_id, title, *samples, is_approved, structure = found
    return edition_id, title, any(samples), bool(is_approved), structure


def _units(session: Session, mapping_id: int) -> tuple[UnitRow, ...]:
    """The chosen units with their wording, from one query."""
    outcome = models.LearningOutcome
    rows = session.execute(
        sa.select(models.Unit, outcome, models.Criterion)
        .join(models.MappingUnit, col(models.MappingUnit.unit_id) == col(models.Unit.id))
        .outerjoin(outcome, col(outcome.unit_id) == col(models.Unit.id))
        .outerjoin(models.Criterion, col(models.Criterion.learning_outcome_id) == col(outcome.id))
        .where(col(models.MappingUnit.mapping_id) == mapping_id)
        .order_by(*(col(models.MappingUnit.position), col(outcome.position), col(models.Criterion.position)))
    ).all()
    units = {u.id: u for u, _, _ in rows}
    outcomes = {o.id: o for _, o, _ in rows if o is not None}
    criteria = grouped((o.id, criterion_row(c)) for _, o, c in rows if c is not None)
    by_unit = grouped((o.unit_id, outcome_row(o, criteria.get(o.id, []))) for o in outcomes.values())
    return tuple(unit_row(u, by_unit.get(u.id, [])) for u in units.values())


def _acts(session: Session, mapping_id: int) -> dict[int, list[Any]]:
    """Everything ever recorded, in order, from one query: by decision a row for each member of a set."""
    decision, subject, member = models.Decision, models.Subject, models.SubjectMember
    rows = session.execute(
        sa.select(
            *(col(decision.id), col(decision.supersedes_id), col(decision.act), col(decision.coverage)),
            *(col(decision.person_id), col(decision.subject_id), col(decision.criterion_fingerprint)),
            *(col(decision.statement_fingerprint), col(subject.criterion_id), col(subject.statement_id)),
            *(col(subject.set_mode), col(member.statement_id).label("member_id")),
        )
        .join(subject, col(subject.id) == col(decision.subject_id))
        .outerjoin(member, col(member.subject_id) == col(subject.id))
        .where(col(decision.mapping_id) == mapping_id)
        .order_by(col(decision.id), col(member.statement_id))
    ).all()
    return grouped((row.id, row) for row in rows)


def _standing(
    acts: Mapping[int, Sequence[Any]], units: Sequence[UnitRow], modules: Sequence[ModuleRow]
) -> tuple[JudgedCell, ...]:
    """The judgements that nothing supersedes, in the order they were made."""
    criterion_prints = {c.id: c.fingerprint for u in units for c in u.criteria}
    statement_prints = {s.id: s.fingerprint for m in modules for s in m.statements}
    superseded = {rows[0].supersedes_id for rows in acts.values()}
    found = []
    for decision_id, rows in acts.items():
        act = rows[0]
        if decision_id in superseded or act.coverage is None:
            continue
        linked = tuple(i for r in rows if (i := r.member_id or r.statement_id))
        judged_on = (act.criterion_fingerprint, act.statement_fingerprint)
        now_is = (criterion_prints.get(act.criterion_id), evidence_print(linked, statement_prints))
        found.append(JudgedCell(act.criterion_id, linked, act.coverage, judged_on != now_is, act.set_mode))
    rejected = grouped((d.criterion_id, d.judgement) for d in found)
    against = {criterion_id: rejected_in(judged) for criterion_id, judged in rejected.items()}
    return tuple(
        replace(d, is_suspect=True)
        if d.set_mode is not None and against[d.criterion_id].intersection(d.statement_ids)
        else d
        for d in found
    )


def _disputed(acts: Mapping[int, Sequence[Any]]) -> frozenset[int]:
    """Criteria with a subject that two people judged differently, one after the other or long ago."""
    judged = [rows[0] for rows in acts.values() if rows[0].coverage is not None]
    views = grouped((act.subject_id, act) for act in judged)
    return frozenset(
        said[0].criterion_id
        for said in views.values()
        if any(a.person_id != b.person_id and a.coverage != b.coverage for a, b in combinations(said, 2))
    )


def _suggested(session: Session, mapping_id: int) -> tuple[SuggestedCell, ...]:
    suggestion = models.Suggestion
    rows = session.execute(
        sa.select(
            *(col(suggestion.criterion_id), col(suggestion.statement_id)),
            *(col(suggestion.band), col(suggestion.score)),
        )
        .where(col(suggestion.mapping_id) == mapping_id)
        .order_by(col(suggestion.criterion_id), col(suggestion.rank))
    ).all()
    return tuple(SuggestedCell(*row) for row in rows)
