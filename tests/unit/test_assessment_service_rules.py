"""Word guidance unit by unit, and that every fact names a section that the service's document has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mapper.assessment_service import rules
from mapper.assessment_service.word_guidance import BEYOND, PORTFOLIO, Stated, word_guidance
from mapper.catalogue import known_specifications

LEADERSHIP = "ILM Level 5 Diploma in Leadership and Management"
COACHING = "ILM Level 5 Certificate in Effective Coaching and Mentoring"


def said(ref: str, *, level: int | None = 5, title: str = LEADERSHIP, of_level: int | None = 5) -> str:
    guidance = word_guidance(ref, level=level, qualification_title=title, qualification_level=of_level)
    assert bool(guidance.words) == (guidance.stated is Stated.UP_TO)
    return str(guidance)


@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_leadership_and_management_units_of_levels_two_to_five_have_five_thousand_words(level: int) -> None:
    assert said("8607-531", level=level) == "up to 5,000 words"
    assert said("8605-401", level=4, title="Level 4 Award in Leadership & Management", of_level=level) == (
        "up to 5,000 words"
    )


@pytest.mark.parametrize(
    ("level", "of_level", "why"),
    [
        (6, 5, "the unit is of level 6"),
        (7, 7, "the qualification is of level 7"),
        (5, 7, "the qualification is of level 7"),
        (1, 2, "the unit is of level 1"),
        (None, 5, "The level of the unit is not known."),
        (5, None, "The level of the qualification is not known."),
    ],
)
def test_other_and_unknown_levels_are_said_to_be_not_stated(
    level: int | None, of_level: int | None, why: str
) -> None:
    guidance = word_guidance(
        "8617-701", level=level, qualification_title=LEADERSHIP, qualification_level=of_level
    )
    assert (guidance.stated, guidance.words) == (Stated.NOT_STATED, None)
    assert why in guidance.why


def test_the_long_coaching_units_have_numbers_of_their_own() -> None:
    assert said("8585-300", level=3, title=COACHING) == "up to 5,000 words"
    assert said("8588-500", title=COACHING) == "up to 8,000 words"
    assert said(" 8588\u2011500 ", title=COACHING) == "up to 8,000 words"


@pytest.mark.parametrize("code", ["8588-50", "8585-30"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_portfolio_units_have_none_recommended(code: str, number: int) -> None:
    assert said(f"{code}{number}", title=COACHING) == "none recommended"


@pytest.mark.parametrize("ref", ["8588-504", "8585-304", "8586-300", "9905-701", ""])
def test_units_that_the_document_does_not_name_are_not_stated(ref: str) -> None:
    assert said(ref, title=COACHING) == "not stated"


def test_shipped_units_are_told_by_their_level() -> None:
    for specification in known_specifications():
        for qualification in specification.qualifications:
            for unit in specification.units:
                found = said(
                    unit.ref, level=unit.level, title=qualification.title, of_level=qualification.level
                )
                levels = {unit.level, qualification.level}
                assert found == ("up to 5,000 words" if levels <= {2, 3, 4, 5} else "not stated")


def _facts() -> list[rules.Fact]:
    steps = [fact for step in rules.STEPS for fact in step.facts]
    return [*steps, *rules.OTHER_METHODS, *BEYOND, PORTFOLIO]


def test_there_are_seven_steps_in_order() -> None:
    assert [step.number for step in rules.STEPS] == [1, 2, 3, 4, 5, 6, 7]


def test_only_times_are_marked_as_aims() -> None:
    aims = [fact.text for fact in _facts() if fact.is_aim]
    assert len(aims) == 2
    assert all("working days" in text for text in aims)


def test_the_result_sheet_alone_has_a_stated_format() -> None:
    assert {m.name: m.format for m in rules.MATERIALS if m.format} == {"ILMA result sheet": "Word"}


@pytest.mark.shared
def test_every_section_is_a_heading_of_the_document(shared_dir: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (shared_dir / "seeds").glob("*.txt")]
    (document,) = [text for text in texts if rules.TITLE in text[:200]]
    headings = {re.sub(r"[#*]", "", line).strip() for line in document.splitlines() if line.startswith("#")}
    named = {fact.source.section for fact in _facts()} | {m.source.section for m in rules.MATERIALS}
    assert {n for n in named if not any(h == n or h.startswith(f"{n} ") for h in headings)} == set()
    assert f"{rules.VERSION} {rules.DATED}" in document
