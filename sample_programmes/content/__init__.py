"""The samples' wording, one TOML file for each unit or module."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


def read(name: str) -> dict[str, Any]:
    """The TOML file of this name (without its ending) as plain values."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read_all(pattern: str) -> list[dict[str, Any]]:
    """Every TOML file whose name fits the pattern, in the order of their names."""
    return [read(path.stem) for path in sorted(FOLDER.glob(f"{pattern}.toml"))]
