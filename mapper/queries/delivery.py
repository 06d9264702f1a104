"""What was suggested and decided of the delivery of learning outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.models import Act
from mapper.queries.mapping import load_mapping
from mapper.queries.people import ERASED
from mapper.queries.rows import LoadedMapping
from mapper.queries.teaching import outcome_deliveries
from mapper.teaching import OutcomeDelivery, Taught
from mapper.values import Viewer


@dataclass(frozen=True, slots=True)
class DeliverySuggestionRow:
    """A suggestion that stands: `score` in [0, 1] is the sum of `parts`, `rank` counts from 1."""

    outcome_id: int
    statement_id: int
    rank: int
    score: float
    band: str
    parts: Mapping[str, float]
    shared_terms: tuple[str, ...]
    engine: str


@dataclass(frozen=True, slots=True)
class DeliveryEntry:
    """A decision or a withdrawal, whether or not it stands; `delivers` is None of a withdrawal.

    `became` is "stands", "superseded", "withdrawn", or "withdrawal" of a withdrawal itself.
    """

    id: int
    outcome_id: int
    taught: Taught
    delivers: bool | None
    reason: str
    became: str
    is_own: bool
    decided_by: str
    decided_at: datetime

    @property
    def said(self) -> str:
        """The decision in words."""
        return {True: "delivers", False: "does not deliver", None: "withdrawn"}[self.delivers]


@dataclass(frozen=True, slots=True)
class LoadedDelivery:
    """A mapping with all that was suggested and said of delivery; `entries` with the newest first."""

    mapping: LoadedMapping
    suggestions: tuple[DeliverySuggestionRow, ...]
    entries: tuple[DeliveryEntry, ...]

    def by_outcome(self) -> dict[int, OutcomeDelivery]:
        """What stands on every learning outcome of the chosen units, by its id."""
        return outcome_deliveries(
            self.mapping.units,
            self.mapping.modules,
            self.mapping.deliveries,
            [(s.outcome_id, s.statement_id) for s in self.suggestions],
        )


def load_delivery(session: Session, *, viewer: Viewer, mapping_id: int) -> LoadedDelivery:
    """The delivery of the viewer's mapping; NotFoundError where they have no such one."""
    mapping = load_mapping(session, viewer=viewer, mapping_id=mapping_id)
    return LoadedDelivery(
        mapping, delivery_suggestions(session, mapping_id=mapping_id), _entries(session, viewer, mapping_id)
    )


def delivery_suggestions(session: Session, *, mapping_id: int) -> tuple[DeliverySuggestionRow, ...]:
    """The suggestions of a mapping, best first for each outcome."""
    suggestion = models.DeliverySuggestion
    rows = session.execute(
        sa.select(
            *(col(suggestion.learning_outcome_id), col(suggestion.statement_id), col(suggestion.rank)),
            *(col(suggestion.score), col(suggestion.band), col(suggestion.parts)),
            *(col(suggestion.shared_terms), col(models.SuggestionRun.engine_version)),
        )
        .join(models.SuggestionRun, col(models.SuggestionRun.id) == col(suggestion.run_id))
        .where(col(suggestion.mapping_id) == mapping_id)
        .order_by(col(suggestion.learning_outcome_id), col(suggestion.rank))
    ).all()
    return tuple(
        DeliverySuggestionRow(outcome_id, statement_id, rank, score, band, parts, tuple(terms), engine)
        for outcome_id, statement_id, rank, score, band, parts, terms, engine in rows
    )


def _entries(session: Session, viewer: Viewer, mapping_id: int) -> tuple[DeliveryEntry, ...]:
    decision, name = models.DeliveryDecision, models.PersonName
    rows = session.execute(
        sa.select(decision, col(name.name))
        .outerjoin(name, col(name.person_id) == col(decision.person_id))
        .where(col(decision.mapping_id) == mapping_id, col(decision.institution_id) == viewer.institution_id)
        .order_by(col(decision.id).desc())
    ).all()
    next_act = {d.supersedes_id: d.act for d, _ in rows if d.supersedes_id is not None}
    return tuple(
        DeliveryEntry(
            id=d.id,
            outcome_id=d.learning_outcome_id,
            taught=Taught(d.statement_id, d.module_id),
            delivers=d.delivers,
            reason=d.reason,
            became=_became(d.act, next_act.get(d.id)),
            is_own=d.person_id == viewer.person_id,
            decided_by=who or ERASED,
            decided_at=d.decided_at,
        )
        for d, who in rows
    )


def _became(act: Act, after: Act | None) -> str:
    if act is Act.WITHDRAW:
        return "withdrawal"
    if after is None:
        return "stands"
    return "withdrawn" if after is Act.WITHDRAW else "superseded"
