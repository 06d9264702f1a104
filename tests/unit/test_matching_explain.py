from __future__ import annotations

import pytest

from matching.bands import band, trusted
from matching.explain import explain
from matching.fuzzy import repetition, shared_phrases
from matching.naming import told_parts
from matching.suggest import WEIGHTS, parameters_of
from matching.values import Candidate, Criterion, Evidence, Result

CRITERION = "Evaluate the effect of a leadership style on team performance"


def sentences(evidence: str, *, criterion: str = CRITERION, **parts: float) -> str:
    named = {name.replace("_", " "): value for name, value in parts.items()}
    candidate = Candidate("a", sum(named.values()), named)
    return " ".join(explain(candidate, Criterion("1", criterion), Evidence("a", evidence)).sentences)


def test_a_shared_phrase_is_quoted_as_the_statement_writes_it() -> None:
    assert "“leadership styles”" in sentences("Compare leadership styles in practice")


def test_what_the_statement_does_not_say_is_named() -> None:
    said = sentences("Describe a style of leadership in a team")
    assert "Of the criterion’s 5 words of the subject the statement has 3" in said
    assert "it does not say “effect” and “performance”" in said


def test_the_command_is_no_word_of_the_subject() -> None:
    said = sentences("Evaluate with reference to sources", criterion="Evaluate")
    assert "share no word of the subject, only the command “Evaluate”." in said
    assert "Every word of the criterion's subject stands" in sentences(
        "Plans for risk", criterion="Explain and review risk"
    )


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
        ("tested_outcomes", 0.2, "lifted to 0.8 of the score of the best outcome that it tests"),
        ("decisions", 0.2, "speak for it"),
        ("decisions", -0.2, "speak against it"),
        ("suits_much_else", -0.02, "marked down for it"),
        ("suits_others_better", -0.02, "suits another criterion better"),
        ("context", 0.2, "titles around the texts"),
        ("similar_criteria", 0.6, "resemble these"),
    ],
)
def test_a_part_that_moved_the_score_has_its_sentence(part: str, value: float, said: str) -> None:
    assert said in sentences("Weld pipes", words=0.21, **{part: value})
    assert said not in sentences("Weld pipes", words=0.21)


def test_usual_company_is_not_worth_a_sentence() -> None:
    assert "resemble these" not in sentences("Weld pipes", words=0.21, similar_criteria=0.2)


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (["outcome 2"], "lifted to 0.8 of the score of outcome 2, which it tests."),
        (["outcome 1", "outcome 2"], "the best of outcome 1 and outcome 2, which it tests."),
    ],
)
def test_the_outcome_that_lifts_an_assessment_is_named(outcomes: list[str], said: str) -> None:
    lifted = Candidate("a", 0.4, {"tested outcomes": 0.2})
    told = explain(lifted, Criterion("1", CRITERION), Evidence("a", "An essay"), lifted_by=outcomes)
    assert said in " ".join(told.sentences)


def test_every_occurrence_of_a_shared_word_is_marked_in_both_texts() -> None:
    criterion, evidence = (
        "Explain why a swarm leaves: the swarming season",
        "Essay on swarming: colonies swarm.",
    )
    told = explain(Candidate("a", 0.5), Criterion("1", criterion), Evidence("a", evidence))
    assert [evidence[a:b] for a, b in told.evidence_spans] == ["swarming", "swarm"]
    assert [criterion[a:b] for a, b in told.criterion_spans] == ["swarm", "swarming"]


def test_of_a_script_without_spaces_shared_characters_are_marked_and_no_words_counted() -> None:
    criterion, evidence = "冬季的存活", "蜂群冬季存活"
    told = explain(Candidate("a", 0.5), Criterion("1", criterion), Evidence("a", evidence))
    assert told.sentences == ("Both texts say “冬季” and “存活”.",)
    assert [evidence[a:b] for a, b in told.evidence_spans] == ["冬季", "存活"]


def test_parts_have_a_lecturers_names_and_those_that_added_nothing_have_no_row() -> None:
    names = [name for name, _ in told_parts(dict.fromkeys(parameters_of("semantic")["weights"], 0.1))]
    assert len(set(names)) == len(names) > len(WEIGHTS)
    assert not any(name in ("coverage", "words", "context", "spelling", "words held") for name in names)
    assert told_parts({"words held": 0.2, "tested outcomes": 0.0, "suits much else": -0.01}) == (
        ("share of the criterion’s words", 0.2),
        ("suits much else, taken off", -0.01),
    )
    assert told_parts({"similar criteria": 0.1}, asked="outcome") == (("outcomes like this one", 0.1),)


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


def test_what_shares_the_command_alone_is_low_and_says_nothing_of_what_stands_below_it() -> None:
    found = (
        Candidate("a", 0.7, {}, ("Evaluate",), shares_command_alone=True),
        Candidate("b", 0.56, {"tested outcomes": 0.3}, ("Evaluate",), shares_command_alone=True),
        Candidate("c", 0.5, {"tested outcomes": 0.3}, ("Evaluate",), shares_command_alone=True),
        Candidate("d", 0.45),
    )
    assert [b for _, b in trusted(Result("1", found), engine="lexical")] == ["low", "low", "medium", "medium"]


def test_what_a_long_text_shares_is_found_wherever_it_stands() -> None:
    criterion, deep = (
        "Explain why boats drift",
        "hay straw " * 900 + "They explain why boats drift. " + "oats " * 900,
    )
    ((_, span),) = shared_phrases(criterion, deep)
    assert deep[slice(*span)] == "explain why boats drift"
    told = explain(Candidate("E", 0.5, {}, ()), Criterion("C", criterion), Evidence("E", deep)).sentences
    assert "Every word of the criterion stands in the statement too." in told
