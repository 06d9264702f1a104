"""The door: a mapping goes in, a named file comes out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exports.documents import checklist_document, mapping_document
from mapper import __version__
from mapper.errors import InvalidError
from mapper.moments import day_of
from mapper.record import MappingRecord
from mapper.values import SubmissionForm

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLUG_LIMIT = 60
CHARACTERS_OF_A_PAGE = 6_000
QUICK_CHARACTERS = 40_000
BEARABLE_CHARACTERS = 160_000
"""Up to here a page is printed in some two seconds: measured at 10 to 250 criteria, 50 ms for each 1,000.

How long it takes goes by the page's length, whatever it is long with: criteria, modules or quotations.
"""


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


@dataclass(frozen=True, slots=True)
class PreparedPdf:
    """A document just before it is printed: `html` holds all that it shows, as of `made_at`.

    `fingerprint` (SHA-256, 64 hexadecimal digits) is of all that it shows, its day and what prints it;
    two with the same say the same.
    """

    file_name: str
    html: str
    fingerprint: str
    made_at: datetime

    @property
    def is_quick(self) -> bool:
        """Whether it can be printed while somebody waits."""
        return len(self.html) <= QUICK_CHARACTERS

    @property
    def is_bearable(self) -> bool:
        """Whether whoever asks for the file itself, as a script does, may wait for it: some ten seconds."""
        return len(self.html) <= BEARABLE_CHARACTERS

    @property
    def probable_pages(self) -> int:
        """How many pages it will have, more or less."""
        return round(len(self.html) / CHARACTERS_OF_A_PAGE) or 1

    def printed(self) -> BuiltDocument:
        """The document; MapperError where PDF's system libraries are missing."""
        from exports.pdf import print_pdf

        return self.as_printed(print_pdf(self.html))

    def printed_apart(self) -> BuiltDocument:
        """The document, printed by a process of its own while the caller waits; MapperError as `print_apart`."""
        from exports.apart import print_apart

        return self.as_printed(print_apart(self.html, beat=lambda _: None))

    def as_printed(self, content: bytes) -> BuiltDocument:
        """The document of which this is the PDF."""
        return BuiltDocument(self.file_name, PDF, content)


def prepare_pdf(record: MappingRecord, *, form: SubmissionForm | None = None) -> PreparedPdf:
    """The mapping document, or the checklist for `form`, ready to be printed.

    It takes a hundredth of the time that printing takes.
    """
    from exports.pdf import checklist_html, mapping_html, printer

    if form is None:
        name, html = file_name(record, "Mapping", "pdf"), mapping_html(mapping_document(record))
    else:
        name = file_name(record, f"Checklist-{form}", "pdf")
        html = checklist_html(checklist_document(record, form=form))
    # Of the moment only the day is shown.
    shown = html.replace(record.made_at.isoformat(), day_of(record.made_at).isoformat())
    told = "\n".join((__version__, printer(), name, shown))
    return PreparedPdf(name, html, hashlib.sha256(told.encode()).hexdigest(), record.made_at)


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
    if kind is DocumentKind.MAPPING_PDF:
        return prepare_pdf(record).printed()
    if form is None:
        raise InvalidError(
            "A checklist belongs to one of two forms.",
            subject="Submission checklist",
            remedy="Choose CAP for a new centre or QAP for an approved one.",
        )
    return prepare_pdf(record, form=form).printed()


def file_name(record: MappingRecord, what: str, ending: str) -> str:
    """For example Mapping_BA-Business_8607-Diploma_2026-11-21_NOT-APPROVED.pdf."""
    size = (record.qualification.size or "qualification").capitalize()
    against = "-".join(part for part in (slug(record.specification_code or ""), slug(size)) if part)
    parts = [
        what,
        slug(record.programme_title) or "programme",
        against,
        day_of(record.made_at).isoformat(),
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
