"""Hand-made readings and a mapping made from them; every word is invented."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from mapper import models
from mapper.db import Engine, Session, now, reading, unit_of_work
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
from mapper.people import add_person
from mapper.programmes import import_programme
from mapper.queries.editions import read_specification
from mapper.queries.mapping import load_mapping
from mapper.queries.paths import MappingPaths, paths_of
from mapper.reviews import Judging, decide
from mapper.specifications import import_specification
from mapper.values import Coverage, FieldSource, Finding, Locator, Origin, Severity, Viewer
from mapper.workflow import ReportedApproval
from tests.made_files import document, handed_in

NUMBER = "900/0001/1"
CRITERIA = ("201:1.1", "201:1.2", "201:2.1", "202:1.1", "202:1.2")
"""Unit and number of each criterion of the chosen units, in order."""

_requests = itertools.count(1)


def request_id() -> str:
    """A request id that nobody used yet."""
    return f"request-{next(_requests):06}"


def criterion(number: str, text: str) -> CriterionReading:
    """A criterion whose verb is its first word."""
    verb = text.split(maxsplit=1)[0].lower()
    return CriterionReading(number, text, verb=verb, verbs=(verb,), marks=20, pass_marks=10)


def outcome(number: str, text: str, *criteria: CriterionReading) -> LearningOutcomeReading:
    """A learning outcome without indicative content."""
    return LearningOutcomeReading(number, text, criteria=criteria)


def unit(ref: str, title: str, *outcomes: LearningOutcomeReading) -> UnitReading:
    """A unit; without outcomes it is one whose wording nobody has."""
    return UnitReading(ref=ref, title=title, level=4, credits=5, glh=20, learning_outcomes=outcomes)


def specification(code: str = "9901", *, extra_units: int = 0) -> SpecificationReading:
    """Units 201 and 202 with three outcomes and five criteria, 203 without wording, and more on demand."""
    units = [
        unit(
            f"{code}-201",
            "Keeping a lighthouse",
            outcome(
                "1",
                "Know how a lamp is tended",
                criterion("1.1", "Describe how the lamp is trimmed"),
                criterion("1.2", "Explain why the lens is cleaned at dawn"),
            ),
            outcome("2", "Judge the weather", criterion("2.1", "Evaluate signs of fog")),
        ),
        unit(
            f"{code}-202",
            "Leading a boat crew",
            outcome(
                "1",
                "Steer a crew",
                criterion("1.1", "Plan a crossing with the crew"),
                criterion("1.2", "Analyse what the crew needs"),
            ),
        ),
        unit(f"{code}-203", "Mooring at night"),
        *(_further_unit(code, 204 + i) for i in range(extra_units)),
    ]
    return SpecificationReading(
        code=code,
        title="Harbour leadership",
        level=4,
        qualifications=(
            QualificationReading(
                title="Certificate in Harbour Leadership",
                accreditation_number=NUMBER,
                size="certificate",
                level=4,
                credits_min=10,
                start_date="2019-09-01",
                sources={"title": read_at("specification.docx", paragraph=3)},
            ),
        ),
        units=tuple(units),
        findings=(
            Finding(Severity.INFO, f"{code}-203", "No wording.", "Hand it in.", Locator("a.docx", table=2)),
        ),
    )


def _further_unit(code: str, number: int) -> UnitReading:
    criteria = [criterion(f"1.{i}", f"Describe rope {number} in way {i}") for i in range(1, 5)]
    return unit(f"{code}-{number}", f"Ropes {number}", outcome("1", "Know ropes", *criteria))


def read_at(file: str, **places: Any) -> FieldSource:
    """That a field was read at a place of a file."""
    return FieldSource(Origin.READ, Locator(file=file, **places))


def programme(*, extra_modules: int = 0, file: str = "handbook.docx") -> ProgrammeReading:
    """HB101 with an outcome that no assessment tests, HB102 with an unnumbered one, and more on demand."""
    first = ModuleReading(
        code="HB101",
        title="Lamps and lenses",
        level=4,
        credits=20,
        status="core",
        learning_outcomes=(
            OutcomeReading("1", "Trim and clean a lamp"),
            OutcomeReading("2", "Read the sky before a storm"),
        ),
        assessments=(
            AssessmentReading(
                "Lamp log", type="Portfolio", weight=60, description="A diary of nights", outcomes=("LO1",)
            ),
        ),
        content=("Oil lamps", "Fresnel lenses"),
        sources={
            "title": read_at(file, table=1, row=1),
            "assessments[0].weight": read_at(file, table=1, row=9),
            "assessments[0].description": read_at(file, table=1, row=7),
            "learning_outcomes[0].text": read_at(file, table=1, row=3),
        },
    )
    second = ModuleReading(
        code="HB102",
        title="Crews",
        level=4,
        credits=20,
        status="option",
        learning_outcomes=(OutcomeReading(None, "Lead a crew across the sound"),),
        assessments=(AssessmentReading("Crossing plan", type="Report", weight=100, outcomes=("1",)),),
    )
    return ProgrammeReading(
        title="BA Harbour Studies",
        award="BA (Hons)",
        level=4,
        credits=120,
        modules=(first, second, *(_further_module(i) for i in range(extra_modules))),
        findings=(Finding(Severity.WARNING, "HB101", "The weights add up to 60 %.", "Check the handbook."),),
    )


def _further_module(number: int) -> ModuleReading:
    return ModuleReading(
        code=f"HB2{number:02}",
        title=f"Ropes {number}",
        learning_outcomes=(OutcomeReading("1", f"Splice rope {number}"),),
        assessments=(AssessmentReading(f"Rope test {number}", type="Practical", outcomes=("1",)),),
    )


def keep_specification(
    session: Session,
    viewer: Viewer,
    read: SpecificationReading | None = None,
    *,
    file: str = "specification.docx",
) -> int:
    """The id of the imported edition."""
    return import_specification(
        session,
        viewer=viewer,
        reading=read or specification(),
        document=document(file),
        handed_in=handed_in(file),
        is_sample=False,
    )


def keep_programme(
    session: Session,
    viewer: Viewer,
    read: ProgrammeReading | None = None,
    *,
    file: str = "handbook.docx",
    programme_id: int | None = None,
) -> int:
    """The id of the imported edition."""
    return import_programme(
        session,
        viewer=viewer,
        reading=read or programme(),
        documents=[document(file)],
        handed_in=[handed_in(file)],
        is_sample=False,
        programme_id=programme_id,
    )


@dataclass(frozen=True)
class MadeMapping:
    """A mapping in a store, with ids by the names that tests use.

    `criteria` are called "201:1.1"; `statements` "HB101 Outcome 2", "HB101 Lamp log", "HB101 Content 1".
    """

    engine: Engine
    viewer: Viewer
    id: int
    programme_edition_id: int
    specification_edition_id: int
    qualification_id: int
    units: dict[str, int]
    criteria: dict[str, int]
    statements: dict[str, int]

    def judging(self, criterion: str, statement: str | None, coverage: Coverage, **more: Any) -> Judging:
        """A judgement to hand to `decide`; its request id is new unless given."""
        return Judging(
            mapping_id=self.id,
            criterion_id=self.criteria[criterion],
            statement_id=None if statement is None else self.statements[statement],
            coverage=coverage,
            **({"request_id": request_id()} | more),
        )

    def judge(self, criterion: str, statement: str | None, coverage: Coverage, **more: Any) -> int:
        """The id of the decision, recorded in a unit of work of its own."""
        judging = self.judging(criterion, statement, coverage, **more)
        with unit_of_work(self.engine) as session:
            return decide(session, viewer=self.viewer, judging=judging).id

    def cover_all(self, *, except_for: str = "") -> None:
        """Judges every criterion fully covered by the lamp log, but for one."""
        for name in self.criteria:
            if name != except_for:
                self.judge(name, "HB101 Lamp log", Coverage.FULL)

    def paths(self) -> MappingPaths:
        """The verdicts as they stand, judged outside any unit of work."""
        with reading(self.engine) as session:
            loaded = load_mapping(session, viewer=self.viewer, mapping_id=self.id)
            return paths_of(session, viewer=self.viewer, mapping=loaded)

    def reported(self, *, is_full: bool, **more: Any) -> ReportedApproval:
        """An approval to hand to `record_approval`."""
        told = ReportedApproval(
            mapping_id=self.id,
            is_full=is_full,
            approved_by="Invented Approver",
            ilm_reference="REF-1",
            approved_on=date(2020, 2, 3),
            request_id=request_id(),
        )
        return replace(told, **more)


def make_mapping(
    engine: Engine, viewer: Viewer, *, extra_units: int = 0, extra_modules: int = 0, unworded: bool = False
) -> MadeMapping:
    """A mapping of the invented programme; `unworded` chooses the unit without wording, too."""
    with unit_of_work(engine) as session:
        specification_id = keep_specification(session, viewer, specification(extra_units=extra_units))
        programme_id = keep_programme(session, viewer, programme(extra_modules=extra_modules))
        page = read_specification(session, viewer=viewer, edition_id=specification_id)
        units = {u.ref: u.id for u in page.units if unworded or u.learning_outcomes}
        mapping_id = create_mapping(
            session,
            viewer=viewer,
            programme_edition_id=programme_id,
            qualification_id=page.qualifications[0].id,
            unit_ids=list(units.values()),
        )
    with reading(engine) as session:
        loaded = load_mapping(session, viewer=viewer, mapping_id=mapping_id)
    return MadeMapping(
        engine=engine,
        viewer=viewer,
        id=mapping_id,
        programme_edition_id=programme_id,
        specification_edition_id=specification_id,
        qualification_id=page.qualifications[0].id,
        units=units,
        criteria={f"{u.ref[-3:]}:{c.number}": c.id for u in loaded.units for c in u.criteria},
        statements={f"{m.code} {s.label}": s.id for m in loaded.modules for s in m.statements},
    )


def suggestion(mapping: MadeMapping, criterion: str, statement: str, rank: int = 1) -> NewSuggestion:
    """A suggestion whose score is a function of its rank."""
    score = round(1 / (rank + 1), 3)
    return NewSuggestion(
        criterion_id=mapping.criteria[criterion],
        statement_id=mapping.statements[statement],
        rank=rank,
        score=score,
        band="likely",
        parts={"words": score},
        shared_terms=("lamp",),
    )


def suggest(mapping: MadeMapping, *suggestions: NewSuggestion, version: str = "1") -> int:
    """The id of the run that replaced the suggestions."""
    with unit_of_work(mapping.engine) as session:
        return replace_suggestions(
            session,
            viewer=mapping.viewer,
            mapping_id=mapping.id,
            engine="lexical",
            engine_version=version,
            parameters={},
            suggestions=suggestions,
        )


def make_institution(session: Session, *, name: str, person: str) -> Viewer:
    """Somebody of a new institution."""
    institution = models.Institution(name=name, created_at=now())
    session.add(institution)
    session.flush()
    return Viewer(institution.id, add_person(session, institution_id=institution.id, name=person))


def counts(engine: Engine) -> dict[str, int]:
    """How many rows each table holds."""
    count = sa.select(sa.func.count())
    with engine.connect() as connection:
        tables = SQLModel.metadata.sorted_tables
        return {table.name: connection.scalars(count.select_from(table)).one() for table in tables}
