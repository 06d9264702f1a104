"""Fixtures for everyone: where the source documents lie, the sample files, and throwaway stores.

What only some fixtures need is imported inside them, so that a run of other tests begins at once.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from mapper.db import Engine, connect, sqlite_url, unit_of_work
from mapper.values import Viewer

if TYPE_CHECKING:
    from tests.made import MadeMapping

CHECKOUT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgresql")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the one test that may take a minute: at the end, all but one worker would wait for it."""
    items.sort(key=lambda item: item.path.name != "test_types.py")


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of source documents beside the checkout; its tests are skipped where it is missing."""
    path = CHECKOUT.parent / "shared"
    if not (path / "seeds").is_dir():
        pytest.skip("the source documents (../shared) are not here")
    return path


@pytest.fixture(scope="session")
def samples_dir() -> Path:
    """The invented programmes and specification."""
    return CHECKOUT / "sample_programmes"


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, which all its workers share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server of this test run."""

    address: str
    admin: Engine

    def make_database(self, name: str) -> None:
        """A new database without any table."""
        self._tell(f"CREATE DATABASE {name}")

    def drop_database(self, name: str) -> None:
        """Ends its connections, too."""
        self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def _tell(self, command: str) -> None:
        with self.admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(command)


def _postgres_tool(name: str) -> str:
    newest_first = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or next(map(str, newest_first), None)
    if found is None:
        pytest.fail("PostgreSQL is not installed: install the package “postgresql”.", pytrace=False)
    return found


def _run_tool(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    # The server refuses to run as root. Its output goes to a file: a pipe would stay open with it.
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with (cwd / "output").open("a+") as output:
        done = subprocess.run([*as_owner, *command], cwd=cwd, stdout=output, stderr=output, check=False)
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, output.read())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server on loopback, made for this run and thrown away after it."""
    initdb, pg_ctl = _postgres_tool("initdb"), _postgres_tool("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="mapper-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    # A locale that sorts as people do, so that a forgotten collation shows.
    locale = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en")
    made = _run_tool(
        initdb, "-D", f"{folder}/db", "-U", "mapper", "--auth=trust", "--no-sync", *locale, cwd=folder
    )
    if made.returncode:
        pytest.fail(f"PostgreSQL could not be set up: {made.stdout}", pytrace=False)
    port = _free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
    # Nobody copies this server, and what it wrote need not outlive it.
    options += " -c wal_level=minimal -c max_wal_senders=0"
    begun = _run_tool(
        pg_ctl, "-D", f"{folder}/db", "-l", f"{folder}/log", "-w", "-o", options, "start", cwd=folder
    )
    if begun.returncode:
        pytest.fail(f"PostgreSQL did not start: {begun.stdout}", pytrace=False)
    address = f"postgresql://mapper@127.0.0.1:{port}"
    admin = connect(f"{address}/postgres")
    try:
        yield Cluster(address, admin)
    finally:
        admin.dispose()
        _run_tool(pg_ctl, "-D", f"{folder}/db", "-m", "immediate", "-w", "stop", cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


STATES = ("migrated", "opened", "mapped")
"""What a test may find in its store: no row, the workspace's local person, or a mapping, too."""


@dataclass(frozen=True)
class Store:
    """One store of this run; `reset` brings it to one of the states before each test.

    Its engine stays, and with it the statements that SQLAlchemy compiled.
    """

    engine: Engine
    mapped: MadeMapping
    reset: Callable[[str], None]


def _fill(engine: Engine, keep: Callable[[str], None]) -> MadeMapping:
    """Goes through the states, keeping each; gives the mapping of the last."""
    from mapper.migrations import upgrade
    from mapper.workspace import open_workspace
    from tests.made import make_mapping

    upgrade(engine)
    keep("migrated")
    viewer = open_workspace(engine)
    keep("opened")
    made = make_mapping(engine, viewer)
    keep("mapped")
    return made


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A SQLite file; its states are files to copy."""
    path = tmp_path_factory.mktemp("store") / "mapper.db"
    engine = connect(sqlite_url(path))

    def keep(state: str) -> None:
        # The last connection that is closed writes the log into the file.
        engine.dispose()
        shutil.copyfile(path, path.with_name(state))

    def reset(state: str) -> None:
        engine.dispose()
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        shutil.copyfile(path.with_name(state), path)

    yield Store(engine, _fill(engine, keep), reset)
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_store(cluster: Cluster) -> Iterator[Store]:
    """A PostgreSQL database; its states are copies of the rows in schemas of their own."""
    cluster.make_database("store")
    engine = connect(f"{cluster.address}/store")

    def tell(*commands: str) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("; ".join(commands))

    def keep(state: str) -> None:
        copies = [f"CREATE TABLE {state}.{name} AS TABLE public.{name}" for name in _tables()]
        tell(f"CREATE SCHEMA {state}", *copies)
        # A function keeps its plans: sent one by one, the same commands take three times as long.
        tell(
            f"CREATE FUNCTION {state}.put_back() RETURNS void LANGUAGE plpgsql AS $${_putting_back(state)}$$"
        )

    def reset(state: str) -> None:
        # As for a replica: no trigger fires and no reference is checked. A database copied from a
        # template would be as clean and takes a hundred times as long.
        tell("SET LOCAL session_replication_role = replica", f"SELECT {state}.put_back()")

    yield Store(engine, _fill(engine, keep), reset)
    engine.dispose()


def _putting_back(state: str) -> str:
    """The body of a function that makes every table and every count of ids what it was in a state."""
    numbered = [n for n, t in _tables().items() if "id" in t.c and isinstance(t.c.id.type, sa.Integer)]
    commands = [
        *(f"DELETE FROM public.{name}" for name in _tables()),
        *(f"INSERT INTO public.{name} SELECT * FROM {state}.{name}" for name in _tables()),
        *(
            f"PERFORM setval('public.{name}_id_seq', coalesce(max(id), 0) + 1, false) FROM {state}.{name}"
            for name in numbered
        ),
    ]
    return f"BEGIN {'; '.join(commands)}; END"


def _tables() -> Mapping[str, sa.Table]:
    return SQLModel.metadata.tables


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A migrated store on each database in turn, empty but for `viewer` and `mapping` if asked for."""
    store: Store = request.getfixturevalue(f"{request.param}_store")
    asked = {"viewer": "opened", "mapping": "mapped"}
    state = max((asked.get(name, "migrated") for name in request.fixturenames), key=STATES.index)
    store.reset(state)
    yield store.engine
    if request.param == "sqlite":
        store.engine.dispose()


@pytest.fixture(params=DATABASES)
def blank_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A store without any table, on each database in turn."""
    if request.param == "sqlite":
        engine = connect(sqlite_url(tmp_path / "blank.db"))
        yield engine
        engine.dispose()
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    cluster.make_database("blank")
    engine = connect(f"{cluster.address}/blank")
    yield engine
    engine.dispose()
    cluster.drop_database("blank")


def _store_of(request: pytest.FixtureRequest, engine: Engine) -> Store:
    store: Store = request.getfixturevalue(f"{engine.dialect.name}_store")
    return store


@pytest.fixture
def viewer(request: pytest.FixtureRequest, engine: Engine) -> Viewer:
    """The local person of the store."""
    return _store_of(request, engine).mapped.viewer


@pytest.fixture
def other_viewer(engine: Engine, viewer: Viewer) -> Viewer:
    """Somebody of a second institution in the same store."""
    from tests.made import make_institution

    with unit_of_work(engine) as session:
        return make_institution(session, name="Farfield University", person="Other Person")


@pytest.fixture
def mapping(request: pytest.FixtureRequest, engine: Engine) -> MadeMapping:
    """An invented programme mapped to an invented qualification; nothing is judged yet."""
    return _store_of(request, engine).mapped
