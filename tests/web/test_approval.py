"""ILM's approval is recorded as reported: full or additional, by whom, where, when, and undone with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mapper.db import Engine, now
from mapper.values import Coverage, Viewer
from tests.made import MadeMapping, counts, make_mapping
from tests.made_gaps import enter_choice
from tests.made_structure import enter_for_everyone
from tests.web.conftest import Visitor
from tests.web.markup import Form, Page

FILLED = {"approved_by": "Ada Keeper", "ilm_reference": "REF-7", "approved_on": "2020-02-03"}


def approval_page(visitor: Visitor, mapping: MadeMapping) -> Page:
    return visitor.page(f"/mappings/{mapping.id}/approval")


def form_of(visitor: Visitor, mapping: MadeMapping) -> Form:
    return visitor.page(f"/mappings/{mapping.id}/approval").form("/approval")


def fault_beside(page: Page, field: str) -> str:
    """What stands beside a field, reached as its description by those who cannot see it."""
    control = page.one(f"//*[@id='{field}']")
    assert control.get("aria-invalid") == "true"
    assert f"{field}-fault" in control.get("aria-describedby").split()
    assert page.one("//*[@id='faults']//a").get("href") == f"#{field}"
    return page.words(f"//*[@id='{field}-fault']")


def test_a_mapping_that_is_full_is_recorded_as_full(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.cover_all()
    enter_for_everyone(mapping)
    page = visitor.page(f"/mappings/{mapping.id}/approval")
    assert "It would be recorded as a full mapping" in page.said
    assert page.find("//*[@id='reason']") == []
    answer = visitor.send(page.form("/approval"), **FILLED)
    assert answer.status_code == 303
    assert (
        "Approval by ILM as reported: full mapping, by Ada Keeper, ILM reference REF-7, 3 February 2020."
        in (visitor.page(answer.location).said)
    )


def test_the_page_says_how_many_criteria_hold_for_every_learner(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.cover_all(except_for="202:1.2")
    assert "nobody has entered which modules every learner takes" in approval_page(visitor, mapping).said
    enter_for_everyone(mapping)
    page = approval_page(visitor, mapping)
    by_module = "//section[@aria-labelledby='paths-title']/div//tbody/tr[1]"
    assert page.words(f"{by_module}/th") == "By module completed"
    assert page.words(f"{by_module}/td[2]") == "4 guaranteed, 1 not judged"
    said = page.said
    assert "From version 1 of the structure, entered by Local user" in said
    assert "1 criterion is not guaranteed by module completed" in said


def test_a_full_approval_of_what_is_not_guaranteed_asks_for_a_reason_and_keeps_what_was_typed(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.cover_all()
    enter_choice(mapping)
    refused = visitor.send(form_of(visitor, mapping), **FILLED, reason="  ")
    page = Page(refused.text)
    assert refused.status_code == 422
    assert "Not every criterion is guaranteed for every learner" in fault_beside(page, "reason")
    assert page.one("//*[@id='approved_by']").get("value") == "Ada Keeper"
    reason = "Every cohort took <both>."
    assert visitor.send(form_of(visitor, mapping), **FILLED, reason=reason).status_code == 303
    assert "Every cohort took <both>." in approval_page(visitor, mapping).said


def test_an_endless_reason_comes_back_beside_its_field(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.cover_all()
    page = Page(visitor.send(form_of(visitor, mapping), **FILLED, reason="x" * 100_000).text)
    assert "The reason has 100,000 characters." in fault_beside(page, "reason")
    assert len(page.one("//*[@id='reason']").text_content().strip()) == 100_000


def test_an_approval_of_verdicts_that_changed_since_is_refused(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = form_of(visitor, mapping)
    enter_for_everyone(mapping)
    answer = visitor.send(form, **FILLED)
    assert answer.status_code == 409
    assert "What holds for every learner changed" in Page(answer.text).words("//*[@role='alert']")


def test_what_changed_on_every_path_since_the_approval_is_said(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.cover_all()
    enter_for_everyone(mapping)
    visitor.send(form_of(visitor, mapping), **FILLED)
    assert "5 of 5 by module completed" in approval_page(visitor, mapping).said
    assert "The structure was entered since" not in approval_page(visitor, mapping).said
    enter_for_everyone(mapping)
    assert "version 1 then, version 2 now. No verdict changed." in approval_page(visitor, mapping).said
    enter_choice(mapping)
    said = approval_page(visitor, mapping).said
    assert (
        "Changed since the approval. The structure was entered since: version 1 then, version 3 now." in said
    )
    assert "5 criteria have another verdict now, 5 of them no longer guaranteed" in said


def test_what_stays_open_is_named_before_it_is_recorded(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.cover_all(except_for="202:1.2")
    mapping.judge("202:1.2", "HB101 Lamp log", Coverage.PART)
    page = visitor.page(f"/mappings/{mapping.id}/approval")
    assert "It would be recorded as an approval with additional assessment" in page.said
    assert [" ".join(li.text_content().split()) for li in page.find("//main//ul/li")] == [
        "9901-202, 1.2 Analyse what the crew needs part"
    ]
    assert visitor.send(page.form("/approval"), **FILLED).status_code == 303
    assert "as reported: with additional assessment" in visitor.page(f"/mappings/{mapping.id}").said


def test_criteria_that_nobody_judged_are_counted(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    assert (
        "4 criteria are not judged by anybody yet." in visitor.page(f"/mappings/{mapping.id}/approval").said
    )


@pytest.mark.parametrize("field", ["approved_by", "ilm_reference"])
@pytest.mark.parametrize("value", ["", "   ", "x" * 201])
def test_a_missing_or_endless_fact_is_named_beside_its_field(
    visitor: Visitor, mapping: MadeMapping, field: str, value: str
) -> None:
    answer = visitor.send(form_of(visitor, mapping), **(FILLED | {field: value}))
    page = Page(answer.text)
    assert answer.status_code == 422
    assert "1 to 200 characters" in fault_beside(page, field)
    assert counts(mapping.engine)["approval"] == 0


def test_what_was_typed_stays_in_the_form_that_comes_back(visitor: Visitor, mapping: MadeMapping) -> None:
    page = Page(visitor.send(form_of(visitor, mapping), **(FILLED | {"ilm_reference": ""})).text)
    assert page.one("//*[@id='approved_by']").get("value") == "Ada Keeper"
    assert page.one("//*[@id='approved_on']").get("value") == "2020-02-03"


@pytest.mark.parametrize("value", ["", "3/2/2020", "2020-02-30"])
def test_a_date_that_is_none_is_named_beside_its_field(
    visitor: Visitor, mapping: MadeMapping, value: str
) -> None:
    answer = visitor.send(form_of(visitor, mapping), **(FILLED | {"approved_on": value}))
    assert answer.status_code == 422
    assert "No date of approval is given." in fault_beside(Page(answer.text), "approved_on")


def test_a_day_to_come_is_refused(visitor: Visitor, mapping: MadeMapping) -> None:
    day = (now() + timedelta(days=2)).date().isoformat()
    answer = visitor.send(form_of(visitor, mapping), **(FILLED | {"approved_on": day}))
    assert answer.status_code == 422
    assert "lies in the future" in fault_beside(Page(answer.text), "approved_on")


def test_an_approval_sent_twice_is_kept_once(visitor: Visitor, mapping: MadeMapping) -> None:
    form = form_of(visitor, mapping)
    assert [visitor.send(form, **FILLED).status_code for _ in range(2)] == [303, 303]
    assert counts(mapping.engine)["approval"] == 1


def test_an_approval_of_what_has_changed_since_is_refused(visitor: Visitor, mapping: MadeMapping) -> None:
    form = form_of(visitor, mapping)
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    answer = visitor.send(form, **FILLED)
    assert answer.status_code == 409
    assert "Coverage changed since you opened this page." in Page(answer.text).words("//*[@role='alert']")
    assert counts(mapping.engine)["approval"] == 0


def test_a_second_approval_is_refused(visitor: Visitor, mapping: MadeMapping) -> None:
    first, second = form_of(visitor, mapping), form_of(visitor, mapping)
    visitor.send(first, **FILLED)
    assert visitor.send(second, **FILLED).status_code == 409
    assert counts(mapping.engine)["approval"] == 1


def test_a_mapping_with_a_unit_without_wording_offers_no_form(
    visitor: Visitor, engine: Engine, viewer: Viewer
) -> None:
    mapping = make_mapping(engine, viewer, unworded=True)
    page = visitor.page(f"/mappings/{mapping.id}/approval")
    assert "The wording of 9901-203 was never imported" in page.said
    assert page.forms == []


def test_a_withdrawal_needs_a_reason(visitor: Visitor, mapping: MadeMapping) -> None:
    visitor.send(form_of(visitor, mapping), **FILLED)
    withdrawal = visitor.page(f"/mappings/{mapping.id}/approval").form("/withdraw")
    answer = visitor.send(withdrawal, reason=" ")
    assert answer.status_code == 422
    assert "No reason is given." in fault_beside(Page(answer.text), "reason")
    assert counts(mapping.engine)["approval"] == 1


def test_a_withdrawal_opens_the_decisions_again(visitor: Visitor, mapping: MadeMapping) -> None:
    visitor.send(form_of(visitor, mapping), **FILLED)
    withdrawal = visitor.page(f"/mappings/{mapping.id}/approval").form("/withdraw")
    page = visitor.page(visitor.send(withdrawal, reason="It was for another programme").location)
    assert "Not approved by ILM." in page.said
    assert form_of(visitor, mapping)
    assert counts(mapping.engine)["approval"] == 2


def test_what_is_not_recorded_cannot_be_withdrawn(visitor: Visitor, mapping: MadeMapping) -> None:
    answer = visitor.post(
        f"/mappings/{mapping.id}/approval/withdraw", request_id="made-up-request", reason="Because"
    )
    assert answer.status_code == 404
    assert "No approval is recorded" in Page(answer.text).said
