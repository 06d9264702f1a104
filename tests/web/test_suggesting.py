"""Suggestions learn from decisions, say how old they are, and are never decisions themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from mapper import models
from mapper.db import reading, unit_of_work
from mapper.errors import InvalidError, MapperError
from mapper.queries.mapping import load_mapping
from mapper.queries.suggestions import last_run
from mapper.suggesting import Lesson, lessons_of
from mapper.values import Coverage
from tests.made import MadeMapping, counts, suggest
from tests.made_delivery import deliver
from tests.web.addresses import suggested
from tests.web.conftest import Visitor
from web.settings import read_settings
from web.suggestions import keep_suggestions

LOG, TESTED, UNTESTED = "HB101 Lamp log", "HB101 Outcome 1", "HB101 Outcome 2"


def criterion_path(mapping: MadeMapping, criterion: str = "201:1.1") -> str:
    return f"/mappings/{mapping.id}/criteria/{mapping.criteria[criterion]}"


def undecided(mapping: MadeMapping, criterion: str) -> set[int]:
    """The statements that are suggested for a criterion and not judged."""
    with reading(mapping.engine) as session:
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
    judged = {
        i
        for d in loaded.decisions_by_criterion().get(mapping.criteria[criterion], [])
        for i in d.statement_ids
    }
    found = loaded.suggestions_by_criterion().get(mapping.criteria[criterion], [])
    return {s.statement_id for s in found} - judged


def lessons(mapping: MadeMapping) -> tuple[Lesson, ...]:
    with reading(mapping.engine) as session:
        return lessons_of(load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id))


def decided_since(mapping: MadeMapping) -> int | None:
    with reading(mapping.engine) as session:
        run = last_run(session, viewer=mapping.viewer, mapping_id=mapping.id)
    return run.decided_since if run else None


def test_decisions_confirm_or_reject_and_nothing_here_speaks_of_no_statement(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    mapping.judge("201:1.2", TESTED, Coverage.PART, reason="Some of it")
    mapping.judge("201:2.1", LOG, Coverage.NONE, reason="It does not")
    mapping.judge("202:1.1", None, Coverage.NONE, reason="No crew")
    at, of = mapping.criteria, mapping.statements
    assert lessons(mapping) == (
        Lesson(at["201:1.1"], of[LOG], is_confirmed=True),
        Lesson(at["201:1.2"], of[TESTED], is_confirmed=True),
        Lesson(at["201:2.1"], of[LOG], is_confirmed=False),
    )


def test_a_decision_on_wording_that_has_changed_teaches_nothing(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    with unit_of_work(mapping.engine) as session:
        session.exec(
            sa.update(models.Statement)
            .where(models.Statement.id == mapping.statements[LOG])  # type: ignore[arg-type]
            .values(fingerprint="0" * 64)
        )
    assert lessons(mapping) == ()


def test_the_engine_is_told_what_people_decided(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    import matching.suggest

    told: list[object] = []
    honest = matching.suggest.suggest

    def listening(**asked: object) -> object:
        told.extend(asked["decisions"])  # type: ignore[call-overload]
        return honest(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(matching.suggest, "suggest", listening)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    keep_suggestions(visitor.desk, mapping_id=mapping.id, top=5)
    ((criterion, evidence, is_confirmed),) = ((d.criterion, d.evidence, d.confirmed) for d in told)  # type: ignore[attr-defined]
    assert (int(criterion), int(evidence)) == (mapping.criteria["201:1.1"], mapping.statements[LOG])
    assert is_confirmed


def test_what_was_judged_takes_no_place_of_what_is_open(visitor: Visitor, mapping: MadeMapping) -> None:
    keep_suggestions(visitor.desk, mapping_id=mapping.id, top=1)
    (first,) = undecided(mapping, "201:1.1")
    name = next(n for n, i in mapping.statements.items() if i == first)
    mapping.judge("201:1.1", name, Coverage.NONE, reason="It does not")
    assert undecided(mapping, "201:1.1") == set()
    keep_suggestions(visitor.desk, mapping_id=mapping.id, top=1)
    assert len(undecided(mapping, "201:1.1")) == 1
    assert first not in undecided(mapping, "201:1.1")


def test_suggesting_never_decides(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    before = counts(mapping.engine)
    keep_suggestions(visitor.desk, mapping_id=mapping.id, top=5)
    after = counts(mapping.engine)
    assert (after["decision"], after["subject"]) == (before["decision"], before["subject"])


def test_a_mapping_without_a_run_has_none(mapping: MadeMapping) -> None:
    assert decided_since(mapping) is None


def test_a_run_counts_the_decisions_that_came_after_it(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    suggest(mapping, suggested(mapping, "201:1.1", LOG, band="high"))
    assert decided_since(mapping) == 1
    keep_suggestions(visitor.desk, mapping_id=mapping.id, top=5)
    assert decided_since(mapping) == 0
    mapping.judge("201:1.2", LOG, Coverage.FULL)
    assert decided_since(mapping) == 1


def test_pages_say_how_old_their_suggestions_are_until_they_are_ranked_anew(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    overview = f"/mappings/{mapping.id}"
    keep_suggestions(visitor.desk, mapping_id=mapping.id, top=5)
    mapping.judge("201:1.2", LOG, Coverage.FULL)
    assert "from before the last decision" in visitor.page(overview).said
    # One decision is followed at once.
    assert "from before" not in visitor.page(criterion_path(mapping)).said
    mapping.judge("201:2.1", LOG, Coverage.FULL)
    page = visitor.page(criterion_path(mapping))
    assert "These suggestions are from before the last 2 decisions." in page.said
    assert visitor.send(visitor.page(overview).form("/suggestions")).status_code == 303
    visitor.work()
    assert "from before" not in visitor.page(criterion_path(mapping)).said
    assert "from before" not in visitor.page(overview).said


def test_each_card_says_why_in_a_lecturers_words(visitor: Visitor, mapping: MadeMapping) -> None:
    parts = {"words": 0.2, "words held": 0.0, "tested outcomes": 0.2}
    outcome = suggested(mapping, "201:1.1", TESTED, band="medium", rank=1)
    lifted = suggested(mapping, "201:1.1", LOG, band="low", rank=2)
    suggest(mapping, replace(outcome, score=0.5), replace(lifted, score=0.4, parts=parts))
    page = visitor.page(criterion_path(mapping))
    card = page.find(f"//article[@aria-labelledby='card-{mapping.statements[LOG]}']//details[@class='why']")[
        0
    ]
    assert "lifted to 0.8 of the score of outcome 1, which it tests" in " ".join(card.text_content().split())
    rows = [" ".join(row.text_content().split()) for row in card.xpath(".//tr/th")]
    assert rows == ["shared words", "outcomes that it tests", "score"]
    marked = {mark.text_content().lower() for mark in card.xpath(".//p//mark")}
    assert marked == {"lamp"}


def test_a_doubt_stands_beside_its_suggestion_and_changes_no_rank(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    ranked = [
        suggested(mapping, "202:1.1", "HB102 Outcome 1", band="high", rank=1),
        suggested(mapping, "202:1.1", UNTESTED, band="low", rank=2),
    ]
    suggest(mapping, *ranked)
    page = visitor.page(criterion_path(mapping, "202:1.1"))
    cards = page.find("//article")
    first = f"card-{mapping.statements['HB102 Outcome 1']}"
    assert cards[0].get("aria-labelledby") == first
    doubts = " ".join(
        " ".join(card.xpath(".//*[@class='doubts']")[0].text_content().split()) for card in cards[:1]
    )
    assert "The criterion asks to plan, and the outcome says lead, which demands less." in doubts


def test_thirty_judged_suggestions_give_the_mapping_chances_of_its_own(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggest(mapping, *(suggested(mapping, c, LOG, band="high") for c in mapping.criteria))
    assert "of 100 such suggestions" not in visitor.page(criterion_path(mapping)).said
    monkeypatch.setattr("matching.calibration.ENOUGH", 4)
    for name in ("201:1.1", "201:1.2", "201:2.1"):
        mapping.judge(name, LOG, Coverage.FULL)
    mapping.judge("202:1.1", LOG, Coverage.NONE, reason="It does not")
    # 0.7 with the weight of five, and three of four: 6.5 of 9.
    assert (
        "about 72 of 100 such suggestions were confirmed"
        in visitor.page(criterion_path(mapping, "202:1.2")).said
    )


def test_teaching_is_named_beside_a_criterion_with_what_stands_and_judged_on_its_own_page(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    keep_suggestions(visitor.desk, mapping_id=mapping.id, top=5)
    page = visitor.page(criterion_path(mapping))
    taught = page.one("//section[@aria-labelledby='taught-head']")
    assert "Delivery not judged:" in " ".join(taught.text_content().split())
    assert not taught.xpath(".//form")
    (link,) = taught.xpath(".//a/@href")
    assert visitor.page(str(link)).words("//h2[@id='queue-head']") == "Outcome 1 of 9901-201"
    deliver(mapping, "201:1", TESTED)
    assert "Delivered by HB101 (confirmed)." in visitor.page(criterion_path(mapping)).said


def test_a_criterion_that_shares_nothing_is_said_to_have_no_suggestion(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", LOG, band="high"))
    assert "nothing is suggested" in visitor.page(criterion_path(mapping, "201:2.1")).said


def test_the_settings_page_says_once_whether_meaning_can_be_compared(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.semantic.is_installed", lambda: False)
    assert "is not installed; everything works without it" in visitor.page("/settings").said
    monkeypatch.setattr("matching.semantic.is_installed", lambda: True)
    assert "The semantic engine is installed" in visitor.page("/settings").said


def test_the_engine_can_be_chosen_only_where_it_is_installed(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.semantic.is_installed", lambda: False)
    page = visitor.page(f"/mappings/{mapping.id}")
    assert page.find("//option[@value='semantic'][@disabled]")
    assert "is not installed here" in page.words("//*[@id='engine-hint']")
    # A form that somebody made up gets what there is.
    visitor.send(page.form("/suggestions"), engine="semantic")
    visitor.work()
    with reading(mapping.engine) as session:
        run = last_run(session, viewer=mapping.viewer, mapping_id=mapping.id)
    assert run is not None
    assert run.engine == "lexical"
    monkeypatch.setattr("matching.semantic.is_installed", lambda: True)
    page = visitor.page(f"/mappings/{mapping.id}")
    assert page.find("//option[@value='semantic'][not(@disabled)]")
    assert not page.find("//*[@id='engine-hint']")


def test_engine_and_number_that_were_chosen_are_shown_and_kept_when_ranked_anew(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/mappings/{mapping.id}"
    visitor.send(visitor.page(path).form("/suggestions"), top="10")
    visitor.work()
    overview = visitor.page(path)
    assert "at most 10 open for each" in overview.words("//section[@aria-labelledby='suggestions']/p")
    assert overview.words("//select[@name='top']/option[@selected]") == "10"
    went_by = overview.words("//section[@aria-labelledby='suggestions']//details")
    assert "Engine: lexical-3" in went_by
    assert "Outcomes that an assessment tests: lift it to 0.8 of the best one’s score" in went_by
    assert "Suggestions for each criterion: at most 10" in went_by
    visitor.send(overview.form("/suggestions"), top="", engine="")
    visitor.work()
    with reading(mapping.engine) as session:
        run = last_run(session, viewer=mapping.viewer, mapping_id=mapping.id)
    assert run is not None
    assert (run.engine, run.top) == ("lexical", 10)


def test_a_number_of_suggestions_that_is_none_is_refused(visitor: Visitor, mapping: MadeMapping) -> None:
    answer = visitor.send(visitor.page(f"/mappings/{mapping.id}").form("/suggestions"), top="many")
    assert answer.status_code == 422
    assert "whole number from 1" in answer.get_data(as_text=True)


def test_suggestions_of_an_engine_that_is_gone_say_so(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = suggest(mapping, suggested(mapping, "201:1.1", LOG, band="high"))
    with unit_of_work(mapping.engine) as session:
        session.get_one(models.SuggestionRun, run_id).engine = "semantic"
    monkeypatch.setattr("matching.semantic.is_installed", lambda: False)
    said = visitor.page(f"/mappings/{mapping.id}").words("//*[@id='engine-hint']")
    assert "not installed here any more" in said


def test_a_run_asked_for_by_name_fails_in_a_sentence_where_the_engine_is_missing(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    from matching.semantic import load_encoder

    monkeypatch.setattr("matching.semantic.is_installed", lambda: False)
    load_encoder.cache_clear()
    with pytest.raises(MapperError, match="not installed"):
        keep_suggestions(visitor.desk, mapping_id=mapping.id, top=5, engine="semantic")
    assert counts(mapping.engine)["suggestion_run"] == 0


def test_an_engine_of_another_name_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAPPER_ENGINE", "astrology")
    with pytest.raises(InvalidError, match="astrology"):
        read_settings(str(tmp_path))
    monkeypatch.setenv("MAPPER_ENGINE", "semantic")
    assert read_settings(str(tmp_path)).engine == "semantic"
