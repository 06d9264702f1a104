"""The chained record of changes on both databases: whole after normal work, broken where it was touched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from mapper.audit import record_event, verify_chains
from mapper.db import Engine, reading, unit_of_work
from mapper.values import Coverage, Finding, Severity, Viewer
from mapper.workflow import record_approval
from tests.made import MadeMapping

LOG = "HB101 Lamp log"


@pytest.fixture
def worked_on(mapping: MadeMapping) -> MadeMapping:
    """A mapping with a few events in its chain."""
    seen = mapping.judge("201:1.1", LOG, Coverage.FULL)
    mapping.judge("201:1.1", LOG, Coverage.PART, seen_id=seen)
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    return mapping


def _findings(mapping: MadeMapping) -> tuple[Finding, ...]:
    with reading(mapping.engine) as session:
        return verify_chains(session, viewer=mapping.viewer)


def _tamper(mapping: MadeMapping, statement: str) -> None:
    """Does what only the owner of the database can: puts the triggers aside, then changes the record."""
    with mapping.engine.begin() as connection:
        if mapping.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
            connection.exec_driver_sql("DROP TRIGGER audit_event_no_delete")
        changed = connection.execute(sa.text(statement), {"chain": f"mapping:{mapping.id}"})
        assert changed.rowcount == 1


def test_the_record_is_whole_after_normal_work(worked_on: MadeMapping) -> None:
    assert _findings(worked_on) == ()
    with worked_on.engine.connect() as connection:
        chains = connection.execute(
            sa.text("SELECT chain, count(*), min(sequence), max(sequence) FROM audit_event GROUP BY chain")
        ).all()
    assert len(chains) == 2
    assert all((first, last) == (1, count) for _, count, first, last in chains)


@pytest.mark.parametrize(
    ("statement", "shown_at"),
    [
        ("UPDATE audit_event SET detail = '{}' WHERE chain = :chain AND sequence = 2", "event 2"),
        ("UPDATE audit_event SET action = 'other' WHERE chain = :chain AND sequence = 3", "event 3"),
        ("UPDATE audit_event SET hash = previous_hash WHERE chain = :chain AND sequence = 2", "event 2"),
        (
            "UPDATE audit_event SET at = '2001-02-03 04:05:06' WHERE chain = :chain AND sequence = 2",
            "event 2",
        ),
        ("DELETE FROM audit_event WHERE chain = :chain AND sequence = 2", "event 3"),
        ("DELETE FROM audit_event WHERE chain = :chain AND sequence = 1", "event 2"),
    ],
)
def test_an_altered_record_is_a_finding_at_its_place(
    worked_on: MadeMapping, statement: str, shown_at: str
) -> None:
    _tamper(worked_on, statement)
    first = _findings(worked_on)[0]
    assert first.severity is Severity.ERROR
    assert first.subject == f"mapping:{worked_on.id}, {shown_at}"
    assert first.remedy


def test_a_detail_of_any_kind_is_hashed_as_it_comes_back(engine: Engine, viewer: Viewer) -> None:
    detail = {"é": [1, 2.5, None, True], "nested": {"b": "“x”", "a": ()}, "empty": ""}
    with unit_of_work(engine) as session:
        record_event(session, viewer=viewer, action="any", subject="any", detail=detail)
    with reading(engine) as session:
        assert verify_chains(session, viewer=viewer) == ()


def test_events_recorded_at_once_stay_one_chain(engine: Engine, viewer: Viewer) -> None:
    barrier = Barrier(4)

    def record(number: int) -> None:
        barrier.wait()
        with unit_of_work(engine) as session:
            record_event(session, viewer=viewer, action="any", subject=str(number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(record, range(4)))
    with reading(engine) as session:
        assert verify_chains(session, viewer=viewer) == ()
