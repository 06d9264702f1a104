"""Bulk decisions on both databases: never full, never over a person's decision, undone as a whole."""

from __future__ import annotations

import pytest

from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError
from mapper.queries.batches import RecordedBatch, recorded_batch
from mapper.queries.mapping import load_mapping
from mapper.reviews import MAX_CELLS, BulkJudging, BulkPlan, Cell, plan_bulk, withdraw_batch
from mapper.values import Coverage, Viewer
from mapper.workflow import record_approval
from tests.judged import LOG, PLAN, UNTESTED, bulk, colleague, declare, judge_as, judge_bulk
from tests.made import MadeMapping, counts, request_id, suggest
from tests.web.addresses import suggested

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE


def standing(mapping: MadeMapping) -> list[tuple[Coverage, str]]:
    with reading(mapping.engine) as session:
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
    return [(d.coverage, d.reason) for d in loaded.decisions]


def ids_of(mapping: MadeMapping) -> list[int]:
    with reading(mapping.engine) as session:
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
    return [d.id for d in loaded.decisions]


def plan(mapping: MadeMapping, judging: BulkJudging) -> BulkPlan:
    with reading(mapping.engine) as session:
        return plan_bulk(session, viewer=mapping.viewer, judging=judging)


def undo(
    mapping: MadeMapping, batch_id: str, *, viewer: Viewer | None = None, again: str = "", reason: str = ""
) -> int:
    with unit_of_work(mapping.engine) as session:
        return withdraw_batch(
            session,
            viewer=viewer or mapping.viewer,
            mapping_id=mapping.id,
            batch_id=batch_id,
            request_id=again or request_id(),
            reason=reason,
        )


@pytest.mark.parametrize("coverage", [PART, NONE])
def test_every_chosen_cell_is_decided_as_one_batch(mapping: MadeMapping, coverage: Coverage) -> None:
    result = judge_bulk(mapping, bulk(mapping, coverage=coverage, reason="Another subject"))
    assert (result.recorded, result.passed_over) == (3, ())
    assert standing(mapping) == [(coverage, "Another subject")] * 3


def test_full_is_never_recorded_at_once(mapping: MadeMapping) -> None:
    for attempt in (judge_bulk, plan):
        with pytest.raises(InvalidError, match="never recorded as full"):
            attempt(mapping, bulk(mapping, coverage=FULL))
    assert counts(mapping.engine)["decision"] == 0


def test_what_a_person_decided_is_passed_over_and_said(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, FULL)
    result = judge_bulk(mapping)
    assert result.recorded == 2
    assert [p.why for p in result.passed_over] == ["“full” by Local user"]
    assert standing(mapping)[0][0] is FULL


def test_a_criterion_with_nothing_here_gets_no_part_by_the_way(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", None, NONE)
    passed = plan(mapping, bulk(mapping, coverage=PART)).passed_over
    assert [p.why for p in passed] == ["Local user said “nothing here” of the criterion"] * 2
    assert plan(mapping, bulk(mapping)).passed_over == ()


def test_every_member_of_a_declared_set_is_passed_over(mapping: MadeMapping) -> None:
    declare(mapping, "201:1.1", LOG, PLAN)
    planned = plan(mapping, bulk(mapping))
    assert [p.why for p in planned.passed_over] == ["in a set declared by Local user"] * 2
    assert len(planned.will_change) == 1


def test_of_a_member_that_was_judged_alone_too_that_judgement_is_said(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, PART)
    declare(mapping, "201:1.1", LOG, PLAN)
    told = [p.why for p in plan(mapping, bulk(mapping)).passed_over]
    assert told == ["“part” by Local user", "in a set declared by Local user"]


def test_words_that_changed_since_the_preview_stop_the_whole_of_it(mapping: MadeMapping) -> None:
    known = Cell(mapping.criteria["201:1.1"], mapping.statements[LOG])
    other = Cell(mapping.criteria["201:1.1"], mapping.statements[PLAN], "0123456789abcdef.0123456789abcdef")
    with pytest.raises(ConflictError, match="wording has changed"):
        judge_bulk(mapping, bulk(mapping, cells=(known, other)))
    assert counts(mapping.engine)["decision"] == 0


def test_a_recorded_batch_is_told_by_its_id(mapping: MadeMapping) -> None:
    batch = judge_bulk(mapping).batch_id
    mapping.judge("202:1.1", LOG, PART, seen_id=max(ids_of(mapping)))
    with reading(mapping.engine) as session:
        found = recorded_batch(session, viewer=mapping.viewer, mapping_id=mapping.id, batch_id=batch)
        nothing = recorded_batch(session, viewer=mapping.viewer, mapping_id=mapping.id, batch_id="other")
    assert nothing is None
    assert found == RecordedBatch(batch, NONE, recorded=3, standing=2, is_own=True)


def test_what_is_not_in_the_mapping_is_passed_over(mapping: MadeMapping) -> None:
    known = mapping.criteria["201:1.1"]
    cells = (Cell(known, 99_999), Cell(99_999, mapping.statements[LOG]), Cell(known, mapping.statements[LOG]))
    result = judge_bulk(mapping, bulk(mapping, cells=cells))
    assert result.recorded == 1
    assert {p.why for p in result.passed_over} == {"not in this mapping"}


def test_a_cell_that_is_named_twice_is_decided_once(mapping: MadeMapping) -> None:
    assert judge_bulk(mapping, bulk(mapping, ("201:1.1", LOG), ("201:1.1", LOG))).recorded == 1


def test_the_plan_says_what_will_be_and_records_nothing(mapping: MadeMapping) -> None:
    before = counts(mapping.engine)
    planned = plan(mapping, bulk(mapping))
    assert len(planned.will_change) == 3
    assert counts(mapping.engine) == before


def test_to_reject_a_high_suggestion_among_them_needs_a_reason(mapping: MadeMapping) -> None:
    suggest(mapping, suggested(mapping, "202:1.1", LOG, band="high"))
    assert plan(mapping, bulk(mapping)).reason_wanted
    with pytest.raises(InvalidError) as caught:
        judge_bulk(mapping)
    assert caught.value.subject == "reason"
    assert counts(mapping.engine)["decision"] == 0
    assert plan(mapping, bulk(mapping, coverage=PART)).reason_wanted is None
    assert judge_bulk(mapping, bulk(mapping, reason="Another subject")).recorded == 3


def test_an_untested_outcome_can_be_part_at_once_too(mapping: MadeMapping) -> None:
    assert judge_bulk(mapping, bulk(mapping, ("201:2.1", UNTESTED), coverage=PART)).recorded == 1


def test_nothing_to_change_no_cell_and_too_many_are_refused(mapping: MadeMapping) -> None:
    judge_bulk(mapping)
    many = tuple(Cell(1, i) for i in range(MAX_CELLS + 1))
    for judging in (bulk(mapping), bulk(mapping, cells=()), bulk(mapping, cells=many)):
        with pytest.raises(InvalidError) as caught:
            judge_bulk(mapping, judging)
        assert caught.value.subject == "cells"


def test_a_bulk_decision_that_comes_twice_is_recorded_once(mapping: MadeMapping) -> None:
    judging = bulk(mapping)
    assert judge_bulk(mapping, judging).recorded == judge_bulk(mapping, judging).recorded == 3
    assert counts(mapping.engine)["decision"] == 3


def test_a_batch_is_undone_as_a_whole_and_once(mapping: MadeMapping) -> None:
    batch, again = judge_bulk(mapping).batch_id, request_id()
    assert undo(mapping, batch, again=again) == undo(mapping, batch, again=again) == 3
    assert standing(mapping) == []
    assert counts(mapping.engine)["decision"] == 6
    with pytest.raises(ConflictError, match="Nothing of this bulk decision stands"):
        undo(mapping, batch)


def test_undo_of_a_batch_leaves_alone_what_was_decided_since(mapping: MadeMapping) -> None:
    batch = judge_bulk(mapping).batch_id
    with reading(mapping.engine) as session:
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
    mapping.judge("201:1.1", LOG, PART, seen_id=loaded.decisions[0].id)
    assert undo(mapping, batch) == 2
    assert standing(mapping) == [(PART, "")]


def test_somebody_elses_batch_is_undone_with_a_reason_only(mapping: MadeMapping) -> None:
    batch, other = judge_bulk(mapping).batch_id, colleague(mapping)
    with pytest.raises(InvalidError) as caught:
        undo(mapping, batch, viewer=other)
    assert caught.value.subject == "reason"
    assert len(standing(mapping)) == 3
    assert undo(mapping, batch, viewer=other, reason="They do share it") == 3


def test_a_batch_of_nowhere_has_nothing_to_undo(mapping: MadeMapping) -> None:
    with pytest.raises(ConflictError):
        undo(mapping, "no-such-batch")


def test_an_approved_mapping_takes_no_bulk_decision_and_no_undo_of_one(mapping: MadeMapping) -> None:
    batch = judge_bulk(mapping).batch_id
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    with pytest.raises(ConflictError, match="approval is recorded"):
        judge_bulk(mapping, bulk(mapping, ("201:2.1", PLAN)))
    with pytest.raises(ConflictError, match="approval is recorded"):
        undo(mapping, batch)


def test_to_overrule_somebody_needs_a_reason_and_to_agree_does_not(mapping: MadeMapping) -> None:
    other = colleague(mapping)
    theirs = judge_as(mapping, other, mapping.judging("201:1.1", LOG, PART))
    with pytest.raises(InvalidError) as caught:
        mapping.judge("201:1.1", LOG, FULL, seen_id=theirs)
    assert caught.value.subject == "reason"
    mine = mapping.judge("201:1.1", LOG, PART, seen_id=theirs)
    judge_as(mapping, other, mapping.judging("201:1.1", LOG, FULL, seen_id=mine, reason="It is whole"))
    assert standing(mapping) == [(FULL, "It is whole")]
