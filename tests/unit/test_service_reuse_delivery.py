"""Decisions on delivery of other mappings: what is offered under an equal unit, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper import models
from mapper.db import unit_of_work
from mapper.errors import ConflictError
from mapper.teaching import Taught
from tests.made import MadeMapping, request_id, specification
from tests.made_delivery import LENSES, SKY, TRIM, deliver, loaded, module_id, outcome_id, stands
from tests.unit.test_service_reuse import carry, offered, told, twin


def test_what_was_judged_of_an_equal_outcome_is_offered(mapping: MadeMapping) -> None:
    deliver(mapping, "201:1", TRIM, reason="Week 1")
    deliver(mapping, "201:1", SKY, delivers=False)
    deliver(mapping, "201:2", "HB102", reason="On board")
    other = twin(mapping)
    found = offered(other).deliveries
    assert [(d.outcome_id, d.taught, d.delivers, d.reason) for d in found] == [
        (outcome_id(other, "201:1"), Taught(mapping.statements[TRIM]), True, "Week 1"),
        (outcome_id(other, "201:1"), Taught(mapping.statements[SKY]), False, ""),
        (outcome_id(other, "201:2"), Taught(module_id=module_id(mapping, "HB102")), True, "On board"),
    ]
    assert offered(other).count == 3


def test_it_is_carried_over_once_as_ones_own_with_where_it_came_from(mapping: MadeMapping) -> None:
    first = deliver(mapping, "201:1", TRIM, reason="Week 1")
    other, sent = twin(mapping), {"request_id": request_id()}
    seen = offered(other).fingerprint
    assert carry(other, seen=seen, **sent) == 1
    assert carry(other, seen=seen, **sent) == 0
    (entry,) = loaded(other).entries
    assert entry.reason.startswith(f"Carried over from mapping {mapping.id}, unit 9901-201, ")
    assert f"(decision on delivery {first}). Week 1" in entry.reason
    assert stands(other, "201:1").is_confirmed
    assert offered(other).deliveries == ()


def test_what_somebody_saw_before_a_decision_on_delivery_is_not_carried_over(mapping: MadeMapping) -> None:
    deliver(mapping, "201:1", TRIM)
    other = twin(mapping)
    seen = offered(other).fingerprint
    deliver(mapping, "201:1", LENSES)
    with pytest.raises(ConflictError, match="has changed"):
        carry(other, seen=seen)


@pytest.mark.parametrize("changed", ["outcome", "taught"])
def test_what_was_judged_on_other_words_is_told_and_not_offered(mapping: MadeMapping, changed: str) -> None:
    deliver(mapping, "201:1", TRIM)
    read = specification("9902")
    if changed == "outcome":
        unit = read.units[0]
        outcome = replace(unit.learning_outcomes[0], text="Know something else")
        unit = replace(unit, learning_outcomes=(outcome, *unit.learning_outcomes[1:]))
        read = replace(read, units=(unit, *read.units[1:]))
    else:
        with unit_of_work(mapping.engine) as session:
            session.get_one(models.Statement, mapping.statements[TRIM]).fingerprint = "0" * 64
    other = twin(mapping, read)
    assert offered(other).deliveries == ()
    assert told(other) == [
        "Of outcome 1: delivery was judged on other words than stand here, so it is not carried over."
    ]


def test_an_outcome_that_is_judged_here_stays_as_it_is(mapping: MadeMapping) -> None:
    deliver(mapping, "201:1", TRIM)
    other = twin(mapping)
    deliver(other, "201:1", LENSES)
    assert offered(other).count == 0
    assert told(other) == []


def test_mappings_that_contradict_each_other_are_told(mapping: MadeMapping) -> None:
    deliver(mapping, "201:1", TRIM)
    deliver(twin(mapping), "201:1", TRIM, delivers=False)
    third = twin(mapping, specification("9903"))
    assert offered(third).deliveries == ()
    assert told(third) == [
        "Of outcome 1: what other mappings say of delivery contradicts itself, so it is not carried over."
    ]
