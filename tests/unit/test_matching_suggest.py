from __future__ import annotations

import math
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from mapper.errors import InvalidError
from matching import combine, listing, reader
from matching.evaluate import figures, ranking
from matching.gold import read_gold_sets
from matching.suggest import PARAMETERS, suggest
from matching.values import Candidate, Criterion, Evidence, Result

BUDGETS = Criterion("1.1", "Prepare a budget for a department")
TEAMS = Criterion("1.2", "Evaluate how leadership styles affect a team")
STATEMENTS = (
    Evidence("outcome-1", "Critically evaluate leadership styles and their effect on teams"),
    Evidence("outcome-2", "Draw up departmental budgets and forecasts"),
    Evidence("outcome-3", "Recognise employment law in recruitment"),
)


def only(results: tuple[Result, ...]) -> tuple[Candidate, ...]:
    (result,) = results
    return result.candidates


def ids(candidates: tuple[Candidate, ...]) -> list[str]:
    return [c.evidence for c in candidates]


def test_the_statement_on_the_same_subject_comes_first() -> None:
    budgets, teams = suggest(criteria=[BUDGETS, TEAMS], evidence=STATEMENTS)
    assert (budgets.candidates[0].evidence, teams.candidates[0].evidence) == ("outcome-2", "outcome-1")


def test_criteria_stay_in_the_order_given() -> None:
    results = suggest(criteria=[TEAMS, BUDGETS], evidence=STATEMENTS)
    assert [r.criterion for r in results] == ["1.2", "1.1"]


def test_parts_add_up_to_the_score_exactly() -> None:
    for result in suggest(criteria=[BUDGETS, TEAMS], evidence=STATEMENTS):
        for candidate in result.candidates:
            assert sum(candidate.parts.values()) == candidate.score
            assert sum(reversed(candidate.parts.values())) == candidate.score


def test_no_more_than_top_candidates_are_given() -> None:
    assert len(only(suggest(criteria=[TEAMS], evidence=STATEMENTS, top=1))) == 1


def test_top_nought_gives_no_candidates() -> None:
    assert only(suggest(criteria=[TEAMS], evidence=STATEMENTS, top=0)) == ()


def test_a_criterion_that_shares_nothing_gets_no_candidates() -> None:
    other = Criterion("9.9", "Photosynthesis by chlorophyll")
    assert suggest(criteria=[TEAMS, other], evidence=STATEMENTS)[1].candidates == ()


def test_shared_endings_alone_suggest_nothing() -> None:
    assert only(suggest(criteria=[Criterion("1", "swimming")], evidence=[Evidence("a", "welding")])) == ()


def test_a_compound_is_found_by_its_pieces() -> None:
    found = only(
        suggest(criteria=[Criterion("1", "cybersecurity")], evidence=[Evidence("a", "cyber security")])
    )
    assert ids(found) == ["a"]


def test_shared_terms_are_written_as_in_the_evidence_rarest_first() -> None:
    evidence = [
        Evidence("a", "Budgeting in teams"),
        Evidence("b", "Teams in sport"),
        Evidence("c", "Teams in war"),
    ]
    found = only(suggest(criteria=[Criterion("1", "A team budget")], evidence=evidence, top=1))
    assert found[0].shared_terms == ("Budgeting", "teams")


def test_identical_statements_tie_in_the_order_given() -> None:
    twins = [Evidence(name, "Evaluate leadership styles") for name in ("z", "a", "m")]
    found = only(suggest(criteria=[TEAMS], evidence=twins))
    assert ids(found) == ["z", "a", "m"]
    assert len({c.score for c in found}) == 1


def test_the_criterions_own_wording_scores_almost_all() -> None:
    best = only(suggest(criteria=[TEAMS], evidence=[*STATEMENTS, Evidence("same", TEAMS.text)]))[0]
    assert best.evidence == "same"
    assert 0.9 < best.score <= 1.0


def test_the_context_can_tell_two_statements_apart() -> None:
    criterion = Criterion("1", "Review performance", "Managing people")
    evidence = [
        Evidence("machines", "Review performance", "Engines"),
        Evidence("people", "Review performance", "Managing people"),
    ]
    assert ids(only(suggest(criteria=[criterion], evidence=evidence))) == ["people", "machines"]


@pytest.mark.parametrize(
    "text", ["", "   ", "a", "the of and", "1", "营销策略的分析", "…—•", "x" * 5_000, "naïve\u0301 ﬁle"]
)
def test_odd_texts_on_either_side_give_finite_scores(text: str) -> None:
    results = suggest(
        criteria=[Criterion("1", text), TEAMS, Criterion("3", text, "a title")],
        evidence=[Evidence("odd", text), *STATEMENTS, Evidence("odd too", text, "leadership")],
    )
    assert [r.criterion for r in results] == ["1", "1.2", "3"]
    assert all(math.isfinite(c.score) and 0 < c.score <= 1 for r in results for c in r.candidates)


def test_nothing_on_either_side_is_no_error() -> None:
    assert suggest(criteria=[], evidence=STATEMENTS) == ()
    assert suggest(criteria=[TEAMS], evidence=[]) == (Result("1.2", ()),)
    assert only(suggest(criteria=[Criterion("1", "")], evidence=[Evidence("a", "")])) == ()


def test_a_statement_of_fifty_thousand_words_is_ranked_in_seconds() -> None:
    long = " ".join(f"word{i % 7_000} leadership" for i in range(25_000))
    began = time.monotonic()
    found = only(suggest(criteria=[TEAMS], evidence=[Evidence("long", long), *STATEMENTS]))
    assert time.monotonic() - began < 20
    assert found[0].evidence == "outcome-1"
    assert "long" in ids(found)


def test_an_assessment_takes_what_its_outcome_scores_at_a_discount() -> None:
    essay = Evidence("essay", "Essay, 2,000 words", "", inherits=("outcome-1",))
    found = {c.evidence: c for c in only(suggest(criteria=[TEAMS], evidence=[*STATEMENTS, essay]))}
    assert found["essay"].parts["tested outcomes"] > 0
    assert found["essay"].score == pytest.approx(0.8 * found["outcome-1"].score)


def test_an_assessment_that_stands_higher_by_itself_inherits_nothing() -> None:
    report = Evidence("report", TEAMS.text, "", inherits=("outcome-2",))
    found = {c.evidence: c for c in only(suggest(criteria=[TEAMS], evidence=[*STATEMENTS, report]))}
    assert found["report"].parts["tested outcomes"] == 0


def test_missing_and_circular_inheritance_is_passed_over() -> None:
    evidence = [
        Evidence("a", "Leadership styles", "", inherits=("a", "nowhere", "b")),
        Evidence("b", "Essay", "", inherits=("a",)),
    ]
    assert ids(only(suggest(criteria=[TEAMS], evidence=evidence))) == ["a", "b"]


def test_small_blocks_give_the_same_answer_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    criteria = [BUDGETS, TEAMS, Criterion("1.3", "Explain employment law")]
    whole = suggest(criteria=criteria, evidence=STATEMENTS)
    for module in (combine, listing):
        monkeypatch.setattr(module, "CELLS_AT_ONCE", 1)
    assert suggest(criteria=criteria, evidence=STATEMENTS) == whole


def test_progress_ends_with_all_criteria() -> None:
    heard: list[tuple[int, int]] = []
    suggest(
        criteria=[BUDGETS, TEAMS], evidence=STATEMENTS, progress=lambda done, of: heard.append((done, of))
    )
    assert heard[-1] == (2, 2)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(InvalidError, match="no such engine"):
        suggest(criteria=[TEAMS], evidence=STATEMENTS, engine="astrology")


def test_repeated_ids_are_refused_by_name() -> None:
    with pytest.raises(InvalidError, match=r"evidence outcome-1"):
        suggest(criteria=[TEAMS], evidence=[*STATEMENTS, STATEMENTS[0]])
    with pytest.raises(InvalidError, match=r"criterion 1\.2"):
        suggest(criteria=[TEAMS, TEAMS], evidence=STATEMENTS)


def test_what_else_a_specification_says_can_tell_two_statements_apart() -> None:
    bare = Criterion("c", "Explain the approach")
    told = Criterion("c", "Explain the approach", further="Budgets and forecasts")
    about = [
        Evidence("e1", "The approach to weather"),
        Evidence("e2", "The approach to forecasts of budgets"),
    ]
    assert suggest(criteria=[bare], evidence=about)[0].candidates[0].evidence == "e1"
    assert suggest(criteria=[told], evidence=about)[0].candidates[0].evidence == "e2"


def test_a_negative_top_is_refused() -> None:
    with pytest.raises(InvalidError, match="-1 candidates"):
        suggest(criteria=[TEAMS], evidence=STATEMENTS, top=-1)


def test_what_is_the_same_in_everything_scores_no_more_than_one() -> None:
    criteria = [Criterion("1", "lamp", "crew"), Criterion("2", "lamp", "crew")]
    evidence = [Evidence("a", "lamp", "crew"), Evidence("b", "lamp", "crew")]
    for result in suggest(criteria=criteria, evidence=evidence):
        assert all(c.score <= 1.0 for c in result.candidates)
        assert result.candidates[0].score > 0.99


def test_the_answer_does_not_depend_on_what_was_read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    criteria = [BUDGETS, TEAMS]
    first = suggest(criteria=criteria, evidence=STATEMENTS)
    monkeypatch.setattr(reader, "_readers", [reader.Reader()])
    suggest(criteria=[Criterion("x", "Styles of law, forecasts and employment")], evidence=STATEMENTS[::-1])
    assert suggest(criteria=criteria, evidence=STATEMENTS) == first


def test_a_full_reader_is_followed_by_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_TEXTS", 1)
    monkeypatch.setattr(reader, "_readers", [reader.Reader()])
    first = suggest(criteria=[TEAMS], evidence=STATEMENTS)
    full = reader._readers[0]
    assert full.is_full
    assert suggest(criteria=[TEAMS], evidence=STATEMENTS) == first
    assert reader._readers[0] is not full


def test_weights_add_up_to_one_cosine_counted_once() -> None:
    weights = dict(combine.WEIGHTS)
    assert weights["words"] == weights.pop("context")
    assert sum(weights.values()) == pytest.approx(1.0)
    assert PARAMETERS["weights"] == dict(combine.WEIGHTS)


@pytest.mark.parametrize("weights", [combine.WEIGHTS, combine.MEANING_WEIGHTS])
def test_no_part_is_worth_more_than_its_weight(weights: Mapping[str, float]) -> None:
    # Not by the last bit either, or the score of two equal texts could pass 1.
    blend, most = combine.Blend((), weights), np.ones((1, 1), dtype=np.float32)
    assert all(blend.part(name, most)[0, 0] <= weight * combine.UNITS for name, weight in weights.items())


@pytest.mark.shared
def test_links_that_people_made_are_found_clearly_better_than_by_plain_words(shared_dir: Path) -> None:
    golds = read_gold_sets(shared_dir / "gold")
    if not golds:
        pytest.skip("the gold sets (../shared/gold) are not here")
    found = [figures(ranking(gold), gold.links).average_precision for gold in golds]
    assert sum(found) / len(found) >= 0.45


def test_in_a_script_without_spaces_shared_words_of_two_characters_are_found() -> None:
    offered = [Evidence("honey", "蜂蜜的销售"), Evidence("winter", "蜂群冬季存活")]
    (result,) = suggest(criteria=[Criterion("c", "冬季的存活")], evidence=offered)
    assert [c.evidence for c in result.candidates] == ["winter"]
    assert set(result.candidates[0].shared_terms) == {"冬季", "存活"}
