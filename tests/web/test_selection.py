"""Cells selected in the matrix: what they hold, and the way there and back without script."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from mapper.db import unit_of_work
from mapper.values import Coverage
from mapper.workflow import record_approval
from tests.judged import LOG, PLAN, TESTED, declare
from tests.made import MadeMapping, counts, suggest
from tests.web.addresses import suggested
from tests.web.conftest import Visitor
from tests.web.markup import Page


@pytest.fixture
def mapping(mapping: MadeMapping) -> MadeMapping:
    """In one cell an assessment and the outcome it tests, both suggested; and two other cells."""
    suggest(
        mapping,
        suggested(mapping, "201:1.1", LOG, band="low"),
        suggested(mapping, "201:1.1", TESTED, band="medium", rank=2),
        suggested(mapping, "201:1.1", PLAN, band="low", rank=3),
        suggested(mapping, "201:1.2", LOG, band="low"),
    )
    return mapping


def matrix(mapping: MadeMapping, asked: str = "select=1") -> str:
    return f"/mappings/{mapping.id}/matrix?open=all&sort=score&{asked}"


def key(mapping: MadeMapping, criterion: str, statement: str) -> str:
    return f"{mapping.criteria[criterion]}:a{mapping.statements[statement]}"


def previewed(
    visitor: Visitor, mapping: MadeMapping, *cells: tuple[str, str], coverage: str = "none"
) -> Page:
    form = visitor.page(matrix(mapping)).form("/bulk/preview")
    answer = visitor.send(form, coverage=coverage, selected=[key(mapping, *c) for c in cells])
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def asked(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def test_a_cell_stands_for_every_suggestion_in_it(visitor: Visitor, mapping: MadeMapping) -> None:
    page = previewed(visitor, mapping, ("201:1.1", LOG), ("201:1.2", PLAN))
    assert page.words("//h1") == "Preview: 2 suggestions will be rejected"
    assert "The 2 suggestions stand in 1 cell of the matrix" in page.said
    assert "nothing is suggested in 1 selected cell" in page.said


def test_a_cell_in_which_a_person_decided_is_left_alone_as_a_whole(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.1", LOG, Coverage.PART)
    page = previewed(visitor, mapping, ("201:1.1", LOG), ("201:1.2", LOG))
    assert page.words("//h1") == "Preview: 1 suggestion will be rejected"
    assert "“part” by Local user" in page.said


def test_what_else_is_suggested_where_something_was_rejected_can_be_decided(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.1", LOG, Coverage.NONE)
    page = previewed(visitor, mapping, ("201:1.1", LOG), coverage="part")
    assert page.words("//h1") == "Preview: 1 suggestion will be marked part"


def test_a_cell_of_a_declared_set_is_passed_over(visitor: Visitor, mapping: MadeMapping) -> None:
    declare(mapping, "201:1.1", LOG, PLAN)
    page = previewed(visitor, mapping, ("201:1.1", PLAN), ("201:1.2", LOG))
    assert "in a set declared by Local user" in page.said
    assert page.words("//h1") == "Preview: 1 suggestion will be rejected"


def test_recording_and_undoing_lead_back_to_the_matrix_as_it_was(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = previewed(visitor, mapping, ("201:1.1", LOG)).form("/bulk")
    recorded = visitor.send(form, at=key(mapping, "201:1.1", LOG))
    assert recorded.status_code == 303
    found = asked(recorded.location)
    assert (found["sort"], found["open"]) == (["score"], ["all"])
    assert found["at"] == [key(mapping, "201:1.1", LOG)]
    page = visitor.page(recorded.location)
    assert page.words("//*[@id='selection-said']") == "2 suggestions rejected, as one bulk decision."
    undone = visitor.send(page.form("/bulk/undo"))
    page = visitor.page(undone.location)
    assert asked(undone.location)["sort"] == ["score"]
    assert "2 decisions of one bulk decision withdrawn" in page.words("//*[@id='selection-said']")
    assert not page.find("//button[@id='undo-bulk']")
    assert counts(mapping.engine)["decision"] == 4


def test_a_bulk_decision_that_no_longer_stands_is_not_offered_to_be_undone(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = previewed(visitor, mapping, ("201:1.2", LOG)).form("/bulk")
    told = visitor.send(form).location
    undo = visitor.page(told).form("/bulk/undo")
    visitor.send(undo)
    page = visitor.page(told)
    assert page.words("//*[@id='selection-said']") == "This bulk decision no longer stands."
    again = visitor.send(undo, request_id="another-request")
    assert again.status_code == 409
    assert "Nothing of this bulk decision stands any more." in Page(again.text).said


def test_a_column_a_criterion_or_a_band_is_selected_at_once(visitor: Visitor, mapping: MadeMapping) -> None:
    form = visitor.page(matrix(mapping)).form("/bulk/preview")
    before = key(mapping, "201:2.1", PLAN)

    def chosen(**told: str) -> set[str]:
        at = form.address.replace("/preview", "/cells")
        answer = visitor.client.post(at, data=form.fields | {"selected": before} | told)
        return set(asked(answer.location)["chosen"][0].split(",")) - {before}

    first, second = key(mapping, "201:1.1", LOG), key(mapping, "201:1.2", LOG)
    other = key(mapping, "201:1.1", PLAN)
    assert chosen() == {first, second, other}
    assert chosen(among=f"a{mapping.statements[LOG]}") == {first, second}
    assert chosen(among=str(mapping.criteria["201:1.1"])) == {first, other}
    assert chosen(band="medium") == {first}


def test_an_approved_mapping_shows_no_boxes(visitor: Visitor, mapping: MadeMapping) -> None:
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    page = visitor.page(matrix(mapping))
    assert not page.find("//input[@name='selected'] | //form[@id='selection-form']")


def test_more_cells_than_an_address_holds_go_from_form_to_form(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    strangers = [f"{number}:a{number}" for number in range(90_000, 95_000)]
    here, elsewhere = key(mapping, "201:1.1", LOG), key(mapping, "201:1.2", LOG)
    form = visitor.page(matrix(mapping)).form("/bulk/preview")
    told = {"selected": [here], "chosen": ",".join([elsewhere, *strangers])}
    go = matrix(mapping, "show=suspect") + "#filters-show"
    answer = visitor.client.post(
        form.address.replace("/preview", "/turn"), data=form.fields | told | {"go": go}
    )
    assert answer.status_code == 200
    page = Page(answer.text)
    assert page.words("//*[@id='selection-count']").startswith("5,002 cells selected, none of them on")
    assert "at most 500" in page.words("//*[@id='selection-count']")
    form = page.form("/bulk/preview")
    assert form.fields["show"] == "suspect"
    preview = Page(visitor.send(form, coverage="none").text)
    assert preview.words("//h1") == "Preview: 3 suggestions will be rejected"
    assert "5,000 selected cells are no longer in this mapping" in preview.said
    again = Page(visitor.send(preview.form("/bulk/turn"), go=matrix(mapping)).text)
    assert len(again.find("//input[@name='selected' and @checked]")) == 2
