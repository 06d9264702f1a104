"""The door: a structure in, two verdicts for each criterion out, with a learner who proves the worse.

By module a set of evidence counts where all its modules are taken and passed; by component where
besides none of its components is failed, offers a choice of questions, or weighs nothing without
having to be passed. Guaranteed is said only where no learner without a set can exist.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mapper.paths.choices import Allowance, Choices, TooHardError
from mapper.paths.escape import Escape, EvidenceSet, find_escape
from mapper.paths.faults import criterion_findings, faults, module_findings
from mapper.paths.impossible import impossible_nodes
from mapper.paths.passing import Passing, passing
from mapper.paths.replay import Replay
from mapper.paths.values import Criterion, CriterionVerdict, Learner, Module, Structure, Verdict
from mapper.values import Finding, Severity

# Steps for one criterion and for all of them: some seconds, and some more. A programme of 60 modules
# needs some thousands for a criterion.
STEPS_EACH = 1_000_000
STEPS_IN_ALL = 6_000_000

Evidence = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts in the order of the criteria, and what was found on the way.

    `is_possible` is False where it was proven that nobody can complete the programme.
    """

    verdicts: tuple[CriterionVerdict, ...]
    findings: tuple[Finding, ...]
    is_possible: bool = True


def judge(structure: Structure) -> Judged:
    """Both verdicts on every criterion.

    All are undetermined where the structure is faulty or nobody can complete it; one is where its
    evidence names an unknown assessment or a module whose rules were not understood, or where the
    steps allowed did not suffice.
    """
    wrong = list(faults(structure))
    if wrong or not structure.is_understood:
        return Judged(_undetermined(structure), (*wrong, *criterion_findings(structure)))
    findings = [*impossible_nodes(structure), *module_findings(structure), *criterion_findings(structure)]
    solver = Solver(structure)
    try:
        is_possible = solver.is_possible()
    except TooHardError:
        return Judged(_undetermined(structure), (*findings, _too_hard("the structure")))
    if not is_possible:
        return Judged(_undetermined(structure), (*findings, _nobody(findings)), is_possible=False)
    verdicts = tuple(solver.verdict(criterion) for criterion in structure.criteria)
    return Judged(verdicts, (*findings, *solver.findings))


def solver_of(structure: Structure) -> Solver | None:
    """What judges criteria of the structure one by one as `judge` would, None where all are undetermined."""
    if not structure.is_understood or any(faults(structure)):
        return None
    solver = Solver(structure)
    try:
        return solver if solver.is_possible() else None
    except TooHardError:
        return None


def _undetermined(structure: Structure) -> tuple[CriterionVerdict, ...]:
    return tuple(
        CriterionVerdict(c.id, Verdict.UNDETERMINED, Verdict.UNDETERMINED) for c in structure.criteria
    )


def _nobody(findings: Iterable[Finding]) -> Finding:
    seen = " (see the other findings)" if any(f.severity is Severity.ERROR for f in findings) else ""
    return Finding(
        Severity.ERROR,
        "the structure",
        f"No learner can complete the structure as it is stated{seen}.",
        "Correct the choices, the credits or the pass rules.",
    )


def _too_hard(subject: str) -> Finding:
    return Finding(
        Severity.ERROR,
        subject,
        f"Working through the paths took too long for {subject}, so it stays undetermined.",
        "Part the structure, or name fewer sets of evidence.",
    )


@dataclass(slots=True)
class Solver:
    """Judges criteria of a faultless structure; equal evidence is solved once."""

    structure: Structure
    findings: list[Finding] = field(default_factory=list)
    allowed: int = STEPS_IN_ALL
    rules: tuple[Passing, ...] = field(init=False)
    choices: Choices = field(init=False)
    replay: Replay = field(init=False)
    _home: dict[str, tuple[int, int]] = field(init=False)
    _known: dict[Evidence, CriterionVerdict] = field(init=False)

    def __post_init__(self) -> None:
        # A module whose rules were not understood is passed by anyone here: it must not decide about
        # criteria that do not name it, and those that do are not determined.
        modules = tuple(m if m.is_understood else _passed_by_anyone(m) for m in self.structure.modules)
        self.structure = self.structure.with_modules(modules)
        self.rules = tuple(passing(module) for module in modules)
        self.choices = Choices(self.structure, self.rules)
        self.replay = Replay(self.structure)
        self._home = {
            a.id: (i, j) for i, m in enumerate(self.structure.modules) for j, a in enumerate(m.assessments)
        }
        self._known = {}

    @property
    def solved(self) -> int:
        """How many pieces of evidence it remembers the verdicts on."""
        return len(self._known)

    def anew(self) -> Solver:
        """One with the whole allowance that knows what this one solved, and shares what it solves.

        The two can work at the same time: whatever is only remembered on the way is not shared.
        """
        other = copy.copy(self)
        other.choices = Choices(self.structure, self.rules)
        other.findings, other.allowed = [], STEPS_IN_ALL
        return other

    def is_possible(self) -> bool:
        """Whether at least one learner can complete the programme."""
        return self.choices.cheapest(0, 0, Allowance(STEPS_EACH)) is not None

    def verdict(self, criterion: Criterion) -> CriterionVerdict:
        """Both verdicts on a criterion, and a learner where one of them is not guaranteed."""
        evidence = frozenset(frozenset(one) for one in criterion.any_of if one)
        if evidence not in self._known:
            self._known[evidence] = self._solve(criterion)
        return replace(self._known[evidence], criterion=criterion.id)

    def _solve(self, criterion: Criterion) -> CriterionVerdict:
        names = {name for one in criterion.any_of for name in one}
        unclear = CriterionVerdict(criterion.id, Verdict.UNDETERMINED, Verdict.UNDETERMINED)
        if not names <= self._home.keys():
            return unclear
        if not all(self.structure.modules[self._home[name][0]].is_understood for name in names):
            return unclear
        allowance = Allowance(min(STEPS_EACH, self.allowed))
        given = allowance.steps
        try:
            found = self._decide(criterion, allowance)
        except TooHardError:
            self.findings.append(_too_hard(f"criterion {criterion.id}"))
            return unclear
        finally:
            self.allowed -= given - max(0, allowance.steps)
        if found.counter_example and not self._holds(criterion, found):
            self.findings.append(_not_replayed(criterion))
            return unclear
        return found

    def _decide(self, criterion: Criterion, allowance: Allowance) -> CriterionVerdict:
        sets = [self._set(one) for one in criterion.any_of if one]
        strict = [s for s in sets if all(parts & ~self.rules[m].countable == 0 for m, parts in s.items())]
        escape = self._escape(sets, allowance, by_component=False)
        by_module = self._worded(escape, sets, allowance)
        if escape is None:
            escape = self._escape(strict, allowance, by_component=True)
        by_component = self._worded(escape, strict, allowance)
        learner = self._learner(escape) if escape else None
        return CriterionVerdict(criterion.id, by_module, by_component, learner)

    def _set(self, names: Iterable[str]) -> EvidenceSet:
        asked: dict[int, int] = {}
        for module, component in sorted(self._home[name] for name in names):
            asked[module] = asked.get(module, 0) | 1 << component
        return asked

    def _escape(self, sets: list[EvidenceSet], allowance: Allowance, *, by_component: bool) -> Escape | None:
        return find_escape(
            sets, choices=self.choices, rules=self.rules, by_component=by_component, allowance=allowance
        )

    def _worded(self, escape: Escape | None, sets: list[EvidenceSet], allowance: Allowance) -> Verdict:
        if escape is None:
            return Verdict.GUARANTEED
        is_met = any(self._can_be_met(one, allowance) for one in sets)
        return Verdict.CONDITIONAL if is_met else Verdict.NOT_COVERED

    def _can_be_met(self, one: Mapping[int, int], allowance: Allowance) -> bool:
        """Whether some learner passes all modules of the set; with full marks, nothing in them fails."""
        needed = sum(1 << module for module in one)
        if needed & self.choices.unpassable:
            return False
        return self.choices.cheapest(0, needed, allowance) is not None

    def _learner(self, escape: Escape) -> Learner:
        modules = self.structure.modules
        return Learner(
            modules=tuple(m.code for i, m in enumerate(modules) if escape.taken >> i & 1),
            compensated=tuple(m.code for i, m in enumerate(modules) if escape.compensated >> i & 1),
            failed=tuple(
                a.id
                for i, m in enumerate(modules)
                for j, a in enumerate(m.assessments)
                if escape.failed.get(i, 0) >> j & 1
            ),
        )

    def _holds(self, criterion: Criterion, found: CriterionVerdict) -> bool:
        """Whether the replayed counter-example is a path on which the criterion is not met."""
        learner = found.counter_example
        is_by_module = found.by_module is not Verdict.GUARANTEED
        return (
            learner is not None
            and self.replay.is_a_path(learner)
            and not self.replay.meets(learner, criterion, by_component=not is_by_module)
        )


def _passed_by_anyone(module: Module) -> Module:
    free = tuple(replace(a, pass_mark=None, must_pass=False) for a in module.assessments)
    return replace(module, pass_mark=None, every_component=False, assessments=free)


def _not_replayed(criterion: Criterion) -> Finding:
    return Finding(
        Severity.ERROR,
        f"criterion {criterion.id}",
        f"The counter-example of criterion {criterion.id} failed its check, so nothing is claimed.",
        "Report the structure to whoever maintains Mapper.",
    )
