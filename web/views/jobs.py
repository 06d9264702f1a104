"""A job's progress, and where it led."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.jobs import cancel
from mapper.models import JobState
from mapper.queries.workspace import JobRow, read_job
from web.desk import the_desk

views = Blueprint("jobs", __name__, url_prefix="/jobs")


def _read(job_id: int) -> JobRow:
    desk = the_desk()
    with reading(desk.engine) as session:
        return read_job(session, viewer=desk.viewer, job_id=job_id)


def target_of(job: JobRow) -> str:
    """The address of what the job made, empty where it made nothing."""
    if job.state is not JobState.DONE:
        return ""
    if "programme_edition" in job.result:
        return url_for("imports.programme", edition_id=job.result["programme_edition"])
    if "specification_edition" in job.result:
        return url_for("imports.specification", edition_id=job.result["specification_edition"])
    if "specification_draft" in job.result:
        return url_for("specifications.draft", draft_id=job.result["specification_draft"])
    return url_for("mappings.overview", mapping_id=job.result["mapping"])


@views.get("/<int:job_id>")
def show(job_id: int) -> Answer | str:
    """Progress while it runs; then what it made."""
    job = _read(job_id)
    target = target_of(job)
    if request.headers.get("HX-Request"):
        answer: Response = make_response(render_template("jobs/progress.html", page=job))
        if target:
            answer.headers["HX-Redirect"] = target
        elif job.has_ended:
            # The whole page anew: without the button that cancels what has ended.
            answer.headers["HX-Refresh"] = "true"
        return answer
    return redirect(target, 303) if target else render_template("jobs/show.html", page=job)


@views.post("/<int:job_id>/cancel")
def stop(job_id: int) -> Answer:
    """Cancels the job; what it has not finished is not kept."""
    desk = the_desk()
    with unit_of_work(desk.engine) as session:
        cancel(session, viewer=desk.viewer, job_id=job_id)
    return redirect(url_for("jobs.show", job_id=job_id), 303)
