"""Documents that say little still make whole pages: what is not known is said to be so."""

from __future__ import annotations

from dataclasses import replace

from mapper.db import unit_of_work
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
from tests.made import keep_programme, keep_specification
from tests.web.conftest import Visitor

MODULE = ModuleReading(
    None,
    None,
    learning_outcomes=(OutcomeReading(None, "Tend a lamp"),),
    assessments=(AssessmentReading(None),),
)
PROGRAMME = ProgrammeReading(modules=(MODULE, ModuleReading(None, None)))
WORDED = LearningOutcomeReading("1", "Know lamps", (), (CriterionReading("1.1", "Tend a lamp"),))
SPECIFICATION = SpecificationReading(
    code="9901",
    title=None,
    level=None,
    qualifications=(QualificationReading(title="Certificate", accreditation_number="900/0001/1"),),
    units=(UnitReading("9901-1", "Lamps", learning_outcomes=(WORDED,)), UnitReading("9901-2", "Bells")),
)


def test_pages_of_documents_that_say_little_are_whole(visitor: Visitor) -> None:
    with unit_of_work(visitor.desk.engine) as session:
        programme = keep_programme(session, visitor.desk.viewer, PROGRAMME)
        specification = keep_specification(session, visitor.desk.viewer, SPECIFICATION)
    choice = visitor.page(f"/mappings/new?programme={programme}&qualification=1&unit=1&unit=2")
    made = visitor.send(choice.form("/mappings/new"))
    assert made.status_code == 303
    visitor.work()
    overview = visitor.get(made.location).location
    paths = ["/", f"/programmes/editions/{programme}", f"/specifications/editions/{specification}", overview]
    paths += [
        f"{overview}/matrix?unit=1",
        f"{overview}/matrix?unit=2",
        f"{overview}/criteria/1",
        f"{overview}/approval",
    ]
    for page in (choice, *map(visitor.page, paths)):
        assert page.faults == [], page.path
        assert page.repeated_ids == set(), page.path
        assert "None" not in page.said, page.path


def test_a_programme_without_any_facts_says_what_is_not_stated(visitor: Visitor) -> None:
    with unit_of_work(visitor.desk.engine) as session:
        edition = keep_programme(session, visitor.desk.viewer, replace(PROGRAMME, modules=(MODULE,)))
    page = visitor.page(f"/programmes/editions/{edition}")
    for unknown in ("award not stated", "level not stated", "duration not stated", "weight not stated"):
        assert unknown in page.said
