"""Runs jobs: claims one, works outside the store, writes result and state together."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mapper import jobs
from mapper.db import Session, reading, unit_of_work
from mapper.errors import ConflictError, MapperError
from mapper.jobs import Claim
from mapper.programme_review.stored import finding_from_json
from mapper.values import Finding
from web.logs import LOG
from web.processes import is_certainly_gone, new_worker_name
from web.suggestions import keep_suggestions
from web.tasks import Desk, keep_draft, keep_programme_draft, keep_wording

IMPORT_SPECIFICATION = "import specification"
ADD_WORDING = "add wording"
IMPORT_PROGRAMME = "import programme"
SUGGEST = "suggest"
IDLE_S = 0.5


class StopWorkError(Exception):
    """The job was cancelled or taken over: give up, keep nothing."""


class Worker:
    """One thread that works through the queue until it is stopped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._name = new_worker_name()
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="mapper-worker", daemon=True)

    def start(self) -> None:
        """Begins to work, with what a worker left that was killed here."""
        with unit_of_work(self._desk.engine) as session:
            given = jobs.give_back(session, is_gone=is_certainly_gone)
        if given:
            LOG.info("jobs given back", extra={"said": {"jobs": given}})
        self._thread.start()

    def wake(self) -> None:
        """Looks at the queue now rather than at the next turn."""
        self._woken.set()

    def stop(self) -> None:
        """Ends after the job at hand."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(timeout=30)

    def _loop(self) -> None:
        # Loading it takes seconds that the first job, or the first ranking, would otherwise wait.
        importlib.import_module("matching.suggest")
        while not self._stopping.is_set():
            try:
                worked = run_next(self._desk, worker=self._name)
            except Exception as error:  # noqa: BLE001  the outermost frame of the thread
                LOG.error("worker fault", exc_info=error)
                worked = False
            if not worked:
                self._woken.wait(IDLE_S)
                self._woken.clear()


def run_next(desk: Desk, *, worker: str) -> bool:
    """Whether there was a job; it has ended when this returns."""
    with unit_of_work(desk.engine) as session:
        claim = jobs.claim_next(session, worker=worker)
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
    }
    works[claim.kind](desk, claim)


def _settle(claim: Claim) -> Callable[[Session, dict[str, Any]], None]:
    return lambda session, result: jobs.finish(session, claim=claim, result=result)


def _progress(desk: Desk, claim: Claim) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        with unit_of_work(desk.engine) as session:
            goes_on = jobs.tell_progress(session, claim=claim, done=done, total=total)
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
    keep_suggestions(
        desk,
        mapping_id=claim.payload["mapping"],
        top=claim.payload["top"],
        engine=claim.payload.get("engine", "lexical"),
        settle=_settle(claim),
        progress=_progress(desk, claim),
    )
