"""“Nothing here” and evidence on both databases: whichever is said second, the two never both stand."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from exports.documents.evidence import CONTRADICTED, unit_entry
from mapper import models
from mapper.coverage import CriterionCoverage
from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError
from mapper.queries.counting import counted_queries
from mapper.queries.coverage import nothing_findings
from mapper.queries.history import HistoryEntry, read_history
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import LoadedMapping
from mapper.queries.tallies import mapping_tallies
from mapper.reviews import gave_way, withdraw
from mapper.values import Coverage, Viewer
from mapper.workflow import record_approval
from tests.judged import (
    LOG,
    PLAN,
    at_once,
    bulk,
    colleague,
    declare,
    judge_as,
    judge_bulk,
    nothing_beside_evidence,
)
from tests.made import MadeMapping, counts, request_id
from tests.made_record import record_of

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE
CRITERION = "201:1.1"


def loaded(mapping: MadeMapping) -> LoadedMapping:
    with reading(mapping.engine) as session:
        return load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)


def standing(mapping: MadeMapping) -> list[tuple[Coverage, int]]:
    """The coverage that stands, and how many statements each is about."""
    return [(d.coverage, len(d.statement_ids)) for d in loaded(mapping).decisions]


def covered(mapping: MadeMapping) -> CriterionCoverage:
    return loaded(mapping).coverage()[mapping.criteria[CRITERION]]


def history(mapping: MadeMapping) -> tuple[HistoryEntry, ...]:
    with reading(mapping.engine) as session:
        return read_history(session, viewer=mapping.viewer, mapping_id=mapping.id).entries


def nothing_of(mapping: MadeMapping, viewer: Viewer) -> int:
    return judge_as(mapping, viewer, mapping.judging(CRITERION, None, NONE, reason="Looked everywhere"))


def is_instead(mapping: MadeMapping, decision_id: int) -> bool:
    with reading(mapping.engine) as session:
        return gave_way(session, decision=session.get_one(models.Decision, decision_id))


@pytest.mark.parametrize("coverage", [FULL, PART])
def test_evidence_that_is_judged_withdraws_ones_own_nothing_here(
    mapping: MadeMapping, coverage: Coverage
) -> None:
    mapping.judge(CRITERION, None, NONE)
    link = mapping.judge(CRITERION, LOG, coverage, reason="In the annex")
    assert standing(mapping) == [(coverage, 1)]
    assert covered(mapping).coverage is coverage
    judged, withdrawal, nothing = history(mapping)
    assert (nothing.became, withdrawal.said, judged.said) == ("withdrawn", "withdrawn", coverage.value)
    assert withdrawal.reason == (
        f"Withdrawn because evidence was judged {coverage.value} for this criterion. In the annex"
    )
    assert is_instead(mapping, link)


def test_a_declared_set_withdraws_it_too(mapping: MadeMapping) -> None:
    mapping.judge(CRITERION, None, NONE)
    declared = declare(mapping)
    assert standing(mapping) == [(FULL, 2)]
    assert history(mapping)[1].reason.startswith("Withdrawn because a set of evidence was declared")
    assert is_instead(mapping, declared)


def test_a_rejection_leaves_it_alone_and_so_does_evidence_for_another_criterion(mapping: MadeMapping) -> None:
    mapping.judge(CRITERION, None, NONE)
    rejected = mapping.judge(CRITERION, LOG, NONE)
    other = mapping.judge("201:1.2", LOG, FULL)
    assert standing(mapping) == [(NONE, 0), (NONE, 1), (FULL, 1)]
    assert not is_instead(mapping, rejected)
    assert not is_instead(mapping, other)


def test_a_bulk_part_passes_it_over_and_records_the_rest(mapping: MadeMapping) -> None:
    nothing = mapping.judge(CRITERION, None, NONE)
    result = judge_bulk(mapping, bulk(mapping, coverage=PART))
    assert (result.recorded, len(result.passed_over)) == (1, 2)
    assert nothing in [d.id for d in loaded(mapping).decisions]


def test_to_overrule_somebody_elses_needs_a_reason_that_is_kept_with_both(mapping: MadeMapping) -> None:
    theirs = nothing_of(mapping, colleague(mapping))
    for attempt in (partial(mapping.judge, CRITERION, LOG, FULL), partial(declare, mapping, reason=" ")):
        before = counts(mapping.engine)
        with pytest.raises(InvalidError) as caught:
            attempt(seen_nothing_id=theirs)
        assert caught.value.subject == "reason"
        assert counts(mapping.engine) == before
    mapping.judge(CRITERION, LOG, FULL, seen_nothing_id=theirs, reason="Page 12 has it")
    judged, withdrawal, _ = history(mapping)
    assert judged.reason == "Page 12 has it"
    assert withdrawal.reason.endswith("Page 12 has it")
    assert standing(mapping) == [(FULL, 1)]


def test_somebody_elses_that_nobody_saw_is_told_and_not_overruled(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.reviews.chains.now", lambda: datetime(2031, 7, 4, 23, 30, tzinfo=UTC))
    nothing_of(mapping, colleague(mapping))
    for attempt in (
        partial(mapping.judge, CRITERION, LOG, FULL, reason="Page 12"),
        partial(declare, mapping),
    ):
        with pytest.raises(
            ConflictError, match=r"Second reviewer said “nothing here” .* 5 July 2031 at 00:30,"
        ):
            attempt()
    assert standing(mapping) == [(NONE, 0)]


def test_undo_of_the_evidence_does_not_bring_it_back(mapping: MadeMapping) -> None:
    mapping.judge(CRITERION, None, NONE)
    link = mapping.judge(CRITERION, LOG, FULL)
    with unit_of_work(mapping.engine) as session:
        undone = withdraw(session, viewer=mapping.viewer, decision_id=link, request_id=request_id())
        assert gave_way(session, decision=undone)
    assert covered(mapping) == CriterionCoverage(None, is_suspect=False)
    mapping.judge(CRITERION, None, NONE)
    assert covered(mapping).coverage is NONE


def test_a_request_that_comes_twice_withdraws_it_once(mapping: MadeMapping) -> None:
    mapping.judge(CRITERION, None, NONE)
    again = request_id()
    first, second = (mapping.judge(CRITERION, LOG, PART, request_id=again) for _ in range(2))
    assert first == second
    assert counts(mapping.engine)["decision"] == 3


def test_of_nothing_here_and_evidence_at_once_only_one_stands(mapping: MadeMapping) -> None:
    other = colleague(mapping)
    for name in mapping.criteria:
        nothing = partial(judge_as, mapping, other, mapping.judging(name, None, NONE))
        won, lost = at_once(nothing, partial(mapping.judge, name, LOG, FULL))
        assert len(won) == 1
        assert [type(error) for error in lost] == [ConflictError]
    assert len(standing(mapping)) == len(mapping.criteria)


def test_an_approved_mapping_keeps_it(mapping: MadeMapping) -> None:
    mapping.judge(CRITERION, None, NONE)
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    with pytest.raises(ConflictError, match="approval is recorded"):
        mapping.judge(CRITERION, LOG, FULL)
    assert standing(mapping) == [(NONE, 0)]


def test_where_both_stand_the_criterion_is_suspect_everywhere_until_one_is_undone(
    mapping: MadeMapping,
) -> None:
    nothing = nothing_beside_evidence(mapping, CRITERION, LOG)
    assert covered(mapping) == CriterionCoverage(None, is_suspect=True, is_contradicted=True)
    (finding,) = nothing_findings(loaded(mapping))
    assert finding.subject == "9901-201 1.1"
    record = record_of(mapping)
    assert finding in record.findings
    assert CONTRADICTED in str(unit_entry(record.units[0], record.modules))
    with reading(mapping.engine) as session:
        tally = mapping_tallies(session, viewer=mapping.viewer)[mapping.id]
    assert (tally.full, tally.suspect) == (0, 1)
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=nothing, request_id=request_id())
    assert covered(mapping).is_covered
    assert nothing_findings(loaded(mapping)) == ()


def test_where_both_stand_judging_the_evidence_again_settles_it(mapping: MadeMapping) -> None:
    nothing_beside_evidence(mapping, CRITERION, LOG)
    seen = next(d.id for d in loaded(mapping).decisions if d.statement_ids)
    mapping.judge(CRITERION, LOG, FULL, seen_id=seen)
    assert standing(mapping) == [(FULL, 1)]


def test_where_nobody_said_it_judging_asks_for_nothing_more(mapping: MadeMapping) -> None:
    mapping.judge("201:1.2", PLAN, FULL)
    with counted_queries(mapping.engine) as rejected:
        mapping.judge(CRITERION, LOG, NONE)
    with counted_queries(mapping.engine) as judged:
        mapping.judge(CRITERION, PLAN, PART)
    assert len(judged) <= len(rejected)
