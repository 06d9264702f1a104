"""One bulk decision by itself: what it recorded and how much of it stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from mapper import models
from mapper.mappings import own_mapping
from mapper.models import Act
from mapper.values import Coverage, Viewer


@dataclass(frozen=True, slots=True)
class RecordedBatch:
    """A bulk decision: what was said of `recorded` cells, of which `standing` still stand."""

    id: str
    coverage: Coverage
    recorded: int
    standing: int
    is_own: bool


def recorded_batch(
    session: Session, *, viewer: Viewer, mapping_id: int, batch_id: str
) -> RecordedBatch | None:
    """The bulk decision, None where the mapping has none of this id.

    NotFoundError for another institution's mapping, as for one that is not there.
    """
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    decision = models.Decision
    found = session.exec(
        select(decision.id, decision.coverage, decision.person_id).where(
            decision.mapping_id == mapping_id,
            decision.batch_id == batch_id,
            decision.act == Act.JUDGE,
        )
    ).all()
    if not found:
        return None
    gone = session.exec(
        select(decision.supersedes_id).where(col(decision.supersedes_id).in_([row[0] for row in found]))
    ).all()
    return RecordedBatch(
        id=batch_id,
        coverage=Coverage(found[0][1] or Coverage.NONE),
        recorded=len(found),
        standing=len(found) - len(gone),
        is_own=all(person_id == viewer.person_id for _, _, person_id in found),
    )
