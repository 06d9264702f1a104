"""A mapping's coverage on every path: for each criterion two verdicts, why, and who escapes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from mapper.coverage import CriterionCoverage, coverage_of
from mapper.paths import judge
from mapper.paths.awards import Measure, UnitStanding, unit_standings
from mapper.paths.faults import faults
from mapper.paths.reliance import reliance_findings
from mapper.paths.values import Criterion, CriterionVerdict, Structure, Verdict
from mapper.paths.verdicts import Solver, solver_of
from mapper.queries.grouping import grouped
from mapper.queries.rows import CriterionRow, LoadedMapping, StatementRow, UnitRow
from mapper.standing.evidence import Judged, evidence_sets
from mapper.standing.structure import StandingStructure
from mapper.standing.wording import evidence_in_words, example, in_plain_words, unproven_in
from mapper.values import Coverage, Finding, Standing

__all__ = ["CriterionStanding", "PathCoverage", "Standing", "UnitPaths", "path_coverage", "unit_standings_of"]


@dataclass(frozen=True, slots=True)
class CriterionStanding:
    """A criterion by both measures with the reason; `evidence` names its sets, "" where none counts."""

    row: CriterionRow
    id: str
    by_module: Standing
    by_component: Standing
    reason: str
    evidence: str = ""

    def by(self, measure: Measure) -> Standing:
        """The verdict by a measure."""
        return self.by_module if measure is Measure.MODULE else self.by_component


@dataclass(frozen=True, slots=True)
class UnitPaths:
    """A chosen unit with its criteria; none means that its wording was not imported."""

    unit: UnitRow
    criteria: tuple[CriterionStanding, ...]

    def counts(self, measure: Measure) -> dict[Standing, int]:
        """How many criteria stand where, in the order of `Standing`."""
        return counted(self.criteria, measure)

    def is_guaranteed(self, measure: Measure) -> bool:
        """Whether every criterion is guaranteed; a unit without wording never is."""
        return bool(self.criteria) and not self.lacking(measure)

    def lacking(self, measure: Measure) -> tuple[CriterionStanding, ...]:
        """The criteria that are not guaranteed."""
        return tuple(c for c in self.criteria if c.by(measure) is not Standing.GUARANTEED)


@dataclass(frozen=True, slots=True)
class PathCoverage:
    """All units of a mapping; `structure` holds the criteria that were judged full.

    `is_determined` is False where the structure was not entered, is faulty or unclear, or where nobody
    can complete it: nothing can then be said of any criterion.
    """

    units: tuple[UnitPaths, ...]
    standing: StandingStructure
    structure: Structure
    verdicts: tuple[CriterionVerdict, ...]
    findings: tuple[Finding, ...]
    is_determined: bool

    @property
    def criteria(self) -> tuple[CriterionStanding, ...]:
        """All criteria, in order."""
        return tuple(c for u in self.units for c in u.criteria)

    def counts(self, measure: Measure) -> dict[Standing, int]:
        """How many criteria stand where, over all units."""
        return counted(self.criteria, measure)

    def as_json(self) -> dict[str, Any]:
        """What `mapper coverage --json` prints of the paths."""
        examples = {v.criterion: v.as_json()["counter_example"] for v in self.verdicts}
        return {
            "structure_entered": self.standing.is_entered,
            "checked_on_every_path": self.is_determined,
            "verdicts": [
                {
                    "criterion": c.id,
                    "by_module": c.by_module.value,
                    "by_component": c.by_component.value,
                    "reason": c.reason,
                    "counter_example": examples.get(c.id),
                }
                for c in self.criteria
            ],
            "findings": [in_plain_words(f).as_json() for f in self.findings],
        }

    def unit_standings(self) -> tuple[UnitStanding, ...]:
        """The units as the solver's part on awards takes them."""
        return unit_standings({u.unit.ref: [c.id for c in u.criteria] for u in self.units}, self.verdicts)


def counted(criteria: Sequence[CriterionStanding], measure: Measure) -> dict[Standing, int]:
    """How many of the criteria stand where, in the order of `Standing`, noughts too."""
    found = Counter(c.by(measure) for c in criteria)
    return {standing: found[standing] for standing in Standing}


def path_coverage(mapping: LoadedMapping, standing: StandingStructure) -> PathCoverage:
    """The verdicts on a mapping's standing decisions in a structure, with all findings of the solver."""
    judging = _Judging(
        standing,
        mapping.units,
        mapping.coverage(),
        decisions=mapping.decisions,
        statements=mapping.statements(),
    )
    structure = replace(standing.structure, criteria=tuple(judging.criteria.values()))
    judged = judge(structure)
    verdicts = {v.criterion: v for v in judged.verdicts}
    units = tuple(
        UnitPaths(unit, tuple(judging.said(unit, row, verdicts) for row in unit.criteria))
        for unit in mapping.units
    )
    findings = (*standing.findings, *judged.findings, *reliance_findings(structure))
    is_determined = structure.is_understood and judged.is_possible and not any(faults(structure))
    return PathCoverage(units, standing, structure, judged.verdicts, findings, is_determined)


def unit_standings_of(
    standing: StandingStructure,
    unit: UnitRow,
    *,
    decisions: Iterable[Judged],
    statements: Mapping[int, StatementRow],
) -> tuple[CriterionStanding, ...]:
    """The verdicts on the criteria of one unit, which may hold some of them alone.

    The same as `path_coverage` gives, except that each criterion has the solver's whole allowance. What
    was worked out for the same structure and the same evidence is remembered.
    """
    ids = {c.id for c in unit.criteria}
    judged = [d for d in decisions if d.criterion_id in ids]
    by_criterion = grouped((d.criterion_id, d.judgement) for d in judged)
    coverage = {c.id: coverage_of(by_criterion.get(c.id, ())) for c in unit.criteria}
    judging = _Judging(standing, (unit,), coverage, decisions=judged, statements=statements)
    verdicts = _verdicts(standing.structure, judging.criteria.values())
    return tuple(judging.said(unit, row, verdicts) for row in unit.criteria)


def _verdicts(structure: Structure, criteria: Collection[Criterion]) -> dict[str, CriterionVerdict]:
    """The verdicts by the criteria's names."""
    known = _remembered(structure) if criteria else None
    if known is None:
        unclear = Verdict.UNDETERMINED
        return {c.id: CriterionVerdict(c.id, unclear, unclear) for c in criteria}
    solver = known.anew()
    return {c.id: solver.verdict(c) for c in criteria}


# What was solved for the structures asked for last, the newest at the end; no solver where nothing can
# be determined. One entry is a structure with up to `MOST_SOLVED` verdicts, of a kilobyte or so each.
_Entry = tuple[Structure, Solver | None]
_entries: list[_Entry] = []
_entries_lock = Lock()
MOST_STRUCTURES, MOST_SOLVED = 8, 2_000


def _remembered(structure: Structure) -> Solver | None:
    """The solver of this structure with what it solved before; made anew once it has solved very much."""
    with _entries_lock:
        entry = next((e for e in _entries if e[0] is structure or e[0] == structure), None)
    if entry is None or (entry[1] and entry[1].solved >= MOST_SOLVED):
        # Not while others wait: it can take long.
        found = (structure, solver_of(structure))
    else:
        found = entry
    with _entries_lock:
        _entries[:] = [*(e for e in _entries if e is not entry), found][-MOST_STRUCTURES:]
    return found[1]


class _Judging:
    def __init__(
        self,
        standing: StandingStructure,
        units: Iterable[UnitRow],
        coverage: Mapping[int, CriterionCoverage],
        *,
        decisions: Iterable[Judged],
        statements: Mapping[int, StatementRow],
    ) -> None:
        self.standing, self.coverage = standing, coverage
        judged = grouped((d.criterion_id, d) for d in decisions)
        self.criteria: dict[int, Criterion] = {}
        for unit in units:
            for row in unit.criteria:
                if coverage[row.id].is_covered:
                    sets = evidence_sets(judged.get(row.id, ()), statements)
                    named = tuple(tuple(standing.names[i] for i in one) for one in sets)
                    self.criteria[row.id] = Criterion(criterion_id(unit, row), named)

    def said(
        self, unit: UnitRow, row: CriterionRow, verdicts: Mapping[str, CriterionVerdict]
    ) -> CriterionStanding:
        name = criterion_id(unit, row)
        if row.id not in self.criteria:
            standing, reason = self._uncovered(row)
            return CriterionStanding(row, name, standing, standing, reason)
        criterion, verdict = self.criteria[row.id], verdicts[name]
        return CriterionStanding(
            row,
            name,
            Standing(verdict.by_module.value),
            Standing(verdict.by_component.value),
            self._reason(criterion, verdict, row),
            evidence_in_words(criterion),
        )

    def _uncovered(self, row: CriterionRow) -> tuple[Standing, str]:
        found = self.coverage[row.id]
        if found.is_suspect:
            return Standing.UNDETERMINED, "A decision on it is suspect: somebody must look at it again."
        if found.coverage is Coverage.PART:
            return Standing.PART, "Nobody has judged it fully covered, only in part."
        if found.coverage is Coverage.NONE:
            return Standing.NOT_COVERED, "Somebody decided that nothing here covers it."
        return Standing.NOT_JUDGED, "Nobody has judged it yet."

    def _reason(self, criterion: Criterion, verdict: CriterionVerdict, row: CriterionRow) -> str:
        if verdict.counter_example:
            said = example(verdict.counter_example, criterion, self.standing, number=row.number)
            is_worse = Verdict.CONDITIONAL is verdict.by_module is not verdict.by_component
            return f"{said} By component, {unproven_in(criterion, self.standing)}." if is_worse else said
        if verdict.by_module is Verdict.UNDETERMINED:
            if not self.standing.is_entered:
                return "Nobody has entered which modules every learner takes."
            return "The structure is faulty or unclear: see the findings."
        return "Every learner passes it, whatever they choose and however they pass."


def criterion_id(unit: UnitRow, row: CriterionRow) -> str:
    """What a criterion is called among those of all units: "9905-701 2.3"."""
    return f"{unit.ref} {row.number}"
