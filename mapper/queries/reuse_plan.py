"""What could be carried over to a mapping's units, from values alone: no store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mapper import models
from mapper.queries.people import ERASED
from mapper.queries.reuse_delivery import CarriedDelivery
from mapper.queries.rows import CriterionRow, LoadedMapping, UnitRow
from mapper.values import Coverage, Finding, Severity

Wording = tuple[tuple[str, str], ...]
"""Number and fingerprint of each criterion of a unit, in order."""


@dataclass(frozen=True, slots=True)
class CarriedDecision:
    """A standing decision of another mapping, and the criterion here that it could be carried to.

    `statement_id` None is "nothing here"; `what` names the statement for people, `evidence` is its text.
    """

    decision_id: int
    mapping_id: int
    unit_ref: str
    criterion_id: int
    number: str
    criterion_text: str
    statement_id: int | None
    what: str
    evidence: str
    coverage: Coverage
    certainty: str | None
    reason: str
    person_id: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class UnitReuse:
    """A unit of the mapping: what could be carried over to it, and findings on what could not."""

    unit: UnitRow
    decisions: tuple[CarriedDecision, ...]
    findings: tuple[Finding, ...]
    deliveries: tuple[CarriedDelivery, ...] = ()

    @property
    def count(self) -> int:
        """How many decisions could be carried over, those on delivery among them."""
        return len(self.decisions) + len(self.deliveries)


@dataclass(frozen=True, slots=True)
class Reuse:
    """What a mapping could take over, by unit, in its order; units without anything are left out."""

    units: tuple[UnitReuse, ...] = ()

    @property
    def decisions(self) -> tuple[CarriedDecision, ...]:
        """All decisions on evidence that could be carried over."""
        return tuple(d for unit in self.units for d in unit.decisions)

    @property
    def deliveries(self) -> tuple[CarriedDelivery, ...]:
        """All decisions on delivery that could be carried over."""
        return tuple(d for unit in self.units for d in unit.deliveries)

    @property
    def count(self) -> int:
        """How many both are."""
        return len(self.decisions) + len(self.deliveries)

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits that change with any decision on offer: what a person saw."""
        said = [(d.decision_id, d.criterion_id, d.statement_id) for d in self.decisions]
        taught = [(d.decision_id, d.outcome_id, d.taught.key) for d in self.deliveries]
        return hashlib.sha256(json.dumps([said, taught]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SourceUnit:
    """A unit of another mapping."""

    mapping_id: int
    unit_id: int
    ref: str
    wording: Wording = ()

    @property
    def name(self) -> str:
        """For people: "8605-424 of mapping 2"."""
        return f"{self.ref} of mapping {self.mapping_id}"


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """A standing decision of another mapping; a set of statements has no statement of its own."""

    row: models.Decision
    number: str
    statement_id: int | None
    is_set: bool
    is_suspect: bool


class Planner:
    """Puts together what is offered for each unit."""

    def __init__(
        self,
        mapping: LoadedMapping,
        wordings: Mapping[int, Wording],
        found: Mapping[tuple[int, int], list[FoundDecision]],
        names: Mapping[str, str],
    ) -> None:
        self._judged = set(mapping.decisions_by_criterion())
        self._statements = mapping.statements()
        self._modules = mapping.module_of()
        self._wordings = wordings
        self._found = found
        self._names = names

    def unit(self, unit: UnitRow, sources: Sequence[SourceUnit]) -> UnitReuse:
        """What is offered for one unit, and why some of it is not."""
        findings: list[Finding] = []
        by_number: dict[str, list[tuple[SourceUnit, FoundDecision]]] = {}
        for source in sources:
            found = self._found.get((source.mapping_id, source.unit_id), [])
            if not found:
                continue
            if why := _differing(unit, self._wordings.get(source.unit_id, ())):
                findings.append(_refusal(unit, source, why))
                continue
            for each in found:
                by_number.setdefault(each.number, []).append((source, each))
        decisions: list[CarriedDecision] = []
        told: dict[str, list[str]] = {}
        for criterion in unit.criteria:
            offered = by_number.get(criterion.number, [])
            if offered and criterion.id in self._judged:
                told.setdefault("judged", []).append(criterion.number)
                continue
            sound = [(s, f) for s, f in offered if not f.is_set and not f.is_suspect]
            if any(f.is_suspect for _, f in offered if not f.is_set):
                told.setdefault("suspect", []).append(criterion.number)
            if any(f.is_set for _, f in offered):
                told.setdefault("set", []).append(criterion.number)
            if _disagree([f for _, f in sound]):
                told.setdefault("conflict", []).append(criterion.number)
                continue
            # Where mappings agree, the decision that was made last is carried.
            last = {f.statement_id: (s, f) for s, f in sorted(sound, key=lambda pair: pair[1].row.id)}
            decisions.extend(self._carried(criterion, s, f) for s, f in last.values())
        findings.extend(_told(unit, told, is_offered=bool(decisions)))
        return UnitReuse(unit, tuple(decisions), tuple(findings))

    def _carried(self, criterion: CriterionRow, source: SourceUnit, found: FoundDecision) -> CarriedDecision:
        row = found.row
        what, evidence = "Nothing here", ""
        if found.statement_id is not None:
            statement = self._statements[found.statement_id]
            what, evidence = f"{self._modules[statement.id].name}: {statement.label}", statement.text
        return CarriedDecision(
            decision_id=row.id,
            mapping_id=source.mapping_id,
            unit_ref=source.ref,
            criterion_id=criterion.id,
            number=found.number,
            criterion_text=criterion.text,
            statement_id=found.statement_id,
            what=what,
            evidence=evidence,
            coverage=row.coverage or Coverage.NONE,
            certainty=row.certainty,
            reason=row.reason,
            person_id=row.person_id,
            decided_by=self._names.get(row.person_id, ERASED),
            decided_at=row.decided_at,
        )


def _differing(unit: UnitRow, other: Wording) -> str:
    """How the wording of the criteria differs, in words; "" where it is the same."""
    own = tuple((c.number, c.fingerprint) for c in unit.criteria)
    if len({number for number, _ in own}) < len(own):
        return "a number stands beside more than one of its criteria"
    if own == other:
        return ""
    if not own:
        return "its wording is not imported here, so it cannot be compared"
    if len(own) != len(other):
        return f"it has {len(own)} criteria here and {len(other)} there"
    if [number for number, _ in own] != [number for number, _ in other]:
        return "its criteria are numbered in another way"
    differing = [number for (number, here), (_, there) in zip(own, other, strict=True) if here != there]
    return f"the wording of {_listed(differing)} differs"


def _disagree(found: Sequence[FoundDecision]) -> bool:
    """Whether one statement was judged differently, or evidence was found and "nothing here" said, too."""
    judged: dict[int | None, set[Coverage | None]] = {}
    for each in found:
        judged.setdefault(each.statement_id, set()).add(each.row.coverage)
    if any(len(coverages) > 1 for coverages in judged.values()):
        return True
    return any(f.statement_id is None for f in found) and any(
        f.statement_id is not None and f.row.coverage is not Coverage.NONE for f in found
    )


def _refusal(unit: UnitRow, source: SourceUnit, why: str) -> Finding:
    return Finding(
        Severity.WARNING,
        f"Unit {unit.ref}",
        f"Decisions on {source.name} are not offered: {why}.",
        "Judge its criteria here by themselves.",
    )


TOLD = {
    "conflict": (
        Severity.WARNING,
        "what other mappings say contradicts itself, so nothing is carried over",
        "Judge it here.",
    ),
    "suspect": (
        Severity.WARNING,
        "a decision rests on wording that has changed since, so it is not carried over",
        "Confirm it in its own mapping first, or judge it here.",
    ),
    "set": (
        Severity.INFO,
        "statements that count together only are not carried over",
        "Declare them together here.",
    ),
    "judged": (Severity.INFO, "judged here already, so it stays as it is", ""),
}


def _told(unit: UnitRow, told: Mapping[str, list[str]], *, is_offered: bool) -> Iterator[Finding]:
    for kind, (severity, what, remedy) in TOLD.items():
        # That something is judged already needs no page of its own.
        if kind in told and (is_offered or kind != "judged"):
            numbers = _listed(told[kind])
            yield Finding(severity, f"Unit {unit.ref}", f"Of {numbers}: {what}.", remedy)


def _listed(numbers: Sequence[str]) -> str:
    return f"criterion {numbers[0]}" if len(numbers) == 1 else f"criteria {', '.join(numbers)}"
