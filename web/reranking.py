"""Ranks what is still open anew, by what people decided since the last run."""

from __future__ import annotations

from mapper.db import Session
from mapper.jobs import enqueue
from mapper.queries.suggestions import LastRun, last_run
from mapper.values import Viewer
from web.desk import the_desk, the_settings, wake_worker_when_answered
from web.suggestions import usable_engine

SUGGEST = "suggest"
"""The kind of job that makes suggestions."""
AFTER = "after"
"""What a run that nobody asked for follows: the last run, and the decisions that it knew."""


def rerank_if_due(session: Session, mapping_id: int) -> LastRun | None:
    """The last run; where somebody decided what it did not know, another is queued.

    It belongs to the unit of work of the decision, and begins when the answer is on its way.
    """
    viewer = the_desk().viewer
    run = last_run(session, viewer=viewer, mapping_id=mapping_id)
    if run is not None and run.is_behind:
        queue_run(session, viewer=viewer, mapping_id=mapping_id, run=run, top=the_settings().top)
        wake_worker_when_answered()
    return run


def queue_run(session: Session, *, viewer: Viewer, mapping_id: int, run: LastRun, top: int) -> int:
    """The id of the job that follows this run: one, however many decisions are made until it has ended."""
    payload = {
        "mapping": mapping_id,
        "top": run.top or top,
        "engine": usable_engine(run.engine),
        # A run that changes nothing leaves no other in its place, but it is known what it knew.
        AFTER: [run.id, run.known.evidence, run.known.delivery],
    }
    return enqueue(session, viewer=viewer, kind=SUGGEST, payload=payload)
