"""From a loaded mapping to what the matching engine is asked, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mapper.queries.rows import LoadedMapping, ModuleRow, StatementRow, UnitRow
from mapper.values import StatementKind


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion to find evidence for, with its outcome and unit as context."""

    criterion_id: int
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A statement that may be evidence; `tests` are ids of outcomes that an assessment tests."""

    statement_id: int
    text: str
    context: str
    tests: tuple[int, ...]


def questions_of(mapping: LoadedMapping) -> tuple[Question, ...]:
    """Every criterion of the chosen units, in order."""
    return questions_on(mapping.units)


def questions_on(units: Iterable[UnitRow]) -> tuple[Question, ...]:
    """Every criterion of the units, in order; none of a unit without wording."""
    return tuple(
        Question(criterion.id, criterion.text, f"{outcome.text}. {unit.title}")
        for unit in units
        for outcome in unit.learning_outcomes
        for criterion in outcome.criteria
    )


def offers_of(mapping: LoadedMapping) -> tuple[Offer, ...]:
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
