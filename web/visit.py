"""What one browser's session keeps: what is said once, and where in the queue a person was."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, session

TOLD = "told"
PLACES = "queue-places"
MOST_PLACES = 8
"""Of how many mappings the place in the queue is kept; a cookie is short."""


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """A filter by its name, the unit chosen, and the criterion where somebody was."""

    show: str
    unit_id: int | None
    criterion_id: int | None


def tell_once(path: str, **told: str | int | None) -> None:
    """Keeps what the next page at this path says of what was just done.

    An address alone says nothing was done: anybody can write one, and a reload repeats it.
    """
    session[TOLD] = {"at": path, **told}


def told_once() -> dict[str, str | int | None]:
    """What was kept for the page asked for, once; empty where nothing was."""
    told = session.get(TOLD)
    if not isinstance(told, dict) or told.get("at") != request.path:
        return {}
    del session[TOLD]
    return told


def keep_place(mapping_id: int, place: QueuePlace) -> None:
    """Keeps where in a mapping's queue the person is."""
    kept = [mapping_id, place.show, place.unit_id, place.criterion_id]
    places = session.get(PLACES, [])
    if kept in places[-1:]:
        return
    others = [other for other in places if other[0] != mapping_id]
    session[PLACES] = [*others[1 - MOST_PLACES :], kept]


def kept_place(mapping_id: int) -> QueuePlace | None:
    """Where in a mapping's queue the person was, None where they were nowhere."""
    kept = (other for other in session.get(PLACES, []) if other[0] == mapping_id)
    return next((QueuePlace(*where) for _, *where in kept), None)
