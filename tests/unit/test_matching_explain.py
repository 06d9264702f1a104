from __future__ import annotations

import pytest

from matching.explain import band, explain
from matching.fuzzy import repetition, shared_phrases
from matching.values import Candidate, Criterion, Evidence

CRITERION = "Evaluate the effect of a leadership style on team performance"


def sentences(evidence: str, *, criterion: str = CRITERION, **parts: float) -> str:
    named = {name.replace("_", " "): value for name, value in parts.items()}
    candidate = Candidate("a", sum(named.values()), named)
    return " ".join(explain(candidate, Criterion("1", criterion), Evidence("a", evidence)).sentences)


def test_a_shared_phrase_is_quoted_as_the_statement_writes_it() -> None:
    assert "“leadership styles”" in sentences("Compare leadership styles in practice")


def test_what_the_statement_does_not_say_is_named() -> None:
    said = sentences("Describe a style of leadership in a team")
    assert "Of the criterion's 6 words of the subject the statement has 3" in said
    assert "“Evaluate”, “effect” and “performance”" in said


def test_a_statement_without_a_shared_word_says_so() -> None:
    assert "share no word" in sentences("Weld pipes")


def test_a_repeated_wording_is_called_so() -> None:
    assert "repeats the criterion's wording" in sentences(CRITERION.upper())


def test_every_word_found_is_said() -> None:
    assert "Every word of the criterion" in sentences(
        "Risks that we plan for and much else", criterion="Plan risk"
    )


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("tested_outcomes", 0.2, "outcomes that it tests"),
        ("decisions", 0.2, "speak for it"),
        ("decisions", -0.2, "speak against it"),
        ("suits_much_else", -0.02, "marked down for it"),
        ("context", 0.2, "titles around the texts"),
        ("similar_criteria", 0.2, "resemble these"),
    ],
)
def test_a_part_that_moved_the_score_has_its_sentence(part: str, value: float, said: str) -> None:
    assert said in sentences("Weld pipes", words=0.21, **{part: value})
    assert said not in sentences("Weld pipes", words=0.21)


def test_spans_cut_out_the_shared_words_in_order() -> None:
    evidence = "Teams: performance, and leadership styles"
    told = explain(Candidate("a", 0.5), Criterion("1", CRITERION), Evidence("a", evidence))
    assert [evidence[a:b] for a, b in told.evidence_spans] == ["Teams", "performance", "leadership styles"]
    assert [CRITERION[a:b] for a, b in told.criterion_spans] == ["leadership style", "team", "performance"]


def test_phrases_come_longest_first_and_never_begin_or_end_with_a_stop_word() -> None:
    a, b = "the analysis of the risk in a project", "project; the analysis of the risk in an office"
    assert [a[i:j] for (i, j), _ in shared_phrases(a, b)] == ["analysis of the risk", "project"]


def test_stop_words_alone_are_no_phrase() -> None:
    assert shared_phrases("the and of", "the and of") == ()


def test_repetition_heeds_the_order_of_words() -> None:
    assert repetition("plan the work", "Planning the works") == 1.0
    assert repetition("plan the work", "work the plan") < 1.0
    assert repetition("", "work") == 0.0


@pytest.mark.parametrize(
    ("score", "margin", "expected"),
    [
        (0.6, 0.0, "high"),
        (0.5, 0.1, "high"),
        (0.5, 0.05, "medium"),
        (0.4, 0.4, "medium"),
        (0.39, 0.39, "low"),
    ],
)
def test_the_band_follows_score_and_margin(score: float, margin: float, expected: str) -> None:
    assert band(score, margin) == expected
