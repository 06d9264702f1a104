"""What the finished documents say, read back from the files themselves."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import openpyxl
import pypdfium2
import pytest

from exports.build import DocumentKind, build_document
from mapper.record import MappingRecord
from mapper.values import SubmissionForm
from tests.golden.mapped_paths import with_paths
from tests.golden.mapping_record import approval, mapping_record

Compare = Callable[[str, list[str]], None]


def approved_sample() -> MappingRecord:
    record = with_paths(mapping_record())
    told = approval(record, is_full=False)
    return replace(record, approval=replace(told, paths=record.verdicts), is_sample=True)


@pytest.fixture
def _tall_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages so tall that only wanted breaks occur: where text runs over hangs on a machine's fonts."""
    monkeypatch.setattr("exports.pdf.PAGE_SIZE", "210mm 4000mm")


def sentences(content: bytes) -> list[str]:
    """The text in reading order, a new line after each sentence and before each criterion."""
    lines = []
    with pypdfium2.PdfDocument(content) as pdf:
        for place, page in enumerate(pdf, start=1):
            words = " ".join(page.get_textpage().get_text_bounded().split())
            lines += [f"== page {place}", *re.split(r"(?<=\w\w[.;:?]) | (?=\d\.\d (?:[a-z] )?[A-Z])", words)]
    return lines


def rows(content: bytes) -> list[str]:
    """Every row that says something, its cells separated by bars; dates as written in ISO."""
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        lines.append(f"== sheet {sheet.title}")
        for row in sheet.iter_rows(values_only=True):
            said = [v.date().isoformat() if isinstance(v, datetime) else v for v in row]
            line = " | ".join(
                "" if v is None else f"{v:.2f}" if isinstance(v, float) else str(v) for v in said
            )
            if line.strip(" |"):
                lines += line.rstrip(" |").splitlines()
    return lines


@pytest.mark.usefixtures("_tall_pages")
def test_the_mapping_document_as_pdf(matches_golden: Compare) -> None:
    built = build_document(mapping_record(), kind=DocumentKind.MAPPING_PDF)
    matches_golden("mapping.pdf.txt", sentences(built.content))


def test_the_mapping_document_as_workbook(matches_golden: Compare) -> None:
    built = build_document(approved_sample(), kind=DocumentKind.MAPPING_XLSX)
    matches_golden("mapping.xlsx.txt", rows(built.content))


@pytest.mark.usefixtures("_tall_pages")
def test_the_mapping_document_as_pdf_once_the_structure_was_entered(matches_golden: Compare) -> None:
    built = build_document(approved_sample(), kind=DocumentKind.MAPPING_PDF)
    matches_golden("mapping-paths.pdf.txt", sentences(built.content))


@pytest.mark.usefixtures("_tall_pages")
@pytest.mark.parametrize("form", SubmissionForm)
def test_the_checklist_of_each_form(matches_golden: Compare, form: SubmissionForm) -> None:
    record = mapping_record() if form is SubmissionForm.CAP else with_paths(mapping_record())
    built = build_document(record, kind=DocumentKind.CHECKLIST_PDF, form=form)
    matches_golden(f"checklist-{form}.pdf.txt", sentences(built.content))
