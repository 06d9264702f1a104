"""Whether a mapping's suggestions know of the decisions that people made since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from mapper import models
from mapper.mappings import own_mapping
from mapper.queries.columns import rows_of
from mapper.values import Viewer

LEARNT_THROUGH = "learnt_through"
"""The parameter of a run that holds the number of the newest decision it knew of, 0 for none."""
TOP = "top"
"""The parameter of a run that holds how many suggestions were wanted for each criterion."""


_OF_MAPPING = sa.bindparam("mapping_id", type_=sa.Integer)
_RUN = (
    sa.select(
        *(col(models.SuggestionRun.id), col(models.SuggestionRun.engine)),
        *(col(models.SuggestionRun.engine_version), col(models.SuggestionRun.made_at)),
        col(models.SuggestionRun.parameters),
    )
    .where(
        col(models.SuggestionRun.mapping_id) == _OF_MAPPING,
        col(models.SuggestionRun.institution_id) == sa.bindparam("institution_id"),
    )
    .order_by(col(models.SuggestionRun.id).desc())
    .limit(1)
)
_SINCE = sa.select(sa.func.count()).where(
    col(models.Decision.mapping_id) == _OF_MAPPING, col(models.Decision.id) > sa.bindparam("known")
)


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run that made a mapping's suggestions; `decided_since` counts decisions that it did not know.

    `top` is how many were wanted for each criterion, None where the run did not keep it.
    """

    id: int
    engine: str
    engine_version: str
    made_at: datetime
    decided_since: int
    top: int | None = None


def last_run(session: Session, *, viewer: Viewer, mapping_id: int) -> LastRun | None:
    """The newest run of the viewer's mapping, None where none was made yet.

    NotFoundError for another institution's mapping, as for one that is not there. A withdrawal counts
    as a decision.
    """
    found = rows_of(session, _RUN, {"mapping_id": mapping_id, "institution_id": viewer.institution_id})
    if not found:
        own_mapping(session, viewer=viewer, mapping_id=mapping_id)
        return None
    run = found[0]
    asked = {"mapping_id": mapping_id, "known": int(run.parameters.get(LEARNT_THROUGH, 0))}
    ((since,),) = rows_of(session, _SINCE, asked)
    return LastRun(run.id, run.engine, run.engine_version, run.made_at, since, run.parameters.get(TOP))


def newest_decision(session: Session, *, viewer: Viewer, mapping_id: int) -> int:
    """The number of the newest decision or withdrawal on the viewer's mapping, 0 where there is none.

    NotFoundError as for `last_run`.
    """
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    newest = session.exec(
        select(func.max(models.Decision.id)).where(models.Decision.mapping_id == mapping_id)
    ).one()
    return newest or 0
