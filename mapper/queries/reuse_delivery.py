"""What other mappings have judged of delivery under units that a mapping has, too.

By the rule of judgements on evidence: what was judged stands word for word on both sides, the outcome with
its indicative content and what is taught; whatever changed is told and not offered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from mapper import models
from mapper.queries.grouping import grouped
from mapper.queries.people import ERASED
from mapper.queries.rows import LearningOutcomeRow, LoadedMapping, UnitRow
from mapper.queries.teaching import print_of_module
from mapper.teaching import Taught, outcome_print
from mapper.values import Finding, Severity

if TYPE_CHECKING:
    from mapper.queries.reuse_plan import SourceUnit

Place = tuple[int, int]
"""A mapping and a unit of it."""

WHY_NOT = {
    "conflict": (
        Severity.WARNING,
        "what other mappings say of delivery contradicts itself, so it is not carried over",
        "Judge it here.",
    ),
    "changed": (
        Severity.WARNING,
        "delivery was judged on other words than stand here, so it is not carried over",
        "Judge it here.",
    ),
    "judged": (Severity.INFO, "delivery is judged here already, so it stays as it is", ""),
}


@dataclass(frozen=True, slots=True)
class FoundDelivery:
    """A standing decision on delivery of another mapping; `number` is its outcome's."""

    row: models.DeliveryDecision
    number: str

    @property
    def taught(self) -> Taught:
        """What was judged."""
        return Taught(self.row.statement_id, self.row.module_id)


@dataclass(frozen=True, slots=True)
class CarriedDelivery:
    """A standing decision on delivery of another mapping, and the outcome here that it could be carried to.

    `what` names the statement or module for people, `words` is what it teaches, "" of a module as a whole.
    """

    decision_id: int
    mapping_id: int
    unit_ref: str
    outcome_id: int
    number: str
    outcome_text: str
    taught: Taught
    what: str
    words: str
    delivers: bool
    reason: str
    person_id: str
    decided_by: str
    decided_at: datetime


def found_deliveries(session: Session, sources: Sequence[SourceUnit]) -> dict[Place, list[FoundDelivery]]:
    """By mapping and unit the standing decisions on delivery, in the order they were made."""
    decision = models.DeliveryDecision
    mapping_ids = {source.mapping_id for source in sources}
    newer = select(decision.supersedes_id).where(
        col(decision.mapping_id).in_(mapping_ids), col(decision.supersedes_id).is_not(None)
    )
    rows = session.exec(
        select(decision, models.LearningOutcome.number, models.LearningOutcome.unit_id)
        .join(models.LearningOutcome, col(models.LearningOutcome.id) == col(decision.learning_outcome_id))
        .where(
            col(decision.mapping_id).in_(mapping_ids),
            col(models.LearningOutcome.unit_id).in_({source.unit_id for source in sources}),
            decision.act == models.Act.JUDGE,
            col(decision.id).not_in(newer),
        )
        .order_by(col(decision.id))
    ).all()
    return grouped(((row.mapping_id, unit_id), FoundDelivery(row, number)) for row, number, unit_id in rows)


class DeliveryPlanner:
    """Puts together what is offered of delivery for each unit."""

    def __init__(
        self, mapping: LoadedMapping, found: Mapping[Place, list[FoundDelivery]], names: Mapping[str, str]
    ) -> None:
        self._judged = {d.outcome_id for d in mapping.deliveries}
        self._statements, self._module_of = mapping.statements(), mapping.module_of()
        self._modules = {module.id: module for module in mapping.modules}
        self._found, self._names = found, names

    def unit(
        self, unit: UnitRow, sources: Sequence[SourceUnit]
    ) -> tuple[tuple[CarriedDelivery, ...], tuple[Finding, ...]]:
        """What is offered for one unit, and why some of it is not."""
        by_number = grouped(
            (each.number, (source, each))
            for source in sources
            for each in self._found.get((source.mapping_id, source.unit_id), ())
        )
        offered: list[CarriedDelivery] = []
        told: dict[str, list[str]] = {}
        for outcome in unit.learning_outcomes:
            found = by_number.get(outcome.number, [])
            if found and outcome.id in self._judged:
                told.setdefault("judged", []).append(outcome.number)
                continue
            sound = [(s, f) for s, f in found if self._is_as_judged(outcome, f)]
            if len(sound) < len(found):
                told.setdefault("changed", []).append(outcome.number)
            if _disagree([f for _, f in sound]):
                told.setdefault("conflict", []).append(outcome.number)
                continue
            # Where mappings agree, the decision that was made last is carried.
            last = {f.taught: (s, f) for s, f in sorted(sound, key=lambda pair: pair[1].row.id)}
            offered.extend(self._carried(outcome, s, f) for s, f in last.values())
        return tuple(offered), tuple(_findings(unit, told, is_offered=bool(offered)))

    def _is_as_judged(self, outcome: LearningOutcomeRow, found: FoundDelivery) -> bool:
        statement = self._statements.get(found.row.statement_id or 0)
        module = self._modules.get(found.row.module_id or 0)
        taught = statement.fingerprint if statement else print_of_module(module) if module else ""
        here = outcome_print(outcome.text, outcome.indicative_content), taught
        return here == (found.row.outcome_fingerprint, found.row.taught_fingerprint)

    def _carried(
        self, outcome: LearningOutcomeRow, source: SourceUnit, found: FoundDelivery
    ) -> CarriedDelivery:
        row, statement = found.row, self._statements.get(found.row.statement_id or 0)
        module = self._module_of[statement.id] if statement else self._modules[row.module_id or 0]
        return CarriedDelivery(
            decision_id=row.id,
            mapping_id=source.mapping_id,
            unit_ref=source.ref,
            outcome_id=outcome.id,
            number=outcome.number,
            outcome_text=outcome.text,
            taught=found.taught,
            what=f"{module.name}: {statement.label}" if statement else f"{module.name}, as a whole",
            words=statement.text if statement else "",
            delivers=bool(row.delivers),
            reason=row.reason,
            person_id=row.person_id,
            decided_by=self._names.get(row.person_id, ERASED),
            decided_at=row.decided_at,
        )


def _disagree(found: Collection[FoundDelivery]) -> bool:
    return len({f.taught for f in found}) < len({(f.taught, f.row.delivers) for f in found})


def _findings(unit: UnitRow, told: Mapping[str, Sequence[str]], *, is_offered: bool) -> Iterator[Finding]:
    for kind, (severity, what, remedy) in WHY_NOT.items():
        # That something is judged already needs no page of its own.
        if kind in told and (is_offered or kind != "judged"):
            many = "outcome" if len(told[kind]) == 1 else "outcomes"
            yield Finding(severity, f"Unit {unit.ref}", f"Of {many} {', '.join(told[kind])}: {what}.", remedy)
