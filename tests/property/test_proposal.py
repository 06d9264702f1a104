"""The proposed units against trying every selection, on small random specifications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.catalogue import QualificationFacts, UnitFacts, check_combination
from mapper.catalogue.facts import GroupRule, RefRange, Replacement, Rule
from mapper.catalogue.proposal import COST_OF_A_UNIT, propose_selection

NUMBERS = tuple(range(501, 508))
REFS = tuple(f"9905-{n}" for n in NUMBERS)
DAY = date(2024, 1, 1)

refs = st.sampled_from(REFS)
credit_bounds = st.one_of(st.none(), st.integers(0, 24))
unit_bounds = st.one_of(st.none(), st.integers(0, 4))
ranges = st.tuples(st.sampled_from(NUMBERS), st.integers(0, 4)).map(
    lambda t: RefRange(f"9905-{t[0]}", f"9905-{t[0] + t[1]}")
)
some_ranges = st.lists(ranges, max_size=2).map(tuple)
groups = st.builds(
    GroupRule,
    name=st.sampled_from(["Group 1", "Group 2"]),
    refs=some_ranges,
    credits_min=credit_bounds,
    credits_max=credit_bounds,
    units_min=unit_bounds,
    units_max=unit_bounds,
)
rules = st.builds(
    Rule,
    credits_min=credit_bounds,
    credits_max=credit_bounds,
    units_min=unit_bounds,
    units_max=unit_bounds,
    admitted=some_ranges,
    groups=st.lists(groups, max_size=2, unique_by=lambda g: g.name).map(tuple),
    mandatory=st.lists(refs, max_size=1).map(lambda rs: tuple(RefRange(r, r) for r in rs)),
    not_understood=st.sampled_from([None, None, None, None, "other words"]),
)
qualifications = st.builds(
    QualificationFacts,
    title=st.just("Award in Boats"),
    accreditation_number=st.just("600/0000/0"),
    specification=st.just("9905"),
    size=st.just("award"),
    credits_min=credit_bounds,
    credits_max=credit_bounds,
    rule=rules,
    replacements=st.sampled_from([(), (Replacement("9905-501", "9905-502", "2020-07-01"),)]),
)
chances_known = st.dictionaries(refs, st.lists(st.floats(0, 1), max_size=4).map(tuple))


@st.composite
def units_known(draw: st.DrawFn) -> dict[str, UnitFacts]:
    return {
        ref: UnitFacts(
            ref,
            "Boats",
            draw(st.sampled_from([None, None, "Diploma only"])),
            5,
            draw(st.one_of(st.none(), st.integers(1, 9))),
            8,
            draw(st.sampled_from(["Group 1", "Group 2"])),
        )
        for ref in REFS
    }


def every_selection(units: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(units, size) for size in range(1, len(units) + 1))


def cost(units: Sequence[str], chances: Mapping[str, Sequence[float]]) -> float:
    return sum(1 - c for ref in units for c in chances[ref]) + COST_OF_A_UNIT * len(units)


@settings(deadline=None)
@given(qualifications, units_known(), chances_known, st.lists(refs, max_size=1))
def test_the_proposal_is_the_best_of_all_valid_selections_and_there_is_one_whenever_one_is_valid(
    qualification: QualificationFacts,
    known: dict[str, UnitFacts],
    chances: dict[str, tuple[float, ...]],
    including: list[str],
) -> None:
    worded = [ref for ref in REFS if chances.get(ref)]
    valid = [
        units
        for units in every_selection(worded)
        if set(including) <= set(units)
        and check_combination(qualification=qualification, units=units, known=known, registered_on=DAY).valid
    ]
    proposal = propose_selection(
        qualification=qualification,
        known=known,
        chances=chances,
        registered_on=DAY,
        including=including,
    )
    assert bool(proposal.units) == bool(valid)
    assert bool(proposal.units) != bool(proposal.findings)
    if valid:
        assert proposal.units in valid
        assert proposal.is_proven_best
        assert abs(cost(proposal.units, chances) - min(cost(units, chances) for units in valid)) < 1e-6
