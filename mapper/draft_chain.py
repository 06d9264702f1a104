"""What drafts of specifications and of programmes have in common: a version, and an end."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from mapper.db import now
from mapper.errors import ConflictError
from mapper.models import ProgrammeDraft, SpecificationDraft

Draft = SpecificationDraft | ProgrammeDraft


def refuse_when_settled(row: Draft, *, remedy: str) -> None:
    """Raises ConflictError where the draft became an edition or was given up."""
    if row.settled_at is not None:
        raise ConflictError(
            f"The draft was {row.state.value} already.", subject=f"draft {row.id}", remedy=remedy
        )


def refuse_when_moved_on(row: Draft, *, seen: int) -> None:
    """Raises ConflictError where the draft changed since version `seen`."""
    if row.version != seen:
        raise ConflictError(
            "The draft changed since you opened this page.",
            subject=f"draft {row.id}",
            remedy="Look at it as it is now, then try again.",
        )


def settle(session: Session, row: Draft, *, person_id: str) -> None:
    """Ends the draft in the state it was given; ConflictError where its request was used for another."""
    row.settled_at, row.settled_by = now(), person_id
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError(
            "This request was used for another draft.", subject="request", remedy="Load the page anew."
        ) from error
