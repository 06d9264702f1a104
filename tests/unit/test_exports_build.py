"""The door of the exports: kinds, names and media types."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from exports.build import QUICK_CHARACTERS, DocumentKind, build_document, file_name, prepare_pdf
from mapper.errors import InvalidError
from mapper.values import SubmissionForm
from tests.golden.mapping_record import approval, mapping_record

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_a_name_tells_programme_qualification_date_and_standing() -> None:
    record = replace(mapping_record(), programme_title="BA Business", specification_code="8607")
    assert (
        file_name(record, "Mapping", "pdf") == "Mapping_BA-Business_8607-Diploma_2026-11-21_NOT-APPROVED.pdf"
    )


def test_a_sample_is_a_sample_by_its_name_too() -> None:
    assert "_SAMPLE_NOT-APPROVED." in file_name(replace(mapping_record(), is_sample=True), "Mapping", "pdf")


@pytest.mark.parametrize(
    ("is_full", "ending"), [(True, "_APPROVAL-REPORTED"), (False, "_APPROVAL-REPORTED-WITH-ASSESSMENT")]
)
def test_a_name_never_says_approved_without_saying_reported(is_full: bool, ending: str) -> None:
    record = mapping_record()
    approved = replace(record, approval=approval(record, is_full=is_full))
    assert file_name(approved, "Mapping", "pdf").endswith(f"{ending}.pdf")


@pytest.mark.parametrize("title", ["Écoles / “Größe”: 100% \\ ../../etc", "管理学", "", "word " * 60])
def test_any_title_gives_a_plain_file_name(title: str) -> None:
    record = replace(mapping_record(), programme_title=title, specification_code=None)
    name = file_name(record, "Mapping", "pdf")
    assert name.isascii()
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    assert name.count(".") == 1
    assert len(name) < 150


def test_each_kind_is_built_as_what_it_says() -> None:
    record = mapping_record()
    book = build_document(record, kind=DocumentKind.MAPPING_XLSX)
    assert book.file_name.endswith(".xlsx")
    assert book.content.startswith(b"PK")
    checklist = build_document(record, kind=DocumentKind.CHECKLIST_PDF, form=SubmissionForm.QAP)
    assert checklist.file_name.startswith("Checklist-QAP_")
    assert checklist.media_type == "application/pdf"
    assert checklist.content.startswith(b"%PDF-1.7")


def test_documents_have_one_fingerprint_where_they_show_the_same() -> None:
    record = mapping_record()
    prepared = prepare_pdf(record)
    later, tomorrow = (replace(record, made_at=record.made_at + by) for by in (MINUTE, DAY))
    assert prepare_pdf(later).fingerprint == prepared.fingerprint
    others = {
        prepare_pdf(tomorrow).fingerprint,
        prepare_pdf(replace(record, programme_title="BA Business")).fingerprint,
        prepare_pdf(replace(record, approval=approval(record, is_full=True))).fingerprint,
        *(prepare_pdf(record, form=form).fingerprint for form in SubmissionForm),
    }
    assert len(others - {prepared.fingerprint}) == 5


def test_a_document_made_after_midnight_in_summer_bears_the_day_in_the_united_kingdom() -> None:
    record = replace(mapping_record(), made_at=datetime(2026, 7, 5, 23, 30, tzinfo=UTC))
    assert "_2026-07-06_" in file_name(record, "Mapping", "pdf")
    assert "As it stood on 6 July 2026" in prepare_pdf(record).html


def test_another_version_prints_another_document(monkeypatch: pytest.MonkeyPatch) -> None:
    before = prepare_pdf(mapping_record()).fingerprint
    monkeypatch.setattr("exports.build.__version__", "99")
    assert prepare_pdf(mapping_record()).fingerprint != before


def test_a_document_is_quick_by_its_length() -> None:
    prepared = prepare_pdf(mapping_record())
    assert replace(prepared, html="x" * QUICK_CHARACTERS).is_quick
    assert not replace(prepared, html="x" * (QUICK_CHARACTERS + 1)).is_quick


def test_a_checklist_needs_its_form() -> None:
    with pytest.raises(InvalidError, match="CAP"):
        build_document(mapping_record(), kind=DocumentKind.CHECKLIST_PDF)


def test_the_door_opens_without_loading_any_format() -> None:
    code = "import sys, exports.build; print(sorted({'weasyprint', 'openpyxl', 'jinja2'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
