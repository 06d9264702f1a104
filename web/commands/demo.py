"""`demo`: the whole job on the sample programme, as far as the machine may go without a person."""

from __future__ import annotations

from argparse import Namespace

import sample_programmes
from mapper.db import reading, unit_of_work
from mapper.errors import InvalidError
from mapper.intake.files import load_files
from mapper.mappings import create_mapping
from mapper.queries.editions import read_specification
from mapper.queries.workspace import list_mappings
from mapper.values import SubmissionForm
from mapper.workspace import name_workspace
from web.commands.workspace import open_desk, write_documents
from web.settings import read_settings
from web.suggestions import keep_suggestions
from web.tasks import Desk, keep_programme, keep_specification

DEMO_INSTITUTION = "University of Sampleford"
DEMO_PERSON = "Sample reviewer"
DEMO_SIZE = "diploma"


def demo(arguments: Namespace) -> int:
    """Makes the demo workspace, writes its documents and prints where; decisions are left to people."""
    settings = read_settings(arguments.to)
    desk = open_desk(settings)
    with reading(desk.engine) as session:
        if list_mappings(session, viewer=desk.viewer):
            raise InvalidError(
                "The workspace holds a mapping already.",
                subject=str(settings.workspace),
                remedy="Name a new folder: mapper demo --to DIR.",
            )
    mapping_id = _make(desk, settings.top)
    written = write_documents(desk, mapping_id=mapping_id, folder=settings.documents, form=SubmissionForm.QAP)
    print(f"Demo workspace: {settings.workspace} (every word in it is invented)")
    for path in written:
        print(f"  {path}")
    print(f"Nothing is judged yet; judge it in the browser: mapper serve --workspace {settings.workspace}")
    return 0


def _make(desk: Desk, top: int) -> int:
    with unit_of_work(desk.engine) as session:
        name_workspace(session, viewer=desk.viewer, institution=DEMO_INSTITUTION, person=DEMO_PERSON)
    specification_id, specification = keep_specification(
        desk, files=load_files([str(sample_programmes.SPECIFICATION)])
    )
    programme_id, programme = keep_programme(desk, files=load_files([str(sample_programmes.TIDY_PROGRAMME)]))
    with reading(desk.engine) as session:
        page = read_specification(session, viewer=desk.viewer, edition_id=specification_id)
    qualification = next(q for q in page.qualifications if q.facts.size == DEMO_SIZE)
    worded = [unit for unit in page.units if unit.criteria]
    with unit_of_work(desk.engine) as session:
        mapping_id = create_mapping(
            session,
            viewer=desk.viewer,
            programme_edition_id=programme_id,
            qualification_id=qualification.id,
            unit_ids=[unit.id for unit in worded],
        )
    count = keep_suggestions(desk, mapping_id=mapping_id, top=top)
    print(
        f"Specification {specification.code}: {len(page.qualifications)} qualifications, {len(page.units)} units"
    )
    print(f"Programme “{programme.title}”: {len(programme.modules)} modules")
    print(
        f"Mapping {mapping_id} to {qualification.facts.title}: {len(worded)} units, "
        f"{sum(len(u.criteria) for u in worded)} criteria, {count} suggestions"
    )
    return mapping_id
