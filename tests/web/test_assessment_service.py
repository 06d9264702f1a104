"""The page on the ILM Assessment Service: units, file names, dates; and its two commands."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mapper.db import unit_of_work
from mapper.errors import InvalidError
from tests.made import MadeMapping
from tests.made_structure import STRICT, enter, enter_for_everyone
from tests.web.conftest import Visitor
from tests.web.markup import Page
from web.cli import DONE, DONE_WITH_ERRORS, MISUSE, main
from web.desk import SETTINGS
from web.settings import Settings, read_settings


def at(mapping: MadeMapping, more: str = "") -> str:
    return f"/mappings/{mapping.id}/coverage/assessment-service{more}"


def refs(page: Page) -> list[str]:
    """References of the units that the page is about."""
    rows = page.find("//table[contains(@class, 'service-units')]//th[@scope='row']")
    return [row.text_content().split()[0] for row in rows]


def asked(visitor: Visitor, mapping: MadeMapping, names: str, submission: str = "") -> Page:
    """The answer on names that were typed into the form."""
    form = visitor.page(at(mapping)).form("/assessment-service#files")
    answer = visitor.send(form, names=names, submission=submission)
    return Page(answer.text, form.path)


def aims(page: Page) -> list[dict[str, str]]:
    """What stands under each submission."""
    said = []
    for box in page.find("//div[contains(@class, 'aims')]"):
        terms, answers = (
            [" ".join(e.text_content().split()) for e in box.findall(f"dl/{t}")] for t in ("dt", "dd")
        )
        said.append(dict(zip(terms, answers, strict=True)))
    return said


def test_every_unit_that_is_not_guaranteed_is_on_the_page(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(at(mapping))
    assert refs(page) == ["9901-201", "9901-202"]
    assert "Nobody has entered which modules every learner takes" in page.said


def test_a_guaranteed_unit_is_not(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_for_everyone(mapping)
    mapping.cover_all(except_for="202:1.2")
    page = visitor.page(at(mapping))
    assert refs(page) == ["9901-202"]
    assert "not judged: 1.2" in page.said
    assert "Guaranteed, so not needed for: 9901-201." in page.said


def test_with_every_unit_guaranteed_nothing_is_left(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_for_everyone(mapping)
    mapping.cover_all()
    assert "nothing is left for the service" in visitor.page(at(mapping)).said


def test_the_stricter_measure_can_be_asked_for(visitor: Visitor, mapping: MadeMapping) -> None:
    offers_choices = replace(enter_for_everyone(mapping), rules=replace(STRICT, choice=True))
    with unit_of_work(mapping.engine) as session:
        enter(session, mapping.viewer, mapping.programme_edition_id, offers_choices, seen=1)
    mapping.cover_all()
    assert refs(visitor.page(at(mapping))) == []
    assert refs(visitor.page(at(mapping, "?measure=component"))) == ["9901-201", "9901-202"]


def test_the_word_guidance_is_not_guessed_for_an_invented_qualification(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = visitor.page(at(mapping))
    assert [e.text_content() for e in page.find("//table[contains(@class, 'service-units')]//strong")] == [
        "not stated",
        "not stated",
    ]


def test_the_page_warns_that_the_mapped_code_may_not_allow_it_and_names_its_source(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    said = visitor.page(at(mapping)).said
    assert "that code may not allow it" in said
    assert "version 6.1, April 2025" in said
    assert "Confirm all of it with ILM" in said


def test_names_are_answered_in_a_table_and_stay_in_the_form(visitor: Visitor, mapping: MadeMapping) -> None:
    typed = "S.Lamp-ABC123(1).docx\n\nS Lamp ABC124 1.docx"
    page = asked(visitor, mapping, typed)
    rows = page.find("//table[contains(@class, 'service-names')]/tbody/tr")
    said = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    assert [row[:3] for row in said] == [
        ["1", "S.Lamp-ABC123(1).docx", "right"],
        ["2", "S Lamp ABC124 1.docx", "wrong"],
    ]
    assert said[1][4] == "S.Lamp-ABC124(1).docx"
    assert "1 name of 2 does not follow the rule." in page.said
    assert page.one("//textarea").text.strip().splitlines() == typed.splitlines()


def test_the_names_are_held_against_the_submission_that_was_chosen(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = asked(visitor, mapping, "S.Lamp-ABC123(1)", "2")
    assert "but this is a resubmission" in page.said
    assert page.one("//input[@name='submission'][@checked]").get("value") == "2"


@pytest.mark.parametrize("typed", ["", " \n ", "S.Lamp-ABC123(1)\n" * 501])
def test_names_that_cannot_be_checked_are_told_beside_the_field(
    visitor: Visitor, mapping: MadeMapping, typed: str
) -> None:
    answer = visitor.post(at(mapping), names=typed)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.one("//textarea").get("aria-invalid") == "true"
    assert page.words("//*[@id='names-fault']") in page.words("//*[@role='alert']")
    assert (page.one("//textarea").text or "").strip() == typed.strip()


def test_dates_are_aimed_at_and_what_was_not_counted_is_listed(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = visitor.page(at(mapping, "?submitted=2026-12-05"))
    (said,) = aims(page)
    assert said["Quality check aimed at by"] == "Monday 14 December 2026"
    assert said["Result aimed at by"] == "Thursday 14 January 2027"
    assert said["Counted as of"].startswith("Monday 7 December 2026")
    assert "Friday 25 December 2026, Christmas Day" in said["Public holidays not counted"]
    assert said["Weekend days not counted"].startswith("12: 5 December")
    assert "Calendar: England (GB-ENG)" in page.said


def test_the_calendar_is_the_one_that_is_set(visitor: Visitor, mapping: MadeMapping) -> None:
    app = visitor.client.application
    own: Settings = app.extensions[SETTINGS]
    app.extensions[SETTINGS] = replace(own, calendar="GB-SCT")
    try:
        page = visitor.page(at(mapping, "?submitted=2026-12-01"))
        settings = visitor.page("/settings")
    finally:
        app.extensions[SETTINGS] = own
    assert aims(page)[0]["Result aimed at by"] == "Monday 11 January 2027"
    assert "Calendar: Scotland (GB-SCT)" in page.said
    assert "Scotland (GB-SCT): working days" in settings.said


def test_after_a_rejection_the_old_dates_are_past_and_new_ones_wait_for_a_submission(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    waiting = visitor.page(at(mapping, "?submitted=2026-12-01&rejected=2026-12-03"))
    assert len(waiting.find("//div[contains(@class, 'past')]")) == len(aims(waiting)) == 1
    assert "no date is aimed at until everything is submitted again" in waiting.said
    anew = visitor.page(at(mapping, "?submitted=2026-12-01&rejected=2026-12-03&again=2026-12-07"))
    assert [box["Quality check aimed at by"] for box in aims(anew)] == [
        "Tuesday 8 December 2026",
        "Monday 14 December 2026",
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("submitted=", "submitted"),
        ("submitted=tomorrow", "submitted"),
        ("submitted=1066-10-14", "submitted"),
        ("submitted=2026-12-01&rejected=2026-11-30", "rejected"),
        ("submitted=2026-12-01&again=2026-12-03", "rejected"),
        ("submitted=2026-12-01&rejected=2026-12-03&again=3000-01-01", "again"),
    ],
)
def test_a_date_that_cannot_be_used_is_told_beside_its_field_and_stays_typed(
    visitor: Visitor, mapping: MadeMapping, query: str, field: str
) -> None:
    page = visitor.page(at(mapping, f"?{query}"))
    control = page.one(f"//input[@id='{field}']")
    assert control.get("aria-invalid") == "true"
    assert page.words(f"//*[@id='{field}-fault']") in page.words("//*[@role='alert']")
    assert f"{field}={control.get('value')}" in f"{query}&{field}="
    assert aims(page) == []


def test_dates_stay_while_names_are_checked(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(at(mapping, "?submitted=2026-12-01"))
    form = next(f for f in page.forms if f.method == "post")
    answer = Page(visitor.send(form, names="S.Lamp-ABC123(1)").text)
    assert "The name follows the rule." in answer.said
    assert len(aims(answer)) == 1


def test_nobody_elses_mapping_has_the_page(visitor: Visitor, mapping: MadeMapping) -> None:
    missing = f"/mappings/{mapping.id + 999}/coverage/assessment-service"
    assert visitor.get(missing).status_code == 404
    assert visitor.post(missing, names="S.Lamp-ABC123(1)").status_code == 404


def test_a_calendar_that_is_not_known_is_named_at_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAPPER_CALENDAR", "Atlantis")
    with pytest.raises(InvalidError) as refused:
        read_settings()
    assert str(refused.value).startswith(
        "MAPPER_CALENDAR: There is no calendar “Atlantis”. Use one of GB-ENG"
    )
    assert main(["serve"]) == MISUSE
    assert capsys.readouterr().err == f"{refused.value}\n"


def test_the_calendar_is_englands_unless_another_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAPPER_CALENDAR", raising=False)
    assert read_settings().calendar == "GB-ENG"
    monkeypatch.setenv("MAPPER_CALENDAR", "wales")
    assert read_settings().calendar == "GB-WLS"


def test_the_command_checks_names(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["assessment-service", "check-names"]
    assert main([*command, "S.Lamp-ABC123(1)", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["names"][0]["is_right"] is True
    assert main([*command, "S.Lamp-ABC123(1)", "S Lamp ABC124 1"]) == DONE_WITH_ERRORS
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "right: S.Lamp-ABC123(1)",
        "wrong: S Lamp ABC124 1, better S.Lamp-ABC124(1)",
    ]
    assert "not in brackets" in said.err


def test_the_command_tells_dates(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MAPPER_CALENDAR", "GB-SCT")
    command = ["assessment-service", "dates", "--submitted", "2026-12-01"]
    assert main([*command, "--json"]) == DONE
    said = json.loads(capsys.readouterr().out)
    assert (said["calendar"], said["aims"]["result"]) == ("GB-SCT", "2027-01-11")
    assert main([*command, "--calendar", "England", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["aims"]["result"] == "2027-01-08"
    assert main([*command, "--rejected", "2026-12-03"]) == DONE
    assert capsys.readouterr().out == "No date is aimed at until everything is submitted again.\n"
    assert main(["assessment-service", "dates", "--submitted", "tomorrow"]) == MISUSE
    assert capsys.readouterr().err == "--submitted: “tomorrow” is no date. Write it as 2026-12-01.\n"
