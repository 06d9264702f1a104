"""A programme longer than the qualification may take, in whatever words its documents say so."""

from __future__ import annotations

import pytest

from mapper.standing.duration import duration_findings, maximum_months, mode_lengths
from mapper.values import Severity

FULL, PART = "full-time", "part-time"
BOTH_LATER = [(FULL, 36), (PART, 72)]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("3 years full-time, 6 years part-time", BOTH_LATER),
        ("Full-time: 3 years; part-time: 6 years", BOTH_LATER),
        ("three years full time or six years part time", BOTH_LATER),
        ("3-4 years full time", [(FULL, 48)]),
        ("two to three years", [("", 36)]),
        ("twenty-four months", [("", 24)]),
        ("Thirty six months", [("", 36)]),
        ("1.5 years", [("", 18)]),
        ("3 years full time (6 part-time)", [("", 36)]),
        ("2 academic sessions", []),
        ("9" * 400 + " years", []),
        ("", []),
    ],
)
def test_each_length_is_read_with_its_mode_where_the_words_pair_them(
    text: str, lengths: list[tuple[str, float]]
) -> None:
    assert [(one.mode, one.months) for one in mode_lengths(text, None)] == lengths


def test_a_length_without_a_mode_is_of_the_only_mode_the_programme_has() -> None:
    assert [one.mode for one in mode_lengths("24 months", "Part-time, blended")] == [PART]
    assert [one.mode for one in mode_lengths("24 months", "Full-time or part-time")] == [""]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("To be completed in 3 years", 36),
        ("Three years from registration", 36),
        ("18 months", 18),
        ("A minimum of 3 years", None),
        ("3 years or more", None),
        ("3 years, with an extension of 1 year", None),
        ("As agreed", None),
        (None, None),
    ],
)
def test_a_maximum_is_known_only_where_one_length_is_stated_as_it(
    text: str | None, months: float | None
) -> None:
    assert maximum_months(text) == months


def said(most: str | None, duration: str | None, mode: str | None = None) -> list[tuple[Severity, str]]:
    found = duration_findings(qualification=most, title="Diploma", duration=duration, mode=mode)
    return [(f.severity, f"{f.subject}: {f.message} {f.remedy}") for f in found]


def test_a_mode_that_takes_too_long_is_found_with_when_to_register() -> None:
    ((severity, words),) = said("To be completed in 3 years", "3 years full-time, 6 years part-time")
    assert severity is Severity.WARNING
    assert words.startswith("part-time, 6 years: The programme takes 6 years part-time")
    assert "no earlier than the start of year 4" in words
    assert "have ILM confirm that what they were assessed on before that counts" in words


@pytest.mark.parametrize(
    ("most", "duration", "when"),
    [
        ("18 months", "2 years", "6 months into year 1"),
        ("3 years", "40 months", "4 months into year 1"),
        ("2 years", "42 months", "6 months into year 2"),
        ("3 years", "5 years", "the start of year 3"),
    ],
)
def test_when_to_register_is_said_in_years_of_study(most: str, duration: str, when: str) -> None:
    ((_, words),) = said(most, duration)
    assert f"no earlier than {when}," in words


def test_nothing_is_said_of_a_programme_that_fits() -> None:
    assert said("3 years", "3 years", "Full-time") == []


@pytest.mark.parametrize(
    ("most", "duration", "mode", "words"),
    [
        (None, "3 years", None, "states no maximum duration"),
        ("As agreed", "3 years", None, "“As agreed”, of which no maximum could be read"),
        ("3 years", None, None, "It is not stated how long the programme takes"),
        ("3 years", "As long as it takes", None, "“As long as it takes” names no length"),
        ("3 years", "3 years", "Full-time; part-time", "full-time or part-time is not stated plainly"),
    ],
)
def test_what_cannot_be_compared_is_a_note(
    most: str | None, duration: str | None, mode: str | None, words: str
) -> None:
    ((severity, told),) = said(most, duration, mode)
    assert severity is Severity.INFO
    assert words in told
