"""What is unknown never makes a verdict better: hiding a fact can only take something away."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.paths import Criterion, Verdict, judge
from mapper.standing.entered import EVERYONE, NOT_TAKEN, UNPLACED, Asks, Choice, Entered, Tree
from mapper.standing.structure import standing_structure
from tests.made_structure import STRICT, module, tree

MODULES = [module(i) for i in range(1, 6)]
PLACES = (EVERYONE, NOT_TAKEN, "g1", "g2")


@st.composite
def entered(draw: st.DrawFn) -> Entered:
    """Five modules in at most two choices by number, the second perhaps an option of the first."""
    places = {m.id: draw(st.sampled_from(PLACES)) for m in MODULES}
    choices = (
        Choice("g1", "First", "", Asks.NUMBER, draw(st.integers(0, 3))),
        Choice("g2", "Second", draw(st.sampled_from(("", "g1"))), Asks.NUMBER, draw(st.integers(0, 3))),
    )
    return Entered((tree(places, *choices),), rules=STRICT)


def holds(whole: Entered, sets: list[list[int]]) -> Verdict:
    """The verdict by module on evidence of the first assessment of each module named."""
    standing = standing_structure(MODULES, whole)
    named = tuple(tuple(standing.names[i * 10] for i in one) for one in sets)
    (said,) = judge(replace(standing.structure, criteria=(Criterion("1.1", named),))).verdicts
    return said.by_module


EVIDENCE = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True), min_size=1, max_size=3)


@given(whole=entered(), sets=EVIDENCE, hidden=st.sets(st.integers(1, 5)), is_size_hidden=st.booleans())
@settings(max_examples=150, deadline=None)
def test_what_is_guaranteed_with_unknown_places_is_guaranteed_once_they_are_known(
    whole: Entered, sets: list[list[int]], hidden: set[int], is_size_hidden: bool
) -> None:
    known = holds(whole, sets)
    (all_known,) = whole.trees
    choices = all_known.choices
    if is_size_hidden:
        choices = (replace(choices[0], asks=None), choices[1])
    places = {i: UNPLACED if i in hidden else place for i, place in all_known.places.items()}
    less: Tree = replace(all_known, places=places, choices=choices)
    if holds(replace(whole, trees=(less,)), sets) is Verdict.GUARANTEED:
        # A structure that nobody can complete is undetermined, and has no learner who escapes.
        assert known in {Verdict.GUARANTEED, Verdict.UNDETERMINED}
