"""How far delivery is, in words and counts: of an outcome, of a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mapper.queries.delivery import DeliverySuggestionRow
from mapper.queries.rows import LearningOutcomeRow, LoadedMapping, ModuleRow, StatementRow, UnitRow
from mapper.queries.teaching import outcome_deliveries
from mapper.teaching import OutcomeDelivery, StandingDelivery


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """A learning outcome with what stands on its delivery, also in words."""

    outcome: LearningOutcomeRow
    delivery: OutcomeDelivery
    words: str


@dataclass(frozen=True, slots=True)
class UnitDelivery:
    """A chosen unit with its outcomes; none means that its wording was not imported."""

    unit: UnitRow
    lines: tuple[OutcomeLine, ...]

    @property
    def confirmed(self) -> int:
        """How many outcomes have confirmed delivery."""
        return sum(line.delivery.is_confirmed for line in self.lines)

    @property
    def total(self) -> int:
        """How many outcomes it has."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class TaughtLine:
    """A statement, or a module as a whole where it is None, that was suggested or judged for an outcome.

    `band` is "" where it was linked by hand.
    """

    module: ModuleRow
    statement: StatementRow | None
    state: str
    band: str


@dataclass(frozen=True, slots=True)
class TaughtOutcome:
    """The delivery of one outcome as it is shown beside a criterion."""

    outcome_id: int
    words: str
    lines: tuple[TaughtLine, ...]


def delivery_in_words(delivery: OutcomeDelivery, codes: Mapping[int, str]) -> str:
    """What stands on an outcome, as a clause without a full stop; `codes` name modules by id."""

    def named(ids: Sequence[int]) -> str:
        return ", ".join(codes.get(i, "?") for i in ids)

    if delivery.confirmed:
        return f"Delivered by {named(delivery.confirmed)} (confirmed)"
    if delivery.suspect:
        return f"Delivery suspect: the wording has changed since {named(delivery.suspect)} was confirmed"
    if delivery.waiting:
        return f"Delivery not judged: {delivery.waiting} suggested"
    if delivery.rejected:
        return "Delivery not confirmed: what was looked at does not deliver it"
    return "Delivery not judged: nothing is suggested"


def module_codes(modules: Sequence[ModuleRow]) -> dict[int, str]:
    """What modules are called where there is little room, by id: the code, or the title."""
    return {m.id: m.code or m.name for m in modules}


def unit_deliveries(
    units: Sequence[UnitRow], modules: Sequence[ModuleRow], by_outcome: Mapping[int, OutcomeDelivery]
) -> tuple[UnitDelivery, ...]:
    """Every unit with its outcomes, in order."""
    codes = module_codes(modules)
    return tuple(
        UnitDelivery(
            unit,
            tuple(
                OutcomeLine(lo, by_outcome[lo.id], delivery_in_words(by_outcome[lo.id], codes))
                for lo in unit.learning_outcomes
            ),
        )
        for unit in units
    )


def state_of(decision: StandingDelivery | None) -> str:
    """ "delivers", "does not deliver", "suspect" or "not judged"."""
    if decision is None:
        return "not judged"
    if decision.is_suspect:
        return "suspect"
    return "delivers" if decision.delivers else "does not deliver"


def taught_of(
    mapping: LoadedMapping, suggestions: Sequence[DeliverySuggestionRow], *, outcome_id: int
) -> TaughtOutcome:
    """What is taught for an outcome: what somebody judged first, then suggestions; "low" ones are left out."""
    standing = [d for d in mapping.deliveries if d.outcome_id == outcome_id]
    offered = [s for s in suggestions if s.outcome_id == outcome_id]
    found = outcome_deliveries(
        mapping.units, mapping.modules, standing, [(outcome_id, s.statement_id) for s in offered]
    )
    modules = {m.id: m for m in mapping.modules}
    statements = mapping.statements()
    bands = {s.statement_id: s.band for s in offered}
    judged = {d.taught.statement_id for d in standing}
    lines = [
        TaughtLine(
            modules[d.module_id],
            statements.get(d.taught.statement_id or 0),
            state_of(d),
            bands.get(d.taught.statement_id or 0, ""),
        )
        for d in standing
        if d.module_id in modules
    ]
    lines += [
        TaughtLine(modules[statements[i].module_id], statements[i], "not judged", band)
        for i, band in bands.items()
        if i not in judged and i in statements and band != "low"
    ]
    said = found.get(outcome_id, OutcomeDelivery())
    return TaughtOutcome(outcome_id, delivery_in_words(said, module_codes(mapping.modules)), tuple(lines))
