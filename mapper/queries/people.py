"""Names of people, where they are not erased."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from mapper import models

ERASED = "a former user"
UNNAMED_INSTITUTION = "Unnamed institution"


def names_of(session: Session, *, person_ids: Iterable[str]) -> dict[str, str]:
    """The name of each person, "a former user" where it was erased."""
    rows = session.exec(
        select(models.PersonName).where(col(models.PersonName.person_id).in_(set(person_ids)))
    )
    return {row.person_id: row.name or ERASED for row in rows}


def name_of(session: Session, *, person_id: str) -> str:
    """The person's name, "a former user" where it was erased."""
    return names_of(session, person_ids=[person_id]).get(person_id, ERASED)
