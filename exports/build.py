"""The door: a mapping goes in, a named file comes out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from exports.documents import checklist_document, mapping_document
from mapper.errors import InvalidError
from mapper.record import MappingRecord
from mapper.values import SubmissionForm

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLUG_LIMIT = 60


class DocumentKind(StrEnum):
    """A document and its format."""

    MAPPING_XLSX = "mapping_xlsx"
    MAPPING_PDF = "mapping_pdf"
    CHECKLIST_PDF = "checklist_pdf"


@dataclass(frozen=True, slots=True)
class BuiltDocument:
    """A finished file; its name is made of letters, digits, dots, hyphens and underscores of ASCII."""

    file_name: str
    media_type: str
    content: bytes


def build_document(
    record: MappingRecord, *, kind: DocumentKind, form: SubmissionForm | None = None
) -> BuiltDocument:
    """The document of that kind about the mapping; `form` says which checklist, and is needed for one.

    Raises InvalidError for a checklist without its form, MapperError where PDF's system libraries
    are missing.
    """
    # Each format's library is loaded only when somebody asks for that format.
    if kind is DocumentKind.MAPPING_XLSX:
        from exports.xlsx import mapping_xlsx

        content = mapping_xlsx(mapping_document(record))
        return BuiltDocument(file_name(record, "Mapping", "xlsx"), XLSX, content)
    from exports.pdf import checklist_pdf, mapping_pdf

    if kind is DocumentKind.MAPPING_PDF:
        return BuiltDocument(file_name(record, "Mapping", "pdf"), PDF, mapping_pdf(mapping_document(record)))
    if form is None:
        raise InvalidError(
            "A checklist belongs to one of two forms.",
            subject="Submission checklist",
            remedy="Choose CAP for a new centre or QAP for an approved one.",
        )
    content = checklist_pdf(checklist_document(record, form=form))
    return BuiltDocument(file_name(record, f"Checklist-{form}", "pdf"), PDF, content)


def file_name(record: MappingRecord, what: str, ending: str) -> str:
    """For example Mapping_BA-Business_8607-Diploma_2026-11-21_NOT-APPROVED.pdf."""
    size = (record.qualification.size or "qualification").capitalize()
    against = "-".join(part for part in (slug(record.specification_code or ""), slug(size)) if part)
    parts = [
        what,
        slug(record.programme_title) or "programme",
        against,
        f"{record.made_at:%Y-%m-%d}",
        *(["SAMPLE"] if record.is_sample else []),
        _standing(record),
    ]
    return f"{'_'.join(parts)}.{ending}"


def _standing(record: MappingRecord) -> str:
    if record.approval is None:
        return "NOT-APPROVED"
    return "APPROVAL-REPORTED" if record.approval.is_full else "APPROVAL-REPORTED-WITH-ASSESSMENT"


def slug(text: str) -> str:
    """The text's letters and digits in ASCII, joined by hyphens, cut at a word."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= SLUG_LIMIT else slug[: SLUG_LIMIT + 1].rsplit("-", 1)[0][:SLUG_LIMIT]
