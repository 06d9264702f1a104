"""The next award: what is guaranteed on every way, and the least that reaches a larger award."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper.db import Engine, unit_of_work
from mapper.standing.entered import EVERYONE, NOT_TAKEN, Asks, Choice, Tree
from mapper.values import Coverage, Viewer
from tests.made import (
    MadeMapping,
    make_mapping,
    specification,
)
from tests.made_structure import enter, enter_for_everyone, entry
from tests.web.conftest import Visitor
from tests.web.markup import Page

LOG = "HB101 Lamp log"
RULED = replace(specification().qualifications[0], rule_text="A minimum of 10 credits.")


@pytest.fixture
def mapping(engine: Engine, viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> MadeMapping:
    """The invented mapping, to a certificate of at least ten credits: two units of five."""
    made = replace(specification(), qualifications=(RULED,))
    monkeypatch.setattr("tests.made.specification", lambda **_: made)
    return make_mapping(engine, viewer)


def at(mapping: MadeMapping, rest: str = "") -> str:
    return f"/mappings/{mapping.id}/coverage/next-award{rest}"


def enter_options(mapping: MadeMapping, *awards: Tree) -> None:
    """A learner takes one of the two modules."""
    entered = entry({1: "g1", 2: "g1"}, Choice("g1", "Year 2", "", Asks.NUMBER, 1))
    for award in awards:
        entered = entered.with_tree(award)
    with unit_of_work(mapping.engine) as session:
        enter(session, mapping.viewer, mapping.programme_edition_id, entered, seen=0)


def units(page: Page) -> list[list[str]]:
    """The units chosen, with what is open in each."""
    rows = page.find("//section[@aria-labelledby='units-title']//tbody/tr")
    return [[r.find("th").text_content()[:8], r.findall("td")[-1].text_content()] for r in rows]


def ways(page: Page) -> list[list[str]]:
    """The ways with what is guaranteed on each."""
    rows = page.find("//section[@aria-labelledby='ways-title']//tbody/tr")
    return [[cell.text_content() for cell in row] for row in rows]


def test_the_largest_award_is_named_where_it_is_guaranteed(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_for_everyone(mapping)
    mapping.cover_all()
    page = visitor.page(at(mapping))
    assert page.words("//p[@class='headline']") == (
        "Every learner who completes this programme can claim Certificate in Harbour Leadership by module: "
        "9901-201, 9901-202, 10 credits. No larger one is offered."
    )
    assert units(page) == []


def test_the_units_chosen_say_what_is_open_and_the_changes_that_close_it(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_options(mapping)
    mapping.cover_all(except_for="202:1.2")
    page = visitor.page(at(mapping))
    assert "The next one is Certificate in Harbour Leadership." in page.words("//p[@class='headline']")
    assert units(page) == [
        ["9901-201", "conditional: 1.1, 1.2, 2.1"],
        ["9901-202", "conditional: 1.1; not judged: 1.2"],
    ]
    assert [step.text_content() for step in page.find("//ol/li")] == ["Have every learner take HB101."]
    assert "No set of such changes takes less effort" in page.said
    assert page.words("//dl/dt") == "Judge it: nobody has yet"
    assert page.words("//dl/dd") == "9901-202 Leading a boat crew: 1.2"


def test_a_search_that_was_cut_short_says_so(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_options(mapping)
    mapping.cover_all()
    monkeypatch.setattr("mapper.paths.plan.MOST_ROUNDS", 0)
    assert "it is not proven that fewer would not" in visitor.page(at(mapping)).said


def test_units_that_are_not_in_the_mapping_or_have_no_wording_are_said(
    visitor: Visitor, engine: Engine, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = replace(RULED, credits_min=15, rule_text="A minimum of 15 credits.")
    made = replace(specification(), qualifications=(rule,))
    monkeypatch.setattr("tests.made.specification", lambda **_: made)
    mapping = make_mapping(engine, viewer)
    enter_for_everyone(mapping)
    mapping.cover_all()
    assert units(visitor.page(at(mapping)))[2] == [
        "9901-203",
        "Its wording was not imported, so what it asks is not known. It is not in this mapping.",
    ]


def test_every_way_is_listed_with_its_units_credits_and_award(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_options(
        mapping,
        Tree("e1", "CertHE", is_entered=True, places={1: EVERYONE, 2: NOT_TAKEN}),
        Tree("e2", "DipHE", is_entered=False),
        Tree("e3", "Faulty", True, (Choice("g1", "None", "", Asks.NUMBER, 1),), {1: EVERYONE, 2: EVERYONE}),
    )
    mapping.cover_all()
    page = visitor.page(at(mapping))
    award = "Certificate in Harbour Leadership"
    both = ["9901-201, 9901-202", "10", award]
    assert ways(page) == [
        ["The whole programme", "none", "0", "none", "none", "0", "none"],
        ["CertHE", *both, *both],
        ["DipHE", "not entered, so nothing can be said"],
        ["Faulty", "faulty or unclear, so nothing can be said"],
    ]
    assert page.find("//section[@aria-labelledby='ways-title']//a/@href")[1] == (
        f"/mappings/{mapping.id}/coverage?award=e1"
    )


def test_nothing_is_planned_before_the_structure_was_entered_or_while_it_is_faulty(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    page = visitor.page(at(mapping))
    assert "Nobody has entered which modules every learner takes" in page.said
    assert units(page) == []
    entered = entry({1: "g1", 2: "g1"}, Choice("g1", "Year 2", "", Asks.NUMBER, 3))
    with unit_of_work(mapping.engine) as session:
        enter(session, mapping.viewer, mapping.programme_edition_id, entered, seen=0)
    page = visitor.page(at(mapping))
    assert "faulty or unclear, so no award can be said to be guaranteed" in page.said
    assert units(page) == []


def test_a_rule_that_was_not_understood_chooses_no_units(
    visitor: Visitor, engine: Engine, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = replace(RULED, rule_text="Whatever the harbour master sees fit.")
    monkeypatch.setattr(
        "tests.made.specification", lambda **_: replace(specification(), qualifications=(rule,))
    )
    mapping = make_mapping(engine, viewer)
    enter_for_everyone(mapping)
    assert "were not understood" in visitor.page(at(mapping)).said


def test_another_institution_s_mapping_has_no_next_award(visitor: Visitor, mapping: MadeMapping) -> None:
    assert visitor.get(f"/mappings/{mapping.id + 1}/coverage/next-award").status_code == 404
