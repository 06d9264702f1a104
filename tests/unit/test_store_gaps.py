"""What the store itself keeps of gaps: one chain each, whole closings, nothing changed afterwards."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from mapper import models
from mapper.db import Engine, now
from mapper.models.gaps import Closing, GapAct
from tests.made import MadeMapping, request_id


def _insert_entry(mapping: MadeMapping, criterion: str, **fields: Any) -> int:
    row = {
        "institution_id": mapping.viewer.institution_id,
        "mapping_id": mapping.id,
        "criterion_id": mapping.criteria[criterion],
        "award": "",
        "request_id": request_id(),
        "supersedes_id": None,
        "batch_id": "any",
        "person_id": mapping.viewer.person_id,
        "recorded_at": now(),
        "act": GapAct.PLAN,
        "assigned_to": "",
        "note": "",
        "reason": "",
        "rested_on": {},
    }
    with mapping.engine.begin() as connection:
        table = models.GapEntry.__table__  # type: ignore[attr-defined]
        return int(
            connection.execute(table.insert().values(**(row | fields)).returning(table.c.id)).scalar_one()
        )


def test_the_store_keeps_one_chain_for_each_criterion_and_award(mapping: MadeMapping) -> None:
    first = _insert_entry(mapping, "201:1.1")
    _insert_entry(mapping, "201:1.1", award="e1")
    with pytest.raises(sa.exc.IntegrityError):
        _insert_entry(mapping, "201:1.1")
    with pytest.raises(sa.exc.IntegrityError):
        _insert_entry(mapping, "201:1.2", supersedes_id=first)
    _insert_entry(mapping, "201:1.1", supersedes_id=first)
    with pytest.raises(sa.exc.IntegrityError):
        _insert_entry(mapping, "201:1.1", supersedes_id=first)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"act": GapAct.CLOSE}, "closed_has_closing"),
        ({"closing": Closing.GUARANTEED}, "closed_has_closing"),
        ({"act": GapAct.CLOSE, "closing": Closing.BY_MODULE}, "accepted_has_person"),
    ],
)
def test_the_store_keeps_a_closing_whole(mapping: MadeMapping, fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=rule):
        _insert_entry(mapping, "201:1.1", **fields)


@pytest.mark.parametrize("verb", ["UPDATE gap_entry SET note = ''", "DELETE FROM gap_entry"])
def test_what_was_recorded_cannot_be_changed(mapping: MadeMapping, engine: Engine, verb: str) -> None:
    _insert_entry(mapping, "201:1.1")
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.exec_driver_sql(verb)
