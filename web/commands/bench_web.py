"""`bench web`: the matrix page as it opens, against the same page with every module open, in one run;
and the queue.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from mapper.intake.limits import DEFAULT_LIMITS
from mapper.queries.counting import counted_queries
from web.commands.made_mappings import Size, make_mapping
from web.commands.serve import HOST, server_of

if TYPE_CHECKING:
    from flask import Flask

SIZES = (Size(250, 60), Size(500, 150))
TIMES = 7
MOST_QUERIES = 8
LONGEST_KEY_MS, LONGEST_DECISION_MS = 16, 50
CHROMIUM = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"))
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The key is handled while it is dispatched; reading a box afterwards forces the layout.
KEY_MS = """() => {
  const begun = performance.now();
  document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key: window.goesBack ? "ArrowLeft" : "ArrowRight", bubbles: true }));
  window.goesBack = !window.goesBack;
  document.activeElement.getBoundingClientRect();
  return performance.now() - begun;
}"""
# From the click, and from the answer, to the end of the first frame that shows what was recorded: a message
# that is sent before a frame's styles, layout and paint is handled after them. `SHOWS` looks at the page for
# what the decision makes of it, which comes with the answer alone, and the server commits before it answers;
# what takes longer to work out (the evidence beside, the verdict, the figures of the unit) follows that frame.
# (Until November 2026 the begin of the frame after that one was measured, up to 17 ms later.)
DECISION_MS = """([selector, ...place]) => new Promise((resolve, reject) => {
  const isShown = SHOWS;
  let begun, answered;
  const painted = () => {
    const told = new MessageChannel();
    told.port1.onmessage = () => resolve([performance.now() - begun, performance.now() - answered]);
    told.port2.postMessage(null);
  };
  if (isShown(...place)) throw new Error("shown before it was decided");
  setTimeout(() => reject(new Error("never shown")), 30000);
  document.body.addEventListener("htmx:beforeSwap", () => { answered = performance.now(); }, { once: true });
  window.followedMs = null;
  document.body.addEventListener("htmx:afterSettle", () => { window.followedMs = performance.now() - begun; },
    { once: true });
  new MutationObserver((_, seen) => {
    if (answered === undefined || !isShown(...place)) return;
    seen.disconnect();
    requestAnimationFrame(painted);
  }).observe(document.querySelector("main"), { childList: true, subtree: true, attributes: true });
  begun = performance.now();
  document.querySelector(selector).click();
})"""
# The cell and its criterion's coverage; that it was recorded, and the next criterion with its candidates.
CELL_SHOWN = """(row, place) => document.querySelector(`#${row} [aria-colindex="${place}"].cell.full`)
  && document.querySelector(`#${row} td.state`).textContent.trim() === 'full'"""
NEXT_SHOWN = """(criterion) => document.getElementById("queue-said").textContent.startsWith("Recorded as full")
  && document.querySelector("#queue > [data-criterion]").dataset.criterion !== criterion
  && document.querySelector("#queue .candidate blockquote")"""
REASON = "Invented"  # full against a doubt needs one
IN_PANEL, IN_QUEUE = "#panel button[id^='full-']", "#judge-full"
LOADED_MS = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


@dataclass(frozen=True, slots=True)
class Timed:
    """What a browser took over one page; medians in milliseconds.

    `decision_ms` is from the click to the recorded cell, of which `answer_ms` begins with the answer;
    `followed_ms` is from the click to the evidence, the verdict and the figures of the unit made anew.
    """

    load_ms: float
    key_ms: float
    decision_ms: float
    answer_ms: float
    followed_ms: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What one page took; times are medians in milliseconds, None where no browser was found."""

    queries: int
    server_ms: float
    size: int
    timed: Timed | None = None


def add_arguments(parser: ArgumentParser) -> None:
    """The bench's own options."""
    parser.add_argument("--times", type=int, default=TIMES, metavar="N", help="how often each is measured")
    parser.add_argument("--no-browser", action="store_true", help="leave the browser out")


def run(arguments: Namespace) -> int:
    """Prints figures and ratios by size; 1 where a page asks more queries than is aimed at, else 0."""
    browser = None if arguments.no_browser else _chromium()
    if browser is None:
        print("without a browser: no time to load, of a key or of a decision", file=sys.stderr)
    most = 0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            as_opened, all_open, queued = _measured(Path(folder), size, browser, arguments.times)
        print(f"{size.criteria} criteria × {size.assessments} assessments, median of {arguments.times}:")
        for line in _lines(as_opened, all_open):
            print(f"  {line}")
        if queued is not None:
            aim = f"aim {LONGEST_DECISION_MS}"
            print(f"  queue: decision to the next criterion, painted {queued:.1f} ms, {aim}")
        most = max(most, as_opened.queries)
    return int(most > MOST_QUERIES)


def _lines(ours: Figures, other: Figures) -> Iterator[str]:
    yield f"queries {ours.queries}, aim {MOST_QUERIES}; every module open {other.queries}"
    yield f"server {ours.server_ms:.0f} ms; {_against(other.server_ms, ours.server_ms, 'ms')}"
    yield f"page {ours.size / 1000:.0f} kB; {_against(other.size / 1000, ours.size / 1000, 'kB')}"
    if ours.timed is None or other.timed is None:
        return
    timed = (
        ("load", ours.timed.load_ms, other.timed.load_ms, None),
        ("arrow key to layout", ours.timed.key_ms, other.timed.key_ms, LONGEST_KEY_MS),
        ("decision to painted cell", ours.timed.decision_ms, other.timed.decision_ms, LONGEST_DECISION_MS),
        ("of that, from the answer on", ours.timed.answer_ms, other.timed.answer_ms, None),
        ("decision to evidence, verdict and figures", ours.timed.followed_ms, other.timed.followed_ms, None),
    )
    for name, took, others, aim in timed:
        aimed = f", aim {aim}" if aim else ""
        yield f"{name} {took:.1f} ms{aimed}; {_against(others, took, 'ms')}"


def _against(other: float, ours: float, unit: str) -> str:
    return f"every module open {other:.1f} {unit}, {other / ours:.1f} times as much"


def _measured(
    folder: Path, size: Size, browser: Path | None, times: int
) -> tuple[Figures, Figures, float | None]:
    """The matrix as it opens and with every module open, and the queue's time in a browser."""
    from mapper.db import connect, sqlite_url
    from mapper.workspace import open_workspace
    from web.app import create_app
    from web.settings import Settings
    from web.tasks import Desk

    engine = connect(sqlite_url(folder / "bench.sqlite3"))
    try:
        desk = Desk(engine, open_workspace(engine), DEFAULT_LIMITS)
        mapping = make_mapping(desk, size)
        app = create_app(desk, Settings(folder, str(engine.url), DEFAULT_LIMITS, top=5, secret=None))
        path = f"/mappings/{mapping.id}/matrix"
        paths = (path, f"{path}?open=all")
        as_opened, all_open = (_of_server(app, engine, address, times) for address in paths)
        if browser is None:
            return as_opened, all_open, None
        with _served(app) as host:
            (ours, others), queued = _of_browser(browser, host, paths, f"/mappings/{mapping.id}/queue", times)
        return replace(as_opened, timed=ours), replace(all_open, timed=others), queued
    finally:
        engine.dispose()


def _of_server(app: Flask, engine: Any, path: str, times: int) -> Figures:
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "127.0.0.1"
    # Warm: templates and queries are compiled.
    size = len(client.get(path).data)
    with counted_queries(engine) as told:
        client.get(path)
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        client.get(path)
        took.append(1000 * (time.perf_counter() - begun))
    return Figures(len(told), median(took), size)


def _chromium() -> Path | None:
    """The system's Chromium, None where it or what drives it is missing."""
    try:
        import playwright.sync_api  # noqa: F401 - a package of development, asked for here only
    except ImportError:
        return None
    return next((path for path in CHROMIUM if path.exists()), None)


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    server = server_of(app, port=0)
    thread = threading.Thread(target=server.run, name="bench-server")
    thread.start()
    try:
        yield f"http://{HOST}:{server.effective_port}"
    finally:
        # The thread that serves must close its own sockets, or it waits on closed ones.
        server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))
        thread.join(timeout=30)
        server.task_dispatcher.shutdown()


def _of_browser(
    chromium: Path, host: str, paths: tuple[str, ...], queue: str, times: int
) -> tuple[list[Timed], float]:
    """The times of each page of the matrix, and of a decision in the queue."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        found = [_of_page(page, host + path, times) for path in paths]
        queued = _of_queue(page, host + queue, times)
        browser.close()
    return found, queued


def _of_queue(page: Any, address: str, times: int) -> float:
    page.goto(address, wait_until="load")
    decisions: list[tuple[float, float]] = []
    for _ in range(times):
        # A key or click that comes before anything can have been read decides nothing.
        page.locator("#queue[data-ready]").wait_for()
        page.locator("#queue-reason").fill(REASON)
        criterion = page.locator("#queue > [data-criterion]").get_attribute("data-criterion")
        decisions.append(page.evaluate(DECISION_MS.replace("SHOWS", NEXT_SHOWN), [IN_QUEUE, criterion]))
    return median(whole for whole, _ in decisions)


def _of_page(page: Any, address: str, times: int) -> Timed:
    loads = []
    for _ in range(times + 1):
        page.goto(address, wait_until="load")
        loads.append(page.evaluate(LOADED_MS))
    page.locator("[data-grid] td.cell a").first.focus()
    keys = [page.evaluate(KEY_MS) for _ in range(10 * times)]
    decisions, followed = [], []
    rows = page.locator("tr[data-criterion]:has(td.suggested)")
    for number in range(times):
        row = rows.nth(number + 1)
        cell = row.locator("td.suggested").first
        place = [IN_PANEL, row.get_attribute("id"), cell.get_attribute("aria-colindex")]
        cell.locator("a").click()
        page.locator("#panel form").first.wait_for()
        page.wait_for_function("() => document.activeElement.id === 'panel'")
        # As in the queue: a key decides nothing until the panel can have been read.
        page.locator("#panel[data-ready]").wait_for()
        page.locator("#panel form.judge [name='reason']").first.fill(REASON)
        decisions.append(page.evaluate(DECISION_MS.replace("SHOWS", CELL_SHOWN), place))
        page.wait_for_function("() => window.followedMs")
        page.locator(f"#{place[1]} td.verdict:not(.pending)").wait_for()
        followed.append(page.evaluate("() => window.followedMs"))
    # The first load fills the browser's cache.
    whole, after_answer = zip(*decisions, strict=True)
    return Timed(median(loads[1:]), median(keys), median(whole), median(after_answer), median(followed))
