"""Decisions of other mappings: what is offered under an equal unit, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mapper import models
from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError
from mapper.intake.readings import SpecificationReading
from mapper.mappings import create_mapping
from mapper.queries.editions import read_specification
from mapper.queries.mapping import load_mapping
from mapper.queries.reuse import read_reuse
from mapper.queries.reuse_plan import Reuse
from mapper.reuse import carry_over
from mapper.reviews import withdraw
from mapper.values import Coverage
from mapper.workflow import record_approval
from tests.made import MadeMapping, keep_specification, request_id, specification


def twin(mapping: MadeMapping, read: SpecificationReading | None = None) -> MadeMapping:
    """A mapping of the same programme edition to the units of another specification."""
    with unit_of_work(mapping.engine) as session:
        edition = keep_specification(session, mapping.viewer, read or specification("9902"), file="twin.docx")
        page = read_specification(session, viewer=mapping.viewer, edition_id=edition)
        units = {u.ref: u.id for u in page.units if u.learning_outcomes}
        made = create_mapping(
            session,
            viewer=mapping.viewer,
            programme_edition_id=mapping.programme_edition_id,
            qualification_id=page.qualifications[0].id,
            unit_ids=list(units.values()),
        )
    criteria = {f"{u.ref[-3:]}:{c.number}": c.id for u in page.units for c in u.criteria}
    return replace(mapping, id=made, units=units, criteria=criteria)


def offered(mapping: MadeMapping) -> Reuse:
    with reading(mapping.engine) as session:
        return read_reuse(session, viewer=mapping.viewer, mapping_id=mapping.id)


def told(mapping: MadeMapping) -> list[str]:
    return [f.message for unit in offered(mapping).units for f in unit.findings]


def carry(mapping: MadeMapping, **more: object) -> int:
    asked = {
        "unit_ids": set(mapping.units.values()),
        "request_id": request_id(),
        "seen": offered(mapping).fingerprint,
    }
    with unit_of_work(mapping.engine) as session:
        return carry_over(session, viewer=mapping.viewer, mapping_id=mapping.id, **(asked | more))  # type: ignore[arg-type]


def changed(**changes: str) -> SpecificationReading:
    """The twin specification with other words: a unit's title, or the text of criterion 1.1."""
    read = specification("9902")
    first = read.units[0]
    outcome = first.learning_outcomes[0]
    criterion = replace(outcome.criteria[0], **{k: v for k, v in changes.items() if k != "title"})
    outcome = replace(outcome, criteria=(criterion, *outcome.criteria[1:]))
    first = replace(
        first,
        title=changes.get("title", first.title),
        learning_outcomes=(outcome, *first.learning_outcomes[1:]),
    )
    return replace(read, units=(first, *read.units[1:]))


def test_what_was_judged_under_an_equal_unit_is_offered_with_who_and_when(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL, reason="Seen in the log")
    mapping.judge("201:1.2", "HB101 Content 1", Coverage.NONE)
    mapping.judge("202:1.1", None, Coverage.NONE, reason="No crew")
    other = twin(mapping)
    found = [(d.unit_ref, d.number, d.what, d.coverage, d.decided_by) for d in offered(other).decisions]
    assert found == [
        ("9901-201", "1.1", "HB101 Lamps and lenses: Lamp log", Coverage.FULL, "Local user"),
        ("9901-201", "1.2", "HB101 Lamps and lenses: Content 1", Coverage.NONE, "Local user"),
        ("9901-202", "1.1", "Nothing here", Coverage.NONE, "Local user"),
    ]
    assert offered(mapping) == Reuse()


def test_carried_decisions_are_new_ones_that_tell_where_they_came_from(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.reviews.chains.now", lambda: datetime(2031, 7, 4, 23, 30, tzinfo=UTC))
    source = mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL, reason="Seen in the log")
    mapping.judge("202:1.1", None, Coverage.NONE)
    other = twin(mapping)
    assert carry(other) == 2
    with reading(other.engine) as session:
        made = load_mapping(session, viewer=other.viewer, mapping_id=other.id).decisions
    assert [(d.criterion_id, d.statement_ids, d.coverage) for d in made] == [
        (other.criteria["201:1.1"], (other.statements["HB101 Lamp log"],), Coverage.FULL),
        (other.criteria["202:1.1"], (), Coverage.NONE),
    ]
    assert made[0].reason == (
        f"Carried over from mapping {mapping.id}, unit 9901-201, decided by the same person on 5 July 2031"
        f" (decision {source}). Seen in the log"
    )
    assert made[0].quotation
    assert not made[0].is_suspect
    assert offered(other).decisions == ()


def test_a_reason_names_nobody_so_that_a_name_can_still_be_erased(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    other = twin(mapping)
    carry(other)
    with reading(other.engine) as session:
        (made,) = load_mapping(session, viewer=other.viewer, mapping_id=other.id).decisions
    assert "Local user" not in made.reason


def test_the_longest_reason_is_carried_over_cut_to_what_a_reason_holds(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL, reason="x" * 4_000)
    assert carry(twin(mapping)) == 1


def test_a_request_that_is_sent_twice_carries_over_once(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    mapping.judge("201:1.2", "HB101 Lamp log", Coverage.FULL)
    other = twin(mapping)
    asked = {"request_id": request_id(), "seen": offered(other).fingerprint}
    assert [carry(other, **asked), carry(other, **asked)] == [2, 0]


def test_only_the_chosen_units_are_carried_over(mapping: MadeMapping) -> None:
    mapping.cover_all()
    other = twin(mapping)
    assert carry(other, unit_ids={other.units["9902-202"]}) == 2
    with pytest.raises(InvalidError, match="No unit is chosen"):
        carry(other, unit_ids=set())


def test_what_changed_since_it_was_seen_is_not_carried_over(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    other = twin(mapping)
    seen = offered(other).fingerprint
    mapping.judge("201:1.2", "HB101 Lamp log", Coverage.FULL)
    with pytest.raises(ConflictError, match="changed since you opened this page"):
        carry(other, seen=seen)


def test_a_criterion_that_is_judged_already_is_not_touched(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    mapping.judge("201:1.2", "HB101 Lamp log", Coverage.FULL)
    other = twin(mapping)
    other.judge("201:1.1", "HB101 Outcome 2", Coverage.PART)
    assert [d.number for d in offered(other).decisions] == ["1.2"]
    assert told(other) == ["Of criterion 1.1: judged here already, so it stays as it is."]


def test_withdrawn_decisions_are_not_offered(mapping: MadeMapping) -> None:
    decided = mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=decided, request_id=request_id())
    assert offered(twin(mapping)) == Reuse()


def test_suspect_decisions_are_told_and_not_offered(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    other = twin(mapping)
    with unit_of_work(mapping.engine) as session:
        statement = session.get_one(models.Statement, mapping.statements["HB101 Lamp log"])
        statement.fingerprint = "0" * 64
    assert offered(other).decisions == ()
    assert told(other) == [
        "Of criterion 1.1: a decision rests on wording that has changed since, so it is not carried over."
    ]


@pytest.mark.parametrize(
    "second", [("HB101 Lamp log", Coverage.PART), ("HB101 Lamp log", Coverage.NONE), (None, Coverage.NONE)]
)
def test_mappings_that_contradict_each_other_are_told_and_not_carried_over(
    mapping: MadeMapping, second: tuple[str | None, Coverage]
) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    twin(mapping).judge("201:1.1", *second)
    third = twin(mapping, specification("9903"))
    assert offered(third).decisions == ()
    assert told(third) == [
        "Of criterion 1.1: what other mappings say contradicts itself, so nothing is carried over."
    ]


def test_where_mappings_agree_the_last_decision_is_offered(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    last = twin(mapping).judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    third = twin(mapping, specification("9903"))
    assert [d.decision_id for d in offered(third).decisions] == [last]


@pytest.mark.parametrize(
    ("read", "why"),
    [
        (changed(text="Describe how a lamp is trimmed"), "the wording of criterion 1.1 differs"),
        (changed(number="1.0"), "its criteria are numbered in another way"),
        (changed(number="1.2"), "a number stands beside more than one of its criteria"),
    ],
)
def test_other_wording_is_not_offered_and_it_is_said_why(
    mapping: MadeMapping, read: SpecificationReading, why: str
) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    other = twin(mapping, read)
    assert offered(other).decisions == ()
    assert told(other) == [f"Decisions on 9901-201 of mapping {mapping.id} are not offered: {why}."]


def test_white_space_the_case_of_a_title_and_a_restriction_make_no_other_unit(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    read = changed(text="Describe  how the lamp\nis trimmed", title="KEEPING A LIGHTHOUSE")
    read = replace(read, units=(replace(read.units[0], restriction="Diploma only"), *read.units[1:]))
    assert len(offered(twin(mapping, read)).decisions) == 1


def test_another_title_or_nothing_judged_says_nothing_at_all(mapping: MadeMapping) -> None:
    other = twin(mapping, changed(text="Describe it", title="Keeping a beacon"))
    assert offered(other) == Reuse()
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    assert offered(other) == Reuse()


def test_a_sample_is_no_source_for_what_is_real(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    other = twin(mapping)
    with unit_of_work(mapping.engine) as session:
        session.get_one(models.SpecificationEdition, mapping.specification_edition_id).is_sample = True
    assert offered(other) == Reuse()


def test_an_approved_mapping_takes_nothing_over(mapping: MadeMapping) -> None:
    mapping.cover_all()
    other = twin(mapping)
    seen = offered(other).fingerprint
    with unit_of_work(other.engine) as session:
        record_approval(
            session, viewer=other.viewer, paths=other.paths(), reported=other.reported(is_full=False)
        )
    assert offered(other) == Reuse()
    with pytest.raises(ConflictError):
        carry(other, seen=seen)
