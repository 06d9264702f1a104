"""The history of decisions on both databases: nothing is left out, and what stands can be told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mapper.db import now, reading, unit_of_work
from mapper.models import SetMode
from mapper.queries.history import History, own_moments, read_history
from mapper.reviews import withdraw
from mapper.values import Coverage
from tests.judged import LOG, PLAN, colleague, declare, judge_as, judge_bulk
from tests.made import MadeMapping, request_id, suggest
from tests.web.addresses import suggested

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE


def history(mapping: MadeMapping, **asked: int) -> History:
    with reading(mapping.engine) as session:
        return read_history(session, viewer=mapping.viewer, mapping_id=mapping.id, **asked)


def take_back(mapping: MadeMapping, decision_id: int, reason: str = "") -> None:
    with unit_of_work(mapping.engine) as session:
        withdraw(
            session, viewer=mapping.viewer, decision_id=decision_id, request_id=request_id(), reason=reason
        )


def test_what_was_superseded_and_withdrawn_is_still_told_the_newest_first(mapping: MadeMapping) -> None:
    first = mapping.judge("201:1.1", LOG, PART, reason="Half of it", certainty="low")
    second = mapping.judge("201:1.1", LOG, FULL, seen_id=first)
    take_back(mapping, second, "Wrong row")
    last = mapping.judge("201:1.1", LOG, NONE)
    found = history(mapping).entries
    assert [(e.said, e.became, e.reason) for e in found] == [
        ("rejected", "stands", ""),
        ("withdrawn", "withdrawal", "Wrong row"),
        ("full", "withdrawn", ""),
        ("part", "superseded", "Half of it"),
    ]
    assert [e.id for e in found if e.stands] == [last]
    assert (found[-1].certainty, found[-1].what) == ("low", "HB101 Lamps and lenses: Lamp log")
    assert (found[-1].unit_ref, found[-1].number) == ("9901-201", "1.1")


def test_a_decision_tells_who_made_it_and_how_it_was_suggested(mapping: MadeMapping) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", LOG, band="high"))
    mapping.judge("201:1.1", LOG, FULL)
    judge_as(mapping, colleague(mapping), mapping.judging("201:1.2", None, NONE, reason="No lens"))
    theirs, mine = history(mapping).entries
    assert (theirs.decided_by, theirs.is_own, theirs.said, theirs.what) == (
        "Second reviewer",
        False,
        "nothing here",
        "",
    )
    assert (mine.is_own, mine.suggested, mine.place) == (True, "high", "handbook.docx, table 1, row 7")


def test_a_criterion_has_a_history_of_its_own_and_so_has_a_cell(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, PART)
    mapping.judge("201:1.1", PLAN, PART)
    mapping.judge("201:1.2", LOG, FULL)
    declare(mapping)
    criterion, log = mapping.criteria["201:1.1"], mapping.statements[LOG]
    of_criterion = history(mapping, criterion_id=criterion).entries
    assert [e.said for e in of_criterion] == ["together", "part", "part"]
    assert of_criterion[0].what == "HB101 Lamps and lenses: Lamp log and HB102 Crews: Crossing plan"
    of_cell = history(mapping, criterion_id=criterion, statement_id=log).entries
    assert [e.said for e in of_cell] == ["together", "part"]


@pytest.mark.parametrize(("mode", "said"), [(SetMode.ALL, "together"), (SetMode.ANY, "either")])
def test_a_set_says_how_it_covers(mapping: MadeMapping, mode: SetMode, said: str) -> None:
    declare(mapping, mode=mode)
    (entry,) = history(mapping).entries
    assert (entry.said, entry.stands) == (said, True)


def test_a_batch_says_how_much_of_it_stands(mapping: MadeMapping) -> None:
    batch_id = judge_bulk(mapping).batch_id
    take_back(mapping, history(mapping).entries[0].id)
    batch = history(mapping).batches[batch_id]
    assert (batch.recorded, batch.standing, batch.is_own) == (3, 2, True)


def test_ones_own_moments_leave_out_others_bulk_and_what_is_older(mapping: MadeMapping) -> None:
    begun = now()
    mapping.judge("201:1.1", LOG, PART)
    judge_as(mapping, colleague(mapping), mapping.judging("201:1.2", LOG, PART))
    judge_bulk(mapping)

    def moments(since: timedelta) -> list[int]:
        with reading(mapping.engine) as session:
            found = own_moments(session, viewer=mapping.viewer, mapping_id=mapping.id, since=begun + since)
        return [criterion_id for criterion_id, _ in found]

    assert moments(timedelta()) == [mapping.criteria["201:1.1"]]
    assert moments(timedelta(hours=1)) == []
