"""Sets of links that people made, as files beside the project: for measuring, never committed."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from matching.values import Criterion, Evidence


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Criteria, evidence, and the evidence that people linked to each criterion."""

    name: str
    criteria: tuple[Criterion, ...]
    evidence: tuple[Evidence, ...]
    links: Mapping[str, Set[str]]


def read_gold_sets(folder: Path) -> tuple[GoldSet, ...]:
    """Every set below the folder, by name: each a folder with `links.tsv`, targets and sources."""
    return tuple(_read(path.parent) for path in sorted(folder.glob("*/links.tsv")))


def _read(folder: Path) -> GoldSet:
    targets, sources = _texts(folder / "targets.tsv"), _texts(folder / "sources.tsv")
    of_targets, of_sources = _texts(folder / "targets_context.tsv"), _texts(folder / "sources_context.tsv")
    links: dict[str, set[str]] = {}
    for target, source in _rows(folder / "links.tsv"):
        if target in targets and source in sources:
            links.setdefault(target, set()).add(source)
    return GoldSet(
        folder.name,
        tuple(Criterion(i, text, of_targets.get(i, "")) for i, text in targets.items()),
        tuple(Evidence(i, text, of_sources.get(i, "")) for i, text in sources.items()),
        links,
    )


def _texts(path: Path) -> dict[str, str]:
    return dict(_rows(path)) if path.exists() else {}


def _rows(path: Path) -> list[tuple[str, str]]:
    """First column and the rest of every line below the heading."""
    lines = path.read_text(encoding="utf-8").split("\n")[1:]
    cells = [line.split("\t") for line in lines if "\t" in line]
    return [(first, " ".join(rest)) for first, *rest in cells]
