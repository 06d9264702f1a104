"""Units of work on both databases: kept whole or not at all, and one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from mapper import models
from mapper.db import Engine, connect, lock_row, now, reading, sqlite_url, unit_of_work
from mapper.errors import MapperError, NotFoundError
from mapper.values import Viewer
from tests.conftest import Cluster

THREADS = 50


def _add_programme(session: Session, viewer: Viewer, title: str) -> None:
    session.add(models.Programme(institution_id=viewer.institution_id, title=title, created_at=now()))
    session.flush()


def _titles(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(models.Programme.title).order_by(col(models.Programme.title))))


def _keep_and_stumble(engine: Engine, viewer: Viewer) -> None:
    with unit_of_work(engine) as session:
        _add_programme(session, viewer, "Half done")
        raise RuntimeError("stumbled")


def test_a_unit_of_work_that_fails_leaves_nothing(engine: Engine, viewer: Viewer) -> None:
    with pytest.raises(RuntimeError, match="stumbled"):
        _keep_and_stumble(engine, viewer)
    assert _titles(engine) == []


def test_what_a_reader_changes_is_never_kept(engine: Engine, viewer: Viewer) -> None:
    try:
        with reading(engine) as session:
            _add_programme(session, viewer, "Written while reading")
    except sa.exc.InternalError as error:
        assert "read-only" in str(error)  # noqa: PT017  PostgreSQL refuses, SQLite throws it away
    assert _titles(engine) == []


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30, -(10**30)])
def test_a_number_that_no_row_can_have_finds_nothing(engine: Engine, number: int) -> None:
    try:
        with reading(engine) as session:
            assert session.get(models.Programme, number) is None
    except NotFoundError as error:
        assert "no such entry" in error.message  # noqa: PT017  only what the database cannot compare is refused


def test_a_reader_sees_one_state_while_others_write(engine: Engine, viewer: Viewer) -> None:
    count = select(func.count()).select_from(models.Programme)
    with reading(engine) as session:
        before = session.exec(count).one()
        with unit_of_work(engine) as writing:
            _add_programme(writing, viewer, "Meanwhile")
        assert session.exec(count).one() == before
    assert _titles(engine) == ["Meanwhile"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_many_threads_that_read_and_then_write_all_succeed(engine: Engine, viewer: Viewer) -> None:
    barrier = Barrier(THREADS)

    def read_then_write(number: int) -> int:
        barrier.wait()
        with unit_of_work(engine) as session:
            seen = session.exec(select(func.count()).select_from(models.Programme)).one()
            _add_programme(session, viewer, f"{number:02}")
        return seen

    with ThreadPoolExecutor(THREADS) as pool:
        seen = sorted(pool.map(read_then_write, range(THREADS)))
    assert seen == list(range(THREADS))


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_held_row_keeps_nobody_from_referring_to_it(engine: Engine, viewer: Viewer) -> None:
    with unit_of_work(engine) as holding:
        lock_row(holding, models.Institution, viewer.institution_id)
        with unit_of_work(engine) as other:
            other.connection().exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            _add_programme(other, viewer, "Meanwhile")
    assert _titles(engine) == ["Meanwhile"]


@pytest.mark.parametrize(
    ("address", "said"),
    [("no address", "no database address"), ("mysql://user@host/name", "mysql database is not supported")],
)
def test_an_address_of_neither_database_is_refused(address: str, said: str) -> None:
    with pytest.raises(MapperError, match=said) as caught:
        connect(address)
    assert caught.value.subject == "MAPPER_DATABASE_URL"
    assert caught.value.remedy


def test_a_database_that_is_not_there_is_told_without_its_password() -> None:
    # Port 1 on loopback refuses at once.
    engine = connect("postgresql://mapper:secret@127.0.0.1:1/mapper")
    with pytest.raises(MapperError, match="cannot be reached") as caught, reading(engine):
        pass
    assert "secret" not in str(caught.value)
    engine.dispose()


def test_a_connection_that_the_server_ended_is_replaced_without_a_word(cluster: Cluster) -> None:
    engine = connect(f"{cluster.address}/postgres")
    ask = sa.text("SELECT pg_backend_pid()")
    with reading(engine) as session:
        before = session.execute(ask).scalar_one()
    with cluster.admin.connect() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": before})
    with reading(engine) as session:
        assert session.execute(ask).scalar_one() != before
    engine.dispose()


def test_a_full_disk_is_told_with_what_to_do_and_nothing_is_kept(tmp_path: Path) -> None:
    engine = connect(sqlite_url(tmp_path / "small.sqlite3"))
    with unit_of_work(engine) as session:
        session.execute(sa.text("CREATE TABLE words (word TEXT)"))
        # The connection goes back to the pool and is used again.
        session.execute(sa.text("PRAGMA max_page_count = 1"))
    long = sa.text("INSERT INTO words VALUES (:word)").bindparams(word="x" * 100_000)
    with pytest.raises(MapperError, match="The disk is full") as caught, unit_of_work(engine) as session:
        session.execute(long)
    assert caught.value.subject == str(tmp_path / "small.sqlite3")
    assert caught.value.remedy
    with reading(engine) as session:
        assert session.execute(sa.text("SELECT count(*) FROM words")).scalar_one() == 0
    engine.dispose()


def test_a_file_that_is_no_store_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite3").write_text("Notes on the last meeting. " * 100)
    engine = connect(sqlite_url(tmp_path / "notes.sqlite3"))
    with pytest.raises(MapperError, match="no store of Mapper"), reading(engine) as session:
        session.execute(sa.text("SELECT 1"))
    engine.dispose()
