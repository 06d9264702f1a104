"""A mapping's documents: what each is called, and making a long one outside any request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.db import now, reading, unit_of_work
from mapper.made_documents import NewlyMade, keep_document
from mapper.queries.made_documents import read_document_shelf
from mapper.queries.record import read_record
from mapper.record import MappingRecord
from mapper.values import SubmissionForm
from web.tasks import Desk, Settle

if TYPE_CHECKING:
    from exports.apart import Printed

WORKBOOK = "mapping.xlsx"
STEPS = 100
READ, LAID_OUT, DRAWN = 5, 65, 70
"""Of the steps, how many are behind once it is read, laid out, and about to be drawn: by processor time."""

TellHowFar = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class PdfName:
    """A PDF by its `name` in addresses; `form` says which checklist, None stands for the mapping document."""

    name: str
    title: str
    form: SubmissionForm | None = None

    @property
    def in_sentence(self) -> str:
        """The title within a sentence: "the mapping document (PDF)"."""
        return f"the {self.title.replace('Mapping', 'mapping', 1)}"


PDFS = {
    pdf.name: pdf
    for pdf in (
        PdfName("mapping.pdf", "Mapping document (PDF)"),
        PdfName("checklist-CAP.pdf", "CAP checklist, for a new centre (PDF)", SubmissionForm.CAP),
        PdfName("checklist-QAP.pdf", "QAP checklist, for an approved centre (PDF)", SubmissionForm.QAP),
    )
}


def record_now(desk: Desk, *, mapping_id: int) -> MappingRecord:
    """The viewer's mapping as it stands; NotFoundError where they have no such one."""
    with reading(desk.engine) as session:
        return read_record(session, viewer=desk.viewer, mapping_id=mapping_id, made_at=now())


def make_document(desk: Desk, *, mapping_id: int, name: str, settle: Settle, tell: TellHowFar) -> None:
    """Makes a PDF of the mapping as it stands and keeps it, unless the very same is kept already.

    `tell` is called every few seconds with the steps done, all steps and words for a person; what it
    raises ends the work. Raises MapperError where it could not be made.
    """
    from exports.apart import print_apart
    from exports.build import prepare_pdf

    tell(0, STEPS, "Reading the mapping")
    prepared = prepare_pdf(record_now(desk, mapping_id=mapping_id), form=PDFS[name].form)
    result = {"mapping": mapping_id, "document": name}
    with reading(desk.engine) as session:
        kept = read_document_shelf(session, viewer=desk.viewer, mapping_id=mapping_id).kept(name)
    if kept and kept.fingerprint == prepared.fingerprint:
        with unit_of_work(desk.engine) as session:
            settle(session, result)
        return
    content = print_apart(prepared.html, beat=lambda far: tell(*_how_far(far, prepared.probable_pages)))
    built = prepared.as_printed(content)
    with unit_of_work(desk.engine) as session:
        keep_document(
            session,
            viewer=desk.viewer,
            mapping_id=mapping_id,
            made=NewlyMade(
                name=name,
                fingerprint=prepared.fingerprint,
                file_name=built.file_name,
                media_type=built.media_type,
                content=built.content,
                made_at=prepared.made_at,
            ),
        )
        settle(session, result)


def _how_far(far: Printed, probable_pages: int) -> tuple[int, int, str]:
    if far.is_drawing:
        return DRAWN, STEPS, f"Writing the file of {far.pages} pages"
    if not far.pages:
        return READ, STEPS, "Preparing the pages"
    share = min(1.0, far.pages / probable_pages)
    done = READ + round(share * (LAID_OUT - READ))
    return done, STEPS, f"Laying out page {far.pages} of about {max(far.pages, probable_pages)}"
