"""Delivery on both databases: only what people confirm counts, and nothing is overwritten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
import sqlalchemy as sa

from mapper.audit import verify_chains
from mapper.db import now, reading, unit_of_work
from mapper.deliveries import judge_delivery, withdraw_delivery
from mapper.errors import ConflictError, InvalidError, MapperError, NotFoundError
from mapper.models import DeliveryDecision
from mapper.queries.matrix import load_matrix
from mapper.queries.record import read_record
from mapper.record import LearningOutcomeRecord
from mapper.reviews import wording_seen
from mapper.teaching import Taught
from mapper.values import Coverage, Viewer
from mapper.workflow import record_approval
from tests.judged import LOG, colleague
from tests.made import MadeMapping, counts, make_mapping, request_id
from tests.made_delivery import (
    LEAD,
    LENSES,
    SKY,
    TRIM,
    deliver,
    delivering,
    loaded,
    module_id,
    new_delivery,
    outcome_id,
    stands,
    suggest_delivery,
)


def withdraw(mapping: MadeMapping, decision_id: int, viewer: Viewer | None = None, **more: str) -> int:
    told = {"request_id": request_id()} | more
    with unit_of_work(mapping.engine) as session:
        return withdraw_delivery(session, viewer=viewer or mapping.viewer, decision_id=decision_id, **told).id


def change_wording(mapping: MadeMapping, table: str, row_id: int, column: str = "text") -> None:
    with mapping.engine.begin() as connection:
        words = f"UPDATE {table} SET {column} = 'Other words', fingerprint = '0' WHERE id = :id"
        if table == "learning_outcome":
            words = "UPDATE learning_outcome SET text = 'Other words' WHERE id = :id"
        connection.execute(sa.text(words), {"id": row_id})


def recorded_outcome(mapping: MadeMapping, number: int = 0) -> LearningOutcomeRecord:
    with reading(mapping.engine) as session:
        record = read_record(session, viewer=mapping.viewer, mapping_id=mapping.id, made_at=now())
    return record.units[0].learning_outcomes[number]


def test_a_suggestion_of_delivery_never_counts(mapping: MadeMapping) -> None:
    suggest_delivery(mapping, new_delivery(mapping, "201:1", TRIM, band="high"))
    found = stands(mapping, "201:1")
    assert (found.state, found.confirmed, found.waiting) == ("not judged", (), 1)


def test_an_outcome_is_delivered_by_the_modules_that_somebody_confirmed(mapping: MadeMapping) -> None:
    deliver(mapping, "201:1", LEAD)
    deliver(mapping, "201:1", TRIM)
    deliver(mapping, "201:1", LENSES)
    assert stands(mapping, "201:1").confirmed == (module_id(mapping, "HB101"), module_id(mapping, "HB102"))
    assert stands(mapping, "201:2").state == "not judged"


def test_evidence_for_the_criteria_delivers_nothing(mapping: MadeMapping) -> None:
    mapping.cover_all()
    assert not stands(mapping, "201:1").is_confirmed
    record = recorded_outcome(mapping)
    assert record.delivered_by == ()
    assert record.evidenced_by == ("HB101 Lamps and lenses",)


def test_what_does_not_deliver_is_rejected_and_an_outcome_of_which_all_is_rejected_says_so(
    mapping: MadeMapping,
) -> None:
    suggest_delivery(mapping, new_delivery(mapping, "201:1", TRIM), new_delivery(mapping, "201:1", SKY, 2))
    deliver(mapping, "201:1", TRIM, delivers=False)
    assert (stands(mapping, "201:1").state, stands(mapping, "201:1").waiting) == ("not judged", 1)
    deliver(mapping, "201:1", SKY, delivers=False)
    assert stands(mapping, "201:1").state == "rejected"


def test_a_module_as_a_whole_delivers_with_a_reason_and_is_never_denied(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError, match="needs a reason"):
        deliver(mapping, "202:1", "HB101")
    with pytest.raises(InvalidError, match="only be said to deliver"):
        deliver(mapping, "202:1", "HB101", delivers=False, reason="No")
    deliver(mapping, "202:1", "HB101", reason="Week 4, with the pilot")
    assert stands(mapping, "202:1").confirmed == (module_id(mapping, "HB101"),)


def test_an_assessment_says_nothing_of_what_is_taught(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError, match="does not say what is taught"):
        deliver(mapping, "201:1", LOG)


def test_what_is_not_in_the_mapping_is_not_found(mapping: MadeMapping) -> None:
    other = make_mapping(mapping.engine, mapping.viewer)
    for strange in (
        delivering(mapping, "201:1", TRIM, outcome_id=10_000),
        delivering(mapping, "201:1", TRIM, taught=Taught(statement_id=other.statements[TRIM])),
        delivering(mapping, "201:1", TRIM, taught=Taught(module_id=module_id(other, "HB101")), reason="Any"),
    ):
        with pytest.raises(NotFoundError), unit_of_work(mapping.engine) as session:
            judge_delivery(session, viewer=mapping.viewer, judging=strange)


def test_a_decision_keeps_the_words_the_place_and_the_suggestion_it_rests_on(mapping: MadeMapping) -> None:
    suggest_delivery(mapping, new_delivery(mapping, "201:1", TRIM), version="7")
    kept_id = deliver(mapping, "201:1", TRIM, reason="  First lecture ")
    with reading(mapping.engine) as session:
        kept = session.get_one(DeliveryDecision, kept_id)
        assert (kept.quotation, kept.reason) == ("Trim and clean a lamp", "First lecture")
        assert kept.place == "handbook.docx, table 1, row 3"
        assert kept.suggested == {"engine": "7", "rank": 1, "score": 0.5, "band": "medium"}


@pytest.mark.parametrize("table", ["learning_outcome", "statement"])
def test_changed_wording_makes_a_confirmation_suspect_and_it_no_longer_counts(
    mapping: MadeMapping, table: str
) -> None:
    deliver(mapping, "201:1", TRIM)
    rows = {"learning_outcome": outcome_id(mapping, "201:1"), "statement": mapping.statements[TRIM]}
    change_wording(mapping, table, rows[table])
    found = stands(mapping, "201:1")
    assert (found.state, found.confirmed, found.suspect) == ("suspect", (), (module_id(mapping, "HB101"),))
    record = recorded_outcome(mapping)
    assert (record.delivered_by, record.once_delivered_by) == ((), ("HB101 Lamps and lenses",))


def test_a_module_as_a_whole_is_suspect_when_anything_that_it_teaches_changes(mapping: MadeMapping) -> None:
    deliver(mapping, "202:1", "HB101", reason="Week 4")
    change_wording(mapping, "statement", mapping.statements[LOG])
    assert stands(mapping, "202:1").state == "confirmed"
    change_wording(mapping, "statement", mapping.statements[LENSES])
    assert stands(mapping, "202:1").state == "suspect"


def test_what_is_withdrawn_is_not_judged_and_can_be_judged_again(mapping: MadeMapping) -> None:
    withdraw(mapping, deliver(mapping, "201:1", TRIM))
    assert stands(mapping, "201:1").state == "not judged"
    deliver(mapping, "201:1", TRIM)
    assert stands(mapping, "201:1").is_confirmed
    became = [(e.said, e.became) for e in loaded(mapping).entries]
    assert became == [("delivers", "stands"), ("withdrawn", "withdrawal"), ("delivers", "withdrawn")]


def test_what_was_superseded_or_withdrawn_cannot_be_withdrawn(mapping: MadeMapping) -> None:
    first = deliver(mapping, "201:1", TRIM)
    second = deliver(mapping, "201:1", TRIM, delivers=False, seen_id=first)
    with pytest.raises(ConflictError, match="no longer stands"):
        withdraw(mapping, first)
    withdraw(mapping, second)
    with pytest.raises(ConflictError, match="no longer stands"):
        withdraw(mapping, second)


def test_a_request_that_comes_twice_is_kept_once_and_may_not_say_something_else(
    mapping: MadeMapping,
) -> None:
    again = request_id()
    kept = [deliver(mapping, "201:1", TRIM, request_id=again) for _ in range(2)]
    assert kept[0] == kept[1]
    for other in (
        delivering(mapping, "201:1", TRIM, delivers=False, request_id=again),
        delivering(mapping, "201:1", SKY, request_id=again),
    ):
        with (
            pytest.raises(ConflictError, match="recorded before, as “delivers”"),
            unit_of_work(mapping.engine) as session,
        ):
            judge_delivery(session, viewer=mapping.viewer, judging=other)
    with pytest.raises(ConflictError, match="recorded before"):
        withdraw(mapping, kept[0], request_id=again)
    once = request_id()
    assert withdraw(mapping, kept[0], request_id=once) == withdraw(mapping, kept[0], request_id=once)
    assert counts(mapping.engine)["delivery_decision"] == 2


def test_who_did_not_see_what_stands_is_told_of_it(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.delivery_chain.now", lambda: datetime(2031, 7, 4, 23, 30, tzinfo=UTC))
    first = deliver(mapping, "201:1", TRIM)
    with pytest.raises(ConflictError, match="Local user decided “delivers” on 5 July 2031 at 00:30,"):
        deliver(mapping, "201:1", TRIM, delivers=False)
    withdraw(mapping, first)
    with pytest.raises(ConflictError, match="withdrawn meanwhile"):
        deliver(mapping, "201:1", TRIM, delivers=False, seen_id=first)


def test_words_that_changed_since_they_were_read_are_not_judged(mapping: MadeMapping) -> None:
    with pytest.raises(ConflictError, match="wording has changed"):
        deliver(mapping, "201:1", TRIM, wording=wording_seen("0" * 64, "0" * 64))


def test_somebody_elses_decision_is_changed_or_withdrawn_with_a_reason(mapping: MadeMapping) -> None:
    theirs = deliver(mapping, "201:1", TRIM, viewer=colleague(mapping))
    with pytest.raises(InvalidError, match="needs a reason"):
        deliver(mapping, "201:1", TRIM, delivers=False, seen_id=theirs)
    with pytest.raises(InvalidError, match="needs a reason"):
        withdraw(mapping, theirs)
    mine = deliver(mapping, "201:1", TRIM, delivers=False, seen_id=theirs, reason="It was dropped")
    assert deliver(mapping, "201:1", TRIM, delivers=False, seen_id=mine)


def test_to_reject_a_high_suggestion_needs_a_reason(mapping: MadeMapping) -> None:
    suggest_delivery(mapping, new_delivery(mapping, "201:1", TRIM, band="high"))
    with pytest.raises(InvalidError, match="band “high” needs a reason"):
        deliver(mapping, "201:1", TRIM, delivers=False)
    deliver(mapping, "201:1", TRIM, delivers=False, reason="Only named there")


def test_while_an_approval_stands_delivery_is_closed(mapping: MadeMapping) -> None:
    decision = deliver(mapping, "201:1", TRIM)
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    with pytest.raises(ConflictError, match="decisions are closed"):
        deliver(mapping, "201:2", SKY)
    with pytest.raises(ConflictError, match="decisions are closed"):
        withdraw(mapping, decision)


def test_of_two_at_once_one_is_kept_and_the_other_told(mapping: MadeMapping) -> None:
    both = Barrier(2)
    judgings = [delivering(mapping, "201:1", TRIM), delivering(mapping, "201:1", TRIM, delivers=False)]

    def judge(number: int) -> str:
        both.wait(timeout=30)
        try:
            with unit_of_work(mapping.engine) as session:
                judge_delivery(session, viewer=mapping.viewer, judging=judgings[number])
        except MapperError as error:
            return type(error).__name__
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(judge, range(2))) == ["ConflictError", "kept"]
    assert counts(mapping.engine)["delivery_decision"] == 1


def test_a_new_run_replaces_what_is_open_and_keeps_what_is_judged_as_it_was_suggested(
    mapping: MadeMapping,
) -> None:
    first = [new_delivery(mapping, "201:1", name, rank) for rank, name in enumerate((TRIM, SKY, LEAD), 1)]
    suggest_delivery(mapping, *first)
    deliver(mapping, "201:1", TRIM)
    # What is withdrawn is open again.
    withdraw(mapping, deliver(mapping, "201:1", SKY))
    again = [new_delivery(mapping, "201:1", name, rank) for rank, name in enumerate((LENSES, SKY, TRIM), 1)]
    suggest_delivery(mapping, *again, version="2")
    found = {(s.statement_id, s.rank, s.engine) for s in loaded(mapping).suggestions}
    of = mapping.statements
    assert found == {(of[TRIM], 1, "1"), (of[SKY], 2, "2"), (of[LENSES], 1, "2")}


def test_every_decision_on_delivery_is_in_the_record_of_changes(mapping: MadeMapping) -> None:
    withdraw(mapping, deliver(mapping, "201:1", TRIM))
    with mapping.engine.connect() as connection:
        told = connection.execute(
            sa.text("SELECT subject FROM audit_event WHERE action = 'delivery decided' ORDER BY sequence")
        ).all()
    assert len(told) == 2
    with reading(mapping.engine) as session:
        assert verify_chains(session, viewer=mapping.viewer) == ()


def test_decisions_on_delivery_can_be_neither_changed_nor_deleted(mapping: MadeMapping) -> None:
    deliver(mapping, "201:1", TRIM)
    for statement in ("UPDATE delivery_decision SET reason = 'x'", "DELETE FROM delivery_decision"):
        with (
            mapping.engine.connect() as connection,
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
        ):
            connection.exec_driver_sql(statement)


def test_a_rejection_in_other_words_than_stand_now_leaves_the_outcome_to_be_judged(
    mapping: MadeMapping,
) -> None:
    suggest_delivery(mapping, new_delivery(mapping, "201:1", TRIM))
    deliver(mapping, "201:1", TRIM, delivers=False)
    assert stands(mapping, "201:1").state == "rejected"
    change_wording(mapping, "statement", mapping.statements[TRIM])
    found = stands(mapping, "201:1")
    assert (found.state, found.waiting, found.rejected) == ("not judged", 1, 0)


def test_the_matrix_counts_delivery_as_its_page_does(mapping: MadeMapping) -> None:
    suggest_delivery(mapping, new_delivery(mapping, "201:1", SKY), new_delivery(mapping, "201:2", SKY))
    deliver(mapping, "201:1", TRIM)
    deliver(mapping, "202:1", "HB101", reason="Week 4")
    change_wording(mapping, "statement", mapping.statements[LENSES])
    withdraw(mapping, deliver(mapping, "202:1", LEAD))
    with reading(mapping.engine) as session:
        matrix = load_matrix(session, viewer=mapping.viewer, mapping_id=mapping.id)
    assert matrix.delivery == loaded(mapping).by_outcome()
    assert [d.state for d in matrix.delivery.values()] == ["confirmed", "not judged", "suspect"]


def test_a_decision_is_on_a_statement_or_on_a_module_and_has_an_answer(mapping: MadeMapping) -> None:
    deliver(mapping, "201:1", TRIM)
    columns = [c.name for c in DeliveryDecision.__table__.columns if c.name != "id"]  # type: ignore[attr-defined]
    for column, value, rule in (
        ("module_id", "1", "either_statement_or_module"),
        ("delivers", "NULL", "answer"),
    ):
        changed = {"request_id": "'another-one'", "key": "'9:s9'", column: value}
        values = ", ".join(changed.get(name, name) for name in columns)
        copy = f"INSERT INTO delivery_decision ({', '.join(columns)}) SELECT {values} FROM delivery_decision"
        with mapping.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError, match=rule):
            connection.exec_driver_sql(copy)


def test_delivery_of_one_mapping_says_nothing_of_another(mapping: MadeMapping) -> None:
    other = make_mapping(mapping.engine, mapping.viewer)
    deliver(mapping, "201:1", TRIM)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    assert not stands(other, "201:1").is_confirmed
    assert loaded(other).entries == ()
