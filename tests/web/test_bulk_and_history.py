"""Several cells at once, from the choice by way of a preview to the undo in the history."""

from __future__ import annotations

import pytest

from mapper.values import Coverage
from tests.judged import LOG, PLAN, colleague, judge_as, judge_bulk
from tests.made import MadeMapping, counts, suggest
from tests.web.addresses import suggested
from tests.web.conftest import Visitor
from tests.web.markup import Page


@pytest.fixture
def mapping(mapping: MadeMapping) -> MadeMapping:
    """Three suggestions in the first unit, the last of them high."""
    suggest(
        mapping,
        suggested(mapping, "201:1.1", LOG, band="low"),
        suggested(mapping, "201:1.1", PLAN, band="low", rank=2),
        suggested(mapping, "201:1.2", PLAN, band="high"),
    )
    return mapping


def at(mapping: MadeMapping, rest: str = "bulk") -> str:
    return f"/mappings/{mapping.id}/{rest}"


def keys(page: Page) -> list[str]:
    return [str(value) for value in page.find("//input[@name='cell']/@value")]


def previewed(visitor: Visitor, mapping: MadeMapping, coverage: str = "none", band: str = "") -> Page:
    page = visitor.page(at(mapping) + f"?band={band}")
    answer = visitor.send(page.form("/bulk/preview"), coverage=coverage, cell=keys(page))
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def test_what_nobody_decided_can_be_chosen_by_its_band(visitor: Visitor, mapping: MadeMapping) -> None:
    assert len(keys(visitor.page(at(mapping)))) == 3
    assert len(keys(visitor.page(f"{at(mapping)}?band=high"))) == 1
    mapping.judge("201:1.1", LOG, Coverage.PART)
    assert len(keys(visitor.page(f"{at(mapping)}?band=low"))) == 1
    assert keys(visitor.page(f"{at(mapping)}?unit={mapping.units['9901-202']}")) == []


def test_the_preview_says_what_will_change_and_what_is_passed_over(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = visitor.page(at(mapping))
    judge_as(mapping, colleague(mapping), mapping.judging("201:1.1", LOG, Coverage.FULL))
    answer = visitor.send(page.form("/bulk/preview"), coverage="part", cell=keys(page))
    preview = Page(answer.text)
    assert preview.words("//h1") == "Preview: 2 suggestions will be marked part"
    assert "“full” by Second reviewer" in preview.said
    assert counts(mapping.engine)["decision"] == 1


def test_what_was_previewed_is_recorded_and_undone_from_the_history(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = previewed(visitor, mapping, band="low").form("/bulk")
    answer = visitor.send(form)
    assert visitor.page(answer.location).words("//*[@role='status']").startswith("2 decisions recorded.")
    assert visitor.page(f"{at(mapping)}?recorded=2&passed=1").words("//*[@role='status']") == ""
    assert visitor.send(form).status_code == 303
    assert counts(mapping.engine)["decision"] == 2
    history = visitor.page(at(mapping, "history"))
    batch = next(f for f in history.forms if f.fields.get("batch"))
    assert "2 of 2 stand" in history.said
    assert visitor.page(at(mapping, "history?undone=2")).words("//*[@role='status']") == ""
    undone = visitor.page(visitor.send(batch).location)
    assert undone.words("//*[@role='status']") == "2 decisions withdrawn."
    assert not [f for f in undone.forms if f.fields.get("batch") or f.fields.get("decision")]


def test_a_reason_that_is_wanted_is_asked_for_and_what_was_typed_is_kept(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    preview = previewed(visitor, mapping)
    assert "Reason (needed)" in preview.said
    answer = visitor.send(preview.form("/bulk"), reason=" ", certainty="low")
    assert answer.status_code == 422
    again = Page(answer.text).form("/bulk")
    assert again.fields["certainty"] == "low"
    assert len(again.fields["cell"]) == 3
    assert visitor.send(again, reason="Another subject").status_code == 303


def test_a_reason_too_long_leaves_the_preview_as_it_was(visitor: Visitor, mapping: MadeMapping) -> None:
    answer = visitor.send(previewed(visitor, mapping).form("/bulk"), reason="because " * 12_500)
    assert answer.status_code == 422
    assert Page(answer.text).form("/bulk").fields["reason"] == "because " * 12_500
    assert counts(mapping.engine)["decision"] == 0


def test_full_is_not_to_be_had_at_once(visitor: Visitor, mapping: MadeMapping) -> None:
    preview = previewed(visitor, mapping)
    for ending, page in (("/bulk/preview", visitor.page(at(mapping))), ("/bulk", preview)):
        answer = visitor.send(page.form(ending), coverage="full", cell=keys(page))
        assert answer.status_code == 422
        assert "never recorded as full" in Page(answer.text).said
    assert counts(mapping.engine)["decision"] == 0


@pytest.mark.parametrize("changed", [{"cell": []}, {"cell": ["x", "1:2:3", "1:y"]}, {"coverage": ""}])
def test_nothing_chosen_or_a_strange_form_is_told(
    visitor: Visitor, mapping: MadeMapping, changed: dict[str, object]
) -> None:
    form = visitor.page(at(mapping)).form("/bulk/preview")
    answer = visitor.send(form, **({"coverage": "none"} | changed))
    assert answer.status_code == 422
    assert Page(answer.text).words("//*[@id='faults']").startswith("There is a problem.")


def test_a_cell_decided_between_preview_and_record_is_left_alone(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = previewed(visitor, mapping, band="low").form("/bulk")
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    page = visitor.page(visitor.send(form).location)
    assert page.words("//*[@role='status']").startswith(
        "1 decision recorded. 1 cell was passed over, decided meanwhile."
    )
    assert counts(mapping.engine)["decision"] == 2


def test_one_decision_is_undone_from_the_history_of_its_criterion(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.1", LOG, Coverage.PART, reason="Half of it", certainty="low")
    mapping.judge("201:1.2", LOG, Coverage.PART)
    link = visitor.page(at(mapping, f"criteria/{mapping.criteria['201:1.1']}")).one(
        "//a[text()='History of this criterion']"
    )
    history = visitor.page(str(link.get("href")))
    assert "Half of it" in history.said
    assert "certainty low" in history.said
    form = history.form("/history/undo")
    page = visitor.page(visitor.send(form).location)
    assert page.words("//*[@role='status']") == "1 decision withdrawn."
    assert page.words("//h1") == "History of criterion 1.1 of 9901-201"
    assert len(page.find("//tbody/tr")) == 2


def test_somebody_elses_decision_and_batch_are_undone_with_a_reason_only(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    judge_as(mapping, colleague(mapping), mapping.judging("201:2.1", LOG, Coverage.PART))
    history = visitor.page(at(mapping, "history"))
    form = history.form("/history/undo")
    answer = visitor.send(form)
    assert answer.status_code == 422
    assert "Somebody else decided this" in Page(answer.text).words("//*[@id='faults']")
    assert visitor.send(form, reason="It says nothing of fog").status_code == 303
    on_a_page = visitor.page(at(mapping, f"criteria/{mapping.criteria['201:2.1']}"))
    assert not on_a_page.find("//*[@class='decided']")


def test_what_no_longer_stands_is_not_undone(visitor: Visitor, mapping: MadeMapping) -> None:
    first = mapping.judge("201:2.1", LOG, Coverage.PART)
    form = visitor.page(at(mapping, "history")).form("/history/undo")
    mapping.judge("201:2.1", LOG, Coverage.FULL, seen_id=first)
    answer = visitor.send(form)
    assert answer.status_code == 409
    assert "no longer stands" in Page(answer.text).said
    assert visitor.send(form, decision="99999").status_code == 404


def test_the_history_of_a_cell_leaves_out_other_cells(visitor: Visitor, mapping: MadeMapping) -> None:
    judge_bulk(mapping)
    cell = f"history?criterion={mapping.criteria['201:1.1']}&statement={mapping.statements[LOG]}"
    page = visitor.page(at(mapping, cell))
    assert "Only what was decided on HB101 Lamps and lenses: Lamp log." in page.said
    assert len(page.find("//tbody/tr")) == 1
