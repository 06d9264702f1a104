"""Vectors of texts kept for next time, under the fingerprint of each text: a cache, never a truth."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matching.rows import Grid

# Kept at most: some 80 MB. The oldest go first.
MOST = 50_000
# A process that is killed loses at most so many.
UNSAVED = 500


class VectorShelf:
    """Vectors by text; in memory, and in a file where one is named.

    A file that is missing, damaged or made for other vectors is an empty shelf, and what cannot be
    written is kept in memory alone. Two processes may use one file: the last to write wins, and what
    the other made is only made again.
    """

    def __init__(self, path: Path | None = None, *, dimensions: int) -> None:
        self._path = path
        self._vectors = _read(path, dimensions) if path else {}
        self._unsaved = 0

    def __contains__(self, text: str) -> bool:
        return _fingerprint(text) in self._vectors

    def __getitem__(self, text: str) -> Grid:
        return self._vectors[_fingerprint(text)]

    def keep(self, made: Mapping[str, Grid]) -> None:
        """Adds vectors of single precision; the file is written now and then, as more come."""
        self._vectors.update((_fingerprint(text), vector) for text, vector in made.items())
        self._unsaved += len(made)
        if self._unsaved >= UNSAVED:
            self.save()

    def save(self) -> None:
        """Writes what is not yet in the file."""
        if self._path and self._unsaved:
            _write(self._path, dict(list(self._vectors.items())[-MOST:]))
        self._unsaved = 0


def _fingerprint(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _read(path: Path, dimensions: int) -> dict[bytes, Grid]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            keys, rows = kept["keys"], kept["rows"]
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return {}
    if keys.dtype != np.uint8 or keys.shape != (len(rows), 32) or rows.shape != (len(rows), dimensions):
        return {}
    if not np.isfinite(rows).all():
        return {}
    return {key.tobytes(): np.asarray(row, dtype=np.float64) for key, row in zip(keys, rows, strict=True)}


def _write(path: Path, vectors: Mapping[bytes, Grid]) -> None:
    keys = np.frombuffer(b"".join(vectors), dtype=np.uint8).reshape(len(vectors), 32)
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            np.savez(file, keys=keys, rows=np.array(list(vectors.values()), dtype=np.float32))
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
