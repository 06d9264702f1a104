"""From judgements to coverage: the rules, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper.coverage import CriterionCoverage, Judgement, Tally, can_be_full, coverage_of, tally
from mapper.values import Coverage, StatementKind

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE


def link(coverage: Coverage, *, is_suspect: bool = False) -> Judgement:
    """A judgement of a link."""
    return Judgement(is_on_criterion=False, coverage=coverage, is_suspect=is_suspect)


def nothing_here(*, is_suspect: bool = False) -> Judgement:
    """A judgement of the criterion as such."""
    return Judgement(is_on_criterion=True, coverage=NONE, is_suspect=is_suspect)


@pytest.mark.parametrize(
    ("judgements", "coverage", "is_suspect"),
    [
        pytest.param([], None, False, id="nobody judged"),
        pytest.param([link(FULL)], FULL, False, id="one full link"),
        pytest.param([link(PART), link(PART)], PART, False, id="several parts stay part"),
        pytest.param([link(PART), link(FULL)], FULL, False, id="full outweighs part"),
        pytest.param([link(NONE)], None, False, id="a rejected link says nothing"),
        pytest.param([nothing_here()], NONE, False, id="nothing here"),
        pytest.param([nothing_here(), link(NONE)], NONE, False, id="nothing here beside a rejection"),
        pytest.param([nothing_here(is_suspect=True), link(FULL)], FULL, False, id="nothing here of old"),
        pytest.param([nothing_here(), link(FULL, is_suspect=True)], NONE, True, id="evidence of old"),
        pytest.param([link(FULL, is_suspect=True)], None, True, id="suspect full"),
        pytest.param([link(FULL, is_suspect=True), link(FULL)], FULL, False, id="another full link"),
        pytest.param([link(FULL, is_suspect=True), link(PART)], PART, True, id="suspect beside part"),
        pytest.param([link(NONE, is_suspect=True)], None, False, id="suspect rejection"),
        pytest.param([nothing_here(is_suspect=True)], None, True, id="suspect nothing here"),
    ],
)
def test_coverage_follows_from_the_judgements(
    judgements: list[Judgement], coverage: Coverage | None, is_suspect: bool
) -> None:
    assert coverage_of(judgements) == CriterionCoverage(coverage, is_suspect)


def declared(*members: int, is_suspect: bool = False) -> Judgement:
    """A judgement of a declared set."""
    return Judgement(is_on_criterion=False, coverage=FULL, is_suspect=is_suspect, statement_ids=members)


def alone(statement_id: int, coverage: Coverage, *, is_suspect: bool = False) -> Judgement:
    """A judgement of a link to one statement."""
    return replace(link(coverage, is_suspect=is_suspect), statement_ids=(statement_id,))


@pytest.mark.parametrize(
    ("judgements", "coverage", "is_suspect"),
    [
        pytest.param([declared(1, 2)], FULL, False, id="a declared set"),
        pytest.param([alone(1, PART), declared(1, 2)], FULL, False, id="a member that is part alone"),
        pytest.param([declared(1, 2, is_suspect=True)], None, True, id="a suspect set"),
        pytest.param([declared(1, 2), alone(2, NONE)], None, True, id="a member that stands rejected"),
        pytest.param([alone(2, NONE), declared(1, 2)], None, True, id="whatever came first"),
        pytest.param([declared(1, 2), alone(3, NONE)], FULL, False, id="another statement that is rejected"),
        pytest.param([declared(1, 2), alone(2, NONE, is_suspect=True)], FULL, False, id="suspect rejection"),
        pytest.param([declared(1, 2), declared(1, 3), alone(2, NONE)], FULL, False, id="another set"),
        pytest.param([declared(1, 2), alone(2, NONE), alone(1, PART)], PART, True, id="part besides"),
    ],
)
def test_a_declared_set_is_full_unless_a_member_stands_rejected(
    judgements: list[Judgement], coverage: Coverage | None, is_suspect: bool
) -> None:
    assert coverage_of(judgements) == CriterionCoverage(coverage, is_suspect)


@pytest.mark.parametrize("evidence", [link(FULL), link(PART), declared(1, 2)])
def test_nothing_here_beside_evidence_is_a_contradiction_whatever_was_said_first(evidence: Judgement) -> None:
    contradicted = CriterionCoverage(None, is_suspect=True, is_contradicted=True)
    assert coverage_of([nothing_here(), evidence]) == coverage_of([evidence, nothing_here()]) == contradicted
    assert not contradicted.is_covered


@pytest.mark.parametrize(
    ("kind", "is_tested", "can"),
    [
        (StatementKind.ASSESSMENT, False, True),
        (StatementKind.OUTCOME, True, True),
        (StatementKind.OUTCOME, False, False),
        (StatementKind.CONTENT, False, False),
        (StatementKind.CONTENT, True, False),
    ],
)
def test_only_what_is_assessed_can_be_full(kind: StatementKind, is_tested: bool, can: bool) -> None:
    assert can_be_full(kind, is_tested=is_tested) is can


def test_a_tally_counts_a_suspect_criterion_as_suspect_only() -> None:
    covered = [
        CriterionCoverage(FULL, is_suspect=False),
        CriterionCoverage(PART, is_suspect=True),
        CriterionCoverage(NONE, is_suspect=False),
        CriterionCoverage(None, is_suspect=False),
        CriterionCoverage(None, is_suspect=True),
    ]
    counted = tally(covered)
    assert counted == Tally(full=1, part=0, none=1, not_judged=1, suspect=2)
    assert counted.total == 5
