"""Goldens are text that a person can read; UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def matches_golden() -> Callable[[str, list[str]], None]:
    """Compares lines with a file of this folder."""

    def compare(name: str, lines: list[str]) -> None:
        path = HERE / name
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert path.read_text(encoding="utf-8").splitlines() == lines

    return compare
