"""The app: settings, security, views and how errors are told."""

from __future__ import annotations

import uuid

from flask import Flask, Response, g, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from mapper.db import reading
from mapper.errors import ConflictError, InvalidError, MapperError, NotFoundError, UnreadableError
from mapper.queries.workspace import read_names
from web import formats, logs, security
from web.desk import DESK, SETTINGS
from web.pages.errors import ErrorPage
from web.settings import Settings
from web.tasks import Desk
from web.views import (
    accessibility,
    approval,
    assessment_service,
    beside,
    bulk,
    coverage,
    delivery,
    documents,
    earlier_structure,
    forms,
    gaps,
    health,
    history,
    home,
    imports,
    intake,
    jobs,
    mappings,
    next_award,
    programme_drafts,
    queue,
    reuse,
    review,
    settings,
    specifications,
    structure,
)

STATUS = {NotFoundError: 404, ConflictError: 409, InvalidError: 422, UnreadableError: 422}
UNAVAILABLE = 503  # of a plain MapperError: what a page needs (the database, PDF) is not to be had
FORM_OVERHEAD_BYTES = 2**20
MAX_TYPED_BYTES = 2**21
MAX_FILES = 40


def create_app(desk: Desk, options: Settings) -> Flask:
    """The app for one workspace; the worker is started by whoever serves it."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=options.secret or uuid.uuid4().hex,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_HTTPONLY=True,
        TRUSTED_HOSTS=list(security.LOOPBACK_HOSTS),
        MAX_CONTENT_LENGTH=options.limits.max_bytes * 4 + FORM_OVERHEAD_BYTES,
        MAX_FORM_PARTS=MAX_FILES + 60,
        # A reason of 100,000 characters is refused in a sentence, and kept, in whatever script it is typed.
        MAX_FORM_MEMORY_SIZE=MAX_TYPED_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[DESK] = desk
    app.extensions[SETTINGS] = options
    CSRFProtect(app)
    formats.register(app)
    security.register(app)
    logs.register(app)
    for module in (
        home,
        imports,
        specifications,
        programme_drafts,
        jobs,
        mappings,
        reuse,
        review,
        beside,
        queue,
        delivery,
        bulk,
        history,
        approval,
        documents,
        forms,
        intake,
        structure,
        earlier_structure,
        coverage,
        next_award,
        gaps,
        assessment_service,
        settings,
        accessibility,
        health,
    ):
        app.register_blueprint(module.views)
    _register_errors(app)

    @app.context_processor
    def _frame() -> dict[str, object]:
        is_part = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
        # A part of a page has no head to name anybody in.
        if g.get("is_cut_off") or is_part:
            return {"names": None}
        with reading(desk.engine) as session:
            return {"names": read_names(session, viewer=desk.viewer)}

    return app


def _register_errors(app: Flask) -> None:
    @app.errorhandler(MapperError)
    def _mapper_error(error: MapperError) -> tuple[str, int]:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), UNAVAILABLE)
        return _page(ErrorPage.of(error, status))

    @app.errorhandler(CSRFError)
    def _csrf_error(error: CSRFError) -> tuple[str, int]:
        return _page(
            ErrorPage(400, "This form is no longer valid.", "Load the page anew, then send it again.")
        )

    @app.errorhandler(RequestEntityTooLarge)
    def _too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
        return _page(
            ErrorPage(
                413,
                "That is more than can be handed in at once.",
                "Hand in fewer or smaller files, or raise MAPPER_MAX_FILE_MB.",
            )
        )

    @app.errorhandler(SecurityError)
    def _wrong_host(error: SecurityError) -> Response:
        # Without a trusted host no address can be made, so a page with links cannot either.
        said = f"Mapper answers on this machine only: open it at http://{security.LOOPBACK_HOSTS[0]}.\n"
        return Response(said, 400, mimetype="text/plain")

    @app.errorhandler(HTTPException)
    def _http_error(error: HTTPException) -> tuple[str, int] | Response:
        if error.code is None or error.code < 400:
            return error.get_response()  # type: ignore[return-value]
        remedies = {404: "Check the address, or start from the list of mappings."}
        message = "There is no such page." if error.code == 404 else f"{error.name}."
        return _page(ErrorPage(error.code, message, remedies.get(error.code, "Go back and try again.")))

    @app.errorhandler(Exception)
    def _fault(error: Exception) -> tuple[str, int]:
        logs.log_fault(error)
        return _page(
            ErrorPage(
                500,
                "Something went wrong on our side; nothing half-done was kept.",
                f"Try again; if it stays, report request {g.get('request_id', '')} from the log.",
            )
        )


def _page(page: ErrorPage) -> tuple[str, int]:
    # The page of a fault asks the store for nothing: that may be what failed.
    g.is_cut_off = page.status >= 500
    template = "errors/partial.html" if request.headers.get("HX-Request") else "errors/page.html"
    return render_template(template, page=page), page.status
