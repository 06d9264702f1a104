"""Another institution's viewer meets nothing: every query and service that takes a viewer is tried."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

import mapper
import mapper.queries
from mapper import jobs, mappings, qualifications, specification_drafts, workflow, workspace
from mapper.audit import verify_chains
from mapper.db import reading, unit_of_work
from mapper.draft_wording import attach_wording
from mapper.errors import NotFoundError
from mapper.queries import choosing, combination, coverage, drafts, editions
from mapper.queries import mapping as mapping_queries
from mapper.queries import workspace as lists
from mapper.queries.qualifications import edition_of, entered_facts
from mapper.queries.reading import edition_reading
from mapper.reviews import decide, withdraw
from mapper.values import Coverage, Viewer
from tests.made import NUMBER, MadeMapping, counts, keep_programme, request_id
from tests.made_drafts import keep_draft, mooring, offer_wording

Try = Callable[[Session, Viewer, MadeMapping], Any]

REFUSED: dict[str, Try] = {
    "load_mapping": lambda s, v, m: mapping_queries.load_mapping(s, viewer=v, mapping_id=m.id),
    "read_coverage": lambda s, v, m: coverage.read_coverage(s, viewer=v, mapping_id=m.id),
    "read_programme": lambda s, v, m: editions.read_programme(s, viewer=v, edition_id=m.programme_edition_id),
    "read_specification": lambda s, v, m: editions.read_specification(
        s, viewer=v, edition_id=m.specification_edition_id
    ),
    "find_qualification": lambda s, v, _: editions.find_qualification(s, viewer=v, number=NUMBER),
    "read_combination": lambda s, v, m: combination.read_combination(
        s, viewer=v, qualification_id=m.qualification_id
    ),
    "offered_specification": lambda s, v, m: choosing.offered_specification(
        s, viewer=v, edition_id=m.specification_edition_id
    ),
    "judged_of": lambda s, v, m: choosing.judged_of(s, viewer=v, programme_edition_id=m.programme_edition_id),
    "read_draft": lambda s, v, _: drafts.read_draft(s, viewer=v, draft_id=1),
    "own_draft": lambda s, v, _: drafts.own_draft(s, viewer=v, draft_id=1),
    "open_draft": lambda s, v, _: specification_drafts.open_draft(s, viewer=v, draft_id=1),
    "edition_reading": lambda s, v, m: edition_reading(s, viewer=v, edition_id=m.specification_edition_id),
    "edition_of": lambda s, v, m: edition_of(s, viewer=v, qualification_id=m.qualification_id),
    "draft_from_edition": lambda s, v, m: specification_drafts.draft_from_edition(
        s, viewer=v, edition_id=m.specification_edition_id
    ),
    "correct_draft": lambda s, v, _: specification_drafts.correct_draft(
        s, viewer=v, draft_id=1, part="unit-1", typed={"units[0].title": "Mine"}, seen=0
    ),
    "publish_draft": lambda s, v, _: specification_drafts.publish_draft(
        s, viewer=v, draft_id=1, request_id=request_id(), seen=0
    ),
    "drop_draft": lambda s, v, _: specification_drafts.drop_draft(s, viewer=v, draft_id=1),
    "add_wording": lambda s, v, _: offer_wording(s, v, 1, mooring()),
    "attach_wording": lambda s, v, _: attach_wording(
        s, viewer=v, draft_id=1, addition_id=1, position=0, unit=0, seen=0
    ),
    "enter_dates": lambda s, v, m: qualifications.enter_dates(
        s,
        viewer=v,
        qualification_id=m.qualification_id,
        last_registration=None,
        last_certification=None,
        checked_on=date(2020, 2, 3),
    ),
    "enter_rule": lambda s, v, m: qualifications.enter_rule(
        s, viewer=v, qualification_id=m.qualification_id, text="A minimum of 10 credits."
    ),
    "read_job": lambda s, v, _: lists.read_job(s, viewer=v, job_id=1),
    "cancel": lambda s, v, _: jobs.cancel(s, viewer=v, job_id=1),
    "own_mapping": lambda s, v, m: mappings.own_mapping(s, viewer=v, mapping_id=m.id),
    "create_mapping": lambda s, v, m: mappings.create_mapping(
        s,
        viewer=v,
        programme_edition_id=m.programme_edition_id,
        qualification_id=m.qualification_id,
        unit_ids=list(m.units.values()),
    ),
    "replace_suggestions": lambda s, v, m: mappings.replace_suggestions(
        s, viewer=v, mapping_id=m.id, engine="any", engine_version="1", parameters={}, suggestions=[]
    ),
    "decide": lambda s, v, m: decide(
        s, viewer=v, judging=m.judging("201:1.1", "HB101 Lamp log", Coverage.PART)
    ),
    "withdraw": lambda s, v, _: withdraw(s, viewer=v, decision_id=1, request_id=request_id()),
    "record_approval": lambda s, v, m: workflow.record_approval(
        s, viewer=v, reported=m.reported(is_full=False)
    ),
    "withdraw_approval": lambda s, v, m: workflow.withdraw_approval(
        s, viewer=v, mapping_id=m.id, request_id=request_id(), reason="Any"
    ),
    "import_programme": lambda s, v, _: keep_programme(s, v, programme_id=1),
    "erase_name": lambda s, v, m: workspace.erase_name(s, viewer=v, person_id=m.viewer.person_id),
}

EMPTY: dict[str, Try] = {
    "list_programmes": lambda s, v, _: lists.list_programmes(s, viewer=v),
    "list_specifications": lambda s, v, _: lists.list_specifications(s, viewer=v),
    "list_mappings": lambda s, v, _: lists.list_mappings(s, viewer=v),
    "list_drafts": lambda s, v, _: drafts.list_drafts(s, viewer=v),
    "entered_facts": lambda s, v, m: entered_facts(s, viewer=v, edition_id=m.specification_edition_id),
    "newest_specifications": lambda s, v, _: choosing.newest_specifications(s, viewer=v),
}

# They name nothing of another's: they read or write what the viewer itself has or brings.
OWN_ONLY = {
    "enqueue",
    "import_specification",
    "keep_findings",
    "last_settled",
    "make_draft",
    "newest_edition",
    "note_change",
    "publish_edition",
    "name_workspace",
    "read_names",
    "record_event",
    "store_document",
    "verify_chains",
}


@pytest.fixture
def full_mapping(mapping: MadeMapping) -> MadeMapping:
    """A mapping with a decision, a recorded approval, a job and a draft, each with id 1."""
    with unit_of_work(mapping.engine) as session:
        jobs.enqueue(session, viewer=mapping.viewer, kind="any", payload={})
        keep_draft(session, mapping.viewer)
    mapping.judge("201:1.2", "HB101 Lamp log", Coverage.FULL)
    with unit_of_work(mapping.engine) as session:
        workflow.record_approval(session, viewer=mapping.viewer, reported=mapping.reported(is_full=False))
    return mapping


def test_what_belongs_to_another_institution_is_not_found(
    full_mapping: MadeMapping, other_viewer: Viewer, subtests: pytest.Subtests
) -> None:
    before = counts(full_mapping.engine)
    for name, attempt in REFUSED.items():
        with (
            subtests.test(name),
            pytest.raises(NotFoundError),
            unit_of_work(full_mapping.engine) as session,
        ):
            attempt(session, other_viewer, full_mapping)
    assert counts(full_mapping.engine) == before


def test_lists_hold_nothing_of_another_institution(full_mapping: MadeMapping, other_viewer: Viewer) -> None:
    with reading(full_mapping.engine) as session:
        found = {name: attempt(session, other_viewer, full_mapping) for name, attempt in EMPTY.items()}
        own = {name: attempt(session, full_mapping.viewer, full_mapping) for name, attempt in EMPTY.items()}
    assert found == dict.fromkeys(EMPTY, ())
    assert all(own.values())


def test_each_institution_reads_its_own_names(full_mapping: MadeMapping, other_viewer: Viewer) -> None:
    with reading(full_mapping.engine) as session:
        assert lists.read_names(session, viewer=other_viewer) == lists.Names(
            "Farfield University", "Other Person"
        )
        assert verify_chains(session, viewer=other_viewer) == ()


def test_the_same_work_of_another_institution_is_another_job(
    full_mapping: MadeMapping, other_viewer: Viewer
) -> None:
    with unit_of_work(full_mapping.engine) as session:
        theirs = jobs.enqueue(session, viewer=other_viewer, kind="any", payload={})
        ours = jobs.enqueue(session, viewer=full_mapping.viewer, kind="any", payload={})
    assert theirs != ours


def _take_a_viewer() -> set[str]:
    names = set()
    packages = [(mapper.__path__, "mapper."), (mapper.queries.__path__, "mapper.queries.")]
    for path, prefix in packages:
        for found in pkgutil.iter_modules(path, prefix):
            if found.ispkg:
                continue
            module = importlib.import_module(found.name)
            for name, member in inspect.getmembers(module, inspect.isfunction):
                is_own = member.__module__ == module.__name__ and not name.startswith("_")
                if is_own and "viewer" in inspect.signature(member).parameters:
                    names.add(name)
    return names


def test_every_function_that_takes_a_viewer_is_tried_here() -> None:
    assert _take_a_viewer() == set(REFUSED) | set(EMPTY) | OWN_ONLY
