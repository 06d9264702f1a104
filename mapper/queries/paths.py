"""A mapping's verdicts on every path, with the version of the structure that they rest on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from mapper import models
from mapper.models.gaps import Closing, GapAct
from mapper.path_record import (
    AcceptanceRecord,
    AwardPaths,
    ChoiceRecord,
    CriterionPaths,
    DoubtfulRecord,
    DoubtRecord,
    NamedVerdicts,
    PathsRecord,
    PathsThen,
    StructureRecord,
)
from mapper.paths.awards import Measure
from mapper.queries.people import ERASED, names_of
from mapper.queries.rows import LoadedMapping
from mapper.queries.structure import entered_structure
from mapper.standing.entered import EVERYONE, NOT_TAKEN, UNPLACED, Choice, Entered, OtherWay, Tree
from mapper.standing.evidence_doubts import DoubtGroup, evidence_doubts
from mapper.standing.gaps import JudgedGaps, LoadedGaps
from mapper.standing.structure import StandingStructure, standing_structure
from mapper.standing.verdicts import PathCoverage, path_coverage
from mapper.standing.wording import in_plain_words
from mapper.values import Finding, Standing, Viewer


@dataclass(frozen=True, slots=True)
class EnteredVersion:
    """What counts of an edition's structure: its last version, or the proposal with number 0.

    `person_id` and `at` are of whoever entered it, "" and None for the proposal.
    """

    entered: Entered
    number: int = 0
    person_id: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MappingPaths:
    """The verdicts on a mapping's decisions, in the version of the structure that was looked at."""

    mapping: LoadedMapping
    version: EnteredVersion
    coverage: PathCoverage

    @property
    def verdicts(self) -> PathsThen:
        """Both verdicts on every criterion, as an approval keeps them and documents compare them."""
        return PathsThen(
            self.version.number,
            self.coverage.is_determined,
            tuple(NamedVerdicts(c.id, c.by_module, c.by_component) for c in self.coverage.criteria),
        )

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits that change with the version or any verdict: what a person saw."""
        seen = [
            self.version.number,
            [[v.criterion, v.by_module, v.by_component] for v in self.verdicts.verdicts],
        ]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """What an approval keeps: the verdicts with reasons, and which structure, by whom and when."""
        return self.coverage.as_json() | {
            "structure_version": self.version.number,
            "structure_entered_by": self.version.person_id,
            "structure_entered_at": self.version.at.isoformat() if self.version.at else None,
        }


def paths_of(session: Session, *, viewer: Viewer, mapping: LoadedMapping) -> MappingPaths:
    """The verdicts on the viewer's mapping; NotFoundError where its programme is not theirs."""
    version = entered_version(session, viewer=viewer, mapping=mapping)
    return judged_paths(mapping, version)


def entered_version(session: Session, *, viewer: Viewer, mapping: LoadedMapping) -> EnteredVersion:
    """The version that counts for a mapping; NotFoundError where its programme is not the viewer's."""
    edition_id = mapping.programme_edition_id
    entered = entered_structure(session, viewer=viewer, edition_id=edition_id, modules=mapping.modules)
    last = session.exec(
        select(
            models.EnteredStructure.number,
            models.EnteredStructure.entered_by,
            models.EnteredStructure.entered_at,
        )
        .where(models.EnteredStructure.edition_id == edition_id)
        .order_by(col(models.EnteredStructure.number).desc())
        .limit(1)
    ).first()
    if last is None:
        return EnteredVersion(entered)
    number, person_id, at = last
    names = names_of(session, person_ids=[person_id])
    return EnteredVersion(entered, number, person_id, names.get(person_id, ERASED), at)


def judged_paths(mapping: LoadedMapping, version: EnteredVersion) -> MappingPaths:
    """The verdicts on a loaded mapping in a version of its structure."""
    standing = standing_structure(mapping.modules, version.entered)
    return MappingPaths(mapping, version, path_coverage(mapping, standing))


def accepted_by_module(loaded: LoadedGaps, paths: MappingPaths) -> tuple[AcceptanceRecord, ...]:
    """What ILM accepts by module, in the order of the criteria; a suspect acceptance says what changed."""
    gaps = JudgedGaps(loaded, paths.coverage).gaps(Measure.COMPONENT, today=date.max)
    return tuple(
        AcceptanceRecord(
            gap.unit.ref,
            gap.said.row.number,
            gap.last.accepted_by,
            gap.last.reason,
            gap.last.by,
            gap.last.at,
            gap.changed,
        )
        for gap in gaps
        if gap.last and gap.last.act is GapAct.CLOSE and gap.last.closing is Closing.BY_MODULE
    )


def criteria_paths(paths: MappingPaths) -> dict[int, CriterionPaths]:
    """Both verdicts on every criterion with the reason, by the criterion's id in the store."""
    examples = {v.criterion: v.counter_example for v in paths.coverage.verdicts}
    return {
        c.row.id: CriterionPaths(c.by_module, c.by_component, c.reason, c.evidence, examples.get(c.id))
        for c in paths.coverage.criteria
    }


def paths_record(
    paths: MappingPaths, *, accepted: tuple[AcceptanceRecord, ...], duration: tuple[Finding, ...]
) -> PathsRecord:
    """What the verdicts rest on and what was found, in names and plain words.

    `duration` are the findings on the programme's duration, which stand last.
    """
    entered = paths.version.entered
    return PathsRecord(
        structure=_structure(paths),
        is_entered=paths.coverage.standing.is_entered,
        is_determined=paths.coverage.is_determined,
        not_counted=tuple(way for way in OtherWay if entered.way(way).is_open is not False),
        awards=tuple(_award(paths.mapping, entered, t) for t in entered.trees[1:] if t.is_entered),
        accepted=accepted,
        findings=tuple(map(in_plain_words, (*paths.coverage.findings, *duration))),
        doubts=tuple(map(_doubt, evidence_doubts(paths.mapping))),
    )


def _doubt(group: DoubtGroup) -> DoubtRecord:
    found = (
        DoubtfulRecord(one.name, one.evidence, "" if group.is_one_wording else one.message)
        for one in group.evidence
    )
    return DoubtRecord(group.finding, tuple(found))


def _award(mapping: LoadedMapping, entered: Entered, tree: Tree) -> AwardPaths:
    found = path_coverage(mapping, standing_structure(mapping.modules, entered, tree_key=tree.key))
    held = [found.counts(measure)[Standing.GUARANTEED] for measure in (Measure.MODULE, Measure.COMPONENT)]
    return AwardPaths(tree.name, found.is_determined, *held)


def _structure(paths: MappingPaths) -> StructureRecord | None:
    version, standing = paths.version, paths.coverage.standing
    if version.at is None:
        return None
    entered, modules = version.entered, paths.mapping.modules
    tree = entered.trees[0]
    placed = _placed(paths.mapping, tree, standing)
    return StructureRecord(
        version=version.number,
        entered_by=version.by,
        entered_at=version.at,
        everyone=placed.get(EVERYONE, ()),
        choices=tuple(_choice(c, tree, placed) for c in tree.choices),
        left_out=placed.get(NOT_TAKEN, ()),
        unplaced=placed.get(UNPLACED, ()),
        rules=entered.rules,
        modules=tuple(
            (standing.codes[m.id], entered.modules[m.id]) for m in modules if m.id in entered.modules
        ),
        pass_marks=tuple((standing.codes[m.id], m.pass_mark) for m in modules if m.pass_mark is not None),
        assessments=tuple(
            (standing.names[a.id], entered.assessments[a.id])
            for m in modules
            for a in m.assessments
            if a.id in entered.assessments
        ),
        ways=tuple((way, entered.way(way)) for way in OtherWay),
    )


def _placed(mapping: LoadedMapping, tree: Tree, standing: StandingStructure) -> dict[str, tuple[str, ...]]:
    """The codes of the modules by where they stand."""
    found: dict[str, tuple[str, ...]] = {}
    for module in mapping.modules:
        place = tree.place(module.id)
        found[place] = (*found.get(place, ()), standing.codes[module.id])
    return found


def _choice(choice: Choice, tree: Tree, placed: Mapping[str, tuple[str, ...]]) -> ChoiceRecord:
    names = {c.key: c.name for c in tree.choices}
    return ChoiceRecord(
        name=choice.name,
        asks=choice.in_words,
        modules=placed.get(choice.key, ()),
        inner=tuple(c.name for c in tree.choices if c.within == choice.key),
        within=names.get(choice.within, ""),
    )
