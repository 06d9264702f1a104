"""Deciding on both databases: nothing is overwritten, nothing is written twice."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa

from mapper.coverage import CriterionCoverage
from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.queries.coverage import MappingCoverage, read_coverage
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import StandingDecision
from mapper.reviews import MAX_REASON, decide, withdraw, wording_seen
from mapper.values import Coverage, Finding, Severity
from tests.judged import at_once
from tests.made import MadeMapping, counts, make_mapping, request_id, suggest, suggestion

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE
LOG, PLAN, UNTESTED = "HB101 Lamp log", "HB102 Crossing plan", "HB101 Outcome 2"


def _standing(mapping: MadeMapping) -> tuple[StandingDecision, ...]:
    with reading(mapping.engine) as session:
        return load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id).decisions


def _coverage(mapping: MadeMapping) -> MappingCoverage:
    with reading(mapping.engine) as session:
        return read_coverage(session, viewer=mapping.viewer, mapping_id=mapping.id)


def _covered(mapping: MadeMapping, criterion: str) -> CriterionCoverage:
    wanted = mapping.criteria[criterion]
    return next(c.coverage for u in _coverage(mapping).units for c in u.criteria if c.row.id == wanted)


def _withdraw(mapping: MadeMapping, decision_id: int, **more: str) -> int:
    with unit_of_work(mapping.engine) as session:
        told = {"request_id": request_id()} | more
        return withdraw(session, viewer=mapping.viewer, decision_id=decision_id, **told).id


def test_a_decision_keeps_the_words_the_place_and_the_suggestion_it_rests_on(mapping: MadeMapping) -> None:
    suggest(mapping, suggestion(mapping, "201:1.1", LOG), version="7")
    mapping.judge("201:1.1", LOG, FULL, reason="  See the diary. ", certainty="high")
    (kept,) = _standing(mapping)
    assert kept.quotation == "Lamp log. Portfolio\nA diary of nights"
    assert kept.place == "handbook.docx, table 1, row 7"
    assert (kept.reason, kept.certainty, kept.decided_by) == ("See the diary.", "high", "Local user")
    with mapping.engine.connect() as connection:
        assert '"engine": "7"' in connection.scalar(sa.text("SELECT CAST(suggested AS TEXT) FROM decision"))


def test_a_request_that_comes_twice_gives_one_decision(mapping: MadeMapping) -> None:
    judging = mapping.judging("201:1.1", LOG, FULL)
    kept = []
    for _ in range(2):
        with unit_of_work(mapping.engine) as session:
            kept.append(decide(session, viewer=mapping.viewer, judging=judging).id)
        after = counts(mapping.engine)
    assert kept[0] == kept[1]
    assert (after["decision"], after["subject"]) == (1, 1)


def test_a_request_that_comes_again_to_say_something_else_is_told_what_was_recorded(
    mapping: MadeMapping,
) -> None:
    again = request_id()
    decision = mapping.judge("201:1.1", LOG, FULL, request_id=again)
    for criterion, statement, coverage in (("201:1.1", LOG, PART), ("201:1.1", PLAN, FULL)):
        with pytest.raises(ConflictError, match="recorded before, as “full”"):
            mapping.judge(criterion, statement, coverage, request_id=again)
    with pytest.raises(ConflictError, match="recorded before, as “full”"):
        _withdraw(mapping, decision, request_id=again)
    assert counts(mapping.engine)["decision"] == 1


def test_a_judgement_on_words_that_changed_since_they_were_read_is_refused(mapping: MadeMapping) -> None:
    with mapping.engine.connect() as connection:
        prints = [
            connection.scalar(sa.text(f"SELECT fingerprint FROM {table} WHERE id = :id"), {"id": row})
            for table, row in (
                ("criterion", mapping.criteria["201:1.1"]),
                ("statement", mapping.statements[LOG]),
            )
        ]
    read = wording_seen(*prints)
    with mapping.engine.begin() as connection:
        connection.execute(sa.text("UPDATE criterion SET fingerprint = 'other'"))
    with pytest.raises(ConflictError, match="wording has changed"):
        mapping.judge("201:1.1", LOG, FULL, wording=read)
    assert counts(mapping.engine)["decision"] == 0
    mapping.judge("201:1.1", LOG, FULL, wording=wording_seen("other", prints[1]))


def test_full_against_an_open_finding_is_kept_with_a_reason_only(mapping: MadeMapping) -> None:
    doubt = Finding(Severity.WARNING, "Lamp log", "It says describe.")

    def judge(**more: str) -> None:
        with unit_of_work(mapping.engine) as session:
            judging = mapping.judging("201:1.1", LOG, FULL, **more)
            decide(session, viewer=mapping.viewer, judging=judging, findings=[doubt])

    with pytest.raises(InvalidError, match="It says describe"):
        judge()
    judge(reason="Part two asks to explain")
    assert [d.reason for d in _standing(mapping)] == ["Part two asks to explain"]


def test_a_withdrawal_that_comes_twice_gives_one_withdrawal(mapping: MadeMapping) -> None:
    decision = mapping.judge("201:1.1", LOG, FULL)
    again = request_id()
    first = _withdraw(mapping, decision, request_id=again)
    assert _withdraw(mapping, decision, request_id=again) == first
    assert counts(mapping.engine)["decision"] == 2


def test_a_decision_on_a_stale_view_names_who_decided_what_and_writes_nothing(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.reviews.chains.now", lambda: datetime(2031, 7, 4, 23, 30, tzinfo=UTC))
    mapping.judge("201:1.1", LOG, FULL)
    before = counts(mapping.engine)
    # As every page tells it: in UK time, where it is summer.
    with pytest.raises(ConflictError, match="Local user decided “full” on 5 July 2031 at 00:30,") as caught:
        mapping.judge("201:1.1", LOG, PART)
    assert caught.value.remedy
    assert counts(mapping.engine) == before
    assert [d.coverage for d in _standing(mapping)] == [FULL]


def test_a_decision_on_a_withdrawn_one_says_so(mapping: MadeMapping) -> None:
    seen = mapping.judge("201:1.1", LOG, FULL)
    _withdraw(mapping, seen)
    with pytest.raises(ConflictError, match="was withdrawn meanwhile"):
        mapping.judge("201:1.1", LOG, PART, seen_id=seen)


def test_a_decision_on_the_standing_one_takes_its_place(mapping: MadeMapping) -> None:
    seen = mapping.judge("201:1.1", LOG, FULL)
    mapping.judge("201:1.1", LOG, PART, seen_id=seen)
    assert [d.coverage for d in _standing(mapping)] == [PART]
    assert counts(mapping.engine)["decision"] == 2


def test_of_two_who_decide_at_once_one_wins(mapping: MadeMapping) -> None:
    for name in mapping.criteria:
        judge = partial(mapping.judge, name, LOG)
        won, lost = at_once(partial(judge, FULL), partial(judge, PART))
        assert len(won) == 1
        assert [type(error) for error in lost] == [ConflictError]
    assert counts(mapping.engine)["decision"] == len(mapping.criteria)


def test_one_click_that_arrives_twice_at_once_is_one_decision(mapping: MadeMapping) -> None:
    for name in mapping.criteria:
        click = partial(mapping.judge, name, LOG, FULL, request_id=request_id())
        won, lost = at_once(click, click)
        assert (len(set(won)), lost) == (1, [])
    assert counts(mapping.engine)["decision"] == len(mapping.criteria)


def test_of_two_who_withdraw_at_once_one_wins(mapping: MadeMapping) -> None:
    for name in mapping.criteria:
        take_back = partial(_withdraw, mapping, mapping.judge(name, LOG, FULL))
        won, lost = at_once(take_back, take_back)
        assert len(won) == 1
        assert [type(error) for error in lost] == [ConflictError]


def test_undo_appends_and_the_criterion_is_not_judged_again(mapping: MadeMapping) -> None:
    decision = mapping.judge("201:1.1", LOG, FULL)
    _withdraw(mapping, decision, reason="Wrong row")
    assert _covered(mapping, "201:1.1") == CriterionCoverage(None, is_suspect=False)
    assert counts(mapping.engine)["decision"] == 2
    assert _standing(mapping) == ()


def test_what_was_withdrawn_can_be_judged_anew(mapping: MadeMapping) -> None:
    _withdraw(mapping, mapping.judge("201:1.1", LOG, FULL))
    mapping.judge("201:1.1", LOG, PART)
    assert _covered(mapping, "201:1.1").coverage is PART


def test_what_no_longer_stands_cannot_be_withdrawn(mapping: MadeMapping) -> None:
    decision = mapping.judge("201:1.1", LOG, FULL)
    _withdraw(mapping, decision)
    with pytest.raises(ConflictError, match="no longer stands"):
        _withdraw(mapping, decision)


@pytest.mark.parametrize("table", ["criterion", "statement"])
def test_changed_wording_makes_the_decision_suspect_and_never_covered(
    mapping: MadeMapping, table: str
) -> None:
    mapping.judge("201:1.1", LOG, FULL)
    mapping.judge("201:1.2", PLAN, FULL)
    row = mapping.criteria["201:1.1"] if table == "criterion" else mapping.statements[LOG]
    with mapping.engine.begin() as connection:
        changed = sa.text(f"UPDATE {table} SET text = 'Other', fingerprint = 'other' WHERE id = :id")
        connection.execute(changed, {"id": row})
    covered = _covered(mapping, "201:1.1")
    assert (covered.coverage, covered.is_suspect, covered.is_covered) == (None, True, False)
    assert _covered(mapping, "201:1.2").is_covered
    assert _coverage(mapping).tally.suspect == 1


def test_an_outcome_that_no_assessment_tests_gives_no_full_evidence(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError, match="No known assessment tests this"):
        mapping.judge("201:2.1", UNTESTED, FULL)
    mapping.judge("201:2.1", UNTESTED, PART)
    assert _covered(mapping, "201:2.1").coverage is PART


def test_a_content_item_gives_no_full_evidence(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError, match="No known assessment tests this"):
        mapping.judge("201:2.1", "HB101 Content 1", FULL)


def test_an_outcome_that_an_assessment_tests_gives_full_evidence(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Outcome 1", FULL)
    assert _covered(mapping, "201:1.1").is_covered


@pytest.mark.parametrize("coverage", [FULL, PART])
def test_a_criterion_as_such_is_never_covered_without_evidence(
    mapping: MadeMapping, coverage: Coverage
) -> None:
    with pytest.raises(InvalidError, match="by evidence only"):
        mapping.judge("201:1.1", None, coverage)


def test_nothing_here_is_a_judgement_of_none(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", None, NONE, reason="Not taught")
    assert _covered(mapping, "201:1.1").coverage is NONE


@pytest.mark.parametrize("coverage", [FULL, PART])
def test_nothing_here_is_refused_while_evidence_stands(mapping: MadeMapping, coverage: Coverage) -> None:
    link = mapping.judge("201:1.1", LOG, coverage)
    with pytest.raises(ConflictError, match="would contradict it"):
        mapping.judge("201:1.1", None, NONE)
    assert _covered(mapping, "201:1.1").coverage is coverage
    _withdraw(mapping, link)
    mapping.judge("201:1.1", None, NONE)
    assert _covered(mapping, "201:1.1").coverage is NONE


def test_nothing_here_stands_beside_what_was_rejected(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, NONE)
    mapping.judge("201:1.1", None, NONE)
    assert _covered(mapping, "201:1.1").coverage is NONE


def test_several_parts_stay_part(mapping: MadeMapping) -> None:
    for statement in (LOG, PLAN, UNTESTED):
        mapping.judge("201:1.1", statement, PART)
    assert _covered(mapping, "201:1.1") == CriterionCoverage(PART, is_suspect=False)


@pytest.mark.parametrize(
    ("more", "subject"),
    [
        ({"request_id": "short"}, "request"),
        ({"request_id": "x" * 65}, "request"),
        ({"reason": "x" * (MAX_REASON + 1)}, "reason"),
        ({"certainty": "maybe"}, "certainty"),
    ],
)
def test_a_judgement_that_cannot_be_kept_names_its_field(
    mapping: MadeMapping, more: dict[str, str], subject: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        mapping.judge("201:1.1", LOG, FULL, **more)
    assert caught.value.subject == subject
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("more", "subject"), [({"request_id": ""}, "request"), ({"reason": "x" * (MAX_REASON + 1)}, "reason")]
)
def test_a_withdrawal_that_cannot_be_kept_names_its_field(
    mapping: MadeMapping, more: dict[str, str], subject: str
) -> None:
    decision = mapping.judge("201:1.1", LOG, FULL)
    with pytest.raises(InvalidError) as caught:
        _withdraw(mapping, decision, **more)
    assert caught.value.subject == subject


def test_what_stands_in_another_mapping_cannot_be_judged_here(mapping: MadeMapping) -> None:
    elsewhere = make_mapping(mapping.engine, mapping.viewer)
    for criteria, statements in (
        (elsewhere.criteria, mapping.statements),
        (mapping.criteria, elsewhere.statements),
    ):
        mixed = MadeMapping(**(vars(mapping) | {"criteria": criteria, "statements": statements}))
        with pytest.raises(NotFoundError, match="is not in the mapp"):
            mixed.judge("201:1.1", LOG, PART)
