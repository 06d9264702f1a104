"""The evaluator against a slow, obvious reference, on random rules and selections."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from mapper.catalogue import QualificationFacts, UnitFacts, check_combination
from mapper.catalogue.facts import GroupRule, Limit, RefRange, Replacement, Rule

NUMBERS = tuple(range(501, 513))
DAY = date(2024, 1, 1)

refs = st.sampled_from([f"9905-{n}" for n in NUMBERS])
selections = st.lists(st.one_of(refs, st.sampled_from(["9906-501", "none"])), max_size=7)
bounds = st.one_of(st.none(), st.integers(0, 30))
ranges = st.tuples(st.sampled_from(NUMBERS), st.integers(0, 5)).map(
    lambda t: RefRange(f"9905-{t[0]}", f"9905-{t[0] + t[1]}")
)
some_ranges = st.lists(ranges, max_size=3).map(tuple)
groups = st.builds(
    GroupRule,
    name=st.sampled_from(["Group 1", "Group 2"]),
    refs=some_ranges,
    credits_min=bounds,
    credits_max=bounds,
    units_min=st.one_of(st.none(), st.integers(0, 4)),
    units_max=st.one_of(st.none(), st.integers(0, 6)),
)
some_bounds: dict[str, st.SearchStrategy[Any]] = {
    "credits_min": bounds,
    "credits_max": bounds,
    "units_min": st.one_of(st.none(), st.integers(0, 4)),
    "units_max": st.one_of(st.none(), st.integers(0, 6)),
}
levels = st.tuples(st.integers(3, 7), st.integers(0, 4))
limits = st.one_of(
    st.builds(
        lambda at, **said: Limit("units at a level", level_min=at[0], level_max=at[0] + at[1], **said),
        at=levels,
        **some_bounds,
    ),
    st.builds(
        Limit,
        name=st.just("some units"),
        refs=st.lists(ranges, min_size=1, max_size=2).map(tuple),
        **some_bounds,
    ),
)
rules = st.builds(
    Rule,
    limits=st.lists(limits, max_size=2).map(tuple),
    each_group=st.one_of(st.none(), st.builds(GroupRule, name=st.just("each group"), **some_bounds)),
    credits_min=bounds,
    credits_max=bounds,
    units_min=st.one_of(st.none(), st.integers(0, 4)),
    units_max=st.one_of(st.none(), st.integers(0, 6)),
    admitted=some_ranges,
    groups=st.lists(groups, max_size=2, unique_by=lambda g: g.name).map(tuple),
    mandatory=st.lists(refs, max_size=2, unique=True).map(lambda rs: tuple(RefRange(r, r) for r in rs)),
)
restrictions = st.sampled_from([None, None, "Diploma only", "Award and Certificate only"])


@st.composite
def units_known(draw: st.DrawFn) -> dict[str, UnitFacts]:
    known = {
        ref: UnitFacts(
            ref,
            "Boats",
            draw(restrictions),
            draw(st.integers(3, 7)),
            draw(st.integers(1, 9)),
            8,
            draw(st.sampled_from(["Group 1", "Group 2"])),
        )
        for ref in (f"9905-{n}" for n in NUMBERS)
    }
    return known | {"9906-501": UnitFacts("9906-501", "Nets", credits=5)}


qualifications = st.builds(
    QualificationFacts,
    title=st.just("Award in Boats"),
    accreditation_number=st.just("600/0000/0"),
    specification=st.just("9905"),
    size=st.just("award"),
    credits_min=bounds,
    credits_max=bounds,
    rule=rules,
    replacements=st.sampled_from([(), (Replacement("9905-501", "9905-502", "2020-07-01"),)]),
)


def listed(ranges_: tuple[RefRange, ...]) -> set[str]:
    """The references of the ranges, counted out one by one."""
    out: set[str] = set()
    for r in ranges_:
        out |= {f"9905-{n}" for n in range(int(r.first[-3:]), int(r.last[-3:]) + 1)}
    return out


def within(number: float, low: float | None, high: float | None) -> bool:
    return not (low is not None and number < low) and not (high is not None and number > high)


def reference(q: QualificationFacts, chosen: list[str], known: dict[str, UnitFacts]) -> bool:
    """Each sentence of the rule, one after the other."""
    rule = q.rule
    assert rule is not None
    if not chosen or len(set(chosen)) != len(chosen) or any(not c.startswith("9905-") for c in chosen):
        return False
    table = {
        name: inside
        for name in ("Group 1", "Group 2")
        if (inside := {r for r, u in known.items() if u.group == name})
    }
    members = {g.name: listed(g.refs) if g.refs else table.get(g.name, set()) for g in rule.groups}
    every = members if len(members) > 1 else table | members
    if rule.each_group and len(every) < 2:
        assume(False)
    admitted = listed(rule.admitted) | listed(rule.mandatory)
    for g in rule.groups:
        if g.refs or not rule.admitted:
            admitted |= members[g.name]
    if not rule.admitted and not rule.groups:
        admitted |= set(known)
    if not rule.admitted and capped(rule):
        admitted |= {ref for ref, unit in known.items() if unit.group not in members}
    total = sum(known[c].credits or 0 for c in chosen)
    return (
        set(chosen) <= admitted
        and listed(rule.mandatory)
        <= set(chosen) | ({"9905-501"} if q.replacements and "9905-502" in chosen else set())
        and not (q.replacements and "9905-501" in chosen)
        and all(known[c].restriction != "Diploma only" for c in chosen)
        and within(total, rule.credits_min, rule.credits_max)
        and within(total, q.credits_min, q.credits_max)
        and within(len(chosen), rule.units_min, rule.units_max)
        and all(
            within(
                sum(known[c].credits or 0 for c in chosen if c in members[g.name]),
                g.credits_min,
                g.credits_max,
            )
            and within(len(set(chosen) & members[g.name]), g.units_min, g.units_max)
            for g in rule.groups
        )
        and all(holds(limit, limited(limit, chosen, known), known) for limit in rule.limits)
        and (
            rule.each_group is None
            or all(
                holds(rule.each_group, [c for c in chosen if c in inside], known) for inside in every.values()
            )
        )
    )


def capped(rule: Rule) -> bool:
    """Whether the rule states a whole, and of its groups only how much of it they may make up at most."""
    return (rule.credits_min is not None or rule.units_min is not None) and all(
        g.credits_min is None
        and g.units_min is None
        and (g.credits_max is not None or g.units_max is not None)
        for g in rule.groups
    )


def limited(limit: Limit, chosen: list[str], known: dict[str, UnitFacts]) -> list[str]:
    """The chosen units that a limit is on."""
    if limit.refs:
        return [c for c in chosen if c in listed(limit.refs)]
    assert limit.level_min is not None
    assert limit.level_max is not None
    at = range(limit.level_min, limit.level_max + 1)
    return [c for c in chosen if known[c].level in at]


def holds(bounds_: GroupRule | Limit, inside: list[str], known: dict[str, UnitFacts]) -> bool:
    return within(
        sum(known[c].credits or 0 for c in inside), bounds_.credits_min, bounds_.credits_max
    ) and within(len(inside), bounds_.units_min, bounds_.units_max)


@given(qualifications, selections, units_known())
def test_the_evaluator_agrees_with_the_reference(
    qualification: QualificationFacts, chosen: list[str], known: dict[str, UnitFacts]
) -> None:
    result = check_combination(qualification=qualification, units=chosen, known=known, registered_on=DAY)
    assert result.valid is reference(qualification, chosen, known)
    assert result.units == tuple(chosen)
    assert (result.valid is True) == (not result.findings)


@given(qualifications, selections, units_known(), refs)
def test_adding_a_unit_never_lowers_the_credits(
    qualification: QualificationFacts, chosen: list[str], known: dict[str, UnitFacts], added: str
) -> None:
    before = check_combination(qualification=qualification, units=chosen, known=known, registered_on=DAY)
    after = check_combination(
        qualification=qualification, units=[*chosen, added], known=known, registered_on=DAY
    )
    assert after.credits == before.credits + (known[added].credits or 0)


@given(qualifications, selections, units_known())
def test_the_order_of_the_units_does_not_matter(
    qualification: QualificationFacts, chosen: list[str], known: dict[str, UnitFacts]
) -> None:
    forward = check_combination(qualification=qualification, units=chosen, known=known, registered_on=DAY)
    backward = check_combination(
        qualification=qualification, units=chosen[::-1], known=known, registered_on=DAY
    )
    assert (forward.valid, forward.credits) == (backward.valid, backward.credits)


@given(qualifications, st.sets(refs, min_size=1), units_known())
def test_removing_a_mandatory_unit_always_breaks(
    qualification: QualificationFacts, chosen: set[str], known: dict[str, UnitFacts]
) -> None:
    rule = qualification.rule
    assume(rule is not None and rule.mandatory)
    assert rule is not None
    instead = {r.replaced: r.replacement for r in qualification.replacements}
    removed = rule.mandatory[0].first
    without = sorted(chosen - {removed, instead.get(removed, removed)})
    result = check_combination(qualification=qualification, units=without, known=known, registered_on=DAY)
    assert result.valid is False
