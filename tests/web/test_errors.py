"""What cannot go on is told in a sentence, by the right status, without the machine's insides."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import jinja2
import pytest

from mapper.db import Engine, connect
from mapper.values import Viewer
from tests.made import MadeMapping
from tests.web.conftest import Visitor, visit
from tests.web.markup import Page


@pytest.fixture
def faulty(engine: Engine, viewer: Viewer, tmp_path: Path) -> Visitor:
    """Somebody at an app with an address, /faulty, whose view fails as nobody foresaw."""
    visitor = visit(engine, viewer, tmp_path)

    @visitor.client.application.get("/faulty")
    def _faulty() -> str:
        raise RuntimeError("secret detail")

    return visitor


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page",
        "/mappings/99999",
        f"/mappings/{10**30}",
        f"/jobs/{2**63}",
        "/jobs/abc",
        "/mappings/1/matrix/x",
    ],
)
def test_a_page_that_is_not_there_says_so(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    page = Page(answer.text)
    assert answer.status_code == 404
    assert page.words("//h1").startswith("There is no such")
    assert page.find("//main//a[@href='/']")
    assert page.faults == []


def test_an_unforeseen_fault_shows_no_trace_but_the_id_to_report(
    faulty: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="mapper"):
        answer = faulty.get("/faulty")
    page = Page(answer.text)
    assert answer.status_code == 500
    assert page.words("//h1") == "Something went wrong on our side; nothing half-done was kept."
    assert answer.headers["X-Request-Id"] in page.said
    assert "Traceback" not in answer.text
    assert "secret detail" not in answer.text
    assert any(record.exc_info for record in caplog.records)


def test_an_unforeseen_fault_of_a_panel_is_told_in_the_panel(faulty: Visitor) -> None:
    answer = faulty.get("/faulty", htmx=True)
    assert answer.status_code == 500
    assert not Page(answer.text).find("//html")
    assert "Something went wrong" in Page(answer.text).words("//*[@role='alert']")


def test_a_page_without_its_store_says_that_it_cannot_be_reached(
    viewer: Viewer, mapping: MadeMapping, tmp_path: Path
) -> None:
    nowhere = connect("postgresql://nobody@127.0.0.1:1/none")
    cut_off = visit(nowhere, viewer, tmp_path)
    answer = cut_off.get(f"/mappings/{mapping.id}")
    nowhere.dispose()
    assert answer.status_code == 503
    assert "The database cannot be reached." in Page(answer.text).words("//h1")


def test_a_method_that_an_address_does_not_take_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.put("/settings", data={"csrf_token": visitor.token})
    assert answer.status_code == 405
    assert visitor.get("/mappings/1/documents").status_code == 404


def test_a_template_that_asks_for_what_is_not_there_fails(visitor: Visitor) -> None:
    app = visitor.client.application
    with app.test_request_context(base_url="http://127.0.0.1"), pytest.raises(jinja2.UndefinedError):
        app.jinja_env.from_string("{{ page.no_such_thing }}").render()


def test_a_log_line_is_one_json_object_with_the_requests_id(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    from web.logs import JsonLines

    with caplog.at_level(logging.INFO, logger="mapper"):
        answer = visitor.get("/")
    (record,) = [r for r in caplog.records if r.getMessage() == "request"]
    line = JsonLines().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert (said["request"], said["status"], said["path"]) == (answer.headers["X-Request-Id"], 200, "/")
