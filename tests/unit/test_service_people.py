"""Names on both databases: shown while they are known, and erasable without losing a decision."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from mapper.db import Engine, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError
from mapper.people import add_person
from mapper.queries.mapping import load_mapping
from mapper.queries.people import ERASED
from mapper.queries.workspace import Names, read_names
from mapper.reviews import withdraw
from mapper.values import Coverage, Viewer
from mapper.workflow import record_approval, withdraw_approval
from mapper.workspace import erase_name, name_workspace, open_workspace
from tests.made import MadeMapping, request_id, suggest

LOG = "HB101 Lamp log"
NAMES = ("Invented University", "Invented Person", "Invented Approver")


def _name(mapping: MadeMapping, institution: str = NAMES[0], person: str = NAMES[1]) -> None:
    with unit_of_work(mapping.engine) as session:
        name_workspace(session, viewer=mapping.viewer, institution=institution, person=person)


def _erase(mapping: MadeMapping, person_id: str) -> None:
    with unit_of_work(mapping.engine) as session:
        erase_name(session, viewer=mapping.viewer, person_id=person_id)


def test_names_that_were_set_are_shown(mapping: MadeMapping) -> None:
    _name(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    with reading(mapping.engine) as session:
        assert read_names(session, viewer=mapping.viewer) == Names(*NAMES[:2])
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
    assert (loaded.institution, loaded.decisions[0].decided_by) == NAMES[:2]


@pytest.mark.parametrize(("institution", "person"), [("", "Somebody"), ("Somewhere", " "), ("x" * 201, "A")])
def test_a_name_that_is_empty_or_too_long_is_refused(
    mapping: MadeMapping, institution: str, person: str
) -> None:
    with pytest.raises(InvalidError, match="characters"):
        _name(mapping, institution, person)


def test_a_person_without_a_name_is_refused(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError, match="characters"), unit_of_work(mapping.engine) as session:
        add_person(session, institution_id=mapping.viewer.institution_id, name="  ")


def test_an_erased_name_leaves_the_decision_with_a_former_user(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    _erase(mapping, mapping.viewer.person_id)
    with reading(mapping.engine) as session:
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
    assert [(d.coverage, d.decided_by) for d in loaded.decisions] == [(Coverage.FULL, ERASED)]
    with pytest.raises(ConflictError, match=f"{ERASED} decided"):
        mapping.judge("201:1.1", LOG, Coverage.PART)


def test_an_erased_approver_leaves_the_approval(mapping: MadeMapping) -> None:
    with unit_of_work(mapping.engine) as session:
        approval = record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
        approver = approval.approved_by
    _erase(mapping, approver)
    with reading(mapping.engine) as session:
        standing = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id).approval
    assert standing
    assert (standing.approved_by, standing.ilm_reference) == (ERASED, "REF-1")


def test_an_erased_name_is_nowhere_in_the_store_of_names(mapping: MadeMapping) -> None:
    _name(mapping)
    _erase(mapping, mapping.viewer.person_id)
    with mapping.engine.connect() as connection:
        row = connection.execute(sa.text("SELECT name, email, erased_at FROM person_name")).one()
    assert row[:2] == (None, None)
    assert row.erased_at


def test_names_never_stand_in_the_record_of_changes(mapping: MadeMapping) -> None:
    _name(mapping)
    suggest(mapping)
    decision = mapping.judge("201:1.1", LOG, Coverage.FULL)
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=decision, request_id=request_id())
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
        withdraw_approval(
            session, viewer=mapping.viewer, mapping_id=mapping.id, request_id=request_id(), reason="Any"
        )
    _erase(mapping, mapping.viewer.person_id)
    with mapping.engine.connect() as connection:
        events = connection.execute(sa.text("SELECT * FROM audit_event")).all()
    assert len(events) >= 9
    assert [name for name in (*NAMES, "Local user") for event in events if name in str(event)] == []


def test_a_workspace_that_is_opened_again_has_the_same_person(mapping: MadeMapping) -> None:
    assert open_workspace(mapping.engine) == open_workspace(mapping.engine) == mapping.viewer


def test_a_new_workspace_says_that_nobody_has_named_the_institution(engine: Engine, viewer: Viewer) -> None:
    with reading(engine) as session:
        assert not read_names(session, viewer=viewer).is_named
    with unit_of_work(engine) as session:
        name_workspace(session, viewer=viewer, institution="Harbour University", person="Reviewer")
    with reading(engine) as session:
        assert read_names(session, viewer=viewer).is_named
