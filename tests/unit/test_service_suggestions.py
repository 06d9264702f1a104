"""What a run of suggestions writes: only what differs, and nothing that somebody judged; on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from mapper import models
from mapper.db import reading, unit_of_work
from mapper.mappings import LEARNT_THROUGH, NewSuggestion, replace_suggestions
from mapper.queries.suggestions import newest_decisions
from mapper.reviews import withdraw
from mapper.values import Coverage
from tests.judged import declare
from tests.made import MadeMapping, counts, request_id, suggestion

LOG, PLAN, OUTCOME = "HB101 Lamp log", "HB102 Crossing plan", "HB101 Outcome 1"


def run(mapping: MadeMapping, *suggestions: NewSuggestion, **told: Any) -> int:
    asked: dict[str, Any] = {"engine": "lexical", "engine_version": "1", "parameters": {"top": 5}} | told
    with unit_of_work(mapping.engine) as session:
        return replace_suggestions(
            session, viewer=mapping.viewer, mapping_id=mapping.id, suggestions=suggestions, **asked
        )


def kept(mapping: MadeMapping) -> dict[int, tuple[int, int]]:
    """By statement the run and the rank of its suggestion for the first criterion."""
    with reading(mapping.engine) as session:
        asked = select(models.Suggestion).where(
            models.Suggestion.mapping_id == mapping.id,
            models.Suggestion.criterion_id == mapping.criteria["201:1.1"],
        )
        return {row.statement_id: (row.run_id, row.rank) for row in session.exec(asked)}


def newest(mapping: MadeMapping) -> int:
    with reading(mapping.engine) as session:
        return newest_decisions(session, viewer=mapping.viewer, mapping_id=mapping.id).evidence


def test_only_what_differs_is_written(mapping: MadeMapping) -> None:
    log, plan, outcome = (mapping.statements[name] for name in (LOG, PLAN, OUTCOME))
    first = run(mapping, suggestion(mapping, "201:1.1", LOG), suggestion(mapping, "201:1.1", PLAN, 2))
    then = run(
        mapping,
        suggestion(mapping, "201:1.1", LOG),
        suggestion(mapping, "201:1.1", OUTCOME, 2),
        suggestion(mapping, "201:1.1", PLAN, 3),
    )
    assert kept(mapping) == {log: (first, 1), plan: (then, 3), outcome: (then, 2)}
    last = run(mapping, suggestion(mapping, "201:1.1", PLAN, 3))
    assert kept(mapping) == {plan: (then, 3)}
    assert last > then


@pytest.mark.parametrize(
    "other", [{"engine_version": "2"}, {"engine": "semantic"}, {"parameters": {"top": 5, "noise": 2.0}}]
)
def test_the_same_figures_of_another_making_are_another_suggestion(
    mapping: MadeMapping, other: dict[str, Any]
) -> None:
    run(mapping, suggestion(mapping, "201:1.1", LOG))
    then = run(mapping, suggestion(mapping, "201:1.1", LOG), is_asked_for=False, **other)
    assert kept(mapping) == {mapping.statements[LOG]: (then, 1)}


def test_how_many_were_wanted_and_what_a_run_knew_make_no_other_suggestion(mapping: MadeMapping) -> None:
    first = run(mapping, suggestion(mapping, "201:1.1", LOG))
    run(mapping, suggestion(mapping, "201:1.1", LOG), parameters={"top": 9, LEARNT_THROUGH: 0})
    assert kept(mapping) == {mapping.statements[LOG]: (first, 1)}


def test_a_run_that_nobody_asked_for_and_that_changes_nothing_is_noted_with_the_one_before(
    mapping: MadeMapping,
) -> None:
    first = run(mapping, suggestion(mapping, "201:1.1", LOG))
    before = counts(mapping.engine)
    parameters = {"top": 5, LEARNT_THROUGH: 7}
    again = run(mapping, suggestion(mapping, "201:1.1", LOG), parameters=parameters, is_asked_for=False)
    assert again == first
    assert counts(mapping.engine) == before
    with reading(mapping.engine) as session:
        assert session.get_one(models.SuggestionRun, first).parameters == parameters


def test_what_is_withdrawn_is_open_again_and_suggested_anew(mapping: MadeMapping) -> None:
    run(mapping, suggestion(mapping, "201:1.1", LOG))
    decision = mapping.judge("201:1.1", LOG, Coverage.FULL)
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=decision, request_id=request_id())
    then = run(mapping, suggestion(mapping, "201:1.1", LOG, 4))
    assert kept(mapping) == {mapping.statements[LOG]: (then, 4)}


def test_members_of_a_declared_set_stay_as_they_were_suggested(mapping: MadeMapping) -> None:
    first = run(mapping, suggestion(mapping, "201:1.1", LOG), suggestion(mapping, "201:1.1", PLAN, 2))
    declare(mapping, "201:1.1", LOG, PLAN)
    run(mapping)
    assert kept(mapping) == {mapping.statements[LOG]: (first, 1), mapping.statements[PLAN]: (first, 2)}


def test_what_is_decided_after_a_run_began_stays_as_it_was_judged(mapping: MadeMapping) -> None:
    first = run(mapping, suggestion(mapping, "201:1.1", LOG))
    knew = {"top": 5, LEARNT_THROUGH: newest(mapping)}
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    # Linked by hand meanwhile: a suggestion made now was none when it was judged.
    decision = mapping.judge("201:1.1", PLAN, Coverage.PART, reason="Some of it")
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=decision, request_id=request_id())
    late = [suggestion(mapping, "201:1.1", name, rank) for rank, name in enumerate((PLAN, OUTCOME, LOG), 1)]
    then = run(mapping, *late, parameters=knew)
    assert kept(mapping) == {mapping.statements[LOG]: (first, 1), mapping.statements[OUTCOME]: (then, 2)}
