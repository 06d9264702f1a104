"""What goes wrong in the queue is said; nothing is overwritten and nothing that was typed is lost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from mapper.db import unit_of_work
from mapper.values import Coverage
from mapper.workflow import record_approval
from tests.judged import LOG, PLAN, UNTESTED, colleague, judge_as
from tests.made import MadeMapping, counts
from tests.web.conftest import Visitor
from tests.web.markup import Page
from tests.web.queues import address, judging, shown, suggest_for_all

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE
HTMX = [pytest.param(False, id="plain"), pytest.param(True, id="htmx")]


@pytest.fixture
def mapping(mapping: MadeMapping) -> MadeMapping:
    """The mapping with suggestions for every criterion."""
    suggest_for_all(mapping)
    return mapping


@pytest.mark.parametrize("htmx", HTMX)
def test_a_judgement_that_lacks_its_reason_is_asked_for_it_and_keeps_what_was_chosen(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    form = judging(visitor.page(address(mapping, "201:1.2")))
    chosen = {"coverage": "none", "pick": str(mapping.statements[PLAN]), "certainty": "high"}
    answer = visitor.send(form, htmx=htmx, **chosen)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert "“high” needs a reason" in page.words("//*[@role='alert'][not(@id='unsent')]")
    assert page.one("//*[@data-focus]").get("data-focus") == "reason"
    again = judging(page)
    kept = {name: again.fields[name] for name in ("pick", "certainty")}
    assert kept == {"pick": chosen["pick"], "certainty": "high"}
    # What Enter in the field of the reason sends is the judgement that waited for it.
    assert again.buttons[0] == ("coverage", "none")
    answer = visitor.send(again, htmx=htmx, coverage="none", reason="A crew and no lens")
    assert answer.status_code in (200, 303)
    assert counts(mapping.engine)["decision"] == 1


def test_enter_in_a_field_decides_nothing_unless_a_judgement_waits_for_its_reason(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = judging(visitor.page(address(mapping)))
    assert form.buttons[0] == ("coverage", "")
    answer = visitor.send(form, coverage="", reason="Typed before it was read")
    assert answer.status_code == 422
    assert judging(Page(answer.text)).fields["reason"] == "Typed before it was read"
    assert counts(mapping.engine)["decision"] == 0


def test_full_against_an_open_finding_needs_a_reason(visitor: Visitor, mapping: MadeMapping) -> None:
    with mapping.engine.begin() as connection:
        connection.execute(sa.text("UPDATE module SET level = '3'"))
    form = judging(visitor.page(address(mapping)))
    answer = visitor.send(form, htmx=True, coverage="full")
    assert answer.status_code == 422
    assert "The module is level 3" in Page(answer.text).words("//*[@role='alert']")
    answer = visitor.send(form, htmx=True, coverage="full", reason="Marked at level 4")
    assert (answer.status_code, counts(mapping.engine)["decision"]) == (200, 1)
    on_a_page = visitor.page(f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.2']}")
    answer = visitor.send(on_a_page.judging(mapping.statements[LOG]), coverage="full", certainty="low")
    assert answer.status_code == 422
    again = Page(answer.text).judging(mapping.statements[LOG])
    assert again.fields["certainty"] == "low"


@pytest.mark.parametrize("htmx", HTMX)
def test_what_somebody_decided_meanwhile_is_shown_and_nothing_is_overwritten(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    form = judging(visitor.page(address(mapping)))
    judge_as(mapping, colleague(mapping), mapping.judging("201:1.1", LOG, PART))
    answer = visitor.send(form, htmx=htmx, coverage="full", reason="Read twice")
    page = Page(answer.text)
    assert answer.status_code == 409
    assert shown(page) == "1.1 of 9901-201"
    assert "Second reviewer decided “part”" in page.words("//*[@role='alert'][not(@id='unsent')]")
    assert "decided by Second reviewer" in page.said
    assert judging(page).fields["reason"] == "Read twice"
    assert counts(mapping.engine)["decision"] == 1
    # Asked again on what now stands, it supersedes the other's, with the reason that was typed.
    assert visitor.send(judging(page), htmx=htmx, coverage="full").status_code in (200, 303)


@pytest.mark.parametrize("table", ["criterion", "statement"])
def test_words_that_changed_since_they_were_read_are_not_judged(
    visitor: Visitor, mapping: MadeMapping, table: str
) -> None:
    form = judging(visitor.page(address(mapping)))
    with mapping.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {table} SET text = 'New words', fingerprint = 'other'"))
    answer = visitor.send(form, htmx=True, coverage="full")
    assert answer.status_code == 409
    assert "The wording has changed" in Page(answer.text).words("//*[@role='alert']")
    assert "New words" in Page(answer.text).said
    assert counts(mapping.engine)["decision"] == 0


@pytest.mark.parametrize("htmx", HTMX)
def test_the_same_form_sent_twice_is_kept_once(visitor: Visitor, mapping: MadeMapping, *, htmx: bool) -> None:
    form = judging(visitor.page(address(mapping)))
    first, again = (visitor.send(form, htmx=htmx, coverage="full") for _ in range(2))
    assert first.status_code == again.status_code
    assert counts(mapping.engine)["decision"] == 1


def test_a_form_whose_answer_was_lost_does_not_say_something_else_unseen(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = judging(visitor.page(address(mapping)))
    visitor.send(form, htmx=True, coverage="full")
    answer = visitor.send(form, htmx=True, coverage="part")
    assert answer.status_code == 409
    assert "recorded before, as “full”" in Page(answer.text).said


@pytest.mark.parametrize("reason", ["because " * 12_500, "<script>alert(1)</script>" * 200])
def test_a_reason_too_long_is_refused_and_kept_as_it_was_typed(
    visitor: Visitor, mapping: MadeMapping, reason: str
) -> None:
    form = judging(visitor.page(address(mapping)))
    answer = visitor.send(form, htmx=True, coverage="full", reason=reason)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert "Give at most 4,000" in page.words("//*[@role='alert']")
    assert judging(page).fields["reason"] == reason
    assert not page.find("//script")


def test_markup_in_a_reason_is_words(visitor: Visitor, mapping: MadeMapping) -> None:
    form = judging(visitor.page(address(mapping)))
    visitor.send(form, coverage="part", reason="<b>bold</b>")
    assert "<b>bold</b>" in visitor.page(address(mapping, "201:1.1")).said
    assert "<b>bold</b>" in visitor.page(f"/mappings/{mapping.id}/history").said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"pick": "99999"}, "This statement is not in the mapped programme."),
        ({"criterion": "99999"}, "This criterion is not in the mapping."),
    ],
)
def test_what_is_gone_is_said_and_the_queue_goes_on(
    visitor: Visitor, mapping: MadeMapping, changed: dict[str, str], said: str
) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), htmx=True, coverage="full", **changed)
    page = Page(answer.text)
    assert answer.status_code == 404
    assert said in page.words("//*[@role='alert']")
    assert shown(page) == "1.1 of 9901-201"
    assert counts(mapping.engine)["decision"] == 0


def test_without_a_candidate_picked_nothing_is_decided(visitor: Visitor, mapping: MadeMapping) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), coverage="full", pick="")
    assert answer.status_code == 422
    assert "No candidate is picked." in Page(answer.text).said


@pytest.mark.parametrize("coverage", ["perhaps", "withdrawn", "declared", "FULL"])
def test_a_strange_judgement_is_refused(visitor: Visitor, mapping: MadeMapping, coverage: str) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), coverage=coverage)
    assert answer.status_code == 422
    assert counts(mapping.engine)["decision"] == 0


def test_an_untested_outcome_gives_no_full_evidence_here_either(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = judging(visitor.page(address(mapping)))
    answer = visitor.send(form, htmx=True, coverage="full", pick=mapping.statements[UNTESTED])
    assert answer.status_code == 422
    assert "No known assessment tests this" in Page(answer.text).words("//*[@role='alert']")


def test_undo_of_a_decision_elsewhere_changes_nothing(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, FULL)
    form = visitor.page(address(mapping)).form("/queue/undo")
    assert visitor.send(form, htmx=True, decision="99999").status_code == 404
    assert counts(mapping.engine)["decision"] == 1


def test_an_approved_mapping_can_be_looked_through_and_not_judged(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = judging(visitor.page(address(mapping)))
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    answer = visitor.send(form, htmx=True, coverage="full")
    assert answer.status_code == 409
    assert "approval is recorded" in Page(answer.text).words("//*[@role='alert']")
    page = visitor.page(address(mapping))
    assert not page.find("//input[@name='pick'] | //button[@name='coverage'][@id]")
    assert page.find("//a[@id='queue-skip']")


@pytest.mark.parametrize("asked", ["criterion=99999", "show=strange", "unit=99999", "criterion=x&unit=y"])
def test_a_strange_address_shows_the_queue_from_its_beginning(
    visitor: Visitor, mapping: MadeMapping, asked: str
) -> None:
    page = visitor.page(f"/mappings/{mapping.id}/queue?{asked}")
    assert shown(page) in ("1.1 of 9901-201", "Nothing waits here")
