"""The documents of a mapping come as files of the right kind, named for what they are."""

from __future__ import annotations

import pytest

from mapper.db import unit_of_work
from mapper.workflow import record_approval
from tests.made import MadeMapping, counts
from tests.web.addresses import documents_of
from tests.web.conftest import Visitor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
MAGIC = {XLSX: b"PK", PDF: b"%PDF-"}
DOCUMENTS = [
    ("mapping.xlsx", XLSX, "Mapping"),
    ("mapping.pdf", PDF, "Mapping"),
    ("checklist-CAP.pdf", PDF, "CAP"),
    ("checklist-QAP.pdf", PDF, "QAP"),
]


@pytest.mark.parametrize(("name", "media_type", "called"), DOCUMENTS)
def test_a_document_is_a_file_whose_name_says_what_it_is_and_that_it_is_not_approved(
    visitor: Visitor, mapping: MadeMapping, name: str, media_type: str, called: str
) -> None:
    answer = visitor.get(documents_of(mapping)[name])
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert answer.data.startswith(MAGIC[media_type])
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "NOT-APPROVED" in disposition
    assert called in disposition
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_approved_mapping_is_not_called_unapproved(visitor: Visitor, mapping: MadeMapping) -> None:
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    disposition = visitor.get(documents_of(mapping)["mapping.xlsx"]).headers["Content-Disposition"]
    assert "NOT-APPROVED" not in disposition


def test_a_document_that_is_not_made_is_not_there(visitor: Visitor, mapping: MadeMapping) -> None:
    assert visitor.get(f"/mappings/{mapping.id}/documents/mapping.docx").status_code == 404


def test_every_document_is_offered_on_the_overview_and_comes_at_once_where_it_is_short(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = visitor.page(f"/mappings/{mapping.id}")
    book, documents = page.find("//section[@aria-labelledby='documents']//a/@href")
    forms = [form for form in page.forms if "/documents/" in form.address]
    assert {book, *(form.address for form in forms)} == set(documents_of(mapping).values())
    assert visitor.send(forms[1]).data.startswith(b"%PDF-")
    assert visitor.page(str(documents)).said.count("Made at once") == 4
    assert counts(mapping.engine)["job"] == 0
