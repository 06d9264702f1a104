"""Carries decisions over from other mappings of the same programme edition, when a person says so."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row
from mapper.deliveries import DeliveryJudging, judge_delivery
from mapper.errors import ConflictError, InvalidError
from mapper.mappings import own_mapping
from mapper.moments import day_in_words
from mapper.queries.reuse import read_reuse
from mapper.queries.reuse_delivery import CarriedDelivery
from mapper.queries.reuse_plan import CarriedDecision
from mapper.reviews import MAX_REASON, Judging, check_request, decide, part_of, refuse_when_approved
from mapper.values import Viewer


def carry_over(
    session: Session,
    *,
    viewer: Viewer,
    mapping_id: int,
    unit_ids: Collection[int],
    request_id: str,
    seen: str,
) -> int:
    """How many decisions were recorded as the viewer's; 0 where this request came already.

    `seen` is the fingerprint of the `Reuse` that the person saw. Each decision is an ordinary one;
    its reason tells which it was carried over from, without a name, for names can be erased.
    Raises InvalidError where no unit is chosen, ConflictError where what is on offer changed or an
    approval stands, NotFoundError where the viewer has no such mapping.
    """
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    lock_row(session, models.Mapping, mapping_id)
    check_request(request_id)
    if _came_already(session, viewer, request_id):
        return 0
    refuse_when_approved(session, mapping_id=mapping_id)
    reuse = read_reuse(session, viewer=viewer, mapping_id=mapping_id)
    if reuse.fingerprint != seen:
        raise ConflictError(
            "What can be carried over has changed since you opened this page.",
            subject="reuse",
            remedy="Nothing was carried over: look at it as it is now, then try again.",
        )
    units = [unit for unit in reuse.units if unit.unit.id in unit_ids]
    chosen = [d for unit in units for d in unit.decisions]
    deliveries = [d for unit in units for d in unit.deliveries]
    if not chosen and not deliveries:
        raise InvalidError(
            "No unit is chosen.", subject="reuse", remedy="Choose the units whose decisions you stand by."
        )
    _record(session, viewer, mapping_id, chosen, deliveries, request_id=request_id)
    return len(chosen) + len(deliveries)


def _record(
    session: Session,
    viewer: Viewer,
    mapping_id: int,
    chosen: Sequence[CarriedDecision],
    deliveries: Sequence[CarriedDelivery],
    *,
    request_id: str,
) -> None:
    for position, carried in enumerate(chosen):
        judging = Judging(
            mapping_id=mapping_id,
            criterion_id=carried.criterion_id,
            statement_id=carried.statement_id,
            coverage=carried.coverage,
            # The first bears the request's own id, by which a second sending is known.
            request_id=part_of(request_id, position),
            reason=_reason(carried, viewer),
            certainty=carried.certainty or "",
        )
        decide(session, viewer=viewer, judging=judging)
    for position, delivery in enumerate(deliveries, len(chosen)):
        of_delivery = DeliveryJudging(
            mapping_id=mapping_id,
            outcome_id=delivery.outcome_id,
            taught=delivery.taught,
            delivers=delivery.delivers,
            request_id=part_of(request_id, position),
            reason=_reason(delivery, viewer),
        )
        judge_delivery(session, viewer=viewer, judging=of_delivery)
    record_event(
        session,
        viewer=viewer,
        action="decisions carried over",
        subject=f"mapping {mapping_id}",
        detail={
            "from": [d.decision_id for d in chosen],
            "delivery_from": [d.decision_id for d in deliveries],
            "request": request_id,
        },
        mapping_id=mapping_id,
    )


def _came_already(session: Session, viewer: Viewer, request_id: str) -> bool:
    return any(
        session.exec(
            select(table.id).where(
                table.request_id == request_id, table.institution_id == viewer.institution_id
            )
        ).first()
        is not None
        for table in (models.Decision, models.DeliveryDecision)
    )


def _reason(carried: CarriedDecision | CarriedDelivery, viewer: Viewer) -> str:
    who = "the same person" if carried.person_id == viewer.person_id else "another person"
    day = day_in_words(carried.decided_at)
    kind = "decision on delivery" if isinstance(carried, CarriedDelivery) else "decision"
    told = (
        f"Carried over from mapping {carried.mapping_id}, unit {carried.unit_ref}, "
        f"decided by {who} on {day} ({kind} {carried.decision_id})."
    )
    return f"{told} {carried.reason}".strip()[:MAX_REASON]
