"""The gap plan as pages: who does what by when, how a gap is closed, what comes back, and the report."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mapper.db import now
from mapper.models.gaps import Closing, Way
from mapper.paths.awards import Measure
from mapper.standing.gaps import GapState
from mapper.values import Coverage
from tests.judged import colleague
from tests.made import MadeMapping
from tests.made_gaps import (
    SOON,
    accept,
    close,
    enter_for_all,
    entries,
    gaps_of,
    make_acceptable,
    make_conditional,
    marks,
    plan,
    today,
)
from tests.web.conftest import Visitor
from tests.web.gap_pages import at, form_of, one, shown
from tests.web.markup import Page
from tests.web.test_queries import asked, judged

COMPONENT = "?measure=component"
MOST_OF_PLAN = 26  # the mapping’s 19, what was entered, what is recorded, the names on top


def test_a_gap_is_planned_beside_it(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    form = form_of(visitor.page(at(mapping)), one(mapping))
    due_on = today() + SOON
    answer = visitor.send(
        form, way=Way.CORE.value, assigned_to="Programme team", due_on=due_on.isoformat(), note="For 2031"
    )
    assert answer.status_code == 303
    assert answer.location.endswith(f"#gap-{mapping.criteria['201:1.1']}")
    page = visitor.page(answer.location)
    assert page.words("//*[@role='status']") == "1 gap recorded."
    assert not visitor.page(f"{at(mapping)}?recorded=99&planned=5").find("//*[@role='status']")
    assert form_of(page, one(mapping)).fields["assigned_to"] == "Programme team"
    assert "planned, due in 30 days" in page.said


def test_only_what_closes_a_gap_is_offered_with_what_it_takes(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    page = visitor.page(at(mapping))
    ways = [o.get("value") for o in page.find(f"//select[@id='{one(mapping)}-way']/option")]
    assert ways == [
        "",
        "make the module core",
        "reword the brief",
        "add a component",
        "centre-developed instrument",
        "integrated assignment",
    ]
    unjudged = page.find(f"//select[@id='{one(mapping, '201:1.2')}-way']/option")
    assert [o.get("value") for o in unjudged] == ["", "judge the evidence"]
    gap = page.words(f"//article[@id='gap-{mapping.criteria['201:1.1']}']")
    assert "Have every learner take HB101. That closes the gap by itself." in gap
    assert "ILM’s Quality & Compliance Manager, before it is used." in gap


def test_the_exact_wording_and_the_pass_descriptor_stand_beside_the_rewording(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    make_conditional(mapping)
    page = visitor.page(at(mapping))
    (beside,) = page.find(f"//article[@id='gap-{mapping.criteria['201:1.1']}']//*[@class='beside']")
    (wording,) = beside.xpath(".//p[@class='wording']")
    assert wording.text_content() == "Describe how the lamp is trimmed"


def test_several_gaps_of_a_unit_are_planned_with_one_form(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    page = visitor.page(at(mapping))
    form = form_of(page, f"unit-{mapping.units['9901-201']}")
    ticked = [box.get("value") for box in page.find("//article//input[@type='checkbox']")][:2]
    visitor.send(form, gap=ticked, assigned_to="Module team")
    assert [g.state for g in gaps_of(mapping).values()][:3] == [
        GapState.PLANNED,
        GapState.PLANNED,
        GapState.OPEN,
    ]


def test_all_gaps_of_a_unit_are_planned_without_ticking_each(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    form = form_of(visitor.page(at(mapping)), f"unit-{mapping.units['9901-201']}")
    visitor.send(form, every="yes", assigned_to="Module team")
    assert entries(mapping) == 3


def test_what_was_typed_for_a_gap_that_is_gone_comes_back(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    form = form_of(visitor.page(at(mapping)), one(mapping))
    answer = visitor.send(form, gap="99999:0.", note="For 2031")
    assert answer.status_code == 404
    page = Page(answer.get_data(as_text=True))
    assert "no such criterion" in page.words("//*[@role='alert']")
    assert page.one(f"//*[@id='{one(mapping)}-note']").get("value") == "For 2031"


def test_a_double_click_is_kept_once(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    form = form_of(visitor.page(at(mapping)), one(mapping))
    answers = [visitor.send(form, assigned_to="Module team") for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    assert entries(mapping) == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("due_on", "1999-12-31", "31 December 1999 is past."),
        ("due_on", "soon", "“soon” is no day."),
        ("due_on", "9" * 100_000, "is no day."),
        ("way", "magic", "There is no such way."),
        ("assigned_to", "x" * 100_000, "has 100,000 characters."),
    ],
)
def test_what_cannot_be_taken_comes_back_as_typed_at_its_field(
    visitor: Visitor, mapping: MadeMapping, field: str, typed: str, said: str
) -> None:
    make_conditional(mapping)
    form = form_of(visitor.page(at(mapping)), one(mapping))
    answer = visitor.send(form, **({"note": "<b>Mine & kept</b>"} | {field: typed}))
    page = Page(answer.text)
    assert answer.status_code == 422
    assert said in page.words("//*[@role='alert']")
    assert page.one(f"//*[@id='{one(mapping)}-{field}']").get("aria-invalid") == "true"
    assert page.one(f"//*[@id='{one(mapping)}-note']").get("value") == "<b>Mine & kept</b>"
    assert entries(mapping) == 0


def test_a_note_that_is_too_long_comes_back(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    form = form_of(visitor.page(at(mapping)), one(mapping))
    answer = visitor.send(form, note="x" * 100_000)
    assert answer.status_code == 422
    assert form_of(Page(answer.text), one(mapping)).fields["note"] == "x" * 100_000


def test_markup_is_shown_as_typed(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1", assigned_to="<script>alert(1)</script>", note="<img src=x>")
    for path in (at(mapping), at(mapping, "/report")):
        assert "<script>alert" not in visitor.get(path).text
        assert "<img" not in visitor.get(path).text


def test_of_two_people_the_second_overwrites_nothing_and_keeps_what_was_typed(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    make_conditional(mapping)
    form = form_of(visitor.page(at(mapping)), one(mapping))
    plan(mapping, "201:1.1", viewer=colleague(mapping), assigned_to="Quality office")
    answer = visitor.send(form, assigned_to="Module team")
    page = Page(answer.text)
    assert answer.status_code == 409
    assert "Second reviewer planned it" in page.words("//*[@role='alert']")
    again = form_of(page, one(mapping))
    assert again.fields["assigned_to"] == "Module team"
    assert visitor.send(again).status_code == 303
    assert entries(mapping) == 2


@pytest.mark.parametrize("gap", ["", "x:1", "999999:0.", "1" * 40 + ":0."])
def test_a_form_that_names_no_gap_of_the_mapping_records_nothing(
    visitor: Visitor, mapping: MadeMapping, gap: str
) -> None:
    make_conditional(mapping)
    answer = visitor.post(at(mapping, "/work"), gap=gap, way=Way.REWORD.value, request_id="r" * 32)
    assert answer.status_code in {404, 422}
    assert entries(mapping) == 0


def test_what_is_guaranteed_already_is_refused(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    form = form_of(visitor.page(at(mapping)), one(mapping))
    enter_for_all(mapping)
    answer = visitor.send(form, way=Way.REWORD.value)
    assert answer.status_code == 422
    assert "is guaranteed by module already" in Page(answer.text).words("//*[@role='alert']")


def test_the_filter_is_in_the_address_and_stays_after_saving(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.2", assigned_to="Programme team")
    plan(mapping, "202:1.1", assigned_to="Module team")
    page = visitor.page(at(mapping, "?to=PROGRAMME"))
    assert shown(page) == ["1.2"]
    answer = visitor.send(form_of(page, one(mapping, "201:1.2")), note="Asked")
    assert "to=PROGRAMME" in answer.location
    assert "No gap is shown by this filter" in visitor.page(at(mapping, "?show=overdue")).said


def test_every_state_has_its_filter(visitor: Visitor, mapping: MadeMapping) -> None:
    make_acceptable(mapping, "201:1.1", "201:1.2")
    accept(mapping, "201:1.1")
    assert shown(visitor.page(at(mapping, f"{COMPONENT}&show=closed"))) == ["1.1"]
    enter_for_all(mapping, choice_in_log=True)
    page = visitor.page(at(mapping, f"{COMPONENT}&show=suspect"))
    assert shown(page) == ["1.1"]
    assert "Changed since: who takes what and how it is passed was entered anew. Look again." in page.said
    assert shown(visitor.page(at(mapping, f"{COMPONENT}&show=all")))[:2] == ["1.1", "1.2"]


def test_overdue_is_said_in_words(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1", due_on=today() + timedelta(days=1))
    later = now() + timedelta(days=4)
    monkeypatch.setattr("mapper.db.now", lambda: later)
    page = visitor.page(at(mapping, "?show=overdue"))
    assert shown(page) == ["1.1"]
    assert "overdue by 3 days" in page.said


def test_the_report_says_of_every_gap_what_stands(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    plan(mapping, "201:1.1", way=Way.CORE, assigned_to="Programme team", due_on=today() + SOON)
    both = {"closing": Closing.ILM_ASSIGNMENT, "reason": "Not taught"}
    close(mapping, "202:1.1", "202:1.2", **both)
    page = visitor.page(at(mapping, "/report"))
    row = page.words("(//tr[th[starts-with(normalize-space(), '1.1')]])[1]")
    assert "A learner who takes HB102 instead of HB101 never meets 1.1." in row
    assert "Make the module core Programme team" in row
    assert "5 gaps: 2 not planned, 1 planned, 2 closed." in page.said
    assert "learners submit ILM’s assignment, so that the unit is not claimed by mapping" in page.said
    assert "BA Harbour Studies" in page.words("//dl")


def test_coverage_and_plan_lead_to_the_report(visitor: Visitor, mapping: MadeMapping) -> None:
    for path in (f"/mappings/{mapping.id}/coverage", at(mapping)):
        assert visitor.page(path).find(f"//a[@href='{at(mapping, '/report')}']")


def test_another_units_gaps_stay_on_their_own_page(visitor: Visitor, mapping: MadeMapping) -> None:
    make_conditional(mapping)
    page = visitor.page(at(mapping, f"?unit={mapping.units['9901-202']}"))
    answer = visitor.send(form_of(page, one(mapping, "202:1.1")), way=Way.JUDGE.value)
    assert f"unit={mapping.units['9901-202']}" in answer.location


def test_the_number_of_queries_does_not_depend_on_the_size(visitor: Visitor, mapping: MadeMapping) -> None:
    large = judged(mapping.engine, mapping.viewer, extra=4)
    for made in (mapping, large):
        enter_for_all(made, choice_in_log=True)
        plan(made, "201:1.1", measure=Measure.COMPONENT)
    for path in (COMPONENT, f"/report{COMPONENT}"):
        with asked(mapping.engine) as few:
            visitor.page(at(mapping, path))
        with asked(mapping.engine) as many:
            visitor.page(at(large, path))
        assert len(few) <= len(many) <= MOST_OF_PLAN


def test_marks_of_an_old_page_close_nothing(visitor: Visitor, mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    seen = marks(mapping, "201:1.1", measure=Measure.COMPONENT)
    mapping.judge("201:1.1", "HB102 Crossing plan", Coverage.FULL)
    (criterion_id, mark), *_ = seen.items()
    answer = visitor.post(
        at(mapping, f"/close{COMPONENT}"),
        gap=f"{criterion_id}:{mark}",
        closing=Closing.BY_MODULE.value,
        accepted_by="ILM reviewer",
        reason="Seen",
        request_id="r" * 32,
    )
    assert answer.status_code == 409
    assert entries(mapping) == 0
