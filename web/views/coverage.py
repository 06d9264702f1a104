"""Coverage on every path: the page, and one pathway at a time."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request

from mapper.errors import InvalidError
from mapper.paths.pathway import pathway
from mapper.standing.verdicts import path_coverage
from web.judged_paths import coverage_page
from web.pages.pathway import PathwayPage, is_walkable, pathway_choices

views = Blueprint("coverage", __name__, url_prefix="/mappings/<int:mapping_id>/coverage")


@views.get("")
def show(mapping_id: int) -> str:
    """Both verdicts on every criterion, by unit and by award, with the reasons."""
    return render_template("coverage/show.html", page=coverage_page(mapping_id, with_awards=True))


@views.get("/pathway")
def explore(mapping_id: int) -> str:
    """What is met by learners who take exactly the modules that were picked."""
    page = coverage_page(mapping_id)
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
