"""What holds of coverage whatever was judged, in whatever order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mapper.coverage import Judgement, coverage_of, tally
from mapper.values import Coverage

LINKS = st.builds(
    Judgement, is_on_criterion=st.just(False), coverage=st.sampled_from(Coverage), is_suspect=st.booleans()
)
NOTHING_HERE = st.builds(
    Judgement, is_on_criterion=st.just(True), coverage=st.just(Coverage.NONE), is_suspect=st.booleans()
)
JUDGEMENTS = st.lists(LINKS | NOTHING_HERE, max_size=6)
STATEMENTS = st.integers(1, 4)
ALONE = st.builds(
    Judgement,
    is_on_criterion=st.just(False),
    coverage=st.sampled_from(Coverage),
    is_suspect=st.booleans(),
    statement_ids=st.tuples(STATEMENTS),
)
SETS = st.builds(
    Judgement,
    is_on_criterion=st.just(False),
    coverage=st.just(Coverage.FULL),
    is_suspect=st.booleans(),
    statement_ids=st.lists(STATEMENTS, min_size=2, max_size=3, unique=True).map(tuple),
)
WITH_SETS = st.lists(ALONE | SETS | NOTHING_HERE, max_size=6)
NOTHING = Judgement(is_on_criterion=True, coverage=Coverage.NONE, is_suspect=False)
RANK = {None: 0, Coverage.NONE: 1, Coverage.PART: 2, Coverage.FULL: 3}
REJECTION = st.builds(
    Judgement, is_on_criterion=st.just(False), coverage=st.just(Coverage.NONE), is_suspect=st.booleans()
)


@given(JUDGEMENTS | WITH_SETS, st.randoms(use_true_random=False))
def test_the_order_of_judgements_does_not_matter(judgements: list[Judgement], random: object) -> None:
    shuffled = list(judgements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert coverage_of(shuffled) == coverage_of(judgements)


@given(JUDGEMENTS)
def test_the_same_judgements_twice_count_once(judgements: list[Judgement]) -> None:
    assert coverage_of(judgements * 2) == coverage_of(judgements)


@given(JUDGEMENTS, REJECTION)
def test_a_rejection_changes_nothing(judgements: list[Judgement], rejection: Judgement) -> None:
    assert coverage_of([*judgements, rejection]) == coverage_of(judgements)


@given(JUDGEMENTS)
def test_full_needs_a_full_link_that_is_not_suspect(judgements: list[Judgement]) -> None:
    sound = Judgement(is_on_criterion=False, coverage=Coverage.FULL, is_suspect=False)
    is_full = sound in judgements and NOTHING not in judgements
    assert (coverage_of(judgements).coverage is Coverage.FULL) == is_full


@given(JUDGEMENTS)
def test_what_is_suspect_is_never_covered(judgements: list[Judgement]) -> None:
    covered = coverage_of(judgements)
    assert not (covered.is_suspect and covered.is_covered)


@given(JUDGEMENTS)
def test_nothing_here_beside_evidence_is_never_covered_nor_none_but_suspect(
    judgements: list[Judgement],
) -> None:
    evidence = Judgement(is_on_criterion=False, coverage=Coverage.PART, is_suspect=False)
    found = coverage_of([*judgements, evidence, NOTHING])
    assert (found.state, found.is_covered, found.is_contradicted) == ("suspect", False, True)


@given(JUDGEMENTS)
def test_a_judgement_that_turns_suspect_never_raises_coverage(judgements: list[Judgement]) -> None:
    # What "nothing here" contradicts counts again once that is suspect.
    before = coverage_of(judgements)
    if before.is_contradicted:
        return
    for index, judgement in enumerate(judgements):
        turned = Judgement(judgement.is_on_criterion, judgement.coverage, is_suspect=True)
        after = coverage_of([*judgements[:index], turned, *judgements[index + 1 :]])
        assert RANK[after.coverage] <= RANK[before.coverage]


@given(WITH_SETS)
def test_a_set_covers_only_where_no_member_stands_rejected(judgements: list[Judgement]) -> None:
    rejected = {
        j.statement_ids
        for j in judgements
        if j.coverage is Coverage.NONE and not j.is_suspect and len(j.statement_ids) == 1
    }
    full = [
        j
        for j in judgements
        if j.coverage is Coverage.FULL
        and not j.is_suspect
        and (len(j.statement_ids) == 1 or not any((i,) in rejected for i in j.statement_ids))
    ]
    is_full = bool(full) and NOTHING not in judgements
    assert (coverage_of(judgements).coverage is Coverage.FULL) == is_full


@given(st.lists(JUDGEMENTS | WITH_SETS))
def test_a_tally_counts_every_criterion_once(criteria: list[list[Judgement]]) -> None:
    covered = [coverage_of(judgements) for judgements in criteria]
    counted = tally(covered)
    assert counted.total == len(covered)
    assert counted.full == sum(c.is_covered for c in covered)
