"""The least changes that make a choice of units guaranteed, by counter-example refinement.

Each learner who does not meet a criterion asks for one of a few changes. The least set of changes that
answers all learners known so far is tried on the programme; the learners whom it still leaves open ask
further, until none is left. The least answer to some of the demands is never more than the least answer
to all, so that the first set that leaves nobody open is the least there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mapper.catalogue.facts import QualificationFacts, UnitFacts
from mapper.catalogue.proposal import Proposal, propose_selection
from mapper.paths.awards import Measure, UnitStanding
from mapper.paths.changes import Change, ChangeKind, changed, possible_changes, touching
from mapper.paths.values import Criterion, CriterionVerdict, Structure, Verdict
from mapper.paths.verdicts import Judged, judge
from mapper.values import Finding, Severity

MOST_ROUNDS = 30
ROUNDS_OF_A_UNIT = 6
# Gaps times modules; what is more is planned unit by unit. The search for the least changes took 1 s at
# 384, 5 s at 780 and half a minute at 3,400.
MOST_TOGETHER = 500
# What is more is not planned at once: unit by unit it took 4 s at 3,600, and 14 s at 15,000.
MOST_AT_ONCE = 5_000
PROVEN = 0  # a status of scipy.optimize.milp
TIME_LIMIT_S = 2.0


@dataclass(frozen=True, slots=True)
class GapPlan:
    """Changes after which all the criteria asked for are guaranteed, by the measure.

    `is_proven_least` is False where a limit ended the search: the changes do, and fewer might. Least is
    meant of the changes of `possible_changes` by their effort. `is_possible` is False where there is
    no plan; the findings say why.
    """

    measure: Measure
    changes: tuple[Change, ...] = ()
    is_proven_least: bool = False
    is_possible: bool = True
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardPlan:
    """A way to the next award: the units chosen, with the fewest open criteria, and their gap plan.

    A criterion with evidence that does not hold for everyone counts half as open: a change of rules may
    do for it. Other units with more open criteria might need less effort; they were not tried. `unproven` are ids
    of the chosen units' criteria of which no evidence stands, so that nothing is planned for them;
    `further` are chosen units of which no verdict is known, and `unworded` those of them whose criteria
    nobody knows. `plan` is None where no units could be chosen.
    """

    qualification: QualificationFacts
    selection: Proposal
    plan: GapPlan | None
    unproven: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    unworded: tuple[str, ...] = ()


def plan_award(
    structure: Structure,
    standings: Sequence[UnitStanding],
    *,
    qualification: QualificationFacts,
    known: Mapping[str, UnitFacts],
    measure: Measure,
    registered_on: date,
    further: Mapping[str, int] | None = None,
) -> AwardPlan:
    """The units that bring the qualification nearest, and the least changes that make them guaranteed.

    `structure` holds the criteria with evidence under the ids that the standings use. `further` are
    units beside those of the standings with how many criteria they have, 0 where nobody knows: they are
    chosen only where the standings' own units do not make up the qualification, those with known
    criteria first.
    """
    judged = {c.id for c in structure.criteria}
    chances = {
        s.ref: tuple(_nearness(v, measure, judged) for v in s.verdicts) for s in standings if s.verdicts
    }
    counts = {ref: count for ref, count in (further or {}).items() if ref not in chances}
    # What nobody knows is taken to be as large as the largest unit that is known.
    most = max((*counts.values(), *map(len, chances.values()), 1))
    worded = chances | {ref: (0.0,) * count for ref, count in counts.items() if count}
    every = chances | {ref: (0.0,) * (count or most) for ref, count in counts.items()}
    selection = Proposal()
    for tried in (chances, worded, every):
        found = propose_selection(
            qualification=qualification, known=known, chances=tried, registered_on=registered_on
        )
        # Why the narrowest choice fails says most.
        selection = found if found.units or not selection.findings else selection
        if found.units:
            break
    if not selection.units:
        return AwardPlan(qualification, selection, None)
    by_unit = [[v.criterion for v in s.verdicts] for s in standings if s.ref in set(selection.units)]
    wanted = [[name for name in names if name in judged] for names in by_unit]
    return AwardPlan(
        qualification,
        selection,
        plan_units(structure, wanted, measure=measure),
        unproven=tuple(name for names in by_unit for name in names if name not in judged),
        further=tuple(ref for ref in selection.units if ref not in chances),
        unworded=tuple(ref for ref in selection.units if ref not in worded),
    )


def _nearness(said: CriterionVerdict, measure: Measure, judged: set[str]) -> float:
    """How little a criterion leaves open: 1 guaranteed, a half with evidence, 0 without."""
    if measure.verdict(said) is Verdict.GUARANTEED:
        return 1.0
    return 0.5 if said.criterion in judged else 0.0


def plan_units(structure: Structure, units: Sequence[Sequence[str]], *, measure: Measure) -> GapPlan:
    """The least changes after which the criteria of all units are guaranteed, as far as time allows.

    Many gaps are planned one unit after the other, each on the programme as the changes before make it:
    fewer might then do, and `is_proven_least` is False.
    """
    wanted = [name for names in units for name in names]
    asked = replace(structure, criteria=tuple(c for c in structure.criteria if c.id in set(wanted)))
    size = len(_open(asked, measure)) * len(structure.modules)
    if size > MOST_AT_ONCE:
        return GapPlan(measure, is_possible=False, findings=(_too_many(),))
    if size <= MOST_TOGETHER or len(units) < 2:
        return plan_changes(structure, wanted, measure=measure)
    changes: list[Change] = []
    for names in units:
        now = changed(structure, changes)
        found = plan_changes(now, _left(names, changes), measure=measure, rounds=ROUNDS_OF_A_UNIT)
        if not found.is_possible:
            return found
        changes += found.changes
    return GapPlan(measure, tuple(sorted(changes, key=_order)))


def _left(names: Sequence[str], changes: Sequence[Change]) -> list[str]:
    """The criteria that new evidence does not meet already."""
    met = {change.subject for change in changes if change.kind is ChangeKind.EVIDENCE}
    return [name for name in names if name not in met]


def plan_changes(
    structure: Structure, wanted: Sequence[str], *, measure: Measure, rounds: int | None = None
) -> GapPlan:
    """The least changes after which all criteria named in `wanted` are guaranteed.

    None are planned while one of them is undetermined: what is faulty must be mended first. `rounds`
    bound the search, MOST_ROUNDS where none are given; beyond them the changes do, and fewer might.
    """
    asked = replace(structure, criteria=tuple(c for c in structure.criteria if c.id in set(wanted)))
    undetermined = [v for v in judge(asked).verdicts if measure.verdict(v) is Verdict.UNDETERMINED]
    missing = set(wanted) - {c.id for c in asked.criteria}
    if undetermined or missing:
        names = sorted({v.criterion for v in undetermined} | missing)
        return GapPlan(measure, is_possible=False, findings=(_mend_first(names),))
    return _Refinement(asked, measure, MOST_ROUNDS if rounds is None else rounds).run()


def single_changes(structure: Structure, criterion: Criterion, *, measure: Measure) -> tuple[Change, ...]:
    """Each change that makes the criterion guaranteed by itself, the least effort first."""
    alone = replace(structure, criteria=(criterion,))
    possible = possible_changes(alone, alone.criteria, measure)
    return tuple(
        change for change in sorted(possible, key=_order) if not _open(changed(alone, [change]), measure)
    )


def _order(change: Change) -> tuple[int, str]:
    return change.effort, change.subject


def _open(structure: Structure, measure: Measure) -> list[CriterionVerdict]:
    return _open_of(judge(structure), measure)


def _open_of(judged: Judged, measure: Measure) -> list[CriterionVerdict]:
    return [v for v in judged.verdicts if measure.verdict(v) is not Verdict.GUARANTEED]


class _Refinement:
    def __init__(self, structure: Structure, measure: Measure, rounds: int) -> None:
        self.structure = structure
        self.rounds = rounds
        self.measure = measure
        by_id = {v.criterion for v in _open(structure, measure)}
        self.criteria = {c.id: c for c in structure.criteria}
        gaps = [c for c in structure.criteria if c.id in by_id]
        self.possible = tuple(sorted(possible_changes(structure, gaps, measure), key=_order))
        self.demands: list[frozenset[Change]] = []
        self.impossible: list[frozenset[Change]] = []
        self.is_exact = True

    def run(self) -> GapPlan:
        for _ in range(self.rounds):
            found = self._least_answer()
            if found is None:
                break
            changes, is_proven = found
            judged = judge(changed(self.structure, changes))
            still_open = _open_of(judged, self.measure)
            if judged.is_possible and not still_open:
                return GapPlan(self.measure, changes, is_proven_least=is_proven and self.is_exact)
            self._learn(changes, still_open, is_possible=judged.is_possible)
        return self._one_by_one()

    def _learn(
        self, changes: tuple[Change, ...], still_open: Sequence[CriterionVerdict], *, is_possible: bool
    ) -> None:
        made = frozenset(changes)
        is_too_hard = any(v.by_module is Verdict.UNDETERMINED for v in still_open)
        if is_too_hard or not is_possible:
            # Nobody completes the programme so changed (two modules of one choice made core, say), or
            # it could not be judged. New evidence has no part in that.
            self.impossible.append(frozenset(c for c in made if c.kind is not ChangeKind.EVIDENCE))
            self.is_exact = self.is_exact and not is_possible
            return
        for verdict in still_open:
            learner = verdict.counter_example
            if learner is not None:
                criterion = self.criteria[verdict.criterion]
                # What is made already did not do for this learner.
                self._demand(touching(self.structure, learner, criterion, self.possible) - made)

    def _demand(self, asked: frozenset[Change]) -> None:
        """Keeps the demand unless what answers another answers it, too; such ones slow the search."""
        if not any(known <= asked for known in self.demands):
            self.demands = [known for known in self.demands if not asked <= known] + [asked]

    def _least_answer(self) -> tuple[tuple[Change, ...], bool] | None:
        """The changes of least effort that answer every demand, and whether that is proven."""
        if not self.demands and not self.impossible:
            return (), True
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows = [[float(c in demand) for c in self.possible] for demand in self.demands]
        rows += [[float(c in some) for c in self.possible] for some in self.impossible]
        low = [1.0] * len(self.demands) + [0.0] * len(self.impossible)
        high = [float(len(self.possible))] * len(self.demands) + [len(some) - 1.0 for some in self.impossible]
        solved = milp(
            c=[float(c.effort) for c in self.possible],
            integrality=[1] * len(self.possible),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(rows, low, high),
            options={"time_limit": TIME_LIMIT_S, "mip_rel_gap": 0.0},
        )
        if solved.x is None:
            return None
        chosen = zip(self.possible, solved.x, strict=True)
        return tuple(c for c, value in chosen if value > 0.5), int(solved.status) == PROVEN

    def _one_by_one(self) -> GapPlan:
        """Changes that do, though fewer might: each open criterion is closed by itself, then each
        change that turned out needless is taken back."""
        changes: list[Change] = []
        for criterion in self.criteria.values():
            if self._answers(changes, [criterion]):
                continue
            alone = possible_changes(self.structure, [criterion], self.measure)
            tries = (c for c in sorted(alone, key=_order) if self._answers([*changes, c], [criterion]))
            changes.append(next(tries, Change(ChangeKind.EVIDENCE, criterion.id)))
        for change in sorted(changes, key=_order, reverse=True):
            fewer = [c for c in changes if c != change]
            if self._answers(fewer, self.criteria.values()):
                changes = fewer
        return GapPlan(self.measure, tuple(sorted(changes, key=_order)))

    def _answers(self, changes: Sequence[Change], criteria: Iterable[Criterion]) -> bool:
        judged = judge(changed(replace(self.structure, criteria=tuple(criteria)), changes))
        return judged.is_possible and not _open_of(judged, self.measure)


def _too_many() -> Finding:
    return Finding(
        Severity.INFO,
        "gap plan",
        "There are too many gaps to plan for all of them at once.",
        "Look at the gap plan unit by unit.",
    )


def _mend_first(names: Sequence[str]) -> Finding:
    return Finding(
        Severity.ERROR,
        "gap plan",
        f"No changes can be planned while {', '.join(names)} cannot be determined.",
        "Mend what the findings on the structure name first.",
    )
