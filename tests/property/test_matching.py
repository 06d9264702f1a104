from __future__ import annotations

import math
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.fuzzy import shared_marks, shared_phrases
from matching.normalise import words
from matching.suggest import suggest
from matching.values import Criterion, Decision, Evidence

WORDS = st.sampled_from(
    [
        "lead",
        "leading",
        "team",
        "teams",
        "plan",
        "budget",
        "risk",
        "évaluer",
        "evaluate",
        "the",
        "of",
        "and",
        "2024",
        "ILM",
        "分析",
        "风险分析的方法",
        "リスクの分析",
        "•",
        "-",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=8).map(" ".join), st.text(max_size=20))
CRITERIA = st.lists(st.tuples(TEXTS, TEXTS), max_size=5).map(
    lambda rows: [Criterion(f"c{i}", text, context) for i, (text, context) in enumerate(rows)]
)


@st.composite
def statements(draw: st.DrawFn) -> list[Evidence]:
    rows = draw(st.lists(st.tuples(TEXTS, TEXTS, st.sets(st.integers(0, 6))), max_size=6))
    return [
        Evidence(f"e{i}", text, context, tuple(f"e{j}" for j in sorted(sources)))
        for i, (text, context, sources) in enumerate(rows)
    ]


DECISIONS = st.lists(
    st.builds(
        Decision,
        criterion=st.integers(0, 5).map("c{}".format),
        evidence=st.integers(0, 6).map("e{}".format),
        confirmed=st.booleans(),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(CRITERIA, statements(), DECISIONS, st.integers(0, 7))
def test_results_keep_their_promises_whatever_the_texts(
    criteria: list[Criterion], evidence: list[Evidence], decisions: list[Decision], top: int
) -> None:
    results = suggest(criteria=criteria, evidence=evidence, decisions=decisions, top=top)
    position = {e.id: i for i, e in enumerate(evidence)}
    assert [r.criterion for r in results] == [c.id for c in criteria]
    for result in results:
        found = [c.evidence for c in result.candidates]
        assert len(found) <= top
        assert len(set(found)) == len(found)
        ranks = [(-c.score, position[c.evidence]) for c in result.candidates]
        assert ranks == sorted(ranks)
        for candidate in result.candidates:
            assert 0 < candidate.score <= 1
            assert all(math.isfinite(part) for part in candidate.parts.values())
            assert sum(candidate.parts.values()) == candidate.score


@settings(deadline=None)
@given(CRITERIA, statements(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_does_not_change_their_results(
    criteria: list[Criterion], evidence: list[Evidence], random: Random
) -> None:
    shuffled = criteria[:]
    random.shuffle(shuffled)
    scores = {
        r.criterion: {c.evidence: c.score for c in r.candidates}
        for r in suggest(criteria=criteria, evidence=evidence, top=9)
    }
    for result in suggest(criteria=shuffled, evidence=evidence, top=9):
        for candidate in result.candidates:
            before = scores[result.criterion].get(candidate.evidence, 0.0)
            assert math.isclose(candidate.score, before, abs_tol=1e-6)


@given(TEXTS, TEXTS)
def test_shared_phrases_are_phrases_of_both_texts(a: str, b: str) -> None:
    pairs = shared_phrases(a, b)
    for (a_start, a_end), (b_start, b_end) in pairs:
        of_a = [w.stem for w in words(a[a_start:a_end])]
        assert of_a == [w.stem for w in words(b[b_start:b_end])]
        assert of_a
    for side, marks in enumerate(shared_marks(a, b)):
        spans = sorted(pair[side] for pair in pairs)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert all(end <= start for (_, end), (start, _) in pairwise(marks))
        assert all(any(start <= s and e <= end for start, end in marks) for s, e in spans)
