"""When a judgement needs a reason, and how fast somebody judges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mapper.errors import InvalidError
from mapper.reviews import criteria_per_hour, reason_wanted
from mapper.reviews.reasons import refuse_without_reason
from mapper.values import Coverage, Finding, Severity

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE
WARNING = Finding(Severity.WARNING, "Exam", "It says describe.")
NOTE = Finding(Severity.INFO, "Exam", "It is long.")
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("coverage", [FULL, PART, NONE, None])
def test_an_ordinary_judgement_needs_no_reason(coverage: Coverage | None) -> None:
    assert reason_wanted(coverage=coverage, findings=[NOTE], band="medium") is None


@pytest.mark.parametrize("severity", [Severity.WARNING, Severity.ERROR])
def test_full_against_an_open_finding_needs_one_that_names_the_finding(severity: Severity) -> None:
    finding = Finding(severity, "Exam", "It says describe.")
    assert "It says describe." in (reason_wanted(coverage=FULL, findings=[NOTE, finding]) or "")


@pytest.mark.parametrize("coverage", [PART, NONE, None])
def test_a_finding_asks_no_reason_for_anything_but_full(coverage: Coverage | None) -> None:
    assert reason_wanted(coverage=coverage, findings=[WARNING]) is None


def test_to_reject_a_high_suggestion_needs_a_reason() -> None:
    assert reason_wanted(coverage=NONE, band="high")
    assert reason_wanted(coverage=PART, band="high") is None
    assert reason_wanted(coverage=FULL, band="high") is None


@pytest.mark.parametrize("coverage", [FULL, PART, NONE, None])
def test_to_overrule_somebody_needs_a_reason(coverage: Coverage | None) -> None:
    assert reason_wanted(coverage=coverage, is_overruling=True)


def test_to_declare_together_needs_a_reason() -> None:
    assert reason_wanted(coverage=FULL, is_together=True)


@pytest.mark.parametrize("given", ["", " \n\t"])
def test_white_space_is_no_reason(given: str) -> None:
    with pytest.raises(InvalidError) as caught:
        refuse_without_reason(given, "Say why.")
    assert (caught.value.subject, bool(caught.value.remedy)) == ("reason", True)


def test_a_reason_that_was_given_or_is_not_wanted_passes() -> None:
    refuse_without_reason("Seen", "Say why.")
    refuse_without_reason("", None)


def judged(*minutes: float) -> list[tuple[int, datetime]]:
    """A criterion each, so many minutes after nine."""
    return [(i, MORNING + timedelta(minutes=m)) for i, m in enumerate(minutes)]


def test_two_minutes_each_are_thirty_an_hour() -> None:
    assert criteria_per_hour(judged(0, 2, 4, 6)) == pytest.approx(30)


def test_a_long_pause_is_no_work() -> None:
    assert criteria_per_hour(judged(0, 2, 4, 90, 92)) == pytest.approx(30)


def test_a_criterion_that_is_judged_again_counts_once() -> None:
    again = [*judged(0, 2, 4), (2, MORNING + timedelta(minutes=4.5)), (2, MORNING + timedelta(minutes=6))]
    assert criteria_per_hour(again) == pytest.approx(20)


@pytest.mark.parametrize("minutes", [(), (0,), (0, 5), (0, 0, 0), (0, 0.1, 0.2), (0, 60, 120)])
def test_too_little_says_nothing_of_the_pace(minutes: tuple[float, ...]) -> None:
    assert criteria_per_hour(judged(*minutes)) is None
