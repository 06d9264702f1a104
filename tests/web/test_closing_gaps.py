"""Closing gaps: by a change, by ILM as reported, by its own assignment; and taking a closing back."""

from __future__ import annotations

from mapper.models.gaps import Closing, Way
from mapper.paths.awards import Measure
from mapper.standing.gaps import GapState
from tests.made import MadeMapping
from tests.made_gaps import (
    accept,
    enter_for_all,
    gaps_of,
    make_acceptable,
    make_conditional,
    plan,
)
from tests.web.conftest import Visitor
from tests.web.gap_pages import at, form_of, one
from tests.web.markup import Page

COMPONENT = "?measure=component"


def test_gaps_that_were_closed_by_a_change_are_closed_with_one_button(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1", way=Way.CORE)
    enter_for_all(mapping)
    page = visitor.page(at(mapping))
    assert "1 gap that somebody planned is guaranteed by module now: 9901-201 1.1." in page.said
    visitor.send(form_of(page, "met"))
    assert gaps_of(mapping)["201:1.1"].state is GapState.CLOSED


def test_ilms_acceptance_is_recorded_as_reported(visitor: Visitor, mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    page = visitor.page(at(mapping, COMPONENT))
    form = form_of(page, one(mapping, kind="accept"))
    refused = visitor.send(form, accepted_by="ILM reviewer")
    assert refused.status_code == 422
    again = form_of(Page(refused.text), one(mapping, kind="accept"))
    assert again.fields["accepted_by"] == "ILM reviewer"
    visitor.send(again, reason="Seen at the visit")
    said = visitor.page(at(mapping, f"{COMPONENT}&show=closed")).said
    assert "ILM accepts the verdict by module (accepted by ILM reviewer, as reported)" in said
    assert "Reason: “Seen at the visit”." in said


def test_acceptance_is_not_offered_by_module(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    page = visitor.page(at(mapping, COMPONENT))
    assert not page.find("//input[@value='accepted by module']")


def test_a_unit_is_left_to_ilms_assignment(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    unit = mapping.units["9901-202"]
    page = visitor.page(at(mapping))
    assert page.find(f"//a[@href='/mappings/{mapping.id}/coverage/assessment-service']")
    visitor.send(
        form_of(page, f"whole-{unit}"), closing=Closing.ASSESSMENT_SERVICE.value, reason="Not taught"
    )
    states = {g.state for name, g in gaps_of(mapping).items() if name.startswith("202")}
    assert states == {GapState.CLOSED}
    assert (
        visitor.page(at(mapping)).words("//nav[@aria-label='Units']//a[text()='9901-202 ']") == "9901-202 0"
    )


def test_a_closing_is_taken_back_with_a_reason(visitor: Visitor, mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    accept(mapping, "201:1.1")
    page = visitor.page(at(mapping, f"{COMPONENT}&show=closed"))
    visitor.send(form_of(page, one(mapping, kind="reopen")), reason="Not so")
    assert gaps_of(mapping, Measure.COMPONENT)["201:1.1"].state is GapState.OPEN


def test_a_closing_changes_no_verdict_on_the_coverage_page(visitor: Visitor, mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    before = visitor.page(f"/mappings/{mapping.id}/coverage").words("//p[@class='headline']")
    accept(mapping, "201:1.1")
    assert visitor.page(f"/mappings/{mapping.id}/coverage").words("//p[@class='headline']") == before
