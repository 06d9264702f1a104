"""What stands of a mapping's decisions without their words, and what it comes to: for counting.

Statements of the query language are made once: to make them takes longer than to ask them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.coverage import CriterionCoverage, Judgement, Tally, coverage_of, rejected_in, tally
from mapper.models.reviews import SetMode
from mapper.queries.columns import rows_of
from mapper.queries.grouping import grouped
from mapper.queries.mapping import evidence_print
from mapper.values import Coverage


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A decision that nothing supersedes, without reason and words.

    `bands` are those of the suggestions of its statements, in their order; None where nothing was
    suggested. `rejected_ids` are members of a declared set that stand rejected, which makes it suspect.
    """

    id: int
    criterion_id: int
    statement_ids: tuple[int, ...]
    coverage: Coverage
    is_suspect: bool
    set_mode: SetMode | None
    bands: tuple[str | None, ...] = ()
    rejected_ids: tuple[int, ...] = ()

    @property
    def judgement(self) -> Judgement:
        """What of it counts for the criterion's coverage."""
        return Judgement(not self.statement_ids, self.coverage, self.is_suspect, self.statement_ids)


@dataclass(frozen=True, slots=True)
class CountedCriterion:
    """A criterion by its number, and what counts for it."""

    id: int
    number: str
    coverage: CriterionCoverage

    @property
    def state(self) -> str:
        """In words: full, part, none, not judged, or suspect."""
        return self.coverage.state


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """A chosen unit with its criteria, in order; none means that its wording was not imported."""

    id: int
    ref: str
    title: str
    criteria: tuple[CountedCriterion, ...]

    @property
    def tally(self) -> Tally:
        """How many criteria stand where."""
        return tally([c.coverage for c in self.criteria])


def _lines_asked(*, of_one_criterion: bool) -> sa.Select[Any]:
    decision, subject, member = models.Decision, models.Subject, models.SubjectMember
    mapping_id = sa.bindparam("mapping_id", type_=sa.Integer)
    linked = sa.func.coalesce(col(member.statement_id), col(subject.statement_id))
    newer = sa.select(col(decision.supersedes_id)).where(
        col(decision.mapping_id) == mapping_id, col(decision.supersedes_id).is_not(None)
    )
    if of_one_criterion:
        is_here = col(subject.criterion_id) == sa.bindparam("criterion_id", type_=sa.Integer)
        newer = newer.join(subject, col(subject.id) == col(decision.subject_id)).where(is_here)
    suggestion = models.Suggestion
    is_suggested = sa.and_(
        col(suggestion.mapping_id) == mapping_id,
        col(suggestion.criterion_id) == col(subject.criterion_id),
        col(suggestion.statement_id) == col(models.Statement.id),
    )
    columns: list[Any] = [
        *(col(decision.id), col(subject.criterion_id), col(subject.set_mode), col(decision.coverage)),
        *(col(decision.criterion_fingerprint), col(decision.statement_fingerprint)),
        col(models.Criterion.fingerprint).label("criterion_now"),
        *(col(models.Statement.id).label("statement_id"), col(models.Statement.fingerprint)),
        col(suggestion.band),
    ]
    asked = (
        sa.select(*columns)
        .select_from(decision)
        .join(subject, col(subject.id) == col(decision.subject_id))
        .join(models.Criterion, col(models.Criterion.id) == col(subject.criterion_id))
        .outerjoin(member, col(member.subject_id) == col(subject.id))
        .outerjoin(models.Statement, col(models.Statement.id) == linked)
        .outerjoin(suggestion, is_suggested)
        .where(
            col(decision.mapping_id) == mapping_id,
            col(decision.coverage).is_not(None),
            col(decision.id).not_in(newer),
        )
        .order_by(col(decision.id), col(models.Statement.id))
    )
    return asked.where(is_here) if of_one_criterion else asked


def _criteria_asked(*, of_one_unit: bool) -> sa.Select[Any]:
    unit, outcome, criterion = models.Unit, models.LearningOutcome, models.Criterion
    columns: list[Any] = [
        *(col(unit.id).label("unit_id"), col(unit.ref), col(unit.title), col(unit.restriction)),
        *(col(criterion.id), col(criterion.number)),
    ]
    asked = (
        sa.select(*columns)
        .select_from(models.MappingUnit)
        .join(unit, col(unit.id) == col(models.MappingUnit.unit_id))
        .outerjoin(outcome, col(outcome.unit_id) == col(unit.id))
        .outerjoin(criterion, col(criterion.learning_outcome_id) == col(outcome.id))
        .where(col(models.MappingUnit.mapping_id) == sa.bindparam("mapping_id", type_=sa.Integer))
        .order_by(
            *(col(models.MappingUnit.position), col(unit.id), col(outcome.position), col(criterion.position))
        )
    )
    return asked.where(col(unit.id) == sa.bindparam("unit_id", type_=sa.Integer)) if of_one_unit else asked


_LINES = _lines_asked(of_one_criterion=False)
_LINES_OF_CRITERION = _lines_asked(of_one_criterion=True)
# Of most criteria nobody decided anything yet.
_OPEN = coverage_of(())
_ALL_CRITERIA = _criteria_asked(of_one_unit=False)
_CRITERIA_OF_UNIT = _criteria_asked(of_one_unit=True)


def standing_lines(
    session: Session, *, mapping_id: int, criterion_id: int | None = None
) -> tuple[StandingLine, ...]:
    """The mapping's decisions that stand, in the order they were made, from one query; of one criterion alone
    where it is named.
    """
    asked = _LINES if criterion_id is None else _LINES_OF_CRITERION
    rows = rows_of(session, asked, {"mapping_id": mapping_id, "criterion_id": criterion_id})
    lines = []
    for id_, of_decision in grouped((row.id, row) for row in rows).items():
        first = of_decision[0]
        linked = tuple(row.statement_id for row in of_decision if row.statement_id is not None)
        prints = {row.statement_id: row.fingerprint for row in of_decision}
        judged_on = (first.criterion_fingerprint, first.statement_fingerprint)
        is_suspect = judged_on != (first.criterion_now, evidence_print(linked, prints))
        bands = tuple(row.band for row in of_decision) if linked else ()
        lines.append(
            StandingLine(id_, first.criterion_id, linked, first.coverage, is_suspect, first.set_mode, bands)
        )
    return _with_contradictions(lines)


def _with_contradictions(lines: Sequence[StandingLine]) -> tuple[StandingLine, ...]:
    """The lines, each declared set made suspect while one of its members stands rejected."""
    with_sets = {line.criterion_id for line in lines if line.set_mode is not None}
    judged = grouped((line.criterion_id, line.judgement) for line in lines if line.criterion_id in with_sets)

    def of(line: StandingLine) -> StandingLine:
        if line.set_mode is None:
            return line
        against = rejected_in(judged[line.criterion_id]).intersection(line.statement_ids)
        return replace(line, is_suspect=True, rejected_ids=tuple(sorted(against))) if against else line

    return tuple(map(of, lines))


def counted_units(
    session: Session, *, mapping_id: int, lines: Iterable[StandingLine], unit_id: int | None = None
) -> tuple[CountedUnit, ...]:
    """The chosen units with what the lines come to for each criterion; one alone where it is named."""
    asked = _ALL_CRITERIA if unit_id is None else _CRITERIA_OF_UNIT
    rows = rows_of(session, asked, {"mapping_id": mapping_id, "unit_id": unit_id})
    judged = grouped((line.criterion_id, line.judgement) for line in lines)
    heads: dict[int, tuple[str, str]] = {}
    criteria: dict[int, list[CountedCriterion]] = {}
    # Hundreds of rows: taken apart at once, not name by name.
    for of_unit, ref, title, restriction, id_, number in rows:
        if of_unit not in heads:
            heads[of_unit] = (ref, f"{title} ({restriction})" if restriction else title)
            criteria[of_unit] = []
        if id_ is not None:
            found = judged.get(id_)
            criteria[of_unit].append(CountedCriterion(id_, number, coverage_of(found) if found else _OPEN))
    return tuple(CountedUnit(i, ref, title, tuple(criteria[i])) for i, (ref, title) in heads.items())
