"""A programme's reading with changes: what stands, what is doubtful, what was answered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mapper.errors import InvalidError, NotFoundError
from mapper.intake.readings import AssessmentReading, ModuleReading, OutcomeReading, ProgrammeReading
from mapper.intake.template_checks import check_modules
from mapper.programme_review.changes import Change, last_standing
from mapper.programme_review.differences import differences_between
from mapper.programme_review.doubts import Why
from mapper.programme_review.fields import ASSESSMENT, MODULE, OUTCOME, as_typed, says_the_same, typed_value
from mapper.programme_review.parts import DraftAct, PartKind, put_together, take_apart
from mapper.programme_review.standing import StandingProgramme, stand
from mapper.programme_review.stored import reading_as_json, reading_from_json
from mapper.values import Origin
from tests.made_programmes import doubtful_programme

AT = datetime(2020, 2, 3, tzinfo=UTC)
SET, ADD, DROP, MOVE = DraftAct.SET, DraftAct.ADD, DraftAct.DROP, DraftAct.MOVE


def changed(
    *made: tuple[DraftAct, str, dict[str, Any]], read: ProgrammeReading | None = None
) -> StandingProgramme:
    """The invented programme after some changes."""
    changes = [Change(n, act, key, detail, by="p1", at=AT) for n, (act, key, detail) in enumerate(made, 1)]
    return stand(read or doubtful_programme(), changes)


def to(field: str, value: object, **more: object) -> dict[str, Any]:
    return {"field": field, "value": value} | more


def module(draft: StandingProgramme, n: int) -> ModuleReading:
    return draft.reading.modules[n]


def why(draft: StandingProgramme, key: str) -> list[tuple[str, Why]]:
    return [(d.field, d.why) for d in draft.doubts[key]]


def messages(draft: StandingProgramme) -> list[str]:
    return [f.finding.message for f in draft.findings]


def test_a_reading_taken_apart_and_put_together_is_the_same() -> None:
    read = doubtful_programme()
    assert put_together(take_apart(read), findings=read.findings) == read
    assert stand(read).reading.modules == read.modules


def test_a_reading_is_the_same_after_it_was_stored_as_json() -> None:
    read = doubtful_programme()
    assert reading_from_json(json.loads(json.dumps(reading_as_json(read)))) == read


def test_what_a_person_set_says_who_and_when_and_what_was_read_where() -> None:
    draft = changed((SET, "m1", to("credits", 25)))
    source = module(draft, 0).sources["credits"]
    assert module(draft, 0).credits == 25
    assert (source.origin, source.value, source.by, source.at) == (Origin.PERSON, 20, "p1", AT)
    assert source.locator.paragraph == 3


def test_a_field_that_nobody_set_keeps_where_it_was_read() -> None:
    draft = changed((SET, "m1", to("credits", 25)))
    assert module(draft, 0).sources["title"] == doubtful_programme().modules[0].sources["title"]


def test_what_was_read_stays_beside_a_field_that_was_set_twice() -> None:
    draft = changed((SET, "m1", to("credits", 25)), (SET, "m1", to("credits", 30)))
    assert (module(draft, 0).credits, module(draft, 0).sources["credits"].value) == (30, 20)


def test_a_field_set_back_to_what_was_read_is_as_read() -> None:
    draft = changed((SET, "m1", to("credits", 25)), (SET, "m1", to("credits", 20)))
    assert module(draft, 0) == doubtful_programme().modules[0]


def test_an_inferred_value_is_doubtful_until_somebody_takes_it() -> None:
    assert ("level", Why.INFERRED) in why(changed(), "m3")
    assert module(changed(), 2).level is None
    draft = changed((SET, "m3", to("level", 6, confirmed=True)))
    assert module(draft, 2).level == 6
    assert module(draft, 2).sources["level"].origin is Origin.PERSON
    assert "level" not in [field for field, _ in why(draft, "m3")]


def test_keys_still_point_right_after_items_were_dropped_added_and_moved() -> None:
    draft = changed(
        (DROP, "m1.o1", {}),
        (ADD, "m1", {"kind": "outcome", "values": {"number": "3", "text": "Ring the bell"}}),
        (MOVE, "x2", {"to": "m1", "at": 0}),
        (SET, "m1.o2", to("text", "Read the sky at dusk")),
    )
    assert [o.text for o in module(draft, 0).learning_outcomes] == ["Ring the bell", "Read the sky at dusk"]
    assert module(draft, 0).sources["learning_outcomes[1].text"].value == "Read the sky before a storm"


def test_what_is_dropped_is_listed_and_comes_back_to_its_old_place() -> None:
    draft = changed((DROP, "m1.c1", {}), (DROP, "m2", {}))
    assert [part.key for part, _ in draft.dropped] == ["m2", "m1.c1"]
    assert [m.code for m in draft.reading.modules] == ["HB101", "HB103/6"]
    back = changed((DROP, "m1.c1", {}), (DraftAct.PUT_BACK, "m1.c1", {}))
    assert back.reading.modules == doubtful_programme().modules


def test_an_item_moves_to_another_module_with_its_sources() -> None:
    draft = changed((MOVE, "m1.o2", {"to": "m2", "at": 0}))
    assert [o.number for o in module(draft, 1).learning_outcomes] == ["2", None]
    assert module(draft, 1).sources["learning_outcomes[0].text"].locator.paragraph == 5
    assert module(draft, 1).sources["learning_outcomes[1].text"].locator.paragraph == 6


def test_a_split_gives_the_chosen_items_to_a_new_module_of_which_nothing_else_is_stated() -> None:
    chosen = {"items": ["m1.o2", "m1.c2"], "code": "HB104", "title": "Skies"}
    draft = changed((DraftAct.SPLIT, "m1", chosen))
    first, made = draft.reading.modules[:2]
    assert [o.number for o in first.learning_outcomes] == ["1"]
    assert (made.code, made.title, made.level, made.credits) == ("HB104", "Skies", None, None)
    assert [o.text for o in made.learning_outcomes] == ["Read the sky before a storm"]
    assert made.content == ("Fresnel lenses",)
    assert {field for field, _ in why(draft, "x1")} >= {"level", "credits"}


def test_a_merge_keeps_the_first_ones_facts_fills_what_it_lacks_and_says_what_differs() -> None:
    draft = changed((DraftAct.MERGE, "m3", {"second": "m1"}))
    merged = draft.reading.modules[-1]
    assert (merged.code, merged.level, merged.status) == ("HB103/6", 4, "core")
    assert [o.number for o in merged.learning_outcomes] == ["1", "1", "2"]
    assert any("was “Lamps and lenses”; “Knots” was kept" in m for m in messages(draft))


def test_findings_on_a_merged_module_are_told_of_the_one_that_took_it_in() -> None:
    draft = changed((DraftAct.MERGE, "m3", {"second": "m2"}))
    (conflict,) = [f for f in draft.findings if "“30”" in f.finding.message]
    assert (conflict.part, conflict.is_changed) == ("m3", True)
    assert ("credits", Why.CONFLICTING) not in why(draft, "m3")


def test_weights_that_do_not_total_100_are_doubtful_and_the_finding_goes_once_they_do() -> None:
    assert ("", Why.WEIGHTS) in why(changed(), "m1")
    draft = changed((SET, "m1.a1", to("weight", 100)))
    assert not any("The weights" in m for m in messages(draft))
    assert [f.subject for f in draft.answered] == ["HB101 Lamps and lenses"]


def test_weights_that_no_longer_total_100_are_a_finding() -> None:
    draft = changed((SET, "m2.a1", to("weight", 70)))
    assert any("total 70 per cent" in m for m in messages(draft))


def test_a_conflict_is_doubtful_until_a_person_says_which_value_holds() -> None:
    assert ("credits", Why.CONFLICTING) in why(changed(), "m2")
    confirmed = changed((SET, "m2", to("credits", 20, confirmed=True)))
    assert ("credits", Why.CONFLICTING) not in why(confirmed, "m2")
    assert [f.subject for f in confirmed.answered] == ["HB102 Crews"]
    assert module(confirmed, 1).sources["credits"].origin is Origin.PERSON


def test_findings_on_a_dropped_module_do_not_go_on() -> None:
    draft = changed((DROP, "m2", {}))
    assert [f.finding.subject for f in draft.findings] == ["torn.docx", "HB101 Lamps and lenses"]


def test_errors_come_first_and_findings_on_a_changed_module_say_so() -> None:
    draft = changed((SET, "m2", to("title", "Boat crews")))
    assert [(f.finding.severity.value, f.part, f.is_changed) for f in draft.findings] == [
        ("error", "", False),
        ("warning", "m1", False),
        ("warning", "m2", True),
    ]


def test_a_reference_to_an_outcome_that_was_dropped_is_a_finding() -> None:
    draft = changed((DROP, "m1.o1", {}))
    assert any("said to test outcome LO1" in m for m in messages(draft))
    assert ("outcomes", Why.REFERENCE) in why(draft, "m1")


def test_a_module_without_outcomes_or_assessments_is_doubtful() -> None:
    read = replace(doubtful_programme(), modules=(ModuleReading("HB9", "Empty", level=4, credits=5),))
    found = changed(read=read).doubts["m1"]
    assert [d.of_list for d in found if d.of_list] == [PartKind.OUTCOME, PartKind.ASSESSMENT]


def test_outcomes_of_one_number_are_doubtful_until_one_has_another() -> None:
    twice = changed((SET, "m1.o2", to("number", "1")), (SET, "m1.o1", to("number", "1")))
    assert ("", Why.REFERENCE) not in why(changed(), "m1")
    assert ("", Why.REFERENCE) in why(twice, "m1")


def test_a_missing_weight_level_or_title_is_doubtful_and_what_is_said_not_to_be_stated_is_not() -> None:
    bare = ModuleReading(None, None, assessments=(AssessmentReading("Essay"),))
    read = ProgrammeReading(title="T", modules=(bare,))
    missing = {field for field, reason in why(changed(read=read), "m1") if reason is Why.MISSING}
    assert missing >= {"title", "level", "credits", "weight"}
    said = changed((SET, "m1", to("level", None, confirmed=True)), read=read)
    assert "level" not in [field for field, _ in why(said, "m1")]


def test_two_modules_given_one_code_are_a_finding() -> None:
    draft = changed((SET, "m2", to("code", "HB101")))
    assert sum("stands for more than one module" in m for m in messages(draft)) == 2


def test_only_the_last_change_that_stands_can_be_taken_back() -> None:
    made = [Change(n, DROP, f"m{n}", {}, by="p1", at=AT) for n in (1, 2)]
    back = Change(3, DraftAct.TAKE_BACK, "m2", {}, by="p1", at=AT, takes_back=2)
    last = last_standing((*made, back))
    assert last is not None
    assert last.number == 1
    assert [m.code for m in stand(doubtful_programme(), (*made, back)).reading.modules] == [
        "HB102",
        "HB103/6",
    ]


@pytest.mark.parametrize(
    ("act", "key", "detail", "error"),
    [
        (SET, "m9", to("title", "X"), NotFoundError),
        (SET, "m1", to("colour", "X"), InvalidError),
        (DraftAct.PUT_BACK, "m1", {}, InvalidError),
        (DROP, "p", {}, InvalidError),
        (MOVE, "m1", {"to": "m2", "at": 0}, InvalidError),
        (MOVE, "m1.o1", {"to": "m1.o2", "at": 0}, InvalidError),
        (DraftAct.SPLIT, "m1", {"items": [], "code": "X", "title": None}, InvalidError),
        (DraftAct.SPLIT, "m1", {"items": ["m2.o1"], "code": "X", "title": None}, InvalidError),
        (DraftAct.SPLIT, "m1", {"items": ["m1.o1"], "code": None, "title": None}, InvalidError),
        (DraftAct.MERGE, "m1", {"second": "m1"}, InvalidError),
        (DraftAct.MERGE, "m1", {"second": "m2.o1"}, InvalidError),
        (ADD, "m1.o1", {"kind": "outcome", "values": {"text": "X"}}, InvalidError),
    ],
)
def test_what_cannot_be_done_is_refused(
    act: DraftAct, key: str, detail: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        changed((act, key, detail))


def test_what_was_dropped_cannot_be_changed_until_it_is_back() -> None:
    with pytest.raises(InvalidError, match="Put it back"):
        changed((DROP, "m1", {}), (SET, "m1.o1", to("text", "X")))


FORMS = {form.name: form for form in (*OUTCOME, *ASSESSMENT, *MODULE)}


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("credits", " 20 ", 20),
        ("credits", "7.5", 7.5),
        ("weight", "60 %", 60),
        ("weight", "", None),
        ("level", "7", 7),
        ("level", "Masters", "Masters"),
        ("outcomes", "LO1, LO2;LO1", ("LO1", "LO2")),
        ("prerequisites", "HB1, or HB2\n\nHB3", ("HB1, or HB2", "HB3")),
        ("must_pass", "no", False),
        ("must_pass", "", None),
        ("description", "One  line\n\n two", "One line\ntwo"),
    ],
)
def test_a_typed_text_becomes_what_the_field_holds(field: str, typed: str, value: object) -> None:
    made = typed_value(FORMS[field], typed)
    assert made == value
    assert says_the_same(FORMS[field], as_typed(FORMS[field], made), made)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("credits", "twenty"),
        ("weight", "101"),
        ("must_pass", "perhaps"),
        ("text", "  "),
        ("text", "x" * 100_000),
        ("title", "x" * 301),
        ("outcomes", ",".join(str(n) for n in range(90))),
    ],
)
def test_what_a_field_cannot_hold_is_refused_by_name(field: str, typed: str) -> None:
    with pytest.raises(InvalidError) as refused:
        typed_value(FORMS[field], typed)
    assert refused.value.subject == field
    assert len(str(refused.value)) < 300


def test_an_unnumbered_outcome_is_referred_to_by_its_place() -> None:
    only = ModuleReading(
        "A",
        "B",
        learning_outcomes=(OutcomeReading(None, "X"),),
        assessments=(AssessmentReading("E", outcomes=("1",)),),
    )
    draft = changed(read=ProgrammeReading(title="T", modules=(only,)))
    assert Why.REFERENCE not in [reason for _, reason in why(draft, "m1")]


def test_a_dropped_content_item_is_one_difference_from_the_last_edition() -> None:
    old, new = take_apart(doubtful_programme()), changed((DROP, "m1.c1", {})).parts
    (found,) = [d for d in differences_between(old, new) if d.fields]
    assert [(f.label, f.old, f.new) for f in found.fields] == [("Content item", "Oil lamps", None)]


def test_a_changed_assessment_and_outcome_are_named_in_what_differs() -> None:
    old = take_apart(doubtful_programme())
    new = changed((SET, "m1.a1", to("weight", 70)), (SET, "m1.o1", to("text", "Trim it"))).parts
    (found,) = [d for d in differences_between(old, new) if d.fields]
    assert [(f.label, f.old, f.new) for f in found.fields] == [
        ("Outcome 1", "Trim and clean a lamp", "Trim it"),
        ("Assessment “Lamp log”: weight in per cent", "60", "70"),
    ]


@pytest.mark.parametrize("weights", [(60.0,), (60.0, 20.0)])
def test_what_a_template_was_told_of_is_answered_once_it_is_mended(weights: tuple[float, ...]) -> None:
    assessments = tuple(AssessmentReading(f"Log {weight:g}", weight=weight) for weight in weights)
    read = ProgrammeReading(title="T", modules=(ModuleReading("HB9", "Lamps", assessments=assessments),))
    read = replace(read, findings=tuple(check_modules(read.modules)))
    rest = 100 - sum(weights[1:])
    assert [m for m in messages(changed(read=read)) if "total" in m]
    assert not [m for m in messages(changed((SET, "m1.a1", to("weight", rest)), read=read)) if "total" in m]
