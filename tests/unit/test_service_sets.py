"""Declared sets on both databases: together or either, suspect, contradicted, withdrawn."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from mapper.coverage import CriterionCoverage
from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.models import SetMode
from mapper.queries.coverage import coverage_of_mapping, set_findings
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import LoadedMapping
from mapper.queries.tallies import mapping_tallies
from mapper.record import CriterionRecord
from mapper.reviews import MAX_MEMBERS, withdraw
from mapper.values import Coverage
from mapper.workflow import record_approval
from tests.judged import LOG, PLAN, TESTED, UNTESTED, declare, declaring
from tests.made import MadeMapping, counts, make_mapping, request_id
from tests.made_record import record_of

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE
BOTH = [SetMode.ALL, SetMode.ANY]
COVERED = CriterionCoverage(FULL, is_suspect=False)


def loaded(mapping: MadeMapping) -> LoadedMapping:
    with reading(mapping.engine) as session:
        return load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)


def covered(mapping: MadeMapping, criterion: str = "201:1.1") -> CriterionCoverage:
    return loaded(mapping).coverage()[mapping.criteria[criterion]]


def take_back(mapping: MadeMapping, decision_id: int) -> None:
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=decision_id, request_id=request_id())


def as_record(mapping: MadeMapping) -> CriterionRecord:
    return record_of(mapping).criteria[0]


@pytest.mark.parametrize("mode", BOTH)
def test_parts_that_are_declared_cover_the_criterion(mapping: MadeMapping, mode: SetMode) -> None:
    mapping.judge("201:1.1", LOG, PART)
    mapping.judge("201:1.1", PLAN, PART)
    assert covered(mapping).coverage is PART
    declare(mapping, mode=mode)
    assert covered(mapping) == COVERED


def test_a_set_keeps_who_why_how_and_on_which_words(mapping: MadeMapping) -> None:
    declare(mapping, certainty="medium", reason="  Log and plan. ")
    (kept,) = loaded(mapping).decisions
    members = tuple(sorted((mapping.statements[LOG], mapping.statements[PLAN])))
    assert (kept.statement_ids, kept.set_mode, kept.coverage) == (members, SetMode.ALL, FULL)
    assert (kept.reason, kept.certainty, kept.decided_by) == ("Log and plan.", "medium", "Local user")
    assert "A diary of nights" in kept.quotation
    assert "Crossing plan" in kept.quotation
    assert kept.place == "handbook.docx, table 1, row 7"


def test_together_needs_a_reason_and_either_does_not(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError) as caught:
        declare(mapping, reason=" ")
    assert caught.value.subject == "reason"
    declare(mapping, mode=SetMode.ANY, reason="")


@pytest.mark.parametrize("members", [(LOG,), (LOG, LOG), (LOG, UNTESTED), (LOG, "HB101 Content 1")])
def test_a_set_has_two_members_that_can_give_full_evidence(
    mapping: MadeMapping, members: tuple[str, ...]
) -> None:
    before = counts(mapping.engine)
    with pytest.raises(InvalidError) as caught:
        declare(mapping, "201:1.1", *members)
    assert caught.value.subject == "members"
    assert caught.value.remedy
    assert counts(mapping.engine) == before


def test_an_outcome_that_is_tested_can_be_a_member(mapping: MadeMapping) -> None:
    declare(mapping, "201:1.1", TESTED, PLAN)
    assert covered(mapping) == COVERED


def test_a_set_of_too_many_is_refused(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError, match=f"from 2 to {MAX_MEMBERS}"):
        declare(mapping, statement_ids=tuple(range(1, MAX_MEMBERS + 2)))


def test_a_member_of_another_mapping_is_refused(mapping: MadeMapping) -> None:
    elsewhere = make_mapping(mapping.engine, mapping.viewer)
    with pytest.raises(NotFoundError, match="not in the mapped programme"):
        declare(mapping, statement_ids=(mapping.statements[LOG], elsewhere.statements[PLAN]))
    with pytest.raises(NotFoundError, match="not in the mapping"):
        declare(mapping, criterion_id=elsewhere.criteria["201:1.1"])


def test_a_member_that_stands_rejected_is_refused(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", PLAN, NONE)
    with pytest.raises(InvalidError, match="stands rejected"):
        declare(mapping)


@pytest.mark.parametrize("mode", BOTH)
@pytest.mark.parametrize("changed", ["criterion", LOG, PLAN])
def test_changed_wording_of_the_criterion_or_any_member_makes_the_set_suspect(
    mapping: MadeMapping, mode: SetMode, changed: str
) -> None:
    declare(mapping, mode=mode)
    table = "criterion" if changed == "criterion" else "statement"
    row = mapping.criteria["201:1.1"] if changed == "criterion" else mapping.statements[changed]
    with mapping.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {table} SET fingerprint = 'other' WHERE id = :id"), {"id": row})
    assert covered(mapping) == CriterionCoverage(None, is_suspect=True)


@pytest.mark.parametrize("mode", BOTH)
def test_a_member_that_is_rejected_later_makes_the_set_suspect_and_is_said(
    mapping: MadeMapping, mode: SetMode
) -> None:
    declare(mapping, mode=mode)
    rejection = mapping.judge("201:1.1", PLAN, NONE)
    assert covered(mapping) == CriterionCoverage(None, is_suspect=True)
    (finding,) = set_findings(loaded(mapping))
    assert finding.subject == "9901-201 1.1"
    assert "HB102 Crews: Crossing plan was rejected" in finding.message
    assert finding in record_of(mapping).findings
    assert as_record(mapping).sets[0].rejected == ("HB102 Crews: Crossing plan",)
    take_back(mapping, rejection)
    assert covered(mapping) == COVERED
    assert set_findings(loaded(mapping)) == ()


def test_a_rejection_for_another_criterion_leaves_the_set_alone(mapping: MadeMapping) -> None:
    declare(mapping)
    mapping.judge("201:1.2", PLAN, NONE)
    assert covered(mapping) == COVERED


def test_what_is_decided_or_withdrawn_on_a_member_alone_does_not_change_the_set(mapping: MadeMapping) -> None:
    part = mapping.judge("201:1.1", LOG, PART)
    declare(mapping)
    take_back(mapping, part)
    assert covered(mapping) == COVERED


def test_a_withdrawn_set_is_not_judged_and_can_be_declared_anew(mapping: MadeMapping) -> None:
    first = declare(mapping)
    take_back(mapping, first)
    assert covered(mapping) == CriterionCoverage(None, is_suspect=False)
    declare(mapping)
    assert covered(mapping) == COVERED
    assert counts(mapping.engine)["subject"] == 1


def test_the_same_set_is_not_declared_twice_unseen(mapping: MadeMapping) -> None:
    first = declare(mapping)
    with pytest.raises(ConflictError, match="decided “full”"):
        declare(mapping, "201:1.1", PLAN, LOG)
    declare(mapping, seen_id=first)
    assert len(loaded(mapping).decisions) == 1


def test_a_request_that_comes_twice_gives_one_set(mapping: MadeMapping) -> None:
    again = request_id()
    assert declare(mapping, request_id=again) == declare(mapping, request_id=again)
    assert counts(mapping.engine)["subject_member"] == 2


def test_a_request_that_comes_again_for_another_set_is_refused(mapping: MadeMapping) -> None:
    again = request_id()
    declare(mapping, request_id=again)
    with pytest.raises(ConflictError, match="recorded before"):
        declare(mapping, mode=SetMode.ANY, request_id=again)


def test_together_and_either_of_the_same_members_are_two_sets(mapping: MadeMapping) -> None:
    declare(mapping)
    declare(mapping, mode=SetMode.ANY)
    found = loaded(mapping).sets_by_criterion()[mapping.criteria["201:1.1"]]
    assert [d.set_mode for d in found] == [SetMode.ALL, SetMode.ANY]
    assert loaded(mapping).decisions_by_criterion() == {mapping.criteria["201:1.1"]: []}


def test_an_approved_mapping_takes_no_set(mapping: MadeMapping) -> None:
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    with pytest.raises(ConflictError, match="approval is recorded"):
        declare(mapping)


def test_every_count_sees_the_set(mapping: MadeMapping) -> None:
    declare(mapping)
    declare(mapping, "201:1.2")
    mapping.judge("201:1.2", LOG, NONE)
    with reading(mapping.engine) as session:
        on_start = mapping_tallies(session, viewer=mapping.viewer)[mapping.id]
    counted = coverage_of_mapping(loaded(mapping)).tally
    assert on_start == counted
    assert (counted.full, counted.suspect) == (1, 1)


def test_the_record_holds_the_set_beside_what_was_judged_alone(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, PART)
    declare(mapping)
    found = as_record(mapping)
    assert [link.coverage for link in found.links] == [PART]
    (declared,) = found.sets
    assert declared.needs_all
    assert [member.label for member in declared.members] == ["Lamp log", "Crossing plan"]
    assert found.coverage is FULL


def test_a_declaration_needs_a_criterion_of_the_mapping(mapping: MadeMapping) -> None:
    assert declaring(mapping).criterion_id == mapping.criteria["201:1.1"]
    with pytest.raises(NotFoundError):
        declare(mapping, criterion_id=99_999)
