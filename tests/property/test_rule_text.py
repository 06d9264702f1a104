"""Rules written out in words, read, and judged: against what each of their sentences asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mapper.catalogue import QualificationFacts, UnitFacts, check_combination
from mapper.catalogue.rule_text import parse_rule

KNOWN = {
    f"9905-{number}": UnitFacts(
        f"9905-{number}",
        "Boats",
        level=4 + number % 3,
        credits=1 + number % 5,
        group="Group 1" if number < 507 else "Group 2",
    )
    for number in range(501, 513)
}
Chosen = list[UnitFacts]
Part = tuple[str, Callable[[Chosen], bool]]
"""A part of a rule in words, and whether a choice keeps it."""


def credits_of(chosen: Chosen) -> float:
    return sum(unit.credits or 0 for unit in chosen)


def number_of(unit: UnitFacts) -> int:
    return int(unit.ref[-3:])


def whole(credits_: int) -> Part:
    return f"At least {credits_} credits", lambda chosen: credits_of(chosen) >= credits_


def listed(last: int) -> Part:
    return f" from units 501-{last}", lambda chosen: all(number_of(u) <= last for u in chosen)


def at_level(credits_: int) -> Part:
    return (
        f", with at least {credits_} credits at level 5 or above",
        lambda chosen: credits_of([u for u in chosen if (u.level or 0) >= 5]) >= credits_,
    )


def capped(units: int) -> Part:
    return (
        f", with no more than {units} units at level 4",
        lambda chosen: sum(u.level == 4 for u in chosen) <= units,
    )


def each_group(units: int) -> Part:
    return (
        f", with at least {units} units from each group",
        lambda chosen: (
            sum(u.group == "Group 1" for u in chosen) >= units
            and sum(u.group == "Group 2" for u in chosen) >= units
        ),
    )


def not_both(first: int) -> Part:
    return (
        f", but not both {first} and {first + 1}",
        lambda chosen: not {first, first + 1} <= {number_of(u) for u in chosen},
    )


def one_of(first: int) -> Part:
    return (
        f", and at most one of units {first}, {first + 2} and {first + 4}",
        lambda chosen: sum(number_of(u) in (first, first + 2, first + 4) for u in chosen) <= 1,
    )


NUMBERS = st.integers(501, 508)
PARTS = (
    st.integers(507, 512).map(listed),
    st.integers(1, 9).map(at_level),
    st.integers(0, 3).map(capped),
    st.integers(1, 2).map(each_group),
    NUMBERS.map(not_both),
    NUMBERS.map(one_of),
)


@st.composite
def rules(draw: st.DrawFn) -> list[Part]:
    """The whole, then any of the other parts, each once."""
    taken = [part for part in PARTS if draw(st.booleans())]
    return [draw(st.integers(0, 20).map(whole)), *(draw(part) for part in taken)]


@given(rules(), st.sets(st.sampled_from(sorted(KNOWN)), min_size=1))
def test_a_rule_in_words_is_judged_by_what_each_part_asks_for(parts: list[Part], refs: set[str]) -> None:
    text = "".join(words for words, _ in parts) + "."
    rule = parse_rule(text, code="9905")
    assert rule.not_understood is None, text
    result = check_combination(
        qualification=QualificationFacts("Award in Boats", "900/0000/0", "9905", rule=rule),
        units=sorted(refs),
        known=KNOWN,
        registered_on=date(2024, 1, 1),
    )
    chosen = [KNOWN[ref] for ref in refs]
    assert result.valid is all(keeps(chosen) for _, keeps in parts), text


STRAY = st.sampled_from(["unless", "only", "not", "where", "both", "either", "moreover", "half", "per"])


@given(rules(), STRAY, st.integers(0, 40))
def test_a_word_that_may_hold_a_condition_is_never_passed_over(
    parts: list[Part], stray: str, place: int
) -> None:
    words = "".join(said for said, _ in parts).split()
    at = place % (len(words) + 1)
    text = " ".join((*words[:at], stray, *words[at:]))
    assert parse_rule(text, code="9905").not_understood is not None, text
