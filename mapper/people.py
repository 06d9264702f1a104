"""People by opaque id, their names in one erasable table."""

from __future__ import annotations

import uuid

from sqlmodel import Session

from mapper import models
from mapper.db import now
from mapper.errors import InvalidError


def add_person(session: Session, *, institution_id: int, name: str) -> str:
    """The opaque id of a new person; InvalidError for a name that is empty or over 200 characters."""
    if not 1 <= len(name.strip()) <= 200:
        raise InvalidError(
            f"The name has {len(name.strip())} characters.", subject="name", remedy="Give 1 to 200."
        )
    person_id = uuid.uuid4().hex
    session.add(models.Person(id=person_id, institution_id=institution_id, created_at=now()))
    session.flush()
    session.add(models.PersonName(person_id=person_id, institution_id=institution_id, name=name.strip()))
    session.flush()
    return person_id
