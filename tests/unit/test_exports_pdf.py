"""The PDF documents, read back page by page."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import pypdfium2
import pypdfium2.raw
import pytest

from exports.documents import checklist_document, mapping_document, stamps
from exports.pdf import checklist_pdf, mapping_pdf
from mapper.errors import MapperError
from mapper.record import MappingRecord
from mapper.values import Coverage, SubmissionForm
from tests.golden.mapped_paths import with_paths
from tests.golden.mapped_units import ESSAY, TEAM_UNIT, TEAMS, criterion, link
from tests.golden.mapping_record import approval, mapping_record


def squeezed(text: str) -> str:
    return " ".join(text.split())


def pages(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [squeezed(page.get_textpage().get_text_bounded()) for page in pdf]


def approved_sample() -> MappingRecord:
    record = mapping_record()
    return replace(record, approval=approval(record, is_full=False), is_sample=True)


def with_quotation(quotation: str) -> MappingRecord:
    judged = criterion(
        1, "1.1", "Explain", Coverage.FULL, link(TEAMS, ESSAY, Coverage.FULL, quotation=quotation)
    )
    outcome = replace(TEAM_UNIT.learning_outcomes[0], criteria=(judged,))
    return replace(mapping_record(), units=(replace(TEAM_UNIT, learning_outcomes=(outcome,)),))


@pytest.fixture(scope="module")
def mapping() -> bytes:
    return mapping_pdf(mapping_document(mapping_record()))


def test_every_page_carries_the_stamps_and_its_number(mapping: bytes) -> None:
    found = pages(mapping)
    for place, text in enumerate(found, start=1):
        assert all(stamp.text in text for stamp in stamps(mapping_record()))
        assert f"Page {place} of {len(found)}" in text


def test_every_page_of_an_approved_sample_names_the_approval_and_its_open_criteria() -> None:
    record = approved_sample()
    for text in pages(mapping_pdf(mapping_document(record))):
        assert all(stamp.text in text for stamp in stamps(record))
        assert "NOT APPROVED" not in text


def test_a_criterion_stands_on_one_page_with_its_state_and_its_first_evidence(mapping: bytes) -> None:
    found = pages(mapping)
    for unit in mapping_document(mapping_record()).units:
        for entry in (c for outcome in unit.outcomes for c in outcome.criteria):
            said = re.escape(squeezed(f"{entry.number} {entry.text} {entry.state.value}"))
            first = re.escape(entry.evidence[0].label if entry.evidence else entry.note)
            assert any(re.search(rf"{said}( \([^)]*\))? {first}", text) for text in found), entry.number


def test_why_a_criterion_is_not_for_every_learner_stands_with_its_evidence_wherever_pages_end() -> None:
    document = mapping_document(with_paths(mapping_record()))
    unit = document.units[0]
    made = next(c for o in unit.outcomes for c in o.criteria if c.why and c.evidence)
    tall = replace(made.evidence[0], reason="reason " * 120)
    many = tuple(
        replace(made, number=f"9.{n}", why=f"Why {n}.", evidence=(replace(tall, label=f"9.{n} a"),))
        for n in range(8)
    )
    outcome = replace(unit.outcomes[0], criteria=many)
    found = " ".join(pages(mapping_pdf(replace(document, units=(replace(unit, outcomes=(outcome,)),)))))
    assert [c.number for c in many if f"{c.why} {c.number} a" not in found] == []


def test_no_table_s_columns_hang_on_its_cells_which_takes_minutes_in_a_long_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured: list[object] = []
    monkeypatch.setattr("weasyprint.layout.table.auto_table_layout", lambda _, box, *__: measured.append(box))
    record = with_paths(approved_sample())
    mapping_pdf(mapping_document(record))
    checklist_pdf(checklist_document(record, form=SubmissionForm.QAP))
    assert measured == []


def test_quotations_stand_word_for_word(mapping: bytes) -> None:
    everything = " ".join(pages(mapping))
    for wanted in {squeezed(item.quotation) for c in mapping_record().criteria for item in c.links}:
        assert wanted in everything


def test_a_quotation_longer_than_a_page_is_there_to_its_last_word() -> None:
    words = [f"w{n:04}w" for n in range(3000)]
    found = " ".join(pages(mapping_pdf(mapping_document(with_quotation(" ".join(words))))))
    assert [
        word for word in found.split() if word.startswith("w") and word.endswith("w") and len(word) == 6
    ] == words


def test_markup_in_a_quotation_is_shown_and_nothing_is_fetched(caplog: pytest.LogCaptureFixture) -> None:
    quotation = '<img src="https://example.org/x.png"> & <b>bold</b>'
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        found = " ".join(pages(mapping_pdf(mapping_document(with_quotation(quotation)))))
    assert quotation in found
    assert caplog.messages == []


def test_no_page_is_made_with_warnings(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        for form in SubmissionForm:
            checklist_pdf(checklist_document(approved_sample(), form=form))
        mapping_pdf(mapping_document(approved_sample()))
    assert caplog.messages == []


@pytest.mark.parametrize("form", SubmissionForm)
def test_a_checklist_carries_stamps_on_every_page_and_a_box_for_every_step(form: SubmissionForm) -> None:
    record = mapping_record()
    document = checklist_document(record, form=form)
    found = pages(checklist_pdf(document))
    assert all(stamp.text in text for text in found for stamp in stamps(record))
    steps = len(document.sections) + len(document.attachments) + len(document.at_hand)
    assert " ".join(found).count("☐") == steps


def test_the_pdf_is_tagged_titled_and_in_british_english(mapping: bytes) -> None:
    with pypdfium2.PdfDocument(mapping) as pdf:
        told = pdf.get_metadata_dict()
        assert pypdfium2.raw.FPDFCatalog_IsTagged(pdf)
        assert pypdfium2.raw.FPDFCatalog_GetLanguage(pdf, None, 0)
    assert told["Title"].startswith("Mapping document: BA (Hons) Enterprise & Practice")
    assert told["Author"] == "Northmoor University"


def test_the_outline_leads_to_every_unit_and_outcome(mapping: bytes) -> None:
    with pypdfium2.PdfDocument(mapping) as pdf:
        titles = [bookmark.get_title() for bookmark in pdf.get_toc()]
    for unit in mapping_record().units:
        assert f"{unit.ref} {unit.title}" in titles
        assert all(f"LO {o.number}: {o.text}" in titles for o in unit.learning_outcomes)


class WithoutPango(MetaPathFinder):
    """Stands for a machine on which WeasyPrint finds no Pango."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return None


def test_missing_system_libraries_are_named_with_the_command_that_installs_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])
    with pytest.raises(MapperError, match="missing here") as caught:
        mapping_pdf(mapping_document(mapping_record()))
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in caught.value.remedy
