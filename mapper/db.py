"""The store: engines for SQLite and PostgreSQL, one unit of work for writing, one for reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session

from mapper.errors import MapperError
from mapper.refusals import refusal_of

__all__ = [
    "Engine",
    "Session",
    "connect",
    "connect_to_write",
    "lock_row",
    "lock_store",
    "now",
    "reading",
    "sqlite_url",
    "today",
    "unit_of_work",
]

WRITING = "mapper_writing"
BUSY_TIMEOUT_MS = 30_000
STORE_LOCK = 9_605  # any number that nothing else in this database locks
ZONE = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day in the United Kingdom, by which people enter dates: in summer it begins before the one in UTC."""
    return now().astimezone(ZONE).date()


def sqlite_url(path: Path) -> str:
    """The address of a SQLite store at `path`."""
    return f"sqlite:///{path}"


def connect(url: str) -> Engine:
    """An engine for the store at `url` (sqlite or postgresql); opens no connection yet.

    Raises MapperError for an address that names neither.
    """
    try:
        parsed = sa.make_url(url)
    except ArgumentError as error:
        raise MapperError(
            "This is no database address.",
            subject="MAPPER_DATABASE_URL",
            remedy="Give postgresql://user@host/name, or leave it out to use a file in the workspace.",
        ) from error
    if parsed.get_backend_name() == "sqlite":
        return _telling_refusals(_sqlite_engine(parsed))
    if parsed.get_backend_name() == "postgresql":
        engine = sa.create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        return _telling_refusals(engine)
    raise MapperError(
        f"A {parsed.get_backend_name()} database is not supported.",
        subject="MAPPER_DATABASE_URL",
        remedy="Use PostgreSQL, or leave it out to use a file in the workspace.",
    )


def _sqlite_engine(url: sa.URL) -> Engine:
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN is always deferred; with it off, the "begin" event below decides.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # Without it, INSERT OR REPLACE deletes rows past the triggers that forbid deleting.
        cursor.execute("PRAGMA recursive_triggers=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A transaction that reads and then writes fails when another wrote in between,
        # whatever the timeout; one that starts IMMEDIATE waits its turn instead.
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _telling_refusals(engine: Engine) -> Engine:
    """The engine, by which what the database refuses is told to the person who can mend it."""

    @sa.event.listens_for(engine, "handle_error")
    def _tell(context: sa.engine.ExceptionContext) -> None:
        # A pooled connection that is found dead when it is fetched is replaced, and nothing was refused.
        if context.is_pre_ping:
            return
        error = context.original_exception
        is_cut_off = context.connection is None or context.is_disconnect
        if refusal := refusal_of(error, engine.url, is_cut_off=is_cut_off):
            raise refusal from error

    return engine


@contextmanager
def unit_of_work(engine: Engine) -> Iterator[Session]:
    """A session whose changes are committed once at the end, or not at all.

    Keep it short: no parsing, matching or rendering inside.
    """
    with _session(engine, writing=True) as session:
        yield session
        session.commit()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session to read one consistent state from; what it changes is thrown away."""
    with _session(engine, writing=False) as session:
        yield session


@contextmanager
def _session(engine: Engine, *, writing: bool) -> Iterator[Session]:
    options: dict[str, Any] = {WRITING: writing}
    if engine.dialect.name == "postgresql" and not writing:
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, Session(bind=connection) as session:
        try:
            yield session
        finally:
            session.rollback()


def connect_to_write(engine: Engine) -> sa.Connection:
    """A connection whose transaction begins as a writing one; for what runs without a session."""
    return engine.connect().execution_options(**{WRITING: True})


def lock_row(session: Session, table: Any, row_id: int) -> None:
    """Holds one row until the unit of work ends (on SQLite the whole store is held already)."""
    if session.get_bind().dialect.name == "sqlite":
        return
    # FOR NO KEY UPDATE: every insert that refers to a row shares its key, and two that did so
    # before they locked it would wait for each other for ever under FOR UPDATE.
    session.execute(sa.select(table.id).where(table.id == row_id).with_for_update(key_share=True))


def lock_store(connection: sa.Connection) -> None:
    """Lets one at a time set the store up, until the transaction ends (SQLite has one writer anyway)."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(STORE_LOCK)))
