"""What a mapping's decisions mean on every path, loaded for the pages about it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from mapper.db import reading, today
from mapper.errors import NotFoundError
from mapper.paths.awards import AwardReach, Measure, award_reach
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import LoadedMapping
from mapper.queries.structure import OfferedAwards, entered_structure, offered_awards
from mapper.standing.duration import duration_of_mapping
from mapper.standing.entered import WHOLE_PROGRAMME, Entered
from mapper.standing.evidence_doubts import evidence_doubts
from mapper.standing.gaps import JudgedGaps
from mapper.standing.structure import standing_structure
from mapper.standing.verdicts import PathCoverage, path_coverage
from mapper.standing.ways import Way, pathway_of
from mapper.standing.wording import in_plain_words
from mapper.values import Finding, Severity
from web.desk import the_desk
from web.pages.coverage import CoveragePage


def coverage_page(mapping_id: int, *, with_awards: bool = False, award: str | None = None) -> CoveragePage:
    """The verdicts on the way that the address names; `award` is that of a form, "" the whole programme.

    Raises NotFoundError where the viewer has no such mapping or the programme no such exit award or
    pathway.
    """
    desk = the_desk()
    key = request.args.get("award", WHOLE_PROGRAMME) if award is None else award
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
        entered = entered_structure(
            session, viewer=desk.viewer, edition_id=mapping.programme_edition_id, modules=mapping.modules
        )
        offered = (
            offered_awards(
                session, viewer=desk.viewer, specification_edition_id=mapping.specification_edition_id
            )
            if with_awards
            else OfferedAwards((), {})
        )
    way = _way(entered, key, request.args.get("pathway", "") if award is None else "")
    paths = paths_on(mapping, entered, way)
    reaches = {measure: reaches_of(paths, offered, measure) for measure in Measure}
    duration = duration_of_mapping(mapping, offered.qualifications) if with_awards else ()
    findings = _plainly((*paths.findings, *duration))
    doubts = evidence_doubts(mapping) if with_awards else ()
    return CoveragePage(mapping, paths, entered, way.tree, reaches, findings, way, offered, doubts)


def coverage_of_gaps(judged: JudgedGaps) -> CoveragePage:
    """The verdicts that gaps were judged by, without the awards."""
    loaded, findings = judged.loaded, _plainly(judged.paths.findings)
    none: dict[Measure, tuple[AwardReach, ...]] = dict.fromkeys(Measure, ())
    return CoveragePage(loaded.mapping, judged.paths, loaded.entered, loaded.tree, none, findings)


def _plainly(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In plain words, errors first."""
    order = list(Severity)
    return tuple(sorted(map(in_plain_words, findings), key=lambda f: order.index(f.severity)))


def paths_on(mapping: LoadedMapping, entered: Entered, way: Way) -> PathCoverage:
    """The verdicts on a mapping's decisions for those who go one way."""
    narrowed = entered.with_tree(way.tree)
    return path_coverage(mapping, standing_structure(mapping.modules, narrowed, tree_key=way.tree.key))


def _way(entered: Entered, award: str, pathway: str) -> Way:
    tree = entered.tree(award)
    if tree is None:
        raise NotFoundError("There is no such exit award.", subject=award[:40])
    way = pathway_of(tree, pathway) if pathway else Way(tree)
    if way is None:
        raise NotFoundError("There is no such pathway.", subject=pathway[:40])
    return way


def reaches_of(paths: PathCoverage, offered: OfferedAwards, measure: Measure) -> tuple[AwardReach, ...]:
    """What each qualification can rest on, by a measure, for learners registered today."""
    return award_reach(
        paths.unit_standings(),
        qualifications=offered.qualifications,
        known=offered.units,
        measure=measure,
        registered_on=today(),
    )
