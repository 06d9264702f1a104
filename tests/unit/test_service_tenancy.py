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
import mapper.reviews
from mapper import (
    jobs,
    mappings,
    programme_changes,
    programme_drafts,
    qualifications,
    specification_drafts,
    workflow,
    workspace,
)
from mapper.audit import verify_chains
from mapper.db import now, reading, unit_of_work
from mapper.deliveries import judge_delivery, replace_deliveries, withdraw_delivery
from mapper.draft_wording import attach_wording
from mapper.errors import NotFoundError
from mapper.intake.files import HandedIn
from mapper.programme_review.parts import DraftAct
from mapper.queries import choosing, combination, coverage, drafts, editions, paths, ranking, suggestions
from mapper.queries import mapping as mapping_queries
from mapper.queries import programme_drafts as programme_draft_queries
from mapper.queries import workspace as lists
from mapper.queries.ahead import load_turn
from mapper.queries.batches import recorded_batch
from mapper.queries.criterion import load_criterion
from mapper.queries.delivery import load_delivery
from mapper.queries.gaps import load_gaps
from mapper.queries.history import read_history
from mapper.queries.intake import read_intake
from mapper.queries.job_files import list_job_files
from mapper.queries.matrix import load_matrix
from mapper.queries.programme_reading import programme_reading
from mapper.queries.qualifications import edition_of, entered_facts
from mapper.queries.queue import load_queue
from mapper.queries.reading import edition_reading
from mapper.queries.record import read_record
from mapper.queries.recorded import load_recorded
from mapper.queries.reuse import read_reuse
from mapper.queries.rows import LoadedMapping
from mapper.queries.tallies import mapping_tallies
from mapper.reuse import carry_over
from mapper.reviews import decide, declare_set, judge_many, plan_bulk, withdraw, withdraw_batch
from mapper.values import Coverage, Viewer
from tests.judged import bulk, declaring
from tests.made import NUMBER, MadeMapping, counts, keep_programme, request_id
from tests.made_delivery import deliver, delivering
from tests.made_drafts import keep_draft, mooring, offer_wording
from tests.made_gaps import try_to_close, try_to_plan, try_to_reopen
from tests.made_intake import label_by_hand, wish
from tests.made_kept import WITH_DOCUMENTS
from tests.made_programmes import keep_programme_draft
from tests.made_structure import WITH_STRUCTURES

Try = Callable[[Session, Viewer, MadeMapping], Any]


def loaded(session: Session, mapping: MadeMapping) -> LoadedMapping:
    """The mapping as its own viewer loads it."""
    return mapping_queries.load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)


REFUSED: dict[str, Try] = {
    **WITH_DOCUMENTS,
    "load_gaps": lambda s, v, m: load_gaps(s, viewer=v, mapping_id=m.id),
    "plan_gaps": try_to_plan,
    "close_gaps": try_to_close,
    "reopen_gaps": try_to_reopen,
    "recorded_batch": lambda s, v, m: recorded_batch(s, viewer=v, mapping_id=m.id, batch_id="batch"),
    "load_matrix": lambda s, v, m: load_matrix(s, viewer=v, mapping_id=m.id),
    "read_record": lambda s, v, m: read_record(s, viewer=v, mapping_id=m.id, made_at=now()),
    "paths_of": lambda s, v, m: paths.paths_of(s, viewer=v, mapping=loaded(s, m)),
    "entered_version": lambda s, v, m: paths.entered_version(s, viewer=v, mapping=loaded(s, m)),
    "load_criterion": lambda s, v, m: load_criterion(
        s, viewer=v, mapping_id=m.id, criterion_id=m.criteria["201:1.1"]
    ),
    "load_queue": lambda s, v, m: load_queue(s, viewer=v, mapping_id=m.id),
    "load_turn": lambda s, v, m: load_turn(s, viewer=v, mapping_id=m.id, criterion_id=1, next_id=2),
    "load_recorded": lambda s, v, m: load_recorded(
        s, viewer=v, mapping_id=m.id, criterion_id=m.criteria["201:1.1"], statement_ids=()
    ),
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
    "own_programme_draft": lambda s, v, _: programme_draft_queries.own_programme_draft(
        s, viewer=v, draft_id=1
    ),
    "open_programme_draft": lambda s, v, _: programme_drafts.open_programme_draft(s, viewer=v, draft_id=1),
    "read_programme_draft": lambda s, v, _: programme_draft_queries.read_programme_draft(
        s, viewer=v, draft_id=1
    ),
    "make_programme_draft": lambda s, v, _: keep_programme_draft(s, v, programme_id=1),
    "set_fields": lambda s, v, _: programme_changes.set_fields(
        s, viewer=v, draft_id=1, target="m1", typed={"title": "Mine"}, seen=0
    ),
    "confirm_field": lambda s, v, _: programme_changes.confirm_field(
        s, viewer=v, draft_id=1, target="m3", field="level", seen=0
    ),
    "add_part": lambda s, v, _: programme_changes.add_part(
        s, viewer=v, draft_id=1, target="m1", kind="content", typed={"text": "Mine"}, seen=0
    ),
    "change_part": lambda s, v, _: programme_changes.change_part(
        s, viewer=v, draft_id=1, act=DraftAct.DROP, target="m1", detail={}, seen=0
    ),
    "take_back": lambda s, v, _: programme_changes.take_back(s, viewer=v, draft_id=1, number=1, seen=1),
    "accept_programme": lambda s, v, _: programme_drafts.accept_programme(
        s, viewer=v, draft_id=1, request_id=request_id(), seen=0
    ),
    "drop_programme_draft": lambda s, v, _: programme_drafts.drop_programme_draft(s, viewer=v, draft_id=1),
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
    "read_reuse": lambda s, v, m: read_reuse(s, viewer=v, mapping_id=m.id),
    "carry_over": lambda s, v, m: carry_over(
        s, viewer=v, mapping_id=m.id, unit_ids=set(m.units.values()), request_id=request_id(), seen=""
    ),
    "last_run": lambda s, v, m: suggestions.last_run(s, viewer=v, mapping_id=m.id),
    "newest_decisions": lambda s, v, m: suggestions.newest_decisions(s, viewer=v, mapping_id=m.id),
    "load_ranking": lambda s, v, m: ranking.load_ranking(s, viewer=v, mapping_id=m.id),
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
    "declare_set": lambda s, v, m: declare_set(s, viewer=v, declaring=declaring(m)),
    "plan_bulk": lambda s, v, m: plan_bulk(s, viewer=v, judging=bulk(m)),
    "judge_many": lambda s, v, m: judge_many(s, viewer=v, judging=bulk(m)),
    "withdraw_batch": lambda s, v, m: withdraw_batch(
        s, viewer=v, mapping_id=m.id, batch_id="any-batch", request_id=request_id()
    ),
    "load_delivery": lambda s, v, m: load_delivery(s, viewer=v, mapping_id=m.id),
    "judge_delivery": lambda s, v, m: judge_delivery(
        s, viewer=v, judging=delivering(m, "201:1", "HB101 Outcome 1")
    ),
    "withdraw_delivery": lambda s, v, _: withdraw_delivery(
        s, viewer=v, decision_id=1, request_id=request_id()
    ),
    "replace_deliveries": lambda s, v, m: replace_deliveries(
        s, viewer=v, mapping_id=m.id, run_id=1, suggestions=[]
    ),
    "read_history": lambda s, v, m: read_history(s, viewer=v, mapping_id=m.id),
    "record_approval": lambda s, v, m: workflow.record_approval(
        s, viewer=v, paths=m.paths(), reported=m.reported(is_full=False)
    ),
    "withdraw_approval": lambda s, v, m: workflow.withdraw_approval(
        s, viewer=v, mapping_id=m.id, request_id=request_id(), reason="Any"
    ),
    "import_programme": lambda s, v, _: keep_programme(s, v, programme_id=1),
    "programme_reading": lambda s, v, m: programme_reading(s, viewer=v, edition_id=m.programme_edition_id),
    "read_intake": lambda s, v, _: read_intake(s, viewer=v, programme_id=1),
    "label_file": lambda s, v, _: label_by_hand(s, v, 1),
    "record_wish": lambda s, v, _: wish(s, v, 1),
    **WITH_STRUCTURES,
    "erase_name": lambda s, v, m: workspace.erase_name(s, viewer=v, person_id=m.viewer.person_id),
}

EMPTY: dict[str, Try] = {
    "list_programmes": lambda s, v, _: lists.list_programmes(s, viewer=v),
    "list_specifications": lambda s, v, _: lists.list_specifications(s, viewer=v),
    "list_mappings": lambda s, v, _: lists.list_mappings(s, viewer=v),
    "list_qualifications": lambda s, v, _: editions.list_qualifications(s, viewer=v),
    "mapping_tallies": lambda s, v, _: tuple(mapping_tallies(s, viewer=v)),
    "list_programme_drafts": lambda s, v, _: programme_draft_queries.list_programme_drafts(s, viewer=v),
    "list_job_files": lambda s, v, _: list_job_files(s, viewer=v, job_id=1),
    "list_drafts": lambda s, v, _: drafts.list_drafts(s, viewer=v),
    "entered_facts": lambda s, v, m: entered_facts(s, viewer=v, edition_id=m.specification_edition_id),
    "newest_specifications": lambda s, v, _: choosing.newest_specifications(s, viewer=v),
}

# They name nothing of another's: they read or write what the viewer itself has or brings.
OWN_ONLY = {
    "enqueue",
    "history_of",
    "import_specification",
    "append_decision",
    "append_delivery",
    "give_way",
    "keep_findings",
    "last_edition",
    "last_own_decision",
    "last_settled",
    "last_settled_programme",
    "make_draft",
    "newest_edition",
    "own_moments",
    "note_change",
    "publish_edition",
    "publish_programme",
    "record_of_draft",
    "name_workspace",
    "read_names",
    "record_event",
    "reuse_of",
    "store_document",
    "store_documents",
    "verify_chains",
}


@pytest.fixture
def full_mapping(mapping: MadeMapping) -> MadeMapping:
    """A mapping with a decision, a recorded approval, a job and a draft, each with id 1."""
    with unit_of_work(mapping.engine) as session:
        jobs.enqueue(
            session, viewer=mapping.viewer, kind="any", payload={}, files=[HandedIn("a.txt", b"A lamp")]
        )
        keep_draft(session, mapping.viewer)
        keep_programme_draft(session, mapping.viewer)
        WITH_DOCUMENTS["keep_document"](session, mapping.viewer, mapping)
    mapping.judge("201:1.2", "HB101 Lamp log", Coverage.FULL)
    deliver(mapping, "201:2", "HB101 Outcome 2")
    with unit_of_work(mapping.engine) as session:
        workflow.record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
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
    packages = [
        (mapper.__path__, "mapper."),
        (mapper.queries.__path__, "mapper.queries."),
        (mapper.reviews.__path__, "mapper.reviews."),
    ]
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
