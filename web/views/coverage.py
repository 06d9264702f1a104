"""Coverage on every path: the page, one pathway at a time, and what would close the gaps."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request

from mapper.db import now, reading
from mapper.errors import InvalidError, NotFoundError
from mapper.paths.awards import AwardReach, Measure, award_reach
from mapper.paths.pathway import pathway
from mapper.queries.mapping import load_mapping
from mapper.queries.structure import OfferedAwards, entered_structure, offered_awards
from mapper.standing.entered import WHOLE_PROGRAMME
from mapper.standing.structure import standing_structure
from mapper.standing.verdicts import PathCoverage, path_coverage
from mapper.standing.wording import in_plain_words
from mapper.values import Severity
from web.desk import the_desk
from web.pages.coverage import CoveragePage
from web.pages.gaps import gaps_page
from web.pages.pathway import PathwayPage, is_walkable, pathway_choices

views = Blueprint("coverage", __name__, url_prefix="/mappings/<int:mapping_id>/coverage")


@views.get("")
def show(mapping_id: int) -> str:
    """Both verdicts on every criterion, by unit and by award, with the reasons."""
    return render_template("coverage/show.html", page=_page(mapping_id, with_awards=True))


@views.get("/pathway")
def explore(mapping_id: int) -> str:
    """What is met by learners who take exactly the modules that were picked."""
    page = _page(mapping_id)
    asked = request.args.getlist("take", type=int)
    choices, fixed = pathway_choices(page.mapping.modules, page.tree)
    taken = frozenset(asked) | frozenset(row.id for row in fixed)
    explored = PathwayPage(page, choices, fixed, taken)
    if not is_walkable(page.paths.structure):
        return render_template("coverage/pathway.html", page=explored)
    if "take" not in request.args and "look" not in request.args:
        return render_template("coverage/pathway.html", page=explored)
    standing = page.paths.standing
    codes = [standing.codes[i] for i in taken if i in standing.codes]
    try:
        narrowed = replace(standing, structure=pathway(standing.structure, codes), findings=())
    except InvalidError as error:
        refused = replace(explored, fault=f"{error.message} {error.remedy}")
        return render_template("coverage/pathway.html", page=refused)
    explored = replace(explored, met=path_coverage(page.mapping, narrowed))
    return render_template("coverage/pathway.html", page=explored)


@views.get("/plan")
def plan(mapping_id: int) -> str:
    """The least changes that guarantee what was judged covered, and what can be done about each gap."""
    measure = Measure.COMPONENT if request.args.get("measure") == "component" else Measure.MODULE
    page = gaps_page(_page(mapping_id), measure, unit_id=request.args.get("unit", type=int))
    return render_template("coverage/plan.html", page=page)


def _page(mapping_id: int, *, with_awards: bool = False) -> CoveragePage:
    desk = the_desk()
    key = request.args.get("award", WHOLE_PROGRAMME)
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
    tree = entered.tree(key)
    if tree is None:
        raise NotFoundError("There is no such exit award.", subject=key[:40])
    paths = path_coverage(mapping, standing_structure(mapping.modules, entered, tree_key=key))
    reaches = {measure: _reaches(paths, offered, measure) for measure in Measure}
    order = list(Severity)
    findings = sorted(map(in_plain_words, paths.findings), key=lambda f: order.index(f.severity))
    return CoveragePage(mapping, paths, entered, tree, reaches, tuple(findings))


def _reaches(paths: PathCoverage, offered: OfferedAwards, measure: Measure) -> tuple[AwardReach, ...]:
    return award_reach(
        paths.unit_standings(),
        qualifications=offered.qualifications,
        known=offered.units,
        measure=measure,
        registered_on=now().date(),
    )
