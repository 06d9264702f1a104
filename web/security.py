"""What keeps a local app local, and pages from running what is not theirs."""

from __future__ import annotations

from flask import Flask, Response, request

from mapper.errors import InvalidError

LOOPBACK_HOSTS = ("127.0.0.1", "localhost")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def register(app: Flask) -> None:
    """Refuses what no store can hold, and adds the headers to every answer."""

    @app.before_request
    def _refuse_nul() -> None:
        for name, value in request.form.items(multi=True):
            if "\0" in value:
                raise InvalidError(
                    "The text holds a character that cannot be stored (U+0000).",
                    subject=name,
                    remedy="Type it again rather than pasting it.",
                )

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
