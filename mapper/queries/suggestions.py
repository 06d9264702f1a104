"""A mapping's suggestions by criterion, and whether they know of the decisions that people made since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.mappings import DELIVERY_LEARNT_THROUGH, LEARNT_THROUGH, TOP, own_mapping
from mapper.queries.columns import rows_of
from mapper.values import Viewer

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
_OF_DELIVERY = sa.select(sa.func.count()).where(
    col(models.DeliveryDecision.mapping_id) == _OF_MAPPING,
    col(models.DeliveryDecision.id) > sa.bindparam("delivery_known"),
)
_SINCE = sa.select(sa.func.count(), _OF_DELIVERY.scalar_subquery()).where(
    col(models.Decision.mapping_id) == _OF_MAPPING, col(models.Decision.id) > sa.bindparam("known")
)
_NEWEST = sa.select(
    sa.select(sa.func.max(col(models.Decision.id)))
    .where(col(models.Decision.mapping_id) == _OF_MAPPING)
    .scalar_subquery(),
    sa.select(sa.func.max(col(models.DeliveryDecision.id)))
    .where(col(models.DeliveryDecision.mapping_id) == _OF_MAPPING)
    .scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Known:
    """The newest decision on evidence, and the newest on delivery, by number; 0 for none."""

    evidence: int = 0
    delivery: int = 0

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Known:
        """Those that a run knew of, by its parameters."""
        evidence, delivery = (parameters.get(name, 0) for name in (LEARNT_THROUGH, DELIVERY_LEARNT_THROUGH))
        return cls(evidence, delivery)

    @property
    def parameters(self) -> dict[str, int]:
        """As a run keeps it."""
        return {LEARNT_THROUGH: self.evidence, DELIVERY_LEARNT_THROUGH: self.delivery}


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run that made a mapping's suggestions; `decided_since` counts decisions that it did not know.

    `delivery_since` counts those on delivery, `known` is what it did know, `parameters` what it went by.
    `top` is how many were wanted for each criterion, None where the run did not keep it.
    """

    id: int
    engine: str
    engine_version: str
    made_at: datetime
    decided_since: int
    top: int | None = None
    delivery_since: int = 0
    known: Known = Known()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_behind(self) -> bool:
        """Whether somebody decided what it did not know."""
        return bool(self.decided_since or self.delivery_since)


def criteria_with_suggestions(*columns: Any) -> sa.Select[Any]:
    """The statement of a mapping's criteria (`mapping_id`, `institution_id`), a row a suggestion, best first.

    A criterion without suggestions has one row, with None for what is theirs. The columns are of units,
    learning outcomes, criteria and suggestions.
    """
    return (
        sa.select(*columns)
        .select_from(models.Mapping)
        .join(models.MappingUnit, col(models.MappingUnit.mapping_id) == col(models.Mapping.id))
        .join(models.Unit, col(models.Unit.id) == col(models.MappingUnit.unit_id))
        .join(models.LearningOutcome, col(models.LearningOutcome.unit_id) == col(models.Unit.id))
        .join(models.Criterion, col(models.Criterion.learning_outcome_id) == col(models.LearningOutcome.id))
        .outerjoin(
            models.Suggestion,
            sa.and_(
                col(models.Suggestion.mapping_id) == col(models.Mapping.id),
                col(models.Suggestion.criterion_id) == col(models.Criterion.id),
            ),
        )
        .where(
            col(models.Mapping.id) == _OF_MAPPING,
            col(models.Mapping.institution_id) == sa.bindparam("institution_id"),
        )
        .order_by(col(models.Suggestion.rank), col(models.Suggestion.id))
    )


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
    known = Known.of(run.parameters)
    asked = {"mapping_id": mapping_id, "known": known.evidence, "delivery_known": known.delivery}
    ((decided, delivery),) = rows_of(session, _SINCE, asked)
    its = (run.id, run.engine, run.engine_version, run.made_at)
    return LastRun(*its, decided, run.parameters.get(TOP), delivery, known, run.parameters)


def newest_decisions(session: Session, *, viewer: Viewer, mapping_id: int) -> Known:
    """The newest decisions or withdrawals on the viewer's mapping.

    NotFoundError as for `last_run`.
    """
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    ((evidence, delivery),) = rows_of(session, _NEWEST, {"mapping_id": mapping_id})
    return Known(evidence or 0, delivery or 0)
