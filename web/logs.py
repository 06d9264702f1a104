"""Logs as one JSON object a line, each with the request's or the job's id."""

from __future__ import annotations

import json
import logging
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request

LOG = logging.getLogger("mapper")


class JsonLines(logging.Formatter):
    """One JSON object a line; a traceback stands in it as text."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON: at, level, event, and what was given as `extra={"said": …}`."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        said |= getattr(record, "said", {})
        if record.exc_info:
            said["fault"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def configure() -> None:
    """Sends logs to stderr as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    LOG.handlers = [handler]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def log_fault(error: Exception) -> None:
    """Logs what nobody foresaw, with its traceback."""
    LOG.error("fault", exc_info=error, extra={"said": {"request": g.get("request_id", "")}})


def register(app: Flask) -> None:
    """Gives each request an id and logs how it ended."""

    @app.before_request
    def _begin() -> None:
        g.request_id = uuid.uuid4().hex[:12]
        g.began = time.perf_counter()

    @app.after_request
    def _end(response: Response) -> Response:
        if request.endpoint != "static":
            took_ms = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
            said = {
                "request": g.get("request_id", ""),
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "took_ms": took_ms,
            }
            LOG.info("request", extra={"said": said})
        response.headers["X-Request-Id"] = g.get("request_id", "")
        return response
