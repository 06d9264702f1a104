"""Whether the app lives, and whether it can work."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from mapper.migrations import is_current
from web.desk import the_desk

views = Blueprint("health", __name__)


@views.get("/healthz")
def alive() -> Response:
    """That the process answers."""
    return jsonify(status="ok")


@views.get("/readyz")
def ready() -> tuple[Response, int]:
    """That the store can be reached and has this version's tables."""
    is_ready = is_current(the_desk().engine)
    return jsonify(status="ok" if is_ready else "store is of another version"), 200 if is_ready else 503
