"""“Nothing here” that gives way to evidence, as the pages tell it."""

from __future__ import annotations

import pytest

from mapper.values import Coverage
from tests.judged import LOG, colleague, judge_as, nothing_beside_evidence
from tests.made import MadeMapping, counts
from tests.web.conftest import Visitor
from tests.web.markup import Page
from tests.web.queues import address as queue_at
from tests.web.queues import answered, suggest_for_all
from tests.web.queues import judging as queue_form

CRITERION = "201:1.1"


def page_of(visitor: Visitor, mapping: MadeMapping) -> Page:
    at = f"/mappings/{mapping.id}/criteria/{mapping.criteria[CRITERION]}"
    return visitor.page(f"{at}?column=a{mapping.statements[LOG]}")


@pytest.mark.parametrize("htmx", [False, True])
def test_it_is_said_that_nothing_here_is_withdrawn_and_that_undo_does_not_bring_it_back(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    mapping.judge(CRITERION, None, Coverage.NONE)
    form = page_of(visitor, mapping).judging(mapping.statements[LOG])
    page = answered(visitor, visitor.send(form, htmx=htmx, coverage="full"))
    assert page.words("//*[@role='status']") == "Recorded as full. “Nothing here” is withdrawn with it."
    undone = answered(visitor, visitor.send(page.form("/withdraw"), htmx=htmx))
    assert "does not come back" in undone.words("//*[@role='status']")
    assert "Nothing here: no evidence" in undone.said


@pytest.mark.parametrize("htmx", [False, True])
def test_the_queue_says_so_too(visitor: Visitor, mapping: MadeMapping, *, htmx: bool) -> None:
    suggest_for_all(mapping)
    mapping.judge(CRITERION, None, Coverage.NONE)
    form = queue_form(visitor.page(queue_at(mapping, CRITERION)))
    page = answered(visitor, visitor.send(form, htmx=htmx, coverage="part", pick=mapping.statements[LOG]))
    assert "“Nothing here” is withdrawn with it." in page.said
    undone = answered(visitor, visitor.send(page.form("/queue/undo"), htmx=htmx))
    assert "does not come back" in undone.said


def test_a_set_that_is_declared_says_so_too(visitor: Visitor, mapping: MadeMapping) -> None:
    suggest_for_all(mapping)
    nothing = mapping.judge(CRITERION, None, Coverage.NONE)
    form = page_of(visitor, mapping).form("/sets")
    members = [mapping.statements[name] for name in (LOG, "HB102 Crossing plan")]
    answer = visitor.send(form, member=members, mode="any")
    page = answered(visitor, answer)
    assert form.fields["seen-nothing"] == str(nothing)
    assert page.words("//*[@role='status']") == ("The set is declared. “Nothing here” is withdrawn with it.")


def test_somebody_elses_is_told_first_and_then_wants_a_reason(visitor: Visitor, mapping: MadeMapping) -> None:
    form = page_of(visitor, mapping).judging(mapping.statements[LOG])
    judge_as(mapping, colleague(mapping), mapping.judging(CRITERION, None, Coverage.NONE))
    told = visitor.send(form, coverage="full", reason="Page 12 has it")
    assert told.status_code == 409
    page = Page(told.text)
    assert "Second reviewer said “nothing here”" in page.words("//*[@role='alert']")
    newer = page.judging(mapping.statements[LOG])
    assert newer.fields["reason"] == "Page 12 has it"
    assert visitor.send(newer, coverage="full", reason="").status_code == 422
    assert visitor.send(newer, coverage="full").status_code == 303
    assert counts(mapping.engine)["decision"] == 3


def test_where_both_stand_from_before_that_is_said_beside_them(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    nothing_beside_evidence(mapping, CRITERION, LOG)
    assert "one of the two must be wrong" in page_of(visitor, mapping).said
    assert "one of the two must be wrong" in visitor.page(queue_at(mapping, CRITERION)).said
    matrix = visitor.page(f"/mappings/{mapping.id}/matrix?show=disputed")
    assert "1 of 3 criteria shown" in matrix.said
