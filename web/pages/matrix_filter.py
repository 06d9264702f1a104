"""Which rows of the matrix are asked for, in which order, with which modules open: all in the address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from mapper.doubts import doubts_of
from mapper.queries.coverage import CoveredCriterion, UnitCoverage
from mapper.queries.grouping import grouped
from mapper.queries.matrix import LoadedMatrix
from mapper.values import Coverage
from web.pages.verdict_cells import VerdictCell

SHOWN = {
    "all": "All criteria",
    "open": "Not fully covered",
    "paths": "Not guaranteed on every path",
    "review": "To review",
    "disputed": "Disagreements",
    "suspect": "Suspect",
    "findings": "With findings",
}
"""What can be shown, by its name in addresses."""
MEANT = {
    "all": "",
    "open": "criteria that no decision covers fully",
    "paths": "not covered, or not shown by every learner by module and by component",
    "review": "not fully covered, with a suggestion that nobody judged",
    "disputed": "two people judged the same evidence differently, a high suggestion was rejected, or"
    " evidence stands beside “nothing here”",
    "suspect": "judged before the wording changed, or contradicting what else stands",
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

    `open` is "" for the modules that matter most, "all", or ids joined by "-" ("none" among them);
    `delivery` shows by module what delivers the outcomes.
    """

    unit_id: int | None = None
    show: str = "all"
    sort: str = "number"
    module_id: int | None = None
    open: str = ""
    delivery: bool = False

    @classmethod
    def of(
        cls,
        *,
        unit_id: int | None,
        show: str,
        sort: str,
        module_id: int | None,
        opened: str,
        delivery: str = "",
    ) -> Sought:
        """What an address asks for."""
        return cls(
            unit_id,
            show if show in SHOWN else "all",
            sort if sort in SORTS else "number",
            module_id,
            opened if set(opened) <= set("0123456789-") or opened in ("all", "none") else "",
            delivery == "1",
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
            "delivery": 1 if self.delivery else None,
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

    def with_delivery(self, shown: bool) -> Sought:
        """The same with or without what delivers the outcomes by module."""
        return replace(self, delivery=shown)

    def opening_as(self, opened: str) -> Sought:
        """The same with "all" modules open, "none", or "" for those that matter most."""
        return replace(self, open=opened)

    def opening(self, ids: Collection[int]) -> Sought:
        """The same with exactly these modules open."""
        return replace(self, open="-".join(map(str, sorted(ids))) or "none")


class Sifter:
    """Decides which criteria are shown, and in which order."""

    def __init__(self, matrix: LoadedMatrix, sought: Sought, verdicts: Mapping[int, VerdictCell]) -> None:
        """Takes the verdicts by criterion, of those that have one."""
        self._matrix, self._sought, self._verdicts = matrix, sought, verdicts
        self._decided = grouped((d.criterion_id, d) for d in matrix.decided)
        self._suggested = grouped((s.criterion_id, s) for s in matrix.suggested)
        self._statements = {s.id: (s, m) for m in matrix.modules for s in m.statements}

    @property
    def counts_others(self) -> bool:
        """Whether units can be sifted whose criteria have no verdict here."""
        return self._sought.show != "paths"

    def sifted(self, unit: UnitCoverage) -> tuple[CoveredCriterion, ...]:
        """The criteria of the unit that are shown, in the order asked for; equal ones by number."""
        kinds: dict[str, Callable[[UnitCoverage, CoveredCriterion], bool]] = {
            "all": lambda _u, _c: True,
            "open": lambda _u, c: not c.coverage.is_covered,
            "paths": lambda _u, c: self._need(c.row.id) > 0,
            "review": lambda _u, c: not c.coverage.is_covered and bool(self._waiting(c.row.id)),
            "disputed": lambda _u, c: c.coverage.is_contradicted or self._is_disputed(c.row.id),
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
            shown.sort(key=lambda c: (NEED.index(c.state), -self._need(c.row.id)))
        return tuple(shown)

    def _need(self, criterion_id: int) -> int:
        """How far a criterion is from guaranteed, the most where nothing is known."""
        verdict = self._verdicts.get(criterion_id)
        return verdict.need if verdict else 2

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
