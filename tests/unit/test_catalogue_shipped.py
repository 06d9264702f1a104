"""The shipped facts are what the specifications say, and nothing but facts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mapper.catalogue import known_qualifications, known_specifications, known_units
from mapper.catalogue.from_reading import facts_of
from mapper.catalogue.generate import FOLDER, generated
from mapper.catalogue.shipped import from_json, to_json
from mapper.errors import InvalidError
from mapper.intake.limits import DEFAULT_LIMITS
from mapper.intake.readers.text import read
from mapper.intake.readings import QualificationReading, SpecificationReading
from mapper.intake.specification import extract_specification


def test_eight_qualifications_of_three_specifications_are_known() -> None:
    assert [s.code for s in known_specifications()] == ["8605", "8607", "8617"]
    assert len({q.accreditation_number for q in known_qualifications()}) == 8


@pytest.mark.parametrize(("code", "count"), [("8605", 104), ("8607", 62), ("8617", 3), ("0000", 0)])
def test_units_are_known_by_the_code_of_their_specification(code: str, count: int) -> None:
    assert len(known_units(code)) == count


def test_every_shipped_rule_is_understood() -> None:
    assert all(q.rule and not q.rule.not_understood for q in known_qualifications())


def test_facts_survive_being_written_and_read() -> None:
    for specification in known_specifications():
        assert from_json(to_json(specification)) == specification


def test_no_shipped_text_is_longer_than_a_title() -> None:
    for path in FOLDER.glob("*.json"):
        strings = re.findall(r'"((?:[^"\\\\]|\\\\.)*)"', path.read_text(encoding="utf-8"))
        assert max(map(len, strings)) < 120


def test_a_rule_that_is_not_understood_is_not_shipped() -> None:
    reading = SpecificationReading(
        code="9905",
        title=None,
        level=5,
        qualifications=(QualificationReading("Award", "600/0000/0", rule_text="All units are mandatory."),),
    )
    with pytest.raises(InvalidError, match="Award"):
        generated(reading)


@pytest.mark.shared
def test_generating_the_facts_anew_changes_nothing(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "seeds").glob("00[134]_*.txt")):
        document = read(path.read_bytes(), file=path.name, limits=DEFAULT_LIMITS)
        reading = extract_specification(document)
        name, text = generated(reading)
        assert text == (FOLDER / name).read_text(encoding="utf-8")
        assert from_json(text) == facts_of(reading)
