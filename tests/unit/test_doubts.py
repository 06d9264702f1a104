"""What speaks against a statement is said beside it: a lesser verb, work on paper, a lower level."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper.doubts import doubts_of, statement_verbs
from mapper.queries.rows import CriterionRow, ModuleRow, StatementRow, UnitRow
from mapper.values import StatementKind


def criterion(*verbs: str) -> CriterionRow:
    return CriterionRow(1, "1.1", "", verbs[0] if verbs else None, verbs, None, None, {}, "")


def outcome(text: str) -> StatementRow:
    return StatementRow(1, 1, StatementKind.OUTCOME, 1, "1", text, "", "")


def assessment(kind: str, title: str = "Task") -> StatementRow:
    return StatementRow(2, 1, StatementKind.ASSESSMENT, 1, None, "", "", "", title=title, type=kind)


def said(
    asked: CriterionRow, statement: StatementRow, *, unit_level: int | None = 4, level: str | None = "4"
) -> list[str]:
    unit = UnitRow(1, "9901-201", "Keeping", unit_level, None, None, None, ())
    module = ModuleRow(1, "HB101", "Lamps", level, None, None, None, None, None, (), (), ())
    return [
        f"{f.subject}: {f.message} {f.remedy}" for f in doubts_of(asked, statement, unit=unit, module=module)
    ]


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Describes the lamp", ("describe",)),
        ("Planning a crossing", ("plan",)),
        ("Identifies currents", ("identify",)),
        ("Assessing a crew", ("assess",)),
        ("On completion you will be able to critically evaluate a chart", ("evaluate",)),
        ("Learners are expected to: explain tides and apply them", ("explain", "apply")),
        ("The lamp room", ()),
        ("", ()),
    ],
)
def test_a_statements_verbs_are_read_in_their_plain_form(text: str, verbs: tuple[str, ...]) -> None:
    assert statement_verbs(text) == verbs


def test_to_describe_is_not_to_evaluate() -> None:
    (doubt,) = said(criterion("evaluate"), outcome("Describe a storm"))
    assert doubt.startswith(
        "HB101 Lamps, Outcome 1: The criterion asks to evaluate, and the outcome says describe"
    )


@pytest.mark.parametrize(
    ("verb", "text"),
    [
        ("describe", "Evaluate a storm"),
        ("describe", "Describe a storm"),
        ("evaluate", "The lamp room"),
        ("moor", "Describe a storm"),
    ],
    ids=["more", "as much", "no verb in the statement", "an unknown verb asked for"],
)
def test_a_verb_that_demands_as_much_or_cannot_be_read_is_no_doubt(verb: str, text: str) -> None:
    assert said(criterion(verb), outcome(text)) == []


def test_of_several_verbs_the_most_demanding_counts() -> None:
    (doubt,) = said(criterion("list", "evaluate"), outcome("Name and describe storms"))
    assert "asks to evaluate" in doubt
    assert "says describe" in doubt


def test_a_task_that_describes_is_a_doubt_and_a_title_that_names_an_activity_is_none() -> None:
    task = replace(assessment("Report"), text="Describe a crew. Report")
    assert "the assessment says describe" in said(criterion("evaluate"), task)[0]
    for name in ("Describing a crew. Report", "Research proposal. Proposal", "Outline of a study. Report"):
        assert said(criterion("evaluate"), replace(assessment("Report"), text=name)) == []
    commanded = replace(assessment("Report"), text="Outline the history of a crew. Report")
    assert "says outline" in said(criterion("evaluate"), commanded)[0]


@pytest.mark.parametrize(
    ("description", "verb"),
    [
        ("Describes two ways to moor a boat", "describe"),
        ("In pairs, students explain why fog forms.", "explain"),
        ("Write an essay comparing two lamps.", "compare"),
        ("Two lamps are compared.", "compare"),
        ("You will be assessed on how well you can outline the rules.", "outline"),
        ("The log says how learners carry out a watch, hour by hour.", "carry out"),
    ],
)
def test_what_a_tasks_description_sets_is_held_against_a_more_demanding_verb(
    description: str, verb: str
) -> None:
    task = replace(assessment("Report", "Fog"), text=f"Fog. Report\n{description}")
    (doubt,) = said(criterion("evaluate"), task)
    assert f"asks to evaluate, and the assessment says {verb}, which demands less" in doubt


@pytest.mark.parametrize(
    "description",
    [
        "Describe two lamps and evaluate one.",
        "Two lamps are described, and the choice is justified.",
        "Students describe a lamp in a critical review.",
        "Describe a crew, with recommendations.",
        "Coaching of a crew; groups of four.",
        "Evaluates a lamp. Describes another.",
        "The lamp room",
        "",
    ],
)
def test_a_task_that_may_ask_for_as_much_anywhere_is_no_doubt(description: str) -> None:
    task = replace(assessment("Report", "Fog"), text=f"Fog. Report\n{description}")
    assert said(criterion("evaluate"), task) == []


@pytest.mark.parametrize("kind", ["Essay", "Unseen exam", "Multiple-choice quiz", "Online test"])
def test_work_on_paper_alone_shows_no_practice(kind: str) -> None:
    (doubt,) = said(criterion("lead"), assessment(kind))
    assert "asks to lead" in doubt
    assert "alone cannot show" in doubt


@pytest.mark.parametrize(
    ("verb", "statement"),
    [
        ("lead", assessment("Portfolio")),
        ("lead", assessment("Practical test")),
        ("explain", assessment("Essay")),
        ("lead", outcome("Lead a crew")),
    ],
    ids=["a portfolio", "a practical test", "no practice asked for", "an outcome"],
)
def test_work_that_may_show_practice_is_no_doubt(verb: str, statement: StatementRow) -> None:
    assert said(criterion(verb), statement) == []


def test_a_module_below_the_units_level_is_said() -> None:
    (doubt,) = said(criterion("describe"), outcome("Describe fog"), unit_level=5, level="FHEQ Level 4")
    assert "level 4, below the unit's level 5" in doubt


@pytest.mark.parametrize(
    ("unit_level", "level"),
    [(5, "5"), (5, "6"), (5, None), (None, "4"), (7, "SCQF level 6"), (7, "Levels 4 and 5")],
)
def test_a_level_that_reaches_or_is_not_known_is_no_doubt(unit_level: int | None, level: str | None) -> None:
    assert said(criterion("describe"), outcome("Describe fog"), unit_level=unit_level, level=level) == []
