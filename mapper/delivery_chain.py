"""Chains of decisions on delivery: what stands, and how the next one is appended."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from mapper import models
from mapper.audit import record_event
from mapper.db import now
from mapper.delivery_words import DeliverySubject
from mapper.errors import ConflictError
from mapper.models import Act
from mapper.moments import moment_in_words
from mapper.queries.people import name_of
from mapper.values import Viewer

WORDS = {True: "delivers", False: "does not deliver", None: "withdrawn"}


def head_of_delivery(session: Session, *, mapping_id: int, key: str) -> models.DeliveryDecision | None:
    """The end of a chain, a withdrawal too; None where nobody decided on it."""
    decision = models.DeliveryDecision
    newer = select(decision.supersedes_id).where(
        decision.mapping_id == mapping_id, decision.key == key, col(decision.supersedes_id).is_not(None)
    )
    return session.exec(
        select(decision).where(
            decision.mapping_id == mapping_id, decision.key == key, col(decision.id).not_in(newer)
        )
    ).first()


def delivery_of_request(
    session: Session,
    *,
    institution_id: int,
    request_id: str,
    mapping_id: int,
    key: str,
    delivers: bool | None,
) -> models.DeliveryDecision | None:
    """The decision that the same request recorded, None where it came for the first time.

    Raises ConflictError where it said something else: an answer that got lost leaves its form on the
    page, where another button can be pressed.
    """
    before = session.exec(
        select(models.DeliveryDecision).where(
            models.DeliveryDecision.request_id == request_id,
            models.DeliveryDecision.institution_id == institution_id,
        )
    ).first()
    if before and (before.mapping_id, before.key, before.delivers) != (mapping_id, key, delivers):
        raise ConflictError(
            f"This form was recorded before, as “{WORDS[before.delivers]}”; its answer may have been lost.",
            subject="decision",
            remedy="Nothing was overwritten: look at what stands, then decide again.",
        )
    return before


def refuse_when_another_stands(
    session: Session, standing: models.DeliveryDecision | None, seen_id: int | None
) -> None:
    """Raises ConflictError where another decision stands than the one that the person saw."""
    if (standing.id if standing else None) == seen_id:
        return
    if standing is None:
        message = "The decision you saw was withdrawn meanwhile."
    else:
        who = name_of(session, person_id=standing.person_id)
        at = moment_in_words(standing.decided_at)
        message = f"{who} decided “{WORDS[standing.delivers]}” on {at}, after you opened this page."
    raise ConflictError(
        message, subject="decision", remedy="Nothing was overwritten: look at it, then decide again."
    )


def append_delivery(
    session: Session,
    *,
    viewer: Viewer,
    subject: DeliverySubject,
    delivers: bool | None,
    request_id: str,
    reason: str,
    suggested: dict[str, object] | None = None,
) -> models.DeliveryDecision:
    """The viewer's decision, or withdrawal where `delivers` is None, after all others on the subject.

    It is flushed and told to the record of changes. Raises ConflictError where another came first.
    """
    head = head_of_delivery(session, mapping_id=subject.mapping_id, key=subject.key)
    decision = models.DeliveryDecision(
        institution_id=viewer.institution_id,
        mapping_id=subject.mapping_id,
        learning_outcome_id=subject.outcome_id,
        statement_id=subject.taught.statement_id,
        module_id=subject.taught.module_id,
        key=subject.key,
        request_id=request_id,
        supersedes_id=head.id if head else None,
        person_id=viewer.person_id,
        decided_at=now(),
        act=Act.WITHDRAW if delivers is None else Act.JUDGE,
        delivers=delivers,
        reason=reason.strip(),
        outcome_fingerprint=subject.outcome_fingerprint,
        taught_fingerprint=subject.taught_fingerprint,
        quotation=subject.quotation,
        place=subject.place,
        suggested=suggested,
    )
    session.add(decision)
    try:
        session.flush()
    except IntegrityError as error:
        # Two at once: the unique columns let one through and turn the other away.
        raise ConflictError(
            "Somebody decided this at the same moment.",
            subject="decision",
            remedy="Nothing was overwritten: look at it, then decide again.",
        ) from error
    record_event(
        session,
        viewer=viewer,
        action="delivery decided",
        subject=f"delivery decision {decision.id}",
        detail={
            "what": WORDS[delivers],
            "key": decision.key,
            "supersedes": decision.supersedes_id,
            "on": [decision.outcome_fingerprint, decision.taught_fingerprint],
        },
        mapping_id=decision.mapping_id,
    )
    return decision
