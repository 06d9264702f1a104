"""One pathway at a time: what can be picked, and what learners who take just that meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.paths.faults import faults
from mapper.paths.values import Structure
from mapper.queries.rows import ModuleRow
from mapper.standing.entered import EVERYONE, UNPLACED, Choice, Tree
from mapper.standing.verdicts import PathCoverage
from web.pages.coverage import CoveragePage


@dataclass(frozen=True, slots=True)
class Pick:
    """A choice with the modules that stand in it, and what it asks."""

    name: str
    asks: str
    modules: tuple[ModuleRow, ...]


@dataclass(frozen=True, slots=True)
class PathwayPage:
    """The modules to pick from, those picked (ids), and the verdicts on that path, None before."""

    coverage: CoveragePage
    picks: tuple[Pick, ...]
    fixed: tuple[ModuleRow, ...]
    taken: frozenset[int]
    fault: str = ""
    met: PathCoverage | None = None

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.coverage.is_sample

    @property
    def is_walkable(self) -> bool:
        """Whether a path can be followed at all."""
        return is_walkable(self.coverage.paths.structure)

    @property
    def walked(self) -> CoveragePage | None:
        """The coverage page's view of the path."""
        if self.met is None:
            return None
        page = self.coverage
        return CoveragePage(page.mapping, self.met, page.entered, page.tree, page.reaches, ())


def is_walkable(structure: Structure) -> bool:
    """Whether the structure was entered, is understood and has no fault."""
    return structure.is_understood and not any(faults(structure))


def pathway_choices(
    modules: Sequence[ModuleRow], tree: Tree
) -> tuple[tuple[Pick, ...], tuple[ModuleRow, ...]]:
    """What can be picked, choice by choice, and what everyone takes."""
    picks = [_pick(choice, modules, tree) for choice in tree.choices]
    unplaced = tuple(m for m in modules if tree.place(m.id) == UNPLACED)
    if unplaced:
        picks.append(Pick("Nobody has said who takes these", "any of these", unplaced))
    fixed = tuple(m for m in modules if tree.place(m.id) == EVERYONE)
    return tuple(p for p in picks if p.modules), fixed


def _pick(choice: Choice, modules: Sequence[ModuleRow], tree: Tree) -> Pick:
    outer = next((c.name for c in tree.choices if c.key == choice.within), "")
    name = f"{outer} › {choice.name}" if outer else choice.name
    return Pick(name, choice.in_words, tuple(m for m in modules if tree.place(m.id) == choice.key))
