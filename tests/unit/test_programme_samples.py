"""The invented programmes read well, whatever their format."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapper.intake.programme import extract_programme
from mapper.intake.readers import read_document
from mapper.intake.readings import ProgrammeReading
from mapper.values import Severity


def read(path: Path) -> ProgrammeReading:
    return extract_programme([read_document(path.read_bytes(), file=path.name)])


def test_the_tidy_sample_reads_without_a_finding(samples_dir: Path) -> None:
    said = read(samples_dir / "ma_leadership.xlsx")
    assert said.findings == ()
    assert (said.credits, said.level, len(said.modules)) == (180, 7, 8)
    assert all(sum(a.weight or 0 for a in module.assessments) == 100 for module in said.modules)


@pytest.mark.parametrize("file", ["ba_business_handbook.docx", "ba_business_handbook.pdf"])
def test_the_messy_handbook_reads_alike_in_word_and_pdf(samples_dir: Path, file: str) -> None:
    said = read(samples_dir / file)
    assert (said.title, said.award, said.credits) == ("Business and Management", "BA (Hons)", 360)
    assert len(said.modules) == 16
    assert {m.year for m in said.modules} == {1, 2, 3}
    optional = [m for m in said.modules if m.option_group]
    assert len(optional) == 8
    assert all(m.status == "Option" and "two of" in str(m.option_group) for m in optional)


@pytest.mark.parametrize("file", ["ba_business_handbook.docx", "ba_business_handbook.pdf"])
def test_the_messy_handbook_gives_one_warning_for_the_weights_that_are_wrong(
    samples_dir: Path, file: str
) -> None:
    said = read(samples_dir / file)
    warnings = [f for f in said.findings if f.severity is Severity.WARNING]
    assert [f.subject.split()[0] for f in warnings] == ["BMG512"]
    totals = {m.code: sum(a.weight or 0 for a in m.assessments) for m in said.modules if m.assessments}
    assert set(totals.values()) == {90, 100}


def test_outcomes_and_tested_outcomes_agree_in_word_and_pdf(samples_dir: Path) -> None:
    word, pdf = (read(samples_dir / f"ba_business_handbook.{ending}") for ending in ("docx", "pdf"))
    for one, other in zip(word.modules, pdf.modules, strict=True):
        assert one.learning_outcomes == other.learning_outcomes
        assert one.assessments == other.assessments
        assert one.prerequisites == other.prerequisites
