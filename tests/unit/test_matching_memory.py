"""A changed module costs its own part alone, and how far rarity is taken from before."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from matching import memory as memories
from matching import suggest as suggesting
from matching.combine import Sheet, scored
from matching.drift import main
from matching.lexical import Lexicon, lexicon
from matching.memory import MOST_CHANGED, Memory
from matching.suggest import suggest
from matching.values import Criterion, Decision, Evidence
from tests.unit.test_matching_semantic import encoder

CRITERIA = [Criterion(f"c{n}", f"Tend the lamp of pier {n}") for n in range(5)]
EVIDENCE = [Evidence(f"e{n}", f"The lamp of pier {n % 5} and the crew of boat {n}") for n in range(40)]


def changed(evidence: list[Evidence], *places: int) -> list[Evidence]:
    return [
        replace(e, text=f"Signals of tower {place}") if place in places else e
        for place, e in enumerate(evidence)
    ]


def test_what_did_not_change_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)

    def no_more(*_: object, **__: object) -> None:
        raise AssertionError("worked out whole")

    monkeypatch.setattr(memories, "lexicon", no_more)
    run = memory.scored(CRITERIA, changed(EVIDENCE, 7))
    assert run.changed.tolist() == [7]
    assert len(run.moved) < len(CRITERIA)


def test_after_decisions_alone_nothing_is_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in ("lexical", "semantic"):
        monkeypatch.setattr("matching.suggest.load_encoder", lambda: encoder()[0])
        memory, ask = Memory(), partial(suggest, criteria=CRITERIA, evidence=EVIDENCE, engine=engine)
        ask(memory=memory)
        decisions = [Decision(c.id, e.id, e.id == "e3") for c in CRITERIA[:4] for e in EVIDENCE[:6]]
        expected = ask(decisions=decisions)
        with monkeypatch.context() as patched:
            for module in (memories, suggesting):
                patched.setattr(module, "lexicon", None)
            assert ask(decisions=decisions, memory=memory) == expected
            assert ask(memory=memory) != expected


def test_another_engine_begins_anew() -> None:
    memory = Memory()
    first = suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)
    other = memory.basis("another", CRITERIA, EVIDENCE, lambda: _scored(lexicon(CRITERIA, EVIDENCE)))
    assert memory.before(EVIDENCE) is None
    assert not other.pairs
    assert suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory) == first


def _scored(terms: Lexicon) -> tuple[Lexicon, Sheet]:
    return terms, scored(terms)


def test_the_same_question_again_changes_nothing() -> None:
    memory = Memory()
    first = suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)
    assert suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory) == first
    assert first == suggest(criteria=CRITERIA, evidence=EVIDENCE)


def test_a_continued_run_is_exactly_a_whole_one_by_the_same_rarity() -> None:
    memory = Memory()
    suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)
    for evidence in (
        changed(EVIDENCE, 3),
        EVIDENCE[::-1],
        EVIDENCE[2:],
        [*EVIDENCE, Evidence("new", "A lamp")],
    ):
        continued = suggest(criteria=CRITERIA, evidence=evidence, memory=memory)
        assert continued == suggest(criteria=CRITERIA, evidence=evidence, memory=Memory(memory.standing))


def test_texts_that_change_their_names_take_their_scores_along() -> None:
    memory = Memory()
    suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)
    swapped = [replace(EVIDENCE[0], id="e1"), replace(EVIDENCE[1], id="e0"), *EVIDENCE[2:]]
    found = suggest(criteria=CRITERIA, evidence=swapped, memory=memory)
    assert found == suggest(criteria=CRITERIA, evidence=swapped)


def test_few_changes_keep_the_rarity_of_before_and_many_take_it_anew() -> None:
    memory = Memory()
    suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)
    first = memory.standing
    suggest(criteria=CRITERIA, evidence=changed(EVIDENCE, 1, 2), memory=memory)
    assert memory.standing is first
    assert memory.parameters == {"rarity": {"texts_changed_since": 2, "taken_anew_beyond": MOST_CHANGED}}
    many = changed(EVIDENCE, *range(8))
    assert suggest(criteria=CRITERIA, evidence=many, memory=memory) == suggest(
        criteria=CRITERIA, evidence=many
    )
    assert memory.standing is not first
    assert memory.parameters == {"rarity": {"texts_changed_since": 0, "taken_anew_beyond": MOST_CHANGED}}


def test_many_small_changes_add_up() -> None:
    memory = Memory()
    suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)
    first, evidence = memory.standing, EVIDENCE
    for place in range(6):
        evidence = changed(evidence, place)
        suggest(criteria=CRITERIA, evidence=evidence, memory=memory)
    assert memory.standing is not first


def test_other_criteria_are_worked_out_whole() -> None:
    memory = Memory()
    suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)
    other = [*CRITERIA[:4], Criterion("c4", "Steer a boat")]
    found = suggest(criteria=other, evidence=EVIDENCE, memory=memory)
    assert found == suggest(criteria=other, evidence=EVIDENCE, memory=Memory(memory.standing))


def test_a_run_that_is_too_large_to_remember_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memories, "MOST_CELLS", 0)
    memory = Memory()
    for _ in range(2):
        found = suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)
        assert found == suggest(criteria=CRITERIA, evidence=EVIDENCE)


def test_a_run_that_was_stopped_leaves_no_results_behind() -> None:
    memory = Memory()
    suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        suggest(criteria=CRITERIA, evidence=changed(EVIDENCE, 4), memory=memory, progress=stop)
    again = suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=memory)
    assert again == suggest(criteria=CRITERIA, evidence=EVIDENCE, memory=Memory(memory.standing))


def test_drift_is_printed_for_each_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "invented"
    folder.mkdir()
    lines = "".join(f"s{n}\tTend lamp {n}\n" for n in range(20))
    (folder / "targets.tsv").write_text("id\ttext\nt\tTend the lamp 3\n", encoding="utf-8")
    (folder / "sources.tsv").write_text(f"id\ttext\n{lines}", encoding="utf-8")
    (folder / "links.tsv").write_text("target_id\tsource_id\nt\ts3\n", encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert "invented" in capsys.readouterr().out


def test_drift_without_a_folder_of_sets_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().out == ""
