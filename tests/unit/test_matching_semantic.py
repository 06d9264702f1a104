"""The semantic engine: the model's part with a made-up model, and with the packaged one where installed."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mapper.errors import MapperError
from matching import semantic
from matching.combine import MEANING_WEIGHTS
from matching.evaluate import Trial, figures, ranking
from matching.gold import read_gold_sets
from matching.meaning import meaning_of
from matching.semantic import DIMENSIONS, MOST_PASSAGES, WINDOW, Encoder, is_installed, load_encoder
from matching.shelf import VectorShelf
from matching.suggest import parameters_of, suggest
from matching.values import Criterion, Decision, Evidence

needs_model = pytest.mark.skipif(not is_installed(), reason="the extra “semantic” is not installed")


class Letters:
    """A tokenizer to which every letter is a token, but signs beyond the common scripts unknown ones."""

    @dataclass(frozen=True)
    class Encoded:
        ids: list[int]

    def encode(self, text: str, *, add_special_tokens: bool) -> Encoded:
        assert not add_special_tokens
        letters = [ord(letter) for letter in text.encode("utf-8").decode("utf-8")]
        return self.Encoded([300 if letter > 0xFFFF else letter % 300 for letter in letters])

    def token_to_id(self, mark: str) -> int:
        return {"[UNK]": 300, "[CLS]": 301, "[SEP]": 302}[mark]


class Sums:
    """A model whose vector counts letters; it remembers how long each row was."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def run(self, _wanted: object, asked: dict[str, Any]) -> list[Any]:
        row = asked["input_ids"]
        self.lengths.append(row.shape[1])
        found = np.zeros((1, row.shape[1], DIMENSIONS), dtype=np.float32)
        found[0, np.arange(row.shape[1]), row[0]] = 1.0
        return [found]


def encoder() -> tuple[Encoder, Sums]:
    model = Sums()
    return Encoder(Letters(), model), model


def shelf(path: Path | None = None) -> VectorShelf:
    return VectorShelf(path, dimensions=DIMENSIONS)


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> Sums:
    """The engine with the made-up model in place of the packaged one."""
    found, model = encoder()
    monkeypatch.setattr("matching.suggest.load_encoder", lambda: found)
    return model


def test_a_text_that_says_nothing_has_no_vector() -> None:
    vectors = encoder()[0].vectors(["", " \n", "lamp"], shelf=shelf())
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([0.0, 0.0, 1.0])


def test_a_text_of_mostly_unknown_pieces_has_no_vector() -> None:
    vectors = encoder()[0].vectors(["🐝🐝", "🐝🐝🐝 a", "🐝 bee"], shelf=shelf())
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([0.0, 0.0, 1.0])


def test_a_text_longer_than_the_window_is_read_in_passages() -> None:
    found, model = encoder()
    found.vectors(["x" * (WINDOW - 2) + "y"], shelf=shelf())
    assert sorted(model.lengths) == [3, WINDOW]


def test_of_an_endless_text_so_many_passages_are_read() -> None:
    found, model = encoder()
    found.vectors(["word " * 50_000], shelf=shelf())
    assert len(model.lengths) == MOST_PASSAGES


def test_a_lone_surrogate_is_no_fault() -> None:
    assert np.isfinite(encoder()[0].vectors(["a\ud800b"], shelf=shelf())).all()


def test_a_text_is_read_once_however_often_it_is_asked_for() -> None:
    found, model = encoder()
    kept = shelf()
    first = found.vectors(["lamp", "lamp", "crew"], shelf=kept)
    again = found.vectors(["crew", "lamp"], shelf=kept)
    assert len(model.lengths) == 2
    assert np.array_equal(again, first[[2, 0]])


def test_stopped_while_it_reads_it_keeps_what_it_has_read(tmp_path: Path) -> None:
    def stop(_made: int, _total: int) -> None:
        raise KeyboardInterrupt

    texts = [f"text {number}" for number in range(200)]
    with pytest.raises(KeyboardInterrupt):
        encoder()[0].vectors(texts, shelf=shelf(tmp_path / "v.npz"), progress=stop)
    again, model = encoder()
    again.vectors(texts, shelf=shelf(tmp_path / "v.npz"))
    assert 0 < len(model.lengths) < len(texts)


def test_the_context_counts_less_than_the_text() -> None:
    found, _ = encoder()
    aa, bb = Criterion("c1", "aaa", "bbb"), [Evidence("e1", "aaa"), Evidence("e2", "bbb")]
    (row,) = meaning_of([aa], bb, encoder=found).block([0])
    assert row[0] > row[1] > 0


def test_parts_add_up_to_the_score_and_stay_in_bounds(made_up: Sums) -> None:
    results = suggest(
        criteria=[Criterion("c1", "Plan the crossing", "Crews"), Criterion("c2", "分析")],
        evidence=[Evidence("e1", "Crossing plan", "Crews"), Evidence("e2", ""), Evidence("e3", "分析 risk")],
        engine="semantic",
        decisions=[Decision("c1", "e1", confirmed=True), Decision("c2", "e1", confirmed=False)],
    )
    candidates = [candidate for result in results for candidate in result.candidates]
    assert made_up.lengths
    assert candidates
    for candidate in candidates:
        assert 0 < candidate.score <= 1
        assert sum(candidate.parts.values()) == candidate.score
        assert "meaning" in candidate.parts


def test_of_many_criteria_what_suits_much_else_is_a_part_and_parts_add_up(made_up: Sums) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    results = suggest(
        criteria=[Criterion(letter, f"{letter * 3} crew") for letter in letters],
        evidence=[Evidence("all", "crew"), *(Evidence(letter, letter * 3) for letter in letters)],
        engine="semantic",
        decisions=[Decision("a", "all", confirmed=False), Decision("b", "b", confirmed=True)],
    )
    candidates = [candidate for result in results for candidate in result.candidates]
    assert made_up.lengths
    assert any(c.evidence == "all" and c.parts["suits much else"] < 0 for c in candidates)
    assert all(sum(c.parts.values()) == c.score > 0 for c in candidates)


def test_where_decisions_say_that_statements_serve_one_criterion_the_others_lose_them(made_up: Sums) -> None:
    letters = "abcdefgh"
    criteria = [Criterion(letter, f"{letter * 3} crew harbour") for letter in letters]
    # The first statement is like every criterion, and evidences its own alone.
    evidence = [
        Evidence("a", "crew harbour aaa"),
        *(Evidence(letter, f"{letter * 3} boat sail wind") for letter in letters[1:]),
    ]
    decisions = [Decision(letter, e.id, confirmed=e.id == letter) for letter in letters[:6] for e in evidence]
    ask = partial(suggest, criteria=criteria, evidence=evidence, engine="semantic", top=8)
    (before,), (after,) = (
        [{c.evidence: c for c in result.candidates} for result in results if result.criterion == "h"]
        for results in (ask(), ask(decisions=decisions))
    )
    assert made_up.lengths
    assert "suits others better" not in before["a"].parts
    assert after["a"].parts["suits others better"] < 0 == after["h"].parts["suits others better"]
    assert all(sum(c.parts.values()) == c.score > 0 for c in after.values())


def test_texts_alike_in_nothing_are_suggested_nothing(made_up: Sums) -> None:
    (result,) = suggest(criteria=[Criterion("c", "aaa")], evidence=[Evidence("e", "zzz")], engine="semantic")
    assert made_up.lengths
    assert result.candidates == ()


def test_the_weights_add_up_to_one_and_are_among_the_parameters() -> None:
    weights = dict(MEANING_WEIGHTS)
    assert weights["words"] == weights.pop("context")
    assert sum(weights.values()) == pytest.approx(1.0)
    assert parameters_of("semantic")["weights"] == dict(MEANING_WEIGHTS)
    assert parameters_of("lexical")["weights"] != parameters_of("semantic")["weights"]


def test_without_the_extra_it_says_so_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "LIBRARIES", ("no_such_library",))
    load_encoder.cache_clear()
    with pytest.raises(MapperError, match="is an extra that is not installed"):
        suggest(criteria=[Criterion("c", "a")], evidence=[Evidence("e", "a")], engine="semantic")


def test_a_file_that_is_not_the_pinned_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "is_installed", lambda: True)
    forged = hashlib.sha256(b"forged").hexdigest()
    # A package that is certainly there stands in for the model's.
    monkeypatch.setattr(semantic, "MODEL", ("matching", "README.md", forged))
    load_encoder.cache_clear()
    with pytest.raises(MapperError, match="not the one that this version was measured with"):
        load_encoder()


def test_a_missing_file_is_refused_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "is_installed", lambda: True)
    monkeypatch.setattr(semantic, "MODEL", ("matching", "no-such-file", ""))
    load_encoder.cache_clear()
    with pytest.raises(MapperError, match="not the one"):
        load_encoder()


def test_what_is_installed_is_asked_without_loading_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(importlib.util, "find_spec", asked.append)
    assert not is_installed()
    assert asked == ["onnxruntime"]


@needs_model
def test_what_is_meant_is_found_without_a_shared_word() -> None:
    load_encoder.cache_clear()
    (result,) = suggest(
        criteria=[Criterion("c", "Explain how pay is set for new staff")],
        evidence=[
            Evidence("weather", "Forecast storms from the sky at dusk"),
            Evidence("wages", "Remuneration of recently hired employees"),
        ],
        engine="semantic",
    )
    assert result.candidates[0].evidence == "wages"
    assert result.candidates[0].shared_terms == ()


@needs_model
def test_texts_in_a_script_that_the_model_does_not_know_are_not_alike_for_it() -> None:
    load_encoder.cache_clear()
    asked = [Criterion("thai", "การเลี้ยงผึ้ง"), Criterion("han", "冬季的存活")]
    offered = [Evidence("emoji", "🐝🐝🐝"), Evidence("bees", "蜂群冬季存活")]
    thai, han = suggest(criteria=asked, evidence=offered, engine="semantic")
    assert thai.candidates == ()
    assert [c.evidence for c in han.candidates] == ["bees"]
    assert han.candidates[0].parts["meaning"] == 0.0 < han.candidates[0].parts["words"]


@needs_model
def test_a_vector_does_not_depend_on_its_company() -> None:
    load_encoder.cache_clear()
    found = load_encoder()
    alone = found.vectors(["Lead a crew"], shelf=shelf())
    among = found.vectors(["A", "Lead a crew", "x " * 900], shelf=shelf())
    assert np.array_equal(alone[0], among[1])


@needs_model
@pytest.mark.shared
def test_meaning_finds_more_of_the_links_that_people_made(shared_dir: Path) -> None:
    # The two smallest sets: all five take a minute, and are in the method card.
    golds = [g for g in read_gold_sets(shared_dir / "gold") if g.name in ("onet_mgmt", "techwolf_esco")]
    if not golds:
        pytest.skip("the gold sets (../shared/gold) are not here")
    load_encoder.cache_clear()
    trial = Trial("semantic", shelf())
    for gold in golds:
        lexical = figures(ranking(gold), gold.links).average_precision
        assert figures(ranking(gold, trial=trial), gold.links).average_precision > lexical + 0.01
