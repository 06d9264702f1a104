"""What speaks against the evidence that stands: its verbs, its kind of work, its level.

Only what was judged full and is not suspect is looked at. Like doubts are one group, so that fifty of
them are one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mapper.doubts import DoubtKind, doubts_by_kind
from mapper.models.reviews import SetMode
from mapper.queries.rows import (
    CriterionRow,
    LoadedMapping,
    ModuleRow,
    StandingDecision,
    StatementRow,
    UnitRow,
)
from mapper.standing.wording import listed
from mapper.values import Coverage, Finding, Severity, StatementKind

IN_GENERAL = {
    DoubtKind.VERB: (
        "The evidence of these criteria uses verbs that demand less than theirs.",
        "Look in each task or its marking for a part that demands as much as the criterion.",
    ),
    DoubtKind.PRACTICE: (
        "These criteria ask for something done, and their evidence is written work alone.",
        "Look for a task in which learners do it: a project, a placement, an observation, a portfolio.",
    ),
    DoubtKind.LEVEL: (
        "The evidence of these criteria is of modules below their unit's level.",
        "Choose evidence of a later module, or say in the reason why this work reaches the unit's level.",
    ),
}
"""What is said, and the remedy, where a group holds doubts of several wordings."""


@dataclass(frozen=True, slots=True)
class DoubtfulEvidence:
    """Evidence of one criterion that falls short; `evidence` names it, several together as one.

    `name` is what the criterion is called among those of all units: "9905-701 2.3".
    """

    criterion_id: int
    name: str
    evidence: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """All doubts of one kind, in the order of the criteria; at least one."""

    kind: DoubtKind
    evidence: tuple[DoubtfulEvidence, ...]

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria concerned, each once, in order."""
        return tuple(dict.fromkeys(one.name for one in self.evidence))

    @property
    def is_one_wording(self) -> bool:
        """Whether the same sentence says all of it."""
        return len({one.message for one in self.evidence}) == 1

    @property
    def finding(self) -> Finding:
        """The group as one finding; its subject is the evidence, or how many criteria rest on it."""
        first, count = self.evidence[0], len(self.criteria)
        named = listed(list(dict.fromkeys(one.evidence for one in self.evidence)))
        subject = f"{count} criteria" if count > 1 else f"{first.name}, {named}"
        said = (first.message, first.remedy) if self.is_one_wording else IN_GENERAL[self.kind]
        return Finding(Severity.WARNING, subject, *said)

    def as_json(self) -> dict[str, object]:
        """The finding, with the criteria and what is said of the evidence of each."""
        return self.finding.as_json() | {
            "criteria": list(self.criteria),
            "evidence": [
                {"criterion": one.name, "evidence": one.evidence, "message": one.message}
                for one in self.evidence
            ],
        }


def evidence_doubts(mapping: LoadedMapping) -> tuple[DoubtGroup, ...]:
    """The doubts about all standing evidence, a group for each kind that there is, most telling first.

    In a declared set that counts whole, what one member lacks another may show: there is a doubt about
    verb or practice only where every member gives one. An outcome is practice or not by the
    assessments that test it.
    """
    groups: dict[DoubtKind, list[DoubtfulEvidence]] = {kind: [] for kind in DoubtKind}
    looking = _Looking(mapping.statements(), mapping.module_of())
    decisions = _sound(mapping.decisions)
    for unit in mapping.units:
        for criterion in unit.criteria:
            name = f"{unit.ref} {criterion.number}"
            for decision in decisions.get(criterion.id, ()):
                for together in _alternatives(decision):
                    for kind, doubt, names in looking.at(unit, criterion, together):
                        said = DoubtfulEvidence(criterion.id, name, names, doubt.message, doubt.remedy)
                        groups[kind].append(said)
    return tuple(DoubtGroup(kind, tuple(dict.fromkeys(found))) for kind, found in groups.items() if found)


def _sound(decisions: Sequence[StandingDecision]) -> dict[int, list[StandingDecision]]:
    found: dict[int, list[StandingDecision]] = {}
    for d in decisions:
        if d.coverage is Coverage.FULL and not d.is_suspect and d.statement_ids:
            found.setdefault(d.criterion_id, []).append(d)
    return found


def _alternatives(decision: StandingDecision) -> tuple[tuple[int, ...], ...]:
    """The sets of statements, each of which is said to be enough."""
    if decision.set_mode is SetMode.ANY:
        return tuple((one,) for one in decision.statement_ids)
    return (decision.statement_ids,)


@dataclass(frozen=True, slots=True)
class _Looking:
    statements: Mapping[int, StatementRow]
    modules: Mapping[int, ModuleRow]

    def at(
        self, unit: UnitRow, criterion: CriterionRow, together: Sequence[int]
    ) -> Iterator[tuple[DoubtKind, Finding, str]]:
        """The doubts about statements that count as one, each with the names of what it is about."""
        members = [self.statements[i] for i in together if i in self.statements]
        doubts = [self._doubts(unit, criterion, one) for one in members]
        yield from self._shared(DoubtKind.VERB, members, doubts)
        behind = [one for member in members for one in self._behind(member)]
        done = [self._doubts(unit, criterion, one) for one in behind]
        yield from self._shared(DoubtKind.PRACTICE, behind, done)
        for member, found in zip(members, doubts, strict=True):
            if DoubtKind.LEVEL in found:
                yield DoubtKind.LEVEL, found[DoubtKind.LEVEL], self._name(member)

    def _doubts(
        self, unit: UnitRow, criterion: CriterionRow, one: StatementRow
    ) -> Mapping[DoubtKind, Finding]:
        return doubts_by_kind(criterion, one, unit=unit, module=self.modules[one.id])

    def _shared(
        self,
        kind: DoubtKind,
        members: Sequence[StatementRow],
        doubts: Sequence[Mapping[DoubtKind, Finding]],
    ) -> Iterator[tuple[DoubtKind, Finding, str]]:
        if doubts and all(kind in found for found in doubts):
            names = list(dict.fromkeys(self._name(member) for member in members))
            yield kind, doubts[0][kind], listed(names)

    def _behind(self, member: StatementRow) -> list[StatementRow]:
        """The assessment, or those that test the outcome."""
        if member.kind is StatementKind.ASSESSMENT:
            return [member]
        return [self.statements[i] for i in member.tested_by if i in self.statements]

    def _name(self, one: StatementRow) -> str:
        module = self.modules[one.id]
        return f"{module.code or module.name} {one.label}"
