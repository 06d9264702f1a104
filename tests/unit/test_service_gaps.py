"""Gaps as work: assigned, dated and closed by a decision, which never changes a verdict."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from mapper.audit import verify_chains
from mapper.db import reading
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.models.gaps import Closing, GapAct, Way
from mapper.paths.awards import Measure
from mapper.queries.gaps import load_gaps
from mapper.standing.gaps import GapState
from mapper.standing.verdicts import Standing
from mapper.values import Coverage
from tests.judged import colleague
from tests.made import MadeMapping, request_id
from tests.made_gaps import (
    LOG,
    SOON,
    accept,
    close,
    enter_choice,
    enter_for_all,
    entries,
    gaps_of,
    judged,
    make_acceptable,
    make_conditional,
    marks,
    plan,
    reopen,
    today,
)
from tests.made_structure import enter_with_award

BY_COMPONENT = Measure.COMPONENT


def test_a_gap_is_assigned_dated_and_given_a_way(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(
        mapping, "201:1.1", way=Way.CORE, assigned_to="Programme team", due_on=today() + SOON, note="For 2031"
    )
    gap = gaps_of(mapping)["201:1.1"]
    assert gap.last is not None
    assert (gap.state, gap.last.way, gap.last.assigned_to, gap.last.due_on, gap.last.note) == (
        GapState.PLANNED,
        Way.CORE,
        "Programme team",
        today() + SOON,
        "For 2031",
    )
    with reading(mapping.engine) as session:
        assert verify_chains(session, viewer=mapping.viewer) == ()


def test_several_gaps_are_planned_at_once_and_what_is_left_empty_stays(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1", way=Way.CORE, note="First")
    plan(mapping, "201:1.1", "201:1.2", way=None, assigned_to="Module team", keeps_rest=True)
    gaps = gaps_of(mapping)
    said = [(g.last.way, g.last.assigned_to, g.last.note) for g in gaps.values() if g.last]
    assert said == [(Way.CORE, "Module team", "First"), (None, "Module team", "")]


def test_what_is_emptied_in_the_form_of_one_gap_is_taken_away(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1", note="Ask the registry")
    plan(mapping, "201:1.1", way=None)
    assert gaps_of(mapping)["201:1.1"].state is GapState.OPEN


def test_a_gap_past_its_day_is_overdue(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1", due_on=today())
    assert gaps_of(mapping)["201:1.1"].state is GapState.PLANNED
    assert gaps_of(mapping, on=today() + timedelta(days=1))["201:1.1"].state is GapState.OVERDUE


@pytest.mark.parametrize("due_on", [timedelta(days=-1), timedelta(days=365 * 200)])
def test_a_day_that_nobody_can_keep_is_refused(mapping: MadeMapping, due_on: timedelta) -> None:
    make_conditional(mapping)
    with pytest.raises(InvalidError) as told:
        plan(mapping, "201:1.1", due_on=today() + due_on)
    assert told.value.subject == "due_on"


def test_what_says_nothing_is_refused(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    with pytest.raises(InvalidError, match="Nothing was entered"):
        plan(mapping, "201:1.1", way=None, assigned_to="  ")


@pytest.mark.parametrize(("field", "subject"), [("note", "reason"), ("assigned_to", "assigned_to")])
def test_what_is_too_long_to_read_is_refused(mapping: MadeMapping, field: str, subject: str) -> None:
    make_conditional(mapping)
    with pytest.raises(InvalidError) as told:
        plan(mapping, "201:1.1", **{field: "x" * 100_000})
    assert told.value.subject == subject


def test_what_is_guaranteed_already_is_no_gap(mapping: MadeMapping) -> None:
    enter_for_all(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    with pytest.raises(InvalidError, match="there is no gap"):
        plan(mapping, "201:1.1")


def test_a_criterion_of_another_mapping_is_not_found(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    with pytest.raises(NotFoundError):
        plan(mapping, seen={999: "0."})


def test_the_same_request_is_kept_once(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    seen, once = marks(mapping, "201:1.1", "201:1.2"), request_id()
    first = plan(mapping, seen=seen, request_id=once)
    assert plan(mapping, seen=seen, request_id=once) == first
    assert entries(mapping) == 2


def test_the_same_request_for_something_else_is_refused(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    seen, once = marks(mapping, "201:1.1"), request_id()
    plan(mapping, seen=seen, request_id=once)
    with pytest.raises(ConflictError, match="recorded before"):
        plan(mapping, seen=seen, request_id=once, way=Way.CORE)
    assert entries(mapping) == 1


def test_whoever_saw_an_older_entry_overwrites_nothing(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.gaps.now", lambda: datetime(2031, 7, 4, 23, 30, tzinfo=UTC))
    make_conditional(mapping)
    seen = marks(mapping, "201:1.1")
    plan(mapping, seen=seen, viewer=colleague(mapping))
    with pytest.raises(ConflictError, match="Second reviewer planned it on 5 July 2031 at 00:30"):
        plan(mapping, seen=seen, way=Way.CORE)
    assert entries(mapping) == 1


def test_of_several_gaps_none_is_recorded_where_one_moved_on(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    seen = marks(mapping, "201:1.1", "201:1.2")
    plan(mapping, "201:1.2")
    with pytest.raises(ConflictError):
        plan(mapping, seen=seen)
    assert entries(mapping) == 1


def test_a_way_for_whole_units_needs_every_open_gap_of_the_unit(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    with pytest.raises(InvalidError, match="whole unit"):
        plan(mapping, "202:1.1", way=Way.ASSESSMENT_SERVICE)
    plan(mapping, "202:1.1", "202:1.2", way=Way.ASSESSMENT_SERVICE)
    assert entries(mapping) == 2


def test_a_gap_is_closed_as_guaranteed_only_once_it_is(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1", way=Way.CORE)
    with pytest.raises(InvalidError, match="conditional by module"):
        close(mapping, "201:1.1", closing=Closing.GUARANTEED)
    enter_for_all(mapping)
    assert gaps_of(mapping)["201:1.1"].state is GapState.MET
    close(mapping, "201:1.1", closing=Closing.GUARANTEED)
    assert gaps_of(mapping)["201:1.1"].state is GapState.CLOSED


def test_what_was_guaranteed_by_module_says_nothing_of_a_gap_by_component(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1", way=Way.CORE)
    enter_for_all(mapping, choice_in_log=True)
    close(mapping, "201:1.1", closing=Closing.GUARANTEED)
    assert gaps_of(mapping)["201:1.1"].state is GapState.CLOSED
    assert gaps_of(mapping, BY_COMPONENT)["201:1.1"].state is GapState.PLANNED


def test_ilm_accepts_a_verdict_by_module_with_a_reason(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    before = [(c.by_module, c.by_component) for c in judged(mapping).paths.criteria]
    accept(mapping, "201:1.1")
    gap = gaps_of(mapping, BY_COMPONENT)["201:1.1"]
    assert gap.last is not None
    assert (gap.state, gap.last.accepted_by, gap.last.reason) == (
        GapState.CLOSED,
        "ILM reviewer",
        "Seen at the visit",
    )
    assert [(c.by_module, c.by_component) for c in judged(mapping).paths.criteria] == before


@pytest.mark.parametrize(("lacking", "subject"), [("reason", "reason"), ("accepted_by", "accepted_by")])
def test_an_acceptance_names_who_and_why(mapping: MadeMapping, lacking: str, subject: str) -> None:
    make_acceptable(mapping)
    with pytest.raises(InvalidError) as told:
        accept(mapping, "201:1.1", **{lacking: " "})
    assert told.value.subject == subject


def test_ilm_cannot_accept_by_module_what_is_not_guaranteed_by_module(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    with pytest.raises(InvalidError, match="conditional by module"):
        accept(mapping, "201:1.1")


def test_an_ilm_assignment_closes_all_gaps_of_a_unit(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    both = {"closing": Closing.ILM_ASSIGNMENT, "reason": "The unit is not taught"}
    with pytest.raises(InvalidError, match="whole unit"):
        close(mapping, "202:1.1", **both)
    close(mapping, "202:1.1", "202:1.2", **both)
    gaps = gaps_of(mapping)
    assert {gaps[c].state for c in ("202:1.1", "202:1.2")} == {GapState.CLOSED}
    assert gaps["202:1.1"].said.by_module is Standing.NOT_JUDGED


def test_an_ilm_assignment_needs_a_reason(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    with pytest.raises(InvalidError) as told:
        close(mapping, "202:1.1", "202:1.2", closing=Closing.ASSESSMENT_SERVICE)
    assert told.value.subject == "reason"


def test_a_closing_is_suspect_once_the_structure_changed(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    accept(mapping, "201:1.1")
    enter_for_all(mapping, choice_in_log=True)
    gap = gaps_of(mapping, BY_COMPONENT)["201:1.1"]
    assert (gap.state, gap.is_open) == (GapState.SUSPECT, True)
    assert gap.changed == ("who takes what and how it is passed was entered anew",)


def test_a_closing_is_suspect_once_the_decisions_changed(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    accept(mapping, "201:1.1")
    mapping.judge("201:1.1", "HB102 Crossing plan", Coverage.FULL)
    gap = gaps_of(mapping, BY_COMPONENT)["201:1.1"]
    assert gap.state is GapState.SUSPECT
    assert gap.changed == ("the decisions on the criterion are others, or one of them is suspect",)


def test_an_acceptance_is_suspect_once_the_wording_of_any_of_its_evidence_changed(
    mapping: MadeMapping,
) -> None:
    make_acceptable(mapping)
    mapping.judge("201:1.1", "HB102 Crossing plan", Coverage.FULL)
    accept(mapping, "201:1.1")
    with mapping.engine.begin() as connection:
        changed = sa.text("UPDATE statement SET fingerprint = 'other' WHERE id = :id")
        connection.execute(changed, {"id": mapping.statements["HB102 Crossing plan"]})
    gap = gaps_of(mapping, BY_COMPONENT)["201:1.1"]
    assert gap.said.by_module is Standing.GUARANTEED
    assert gap.state is GapState.SUSPECT


def test_a_day_is_past_by_the_calendar_of_the_united_kingdom(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_conditional(mapping)
    monkeypatch.setattr("mapper.db.now", lambda: datetime(2031, 6, 30, 23, 30, tzinfo=UTC))
    with pytest.raises(InvalidError, match="30 June 2031 is past"):
        plan(mapping, "201:1.1", due_on=date(2031, 6, 30))
    plan(mapping, "201:1.1", due_on=date(2031, 7, 1))
    assert gaps_of(mapping)["201:1.1"].state is GapState.PLANNED


def test_a_closing_is_suspect_once_a_verdict_changed(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    accept(mapping, "201:1.1")
    enter_choice(mapping)
    assert gaps_of(mapping, BY_COMPONENT)["201:1.1"].changed == (
        "who takes what and how it is passed was entered anew",
        "by module it was guaranteed and is conditional",
        "by component it was not covered and is conditional",
    )


def test_another_criterions_decision_leaves_a_closing_alone(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    accept(mapping, "201:1.1")
    mapping.judge("201:1.2", LOG, Coverage.FULL)
    assert gaps_of(mapping, BY_COMPONENT)["201:1.1"].state is GapState.CLOSED


def test_a_suspect_closing_can_be_made_again(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    accept(mapping, "201:1.1")
    enter_for_all(mapping, choice_in_log=True)
    accept(mapping, "201:1.1", reason="Looked at again")
    assert gaps_of(mapping, BY_COMPONENT)["201:1.1"].state is GapState.CLOSED


def test_whoever_saw_another_ground_closes_nothing(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    seen = marks(mapping, "201:1.1", measure=BY_COMPONENT)
    mapping.judge("201:1.1", "HB102 Crossing plan", Coverage.FULL)
    with pytest.raises(ConflictError, match="what its verdict rests on changed"):
        accept(mapping, seen=seen)
    assert entries(mapping) == 0


def test_a_closing_is_taken_back_with_a_reason_and_the_plan_stands_again(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    plan(mapping, "201:1.1", measure=BY_COMPONENT, way=Way.ACCEPTANCE, assigned_to="Programme team")
    accept(mapping, "201:1.1")
    with pytest.raises(InvalidError) as told:
        reopen(mapping, "201:1.1", measure=BY_COMPONENT, reason="")
    assert told.value.subject == "reason"
    reopen(mapping, "201:1.1", measure=BY_COMPONENT)
    gap = gaps_of(mapping, BY_COMPONENT)["201:1.1"]
    assert [e.act for e in gap.record] == [GapAct.PLAN, GapAct.CLOSE, GapAct.REOPEN]
    assert gap.last is not None
    assert (gap.state, gap.last.assigned_to) == (GapState.PLANNED, "Programme team")


def test_what_is_not_closed_cannot_be_opened_again(mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1")
    with pytest.raises(InvalidError, match="not closed"):
        reopen(mapping, "201:1.1")


def test_what_is_closed_is_planned_only_after_it_was_opened_again(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    accept(mapping, "201:1.1")
    with pytest.raises(InvalidError, match="is closed"):
        plan(mapping, "201:1.1", measure=BY_COMPONENT)
    with pytest.raises(InvalidError, match="closed already"):
        accept(mapping, "201:1.1")


def test_an_exit_award_has_a_record_of_its_own(mapping: MadeMapping) -> None:
    enter_with_award(mapping)
    plan(mapping, "201:1.1", way=Way.JUDGE)
    with reading(mapping.engine) as session:
        of_award = load_gaps(session, viewer=mapping.viewer, mapping_id=mapping.id, award="e1")
    assert of_award.records == {}
    assert list(judged(mapping).loaded.records) == [mapping.criteria["201:1.1"]]
