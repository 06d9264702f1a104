"""The pure part of drafts: fields by path, corrections, wording from other documents, differences."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mapper.drafts.checks import publishable
from mapper.drafts.corrections import Correction
from mapper.drafts.differences import Change, differences_between
from mapper.drafts.draft import StandingDraft, stand
from mapper.drafts.fields import Value, fields_of, find_field, typed_value
from mapper.drafts.stored import reading_as_json, reading_from_json
from mapper.errors import InvalidError
from mapper.intake.files import load_files, read_handed_in
from mapper.intake.readings import SpecificationReading
from mapper.intake.specification import extract_specification
from mapper.values import FieldSource, Finding, Locator, Origin, Severity
from sample_programmes import SPECIFICATION
from tests.made import unit
from tests.made_drafts import mooring, read_specification

AT = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
TITLE = "units[0].title"
WORDING = "units[0].learning_outcomes[0].criteria[0].text"


def correction(path: str, read: Value, value: Value) -> Correction:
    return Correction(path, read, value, by="ada", at=AT)


def corrected(*corrections: Correction, read: SpecificationReading | None = None) -> StandingDraft:
    return stand(read or read_specification(), corrections=corrections)


def test_a_stored_reading_comes_back_as_it_was() -> None:
    document = read_handed_in(load_files([str(SPECIFICATION)])).documents[0]
    read = extract_specification(document)
    set_by_ada = FieldSource(Origin.PERSON, Locator("a.pdf", page=3), 8, by="ada", at=AT)
    read = replace(read, sources={"level": set_by_ada})
    assert reading_from_json(json.loads(json.dumps(reading_as_json(read)))) == read
    assert any(c.descriptors.good_pass for u in read.units for lo in u.learning_outcomes for c in lo.criteria)


def test_a_correction_stands_in_the_field_and_what_was_read_beside_it() -> None:
    draft = corrected(correction(TITLE, "Keeping a lighthouse", "Keeping a light"))
    field = find_field(draft.reading, TITLE)
    assert field
    assert field.source
    assert field.value == "Keeping a light"
    assert field.source == FieldSource(
        Origin.PERSON, Locator("specification.docx", table=2, row=2), "Keeping a lighthouse", by="ada", at=AT
    )
    assert find_field(draft.base, TITLE) == find_field(read_specification(), TITLE)


def test_the_last_correction_of_a_field_stands_and_one_back_to_what_was_read_is_none() -> None:
    first, second = (correction(TITLE, "Keeping a lighthouse", v) for v in ("Light", "Lights"))
    back = correction(TITLE, "Keeping a lighthouse", "Keeping a lighthouse")
    assert corrected(first, second).reading.units[0].title == "Lights"
    assert corrected(first, second, back).held == ()


def test_a_corrected_wording_has_the_verbs_of_its_words() -> None:
    read = "Describe how the lamp is trimmed"
    made = corrected(correction(WORDING, read, "Analyse and evaluate how the lamp is trimmed")).reading
    first = made.units[0].learning_outcomes[0].criteria[0]
    assert (first.verb, first.verbs) == ("analyse", ("analyse", "evaluate"))


@pytest.mark.parametrize("path", [TITLE, "units[9].title", "units[2].learning_outcomes[0].text"])
def test_a_correction_of_words_that_are_no_longer_there_lapses(path: str) -> None:
    draft = corrected(correction(path, "Something else", "Keeping a light"))
    assert [c.path for c in draft.lapsed] == [path]
    assert draft.reading.units == read_specification().units


def test_correcting_one_field_says_nothing_of_its_neighbours() -> None:
    draft = corrected(correction("qualifications[0].title", "Certificate in Harbour Leadership", "Harbour"))
    level = find_field(draft.reading, "qualifications[0].level")
    assert level
    assert level.source
    assert level.source.origin is Origin.READ


def test_findings_follow_from_the_corrected_reading() -> None:
    number = "units[0].learning_outcomes[0].criteria[1].number"
    gap = corrected(correction(number, "1.2", "1.3")).reading.findings
    assert any("1.2 is not there" in f.message for f in gap)
    mended = stand(replace(corrected(correction(number, "1.2", "1.3")).reading)).reading
    again = corrected(correction(number, "1.3", "1.2"), read=mended).reading.findings
    assert not any("is not there" in f.message for f in again)
    assert set(read_specification().findings) <= set(again)


def test_a_corrected_mark_that_breaks_the_sheets_total_is_told_and_mended() -> None:
    marks = "units[0].learning_outcomes[0].criteria[0].marks"
    read = read_specification()
    (first, *rest) = read.units
    total = sum(c.marks or 0 for lo in first.learning_outcomes for c in lo.criteria)
    read = replace(read, units=(replace(first, marks_total=total), *rest))
    assert not [f for f in corrected(read=read).reading.findings if "add up" in f.message]
    broken = corrected(correction(marks, 20, 30), read=read).reading
    (finding,) = (f for f in broken.findings if "add up" in f.message)
    assert (finding.subject, f"{total + 10:g}, but {total:g} are stated" in finding.message) == (
        f"Unit {first.ref}",
        True,
    )
    again = corrected(correction(marks, 30, 20), read=broken).reading
    assert finding not in again.findings


def test_a_finding_of_a_document_stays_and_says_that_its_unit_was_corrected_since() -> None:
    odd = Finding(Severity.WARNING, "Unit 9901-201", "The marks do not add up.")
    read = replace(read_specification(), findings=(odd,))
    marks = correction("units[0].learning_outcomes[0].criteria[0].marks", 20, 40)
    draft = corrected(marks, read=read)
    assert odd in draft.reading.findings
    assert draft.may_be_mended(odd)
    assert not corrected(read=read).may_be_mended(odd)


def test_a_rule_that_is_corrected_is_understood_from_then_on() -> None:
    odd = "A minimum of 10 credits unless the moon is full."
    read = read_specification(rule_text=odd)
    assert any("not understood" in f.message for f in stand(read).reading.findings)
    mended = corrected(
        correction("qualifications[0].rule_text", odd, "A minimum of 10 credits."), read=read
    ).reading
    assert not any("not understood" in f.message for f in mended.findings)


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        (TITLE, "  Two \n words ", "Two words"),
        ("units[0].credits", "7.5", 7.5),
        ("units[0].credits", "7", 7),
        ("units[0].credits", "", None),
        ("units[0].level", "4", 4),
        ("qualifications[0].start_date", "2021-09-01", "2021-09-01"),
        ("qualifications[0].size", "diploma", "diploma"),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_field(path: str, typed: str, value: Value) -> None:
    field = find_field(read_specification(), path)
    assert field
    assert typed_value(field, typed) == value


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        (TITLE, "  "),
        (TITLE, "x" * 20_001),
        ("units[0].credits", "nan"),
        ("units[0].credits", "-1"),
        ("units[0].credits", "1e3"),
        ("units[0].level", "9"),
        ("qualifications[0].start_date", "1 May 2021"),
        ("qualifications[0].size", "doctorate"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_by_its_path(path: str, typed: str) -> None:
    field = find_field(read_specification(), path)
    assert field
    with pytest.raises(InvalidError) as caught:
        typed_value(field, typed)
    assert caught.value.subject == path
    assert caught.value.remedy


@pytest.mark.parametrize("part", ["unit-0", "unit-4", "qualification-2", "units[0]", "", "unit-1-2"])
def test_a_part_that_is_not_there_has_no_fields(part: str) -> None:
    assert fields_of(read_specification(), part) == ()


def test_editions_that_say_the_same_do_not_differ() -> None:
    read = read_specification()
    spaced = replace(read.units[0], title="Keeping  a\nlighthouse")
    found = differences_between(read, replace(read, units=(spaced, *read.units[1:])))
    assert found.changed == ()
    assert {part.change for part in found.units} == {Change.SAME}


def test_differences_are_told_unit_by_unit_with_old_and_new_words() -> None:
    old = read_specification()
    lamp = replace(
        old.units[0].learning_outcomes[0].criteria[0], text="Explain how the lamp is trimmed", marks=25
    )
    outcomes = old.units[0].learning_outcomes
    first = replace(
        old.units[0],
        learning_outcomes=(replace(outcomes[0], criteria=(lamp, *outcomes[0].criteria[1:])), outcomes[1]),
    )
    new = replace(old, units=(first, old.units[2], unit("9901-210", "Sounding fog")))
    found = differences_between(old, new)
    assert [(p.code[-3:], p.change.value) for p in found.units] == [
        ("201", "changed"),
        ("203", "same"),
        ("210", "added"),
        ("202", "removed"),
    ]
    assert [(f.label, f.old, f.new) for f in found.units[0].fields] == [
        ("Criterion 1.1", "Describe how the lamp is trimmed", "Explain how the lamp is trimmed"),
        ("Criterion 1.1, marks", "20", "25"),
    ]


def test_qualifications_are_compared_by_their_number() -> None:
    found = differences_between(read_specification(), read_specification(tqt=120, credits_min=12))
    (part,) = found.qualifications
    assert [(f.label, f.old, f.new) for f in part.fields] == [
        ("Minimum credits", "10", "12"),
        ("Total qualification time (TQT)", None, "120"),
    ]


def test_a_reference_that_stands_twice_is_kept_once_and_told() -> None:
    read = read_specification()
    made = publishable(replace(read, units=(*read.units, replace(read.units[0], title="Another"))))
    assert [u.title for u in made.units] == [u.title for u in read.units]
    (said,) = [f for f in made.findings if f.severity is Severity.ERROR]
    assert said.message.startswith("Reference 9901-201 stands twice;")


def test_a_unit_without_a_reference_is_left_out_and_told() -> None:
    read = read_specification()
    made = publishable(replace(read, units=(*read.units, mooring("Fog"))))
    assert len(made.units) == len(read.units)
    (said,) = [f for f in made.findings if f.severity is Severity.ERROR]
    assert said.subject == "Unit “Fog”"


def test_criteria_of_one_number_are_told() -> None:
    number = "units[0].learning_outcomes[0].criteria[1].number"
    said = [
        f
        for f in corrected(correction(number, "1.2", "1.1")).reading.findings
        if f.severity is Severity.ERROR
    ]
    assert [f.message for f in said] == ["The number 1.1 stands beside more than one criterion."]


CREDITS = "qualifications[0].credits_"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({CREDITS + "min": 30, CREDITS + "max": 20}, "At most 20 credits are stated, but at least 30."),
        ({WORDING.replace("text", "pass_marks"): 99}, "passes with 99 marks, but has"),
    ],
)
def test_figures_that_cannot_both_hold_are_a_finding(values: dict[str, Value], said: str) -> None:
    assert not any(said in f.message for f in corrected().reading.findings)
    was = {path: field.value for path in values if (field := find_field(read_specification(), path))}
    made = [correction(path, was[path], value) for path, value in values.items()]
    [finding] = [f for f in corrected(*made).reading.findings if said in f.message]
    assert finding.severity is Severity.WARNING
