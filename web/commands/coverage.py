"""`coverage`: what was judged of a mapping, what it means on every path, and what speaks against it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapper.db import reading
from mapper.queries.coverage import MappingCoverage, coverage_of_mapping
from mapper.queries.mapping import load_mapping
from mapper.queries.structure import entered_structure, offered_awards
from mapper.values import Finding
from web.commands.output import describe, print_json
from web.commands.workspace import open_desk
from web.settings import read_settings

if TYPE_CHECKING:
    from mapper.standing.evidence_doubts import DoubtGroup
    from mapper.standing.verdicts import PathCoverage


def coverage(arguments: Namespace) -> int:
    """Prints a mapping's coverage, and what it means on every path."""
    from mapper.standing.duration import duration_of_mapping
    from mapper.standing.evidence_doubts import evidence_doubts
    from mapper.standing.structure import standing_structure
    from mapper.standing.verdicts import path_coverage

    desk = open_desk(read_settings(arguments.workspace))
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=arguments.mapping)
        entered = entered_structure(
            session, viewer=desk.viewer, edition_id=mapping.programme_edition_id, modules=mapping.modules
        )
        offered = offered_awards(
            session, viewer=desk.viewer, specification_edition_id=mapping.specification_edition_id
        )
    found = coverage_of_mapping(mapping)
    paths = path_coverage(mapping, standing_structure(mapping.modules, entered))
    doubts, duration = evidence_doubts(mapping), duration_of_mapping(mapping, offered.qualifications)
    if arguments.json:
        print_json(found.as_json() | _with_findings(paths, doubts, duration))
    else:
        _print_coverage(found)
        _print_paths(paths)
        _print_doubts(doubts, duration)
    return 0


def _with_findings(
    paths: PathCoverage, doubts: Sequence[DoubtGroup], duration: Sequence[Finding]
) -> dict[str, object]:
    said = paths.as_json()
    return said | {
        "findings": [*said["findings"], *(g.as_json() for g in doubts), *(f.as_json() for f in duration)]
    }


def _print_doubts(doubts: Sequence[DoubtGroup], duration: Sequence[Finding]) -> None:
    for group in doubts:
        print(describe(group.finding))
        for one in group.evidence:
            print(f"  {one.name:16} {one.evidence}: {one.message}")
    for finding in duration:
        print(describe(finding))


def _print_coverage(found: MappingCoverage) -> None:
    for unit in found.units:
        counts = unit.tally
        print(f"{unit.ref}  {unit.unit.title}")
        if not unit.criteria:
            print("  no wording imported, so nothing can be judged")
            continue
        print(
            f"  {counts.full} of {counts.total} full, {counts.part} part, {counts.none} none, "
            f"{counts.not_judged} not judged, {counts.suspect} suspect"
        )
        for criterion in unit.criteria:
            print(f"  {criterion.row.number:6} {criterion.state:10} {criterion.row.text}")
    print("Full mapping." if found.is_full else f"{len(found.open)} criteria stay open.")


def _print_paths(paths: PathCoverage) -> None:
    if not paths.is_determined:
        entered = paths.standing.is_entered
        why = "the structure is faulty or unclear" if entered else "nobody has entered who takes what"
        print(f"Not checked on every path: {why}.")
        return
    print("On every path, by module and by component:")
    for said in paths.criteria:
        print(f"  {said.id:16} {said.by_module:12} {said.by_component:12} {said.reason}")
