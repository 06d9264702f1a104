"""The app of one workspace on a store of the test's own, and a visitor who sends its forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from mapper.db import Engine
from mapper.intake.limits import Limits
from mapper.values import Viewer
from mapper.workspace import open_workspace
from tests.made import MadeMapping
from tests.web.addresses import Scene, pages_of
from tests.web.markup import Form, Page
from tests.web.stores import empty, new_full_store, new_store, put_mapping
from web.app import create_app
from web.settings import Settings
from web.tasks import Desk
from web.worker import run_next

LIMITS = Limits(max_bytes=2**20, max_pages=20, max_rows=2_000)
HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """The local person at the one app of this run, which keeps its compiled queries and templates."""
    folder = tmp_path_factory.mktemp("office")
    engine = new_store(folder)
    yield visit(engine, open_workspace(engine), folder)
    engine.dispose()


@pytest.fixture
def engine(office: Visitor) -> Iterator[Engine]:
    """The store of that app, emptied for the test."""
    engine = office.desk.engine
    empty(engine)
    with office.client.session_transaction() as kept:
        kept.clear()
    yield engine
    engine.dispose()


@pytest.fixture
def viewer(office: Visitor) -> Viewer:
    """The local person of the store."""
    return office.desk.viewer


@pytest.fixture
def mapping(engine: Engine, viewer: Viewer) -> MadeMapping:
    """An invented programme mapped to an invented qualification; nothing is judged yet."""
    return put_mapping(engine, viewer)


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser: sees pages, sends the forms that stand on them."""

    client: FlaskClient
    desk: Desk

    def get(self, path: str, *, htmx: bool = False) -> TestResponse:
        # Buffered, or a file that is sent stays open.
        return self.client.get(path, headers=HTMX if htmx else None, buffered=True)

    def page(self, path: str, *, htmx: bool = False) -> Page:
        """The page at a path, which must be there."""
        answer = self.get(path, htmx=htmx)
        assert answer.status_code == 200, answer.text
        return Page(answer.text, path)

    @property
    def token(self) -> str:
        """What a form of this visitor carries against forgery."""
        return str(self.page("/settings").one("//input[@name='csrf_token']").get("value"))

    def post(self, path: str, *, htmx: bool = False, **fields: Any) -> TestResponse:
        """Sends fields with a token, as a form would that somebody made up."""
        return self.client.post(
            path, data={"csrf_token": self.token} | fields, headers=HTMX if htmx else None
        )

    def send(self, form: Form, *, htmx: bool = False, **fields: Any) -> TestResponse:
        """Sends a form as it stands on its page, with what was filled in."""
        return self.client.post(form.address, data=form.fields | fields, headers=HTMX if htmx else None)

    def hand_in(self, path: str, *files: tuple[str, bytes], **fields: Any) -> TestResponse:
        """Uploads files by the form at a path."""
        handed_in = [FileStorage(BytesIO(content), filename=name) for name, content in files]
        # Encoded here: the client would put what is large into a file and leave that open.
        boundary, body = encode_multipart(MultiDict({"csrf_token": self.token, "files": handed_in} | fields))
        return self.client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    def work(self) -> None:
        """Ends every job that waits."""
        while run_next(self.desk, worker="test"):
            pass


def visit(engine: Engine, viewer: Viewer, folder: Path) -> Visitor:
    """The viewer at an app of its own; limits are small, so that a test can go beyond them."""
    desk = Desk(engine, viewer, LIMITS)
    app = create_app(desk, Settings(folder, str(engine.url), LIMITS, top=5, secret=None))
    return Visitor(_at_a_browser(app), desk)


def _at_a_browser(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "127.0.0.1"
    return client


@pytest.fixture
def visitor(engine: Engine, office: Visitor) -> Visitor:
    """The local person, with an empty workspace unless the test fills it."""
    return Visitor(_at_a_browser(office.client.application), replace(office.desk, engine=engine))


@dataclass(frozen=True)
class Tour:
    """A workspace to look at, with every page as it was answered; nothing may be written to it."""

    visitor: Visitor
    scene: Scene
    answers: dict[str, TestResponse]
    pages: dict[str, Page]

    def amiss(self, fault: Callable[[Page], object]) -> dict[str, object]:
        """What is wrong with which page."""
        return {name: found for name, page in self.pages.items() if (found := fault(page))}


@pytest.fixture(scope="session")
def tour(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[Tour]:
    """All pages of a full workspace, opened once."""
    folder = tmp_path_factory.mktemp("tour")
    engine, scene = new_full_store(folder, run_folder=run_folder)
    visitor = visit(engine, open_workspace(engine), folder)
    paths = pages_of(scene)
    answers = {name: visitor.get(path) for name, path in paths.items()}
    yield Tour(visitor, scene, answers, {name: Page(a.text, paths[name]) for name, a in answers.items()})
    engine.dispose()
