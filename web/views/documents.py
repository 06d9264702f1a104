"""A mapping's documents: handed out at once where they are quick or made, otherwise made as a job."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from exports.build import BuiltDocument, DocumentKind, PreparedPdf, build_document, prepare_pdf
from mapper.db import reading, unit_of_work
from mapper.jobs import enqueue
from mapper.made_documents import MAKE_DOCUMENT
from mapper.queries.made_documents import DocumentShelf, read_document_shelf, read_made_file
from mapper.record import MappingRecord
from web.desk import the_desk, wake_worker
from web.documents import PDFS, WORKBOOK, PdfName, record_now
from web.pages.documents import DocumentLine, DocumentsPage, Stand

views = Blueprint("documents", __name__, url_prefix="/mappings/<int:mapping_id>/documents")


@views.get("")
def index(mapping_id: int) -> str:
    """Which documents there are, and how far each is."""
    record = record_now(the_desk(), mapping_id=mapping_id)
    return render_template("documents/index.html", page=_page(record, wanted=request.args.get("made", "")))


@views.get("/<name>")
def download(mapping_id: int, name: str) -> Response | tuple[str, int]:
    """The file, unless it is so long that nobody would wait for it: then a page that offers to make it."""
    record = _record(mapping_id, name)
    if name == WORKBOOK:
        return _file(build_document(record, kind=DocumentKind.MAPPING_XLSX))
    prepared = prepare_pdf(record, form=PDFS[name].form)
    if found := _at_once(mapping_id, PDFS[name], prepared):
        return found
    if prepared.is_bearable:
        return _file(prepared.printed_apart())
    return render_template("documents/index.html", page=_page(record, wanted=name)), 409


@views.post("/<name>")
def make(mapping_id: int, name: str) -> Answer:
    """The file, where it is quick to make or made already; otherwise the job that makes it."""
    record = _record(mapping_id, name)
    if name == WORKBOOK:
        return _file(build_document(record, kind=DocumentKind.MAPPING_XLSX))
    prepared = prepare_pdf(record, form=PDFS[name].form)
    found = _at_once(mapping_id, PDFS[name], prepared)
    return found or redirect(url_for("jobs.show", job_id=_queued(mapping_id, name, prepared)), 303)


def _record(mapping_id: int, name: str) -> MappingRecord:
    if name != WORKBOOK and name not in PDFS:
        abort(404)
    return record_now(the_desk(), mapping_id=mapping_id)


def _at_once(mapping_id: int, pdf: PdfName, prepared: PreparedPdf) -> Response | None:
    if prepared.is_quick:
        return _file(prepared.printed())
    desk = the_desk()
    with reading(desk.engine) as session:
        kept = read_document_shelf(session, viewer=desk.viewer, mapping_id=mapping_id).kept(pdf.name)
        if kept is None or kept.fingerprint != prepared.fingerprint:
            return None
        made = read_made_file(
            session,
            viewer=desk.viewer,
            mapping_id=mapping_id,
            name=pdf.name,
            fingerprint=prepared.fingerprint,
        )
    return _file(BuiltDocument(made.file_name, made.media_type, made.content))


def _queued(mapping_id: int, name: str, prepared: PreparedPdf) -> int:
    """The job that makes just this: one that waits or is at work already, or a new one."""
    desk = the_desk()
    with unit_of_work(desk.engine) as session:
        shelf = read_document_shelf(session, viewer=desk.viewer, mapping_id=mapping_id)
        job_id = shelf.job_for(name, fingerprint=prepared.fingerprint) or enqueue(
            session,
            viewer=desk.viewer,
            kind=MAKE_DOCUMENT,
            payload={
                "mapping": mapping_id,
                "document": name,
                "fingerprint": prepared.fingerprint,
                "asked": request.form.get("request_id", "")[:64],
            },
        )
    wake_worker()
    return job_id


def _page(record: MappingRecord, *, wanted: str) -> DocumentsPage:
    desk = the_desk()
    with reading(desk.engine) as session:
        shelf = read_document_shelf(session, viewer=desk.viewer, mapping_id=record.id)
    lines = tuple(_line(record, pdf, shelf) for pdf in PDFS.values())
    return DocumentsPage.of(record, lines, wanted=wanted)


def _line(record: MappingRecord, pdf: PdfName, shelf: DocumentShelf) -> DocumentLine:
    prepared = prepare_pdf(record, form=pdf.form)
    line = DocumentLine(pdf, Stand.QUICK, prepared.probable_pages)
    if prepared.is_quick:
        return line
    kept = shelf.kept(pdf.name)
    if kept and kept.fingerprint == prepared.fingerprint:
        return replace(line, stand=Stand.MADE, kept=kept)
    if job_id := shelf.job_for(pdf.name, fingerprint=prepared.fingerprint):
        return replace(line, stand=Stand.MAKING, job_id=job_id)
    if kept is None:
        return replace(line, stand=Stand.LONG)
    then = prepare_pdf(replace(record, made_at=kept.made_at), form=pdf.form)
    is_same = then.fingerprint == kept.fingerprint
    return replace(line, stand=Stand.LONG, kept=kept, is_newer_by_date_alone=is_same)


def _file(built: BuiltDocument) -> Response:
    return Response(
        built.content,
        mimetype=built.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{built.file_name}"',
            "Cache-Control": "no-store",
        },
    )
