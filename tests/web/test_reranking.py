"""What is open is ranked anew after each decision: by itself, once, and exactly as a whole run would."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

import web.suggestions
from mapper import models
from mapper.db import reading, unit_of_work
from mapper.jobs import cancel, claim_next, fail
from mapper.models import JobState
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import SuggestionRow
from mapper.queries.suggestions import LastRun, last_run
from mapper.values import Coverage
from tests.made import MadeMapping, counts
from tests.made_delivery import SKY, TRIM, deliver, loaded
from tests.web.conftest import Visitor
from web.run_memories import remembered
from web.suggestions import keep_suggestions

LOG, PLAN = "HB101 Lamp log", "HB102 Crossing plan"


@pytest.fixture
def ranked(visitor: Visitor, mapping: MadeMapping) -> MadeMapping:
    """A mapping with suggestions, nothing judged."""
    keep_suggestions(visitor.desk, mapping_id=mapping.id, top=5)
    return mapping


def suggested(mapping: MadeMapping) -> tuple[SuggestionRow, ...]:
    with reading(mapping.engine) as session:
        return load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id).suggestions


def run_of(mapping: MadeMapping) -> LastRun:
    with reading(mapping.engine) as session:
        run = last_run(session, viewer=mapping.viewer, mapping_id=mapping.id)
    assert run is not None
    return run


def jobs(mapping: MadeMapping) -> list[JobState]:
    with reading(mapping.engine) as session:
        return list(session.exec(select(models.Job.state).order_by(col(models.Job.id))))


def judge(visitor: Visitor, mapping: MadeMapping, criterion: str, *, htmx: bool = False) -> None:
    """A decision by the form on the criterion's page."""
    path = f"/mappings/{mapping.id}/criteria/{mapping.criteria[criterion]}?column=a{mapping.statements[LOG]}"
    form = visitor.page(path).judging(mapping.statements[LOG])
    answer = visitor.send(form, htmx=htmx, coverage="part", reason="Some of it")
    assert answer.status_code in (200, 303)


@pytest.mark.parametrize("htmx", [False, True])
def test_after_each_decision_what_is_open_is_ranked_anew(
    visitor: Visitor, ranked: MadeMapping, *, htmx: bool
) -> None:
    for number, name in enumerate(("201:1.1", "202:1.1")):
        judge(visitor, ranked, name, htmx=htmx)
        assert jobs(ranked) == [*[JobState.DONE] * number, JobState.QUEUED]
        assert run_of(ranked).is_behind
        visitor.work()
        assert not run_of(ranked).is_behind


def test_what_was_withdrawn_is_ranked_again_with_the_rest(visitor: Visitor, ranked: MadeMapping) -> None:
    at_first = suggested(ranked)
    judge(visitor, ranked, "201:1.1")
    visitor.work()
    history = visitor.page(f"/mappings/{ranked.id}/history")
    assert visitor.send(history.form("/history/undo")).status_code == 303
    visitor.work()
    assert suggested(ranked) == at_first


def test_decisions_before_the_worker_comes_are_followed_by_one_run(
    visitor: Visitor, ranked: MadeMapping
) -> None:
    judge(visitor, ranked, "201:1.1")
    judge(visitor, ranked, "201:1.2")
    visitor.work()
    assert jobs(ranked) == [JobState.DONE]
    assert not run_of(ranked).is_behind


def test_decisions_while_it_runs_lead_to_exactly_one_more(
    visitor: Visitor, ranked: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile, honest = ["201:1.2", "202:1.1"], web.suggestions.load_ranking

    def read_before_they_decide(*asked: Any, **told: Any) -> Any:
        read = honest(*asked, **told)
        while meanwhile:
            judge(visitor, ranked, meanwhile.pop())
        return read

    monkeypatch.setattr(web.suggestions, "load_ranking", read_before_they_decide)
    judge(visitor, ranked, "201:1.1")
    visitor.work()
    assert jobs(ranked) == [JobState.DONE, JobState.DONE]
    assert not run_of(ranked).is_behind
    # What was decided during the first run was left to the second, as it was suggested when it was judged.
    with reading(ranked.engine) as session:
        mapping = load_mapping(session, viewer=ranked.viewer, mapping_id=ranked.id)
    assert {d.criterion_id for d in mapping.decisions} == {
        ranked.criteria[name] for name in ("201:1.1", "201:1.2", "202:1.1")
    }


def test_a_run_that_somebody_asked_for_leaves_nothing_to_the_one_that_waits(
    visitor: Visitor, ranked: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(visitor, ranked, "201:1.1")
    keep_suggestions(visitor.desk, mapping_id=ranked.id, top=5)
    run = run_of(ranked)
    monkeypatch.setattr(web.suggestions, "suggested_deliveries", None)
    monkeypatch.setattr("matching.suggest.suggest", None)
    visitor.work()
    assert jobs(ranked) == [JobState.DONE]
    assert run_of(ranked) == run


@pytest.mark.parametrize("end", ["failed", "cancelled"])
def test_a_run_that_failed_or_was_cancelled_does_not_stop_the_next(
    visitor: Visitor, ranked: MadeMapping, end: str
) -> None:
    judge(visitor, ranked, "201:1.1")
    with unit_of_work(ranked.engine) as session:
        claim = claim_next(session, worker="test")
        assert claim
        if end == "failed":
            fail(session, claim=claim, message="It went wrong.")
        else:
            cancel(session, viewer=ranked.viewer, job_id=claim.job_id)
    judge(visitor, ranked, "201:1.2")
    visitor.work()
    assert not run_of(ranked).is_behind


def test_many_decisions_at_once_are_followed_by_one_run(visitor: Visitor, ranked: MadeMapping) -> None:
    path = f"/mappings/{ranked.id}/bulk?unit={ranked.units['9901-201']}"
    cells = [str(box.get("value")) for box in visitor.page(path).find("//input[@name='cell']")]
    assert len(cells) > 1
    form = visitor.page(path).form("/bulk/preview")
    preview = visitor.send(form, coverage="none", cell=cells, reason="Not these")
    assert preview.status_code == 200
    answer = visitor.post(
        f"/mappings/{ranked.id}/bulk", cell=cells, coverage="none", reason="Not these", request_id="r" * 32
    )
    assert answer.status_code == 303
    assert jobs(ranked) == [JobState.QUEUED]


def test_nothing_is_ranked_anew_where_nothing_was_suggested(visitor: Visitor, mapping: MadeMapping) -> None:
    judge(visitor, mapping, "202:1.2")
    assert jobs(mapping) == []


def test_a_run_that_nobody_asked_for_and_that_changes_nothing_leaves_no_trace(
    visitor: Visitor, ranked: MadeMapping
) -> None:
    # Nothing is suggested otherwise, for nothing was suggested here.
    ranked.judge("201:2.1", "HB101 Content 1", Coverage.PART, reason="Some of it")
    before, run, events = suggested(ranked), run_of(ranked), counts(ranked.engine)
    keep_suggestions(visitor.desk, mapping_id=ranked.id, top=5, is_asked_for=False)
    after = counts(ranked.engine)
    assert suggested(ranked) == before
    assert (after["suggestion_run"], after["audit_event"]) == (
        events["suggestion_run"],
        events["audit_event"],
    )
    assert (run_of(ranked).id, run_of(ranked).is_behind) == (run.id, False)
    # Who asks is answered by a run.
    keep_suggestions(visitor.desk, mapping_id=ranked.id, top=5)
    assert run_of(ranked).id > run.id


def test_what_is_suggested_as_before_stays_with_the_run_that_first_said_so(
    visitor: Visitor, ranked: MadeMapping
) -> None:
    first = run_of(ranked).id
    judge(visitor, ranked, "201:1.1")
    visitor.work()
    with reading(ranked.engine) as session:
        runs = dict(
            session.exec(
                select(models.Suggestion.criterion_id, models.Suggestion.run_id).order_by(
                    col(models.Suggestion.run_id)
                )
            ).all()
        )
    assert runs[ranked.criteria["202:1.1"]] == first
    assert run_of(ranked).id >= first


def test_ranked_decision_by_decision_or_all_at_once_the_order_is_the_same(
    visitor: Visitor, ranked: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So few decisions would teach nothing.
    monkeypatch.setattr("matching.feedback._strength", lambda *_, **__: 0.4)
    judged = [
        *((name, LOG, Coverage.FULL) for name in ("201:1.1", "201:1.2", "201:2.1")),
        *((name, PLAN, Coverage.NONE) for name in ("201:1.1", "201:1.2", "201:2.1")),
        *((name, PLAN, Coverage.PART) for name in ("202:1.1",)),
        *((name, LOG, Coverage.NONE) for name in ("202:1.1",)),
    ]
    for criterion, statement, coverage in judged:
        ranked.judge(criterion, statement, coverage, reason="As it is")
        keep_suggestions(visitor.desk, mapping_id=ranked.id, top=5, is_asked_for=False)
    found = [(s.criterion_id, s.statement_id, s.rank, s.score, s.parts, s.band) for s in suggested(ranked)]
    standing = {(ranked.criteria[c], ranked.statements[s]) for c, s, _ in judged}
    with remembered(visitor.desk.engine, mapping_id=ranked.id) as memory:
        assert memory.run_id == run_of(ranked).id
        # Taken by this one, so that the next run begins with nothing.
        keep_suggestions(visitor.desk, mapping_id=ranked.id, top=5)
    whole = [(s.criterion_id, s.statement_id, s.rank, s.score, s.parts, s.band) for s in suggested(ranked)]
    assert [row for row in found if row[:2] not in standing] == [r for r in whole if r[:2] not in standing]
    assert any("decisions" in row[4] for row in found)


def test_delivery_is_suggested_anew_only_where_it_was_judged(
    visitor: Visitor, ranked: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    honest = web.suggestions.suggested_deliveries

    def listening(*what: Any, **told: Any) -> Any:
        asked.append(what)
        return honest(*what, **told)

    monkeypatch.setattr(web.suggestions, "suggested_deliveries", listening)
    before = loaded(ranked).suggestions
    judge(visitor, ranked, "201:1.1")
    visitor.work()
    assert not asked
    assert loaded(ranked).suggestions == before
    deliver(ranked, "201:1", TRIM)
    assert run_of(ranked).is_behind
    keep_suggestions(visitor.desk, mapping_id=ranked.id, top=5, is_asked_for=False)
    assert len(asked) == 1
    # Somebody else's run, of another process, may have left other suggestions there.
    keep_suggestions(visitor.desk, mapping_id=ranked.id, top=5)
    with unit_of_work(ranked.engine) as session:
        run = session.get_one(models.SuggestionRun, run_of(ranked).id)
        its = run.model_dump(exclude={"id"})
        session.add(models.SuggestionRun(**its))
    keep_suggestions(visitor.desk, mapping_id=ranked.id, top=5)
    assert len(asked) == 2


def test_a_decision_on_delivery_is_followed_by_a_run(visitor: Visitor, ranked: MadeMapping) -> None:
    page = visitor.page(f"/mappings/{ranked.id}/delivery")
    picked = f"s{ranked.statements[SKY]}"
    answer = visitor.send(page.form("/delivery/decisions"), pick=picked, delivers="yes", reason="Week 2")
    assert answer.status_code == 303
    assert jobs(ranked) == [JobState.QUEUED]
    visitor.work()
    assert not run_of(ranked).is_behind


def test_the_worker_is_woken_when_the_answer_is_sent_and_not_before(
    visitor: Visitor, ranked: MadeMapping
) -> None:
    app, woken = visitor.client.application, []

    class Listening:
        def wake_when_quiet(self) -> None:
            woken.append(len(jobs(ranked)))

    from web.desk import WORKER

    app.extensions[WORKER] = Listening()
    try:
        path = f"/mappings/{ranked.id}/criteria/{ranked.criteria['201:1.1']}"
        form = visitor.page(f"{path}?column=a{ranked.statements[LOG]}").judging(ranked.statements[LOG])
        fields = form.fields | {"coverage": "part", "reason": "Some of it"}
        answer = visitor.client.post(form.address, data=fields)
        assert woken == []
        answer.close()
        assert woken == [1]
    finally:
        del app.extensions[WORKER]
