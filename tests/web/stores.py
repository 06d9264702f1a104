"""SQLite stores for tests of pages, which are no different on another database."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from mapper.db import Engine, connect, sqlite_url
from mapper.workspace import open_workspace


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
