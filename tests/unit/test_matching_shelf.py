"""Vectors kept for next time: read back exactly, and a damaged file is an empty shelf."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matching import shelf as shelves
from matching.shelf import VectorShelf


def kept(path: Path, *texts: str) -> VectorShelf:
    shelf = VectorShelf(path, dimensions=2)
    shelf.keep({text: np.array([len(text), 0.5]) for text in texts})
    shelf.save()
    return shelf


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    kept(tmp_path / "v.npz", "lamp", "crew")
    again = VectorShelf(tmp_path / "v.npz", dimensions=2)
    assert "lamp" in again
    assert "Lamp" not in again
    assert again["crew"].tolist() == [4.0, 0.5]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"no archive at all"])
def test_a_damaged_file_is_an_empty_shelf_and_is_written_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "v.npz"
    path.write_bytes(content)
    assert "lamp" not in VectorShelf(path, dimensions=2)
    kept(path, "lamp")
    assert "lamp" in VectorShelf(path, dimensions=2)


def test_a_torn_file_is_an_empty_shelf(tmp_path: Path) -> None:
    path = tmp_path / "v.npz"
    kept(path, *(f"text {number}" for number in range(50)))
    path.write_bytes(path.read_bytes()[:-40])
    assert "text 1" not in VectorShelf(path, dimensions=2)


def test_vectors_of_another_length_or_no_number_are_not_taken(tmp_path: Path) -> None:
    kept(tmp_path / "v.npz", "lamp")
    assert "lamp" not in VectorShelf(tmp_path / "v.npz", dimensions=3)
    shelf = VectorShelf(tmp_path / "nan.npz", dimensions=2)
    shelf.keep({"lamp": np.array([np.nan, 1.0])})
    shelf.save()
    assert "lamp" not in VectorShelf(tmp_path / "nan.npz", dimensions=2)


def test_a_folder_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    shelf = kept(tmp_path / "missing" / "v.npz", "lamp")
    assert "lamp" in shelf
    assert not (tmp_path / "missing").exists()


def test_the_file_is_written_as_more_come_and_the_oldest_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "UNSAVED", 2)
    monkeypatch.setattr(shelves, "MOST", 2)
    shelf = VectorShelf(tmp_path / "v.npz", dimensions=2)
    for text in ("a", "bb", "ccc", "dddd"):
        shelf.keep({text: np.array([1.0, 0.0])})
    again = VectorShelf(tmp_path / "v.npz", dimensions=2)
    assert [text in again for text in ("a", "bb", "ccc", "dddd")] == [False, False, True, True]
    assert [path.name for path in tmp_path.iterdir()] == ["v.npz"]
