"""A mapping of any size in a store: invented criteria, modules, structure, suggestions and decisions."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import cycle, islice

from mapper.db import reading, unit_of_work
from mapper.intake.document import Document, Paragraph
from mapper.intake.files import HandedIn
from mapper.intake.readings import (
    AssessmentReading,
    CriterionReading,
    LearningOutcomeReading,
    ModuleReading,
    OutcomeReading,
    ProgrammeReading,
    QualificationReading,
    SpecificationReading,
    UnitReading,
)
from mapper.mappings import NewSuggestion, create_mapping, replace_suggestions
from mapper.programmes import import_programme
from mapper.queries.editions import read_specification
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import LoadedMapping
from mapper.reviews import Judging, decide
from mapper.specifications import import_specification
from mapper.standing.entered import EVERYONE, WHOLE_PROGRAMME, Asks, Choice, Entered, ProgrammeRules, Tree
from mapper.structures import enter_structure
from mapper.values import Coverage, Locator
from web.tasks import Desk

CRITERIA_OF_A_UNIT = 50
CRITERIA_OF_AN_OUTCOME = 10
ASSESSMENTS_OF_A_MODULE = 3
TOP = 5
# One criterion in so many is judged.
JUDGED = 4
VERBS = ("Describe", "Explain", "Analyse", "Evaluate", "Plan", "Review")
THINGS = ("ropes", "lamps", "tides", "crews", "charts", "moorings", "signals", "winds")


@dataclass(frozen=True, slots=True)
class Size:
    """How many criteria and assessments a mapping has."""

    criteria: int
    assessments: int


def make_mapping(desk: Desk, size: Size) -> LoadedMapping:
    """The mapping, loaded: five suggestions for each criterion, and every fourth judged.

    Its structure is entered: half of the modules are for everyone, of the others a half is chosen.
    """
    with unit_of_work(desk.engine) as session:
        specification_id = import_specification(
            session,
            viewer=desk.viewer,
            reading=_specification(size.criteria),
            document=_document("specification.docx"),
            handed_in=HandedIn("specification.docx", b"invented"),
            is_sample=True,
        )
        programme_id = import_programme(
            session,
            viewer=desk.viewer,
            reading=_programme(size.assessments),
            documents=[_document("handbook.docx")],
            handed_in=[HandedIn("handbook.docx", b"invented, too")],
            is_sample=True,
        )
        edition = read_specification(session, viewer=desk.viewer, edition_id=specification_id)
        mapping_id = create_mapping(
            session,
            viewer=desk.viewer,
            programme_edition_id=programme_id,
            qualification_id=edition.qualifications[0].id,
            unit_ids=[u.id for u in edition.units],
        )
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
    _enter_structure(desk, mapping)
    _suggest_and_judge(desk, mapping)
    return mapping


def _enter_structure(desk: Desk, mapping: LoadedMapping) -> None:
    ids = [m.id for m in mapping.modules]
    half = len(ids) // 2
    places = dict.fromkeys(ids[:half], EVERYONE) | dict.fromkeys(ids[half:], "c1")
    chosen = Choice("c1", "Options", asks=Asks.NUMBER, amount=float((len(ids) - half) // 2))
    tree = Tree(WHOLE_PROGRAMME, "The whole programme", is_entered=True, choices=(chosen,), places=places)
    rules = ProgrammeRules(
        pass_mark=40,
        component_pass_mark=40,
        every_component=False,
        compensatable=False,
        compensation_credits=0,
        choice=False,
        group_work=False,
    )
    with unit_of_work(desk.engine) as session:
        enter_structure(
            session,
            viewer=desk.viewer,
            edition_id=mapping.programme_edition_id,
            entered=Entered((tree,), rules=rules),
            note="Invented",
            request_id="made-structure",
            seen=0,
        )


def _suggest_and_judge(desk: Desk, mapping: LoadedMapping) -> None:
    rng = random.Random(0)  # noqa: S311 - invented suggestions
    criteria = [c.id for u in mapping.units for c in u.criteria]
    assessments = [a.id for m in mapping.modules for a in m.assessments]
    suggested = [
        NewSuggestion(
            criterion_id=criterion_id,
            statement_id=statement_id,
            rank=rank,
            score=score,
            band=_band(score),
            parts={"words": score},
            shared_terms=("rope",),
        )
        for criterion_id in criteria
        for rank, statement_id in enumerate(rng.sample(assessments, TOP), start=1)
        for score in [round(rng.uniform(0.9, 1) / (rank + 0.5), 3)]
    ]
    with unit_of_work(desk.engine) as session:
        replace_suggestions(
            session,
            viewer=desk.viewer,
            mapping_id=mapping.id,
            engine="lexical",
            engine_version="invented",
            parameters={},
            suggestions=suggested,
        )
        for number, first in enumerate(suggested[:: TOP * JUDGED]):
            judging = Judging(
                mapping_id=mapping.id,
                criterion_id=first.criterion_id,
                statement_id=first.statement_id,
                coverage=(Coverage.FULL, Coverage.PART)[number % 2],
                request_id=f"made-request-{number:06}",
                reason="Invented",
            )
            decide(session, viewer=desk.viewer, judging=judging)


def _band(score: float) -> str:
    return "high" if score > 0.5 else "medium" if score > 0.25 else "low"


def _document(file: str) -> Document:
    return Document(file, "docx", (Paragraph("Invented", Locator(file=file, paragraph=1)),))


def _specification(criteria: int) -> SpecificationReading:
    counts = _split(criteria, CRITERIA_OF_A_UNIT)
    return SpecificationReading(
        code="9900",
        title="Harbour leadership",
        level=5,
        qualifications=(
            QualificationReading(
                title="Diploma in Harbour Leadership",
                accreditation_number="900/0000/1",
                size="diploma",
                level=5,
                credits_min=10,
            ),
        ),
        units=tuple(
            UnitReading(
                ref=f"9900-{500 + n}",
                title=f"Harbour work {n}",
                level=5,
                credits=5,
                learning_outcomes=_outcomes(count),
            )
            for n, count in enumerate(counts, start=1)
        ),
    )


def _outcomes(criteria: int) -> tuple[LearningOutcomeReading, ...]:
    return tuple(
        LearningOutcomeReading(
            str(n),
            f"Know the harbour’s {thing}",
            criteria=tuple(_criterion(f"{n}.{i}", i, thing) for i in range(1, count + 1)),
        )
        for n, (count, thing) in enumerate(
            zip(_split(criteria, CRITERIA_OF_AN_OUTCOME), cycle(THINGS), strict=False), start=1
        )
    )


def _criterion(number: str, at: int, thing: str) -> CriterionReading:
    verb = VERBS[at % len(VERBS)]
    text = f"{verb} how {thing} are kept in harbours of several kinds, and why that matters in case {at}"
    return CriterionReading(number, text, verb=verb.lower(), verbs=(verb.lower(),))


def _programme(assessments: int) -> ProgrammeReading:
    modules = []
    for n, count in enumerate(_split(assessments, ASSESSMENTS_OF_A_MODULE), start=1):
        things = list(islice(cycle(THINGS), n, n + count))
        modules.append(
            ModuleReading(
                code=f"HB{100 + n}",
                title=f"The harbour’s {things[0]}",
                level=5,
                credits=20,
                learning_outcomes=tuple(
                    OutcomeReading(str(i), f"Explain the use of {thing}") for i, thing in enumerate(things, 1)
                ),
                assessments=tuple(
                    AssessmentReading(f"Report on {thing}", type="Report", weight=30, outcomes=(str(i),))
                    for i, thing in enumerate(things, 1)
                ),
            )
        )
    return ProgrammeReading(
        title="BA Harbour Studies", award="BA (Hons)", level=5, credits=360, modules=tuple(modules)
    )


def _split(count: int, at_most: int) -> list[int]:
    """The count in parts of the size given, and what is left."""
    whole, left = divmod(count, at_most)
    return [at_most] * whole + [left] * (left > 0)
