"""The single-user workspace: one institution, one person, no sign-in, this machine only."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_store, now, unit_of_work
from mapper.errors import InvalidError, NotFoundError
from mapper.migrations import upgrade
from mapper.people import add_person
from mapper.queries.people import UNNAMED_INSTITUTION
from mapper.values import Viewer

UNNAMED_PERSON = "Local user"


def open_workspace(engine: sa.Engine) -> Viewer:
    """The local person of the store, which is brought to the newest version and filled if new."""
    upgrade(engine)
    with unit_of_work(engine) as session:
        lock_store(session.connection())
        person = session.exec(select(models.Person).order_by(col(models.Person.created_at)).limit(1)).first()
        if person:
            return Viewer(person.institution_id, person.id)
        return _found(session)


def _found(session: Session) -> Viewer:
    institution = models.Institution(name=UNNAMED_INSTITUTION, created_at=now())
    session.add(institution)
    session.flush()
    viewer = Viewer(institution.id, add_person(session, institution_id=institution.id, name=UNNAMED_PERSON))
    record_event(session, viewer=viewer, action="workspace made", subject="workspace")
    return viewer


def name_workspace(session: Session, *, viewer: Viewer, institution: str, person: str) -> None:
    """Sets the names that documents show; InvalidError where one is empty or too long."""
    for field, name in (("institution", institution), ("person", person)):
        if not 1 <= len(name.strip()) <= 200:
            raise InvalidError(
                f"The name of the {field} has {len(name.strip())} characters.",
                subject=field,
                remedy="Give 1 to 200.",
            )
    owner = session.get_one(models.Institution, viewer.institution_id)
    owner.name = institution.strip()
    names = session.get_one(models.PersonName, viewer.person_id)
    names.name = person.strip()
    # Names stay out of the record of changes, so that erasing the one table erases them.
    record_event(session, viewer=viewer, action="names set", subject="workspace")
    session.flush()


def erase_name(session: Session, *, viewer: Viewer, person_id: str) -> None:
    """Empties a person's name and address; their decisions stay, by opaque id.

    Raises NotFoundError where the viewer's institution has no such person.
    """
    names = session.get(models.PersonName, person_id)
    if names is None or names.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such person here.", subject=person_id)
    names.name = names.email = None
    names.erased_at = now()
    record_event(session, viewer=viewer, action="name erased", subject=person_id)
    session.flush()
