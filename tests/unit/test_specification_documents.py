"""Whole specifications: the invented one, and the real ones where they are at hand."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from mapper.intake.readers import read_document
from mapper.intake.readings import SpecificationReading
from mapper.intake.specification import extract_specification
from mapper.values import Severity


def read(path: Path) -> SpecificationReading:
    return extract_specification(read_document(path.read_bytes(), file=path.name))


def test_the_invented_specification_is_read_whole_and_without_doubt(samples_dir: Path) -> None:
    reading = read(samples_dir / "9905_specification.docx")
    assert reading.code == "9905"
    assert len(reading.qualifications) == 3
    assert [s.registered_from for s in reading.substitutions] == ["2024-09-01"]
    worded = [u for u in reading.units if u.learning_outcomes]
    assert len(worded) == 6
    for unit in worded:
        criteria = [c for lo in unit.learning_outcomes for c in lo.criteria]
        assert sum(c.marks or 0 for c in criteria) == 100
        assert all(c.verb and c.descriptors.referral and c.descriptors.good_pass for c in criteria)
        assert all(lo.indicative_content for lo in unit.learning_outcomes)
    assert all(f.severity is Severity.INFO for f in reading.findings)


@pytest.mark.shared
def test_every_unit_row_of_the_real_specifications_is_right(shared_dir: Path) -> None:
    truth: dict[str, list[Any]] = json.loads((shared_dir / "truth" / "units.json").read_text())
    for name, rows in truth.items():
        reading = read(shared_dir / "seeds" / name)
        said = [(u.ref, u.level, u.credits, u.glh, u.group and u.group[-1]) for u in reading.units]
        assert said == [(ref, level, cv, glh, group) for ref, _, level, cv, glh, group in rows]


@pytest.mark.shared
def test_a_real_specification_reads_in_two_seconds_and_without_errors(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "seeds").glob("00[134]_*.txt")):
        began = time.perf_counter()
        reading = read(path)
        assert time.perf_counter() - began < 2
        assert all(f.severity is Severity.INFO for f in reading.findings)


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["00_ilm_seed_004", "01_pearson_4004", "05_hs_unit_html"])
def test_every_criterion_of_the_real_units_is_exact(shared_dir: Path, folder: str) -> None:
    place = shared_dir / "corpus" / "awarding" / folder
    expected = json.loads((place / "expected.json").read_text())
    path = place / expected["_file"] if "_file" in expected else next(place.glob("*.pdf"))
    (wanted,) = expected["units"]
    unit = next(u for u in read(path).units if u.learning_outcomes)
    assert (unit.level, unit.credits, unit.glh) == (wanted["level"], wanted["credits"], wanted["glh"])
    said = {c.number: c.text.rstrip(".") for lo in unit.learning_outcomes for c in lo.criteria}
    assert said == {
        c["n"]: c["text"].rstrip(".") for lo in wanted["learning_outcomes"] for c in lo["criteria"]
    }
