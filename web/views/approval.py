"""Recording ILM's approval as it was reported, and withdrawing the record."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError
from mapper.queries.coverage import coverage_of_mapping
from mapper.queries.mapping import load_mapping
from mapper.queries.paths import MappingPaths, entered_version, judged_paths
from mapper.workflow import ReportedApproval, record_approval, withdraw_approval
from web.desk import the_desk
from web.pages.approval import ApprovalPage, Fault

views = Blueprint("approval", __name__, url_prefix="/mappings/<int:mapping_id>/approval")


def _paths(mapping_id: int) -> MappingPaths:
    desk = the_desk()
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
        version = entered_version(session, viewer=desk.viewer, mapping=mapping)
    return judged_paths(mapping, version)


def _page(mapping_id: int, fault: Fault | None = None) -> ApprovalPage:
    paths = _paths(mapping_id)
    return ApprovalPage(paths, coverage_of_mapping(paths.mapping), request.form.to_dict(), fault)


@views.get("")
def show(mapping_id: int) -> str:
    """What an approval would rest on, and the form that records it."""
    return render_template("approval.html", page=_page(mapping_id))


@views.post("")
def record(mapping_id: int) -> Answer | tuple[str, int]:
    """Records the approval as reported."""
    form = request.form
    desk = the_desk()
    try:
        reported = ReportedApproval(
            mapping_id=mapping_id,
            is_full=form.get("kind") == "full",
            approved_by=form.get("approved_by", ""),
            ilm_reference=form.get("ilm_reference", ""),
            approved_on=_date(form.get("approved_on", "")),
            request_id=form.get("request_id", ""),
            coverage_seen=form.get("coverage_seen", ""),
            paths_seen=form.get("paths_seen", ""),
            reason=form.get("reason", ""),
        )
        paths = _paths(mapping_id)
        with unit_of_work(desk.engine) as session:
            record_approval(session, viewer=desk.viewer, reported=reported, paths=paths)
    except (InvalidError, ConflictError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        return render_template("approval.html", page=_page(mapping_id, Fault.of(error))), status
    return redirect(url_for("mappings.overview", mapping_id=mapping_id), 303)


@views.post("/withdraw")
def withdraw(mapping_id: int) -> Answer | tuple[str, int]:
    """Withdraws the record, with a reason; decisions are open again."""
    desk = the_desk()
    try:
        with unit_of_work(desk.engine) as session:
            withdraw_approval(
                session,
                viewer=desk.viewer,
                mapping_id=mapping_id,
                request_id=request.form.get("request_id", ""),
                reason=request.form.get("reason", ""),
            )
    except InvalidError as error:
        return render_template("approval.html", page=_page(mapping_id, Fault.of(error))), 422
    return redirect(url_for("mappings.overview", mapping_id=mapping_id), 303)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidError(
            "No date of approval is given.",
            subject="approved_on",
            remedy="Give the day on which ILM approved.",
        ) from error
