"""A mapping's coverage by unit and criterion, as pages, commands and approvals need it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from mapper.coverage import CriterionCoverage, Tally, tally
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import CriterionRow, LoadedMapping, UnitRow
from mapper.values import Finding, Severity, Viewer


@dataclass(frozen=True, slots=True)
class CoveredCriterion:
    """A criterion and what counts for it."""

    row: CriterionRow
    coverage: CriterionCoverage

    @property
    def state(self) -> str:
        """In words: full, part, none, not judged, or suspect."""
        return self.coverage.state


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """A chosen unit and its criteria; none means that its wording was not imported."""

    unit: UnitRow
    criteria: tuple[CoveredCriterion, ...]

    @property
    def ref(self) -> str:
        """The unit's reference."""
        return self.unit.ref

    @property
    def tally(self) -> Tally:
        """How many criteria stand where."""
        return tally([c.coverage for c in self.criteria])

    @property
    def is_full(self) -> bool:
        """Whether every criterion is fully covered; a unit without wording never is."""
        return bool(self.criteria) and all(c.coverage.is_covered for c in self.criteria)


@dataclass(frozen=True, slots=True)
class MappingCoverage:
    """The coverage of all chosen units."""

    mapping_id: int
    units: tuple[UnitCoverage, ...]

    @property
    def tally(self) -> Tally:
        """How many criteria stand where, over all units."""
        return tally([c.coverage for u in self.units for c in u.criteria])

    @property
    def is_full(self) -> bool:
        """Whether every criterion of every chosen unit is fully covered."""
        return bool(self.units) and all(u.is_full for u in self.units)

    @property
    def open(self) -> tuple[tuple[UnitRow, CoveredCriterion], ...]:
        """The criteria that are not fully covered, in order."""
        return tuple((u.unit, c) for u in self.units for c in u.criteria if not c.coverage.is_covered)

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits that change with any unit, criterion or state: what a person saw."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """What `mapper coverage --json` prints and an approval keeps."""
        return {
            "mapping": self.mapping_id,
            "full": self.is_full,
            "checked_on_every_path": False,
            "units": [
                {
                    "ref": u.ref,
                    "title": u.unit.title,
                    "full": u.is_full,
                    "worded": bool(u.criteria),
                    "criteria": [
                        {"number": c.row.number, "text": c.row.text, "coverage": c.state} for c in u.criteria
                    ],
                }
                for u in self.units
            ],
            "open": [
                {"unit_ref": unit.ref, "number": c.row.number, "text": c.row.text, "state": c.state}
                for unit, c in self.open
            ],
        }


def coverage_of_mapping(mapping: LoadedMapping) -> MappingCoverage:
    """The coverage of a loaded mapping."""
    counted = mapping.coverage()
    return MappingCoverage(
        mapping.id,
        tuple(
            UnitCoverage(u, tuple(CoveredCriterion(c, counted[c.id]) for c in u.criteria))
            for u in mapping.units
        ),
    )


def set_findings(mapping: LoadedMapping) -> tuple[Finding, ...]:
    """One finding for each declared set of which a member stands rejected, in the order declared.

    Such a set is suspect and does not count, although nobody withdrew it.
    """
    refs = {c.id: f"{unit.ref} {c.number}" for unit in mapping.units for c in unit.criteria}
    statements, modules = mapping.statements(), mapping.module_of()
    return tuple(
        Finding(
            Severity.WARNING,
            refs.get(d.criterion_id, f"criterion {d.criterion_id}"),
            f"A declared set does not count, for its member {modules[i].name}: {statements[i].label}"
            " was rejected for the same criterion.",
            "Withdraw the set, or undo the rejection.",
        )
        for d in mapping.decisions
        for i in d.rejected_ids[:1]
    )


def nothing_findings(mapping: LoadedMapping) -> tuple[Finding, ...]:
    """One finding for each criterion of which "nothing here" and evidence both stand, in order.

    Neither counts, although nobody withdrew one of them.
    """
    counted = mapping.coverage()
    return tuple(
        Finding(
            Severity.WARNING,
            f"{unit.ref} {criterion.number}",
            "Evidence for it stands judged, and so does “nothing here”: one of the two must be wrong, and"
            " neither counts.",
            "Undo the evidence, or “nothing here”.",
        )
        for unit in mapping.units
        for criterion in unit.criteria
        if counted[criterion.id].is_contradicted
    )


def read_coverage(session: Session, *, viewer: Viewer, mapping_id: int) -> MappingCoverage:
    """The coverage of the viewer's mapping; NotFoundError where they have no such one."""
    return coverage_of_mapping(load_mapping(session, viewer=viewer, mapping_id=mapping_id))
