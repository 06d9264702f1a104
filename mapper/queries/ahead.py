"""Whether a criterion still stands as it did when it was fetched before its turn."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.coverage import coverage_of
from mapper.errors import NotFoundError
from mapper.queries.columns import rows_of
from mapper.queries.standing import standing_lines
from mapper.queries.suggestions import criteria_with_suggestions
from mapper.values import Viewer

_COLUMNS = (
    *(col(models.Criterion.id), col(models.Unit.ref), col(models.Criterion.number)),
    *(col(models.Criterion.fingerprint), col(models.Statement.id), col(models.Statement.fingerprint)),
    *(col(models.Suggestion.rank), col(models.Suggestion.band), col(models.Suggestion.parts)),
)
_ASKED = (
    criteria_with_suggestions(*_COLUMNS)
    .outerjoin(models.Statement, col(models.Statement.id) == col(models.Suggestion.statement_id))
    .where(col(models.Criterion.id).in_(sa.bindparam("ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A criterion just judged and the one after it: `unit_ref`, `number` and `state` of the former.

    `next_print` is the same as long as nothing that is shown of the next one has changed.
    """

    unit_ref: str
    number: str
    state: str
    next_print: str


def load_turn(session: Session, *, viewer: Viewer, mapping_id: int, criterion_id: int, next_id: int) -> Turn:
    """Both criteria as they stand; NotFoundError where either is not in the viewer's mapping."""
    asked = {
        "mapping_id": mapping_id,
        "institution_id": viewer.institution_id,
        "ids": [criterion_id, next_id],
    }
    rows = rows_of(session, _ASKED, asked)
    judged = next((row for row in rows if row[0] == criterion_id), None)
    shown = [tuple(row[3:]) for row in rows if row[0] == next_id]
    if judged is None or not shown:
        raise NotFoundError("This criterion is not in the mapping.", subject=f"criterion {criterion_id}")
    lines = standing_lines(session, mapping_id=mapping_id, criterion_id=criterion_id)
    later = standing_lines(session, mapping_id=mapping_id, criterion_id=next_id)
    # By what they say, not by their ids: ranked anew, most suggestions stay what they were.
    of_next = (shown, [(line.id, line.is_suspect, line.bands) for line in later])
    return Turn(
        unit_ref=judged[1],
        number=judged[2],
        state=coverage_of(line.judgement for line in lines).state,
        next_print=hashlib.sha256(repr(of_next).encode()).hexdigest()[:32],
    )
