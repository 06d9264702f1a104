"""Changes to a programme that close a gap, and the programme as it would be with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mapper.paths.awards import Measure
from mapper.paths.passing import counts_by_component, is_needed
from mapper.paths.values import Assessment, Criterion, Learner, Module, Structure


class ChangeKind(StrEnum):
    """What a university can change; each in a few words, for people."""

    MUST_PASS = "make the component must-pass"  # noqa: S105 - no password
    NO_CHOICE = "drop the choice of questions"
    NO_COMPENSATION = "allow no compensation in the module"
    CORE = "make the module core"
    EVIDENCE = "add evidence that every learner produces and passes"


# The effort of one change of each kind. Our assumption, not a rule of anyone's: of as many changes of
# rules those are preferred that touch least of the regulations; a new assessment takes several of them.
EFFORT = {
    ChangeKind.MUST_PASS: 10,
    ChangeKind.NO_CHOICE: 11,
    ChangeKind.NO_COMPENSATION: 12,
    ChangeKind.CORE: 15,
    ChangeKind.EVIDENCE: 40,
}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change; `subject` is an assessment's id, a module's code or (new evidence) a criterion's id."""

    kind: ChangeKind
    subject: str

    @property
    def effort(self) -> int:
        """See EFFORT."""
        return EFFORT[self.kind]

    def __str__(self) -> str:
        """For people: "A.0: make the component must-pass"."""
        return f"{self.subject}: {self.kind.value}"


def changed(structure: Structure, changes: Iterable[Change]) -> Structure:
    """The programme with the changes; a criterion with new evidence is left out, for it is met."""
    by_kind: dict[ChangeKind, set[str]] = {kind: set() for kind in ChangeKind}
    for change in changes:
        by_kind[change.kind].add(change.subject)

    def part(a: Assessment) -> Assessment:
        must = True if a.id in by_kind[ChangeKind.MUST_PASS] else a.must_pass
        choice = False if a.id in by_kind[ChangeKind.NO_CHOICE] else a.choice
        return replace(a, must_pass=must, choice=choice)

    def module(m: Module) -> Module:
        compensatable = False if m.code in by_kind[ChangeKind.NO_COMPENSATION] else m.compensatable
        return replace(m, compensatable=compensatable, assessments=tuple(map(part, m.assessments)))

    return replace(
        structure,
        modules=tuple(map(module, structure.modules)),
        criteria=tuple(c for c in structure.criteria if c.id not in by_kind[ChangeKind.EVIDENCE]),
        core=structure.core | by_kind[ChangeKind.CORE],
    )


def possible_changes(
    structure: Structure, criteria: Iterable[Criterion], measure: Measure
) -> tuple[Change, ...]:
    """Every change that may help the criteria: to the modules and assessments that they name, in order.

    By module only what decides whether a module is taken and passed.
    """
    wanted = list(criteria)
    names = {name for c in wanted for one in c.any_of for name in one}
    found: list[Change] = []
    taken = {node.module for node in structure.nodes}
    for module in structure.modules:
        if module.code not in taken or not any(a.id in names for a in module.assessments):
            continue
        if module.code not in structure.core:
            found.append(Change(ChangeKind.CORE, module.code))
        if module.compensatable is not False:
            found.append(Change(ChangeKind.NO_COMPENSATION, module.code))
        if measure is Measure.COMPONENT:
            found.extend(_changes_of_parts(module, names))
    found.extend(Change(ChangeKind.EVIDENCE, c.id) for c in wanted)
    return tuple(found)


def _changes_of_parts(module: Module, names: set[str]) -> Iterator[Change]:
    for a in module.assessments:
        if a.id not in names:
            continue
        if not is_needed(module, a) or not (a.weight or a.must_pass):
            yield Change(ChangeKind.MUST_PASS, a.id)
        if a.choice is not False:
            yield Change(ChangeKind.NO_CHOICE, a.id)


def touching(
    structure: Structure, learner: Learner, criterion: Criterion, possible: Iterable[Change]
) -> frozenset[Change]:
    """The changes one of which at least is needed, so that this learner is no longer a failing path.

    Without any of them the learner still completes the programme and still does not meet the
    criterion. Not each of them is enough alone.
    """
    names = {name for one in criterion.any_of for name in one}
    parts = {a.id: a for m in structure.modules for a in m.assessments}

    def touches(change: Change) -> bool:
        if change.kind is ChangeKind.CORE:
            return change.subject not in learner.modules
        if change.kind is ChangeKind.NO_COMPENSATION:
            return change.subject in learner.compensated
        if change.kind is ChangeKind.EVIDENCE:
            return change.subject == criterion.id
        is_no_evidence = change.subject in names and not counts_by_component(parts[change.subject])
        return change.subject in learner.failed or is_no_evidence

    return frozenset(change for change in possible if touches(change))
