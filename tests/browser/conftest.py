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
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from mapper.db import Engine
from mapper.intake.limits import DEFAULT_LIMITS
from mapper.values import Viewer
from mapper.workspace import open_workspace
from tests.web.stores import new_store
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


@dataclass(frozen=True)
class Site:
    """A workspace that is being served."""

    address: str
    engine: Engine
    viewer: Viewer


@contextmanager
def serving(folder: Path, *, with_worker: bool = True) -> Iterator[Site]:
    """A new workspace, served on a free port of this machine until the end."""
    engine = new_store(folder)
    desk = Desk(engine, open_workspace(engine), DEFAULT_LIMITS)
    app = create_app(desk, Settings(folder, str(engine.url), DEFAULT_LIMITS, top=3, secret=None))
    worker = Worker(desk)
    server: Any = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    if with_worker:
        app.extensions[WORKER] = worker
        worker.start()
    try:
        yield Site(f"http://127.0.0.1:{server.effective_port}", engine, desk.viewer)
    finally:
        if with_worker:
            worker.stop()
        # The thread that serves must close its own sockets, or it waits on closed ones.
        server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))
        thread.join(timeout=30)
        server.task_dispatcher.shutdown()
        engine.dispose()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An empty workspace of the test's own, served."""
    with serving(tmp_path) as served:
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
