"""Intakes made for tests: labels on files, and what a university wishes."""

from __future__ import annotations

from datetime import date
from typing import Any

from mapper.db import Session
from mapper.intake.appendix import Asked, Travelled
from mapper.intake_record import Labelling, label_file, record_wish
from mapper.queries.editions import read_programme
from mapper.values import Size, Viewer
from tests.made import MadeMapping, request_id

RECEIVED = date(2020, 3, 2)


def labelled(session: Session, viewer: Viewer, programme_id: int, *asked: Asked, **more: Any) -> int:
    """The id of a labelling; the request id is new, and the day early, unless given."""
    said = {"received_on": RECEIVED, "request_id": request_id()} | more
    labelling = Labelling(programme_id=programme_id, asked=asked, **said)
    return label_file(session, viewer=viewer, labelling=labelling)


def label_by_hand(session: Session, viewer: Viewer, programme_id: int, **more: Any) -> int:
    """The id of the labelling of a leaflet that was not imported."""
    return labelled(
        session,
        viewer,
        programme_id,
        Asked.COURSE_OVERVIEW,
        **({"name": "leaflet.pdf", "travelled": Travelled.SECURE_LINK, "note": "Two pages"} | more),
    )


def wish(
    session: Session, viewer: Viewer, programme_id: int, level: str = "5", seen: int = 0, **more: Any
) -> int:
    """The id of a recorded wish for a certificate."""
    said = {"size": Size.CERTIFICATE, "request_id": request_id()} | more
    return record_wish(session, viewer=viewer, programme_id=programme_id, level=level, seen=seen, **said)


def label_intake(session: Session, viewer: Viewer, *mappings: MadeMapping) -> tuple[int, ...]:
    """The mappings' programmes; the first has a labelled document, a leaflet, and a wish."""
    editions = [read_programme(session, viewer=viewer, edition_id=m.programme_edition_id) for m in mappings]
    first = editions[0]
    labelled(session, viewer, first.programme_id, Asked.MODULE_INFORMATION, document_id=first.documents[0].id)
    label_by_hand(session, viewer, first.programme_id)
    wish(session, viewer, first.programme_id)
    return tuple(edition.programme_id for edition in editions)
