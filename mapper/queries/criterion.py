"""One criterion with everything that is shown beside it, read narrowly: whoever decided waits for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.coverage import CriterionCoverage, coverage_of
from mapper.errors import NotFoundError
from mapper.queries.approvals import standing_approval
from mapper.queries.evidence import decisions_on, suggestions_on
from mapper.queries.modules import modules_with
from mapper.queries.rows import (
    CriterionRow,
    LearningOutcomeRow,
    LoadedMapping,
    ModuleRow,
    StandingDecision,
    StatementRow,
    SuggestionRow,
    UnitRow,
)
from mapper.queries.standing import (
    CountedCriterion,
    CountedUnit,
    StandingLine,
    counted_units,
    standing_lines,
)
from mapper.queries.units import criterion_row, outcome_row, unit_row
from mapper.record import ApprovalRecord
from mapper.suggesting import lessons_of
from mapper.values import Coverage, Viewer


@dataclass(frozen=True, slots=True)
class LoadedCriterion:
    """A criterion of a mapping in one consistent state, as far as it is shown or judged.

    `unit` holds this criterion alone, under its learning outcome; `counted` is the whole unit in
    figures. `modules` are all that hold anything of what is shown, and perhaps more; `linked` are the
    statements in them that any decision of the mapping links. `judged` gives the band of every
    suggestion in the mapping that was judged, and whether it was confirmed, in no order.
    """

    mapping_id: int
    programme_edition_id: int
    is_sample: bool
    approval: ApprovalRecord | None
    unit: UnitRow
    counted: CountedUnit
    modules: tuple[ModuleRow, ...]
    linked: frozenset[int]
    judged: tuple[tuple[str, bool], ...]
    decisions: tuple[StandingDecision, ...]
    suggestions: tuple[SuggestionRow, ...]

    @property
    def outcome(self) -> LearningOutcomeRow:
        """The learning outcome, of its criteria this one alone."""
        return self.unit.learning_outcomes[0]

    @property
    def row(self) -> CriterionRow:
        """The criterion in ILM's exact wording."""
        return self.outcome.criteria[0]

    @property
    def coverage(self) -> CriterionCoverage:
        """What counts for the criterion."""
        return coverage_of(d.judgement for d in self.decisions)

    @property
    def links(self) -> tuple[StandingDecision, ...]:
        """The decisions on single statements and on the criterion as such, in the order they were made."""
        return tuple(d for d in self.decisions if d.set_mode is None)

    @property
    def sets(self) -> tuple[StandingDecision, ...]:
        """The declared sets, in the order they were declared."""
        return tuple(d for d in self.decisions if d.set_mode is not None)

    def statements(self) -> dict[int, StatementRow]:
        """The statements of the modules, by id."""
        return {s.id: s for m in self.modules for s in m.statements}

    def module_of(self) -> dict[int, ModuleRow]:
        """The module of each of these statements, by the statement's id."""
        return {s.id: m for m in self.modules for s in m.statements}


def criterion_in(mapping: LoadedMapping, *, criterion_id: int) -> LoadedCriterion | None:
    """The criterion of a mapping that was loaded whole, with all modules; None where it is not in it."""
    places = [
        (unit, outcome, row)
        for unit in mapping.units
        for outcome in unit.learning_outcomes
        for row in outcome.criteria
        if row.id == criterion_id
    ]
    if not places:
        return None
    unit, outcome, row = places[0]
    counted = mapping.coverage()
    bands = {(s.criterion_id, s.statement_id): s.band for s in mapping.suggestions}
    lessons = [
        (lesson, bands.get((lesson.criterion_id, lesson.statement_id))) for lesson in lessons_of(mapping)
    ]
    return LoadedCriterion(
        mapping_id=mapping.id,
        programme_edition_id=mapping.programme_edition_id,
        is_sample=mapping.is_sample,
        approval=mapping.approval,
        unit=_alone(unit, outcome, row),
        counted=CountedUnit(
            unit.id,
            unit.ref,
            unit.title,
            tuple(CountedCriterion(c.id, c.number, counted[c.id]) for c in unit.criteria),
        ),
        modules=mapping.modules,
        linked=frozenset(i for d in mapping.decisions for i in d.statement_ids),
        judged=tuple((band, lesson.is_confirmed) for lesson, band in lessons if band is not None),
        decisions=tuple(d for d in mapping.decisions if d.criterion_id == criterion_id),
        suggestions=tuple(s for s in mapping.suggestions if s.criterion_id == criterion_id),
    )


def _alone(unit: UnitRow, outcome: LearningOutcomeRow, row: CriterionRow) -> UnitRow:
    return replace(unit, learning_outcomes=(replace(outcome, criteria=(row,)),))


_HEAD = (
    sa.select(
        col(models.ProgrammeEdition.id),
        sa.or_(col(models.ProgrammeEdition.is_sample), col(models.SpecificationEdition.is_sample)),
        sa.exists().where(col(models.Approval.mapping_id) == col(models.Mapping.id)),
        *(models.Unit, models.LearningOutcome, models.Criterion),
    )
    .select_from(models.Mapping)
    .join(
        models.ProgrammeEdition, col(models.ProgrammeEdition.id) == col(models.Mapping.programme_edition_id)
    )
    .join(models.Qualification, col(models.Qualification.id) == col(models.Mapping.qualification_id))
    .join(
        models.SpecificationEdition,
        col(models.SpecificationEdition.id) == col(models.Qualification.edition_id),
    )
    .join(models.MappingUnit, col(models.MappingUnit.mapping_id) == col(models.Mapping.id))
    .join(models.Unit, col(models.Unit.id) == col(models.MappingUnit.unit_id))
    .join(models.LearningOutcome, col(models.LearningOutcome.unit_id) == col(models.Unit.id))
    .join(models.Criterion, col(models.Criterion.learning_outcome_id) == col(models.LearningOutcome.id))
    .where(
        col(models.Mapping.id) == sa.bindparam("mapping_id"),
        col(models.Mapping.institution_id) == sa.bindparam("institution_id"),
        col(models.Criterion.id) == sa.bindparam("criterion_id"),
    )
)


def load_criterion(
    session: Session,
    *,
    viewer: Viewer,
    mapping_id: int,
    criterion_id: int,
    column_key: str = "",
    shown_keys: Collection[str] = (),
    lines: Sequence[StandingLine] | None = None,
    units: Sequence[CountedUnit] = (),
) -> LoadedCriterion:
    """The criterion of the viewer's mapping, with the modules that its page and its row need.

    `column_key` is the column of the matrix that is asked for ("a12" of an assessment, "m3" of a
    module's unknown component), `shown_keys` are those that its row shows; strange ones are passed
    over. `lines` are the mapping's, and `units` its units as the lines count, where they were read
    before in the same session. Raises NotFoundError where the viewer has no such mapping or it no such
    criterion.
    """
    asked = {
        "mapping_id": mapping_id,
        "institution_id": viewer.institution_id,
        "criterion_id": criterion_id,
    }
    found = session.execute(_HEAD, asked).first()
    if found is None:
        raise NotFoundError("This criterion is not in the mapping.", subject=f"criterion {criterion_id}")
    edition_id, is_sample, was_approved, unit, outcome, criterion = found
    if lines is None:
        lines = standing_lines(session, mapping_id=mapping_id)
    counted = next((u for u in units if u.id == unit.id), None)
    if counted is None:
        (counted,) = counted_units(session, mapping_id=mapping_id, lines=lines, unit_id=unit.id)
    on_this = [line for line in lines if line.criterion_id == criterion_id]
    suggestions = suggestions_on(session, mapping_id=mapping_id, criterion_id=criterion_id)
    linked = {s.statement_id for s in suggestions} | {i for line in on_this for i in line.statement_ids}
    placed = linked | _ids_in([column_key], "a")
    return LoadedCriterion(
        mapping_id=mapping_id,
        programme_edition_id=edition_id,
        is_sample=bool(is_sample),
        approval=standing_approval(session, mapping_id=mapping_id) if was_approved else None,
        unit=unit_row(unit, [outcome_row(outcome, [criterion_row(criterion)])]),
        counted=counted,
        modules=modules_with(
            session,
            edition_id=edition_id,
            statement_ids=placed | _ids_in(shown_keys, "a"),
            module_ids=_ids_in([column_key, *shown_keys], "m"),
            placed_ids=placed,
        ),
        linked=frozenset(i for line in lines for i in line.statement_ids),
        judged=tuple(_judged(lines)),
        decisions=decisions_on(session, lines=on_this),
        suggestions=suggestions,
    )


def _ids_in(keys: Collection[str], kind: str) -> set[int]:
    """The ids in keys of columns that begin with this letter; none of what no store can hold."""
    return {int(key[1:]) for key in keys if re.fullmatch(rf"{kind}[0-9]{{1,18}}", key)}


def _judged(lines: Sequence[StandingLine]) -> Iterator[tuple[str, bool]]:
    """As `mapper.suggesting.lessons_of`, with the bands that were suggested."""
    for line in lines:
        is_confirmed = line.coverage is not Coverage.NONE
        if not line.is_suspect and (is_confirmed or len(line.statement_ids) == 1):
            yield from ((band, is_confirmed) for band in line.bands if band is not None)
