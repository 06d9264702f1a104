"""Fixtures for everyone: where the source documents lie, the sample files, and throwaway stores.

What only some fixtures need is imported inside them, so that a run of other tests begins at once.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mapper.db import Engine, connect, sqlite_url, unit_of_work
from mapper.values import Viewer

if TYPE_CHECKING:
    from tests.made import MadeMapping

CHECKOUT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgresql")


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


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server of this test run, with a migrated database to copy."""

    address: str
    admin: Engine

    def make_database(self, name: str, *, template: str) -> None:
        """Copies the template, which nobody may be connected to."""
        self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def drop_database(self, name: str) -> None:
        """Ends its connections, too."""
        self._tell(f'DROP DATABASE "{name}" WITH (FORCE)')

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
    options += " -c fsync=off -c full_page_writes=off -c autovacuum=off"
    begun = _run_tool(
        pg_ctl, "-D", f"{folder}/db", "-l", f"{folder}/log", "-w", "-o", options, "start", cwd=folder
    )
    if begun.returncode:
        pytest.fail(f"PostgreSQL did not start: {begun.stdout}", pytrace=False)
    address = f"postgresql://mapper@127.0.0.1:{port}"
    admin = connect(f"{address}/postgres")
    try:
        found = Cluster(address, admin)
        found.make_database("migrated", template="template1")
        _migrate(f"{address}/migrated")
        yield found
    finally:
        admin.dispose()
        _run_tool(pg_ctl, "-D", f"{folder}/db", "-m", "immediate", "-w", "stop", cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def _migrate(url: str) -> None:
    from mapper.migrations import upgrade

    engine = connect(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store at the newest version, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "mapper.db"
    _migrate(sqlite_url(path))
    return path


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine for all SQLite stores of this run: compiled statements are kept with it."""
    engine = connect(sqlite_url(tmp_path_factory.mktemp("store") / "mapper.db"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_engine(cluster: Cluster) -> Iterator[Engine]:
    """One engine for all PostgreSQL stores of this run."""
    engine = connect(f"{cluster.address}/store")
    yield engine
    engine.dispose()


@contextmanager
def _sqlite_store(engine: Engine, *, copy_of: Path | None) -> Iterator[Engine]:
    path = Path(engine.url.database or "")
    if copy_of:
        shutil.copyfile(copy_of, path)
    yield engine
    engine.dispose()
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()


@contextmanager
def _postgresql_store(engine: Engine, cluster: Cluster, *, template: str) -> Iterator[Engine]:
    name = engine.url.database or ""
    cluster.make_database(name, template=template)
    yield engine
    engine.dispose()
    cluster.drop_database(name)


@pytest.fixture(scope="session")
def mapped_sqlite(migrated_file: Path) -> MadeMapping:
    """A mapping in a store to copy."""
    path = shutil.copyfile(migrated_file, migrated_file.with_name("mapped.db"))
    return _make_mapping(sqlite_url(path))


@pytest.fixture(scope="session")
def mapped_postgresql(cluster: Cluster) -> MadeMapping:
    """A mapping in a store to copy."""
    cluster.make_database("mapped", template="migrated")
    return _make_mapping(f"{cluster.address}/mapped")


def _make_mapping(url: str) -> MadeMapping:
    from mapper.workspace import open_workspace
    from tests.made import make_mapping

    engine = connect(url)
    made = make_mapping(engine, open_workspace(engine))
    engine.dispose()
    return made


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A migrated store of the test's own, on each database in turn; empty but for `mapping` if asked for."""
    found = request.getfixturevalue(f"{request.param}_engine")
    mapped = None
    if "mapping" in request.fixturenames:
        mapped = request.getfixturevalue(f"mapped_{request.param}")
    if request.param == "postgresql":
        template = "mapped" if mapped else "migrated"
        made = _postgresql_store(found, request.getfixturevalue("cluster"), template=template)
    else:
        copied = Path(mapped.engine.url.database) if mapped else request.getfixturevalue("migrated_file")
        made = _sqlite_store(found, copy_of=copied)
    with made as store:
        yield store


@pytest.fixture(params=DATABASES)
def blank_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A store without any table, on each database in turn."""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        made = _postgresql_store(connect(f"{cluster.address}/blank"), cluster, template="template1")
    else:
        made = _sqlite_store(connect(sqlite_url(tmp_path / "blank.db")), copy_of=None)
    with made as store:
        yield store


@pytest.fixture
def viewer(engine: Engine) -> Viewer:
    """The local person of the store."""
    from mapper.workspace import open_workspace

    return open_workspace(engine)


@pytest.fixture
def other_viewer(engine: Engine, viewer: Viewer) -> Viewer:
    """Somebody of a second institution in the same store."""
    from tests.made import make_institution

    with unit_of_work(engine) as session:
        return make_institution(session, name="Farfield University", person="Other Person")


@pytest.fixture
def mapping(request: pytest.FixtureRequest, engine: Engine) -> MadeMapping:
    """An invented programme mapped to an invented qualification; nothing is judged yet."""
    # Made once in a store of its own, which `engine` copied.
    made: MadeMapping = request.getfixturevalue(f"mapped_{engine.dialect.name}")
    return replace(made, engine=engine)
