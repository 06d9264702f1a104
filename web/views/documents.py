"""A mapping's documents, made when they are asked for."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from mapper.db import now, reading
from mapper.queries.record import read_record
from mapper.values import SubmissionForm
from web.desk import the_desk

views = Blueprint("documents", __name__, url_prefix="/mappings/<int:mapping_id>/documents")


@views.get("/<name>")
def download(mapping_id: int, name: str) -> Response:
    """mapping.xlsx, mapping.pdf, checklist-CAP.pdf or checklist-QAP.pdf."""
    from exports.build import DocumentKind, build_document

    kinds: dict[str, tuple[DocumentKind, SubmissionForm | None]] = {
        "mapping.xlsx": (DocumentKind.MAPPING_XLSX, None),
        "mapping.pdf": (DocumentKind.MAPPING_PDF, None),
        "checklist-CAP.pdf": (DocumentKind.CHECKLIST_PDF, SubmissionForm.CAP),
        "checklist-QAP.pdf": (DocumentKind.CHECKLIST_PDF, SubmissionForm.QAP),
    }
    if name not in kinds:
        abort(404)
    desk = the_desk()
    with reading(desk.engine) as session:
        record = read_record(session, viewer=desk.viewer, mapping_id=mapping_id, made_at=now())
    kind, form = kinds[name]
    built = build_document(record, kind=kind, form=form)
    return Response(
        built.content,
        mimetype=built.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{built.file_name}"',
            "Cache-Control": "no-store",
        },
    )
