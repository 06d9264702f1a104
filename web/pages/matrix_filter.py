"""Which rows of the matrix are asked for, in which order, with which modules open: all in the address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from mapper.doubts import doubts_of
from mapper.queries.coverage import CoveredCriterion, UnitCoverage
from mapper.queries.grouping import grouped
from mapper.queries.matrix import LoadedMatrix
from mapper.values import Coverage

SHOWN = {
    "all": "All criteria",
    "open": "Not fully covered",
    "review": "To review",
    "disputed": "Disagreements",
    "suspect": "Suspect",
    "findings": "With findings",
}
"""What can be shown, by its name in addresses."""
MEANT = {
    "all": "",
    "open": "criteria that no decision covers fully",
    "review": "not fully covered, with a suggestion that nobody judged",
    "disputed": "two people judged the same evidence differently, or a high suggestion was rejected",
    "suspect": "judged before the wording changed",
    "findings": "a doubt is open about what was judged, or about the first suggestion",
}
SORTS = {
    "number": "Number",
    "score": "Best suggestion first",
    "need": "Greatest need first",
}
NEED = ("not judged", "suspect", "part", "none", "full")
MOST_OPENED = 6  # modules, unless more are asked for: what fits a screen beside the criteria


@dataclass(frozen=True, slots=True)
class Sought:
    """What was asked for; strange values of the address stand for what is shown without them.

    `open` is "" for the modules that matter most, "all", or ids joined by "-" ("none" among them).
    """

    unit_id: int | None = None
    show: str = "all"
    sort: str = "number"
    module_id: int | None = None
    open: str = ""

    @classmethod
    def of(cls, *, unit_id: int | None, show: str, sort: str, module_id: int | None, opened: str) -> Sought:
        """What an address asks for."""
        return cls(
            unit_id,
            show if show in SHOWN else "all",
            sort if sort in SORTS else "number",
            module_id,
            opened if set(opened) <= set("0123456789-") or opened in ("all", "none") else "",
        )

    @property
    def query(self) -> dict[str, str | int]:
        """What stands in the address for it; what goes without saying is left out."""
        said = {
            "unit": self.unit_id,
            "show": self.show if self.show != "all" else None,
            "sort": self.sort if self.sort != "number" else None,
            "module": self.module_id,
            "open": self.open or None,
        }
        return {name: value for name, value in said.items() if value is not None}

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be left out."""
        return self.show != "all" or self.module_id is not None

    def opened(self, known: Collection[int], useful: Mapping[int, int]) -> frozenset[int]:
        """The ids of the modules to open: those asked for, or the most useful by their count of links."""
        if self.open == "all":
            return frozenset(known)
        if self.open:
            parts = self.open.split("-")
            asked = {i for i in known if str(i) in parts}
        else:
            best = sorted((i for i in known if useful.get(i)), key=lambda i: -useful[i])
            asked = set((best or list(known))[:MOST_OPENED])
        return frozenset(i for i in known if i in asked or i == self.module_id)

    @property
    def unfiltered(self) -> Sought:
        """The same with every row."""
        return replace(self, show="all", module_id=None)

    def of_unit(self, unit_id: int) -> Sought:
        """The same of another unit, of which other modules may matter most."""
        return replace(self, unit_id=unit_id)

    def opening_as(self, opened: str) -> Sought:
        """The same with "all" modules open, "none", or "" for those that matter most."""
        return replace(self, open=opened)

    def opening(self, ids: Collection[int]) -> Sought:
        """The same with exactly these modules open."""
        return replace(self, open="-".join(map(str, sorted(ids))) or "none")


class Sifter:
    """Decides which criteria are shown, and in which order."""

    def __init__(self, matrix: LoadedMatrix, sought: Sought) -> None:
        self._matrix, self._sought = matrix, sought
        self._decided = grouped((d.criterion_id, d) for d in matrix.decided)
        self._suggested = grouped((s.criterion_id, s) for s in matrix.suggested)
        self._statements = {s.id: (s, m) for m in matrix.modules for s in m.statements}

    def sifted(self, unit: UnitCoverage) -> tuple[CoveredCriterion, ...]:
        """The criteria of the unit that are shown, in the order asked for; equal ones by number."""
        kinds: dict[str, Callable[[UnitCoverage, CoveredCriterion], bool]] = {
            "all": lambda _u, _c: True,
            "open": lambda _u, c: not c.coverage.is_covered,
            "review": lambda _u, c: not c.coverage.is_covered and bool(self._waiting(c.row.id)),
            "disputed": lambda _u, c: self._is_disputed(c.row.id),
            "suspect": lambda _u, c: (
                c.coverage.is_suspect or any(d.is_suspect for d in self._decided.get(c.row.id, ()))
            ),
            "findings": self._has_findings,
        }
        fits = kinds[self._sought.show]
        shown = [c for c in unit.criteria if self._is_in_module(c.row.id) and fits(unit, c)]
        if self._sought.sort == "score":
            shown.sort(key=lambda c: -self._best_score(c.row.id))
        elif self._sought.sort == "need":
            shown.sort(key=lambda c: NEED.index(c.state))
        return tuple(shown)

    def _is_in_module(self, criterion_id: int) -> bool:
        if self._sought.module_id is None:
            return True
        linked = {i for d in self._decided.get(criterion_id, ()) for i in d.statement_ids}
        linked |= {s.statement_id for s in self._suggested.get(criterion_id, ())}
        modules = {self._statements[i][1].id for i in linked if i in self._statements}
        return self._sought.module_id in modules

    def _judged(self, criterion_id: int) -> set[int]:
        return {i for d in self._decided.get(criterion_id, ()) for i in d.statement_ids}

    def _waiting(self, criterion_id: int) -> list[int]:
        """Statements that are suggested, best first, and that nobody judged."""
        judged = self._judged(criterion_id)
        found = [s.statement_id for s in self._suggested.get(criterion_id, ())]
        return [i for i in found if i not in judged]

    def _is_disputed(self, criterion_id: int) -> bool:
        high = {s.statement_id for s in self._suggested.get(criterion_id, ()) if s.band == "high"}
        rejected = {
            i
            for d in self._decided.get(criterion_id, ())
            if d.coverage is Coverage.NONE
            for i in d.statement_ids
        }
        return criterion_id in self._matrix.disputed or bool(high & rejected)

    def _has_findings(self, unit: UnitCoverage, criterion: CoveredCriterion) -> bool:
        """Whether a doubt is open on what was judged full or part, or on the first suggestion."""
        decided = self._decided.get(criterion.row.id, ())
        looked_at = [i for d in decided if d.coverage is not Coverage.NONE for i in d.statement_ids]
        looked_at += self._waiting(criterion.row.id)[:1]
        found = [self._statements[i] for i in looked_at if i in self._statements]
        return any(doubts_of(criterion.row, s, unit=unit.unit, module=m) for s, m in found)

    def _best_score(self, criterion_id: int) -> float:
        return max((s.score for s in self._suggested.get(criterion_id, ())), default=-1.0)
