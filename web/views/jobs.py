"""A job's progress, and where it led."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import now, reading, unit_of_work
from mapper.jobs import cancel
from mapper.made_documents import MAKE_DOCUMENT
from mapper.models import JobState
from mapper.queries.job_files import list_job_files
from mapper.queries.workspace import JobRow, read_job
from web.desk import the_desk
from web.documents import PDFS
from web.pages.jobs import JobPage, job_page
from web.worker import ADD_WORDING, IMPORT_PROGRAMME, IMPORT_SPECIFICATION, SUGGEST

views = Blueprint("jobs", __name__, url_prefix="/jobs")


def _read(job_id: int) -> JobPage:
    desk = the_desk()
    with reading(desk.engine) as session:
        job = read_job(session, viewer=desk.viewer, job_id=job_id)
        page = job_page(job, list_job_files(session, viewer=desk.viewer, job_id=job_id), at=now())
    if job.kind == MAKE_DOCUMENT:
        page = replace(page, document=PDFS.get(job.payload["document"]), mapping_id=job.payload["mapping"])
    return replace(page, again=form_of(job))


def form_of(job: JobRow) -> str:
    """The address of the form that asks for the job."""
    forms: dict[str, Callable[[], str]] = {
        IMPORT_PROGRAMME: lambda: url_for("imports.new_programme"),
        IMPORT_SPECIFICATION: lambda: url_for("imports.new_specification"),
        ADD_WORDING: lambda: url_for("specifications.draft", draft_id=job.payload["draft"], _anchor="offers"),
        SUGGEST: lambda: url_for("mappings.overview", mapping_id=job.payload["mapping"]),
        MAKE_DOCUMENT: lambda: url_for("documents.index", mapping_id=job.payload["mapping"]),
    }
    return forms[job.kind]() if job.kind in forms else ""


def target_of(job: JobRow) -> str:
    """The address of what the job made, empty where it made nothing."""
    if job.state is not JobState.DONE:
        return ""
    if "programme_edition" in job.result:
        return url_for("imports.programme", edition_id=job.result["programme_edition"])
    if "specification_edition" in job.result:
        return url_for("imports.specification", edition_id=job.result["specification_edition"])
    if "programme_draft" in job.result:
        return url_for("programme_drafts.draft", draft_id=job.result["programme_draft"])
    if "specification_draft" in job.result:
        return url_for("specifications.draft", draft_id=job.result["specification_draft"])
    # Of a document's job; any other that names a mapping leads to the mapping itself.
    made = job.result.get("document")
    endpoint = "documents.index" if made else "mappings.overview"
    return url_for(endpoint, mapping_id=job.result["mapping"], made=made)


@views.get("/<int:job_id>")
def show(job_id: int) -> Answer | str:
    """Progress while it runs; then what it made."""
    page = _read(job_id)
    job, target = page.job, target_of(page.job)
    if request.headers.get("HX-Request"):
        answer: Response = make_response(render_template("jobs/progress.html", page=page))
        if target:
            answer.headers["HX-Redirect"] = target
        elif job.has_ended:
            # The whole page anew: without the button that cancels what has ended.
            answer.headers["HX-Refresh"] = "true"
        return answer
    return redirect(target, 303) if target else render_template("jobs/show.html", page=page)


@views.post("/<int:job_id>/cancel")
def stop(job_id: int) -> Answer:
    """Cancels the job; what it has not finished is not kept."""
    desk = the_desk()
    with unit_of_work(desk.engine) as session:
        cancel(session, viewer=desk.viewer, job_id=job_id)
    return redirect(url_for("jobs.show", job_id=job_id), 303)
