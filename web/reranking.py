"""Ranks what is still open anew, by what people decided since the last run."""

from __future__ import annotations

from mapper.db import Session
from mapper.jobs import enqueue
from mapper.queries.suggestions import LastRun, last_run
from web.desk import the_desk, the_settings
from web.suggestions import usable_engine
from web.worker import SUGGEST

# What is open is ranked anew after so many decisions, and whenever somebody asks: a run after each one
# would move the statements under the reader's eyes, and fill the record of changes.
RERANK_EVERY = 5


def is_due(run: LastRun | None) -> bool:
    """Whether enough was decided since the last run for the open suggestions to be ranked anew."""
    return run is not None and run.decided_since >= RERANK_EVERY


def rerank_if_due(session: Session, mapping_id: int) -> LastRun | None:
    """The last run; a new one is queued where enough was decided since, for the worker's next turn."""
    viewer = the_desk().viewer
    run = last_run(session, viewer=viewer, mapping_id=mapping_id)
    if run is None or not is_due(run):
        return run
    payload = {
        "mapping": mapping_id,
        "top": run.top or the_settings().top,
        "engine": usable_engine(run.engine),
        # One new run follows each, however many decisions are made before the worker comes to it.
        "after_run": run.id,
    }
    enqueue(session, viewer=viewer, kind=SUGGEST, payload=payload)
    return run
