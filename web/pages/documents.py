"""The documents of a mapping: which are made, which are being made, and which take a while."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mapper.queries.made_documents import MadeRow
from mapper.record import MappingRecord
from web.documents import PdfName


class Stand(StrEnum):
    """How far a document is, as the mapping stands."""

    MADE = "made"
    MAKING = "being made"
    QUICK = "made when asked for"
    LONG = "not made"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A PDF and how far it is; `kept` is the last one that was made, whatever it shows.

    `is_newer_by_date_alone` says that it would only carry another date; `job_id` is of the job at work.
    """

    pdf: PdfName
    stand: Stand
    probable_pages: int
    kept: MadeRow | None = None
    is_newer_by_date_alone: bool = False
    job_id: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """All documents of a mapping; `wanted` is the one that somebody asked for or had made."""

    mapping_id: int
    programme: str
    qualification: str
    is_approved: bool
    lines: tuple[DocumentLine, ...]
    wanted: DocumentLine | None = None
    is_sample: bool = False

    @classmethod
    def of(cls, record: MappingRecord, lines: tuple[DocumentLine, ...], *, wanted: str) -> DocumentsPage:
        """The page of a mapping as its record stands."""
        return cls(
            mapping_id=record.id,
            programme=record.programme_title,
            qualification=record.qualification.title,
            is_approved=record.approval is not None,
            lines=lines,
            wanted=next((line for line in lines if line.pdf.name == wanted), None),
            is_sample=record.is_sample,
        )
