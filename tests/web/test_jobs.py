"""A job's page tells how far it is and where it led; the worker ends every job that it begins."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

import web.worker
from mapper import jobs
from mapper.db import Session, now, unit_of_work
from mapper.jobs import LEASE_S, Claim, claim_next, enqueue, tell_progress
from mapper.models import JobState
from mapper.queries.job_files import JobFileRow
from mapper.queries.workspace import JobRow
from tests.made import MadeMapping, counts
from tests.web.conftest import Visitor
from tests.web.markup import Page
from web.pages.jobs import job_page
from web.processes import is_certainly_gone, new_worker_name
from web.worker import ADD_WORDING, IMPORT_PROGRAMME, IMPORT_SPECIFICATION, SUGGEST, Worker, run_next

DAY_S = 24 * 60 * 60


def queued(mapping: MadeMapping, **payload: int) -> int:
    """The id of a job that would suggest."""
    with unit_of_work(mapping.engine) as session:
        told = {"mapping": mapping.id, "top": 5} | payload
        return enqueue(session, viewer=mapping.viewer, kind=SUGGEST, payload=told)


def claimed(mapping: MadeMapping) -> Claim:
    with unit_of_work(mapping.engine) as session:
        claim = claim_next(session, worker="test")
    assert claim
    return claim


def test_a_waiting_job_says_so_and_asks_again_by_itself(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(f"/jobs/{queued(mapping)}")
    assert page.words("//*[@role='status']") == "Waiting its turn…"
    assert page.one("//*[@id='progress']").get("hx-get") == page.path
    assert page.find("//noscript/meta[@http-equiv='refresh']")
    assert page.form("/cancel")


def test_a_running_job_shows_its_step(visitor: Visitor, mapping: MadeMapping) -> None:
    job = queued(mapping)
    claim = claimed(mapping)
    assert visitor.page(f"/jobs/{job}").words("//*[@role='status']") == "Beginning…"
    with unit_of_work(mapping.engine) as session:
        tell_progress(session, claim=claim, done=2, total=5)
    part = visitor.page(f"/jobs/{job}", htmx=True)
    assert part.words("//*[@role='status']") == "Step 2 of 5"
    assert (part.one("//progress").get("value"), part.one("//progress").get("max")) == ("2", "5")
    assert not part.find("//html")


def test_a_job_without_a_sign_of_life_says_since_when_and_when_it_is_taken_up(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    job = queued(mapping)
    with unit_of_work(mapping.engine) as session:
        assert claim_next(session, worker="test", lease_s=LEASE_S - 20)
    (said,) = visitor.page(f"/jobs/{job}", htmx=True).find("//div[@class='notice']")
    sign, taken_up = re.findall(r"\d\d:\d\d:\d\d", said.text_content())
    assert (_seconds(taken_up) - _seconds(sign)) % DAY_S == LEASE_S


def test_a_job_whose_lease_ran_out_waits_for_a_free_worker(visitor: Visitor, mapping: MadeMapping) -> None:
    job = queued(mapping)
    with unit_of_work(mapping.engine) as session:
        assert claim_next(session, worker="test", lease_s=-5)
    assert "as soon as a worker is free" in visitor.page(f"/jobs/{job}").said


def test_a_file_is_said_to_be_read_only_while_the_worker_shows_life() -> None:
    at = now()
    job = JobRow(
        1, "any", JobState.RUNNING, "", 0, 2, {}, {}, at, lease_until=at + timedelta(seconds=LEASE_S)
    )
    files = (JobFileRow(1, "a.docx", None), JobFileRow(2, "b.docx", None))
    assert [line.state for line in job_page(job, files, at=at).files] == ["being read", "waiting"]
    later = job_page(job, files, at=at + timedelta(seconds=30))
    assert [line.state for line in later.files] == ["begun", "waiting"]
    assert (later.quiet_since, later.taken_up_at) == (at, job.lease_until)


def test_a_worker_takes_up_at_once_what_a_killed_process_left(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from web.processes import new_worker_name; print(new_worker_name(), flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as earlier:
        assert earlier.stdout
        name = earlier.stdout.readline().strip()
        assert not is_certainly_gone(name)
        earlier.kill()
    assert is_certainly_gone(name)
    job = queued(mapping)
    with unit_of_work(mapping.engine) as session:
        claim = claim_next(session, worker=name)
    assert claim
    # Not begun, the worker only gives back; what is shown until it comes to the job is the truth.
    worker = Worker(visitor.desk)
    monkeypatch.setattr("web.worker._LaneThread.start", lambda self: None)
    worker.start()
    assert "It was cut off" in visitor.page(f"/jobs/{job}").said
    assert claimed(mapping).attempt == claim.attempt + 1


@pytest.mark.parametrize("name", ["", "test", "another-place/1/2/3", "/1/2/3"])
def test_a_worker_of_which_nothing_is_certain_is_not_called_gone(name: str) -> None:
    assert not is_certainly_gone(name)


def test_a_worker_of_this_very_process_is_not_gone() -> None:
    assert not is_certainly_gone(new_worker_name())


def test_a_process_id_that_was_given_away_again_is_not_the_worker() -> None:
    place, pid, began, worker = new_worker_name().split("/")
    assert is_certainly_gone(f"{place}/{pid}/{int(began) - 1}/{worker}")


def _seconds(clock_time: str) -> int:
    hours, minutes, seconds = map(int, clock_time.split(":"))
    return (hours * 60 + minutes) * 60 + seconds


def test_a_job_that_is_done_leads_to_what_it_made(visitor: Visitor, mapping: MadeMapping) -> None:
    job = queued(mapping)
    visitor.work()
    answer = visitor.get(f"/jobs/{job}")
    assert (answer.status_code, answer.location) == (303, f"/mappings/{mapping.id}")
    assert visitor.get(f"/jobs/{job}", htmx=True).headers["HX-Redirect"] == f"/mappings/{mapping.id}"


def test_a_failed_job_says_that_nothing_was_kept(visitor: Visitor, mapping: MadeMapping) -> None:
    job = queued(mapping)
    with unit_of_work(mapping.engine) as session:
        claim = claim_next(session, worker="test")
        assert claim
        jobs.fail(session, claim=claim, message="The lamp went out.")
    page = visitor.page(f"/jobs/{job}")
    assert page.words("//*[@role='alert']") == "Nothing was kept. The lamp went out."
    assert [f.address for f in page.forms] == []
    assert not page.find("//*[@hx-get] | //meta[@http-equiv='refresh']")
    assert page.faults == []


@pytest.mark.parametrize(
    ("kind", "payload", "form"),
    [
        (IMPORT_PROGRAMME, {}, "/programmes/new"),
        (IMPORT_SPECIFICATION, {}, "/specifications/new"),
        (ADD_WORDING, {"draft": 7}, "/specifications/drafts/7#offers"),
        (SUGGEST, {"mapping": 1, "top": 5}, "/mappings/1"),
    ],
)
def test_a_job_that_made_nothing_leads_back_to_where_it_was_asked_for(
    visitor: Visitor, mapping: MadeMapping, kind: str, payload: dict[str, int], form: str
) -> None:
    with unit_of_work(mapping.engine) as session:
        job = enqueue(session, viewer=mapping.viewer, kind=kind, payload=payload)
        jobs.cancel(session, viewer=mapping.viewer, job_id=job)
    assert visitor.page(f"/jobs/{job}").one("//*[@id='progress']//a").get("href") == form


def test_a_page_that_watches_a_job_end_without_a_result_is_loaded_anew(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    job = queued(mapping)
    assert "HX-Refresh" not in visitor.get(f"/jobs/{job}", htmx=True).headers
    visitor.send(visitor.page(f"/jobs/{job}").form("/cancel"))
    assert visitor.get(f"/jobs/{job}", htmx=True).headers["HX-Refresh"] == "true"


def test_a_cancelled_job_keeps_nothing(visitor: Visitor, mapping: MadeMapping) -> None:
    job = queued(mapping)
    answer = visitor.send(visitor.page(f"/jobs/{job}").form("/cancel"))
    assert (answer.status_code, answer.location) == (303, f"/jobs/{job}")
    visitor.work()
    assert "Cancelled; nothing was kept." in visitor.page(f"/jobs/{job}").said
    assert counts(mapping.engine)["suggestion"] == 0


def test_a_job_that_is_done_can_no_longer_be_cancelled(visitor: Visitor, mapping: MadeMapping) -> None:
    form = visitor.page(f"/jobs/{(job := queued(mapping))}").form("/cancel")
    visitor.work()
    assert visitor.send(form).status_code == 303
    assert visitor.get(f"/jobs/{job}").location == f"/mappings/{mapping.id}"


def test_a_job_that_is_not_there_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/jobs/99999").status_code == 404
    assert visitor.post("/jobs/99999/cancel").status_code == 404


def test_suggesting_again_is_a_new_job_each_time_and_one_for_one_click(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form, other = (visitor.page(f"/mappings/{mapping.id}").form("/suggestions") for _ in range(2))
    places = {visitor.send(f).location for f in (form, form, other)}
    assert len(places) == 2
    visitor.work()
    assert counts(mapping.engine)["suggestion_run"] == 2


def test_suggesting_again_keeps_what_was_decided(visitor: Visitor, mapping: MadeMapping) -> None:
    visitor.send(visitor.page(f"/mappings/{mapping.id}").form("/suggestions"))
    visitor.work()
    page = visitor.page(f"/mappings/{mapping.id}/matrix")
    suggested = page.find("//td[contains(@class, 'suggested')]/a/@href")
    judged = visitor.page(str(suggested[0]))
    form = next(f for f in judged.forms if ("coverage", "part") in f.buttons)
    assert visitor.send(form, coverage="part").status_code == 303
    visitor.send(visitor.page(f"/mappings/{mapping.id}").form("/suggestions"))
    visitor.work()
    assert (
        len(visitor.page(f"/mappings/{mapping.id}/matrix").find("//td[contains(@class, 'cell part')]")) == 1
    )


def test_nothing_to_do_is_said(visitor: Visitor) -> None:
    assert not run_next(visitor.desk, worker="test")


@pytest.mark.parametrize("kind", [IMPORT_SPECIFICATION, IMPORT_PROGRAMME, SUGGEST, "no such kind"])
def test_an_unforeseen_fault_ends_the_job_without_its_details(
    visitor: Visitor, mapping: MadeMapping, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(web.worker, "_work", burst)
    with unit_of_work(mapping.engine) as session:
        job = enqueue(session, viewer=mapping.viewer, kind=kind, payload={"mapping": mapping.id, "top": 5})
    assert run_next(visitor.desk, worker="test")
    answer = visitor.get(f"/jobs/{job}")
    assert answer.status_code == 200
    assert "Something went wrong on our side" in Page(answer.text).words("//*[@role='alert']")
    assert "secret detail" not in answer.text
    assert not run_next(visitor.desk, worker="test")


def test_a_job_cancelled_while_it_runs_keeps_nothing(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = queued(mapping)
    form = visitor.page(f"/jobs/{job}").form("/cancel")
    honest = web.worker.keep_suggestions

    def cancelled_meanwhile(*arguments: object, progress: Callable[[int, int], None], **more: object) -> int:
        visitor.send(form)
        return honest(*arguments, progress=progress, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(web.worker, "keep_suggestions", cancelled_meanwhile)
    assert run_next(visitor.desk, worker="test")
    assert "Cancelled; nothing was kept." in visitor.page(f"/jobs/{job}").said
    assert counts(mapping.engine)["suggestion_run"] == 0


def test_the_progress_of_suggestions_only_grows_and_says_what_is_compared(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(mapping)
    told: list[tuple[int, int, str]] = []

    def noted(session: Session, *, claim: Claim, done: int, total: int, message: str) -> bool:
        told.append((done, total, message))
        return True

    monkeypatch.setattr("mapper.jobs.tell_progress", noted)
    assert run_next(visitor.desk, worker="test")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert {total for _, total, _ in told} == {100}
    assert list(dict.fromkeys(message for _, _, message in told)) == [
        "Comparing the criteria with the programme",
        "Comparing the learning outcomes with what is taught",
    ]


def test_a_worker_does_what_it_is_woken_for_and_stops(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    honest = web.worker.keep_suggestions

    def told(*arguments: object, **more: object) -> int:
        made = honest(*arguments, **more)  # type: ignore[arg-type]
        done.set()
        return made

    monkeypatch.setattr(web.worker, "keep_suggestions", told)
    worker = Worker(visitor.desk)
    worker.start()
    try:
        queued(mapping)
        worker.wake()
        assert done.wait(timeout=30)
    finally:
        worker.stop()
    assert "mapper-worker" not in {thread.name for thread in threading.enumerate()}
