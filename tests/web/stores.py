"""SQLite stores for tests of pages, which are no different on another database."""

from __future__ import annotations

import fcntl
import pickle
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

from sqlmodel import SQLModel

from mapper.db import Engine, connect, sqlite_url
from mapper.values import Viewer
from mapper.workspace import open_workspace
from tests.made import MadeMapping, make_mapping
from tests.web.addresses import Scene, make_scene
from web import run_memories


@cache
def _empty_store() -> bytes:
    """The file of a workspace that was just opened, made once in a run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mapper.db"
        engine = connect(sqlite_url(path))
        open_workspace(engine)
        # The last connection that is closed writes the log into the file.
        engine.dispose()
        return path.read_bytes()


def empty(engine: Engine) -> None:
    """Makes the store of an engine an empty workspace's, whatever was there and is remembered of it."""
    engine.dispose()
    run_memories.forget(engine)
    fill(Path(engine.url.database or ""))


def fill(path: Path) -> None:
    """Puts an empty workspace's store at a path, whatever was there."""
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    path.write_bytes(_empty_store())


def new_store(folder: Path) -> Engine:
    """An empty workspace's store in a folder; whoever asked for it disposes of it."""
    path = folder / "mapper.db"
    fill(path)
    return connect(sqlite_url(path))


def new_full_store(folder: Path, *, run_folder: Path) -> tuple[Engine, Scene]:
    """A store that holds the scene, in a folder, and the scene; whoever asked for it disposes of it.

    It is made by the first worker that asks, which takes seconds, and copied for whoever asks next.
    """
    kept = run_folder / "scene"
    with (run_folder / "scene.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_made_scene()))
    content, scene = pickle.loads(kept.read_bytes())  # noqa: S301  written by this run
    (folder / "mapper.db").write_bytes(content)
    engine = connect(sqlite_url(folder / "mapper.db"))
    return engine, _in_store(scene, engine)


def _made_scene() -> tuple[bytes, Scene]:
    with tempfile.TemporaryDirectory() as folder:
        engine = new_store(Path(folder))
        scene = make_scene(engine, open_workspace(engine))
        engine.dispose()
        return (Path(folder) / "mapper.db").read_bytes(), _in_store(scene, None)


def _in_store(scene: Scene, engine: Engine | None) -> Scene:
    """The scene as one of a store, or, to be kept in a file, as one of none."""
    return replace(
        scene, open=replace(scene.open, engine=engine), approved=replace(scene.approved, engine=engine)
    )


@cache
def _mapped_store(extra_units: int, extra_modules: int) -> tuple[bytes, MadeMapping]:
    """The file of a workspace with the invented mapping, and the mapping, made once in a run."""
    with tempfile.TemporaryDirectory() as folder:
        engine = new_store(Path(folder))
        viewer = open_workspace(engine)
        made = make_mapping(engine, viewer, extra_units=extra_units, extra_modules=extra_modules)
        engine.dispose()
        return (Path(folder) / "mapper.db").read_bytes(), made


def put_mapping(
    engine: Engine, viewer: Viewer, *, extra_units: int = 0, extra_modules: int = 0
) -> MadeMapping:
    """What `make_mapping` makes, copied into a workspace's store while it is empty: that is far quicker.

    The store may be served meanwhile. Whoever wrote to it before gets a mapping made beside that.
    """
    content, made = _mapped_store(extra_units, extra_modules)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(engine.url.database or "")) as target,
    ):
        if viewer != made.viewer or _rows(target) != _rows_when_empty():
            return make_mapping(engine, viewer, extra_units=extra_units, extra_modules=extra_modules)
        path = Path(folder) / "mapped.db"
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as source:
            source.backup(target)
    return replace(made, engine=engine)


def _rows(store: sqlite3.Connection) -> int:
    counts = (f"(SELECT count(*) FROM {name})" for name in SQLModel.metadata.tables)
    return int(store.execute(f"SELECT {' + '.join(counts)}").fetchone()[0])


@cache
def _rows_when_empty() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mapper.db"
        fill(path)
        with closing(sqlite3.connect(path)) as store:
            return _rows(store)
