"""The app as it is served, with its worker, and a browser that is watched while it looks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from mapper.db import Engine
from mapper.intake.limits import DEFAULT_LIMITS
from mapper.values import Viewer
from mapper.workspace import open_workspace
from tests.web.stores import empty, new_store
from web.app import create_app
from web.desk import WORKER
from web.settings import Settings
from web.tasks import Desk
from web.worker import Worker

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LONGEST_WAIT_MS = 20_000
expect.set_options(timeout=LONGEST_WAIT_MS)


@dataclass(frozen=True)
class Site:
    """A workspace that is being served."""

    address: str
    engine: Engine
    viewer: Viewer


@dataclass(frozen=True)
class House:
    """An app that can be served, with the desk that it works at."""

    app: Flask
    desk: Desk

    @classmethod
    def built_in(cls, folder: Path) -> House:
        """The app of a new workspace in a folder."""
        return cls.built_upon(new_store(folder), folder)

    @classmethod
    def built_upon(cls, engine: Engine, folder: Path) -> House:
        """The app of the workspace whose store stands in a folder."""
        desk = Desk(engine, open_workspace(engine), DEFAULT_LIMITS)
        return cls(
            create_app(desk, Settings(folder, str(engine.url), DEFAULT_LIMITS, top=3, secret=None)), desk
        )

    def empty(self) -> None:
        """Makes the workspace a new one; it must not be served meanwhile."""
        empty(self.desk.engine)


@contextmanager
def serving(house: House, *, with_worker: bool = True) -> Iterator[Site]:
    """A workspace, served on a free port of this machine until the end."""
    worker = Worker(house.desk)
    server: Any = waitress.create_server(house.app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    if with_worker:
        house.app.extensions[WORKER] = worker
        worker.start()
    try:
        yield Site(f"http://127.0.0.1:{server.effective_port}", house.desk.engine, house.desk.viewer)
    finally:
        if with_worker:
            worker.stop()
        house.app.extensions.pop(WORKER, None)
        # The thread that serves must close its own sockets, or it waits on closed ones.
        server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))
        thread.join(timeout=30)
        # Returns once no request is being answered any more.
        server.task_dispatcher.shutdown()
        house.desk.engine.dispose()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The one app of this run, which keeps its compiled queries and templates."""
    return House.built_in(tmp_path_factory.mktemp("house"))


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    """The workspace of that app, emptied for the test and served."""
    house.empty()
    with serving(house) as served:
        yield served


@pytest.fixture
def idle_site(house: House) -> Iterator[Site]:
    """The same with nobody who ranks anew after a decision: what a test made up to be suggested stays."""
    house.empty()
    with serving(house, with_worker=False) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; a run without it fails."""
    if not CHROMIUM.exists():
        pytest.fail("The browser is not installed: install the package “chromium”.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a browser complained of or asked for while it was watched."""

    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Begins to watch a page; refused scripts and styles are complaints, too."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.outside.append(request.url)


@contextmanager
def looking(browser: Browser, *, forgiven: str = "(none)", **more: Any) -> Iterator[Page]:
    """A page in a new context; fails at the end where it complained or asked for anything outside.

    Complaints that hold the words `forgiven` are passed over.
    """
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | more))
    context.set_default_timeout(LONGEST_WAIT_MS)
    page = context.new_page()
    watch = Watch()
    watch.over(page)
    try:
        yield page
    finally:
        context.close()
    assert [c for c in watch.complaints if forgiven not in c] == []
    assert watch.outside == []


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page with script, closed before the site is."""
    with looking(browser) as page:
        yield page


@pytest.fixture
def plain_page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page without script, closed before the site is."""
    with looking(browser, java_script_enabled=False) as page:
        yield page
