"""What a person must look up, on both databases: a qualification's last dates, and its rule."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from mapper import models
from mapper.db import Engine, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, MapperError
from mapper.qualifications import enter_dates, enter_rule
from mapper.queries.combination import dates_finding, read_combination
from mapper.queries.mapping import load_mapping
from mapper.queries.qualifications import EnteredFacts, entered_facts
from mapper.record import QualificationRecord
from mapper.values import Origin, Severity, Viewer
from mapper.workflow import record_approval
from tests.made import MadeMapping, counts

UNREAD = "A minimum of 10 credits unless the moon is full."


def events(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(models.AuditEvent.action).order_by(models.AuditEvent.id)))  # type: ignore[arg-type]


def qualification_of(engine: Engine, viewer: Viewer, edition_id: int) -> EnteredFacts:
    with reading(engine) as session:
        (found,) = entered_facts(session, viewer=viewer, edition_id=edition_id)
    return found


def dated(mapping: MadeMapping, **dates: Any) -> EnteredFacts:
    told = {"last_registration": None, "last_certification": None, "checked_on": date(2024, 5, 6)} | dates
    with unit_of_work(mapping.engine) as session:
        enter_dates(session, viewer=mapping.viewer, qualification_id=mapping.qualification_id, **told)
    return qualification_of(mapping.engine, mapping.viewer, mapping.specification_edition_id)


def warned(mapping: MadeMapping, on: date | None = None) -> str:
    with reading(mapping.engine) as session:
        found = dates_finding(session.get_one(models.Qualification, mapping.qualification_id), on=on)
    return found.message if found else ""


def test_choosing_warns_until_somebody_checked_the_last_dates(mapping: MadeMapping) -> None:
    assert "nobody has checked" in warned(mapping, date(2024, 6, 1))
    with reading(mapping.engine) as session:
        facts, _ = read_combination(session, viewer=mapping.viewer, qualification_id=mapping.qualification_id)
    assert [f.severity for f in facts.notes] == [Severity.INFO]
    found = dated(mapping, last_registration=date(2030, 8, 31), last_certification=date(2033, 8, 31))
    assert (found.last_registration, found.dates_by) == (date(2030, 8, 31), "Local user")
    assert warned(mapping, date(2024, 6, 1)) == ""
    assert "last registration date was 31 August 2030" in warned(mapping, date(2030, 9, 1))
    assert "last certification date was 31 August 2033" in warned(mapping, date(2033, 9, 1))
    assert events(mapping.engine).count("qualification dates entered") == 1


def test_dates_are_checked_and_end_by_the_calendar_of_the_united_kingdom(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.db.now", lambda: datetime(2031, 6, 30, 23, 30, tzinfo=UTC))
    dated(mapping, last_registration=date(2031, 6, 30), checked_on=date(2031, 7, 1))
    assert "was 30 June 2031, as checked on 1 July 2031" in warned(mapping)
    with pytest.raises(InvalidError, match="cannot lie in the future"):
        dated(mapping, checked_on=date(2031, 7, 2))


def test_dates_of_which_none_is_announced_were_still_checked(mapping: MadeMapping) -> None:
    dated(mapping)
    assert warned(mapping, date(2024, 6, 1)) == ""


@pytest.mark.parametrize(
    ("dates", "subject"),
    [
        ({"checked_on": date.max}, "checked_on"),
        ({"last_registration": date(2019, 8, 31)}, "last_registration"),
        ({"last_certification": date(2100, 1, 1)}, "last_certification"),
        (
            {"last_registration": date(2030, 1, 2), "last_certification": date(2030, 1, 1)},
            "last_certification",
        ),
    ],
)
def test_dates_that_cannot_be_are_refused_by_their_field(
    mapping: MadeMapping, dates: dict[str, date], subject: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        dated(mapping, **dates)
    assert caught.value.subject == subject
    assert (
        qualification_of(mapping.engine, mapping.viewer, mapping.specification_edition_id).checked_on is None
    )


def with_rule(mapping: MadeMapping, text: str | None) -> MadeMapping:
    """The mapping, its qualification's rule read as the text."""
    with unit_of_work(mapping.engine) as session:
        row = session.get_one(models.Qualification, mapping.qualification_id)
        row.rule_text = text
        session.add(row)
    return mapping


def enter(mapping: MadeMapping, text: str) -> EnteredFacts:
    with unit_of_work(mapping.engine) as session:
        enter_rule(session, viewer=mapping.viewer, qualification_id=mapping.qualification_id, text=text)
    return qualification_of(mapping.engine, mapping.viewer, mapping.specification_edition_id)


def approve(mapping: MadeMapping) -> None:
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )


def test_an_approval_waits_until_a_rule_that_was_not_understood_is_entered(mapping: MadeMapping) -> None:
    with_rule(mapping, UNREAD)
    with pytest.raises(InvalidError, match="were not understood"):
        approve(mapping)
    found = enter(mapping, "A minimum of 10  credits.")
    assert (found.rule_entered, found.rule_text) == ("A minimum of 10 credits.", UNREAD)
    assert found.rule_by == "Local user"
    with reading(mapping.engine) as session:
        facts, _ = read_combination(session, viewer=mapping.viewer, qualification_id=mapping.qualification_id)
    assert facts.rule
    assert (facts.rule.credits_min, facts.rule.not_understood) == (10, None)
    assert any("entered by a person" in f.message for f in facts.notes)
    approve(mapping)
    assert counts(mapping.engine)["approval"] == 1


def test_a_rule_stays_while_an_approval_rests_on_it(mapping: MadeMapping) -> None:
    enter(with_rule(mapping, UNREAD), "A minimum of 10 credits.")
    approve(mapping)
    with pytest.raises(ConflictError, match="so its rule stays"):
        enter(mapping, "A minimum of 5 credits.")


@pytest.mark.parametrize(
    ("read", "entered", "said"),
    [
        (UNREAD, UNREAD, "not understood"),
        (UNREAD, "  ", "1 to 2,000 characters"),
        (UNREAD, "x" * 2_001, "1 to 2,000 characters"),
        ("A minimum of 10 credits.", "A minimum of 5 credits.", "understood as it was read"),
    ],
)
def test_a_rule_that_cannot_stand_is_refused(
    mapping: MadeMapping, read: str, entered: str, said: str
) -> None:
    with pytest.raises(MapperError, match=said) as caught:
        enter(with_rule(mapping, read), entered)
    assert caught.value.subject == "rule"
    assert caught.value.remedy


def test_a_rule_can_be_entered_where_none_is_stated(mapping: MadeMapping) -> None:
    assert enter(with_rule(mapping, None), "A minimum of 10 credits.").rule_entered


def test_documents_are_told_who_entered_a_rule_and_in_place_of_what(mapping: MadeMapping) -> None:
    def told() -> QualificationRecord:
        with reading(mapping.engine) as session:
            return load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id).qualification

    assert not told().is_rule_checked
    with unit_of_work(mapping.engine) as session:
        row = session.get_one(models.Qualification, mapping.qualification_id)
        row.rule_text = UNREAD
        session.add(
            models.FieldOrigin(
                institution_id=mapping.viewer.institution_id,
                row_kind=models.RowKind.QUALIFICATION,
                row_id=row.id,
                field="rule_text",
                origin=Origin.READ,
                locator={"page": 4},
            )
        )
    assert told().rule_not_understood
    with unit_of_work(mapping.engine) as session:
        enter_rule(
            session,
            viewer=mapping.viewer,
            qualification_id=mapping.qualification_id,
            text="At least 10 credits.",
        )
    found = told()
    assert found.is_rule_checked
    assert found.rule_text == UNREAD
    assert found.entered_rule
    assert (found.entered_rule.text, found.entered_rule.by, found.entered_rule.read_at) == (
        "At least 10 credits.",
        "Local user",
        "page 4",
    )
    assert found.entered_rule.at
