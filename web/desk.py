"""How views reach the workspace they serve."""

from __future__ import annotations

from typing import cast

from flask import Response, after_this_request, current_app

from web.settings import Settings
from web.tasks import Desk

DESK = "mapper-desk"
SETTINGS = "mapper-settings"
WORKER = "mapper-worker"


def the_desk() -> Desk:
    """The desk of the app that handles this request."""
    return cast(Desk, current_app.extensions[DESK])


def the_settings() -> Settings:
    """The settings of the app that handles this request."""
    return cast(Settings, current_app.extensions[SETTINGS])


def wake_worker() -> None:
    """Tells the worker, where this process has one, that a job was queued."""
    worker = current_app.extensions.get(WORKER)
    if worker is not None:
        worker.wake()


def wake_worker_when_answered() -> None:
    """The same once the answer to this request is sent and nobody decides: the worker must delay neither."""
    worker = current_app.extensions.get(WORKER)
    if worker is not None:

        @after_this_request
        def wake_later(response: Response) -> Response:
            response.call_on_close(worker.wake_when_quiet)
            return response
