"""The schema on both databases: what the migrations make, and what it refuses."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel, select

from mapper import models
from mapper.db import Engine, now, reading, unit_of_work
from mapper.migrations import is_current, upgrade
from mapper.reviews import withdraw
from mapper.values import Coverage, Viewer
from mapper.workflow import record_approval
from mapper.workspace import open_workspace
from tests.made import MadeMapping, request_id

APPEND_ONLY = ("decision", "approval", "audit_event")


def _described(engine: Engine) -> dict[str, Any]:
    """Everything that the database says of its tables, in an order of its own making."""
    inspector = sa.inspect(engine)
    said: dict[str, Any] = {}
    for table in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        said[table] = {
            "columns": sorted(
                (c["name"], repr(c["type"]), c["nullable"]) for c in inspector.get_columns(table)
            ),
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": sorted(map(repr, inspector.get_foreign_keys(table))),
            "indexes": sorted(
                repr(i | {"dialect_options": {k: str(v) for k, v in i.get("dialect_options", {}).items()}})
                for i in inspector.get_indexes(table)
            ),
            "unique": sorted(map(repr, inspector.get_unique_constraints(table))),
            "checks": sorted(map(repr, inspector.get_check_constraints(table))),
        }
    return said


@pytest.mark.parametrize(
    ("engine", "blank_engine"), [("sqlite", "sqlite"), ("postgresql", "postgresql")], indirect=True
)
def test_the_migrated_schema_is_the_one_that_the_tables_describe(
    engine: Engine, blank_engine: Engine
) -> None:
    SQLModel.metadata.create_all(blank_engine)
    assert _described(engine) == _described(blank_engine)


def test_nothing_is_left_to_migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_store_is_brought_to_the_newest_version_once(blank_engine: Engine) -> None:
    assert not is_current(blank_engine)
    upgrade(blank_engine)
    upgrade(blank_engine)
    assert is_current(blank_engine)


OPEN = """
import sys
from mapper.db import connect
from mapper.workspace import open_workspace
print("ready", flush=True)
sys.stdin.readline()
viewer = open_workspace(connect(sys.argv[1]))
print(viewer.institution_id, viewer.person_id)
"""


def test_two_programs_that_open_a_new_store_at_once_find_the_same_person(blank_engine: Engine) -> None:
    address = blank_engine.url.set(drivername=blank_engine.dialect.name).render_as_string()
    other = subprocess.Popen(
        [sys.executable, "-c", OPEN, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    assert other.stdin
    assert other.stdout.readline() == "ready\n"
    other.stdin.write("now\n")
    other.stdin.flush()
    here = open_workspace(blank_engine)
    there, _ = other.communicate()
    assert there == f"{here.institution_id} {here.person_id}\n"


def test_every_row_but_an_institution_belongs_to_an_institution() -> None:
    unowned = [
        table.name
        for table in SQLModel.metadata.sorted_tables
        if "institution_id" not in table.c or table.c.institution_id.nullable
    ]
    assert unowned == ["institution"]


@pytest.fixture
def recorded(mapping: MadeMapping) -> MadeMapping:
    """A mapping with a decision, a withdrawal and an approval, each in the record of changes."""
    kept = mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=kept, request_id=request_id())
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    return mapping


def _refused(engine: Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_was_recorded_can_be_neither_changed_nor_deleted(recorded: MadeMapping, table: str) -> None:
    _refused(recorded.engine, f"UPDATE {table} SET institution_id = institution_id")
    _refused(recorded.engine, f"DELETE FROM {table}")
    if recorded.engine.dialect.name == "postgresql":
        _refused(recorded.engine, f"TRUNCATE {table} CASCADE")
    else:
        _refused(recorded.engine, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_a_moment_without_a_time_zone_is_refused(engine: Engine, viewer: Viewer) -> None:
    programme = models.Programme(
        institution_id=viewer.institution_id,
        title="Any",
        created_at=datetime(2020, 1, 1),  # noqa: DTZ001
    )
    with pytest.raises(sa.exc.StatementError, match="without a time zone"), unit_of_work(engine) as session:
        session.add(programme)


def test_a_moment_comes_back_aware_and_in_utc(engine: Engine, viewer: Viewer) -> None:
    in_delhi = datetime(2020, 1, 1, 12, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with unit_of_work(engine) as session:
        session.add(models.Programme(institution_id=viewer.institution_id, title="Any", created_at=in_delhi))
    with reading(engine) as session:
        back = session.exec(select(models.Programme.created_at)).one()
    assert back == in_delhi
    assert back.utcoffset() == timedelta(0)


def test_text_sorts_by_code_point(engine: Engine, viewer: Viewer) -> None:
    titles = ["b", "B", "a", "É", "Z", "10", "2"]
    with unit_of_work(engine) as session:
        session.add_all(
            models.Programme(institution_id=viewer.institution_id, title=title, created_at=now())
            for title in titles
        )
    with reading(engine) as session:
        title = models.Programme.title
        assert list(session.exec(select(title).order_by(title))) == sorted(titles)


def test_text_with_choices_is_held_to_them(engine: Engine, viewer: Viewer) -> None:
    row = {
        "institution_id": viewer.institution_id,
        "kind": "any",
        "digest": "0",
        "payload": "{}",
        "state": "lost",
        "attempt": 0,
        "is_cancel_requested": False,
        "progress_done": 0,
        "progress_total": 0,
        "message": "",
        "requested_by": viewer.person_id,
        "created_at": now(),
    }
    columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    insert = sa.text(f"INSERT INTO job ({columns}) VALUES ({values})")
    with engine.connect() as connection, pytest.raises(sa.exc.IntegrityError, match="ck_job_state"):
        connection.execute(insert, row)


def _insert_decision(engine: Engine, mapping: MadeMapping, **fields: Any) -> int:
    row = {
        "institution_id": mapping.viewer.institution_id,
        "mapping_id": mapping.id,
        "request_id": request_id(),
        "supersedes_id": None,
        "person_id": mapping.viewer.person_id,
        "decided_at": now(),
        "act": models.Act.JUDGE,
        "coverage": Coverage.PART,
        "reason": "",
        "criterion_fingerprint": "0",
        "quotation": "",
        "place": "",
    }
    with engine.begin() as connection:
        table = models.Decision.__table__  # type: ignore[attr-defined]
        insert = table.insert().values(**(row | fields)).returning(table.c.id)
        return int(connection.execute(insert).scalar_one())


@pytest.fixture
def subjects(mapping: MadeMapping) -> tuple[int, int]:
    """Two subjects that nobody decided on."""
    made = []
    with unit_of_work(mapping.engine) as session:
        for name in ("201:1.1", "201:1.2"):
            row = models.Subject(
                institution_id=mapping.viewer.institution_id,
                mapping_id=mapping.id,
                kind=models.SubjectKind.CRITERION,
                criterion_id=mapping.criteria[name],
                key=name,
            )
            session.add(row)
            session.flush()
            made.append(row.id)
    return made[0], made[1]


def test_a_subject_has_one_first_decision(mapping: MadeMapping, subjects: tuple[int, int]) -> None:
    _insert_decision(mapping.engine, mapping, subject_id=subjects[0])
    with pytest.raises(sa.exc.IntegrityError):
        _insert_decision(mapping.engine, mapping, subject_id=subjects[0])
    assert _insert_decision(mapping.engine, mapping, subject_id=subjects[1])


def test_a_decision_is_superseded_once(mapping: MadeMapping, subjects: tuple[int, int]) -> None:
    first = _insert_decision(mapping.engine, mapping, subject_id=subjects[0])
    _insert_decision(mapping.engine, mapping, subject_id=subjects[0], supersedes_id=first)
    with pytest.raises(sa.exc.IntegrityError):
        _insert_decision(mapping.engine, mapping, subject_id=subjects[0], supersedes_id=first)


def test_a_decision_supersedes_one_on_the_same_subject_only(
    mapping: MadeMapping, subjects: tuple[int, int]
) -> None:
    first = _insert_decision(mapping.engine, mapping, subject_id=subjects[0])
    with pytest.raises(sa.exc.IntegrityError):
        _insert_decision(mapping.engine, mapping, subject_id=subjects[1], supersedes_id=first)


def test_a_request_is_kept_once(mapping: MadeMapping, subjects: tuple[int, int]) -> None:
    again = request_id()
    _insert_decision(mapping.engine, mapping, subject_id=subjects[0], request_id=again)
    with pytest.raises(sa.exc.IntegrityError):
        _insert_decision(mapping.engine, mapping, subject_id=subjects[1], request_id=again)


@pytest.mark.parametrize(
    ("act", "coverage"), [(models.Act.JUDGE, None), (models.Act.WITHDRAW, Coverage.FULL)]
)
def test_a_judgement_has_a_coverage_and_a_withdrawal_has_none(
    mapping: MadeMapping, subjects: tuple[int, int], act: models.Act, coverage: Coverage | None
) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="judged_has_coverage"):
        _insert_decision(mapping.engine, mapping, subject_id=subjects[0], act=act, coverage=coverage)


@pytest.mark.parametrize(
    ("kind", "mode", "rule"),
    [
        (models.SubjectKind.LINK, None, "link_has_statement"),
        (models.SubjectKind.SET, None, "set_has_mode"),
        (models.SubjectKind.CRITERION, models.SetMode.ALL, "set_has_mode"),
    ],
)
def test_a_subject_has_what_its_kind_needs(
    mapping: MadeMapping, kind: models.SubjectKind, mode: models.SetMode | None, rule: str
) -> None:
    subject = models.Subject(
        institution_id=mapping.viewer.institution_id,
        mapping_id=mapping.id,
        kind=kind,
        criterion_id=mapping.criteria["201:1.1"],
        set_mode=mode,
        key="any",
    )
    with pytest.raises(sa.exc.IntegrityError, match=rule), unit_of_work(mapping.engine) as session:
        session.add(subject)
