"""Choices of units that were worked out by hand from the shipped facts: references, dates and credits."""

from __future__ import annotations

from datetime import date

import pytest

from mapper.catalogue import all_known_units, check_combination, find_qualification

AWARD_4, CERTIFICATE_4, DIPLOMA_4 = "600/5851/1", "600/5932/1", "600/5931/x"
AWARD_5, CERTIFICATE_5, DIPLOMA_5 = "600/5855/9", "600/5854/7", "600/5856/0"
CERTIFICATE_7, DIPLOMA_7 = "601/2510/X", " 601/2511/1 "
CODES = {AWARD_4: 8605, CERTIFICATE_4: 8605, DIPLOMA_4: 8605, CERTIFICATE_7: 8617, DIPLOMA_7: 8617}
BEFORE, FROM = date(2020, 6, 30), date(2020, 7, 1)

# Qualification, units (with a code where it is another's), credits, whether they add up to it.
CHOICES = [
    (AWARD_5, "501 503", 7, True),
    (AWARD_5, "501 502", 6, True),
    (AWARD_5, "528 520", 12, True),
    (AWARD_5, "523 504", 13, False),
    (AWARD_5, "550", 6, False),
    (AWARD_5, "516 517 518", 6, True),
    (AWARD_5, "501 524", 14, False),
    (AWARD_5, "501 531", 18, False),
    (AWARD_5, "501 601", 6, False),
    (AWARD_5, "501 8605-503", 7, False),
    (CERTIFICATE_5, "523 504", 13, True),
    (CERTIFICATE_5, "523 501", 11, False),
    (CERTIFICATE_5, "501 502 417 411", 14, False),
    (CERTIFICATE_5, "503 508 417", 13, True),
    (CERTIFICATE_5, "503 508 400 412", 14, False),
    (CERTIFICATE_5, "521 531", 30, False),
    (CERTIFICATE_5, "521 426", 22, False),
    (CERTIFICATE_5, "521 409", 30, False),
    (CERTIFICATE_5, "521 601", 18, True),
    (CERTIFICATE_5, "521 524 523 516", 36, True),
    (CERTIFICATE_5, "521 524 523 516 517", 38, False),
    (DIPLOMA_5, "531 521 505 501", 37, True),
    (DIPLOMA_5, "531 521 505", 34, False),
    (DIPLOMA_5, "524 521 523 501", 37, True),
    (DIPLOMA_5, "531 409 426", 37, False),
    (DIPLOMA_5, "531 521 417 418 423", 48, True),
    (DIPLOMA_5, "531 521 417 418 423 411", 50, False),
    (DIPLOMA_5, "531 531 521", 45, False),
    (DIPLOMA_5, "531 521 8617-700", 50, False),
    (DIPLOMA_5, "531 521 505 501 999", 37, False),
    (DIPLOMA_5, "", 0, False),
    (AWARD_4, "414 425", 4, False),
    (AWARD_4, "414 412", 5, True),
    (AWARD_4, "409 411", 17, False),
    (AWARD_4, "426 405", 12, True),
    (AWARD_4, "426 417", 13, False),
    (AWARD_4, "400 501", 7, False),
    (CERTIFICATE_4, "426 417", 13, True),
    (CERTIFICATE_4, "426 501 502", 13, True),
    (CERTIFICATE_4, "426 520 516", 15, False),
    (CERTIFICATE_4, "426 417 523", 21, False),
    (CERTIFICATE_4, "426 417 524", 24, False),
    (CERTIFICATE_4, "426 417 409", 28, False),
    (CERTIFICATE_4, "426 417 359 361", 19, True),
    (DIPLOMA_4, "409 426 417 418 412", 37, True),
    (DIPLOMA_4, "409 426 521", 37, True),
    (DIPLOMA_4, "409 426 521 533", 40, True),
    (DIPLOMA_4, "409 426 521 523", 45, False),
    (DIPLOMA_4, "409 426 521 531", 37, False),
    (CERTIFICATE_7, "700", 20, True),
    (CERTIFICATE_7, "701", 20, False),
    (CERTIFICATE_7, "700 700", 40, False),
    (DIPLOMA_7, "702 701 700", 60, True),
    (DIPLOMA_7, "700 701", 40, False),
    (DIPLOMA_7, "700 701 702 8607-501", 63, False),
]

# The same, with the day of registration and what was achieved before.
REPLACED = [
    (AWARD_5, "530 501", BEFORE, "", True),
    (AWARD_5, "530 501", FROM, "", False),
    (AWARD_5, "530 501", FROM, "530", True),
    (AWARD_5, "530 501", FROM, "501", False),
    (AWARD_5, "550 501", BEFORE, "", True),
    (AWARD_5, "550 501", FROM, "", True),
    (CERTIFICATE_4, "426 417 339", BEFORE, "", True),
    (CERTIFICATE_4, "426 417 339", FROM, "", False),
    (CERTIFICATE_4, "426 417 339", FROM, "339", True),
    (CERTIFICATE_4, "426 417 340", FROM, "339", False),
    (CERTIFICATE_4, "426 417 361", FROM, "", True),
    (CERTIFICATE_4, "426 417 530", BEFORE, "", True),
    (CERTIFICATE_4, "426 417 530", FROM, "", False),
]


def refs(qualification: str, units: str) -> list[str]:
    """The whole references, of the qualification's own specification unless one is named."""
    code = CODES.get(qualification, 8607)
    return [unit if "-" in unit else f"{code}-{unit}" for unit in units.split()]


@pytest.mark.parametrize(("qualification", "units", "credits_", "is_valid"), CHOICES)
def test_a_choice_of_units_adds_up_or_does_not(
    qualification: str, units: str, credits_: float, is_valid: bool
) -> None:
    result = check_combination(
        qualification=find_qualification(qualification),
        units=refs(qualification, units),
        known=all_known_units(),
        registered_on=date(2024, 1, 1),
    )
    assert (result.valid, result.credits) == (is_valid, credits_)
    assert is_valid or result.findings


@pytest.mark.parametrize(("qualification", "units", "registered_on", "achieved", "is_valid"), REPLACED)
def test_a_replaced_unit_counts_by_the_day_of_registration(
    qualification: str, units: str, registered_on: date, achieved: str, is_valid: bool
) -> None:
    result = check_combination(
        qualification=find_qualification(qualification),
        units=refs(qualification, units),
        known=all_known_units(),
        registered_on=registered_on,
        already_achieved=refs(qualification, achieved),
    )
    assert result.valid is is_valid
