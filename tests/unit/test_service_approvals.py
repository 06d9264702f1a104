"""ILM's approval as reported, on both databases: what it rests on and what it closes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from mapper import models
from mapper.db import Engine, now, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.queries.coverage import read_coverage
from mapper.queries.mapping import load_mapping
from mapper.queries.paths import paths_of
from mapper.queries.record import read_record
from mapper.queries.workspace import list_mappings
from mapper.record import ApprovalRecord
from mapper.reviews import withdraw
from mapper.values import Coverage, Viewer
from mapper.workflow import record_approval, withdraw_approval
from tests.made import CRITERIA, MadeMapping, counts, make_mapping, request_id
from tests.made_gaps import enter_choice
from tests.made_structure import enter_for_everyone

LOG = "HB101 Lamp log"


def _record(mapping: MadeMapping, *, is_full: bool, **more: Any) -> int:
    paths = more.pop("paths", None) or mapping.paths()
    with unit_of_work(mapping.engine) as session:
        reported = mapping.reported(is_full=is_full, **more)
        return record_approval(session, viewer=mapping.viewer, paths=paths, reported=reported).id


def _withdraw(mapping: MadeMapping, **more: str) -> int:
    told = {"request_id": request_id(), "reason": "Recorded for the wrong programme"} | more
    with unit_of_work(mapping.engine) as session:
        return withdraw_approval(session, viewer=mapping.viewer, mapping_id=mapping.id, **told).id


def _standing(mapping: MadeMapping) -> ApprovalRecord | None:
    with reading(mapping.engine) as session:
        return load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id).approval


def _fingerprint(mapping: MadeMapping) -> str:
    with reading(mapping.engine) as session:
        return read_coverage(session, viewer=mapping.viewer, mapping_id=mapping.id).fingerprint


def test_an_approval_of_full_coverage_is_a_full_mapping(mapping: MadeMapping) -> None:
    mapping.cover_all()
    enter_for_everyone(mapping)
    _record(mapping, is_full=True)
    standing = _standing(mapping)
    assert standing
    assert (standing.is_full, standing.open_criteria, standing.reason) == (True, (), "")
    assert (standing.approved_by, standing.recorded_by) == ("Invented Approver", "Local user")


@pytest.mark.parametrize("is_entered", [True, False])
def test_full_coverage_that_is_not_guaranteed_is_recorded_as_full_with_a_reason_alone(
    mapping: MadeMapping, is_entered: bool
) -> None:
    mapping.cover_all()
    if is_entered:
        enter_choice(mapping)
    with pytest.raises(InvalidError, match="Not every criterion is guaranteed") as caught:
        _record(mapping, is_full=True, reason="  ")
    assert caught.value.subject == "reason"
    _record(mapping, is_full=True, reason=" Every learner of this cohort took it. ")
    standing = _standing(mapping)
    assert standing
    assert standing.paths
    assert standing.reason == "Every learner of this cohort took it."
    assert (standing.paths.version, standing.paths.is_guaranteed) == (int(is_entered), False)


def test_a_reason_that_nobody_can_read_is_refused(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError) as caught:
        _record(mapping, is_full=False, reason="x" * 100_000)
    assert caught.value.subject == "reason"


def test_an_approval_keeps_the_verdicts_and_the_structure_that_they_rested_on(mapping: MadeMapping) -> None:
    mapping.cover_all(except_for="202:1.1")
    enter_for_everyone(mapping)
    _record(mapping, is_full=False)
    with reading(mapping.engine) as session:
        kept = session.exec(select(models.Approval.snapshot)).one()
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
        now_is = paths_of(session, viewer=mapping.viewer, mapping=loaded).verdicts
    assert (kept["structure_version"], kept["structure_entered_by"]) == (1, mapping.viewer.person_id)
    assert loaded.approval
    assert loaded.approval.paths == now_is
    assert now_is.by_module == len(CRITERIA) - 1


def test_an_approval_is_refused_when_the_verdicts_are_not_those_that_its_reporter_saw(
    mapping: MadeMapping,
) -> None:
    def seen() -> str:
        with reading(mapping.engine) as session:
            loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
            return paths_of(session, viewer=mapping.viewer, mapping=loaded).fingerprint

    before = seen()
    enter_for_everyone(mapping)
    with pytest.raises(ConflictError, match="What holds for every learner changed"):
        _record(mapping, is_full=False, paths_seen=before)
    _record(mapping, is_full=False, paths_seen=seen())
    assert _standing(mapping)


@pytest.mark.parametrize("what", ["a decision", "the structure"])
def test_an_approval_is_refused_when_its_verdicts_were_judged_on_something_else(
    mapping: MadeMapping, what: str
) -> None:
    before = mapping.paths()
    if what == "a decision":
        mapping.judge("201:1.1", LOG, Coverage.PART)
    else:
        enter_for_everyone(mapping)
    with pytest.raises(ConflictError, match="while the approval was being recorded"):
        _record(mapping, is_full=False, paths=before)
    assert _standing(mapping) is None


def test_nothing_is_judged_while_an_approval_is_being_written(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = mapping.paths()
    monkeypatch.setattr("mapper.standing.verdicts.judge", None)
    _record(mapping, is_full=False, paths=paths)
    assert _standing(mapping)


def test_an_approval_may_be_of_today_by_the_calendar_of_the_united_kingdom(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = mapping.paths()
    monkeypatch.setattr("mapper.db.now", lambda: datetime(2031, 6, 30, 23, 30, tzinfo=UTC))
    with pytest.raises(InvalidError, match="lies in the future"):
        _record(mapping, is_full=False, paths=paths, approved_on=date(2031, 7, 2))
    _record(mapping, is_full=False, paths=paths, approved_on=date(2031, 7, 1))


def test_an_approval_from_before_verdicts_were_kept_reads_as_one(mapping: MadeMapping) -> None:
    with unit_of_work(mapping.engine) as session:
        session.add(
            models.Approval(
                institution_id=mapping.viewer.institution_id,
                mapping_id=mapping.id,
                request_id=request_id(),
                is_withdrawal=False,
                is_full=True,
                approved_by=mapping.viewer.person_id,
                ilm_reference="REF-0",
                approved_on=now().date(),
                reason="",
                recorded_by=mapping.viewer.person_id,
                recorded_at=now(),
                snapshot={"mapping": mapping.id, "full": True, "checked_on_every_path": False, "open": []},
            )
        )
    with reading(mapping.engine) as session:
        record = read_record(session, viewer=mapping.viewer, mapping_id=mapping.id, made_at=now())
    assert record.approval
    assert (record.approval.paths, record.changed_verdicts) == (None, ())


def test_a_structure_entered_after_the_approval_shows_as_changed_verdicts(mapping: MadeMapping) -> None:
    mapping.cover_all()
    enter_for_everyone(mapping)
    _record(mapping, is_full=True)
    enter_choice(mapping)
    with reading(mapping.engine) as session:
        record = read_record(session, viewer=mapping.viewer, mapping_id=mapping.id, made_at=now())
    assert record.verdicts.version == 2
    assert len(record.changed_verdicts) == len(CRITERIA)
    assert all(change.is_lost for change in record.changed_verdicts)


def test_an_approval_with_additional_assessment_names_what_stays_open(mapping: MadeMapping) -> None:
    mapping.cover_all(except_for="202:1.1")
    mapping.judge("202:1.1", LOG, Coverage.PART)
    _record(mapping, is_full=False)
    standing = _standing(mapping)
    assert standing
    assert not standing.is_full
    (left,) = standing.open_criteria
    assert (left.unit_ref, left.number, left.state) == ("9901-202", "1.1", "part")
    assert left.text == "Plan a crossing with the crew"


@pytest.mark.parametrize("seen", [True, False])
def test_an_approval_of_other_coverage_than_its_reporter_saw_is_refused(
    mapping: MadeMapping, seen: bool
) -> None:
    mapping.cover_all(except_for="202:1.1" if seen else "")
    with pytest.raises(ConflictError, match="Coverage changed"):
        _record(mapping, is_full=seen)
    assert counts(mapping.engine)["approval"] == 0


def test_an_approval_is_refused_when_other_criteria_stay_open_than_its_reporter_saw(
    mapping: MadeMapping,
) -> None:
    mapping.cover_all(except_for="202:1.1")
    seen = _fingerprint(mapping)
    mapping.judge("202:1.1", None, Coverage.NONE)
    with pytest.raises(ConflictError, match="Coverage changed"):
        _record(mapping, is_full=False, coverage_seen=seen)
    _record(mapping, is_full=False, coverage_seen=_fingerprint(mapping))
    assert _standing(mapping)


def test_a_unit_without_wording_is_never_approved(engine: Engine, viewer: Viewer) -> None:
    mapping = make_mapping(engine, viewer, unworded=True)
    mapping.cover_all()
    for is_full in (True, False):
        with pytest.raises(InvalidError, match="The wording of 9901-203 was never imported"):
            _record(mapping, is_full=is_full)


@pytest.mark.parametrize(
    ("more", "subject"),
    [
        ({"approved_by": "  "}, "approved_by"),
        ({"approved_by": "x" * 201}, "approved_by"),
        ({"ilm_reference": ""}, "ilm_reference"),
        ({"request_id": "short"}, "request"),
    ],
)
def test_a_missing_fact_of_an_approval_is_named(
    mapping: MadeMapping, more: dict[str, str], subject: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        _record(mapping, is_full=False, **more)
    assert caught.value.subject == subject
    assert caught.value.remedy


def test_an_approval_on_a_future_date_is_refused(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError, match="lies in the future"):
        _record(mapping, is_full=False, approved_on=now().date() + timedelta(days=1))


def test_an_approval_that_comes_twice_is_recorded_once(mapping: MadeMapping) -> None:
    again = request_id()
    assert _record(mapping, is_full=False, request_id=again) == _record(
        mapping, is_full=False, request_id=again
    )
    assert counts(mapping.engine)["approval"] == 1


def test_a_second_approval_is_refused_while_one_stands(mapping: MadeMapping) -> None:
    _record(mapping, is_full=False)
    with pytest.raises(ConflictError, match="recorded already"):
        _record(mapping, is_full=False)


def test_decisions_are_closed_while_an_approval_stands(mapping: MadeMapping) -> None:
    decision = mapping.judge("201:1.1", LOG, Coverage.FULL)
    _record(mapping, is_full=False)
    with pytest.raises(ConflictError, match="its decisions are closed"):
        mapping.judge("201:1.2", LOG, Coverage.FULL)
    with (
        pytest.raises(ConflictError, match="its decisions are closed"),
        unit_of_work(mapping.engine) as session,
    ):
        withdraw(session, viewer=mapping.viewer, decision_id=decision, request_id=request_id())


def test_decisions_are_open_again_after_the_approval_is_withdrawn(mapping: MadeMapping) -> None:
    _record(mapping, is_full=False)
    _withdraw(mapping)
    assert _standing(mapping) is None
    mapping.judge("201:1.2", LOG, Coverage.FULL)
    _record(mapping, is_full=False)
    standing = _standing(mapping)
    assert standing
    assert len(standing.open_criteria) == len(CRITERIA) - 1


@pytest.mark.parametrize(("more", "subject"), [({"reason": "  "}, "reason"), ({"request_id": ""}, "request")])
def test_a_withdrawal_that_lacks_something_names_it(
    mapping: MadeMapping, more: dict[str, str], subject: str
) -> None:
    _record(mapping, is_full=False)
    with pytest.raises(InvalidError) as caught:
        _withdraw(mapping, **more)
    assert caught.value.subject == subject
    assert _standing(mapping)


def test_a_withdrawal_that_comes_twice_is_recorded_once(mapping: MadeMapping) -> None:
    _record(mapping, is_full=False)
    again = request_id()
    assert _withdraw(mapping, request_id=again) == _withdraw(mapping, request_id=again)
    assert counts(mapping.engine)["approval"] == 2


def test_without_an_approval_there_is_nothing_to_withdraw(mapping: MadeMapping) -> None:
    with pytest.raises(NotFoundError, match="No approval is recorded"):
        _withdraw(mapping)
    _record(mapping, is_full=False)
    _withdraw(mapping)
    with pytest.raises(NotFoundError, match="No approval is recorded"):
        _withdraw(mapping)


def test_a_list_of_mappings_tells_which_are_approved(mapping: MadeMapping) -> None:
    def approved() -> dict[int, bool]:
        with reading(mapping.engine) as session:
            return {m.id: m.is_approved for m in list_mappings(session, viewer=mapping.viewer)}

    other = make_mapping(mapping.engine, mapping.viewer)
    assert approved() == {mapping.id: False, other.id: False}
    _record(mapping, is_full=False)
    assert approved() == {mapping.id: True, other.id: False}
    _withdraw(mapping)
    assert approved() == {mapping.id: False, other.id: False}
