"""The ways through a programme: the whole, each exit award, each pathway."""

from __future__ import annotations

from dataclasses import replace

from mapper.standing.entered import EVERYONE, NOT_TAKEN, Asks, Choice, Entered, Tree
from mapper.standing.ways import pathway_of, pathways, ways_through
from tests.made_structure import entry, tree

ONE = Choice("g1", "Pathway", "", Asks.NUMBER, 1)
PEOPLE = Choice("g2", "People", "g1", Asks.ALL)
MARKETS = Choice("g3", "Markets", "g1", Asks.ALL)
ELECTIVES = Choice("g4", "Electives", "g3", Asks.NUMBER, 1)
PLACES = {1: EVERYONE, 2: "g2", 3: "g3", 4: "g4", 5: "g1"}


def test_each_option_of_a_choice_of_one_is_a_pathway() -> None:
    found = tuple(pathways(tree(PLACES, ONE, PEOPLE, MARKETS, ELECTIVES)))
    assert [way.pathway_name for way in found] == ["Pathway › People", "Pathway › Markets"]


def test_on_a_pathway_nothing_of_the_others_can_be_taken() -> None:
    way = pathway_of(tree(PLACES, ONE, PEOPLE, MARKETS, ELECTIVES), "g2")
    assert way is not None
    assert [c.key for c in way.tree.choices] == ["g1", "g2"]
    assert [way.tree.place(i) for i in PLACES] == [EVERYONE, "g2", NOT_TAKEN, NOT_TAKEN, NOT_TAKEN]


def test_a_choice_of_two_or_of_unknown_size_has_no_pathways() -> None:
    for outer in (replace(ONE, amount=2), Choice("g1", "Pathway")):
        assert tuple(pathways(tree(PLACES, outer, PEOPLE, MARKETS))) == ()


def test_a_pathway_inside_a_pathway_narrows_both() -> None:
    inner = [Choice(key, key, "g2", Asks.ALL) for key in ("g5", "g6")]
    whole = tree(
        {1: "g5", 2: "g6", 3: "g3"}, ONE, replace(PEOPLE, asks=Asks.NUMBER, amount=1), MARKETS, *inner
    )
    way = pathway_of(whole, "g5")
    assert way is not None
    assert [way.tree.place(i) for i in (1, 2, 3)] == ["g5", NOT_TAKEN, NOT_TAKEN]


def test_choices_that_stand_in_each_other_are_no_pathway() -> None:
    first = Choice("g1", "A", "g2", Asks.NUMBER, 1)
    second = Choice("g2", "B", "g1", Asks.NUMBER, 1)
    beside = Choice("g3", "C", "g2", Asks.ALL)
    assert pathway_of(tree({}, first, second, beside), "g1") is None
    assert pathway_of(tree({}, first), "g9") is None


def test_every_award_comes_before_its_pathways() -> None:
    whole = entry(PLACES, ONE, PEOPLE, MARKETS)
    award = Tree("e1", "CertHE", is_entered=True)
    names = [way.name for way in ways_through(Entered((*whole.trees, award)))]
    assert names == [
        "The whole programme",
        "The whole programme, Pathway › People",
        "The whole programme, Pathway › Markets",
        "CertHE",
    ]
