"""Invented units with criteria in every state, for the tests of the exports."""

from __future__ import annotations

from datetime import UTC, datetime

from mapper.record import CriterionRecord, LearningOutcomeRecord, LinkRecord, UnitRecord
from mapper.values import Coverage, StatementKind

JUDGED = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
ESSAY = "Reflective essay on a team you have led, 40 %"
PLAN = "Improvement plan with costed options, 60 %"
TALK = "Presentation to a panel of practitioners, 30 %"
CASE = "Case report on a host organisation, 70 %"
TEAMS, CHANGE = ("HB5101", "Leading Small Teams"), ("HB5204", "Managing Orderly Change")

BRIEF = (
    "Write an essay of 2,500 words on a team that you have led, at work or in a society. Say what the team"
    " was for, who was in it and what each person brought; show with two episodes how you agreed the work,"
    " noticed that it slipped, and brought it back; and weigh what you did against at least two accounts of"
    " team leadership that the module introduced."
)
LONG_BRIEF = (
    "The improvement plan takes one process of a host organisation. Part A maps the process as it is done"
    " today, with times, volumes and the people involved, from observation and not from the manual. Part B"
    " names the three weightiest causes of delay or waste and says what each costs in a year. Part C sets"
    " out at least three options, each with its price, its saving, its risks and those whom it touches, and"
    " compares them in a table against criteria agreed with the host. Part D recommends one, with a schedule"
    " in weeks, a named owner for every step, the measures by which the host will know that it works, and"
    " what will be done if it does not. An appendix holds the notes of two meetings with the host, signed by"
    " both sides. Marks are given for the quality of the comparison, not for the boldness of the choice."
)


def link(
    module: tuple[str, str],
    component: str | None,
    coverage: Coverage,
    *,
    quotation: str = BRIEF,
    place: str = "module-handbook.pdf, page 12, table 2, row 4",
    reason: str = "The brief asks every learner for exactly this.",
    is_suspect: bool = False,
    by: str = "First reviewer",
) -> LinkRecord:
    """A standing decision on an assessment, or on an outcome where no component is known."""
    kind = StatementKind.ASSESSMENT if component else StatementKind.OUTCOME
    return LinkRecord(
        module_code=module[0],
        module_title=module[1],
        kind=kind,
        label="Assessment brief" if component else "Module outcome 3",
        component=component,
        quotation=quotation,
        place=place,
        coverage=coverage,
        is_suspect=is_suspect,
        reason=reason,
        decided_by=by,
        decided_at=JUDGED,
    )


def criterion(
    key: int,
    number: str,
    text: str,
    coverage: Coverage | None = None,
    *links: LinkRecord,
    nothing_here: str | None = None,
) -> CriterionRecord:
    """A criterion that opens with its verb; suspect as soon as one of its links is."""
    return CriterionRecord(
        id=key,
        number=number,
        text=text,
        verb=text.split(maxsplit=1)[0].lower(),
        marks=20 if number.startswith("1") else None,
        pass_marks=10 if number.startswith("1") else None,
        coverage=coverage,
        is_suspect=any(one.is_suspect for one in links),
        links=links,
        nothing_here=nothing_here,
    )


FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE

TEAM_UNIT = UnitRecord(
    id=1,
    ref="9901-501",
    title="Leading a Team through Ordinary Work",
    level=5,
    credits=5,
    glh=18,
    group="Group A",
    learning_outcomes=(
        LearningOutcomeRecord(
            "1",
            "Know what a team is for",
            (
                criterion(
                    1,
                    "1.1",
                    "Explain the purpose of a team within its organisation",
                    FULL,
                    link(TEAMS, ESSAY, FULL),
                ),
                criterion(
                    2,
                    "1.2",
                    "Describe what each member brings to a team’s work",
                    FULL,
                    link(TEAMS, ESSAY, FULL),
                    link(
                        CHANGE,
                        TALK,
                        PART,
                        quotation="Introduce the people affected, and what each of them knows that you do not.",
                        place="change-brief.docx, under “Task 1”, paragraph 3",
                        reason="Names the people, without saying what they bring to a team.",
                        by="Second reviewer",
                    ),
                ),
                criterion(
                    3,
                    "1.3",
                    "Evaluate two accounts of team leadership against own practice",
                    PART,
                    link(
                        TEAMS,
                        ESSAY,
                        PART,
                        reason="The essay weighs practice against accounts; it does not judge them.",
                    ),
                ),
            ),
            ("HB5101 Leading Small Teams", "HB5204 Managing Orderly Change"),
        ),
        LearningOutcomeRecord(
            "2",
            "Be able to agree, follow and restore a team’s work",
            (
                criterion(4, "2.1", "Agree aims and measures with a team", FULL, link(TEAMS, ESSAY, FULL)),
                criterion(
                    5,
                    "2.2",
                    "Undertake a review of work in progress with those who do it",
                    PART,
                    link(
                        TEAMS,
                        None,
                        PART,
                        quotation="By the end you will have held at least one review of work with your own team.",
                        place="module-handbook.pdf, page 9",
                        reason="An outcome says so; no known assessment tests it.",
                    ),
                ),
                criterion(
                    6,
                    "2.3",
                    "Analyse the causes of work that slips",
                    None,
                    link(CHANGE, CASE, FULL, is_suspect=True),
                ),
                criterion(7, "2.4", "Plan how the work is brought back"),
            ),
            ("HB5101 Leading Small Teams",),
        ),
        LearningOutcomeRecord(
            "3",
            "Understand fairness in a team",
            (
                criterion(8, "3.1", "Identify the duties that law places on whoever leads a team"),
                criterion(
                    9,
                    "3.2",
                    "Discuss a case in which fairness and speed were at odds",
                    NONE,
                    nothing_here="All briefs and outcomes of both modules were read; none touches on fairness.",
                ),
            ),
        ),
    ),
)

CHANGE_UNIT = UnitRecord(
    id=2,
    ref="9901-514",
    title="Improving a Process that Other People Run",
    level=5,
    credits=7.5,
    glh=None,
    group="Group B",
    learning_outcomes=(
        LearningOutcomeRecord(
            "1",
            "Understand a process as it is really done, as distinct from how its manual or its owner describes it,"
            " and the people whom it touches",
            tuple(
                criterion(
                    20 + place,
                    f"1.{place}",
                    text,
                    FULL,
                    link(
                        CHANGE,
                        PLAN if place % 2 else CASE,
                        FULL,
                        quotation=LONG_BRIEF if place % 2 else BRIEF,
                        place="change-brief.docx, under “Part A”, paragraph 2",
                    ),
                )
                for place, text in enumerate(
                    (
                        "Map a process from observation, with times and volumes",
                        "Explain how the process serves the aims of the organisation",
                        "Analyse where the process loses time, money or goodwill",
                        "Compare at least two ways of finding the causes of loss",
                    ),
                    start=1,
                )
            ),
            ("HB5204 Managing Orderly Change",),
        ),
        LearningOutcomeRecord(
            "2",
            "Be able to propose and defend an improvement",
            (
                criterion(
                    31,
                    "2.1",
                    "Develop options with their costs, savings and risks",
                    FULL,
                    link(CHANGE, PLAN, FULL, quotation=LONG_BRIEF),
                ),
                criterion(
                    32,
                    "2.2",
                    "Evaluate the options against criteria agreed with those concerned",
                    PART,
                    link(
                        CHANGE,
                        PLAN,
                        PART,
                        quotation=LONG_BRIEF,
                        reason="Criteria are agreed with the host only.",
                    ),
                    link(CHANGE, CASE, PART, reason="Adds the view of staff, without a comparison."),
                ),
                criterion(
                    33,
                    "2.3",
                    "Recommend one option and justify the choice",
                    FULL,
                    link(CHANGE, PLAN, FULL, quotation=LONG_BRIEF),
                ),
                criterion(
                    34,
                    "2.4",
                    "Present the recommendation to those who must decide",
                    FULL,
                    link(
                        CHANGE,
                        TALK,
                        FULL,
                        quotation="=SUM(A1) is not a formula here: ten minutes, five slides, then questions.",
                    ),
                ),
                criterion(35, "2.5", "Plan the first twelve weeks, with an owner for every step"),
                criterion(
                    36,
                    "2.6",
                    "Set measures by which success or failure will be known",
                    NONE,
                    nothing_here="",
                ),
                criterion(37, "2.7", "Assess own part in the improvement and what to do otherwise next time"),
            ),
            ("HB5204 Managing Orderly Change",),
        ),
    ),
)

UNWORDED_UNIT = UnitRecord(
    id=3,
    ref="9901-522",
    title="Working with Suppliers",
    level=5,
    credits=None,
    glh=20,
    group="Group B",
    learning_outcomes=(),
)
