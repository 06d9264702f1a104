"""How many queries a page asks: a fixed number, however much the workspace holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from mapper.db import Engine, unit_of_work
from mapper.values import Coverage, Viewer
from tests.made import MadeMapping, keep_specification, make_mapping, specification, suggest
from tests.made_drafts import keep_draft, read_specification
from tests.web.addresses import suggested
from tests.web.conftest import HTMX, Visitor, visit

MOST_OF_START = 13
MOST_OF_CHOICE = 26  # with the ranking of the qualifications
MOST_OF_QUEUE = 25  # the matrix's, 3 for the history, 1 for one's pace
MOST_OF_DECISION = 33  # a half of them record it
MOST_OF_MATRIX = 8  # 7 for the matrix, 1 for the names at the head of the page


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """The queries that are asked meanwhile."""
    told: list[str] = []

    def tell(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            told.append(statement)

    sa.event.listen(engine, "before_cursor_execute", tell)
    yield told
    sa.event.remove(engine, "before_cursor_execute", tell)


def judged(engine: Engine, viewer: Viewer, *, extra: int) -> MadeMapping:
    """A mapping with suggestions and decisions on every criterion, larger by so many units and modules."""
    mapping = make_mapping(engine, viewer, extra_units=extra, extra_modules=extra)
    suggest(mapping, *(suggested(mapping, c, "HB101 Lamp log", band="high") for c in mapping.criteria))
    mapping.cover_all()
    mapping.judge("201:1.1", "HB101 Outcome 2", Coverage.PART, reason="Some of it")
    return mapping


def paths(mapping: MadeMapping) -> dict[str, str]:
    at = f"/mappings/{mapping.id}"
    choice = f"programme={mapping.programme_edition_id}&qualification={mapping.qualification_id}"
    units = "&".join(f"unit={i}" for i in mapping.units.values())
    return {
        "overview": at,
        "matrix": f"{at}/matrix",
        "criterion": f"{at}/criteria/{mapping.criteria['201:1.1']}?search=rope",
        "queue": f"{at}/queue?show=all",
        "delivery": f"{at}/delivery?search=rope",
        "history": f"{at}/history",
        "several at once": f"{at}/bulk",
        "approval": f"{at}/approval",
        "programme": f"/programmes/editions/{mapping.programme_edition_id}",
        "specification": f"/specifications/editions/{mapping.specification_edition_id}",
        "new mapping": f"/mappings/new?{choice}&{units}",
        "start": "/",
    }


def measured(visitor: Visitor, mapping: MadeMapping) -> dict[str, int]:
    """How many queries each page asks."""
    found = {}
    for name, path in paths(mapping).items():
        with asked(mapping.engine) as told:
            assert visitor.get(path).status_code == 200
        found[name] = len(told)
    return found


def test_the_number_of_queries_does_not_depend_on_the_number_of_units_and_modules(
    visitor: Visitor, engine: Engine, viewer: Viewer, other_viewer: Viewer, tmp_path: Path
) -> None:
    small = measured(visitor, judged(engine, viewer, extra=0))
    # Another institution's workspace, so that each holds one mapping.
    large = measured(visit(engine, other_viewer, tmp_path), judged(engine, other_viewer, extra=12))
    assert large == small
    assert small["matrix"] <= MOST_OF_MATRIX
    assert small["queue"] <= MOST_OF_QUEUE


def of_lists(visitor: Visitor, mapping: MadeMapping) -> dict[str, int]:
    """How many queries each page asks that lists mappings or specifications."""
    found = {}
    for path in ("/", "/mappings/new", f"/mappings/new?programme={mapping.programme_edition_id}"):
        with asked(mapping.engine) as told:
            assert visitor.get(path).status_code == 200
        found[path] = len(told)
    return found


def test_the_number_of_queries_does_not_depend_on_the_number_of_mappings_and_specifications(
    visitor: Visitor, engine: Engine, viewer: Viewer
) -> None:
    mapping = judged(engine, viewer, extra=0)
    few = of_lists(visitor, mapping)
    for number in range(3):
        judged(engine, viewer, extra=0)
        with unit_of_work(engine) as session:
            keep_specification(session, viewer, specification(f"991{number}"), file=f"{number}.docx")
            keep_draft(session, viewer, replace(read_specification(), code=f"992{number}"))
    assert of_lists(visitor, mapping) == few
    start, bare, ranked = few.values()
    assert start <= MOST_OF_START
    assert bare <= MOST_OF_START
    assert ranked <= MOST_OF_CHOICE


def of_decisions(visitor: Visitor, mapping: MadeMapping) -> dict[str, int]:
    """How many queries are asked until a decision is recorded and answered, beside the matrix and in the queue."""
    criterion, statement = mapping.criteria["202:1.2"], mapping.statements["HB101 Lamp log"]
    at = f"/mappings/{mapping.id}"
    sent = {"coverage": "full", "reason": "All of it", "csrf_token": visitor.token}
    beside = {"statement": statement, "columns": f"a{statement}", "places": "4", "wide": "9"}
    pages = visitor.page(f"{at}/criteria/{criterion}").form("/withdraw")
    assert visitor.send(pages).status_code == 303
    found = {}
    for place, path, fields in (
        ("matrix", f"{at}/criteria/{criterion}/decisions", beside),
        ("queue", f"{at}/queue/decisions", {"criterion": criterion, "pick": statement}),
    ):
        seen = visitor.page(f"{at}/criteria/{criterion}").judging(statement).fields["seen"]
        told_of = {
            "seen": seen,
            f"seen-{statement}": seen,
            "request_id": f"request-{len(found)}-of-{mapping.id}",
        }
        with asked(mapping.engine) as told:
            answer = visitor.client.post(path, data=sent | fields | told_of, headers=HTMX)
        assert answer.status_code == 200, answer.text
        found[place] = len(told)
    return found


def test_a_decision_asks_as_few_queries_however_large_the_mapping_is(
    visitor: Visitor, engine: Engine, viewer: Viewer, other_viewer: Viewer, tmp_path: Path
) -> None:
    small = of_decisions(visitor, judged(engine, viewer, extra=0))
    large = of_decisions(visit(engine, other_viewer, tmp_path), judged(engine, other_viewer, extra=12))
    assert large == small
    assert max(small.values()) <= MOST_OF_DECISION
