"""Proposes the units of a qualification: a small integer programme over the rules of combination.

The evaluator has the last word: what is proposed here was judged valid by `check_combination`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from mapper.catalogue.combination import check_combination
from mapper.catalogue.facts import GroupRule, Limit, QualificationFacts, RefRange, Rule, UnitFacts
from mapper.values import Finding, Severity

# So much of a criterion must a further unit save, or the selection with fewer units is proposed.
COST_OF_A_UNIT = 0.001
TIME_LIMIT_S = 5.0
TIME_IS_UP = 1  # a status of scipy.optimize.milp; 0 is a proven optimum
INFINITY = float("inf")

Chances = Mapping[str, Sequence[float]]
"""By a unit's reference the chance of each of its criteria, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A valid selection of units, in the specification's order; no units where none can be proposed.

    `chances` holds those of all criteria of the units. `findings` say why nothing is proposed.
    """

    units: tuple[str, ...] = ()
    credits: float = 0
    chances: tuple[float, ...] = ()
    is_proven_best: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def expected(self) -> float | None:
        """The mean chance over all criteria, from 0 to 1; None where nothing is proposed."""
        return sum(self.chances) / len(self.chances) if self.chances else None

    @property
    def open_criteria(self) -> float:
        """How many criteria are expected to stay uncovered."""
        return sum(1 - chance for chance in self.chances)


def countable_units(
    *, qualification: QualificationFacts, known: Mapping[str, UnitFacts], registered_on: date
) -> tuple[str, ...]:
    """References of the units that count towards the qualification for such a learner, in order.

    Those of which the evaluator says nothing amiss when they are judged alone: units that are not
    admitted, replaced, barred by a note or of unknown credits are left out. None where the rule is
    not understood.
    """
    if qualification.rule is None or qualification.rule.not_understood:
        return ()

    def is_blamed(ref: str) -> bool:
        judged = check_combination(
            qualification=qualification, units=[ref], known=known, registered_on=registered_on
        )
        return any(f.subject == f"Unit {ref}" for f in judged.findings)

    return tuple(ref for ref in known if not is_blamed(ref))


def propose_selection(
    *,
    qualification: QualificationFacts,
    known: Mapping[str, UnitFacts],
    chances: Chances,
    registered_on: date,
    including: Sequence[str] = (),
    time_limit_s: float = TIME_LIMIT_S,
) -> Proposal:
    """The valid selection with the fewest criteria expected to stay uncovered.

    Every criterion of every chosen unit must be met, so the sum of (1 - chance) over all criteria
    is minimised, not their mean maximised: a unit more never improves a selection that is valid
    without it, however good its chances. Where it makes no odds (0.001 of a criterion a unit)
    fewer units win. A unit without chances is unknown and never proposed. All of `including`
    must be in the selection.

    Without a proposal, a finding says why. `is_proven_best` is False where the time limit ended
    the search with a valid selection that may not be the best.
    """
    rule = qualification.rule
    if rule is None or rule.not_understood:
        return _nothing(_unclear(qualification))
    countable = countable_units(qualification=qualification, known=known, registered_on=registered_on)
    asked = [ref for ref in countable if chances.get(ref)]
    left_out = [ref for ref in including if ref not in asked]
    if left_out or not asked:
        return _nothing(_lacking(qualification, countable, left_out))
    problem = _Problem(qualification, rule, known, tuple(asked))
    chosen, status = problem.solved(chances, including, time_limit_s)
    if not chosen:
        if status == TIME_IS_UP:
            return _nothing(_out_of_time(qualification, time_limit_s))
        return _nothing(problem.obstacles(countable))
    judged = check_combination(
        qualification=qualification, units=chosen, known=known, registered_on=registered_on
    )
    if judged.valid is not True:
        return _nothing(judged.findings)
    return Proposal(
        units=chosen,
        credits=judged.credits,
        chances=tuple(chance for ref in chosen for chance in chances[ref]),
        is_proven_best=status == 0,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A linear condition: the weighted number of chosen units lies between `low` and `high`.

    `what` is weighed, in words; "" where nobody needs to be told of it.
    """

    weights: tuple[float, ...]
    low: float | None
    high: float | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class _Problem:
    """The rule over the units that may be chosen, each taken or not."""

    qualification: QualificationFacts
    rule: Rule
    known: Mapping[str, UnitFacts]
    refs: tuple[str, ...]

    def rows(self) -> Iterator[_Row]:
        """Every condition of the rule, and that some unit is chosen."""
        units = [self.known[ref] for ref in self.refs]
        credits_ = tuple(unit.credits or 0.0 for unit in units)
        ones = (1.0,) * len(units)
        rule, field = self.rule, self.qualification
        yield _Row(ones, 1)
        yield _Row(credits_, rule.credits_min, rule.credits_max, "credits")
        yield _Row(credits_, field.credits_min, field.credits_max, "credits")
        yield _Row(ones, rule.units_min, rule.units_max, "units")
        for group in rule.parts + rule.every_group(self._tabled()):
            yield from self._group_rows(group, units)
        for _, others in self._mandatory():
            yield _Row(tuple(float(each in others) for each in self.refs), 1)

    def _tabled(self) -> Iterator[UnitFacts]:
        code = self.qualification.specification
        return (u for u in self.known.values() if code is None or u.specification in (None, code))

    def _group_rows(self, group: GroupRule | Limit, units: Sequence[UnitFacts]) -> Iterator[_Row]:
        inside = [group.holds(unit) for unit in units]
        amounts = tuple((unit.credits or 0.0) * is_in for unit, is_in in zip(units, inside, strict=True))
        yield _Row(amounts, group.credits_min, group.credits_max, f"credits from {group.name}")
        yield _Row(
            tuple(map(float, inside)),
            group.units_min,
            group.units_max,
            f"units from {group.name}",
        )

    def _mandatory(self) -> Iterator[tuple[str, set[str | None]]]:
        """Each mandatory unit with what may be taken for it: itself, or what replaces it."""
        instead = {r.replaced: r.replacement for r in self.qualification.replacements}
        for ref in dict.fromkeys(chain.from_iterable(self._each(r) for r in self.rule.mandatory)):
            yield ref, {ref, instead.get(ref)}

    def _each(self, refs: RefRange) -> Iterator[str]:
        """The range's ends, and what is known to lie between them."""
        yield from (refs.first, refs.last, *(ref for ref in self.known if ref in refs))

    def solved(
        self, chances: Chances, including: Sequence[str], time_limit_s: float
    ) -> tuple[tuple[str, ...], int]:
        """The units to choose (none where there is no solution), and the solver's status."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows = [row for row in self.rows() if (row.low, row.high) != (None, None)]
        found = milp(
            c=[sum(1 - chance for chance in chances[ref]) + COST_OF_A_UNIT for ref in self.refs],
            integrality=[1] * len(self.refs),
            bounds=Bounds([float(ref in including) for ref in self.refs], 1),
            constraints=LinearConstraint(
                [row.weights for row in rows],
                [-INFINITY if row.low is None else row.low for row in rows],
                [INFINITY if row.high is None else row.high for row in rows],
            ),
            # The solver's own gap of 0.01 % would call what is merely good the best.
            options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
        )
        taken = () if found.x is None else found.x
        chosen = tuple(ref for ref, value in zip(self.refs, taken, strict=bool(len(taken))) if value > 0.5)
        return chosen, int(found.status)

    def obstacles(self, countable: Sequence[str]) -> Iterator[Finding]:
        """Why the units that may be chosen make up no valid selection, as far as one condition shows it."""
        missing = [
            f"the mandatory unit {ref} is not among them"
            for ref, others in self._mandatory()
            if others.isdisjoint(self.refs)
        ]
        short = [
            f"they give {sum(row.weights):g} of the {row.low:g} {row.what} needed"
            for row in self.rows()
            if row.what and row.low is not None and sum(row.weights) < row.low
        ]
        why = ", and ".join(dict.fromkeys(missing + short)) or "no selection of them keeps the rules"
        message = f"Wording is imported of {len(self.refs)} of the {len(countable)} units that count; {why}."
        yield Finding(
            Severity.INFO, self.qualification.title, message, "Import the wording of further units."
        )


def _nothing(findings: Iterable[Finding]) -> Proposal:
    return Proposal(findings=tuple(findings))


def _unclear(qualification: QualificationFacts) -> Iterator[Finding]:
    rule = qualification.rule
    yield Finding(
        Severity.WARNING,
        qualification.title,
        "The rules of combination are not stated, so no units can be proposed."
        if rule is None
        else f"The rules of combination were not understood (“{rule.not_understood}”), so no units are proposed.",
        "Choose the units by the awarding body's own document.",
    )


def _lacking(
    qualification: QualificationFacts, countable: Sequence[str], left_out: Sequence[str]
) -> Iterator[Finding]:
    if left_out:
        message = f"{', '.join(left_out)} cannot be part of a selection for it."
        yield Finding(Severity.INFO, qualification.title, message, "Choose its units anew.")
    else:
        message = f"None of the {len(countable)} units that count has imported wording."
        remedy = "Import the wording of units first."
        yield Finding(Severity.INFO, qualification.title, message, remedy)


def _out_of_time(qualification: QualificationFacts, time_limit_s: float) -> Iterator[Finding]:
    message = f"No valid selection was found within {time_limit_s:g} seconds."
    yield Finding(Severity.WARNING, qualification.title, message, "Choose the units by hand.")
