"""File names for the ILM Assessment Service: what is right, what is wrong and what would be better."""

from __future__ import annotations

import unicodedata

import pytest

from mapper.assessment_service.file_names import MOST_NAMES, PATTERN, check_name, check_names
from mapper.errors import InvalidError
from mapper.values import Locator, Severity

RIGHT = (
    PATTERN,
    "S.Smith-ABC123(2)",
    "S.Harbour-ABC1234(1).docx",
    "S.O'Quay-ABC123(1).docx",
    "S.O’Quay-ABC123(1).pdf",
    "É.Mündung-ABC123(1)",
    "S.Lamp-Lens-ABC123(1)",
    "S.Lamp Lens-ABC123(1)",
    "S.van der Haven-ABC123(1)",
    "S.St. Anchor-ABC123(1)",
    "S.O-ABC123(1)",
)


@pytest.mark.parametrize("name", RIGHT)
def test_a_name_as_the_rule_has_it_is_right(name: str) -> None:
    check = check_name(name)
    assert (check.is_right, check.findings, check.proposed) == (True, (), None)


@pytest.mark.parametrize("name", ["É.Mündung-ABC123(1)", "S.Gañeş-ABC123(1)"])
def test_accents_are_right_however_the_file_system_writes_them(name: str) -> None:
    check = check_name(unicodedata.normalize("NFD", name))
    assert (check.findings, check.proposed) == ((), None)


@pytest.mark.parametrize(
    ("name", "fault", "proposed"),
    [
        ("S Lamp ABC123 1.docx", "number of the submission is not in brackets", "S.Lamp-ABC123(1).docx"),
        ("S_Lamp_ABC123_2", "number of the submission is not in brackets", "S.Lamp-ABC123(2)"),
        ("S.Lamp-ABC123-1.pdf", "number of the submission is not in brackets", "S.Lamp-ABC123(1).pdf"),
        ("S.Lamp-ABC123 (1)", "stands as “(1)”", "S.Lamp-ABC123(1)"),
        ("S.Lamp-ABC123[1]", "stands as “[1]”", "S.Lamp-ABC123(1)"),
        ("S.Lamp-ABC123(01)", "stands as “(01)”", "S.Lamp-ABC123(1)"),
        ("S.Lamp-ABC123(1)(1).docx", "two numbers in brackets", "S.Lamp-ABC123(1).docx"),
        ("S.Lamp-ABC123(2) (1).docx", "two numbers in brackets", "S.Lamp-ABC123(2).docx"),
        ("S.Lamp-ABC123(1) - Copy.docx", "marked as a copy", "S.Lamp-ABC123(1).docx"),
        ("S.Lamp-ABC123(1)final", "“final” follows the number", "S.Lamp-ABC123(1)"),
        ("S.Lamp-ABC123(1).docx.pdf", "more than one extension", "S.Lamp-ABC123(1).pdf"),
        ("S.Lamp-ABC123(3)", "(1) and (2) only", "S.Lamp-ABC123(2)"),
        ("S.Lamp-ABC123(0)", "(1) and (2) only", None),
        ("S.Lamp-ABC123(12)", "(1) and (2) only", None),
        ("S.Lamp-ABC123.docx", "number of the submission is missing", None),
        ("S.Lamp-ABC123(one)", "number of the submission is missing", None),
        ("S.Lamp(1)", "No enrolment number can be made out", None),
        ("S.LampABC123(1)", "does not follow the name and a hyphen", "S.Lamp-ABC123(1)"),
        ("ABC123-S.Lamp(1)", "does not follow the name and a hyphen", "S.Lamp-ABC123(1)"),
        ("S.Lamp_ABC123(1)", "not joined by one hyphen", "S.Lamp-ABC123(1)"),
        ("S.Lamp - ABC123(1)", "not joined by one hyphen", "S.Lamp-ABC123(1)"),
        ("S.Lamp-ENR ABC123(1)", "not joined by one hyphen", "S.Lamp-ABC123(1)"),
        ("S.Lamp–ABC123(1)", "long dash", "S.Lamp-ABC123(1)"),
        ("S.Lamp-ABC 123(1)", "broken up: “ABC 123”", "S.Lamp-ABC123(1)"),
        ("S. Lamp-ABC123(1)", "not joined by one full stop", "S.Lamp-ABC123(1)"),
        ("S Lamp-ABC123(1)", "not joined by one full stop", "S.Lamp-ABC123(1)"),
        ("Sam Lamp-ABC123(1)", "whole first name", "S.Lamp-ABC123(1)"),
        ("Sam.Lamp-ABC123(1)", "whole first name", "S.Lamp-ABC123(1)"),
        ("Lamp, S-ABC123(1)", "surname stands before the initial", "S.Lamp-ABC123(1)"),
        ("Lamp-ABC123(1)", "does not begin with an initial", None),
        ("van der Haven-ABC123(1)", "does not begin with an initial", None),
        (".Lamp-ABC123(1)", "does not begin with an initial", None),
        ("S..Lamp-ABC123(1)", "a mark too many", "S.Lamp-ABC123(1)"),
        ("S.L4mp-ABC123(1)", "The surname holds “4”", None),
        ("S.Lamp&Lens-ABC123(1)", "The surname holds “&”", None),
        ("S.Lamp-ABC123(1)?.docx", "no file name can have", None),
        (" ", "There is no name", None),
        ("S." + "p" * 260 + "-ABC123(1)", "longer than the 255 characters", None),
    ],
)
def test_each_fault_is_said_and_a_better_name_given_where_it_follows(
    name: str, fault: str, proposed: str | None
) -> None:
    check = check_name(name)
    errors = [f for f in check.findings if f.severity is Severity.ERROR]
    assert fault in " ".join(f.message for f in errors)
    assert all(f.remedy for f in errors)
    assert (check.is_right, check.proposed) == (False, proposed)


@pytest.mark.parametrize(
    ("name", "doubt", "proposed"),
    [
        ("s.lamp-ABC123(1)", "The initial is a small letter", "S.Lamp-ABC123(1)"),
        ("S.Lamp-abc123(1)", "has small letters", "S.Lamp-ABC123(1)"),
        ("S.J.Lamp-ABC123(1)", "more than one initial", "S.Lamp-ABC123(1)"),
        ("S.Lamp-123456(1)", "not built like ABC123", None),
        ("S.Lamp-A1B2(1)", "not built like ABC123", None),
    ],
)
def test_what_the_rule_does_not_settle_is_a_warning(name: str, doubt: str, proposed: str | None) -> None:
    check = check_name(name)
    (finding,) = check.findings
    assert (finding.severity, check.is_right, check.proposed) == (Severity.WARNING, True, proposed)
    assert doubt in finding.message


def test_the_number_is_held_against_what_the_files_are() -> None:
    assert check_name("S.Lamp-ABC123(1)", submission=2).proposed == "S.Lamp-ABC123(2)"
    assert check_name("S.Lamp-ABC123", submission=1).proposed == "S.Lamp-ABC123(1)"
    assert check_name("S.Lamp-ABC123(2)", submission=2).is_right
    with pytest.raises(InvalidError):
        check_name("S.Lamp-ABC123(2)", submission=3)


@pytest.mark.parametrize(
    "said",
    ["C:\\work\\S.Lamp-ABC123(1).docx", '"/srv/lamps/S.Lamp-ABC123(1).docx"', "  S.Lamp-ABC123(1).docx"],
)
def test_folders_and_quotation_marks_are_no_part_of_a_name(said: str) -> None:
    assert check_name(said).name == "S.Lamp-ABC123(1).docx"
    assert check_name(said).is_right


def test_the_same_name_twice_is_wrong_the_second_time() -> None:
    first, second = check_names(["S.Lamp-ABC123(1).docx", "s.lamp-ABC123(1).DOCX"])
    assert first.is_right
    assert "Row 1 has the same name." in [f.message for f in second.findings]
    assert {f.locator for f in second.findings} == {Locator(row=2)}


def test_one_submission_in_two_files_is_for_a_person_to_look_at() -> None:
    _, second = check_names(["S.O'Quay-ABC123(1).docx", "S.O’Quay-ABC123(1).pdf"])
    (finding,) = second.findings
    assert (finding.severity, second.is_right) == (Severity.WARNING, True)


def test_one_enrolment_number_with_two_names_is_wrong() -> None:
    _, second = check_names(["S.Lamp-ABC123(1)", "L.Buoy-ABC123(1)"])
    assert [f.message for f in second.findings] == [
        "Row 1 has the enrolment number ABC123 with another name."
    ]
    assert not second.is_right


def test_a_submission_and_its_resubmission_may_be_checked_together() -> None:
    names = ["S.Lamp-ABC123(1)", "S.Lamp-ABC123(2)", "S.Lamp-ABC124(1)"]
    assert [check.findings for check in check_names(names)] == [(), (), ()]


def test_too_many_names_at_once_are_refused() -> None:
    with pytest.raises(InvalidError) as refused:
        check_names(["S.Lamp-ABC123(1)"] * (MOST_NAMES + 1))
    assert "Check them in several goes." in str(refused.value)
