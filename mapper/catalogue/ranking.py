"""Ranks qualifications by how well a programme could carry them; scores are handed in as numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from mapper.catalogue.combination import check_combination
from mapper.catalogue.facts import QualificationFacts, SpecificationFacts, UnitFacts
from mapper.catalogue.fit import Fit, ProgrammeFacts, duration_fit, level_fit
from mapper.catalogue.proposal import (
    Chances,
    Proposal,
    countable_units,
    propose_selection,
)

MOST_ALTERNATIVES = 4
LITTLE = 0.1
NUMBERS_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class NextStep:
    """How the proposed units grow into the next larger qualification.

    `more` is one choice of the fewest further units, from worded ones where these are enough
    (`is_worded`); `alternatives` are all units that would do where one is enough, worded ones
    first. Both are empty where these units already make up the larger one.
    """

    qualification: QualificationFacts
    more: tuple[str, ...]
    alternatives: tuple[str, ...]
    is_worded: bool

    @property
    def said(self) -> str:
        """For people: "needs one more unit: 8605-401 or 8605-402"."""
        if not self.more:
            return "needs no more units"
        number = NUMBERS_IN_WORDS[len(self.more)] if len(self.more) <= 10 else f"{len(self.more)}"
        units = f"{number} more unit{'s' if len(self.more) > 1 else ''}"
        if len(self.more) > 1:
            wording = "" if self.is_worded else ", not all of them with imported wording"
            return f"needs {units}, for example {_listed(self.more, 'and')}{wording}"
        shown, rest = self.alternatives[:MOST_ALTERNATIVES], self.alternatives[MOST_ALTERNATIVES:]
        tail = f", or {len(rest)} other{'s' if len(rest) > 1 else ''}" if rest else ""
        return f"needs {units}: {_listed(shown, 'or')}{tail}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A qualification and what a programme can hope for in it.

    `countable` are the units that count towards it, `worded` those of them with imported wording.
    `proposal` rests on worded units alone; it is ranked where there is one: so much is worded that
    it could be achieved by it. `by_title` is for the others: a first look in which units without
    wording stand by their titles.
    """

    qualification: QualificationFacts
    countable: tuple[str, ...]
    worded: tuple[str, ...]
    level: Fit
    duration: Fit
    proposal: Proposal
    by_title: Proposal | None = None
    next_step: NextStep | None = None

    @property
    def is_ranked(self) -> bool:
        """Whether enough of it is worded to be ranked."""
        return bool(self.proposal.units)

    @property
    def rank(self) -> tuple[bool, float, float]:
        """To sort by: ranked ones first, by expected coverage, then by fewer criteria left open.

        Those that are not ranked keep the order that they are in, which is no ranking.
        """
        return (not self.is_ranked, -(self.proposal.expected or 0), self.proposal.open_criteria)

    @property
    def worded_share(self) -> float | None:
        """The share of the units that count whose wording is imported, from 0 to 1."""
        return len(self.worded) / len(self.countable) if self.countable else None


def standings(
    *,
    specification: SpecificationFacts,
    programme: ProgrammeFacts,
    chances: Chances,
    title_chances: Mapping[str, float],
    registered_on: date,
    time_limit_s: float = 1.0,
) -> tuple[Standing, ...]:
    """Every qualification of the specification, in its order.

    `chances` are of units with imported wording, by criterion; `title_chances` of the others, by
    their titles alone.
    """
    known = {unit.ref: unit for unit in specification.units}
    titles = {ref: _weighed(known[ref], chance) for ref, chance in title_chances.items() if ref in known}
    found: list[Standing] = []
    for qualification in specification.qualifications:
        propose = partial(
            propose_selection,
            qualification=qualification,
            known=known,
            registered_on=registered_on,
            time_limit_s=time_limit_s,
        )
        proposal = propose(chances=chances)
        larger = _next_larger(qualification, specification.qualifications)
        countable = countable_units(qualification=qualification, known=known, registered_on=registered_on)
        found.append(
            Standing(
                qualification=qualification,
                countable=countable,
                worded=tuple(ref for ref in countable if chances.get(ref)),
                level=level_fit(programme, qualification),
                duration=duration_fit(programme, qualification),
                proposal=proposal,
                by_title=None if proposal.units or not titles else propose(chances={**titles, **chances}),
                next_step=_next_step(
                    proposal,
                    larger=larger,
                    known=known,
                    chances=chances,
                    registered_on=registered_on,
                    time_limit_s=time_limit_s,
                )
                if proposal.units and larger
                else None,
            )
        )
    return tuple(found)


def _weighed(unit: UnitFacts, chance: float) -> tuple[float, ...]:
    """A unit whose criteria are unknown counts as one criterion for each of its credits."""
    return (chance,) * max(1, round(unit.credits or 1))


def worth_obtaining(
    rows: Sequence[Standing],
    *,
    title_chances: Mapping[str, float],
    promising: Collection[str],
    most: int = 5,
) -> tuple[str, ...]:
    """References of units without wording whose unit specifications would help most, best first.

    First those that a first look by titles would choose, without which a qualification cannot be
    ranked, then others that count somewhere and are among the `promising`.
    """
    chosen = {ref for row in rows if row.by_title for ref in row.by_title.units if ref in title_chances}
    others = {ref for row in rows for ref in row.countable if ref in promising} - chosen
    groups = (sorted(group, key=lambda ref: (-title_chances[ref], ref)) for group in (chosen, others))
    return tuple(chain.from_iterable(groups))[:most]


def _next_step(
    proposal: Proposal,
    *,
    larger: QualificationFacts,
    known: Mapping[str, UnitFacts],
    chances: Chances,
    registered_on: date,
    time_limit_s: float,
) -> NextStep | None:
    """None where no selection for the larger qualification holds the proposed units."""
    countable = countable_units(qualification=larger, known=known, registered_on=registered_on)

    def more(of: Chances) -> tuple[str, ...]:
        grown = propose_selection(
            qualification=larger,
            known=known,
            chances=of,
            registered_on=registered_on,
            including=proposal.units,
            time_limit_s=time_limit_s,
        )
        return tuple(ref for ref in grown.units if ref not in proposal.units)

    def is_enough(*further: str) -> bool:
        units = (*proposal.units, *further)
        judged = check_combination(
            qualification=larger, units=units, known=known, registered_on=registered_on
        )
        return judged.valid is True

    if is_enough():
        return NextStep(larger, (), (), is_worded=True)
    # One criterion each, nearly without hope: the fewest units win, and of these the likeliest.
    worded = more({ref: (LITTLE * sum(c) / len(c),) for ref, c in chances.items() if c})
    further = worded or more(dict.fromkeys(countable, (0.0,)))
    if not further:
        return None
    enough: list[str] = []
    if len(further) == 1:
        others = (ref for ref in countable if ref not in proposal.units and is_enough(ref))
        enough = sorted(others, key=lambda ref: not chances.get(ref))
    return NextStep(larger, further, tuple(enough), is_worded=bool(worded))


def _next_larger(
    qualification: QualificationFacts, others: Sequence[QualificationFacts]
) -> QualificationFacts | None:
    """The one of the same level with the next higher minimum of credits."""
    own = qualification.credits_min
    if own is None:
        return None
    larger = [
        (other.credits_min, position)
        for position, other in enumerate(others)
        if other.level == qualification.level and other.credits_min is not None and other.credits_min > own
    ]
    return others[min(larger)[1]] if larger else None


def _listed(refs: Sequence[str], last: str) -> str:
    return refs[0] if len(refs) == 1 else f"{', '.join(refs[:-1])} {last} {refs[-1]}"
