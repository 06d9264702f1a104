"""Jobs on both databases: one per input, held by one worker, ended once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import Session

from mapper import jobs, models
from mapper.db import Engine, now, reading, unit_of_work
from mapper.errors import ConflictError
from mapper.intake.files import HandedIn
from mapper.jobs import MAX_ATTEMPTS, Claim
from mapper.models import JobState
from mapper.queries.workspace import JobRow, read_job
from mapper.values import Viewer
from tests.made import counts
from tests.made_files import handed_in

EXPIRED_S = -1
"""A lease that has run out as soon as it is taken."""


def _enqueue(engine: Engine, viewer: Viewer, *files: HandedIn, **payload: int) -> int:
    with unit_of_work(engine) as session:
        return jobs.enqueue(session, viewer=viewer, kind="any", payload=payload, files=files)


def _claim(engine: Engine, *, worker: str = "one", lease_s: float = jobs.LEASE_S) -> Claim | None:
    with unit_of_work(engine) as session:
        return jobs.claim_next(session, worker=worker, lease_s=lease_s)


def _held(engine: Engine, *, lease_s: float = jobs.LEASE_S) -> Claim:
    claim = _claim(engine, lease_s=lease_s)
    assert claim
    return claim


def _finish(engine: Engine, claim: Claim) -> None:
    with unit_of_work(engine) as session:
        jobs.finish(session, claim=claim, result={"made": 1})


def _fail(engine: Engine, claim: Claim) -> None:
    with unit_of_work(engine) as session:
        jobs.fail(session, claim=claim, message="The file is empty.")


def _cancel(engine: Engine, viewer: Viewer, job_id: int) -> None:
    with unit_of_work(engine) as session:
        jobs.cancel(session, viewer=viewer, job_id=job_id)


def _goes_on(engine: Engine, claim: Claim) -> bool:
    with unit_of_work(engine) as session:
        return jobs.tell_progress(session, claim=claim, done=1, total=2, message="Reading")


def _job(engine: Engine, viewer: Viewer, job_id: int) -> JobRow:
    with reading(engine) as session:
        return read_job(session, viewer=viewer, job_id=job_id)


def test_the_same_input_is_the_same_job(engine: Engine, viewer: Viewer) -> None:
    first = _enqueue(engine, viewer, handed_in("a.docx"), top=5)
    assert _enqueue(engine, viewer, handed_in("a.docx"), top=5) == first
    assert counts(engine)["job_file"] == 1


def test_the_same_input_sent_twice_at_once_is_the_same_job(engine: Engine, viewer: Viewer) -> None:
    barrier = Barrier(4)

    def enqueue(_number: int) -> list[int]:
        barrier.wait()
        return [_enqueue(engine, viewer, handed_in("a.docx"), top=top) for top in range(5)]

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(enqueue, range(4)))
    assert made == [made[0]] * 4


def test_other_input_is_another_job(engine: Engine, viewer: Viewer) -> None:
    made = {
        _enqueue(engine, viewer, handed_in("a.docx"), top=5),
        _enqueue(engine, viewer, handed_in("a.docx"), top=6),
        _enqueue(engine, viewer, handed_in("b.docx"), top=5),
        _enqueue(engine, viewer, handed_in("a.docx", b"other"), top=5),
        _enqueue(engine, viewer, handed_in("a.docx"), handed_in("b.docx"), top=5),
    }
    assert len(made) == 5


def test_the_oldest_job_is_claimed_first_with_its_files_in_order(engine: Engine, viewer: Viewer) -> None:
    files = (handed_in("b.docx"), handed_in("a.docx"))
    first = _enqueue(engine, viewer, *files, top=5)
    _enqueue(engine, viewer, top=6)
    claim = _held(engine)
    assert (claim.job_id, claim.attempt, claim.payload, claim.viewer) == (first, 1, {"top": 5}, viewer)
    with reading(engine) as session:
        assert jobs.files_of(session, claim=claim) == files


def test_a_held_job_is_not_claimed_again(engine: Engine, viewer: Viewer) -> None:
    _enqueue(engine, viewer)
    _held(engine)
    assert _claim(engine, worker="two") is None


def test_two_workers_claim_two_jobs_at_once(engine: Engine, viewer: Viewer) -> None:
    waiting = {_enqueue(engine, viewer, top=number) for number in range(4)}
    barrier = Barrier(2)

    def claim_two(worker: str) -> list[Claim | None]:
        barrier.wait()
        return [_claim(engine, worker=worker) for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:
        claims = [claim for claimed in pool.map(claim_two, ["one", "two"]) for claim in claimed]
    assert {claim.job_id for claim in claims if claim} == waiting


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_job_that_another_worker_is_just_claiming_is_passed_over(engine: Engine, viewer: Viewer) -> None:
    first, second = _enqueue(engine, viewer, top=1), _enqueue(engine, viewer, top=2)
    with unit_of_work(engine) as session:
        claim = jobs.claim_next(session, worker="one")
        other = _claim(engine, worker="two")
    assert claim
    assert other
    assert (claim.job_id, other.job_id) == (first, second)


def test_a_finished_job_keeps_its_result_and_not_its_files(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer, handed_in("a.docx"))
    _finish(engine, _held(engine))
    job = _job(engine, viewer, job_id)
    assert (job.state, job.result, job.has_ended) == (JobState.DONE, {"made": 1}, True)
    assert counts(engine)["job_file"] == 0
    assert _claim(engine) is None


def test_a_failed_job_tells_why_and_keeps_no_files(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer, handed_in("a.docx"))
    _fail(engine, _held(engine))
    job = _job(engine, viewer, job_id)
    assert (job.state, job.message) == (JobState.FAILED, "The file is empty.")
    assert counts(engine)["job_file"] == 0


def test_an_expired_lease_is_claimed_again_as_a_later_attempt(engine: Engine, viewer: Viewer) -> None:
    _enqueue(engine, viewer)
    dead = _held(engine, lease_s=EXPIRED_S)
    assert _held(engine).attempt == dead.attempt + 1


def _write(session: Session, viewer: Viewer) -> None:
    session.add(models.Programme(institution_id=viewer.institution_id, title="Late", created_at=now()))


def _write_and_finish(engine: Engine, viewer: Viewer, claim: Claim) -> None:
    with unit_of_work(engine) as session:
        _write(session, viewer)
        jobs.finish(session, claim=claim, result={})


def test_a_dead_workers_finish_leaves_nothing(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer, handed_in("a.docx"))
    dead = _held(engine, lease_s=EXPIRED_S)
    _held(engine)
    with pytest.raises(ConflictError, match="taken over"):
        _write_and_finish(engine, viewer, dead)
    _fail(engine, dead)
    assert not _goes_on(engine, dead)
    assert _job(engine, viewer, job_id).state is JobState.RUNNING
    assert (counts(engine)["programme"], counts(engine)["job_file"]) == (0, 1)


def test_progress_is_shown_and_renews_the_lease(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer)
    claim = _held(engine, lease_s=EXPIRED_S)
    assert _goes_on(engine, claim)
    job = _job(engine, viewer, job_id)
    assert (job.progress_done, job.progress_total, job.message) == (1, 2, "Reading")
    assert _claim(engine, worker="two") is None


def test_a_waiting_job_that_is_cancelled_is_never_claimed(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer, handed_in("a.docx"))
    _cancel(engine, viewer, job_id)
    assert _job(engine, viewer, job_id).state is JobState.CANCELLED
    assert counts(engine)["job_file"] == 0
    assert _claim(engine) is None


def test_a_running_job_that_is_cancelled_stops_and_keeps_nothing(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer)
    claim = _held(engine)
    _cancel(engine, viewer, job_id)
    assert not _goes_on(engine, claim)
    with pytest.raises(ConflictError, match="cancelled"):
        _write_and_finish(engine, viewer, claim)
    assert _job(engine, viewer, job_id).state is JobState.CANCELLED
    assert counts(engine)["programme"] == 0


def test_a_job_that_has_ended_stays_as_it_is(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer)
    _finish(engine, _held(engine))
    _cancel(engine, viewer, job_id)
    assert _job(engine, viewer, job_id).state is JobState.DONE


def test_a_job_that_died_three_times_has_failed(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer, handed_in("a.docx"))
    for _ in range(MAX_ATTEMPTS):
        _held(engine, lease_s=EXPIRED_S)
    assert _claim(engine) is None
    job = _job(engine, viewer, job_id)
    assert (job.state, job.message) == (JobState.FAILED, "It was tried three times and never ended.")
    assert counts(engine)["job_file"] == 0


def test_a_job_that_is_given_up_does_not_keep_the_next_one_waiting(engine: Engine, viewer: Viewer) -> None:
    _enqueue(engine, viewer, top=1)
    for _ in range(MAX_ATTEMPTS):
        _held(engine, lease_s=EXPIRED_S)
    after = _enqueue(engine, viewer, top=2)
    assert _held(engine).job_id == after


def test_a_failed_job_that_is_asked_for_again_runs_anew_with_its_files(
    engine: Engine, viewer: Viewer
) -> None:
    job_id = _enqueue(engine, viewer, handed_in("a.docx"))
    _fail(engine, _held(engine))
    assert _enqueue(engine, viewer, handed_in("a.docx")) == job_id
    assert _job(engine, viewer, job_id).message == ""
    claim = _held(engine)
    with reading(engine) as session:
        assert len(jobs.files_of(session, claim=claim)) == 1
    _finish(engine, claim)
    assert _job(engine, viewer, job_id).state is JobState.DONE


def test_a_job_that_is_taken_up_again_begins_anew(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer)
    dead = _held(engine)
    with unit_of_work(engine) as session:
        jobs.tell_progress(session, claim=dead, done=1, total=2, lease_s=EXPIRED_S)
    _held(engine)
    job = _job(engine, viewer, job_id)
    assert (job.progress_done, job.progress_total) == (0, 0)


def test_a_job_that_is_asked_for_again_may_die_three_times_again(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer)
    _held(engine, lease_s=EXPIRED_S)
    _fail(engine, _held(engine))
    _enqueue(engine, viewer)
    for _ in range(MAX_ATTEMPTS):
        _held(engine, lease_s=EXPIRED_S)
    assert _job(engine, viewer, job_id).state is JobState.RUNNING
    assert _claim(engine) is None
    assert _job(engine, viewer, job_id).state is JobState.FAILED


def test_a_worker_of_the_cancelled_run_is_shut_out_of_the_next(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer)
    late = _held(engine)
    _cancel(engine, viewer, job_id)
    _enqueue(engine, viewer)
    _fail(engine, late)
    with pytest.raises(ConflictError, match="taken over"):
        _finish(engine, late)
    assert _job(engine, viewer, job_id).state is JobState.QUEUED


def test_a_worker_that_is_gone_gives_its_job_back_at_once(engine: Engine, viewer: Viewer) -> None:
    job_id = _enqueue(engine, viewer)
    dead = _held(engine)
    with unit_of_work(engine) as session:
        assert jobs.give_back(session, is_gone=lambda worker: worker == "one") == 1
    assert _job(engine, viewer, job_id).message == jobs.CUT_OFF
    assert _held(engine).attempt == dead.attempt + 1
    assert not _goes_on(engine, dead)


def test_a_worker_that_may_live_keeps_its_job(engine: Engine, viewer: Viewer) -> None:
    _enqueue(engine, viewer)
    claim = _held(engine)
    with unit_of_work(engine) as session:
        assert jobs.give_back(session, is_gone=lambda worker: worker == "two") == 0
    assert _goes_on(engine, claim)


def test_a_lane_takes_its_own_kinds_and_leaves_the_others(engine: Engine, viewer: Viewer) -> None:
    printing = frozenset({"print"})
    with unit_of_work(engine) as session:
        first = jobs.enqueue(session, viewer=viewer, kind="print", payload={})
        second = jobs.enqueue(session, viewer=viewer, kind="rank", payload={})
        others = jobs.claim_next(session, worker="one", lane=jobs.Lane(printing))
        prints = jobs.claim_next(session, worker="two", lane=jobs.Lane(printing, is_all_but=False))
        assert others
        assert prints
        assert (others.job_id, prints.job_id) == (second, first)
