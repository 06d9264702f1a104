"""From a loaded mapping to what the matching engine is asked, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mapper.queries.ranking import LoadedRanking
from mapper.queries.rows import (
    CriterionRow,
    LearningOutcomeRow,
    LoadedMapping,
    ModuleRow,
    StatementRow,
    UnitRow,
)
from mapper.values import Coverage, StatementKind


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion to find evidence for, with its outcome and unit as context.

    `further` is what else the specification says of it: the descriptor of a pass, and the indicative
    content of its outcome; empty where it says nothing.
    """

    criterion_id: int
    text: str
    context: str
    further: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A statement that may be evidence; `tests` are ids of outcomes that an assessment tests."""

    statement_id: int
    text: str
    context: str
    tests: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a standing decision says of one criterion and one statement: that it is evidence, or none."""

    criterion_id: int
    statement_id: int
    is_confirmed: bool


def lessons_of(mapping: LoadedMapping | LoadedRanking) -> tuple[Lesson, ...]:
    """What people's decisions teach, in the order they were made.

    Full and part confirm, and a rejection rejects; of statements that cover a criterion together,
    each is confirmed, and of a set that was rejected none is judged. Suspect decisions teach nothing,
    for the wording that was judged has changed, and "nothing here" speaks of no statement.
    """
    return tuple(
        Lesson(decision.criterion_id, statement_id, decision.coverage is not Coverage.NONE)
        for decision in mapping.decisions
        if not decision.is_suspect
        and (decision.coverage is not Coverage.NONE or len(decision.statement_ids) == 1)
        for statement_id in decision.statement_ids
    )


def questions_of(mapping: LoadedMapping | LoadedRanking) -> tuple[Question, ...]:
    """Every criterion of the chosen units, in order."""
    return questions_on(mapping.units)


def questions_on(units: Iterable[UnitRow]) -> tuple[Question, ...]:
    """Every criterion of the units, in order; none of a unit without wording."""
    return tuple(
        Question(criterion.id, criterion.text, f"{outcome.text}. {unit.title}", _further(outcome, criterion))
        for unit in units
        for outcome in unit.learning_outcomes
        for criterion in outcome.criteria
    )


def _further(outcome: LearningOutcomeRow, criterion: CriterionRow) -> str:
    return " ".join((*(criterion.descriptors.get("pass") or ()), *outcome.indicative_content))


def offers_of(mapping: LoadedMapping | LoadedRanking) -> tuple[Offer, ...]:
    """Every outcome and assessment of the mapped programme, in order."""
    return offers_in(mapping.modules)


def offers_in(modules: Iterable[ModuleRow]) -> tuple[Offer, ...]:
    """Every outcome and assessment of the modules, in order.

    Content items only say what is taught; they are linked by hand, for a suggestion of them would
    crowd out what learners are assessed on.
    """
    return tuple(
        Offer(statement.id, statement.text, _context(module), statement.tests)
        for module in modules
        for statement in module.statements
        if _is_offered(statement)
    )


def _is_offered(statement: StatementRow) -> bool:
    return statement.kind is not StatementKind.CONTENT and bool(statement.text.strip())


def _context(module: ModuleRow) -> str:
    return module.title or ""
