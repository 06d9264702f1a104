from __future__ import annotations

import pytest

from matching.normalise import squeezed, stem, stems, words


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("organization", "organisation"),
        ("behavior", "behaviours"),
        ("analyze", "analysing"),
        ("programs", "programme"),
        ("center", "centre"),
        ("defense", "defence"),
        ("labeled", "labelled"),
    ],
)
def test_american_and_british_spellings_meet(american: str, british: str) -> None:
    assert stem(american) == stem(british)


@pytest.mark.parametrize(("one", "other"), [("size", "sise"), ("call", "cal"), ("prize", "price")])
def test_words_that_only_look_american_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_inflected_words_have_one_stem() -> None:
    assert len({stem(w) for w in ("evaluate", "evaluates", "evaluating", "Evaluation")}) == 1


def test_words_know_where_they_stand() -> None:
    text = "Plan, lead; and review"
    assert [text[w.start : w.end] for w in words(text)] == ["Plan", "lead", "and", "review"]


def test_stems_leave_out_function_words_and_keep_numbers() -> None:
    assert stems("The use of ISO 9001 and its audits") == (stem("ISO"), "9001", stem("audits"))


@pytest.mark.parametrize("text", ["विपणन रणनीति", "стратегия маркетинга", "استراتيجية التسويق"])
def test_words_of_other_scripts_stay_whole(text: str) -> None:
    assert [w.written for w in words(text)] == text.split()


def test_of_characters_without_spaces_every_two_neighbours_are_a_word() -> None:
    text = "AI风险分析 2024年"
    assert [w.written for w in words(text)] == ["AI", "风险", "险分", "分析", "2024", "年"]
    assert all(text[w.start : w.end] == w.written for w in words(text))
    assert stems("リスクの分析をする") == ("リスク", "分析")


def test_bullets_and_dashes_are_no_words() -> None:
    assert squeezed("• Leading — and\uf0b7 managing") == "leading and managing"
