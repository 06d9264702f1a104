"""Runs jobs: claims one, works outside the store, writes result and state together."""

from __future__ import annotations

import gc
import importlib
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mapper import jobs
from mapper.db import Session, reading, unit_of_work
from mapper.errors import ConflictError, MapperError
from mapper.jobs import EVERY_KIND, Claim, Lane
from mapper.made_documents import MAKE_DOCUMENT
from mapper.programme_review.stored import finding_from_json
from mapper.queries.suggestions import last_run
from mapper.values import Finding
from web import reranking
from web.documents import make_document
from web.logs import LOG
from web.processes import is_certainly_gone, new_worker_name
from web.suggestions import keep_suggestions
from web.tasks import Desk, keep_draft, keep_programme_draft, keep_wording

IMPORT_SPECIFICATION = "import specification"
ADD_WORDING = "add wording"
IMPORT_PROGRAMME = "import programme"
SUGGEST = reranking.SUGGEST
IDLE_S = 0.5
# A run that ranks anew after a decision mostly ends sooner than this, and its progress is not told.
TOLD_AFTER_S = 2.0
# What follows a decision on the page, and a quick next one, come before the ranking anew.
QUIET_S, LONGEST_WAIT_S = 0.3, 2.0


class StopWorkError(Exception):
    """The job was cancelled or taken over: give up, keep nothing."""


class Worker:
    """Works through the queue until it is stopped: printing in a thread of its own, all else in another.

    A long document takes a minute, in which what is being judged is ranked anew all the same.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        printing = frozenset({MAKE_DOCUMENT})
        self._threads = (
            _LaneThread(desk, Lane(printing)),
            _LaneThread(desk, Lane(printing, is_all_but=False)),
        )

    def start(self) -> None:
        """Begins to work, with what a worker left that was killed here."""
        with unit_of_work(self._desk.engine) as session:
            given = jobs.give_back(session, is_gone=is_certainly_gone)
        if given:
            LOG.info("jobs given back", extra={"said": {"jobs": given}})
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Looks at the queue now rather than at the next turn."""
        for thread in self._threads:
            thread.woken.set()

    def wake_when_quiet(self) -> None:
        """The same once this was not called for a moment, however often it is called."""
        for thread in self._threads:
            thread.quiet_from = time.monotonic() + QUIET_S
        self.wake()

    def stop(self) -> None:
        """Ends after the jobs at hand."""
        for thread in self._threads:
            thread.stopping.set()
            thread.woken.set()
        for thread in self._threads:
            thread.join(timeout=30)


class _LaneThread(threading.Thread):
    """Takes the jobs of one lane, one after the other."""

    def __init__(self, desk: Desk, lane: Lane) -> None:
        super().__init__(name="mapper-worker", daemon=True)
        self.stopping, self.woken = threading.Event(), threading.Event()
        self.quiet_from = 0.0
        self._desk, self._lane, self._name = desk, lane, new_worker_name()

    def run(self) -> None:
        if self._lane.is_all_but:
            # Loading it takes seconds that the first job, or the first ranking, would otherwise wait.
            importlib.import_module("matching.suggest")
            # It stays loaded, as what `serve` began with.
            gc.freeze()
        while not self._is_stopped_before_quiet():
            try:
                worked = run_next(self._desk, worker=self._name, lane=self._lane)
            except Exception as error:  # noqa: BLE001  the outermost frame of the thread
                LOG.error("worker fault", exc_info=error)
                worked = False
            if not worked:
                self.woken.wait(IDLE_S)
                self.woken.clear()

    def _is_stopped_before_quiet(self) -> bool:
        latest = time.monotonic() + LONGEST_WAIT_S
        while (left := min(self.quiet_from, latest) - time.monotonic()) > 0 and not self.stopping.wait(left):
            pass
        return self.stopping.is_set()


def run_next(desk: Desk, *, worker: str, lane: Lane = EVERY_KIND) -> bool:
    """Whether there was a job of the lane; it has ended when this returns."""
    with unit_of_work(desk.engine) as session:
        claim = jobs.claim_next(session, worker=worker, lane=lane)
    if claim is None:
        return False
    said = {"job": claim.job_id, "kind": claim.kind, "attempt": claim.attempt}
    LOG.info("job begun", extra={"said": said})
    try:
        _work(replace(desk, viewer=claim.viewer), claim)
    except StopWorkError:
        LOG.info("job given up", extra={"said": said})
    except ConflictError as error:
        LOG.info("job given up", extra={"said": said | {"why": str(error)}})
    except MapperError as error:
        _fail(desk, claim, str(error))
    except Exception as error:  # noqa: BLE001  one job's fault must not end the worker
        LOG.error("job fault", exc_info=error, extra={"said": said})
        _fail(desk, claim, "Something went wrong on our side; nothing half-done was kept. Try again.")
    else:
        LOG.info("job done", extra={"said": said})
    return True


def _fail(desk: Desk, claim: Claim, message: str) -> None:
    with unit_of_work(desk.engine) as session:
        jobs.fail(session, claim=claim, message=message)


def _work(desk: Desk, claim: Claim) -> None:
    works: dict[str, Callable[[Desk, Claim], None]] = {
        IMPORT_SPECIFICATION: _import_specification,
        ADD_WORDING: _add_wording,
        IMPORT_PROGRAMME: _import_programme,
        SUGGEST: _suggest,
        MAKE_DOCUMENT: _make_document,
    }
    works[claim.kind](desk, claim)


def _settle(claim: Claim) -> Callable[[Session, dict[str, Any]], None]:
    return lambda session, result: jobs.finish(session, claim=claim, result=result)


def _progress(
    desk: Desk, claim: Claim, words: Callable[[int, int], str] = lambda done, total: ""
) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        message = words(done, total)
        with unit_of_work(desk.engine) as session:
            goes_on = jobs.tell_progress(session, claim=claim, done=done, total=total, message=message)
        if not goes_on:
            raise StopWorkError

    return tell


def _passed_over(claim: Claim) -> list[Finding]:
    return [finding_from_json(said) for said in claim.payload.get("findings", ())]


def _import_specification(desk: Desk, claim: Claim) -> None:
    with reading(desk.engine) as session:
        files = jobs.files_of(session, claim=claim)
    keep_draft(
        desk,
        files=files,
        passed_over=_passed_over(claim),
        settle=_settle(claim),
        progress=_progress(desk, claim),
    )


def _add_wording(desk: Desk, claim: Claim) -> None:
    with reading(desk.engine) as session:
        files = jobs.files_of(session, claim=claim)
    keep_wording(
        desk,
        draft_id=claim.payload["draft"],
        files=files,
        passed_over=_passed_over(claim),
        settle=_settle(claim),
        progress=_progress(desk, claim),
    )


def _import_programme(desk: Desk, claim: Claim) -> None:
    with reading(desk.engine) as session:
        files = jobs.files_of(session, claim=claim)

    def tell_fault(position: int, fault: str) -> None:
        with unit_of_work(desk.engine) as session:
            jobs.tell_unread(session, claim=claim, position=position, fault=fault)

    keep_programme_draft(
        desk,
        files=files,
        title=claim.payload.get("title", ""),
        programme_id=claim.payload.get("programme"),
        passed_over=_passed_over(claim),
        settle=_settle(claim),
        progress=_progress(desk, claim),
        tell_fault=tell_fault,
    )


def _suggest(desk: Desk, claim: Claim) -> None:
    payload = claim.payload

    def settle(session: Session, result: dict[str, Any]) -> None:
        jobs.finish(session, claim=claim, result=result)
        # What was decided meanwhile is not known yet: one more run, queued with the end of this one.
        run = last_run(session, viewer=desk.viewer, mapping_id=payload["mapping"])
        if run is not None and run.is_behind:
            told = {"viewer": desk.viewer, "mapping_id": payload["mapping"], "top": payload["top"]}
            reranking.queue_run(session, run=run, **told)

    is_asked_for = reranking.AFTER not in payload
    tell = _progress(desk, claim, _comparing)
    keep_suggestions(
        desk,
        mapping_id=payload["mapping"],
        top=payload["top"],
        engine=payload.get("engine", "lexical"),
        settle=settle,
        progress=tell if is_asked_for else _seldom(tell),
        is_asked_for=is_asked_for,
    )


def _comparing(done: int, total: int) -> str:
    """What a run of suggestions is at: evidence first, then delivery."""
    if 2 * done <= total:
        return "Comparing the criteria with the programme"
    return "Comparing the learning outcomes with what is taught"


def _seldom(tell: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Tells progress only now and then: to tell it is a unit of work that others wait for."""
    told = time.monotonic()

    def now_and_then(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TOLD_AFTER_S:
            tell(done, total)
            told = time.monotonic()

    return now_and_then


def _make_document(desk: Desk, claim: Claim) -> None:
    def tell(done: int, total: int, message: str) -> None:
        with unit_of_work(desk.engine) as session:
            goes_on = jobs.tell_progress(session, claim=claim, done=done, total=total, message=message)
        if not goes_on:
            raise StopWorkError

    make_document(
        desk,
        mapping_id=claim.payload["mapping"],
        name=claim.payload["document"],
        settle=_settle(claim),
        tell=tell,
    )
