"""Chains of decisions: what stands on a subject, and how the next one is appended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from mapper import models
from mapper.audit import record_event
from mapper.db import now
from mapper.errors import ConflictError, InvalidError
from mapper.models import Act
from mapper.moments import moment_in_words
from mapper.queries.approvals import standing_approval
from mapper.queries.columns import add_row, rows_of
from mapper.queries.people import name_of
from mapper.values import Coverage, Viewer

CERTAINTIES = ("", "low", "medium", "high")
MAX_REASON = 4_000
_OF_SUBJECT = sa.bindparam("subject_id", type_=sa.Integer)
_NEWER = sa.select(col(models.Decision.supersedes_id)).where(
    col(models.Decision.supersedes_id).is_not(None), col(models.Decision.subject_id) == _OF_SUBJECT
)
_HEAD = sa.select(models.Decision).where(
    col(models.Decision.subject_id) == _OF_SUBJECT, col(models.Decision.id).not_in(_NEWER)
)
_OF_REQUEST = sa.select(models.Decision).where(
    col(models.Decision.request_id) == sa.bindparam("request_id"),
    col(models.Decision.institution_id) == sa.bindparam("institution_id"),
)

_IS_KNOWN = _OF_REQUEST.with_only_columns(col(models.Decision.id))


def check_request(request_id: str) -> None:
    """Raises InvalidError where the id of a request is too short to be unique or too long to keep."""
    if not 8 <= len(request_id) <= 64:
        raise InvalidError(
            "The request carries no usable id.", subject="request", remedy="Load the page anew."
        )


def check_reason(reason: str) -> None:
    """Raises InvalidError where a reason is too long to be read."""
    if len(reason) > MAX_REASON:
        raise InvalidError(
            f"The reason has {len(reason):,} characters.",
            subject="reason",
            remedy=f"Give at most {MAX_REASON:,}; quote the document rather than copying it.",
        )


def check_certainty(certainty: str) -> None:
    """Raises InvalidError for a certainty that is none of low, medium, high and not stated."""
    if certainty not in CERTAINTIES:
        raise InvalidError("This is no certainty.", subject="certainty", remedy="Choose low, medium or high.")


def standing_decision(session: Session, *, subject_id: int) -> models.Decision | None:
    """The subject's decision that nothing supersedes, None where there is none or it was withdrawn."""
    return standing_in(head_of(session, subject_id=subject_id))


def standing_in(head: models.Decision | None) -> models.Decision | None:
    """The end of a chain where it stands, None where it is a withdrawal or there is none."""
    return head if head and head.act is Act.JUDGE else None


def head_of(session: Session, *, subject_id: int) -> models.Decision | None:
    """The end of the subject's chain, a withdrawal too; None where nobody decided on it."""
    return session.execute(_HEAD, {"subject_id": subject_id}).scalars().first()


def refuse_when_approved(session: Session, *, mapping_id: int) -> None:
    """Raises ConflictError while ILM's approval of the mapping stands recorded."""
    if standing_approval(session, mapping_id=mapping_id):
        raise ConflictError(
            "ILM's approval is recorded for this mapping, so its decisions are closed.",
            subject="mapping",
            remedy="Withdraw the recorded approval first, with a reason.",
        )


def refuse_when_moved_on(session: Session, standing: models.Decision | None, seen_id: int | None) -> None:
    """Raises ConflictError where another decision stands than the one that the person saw."""
    if (standing.id if standing else None) == seen_id:
        return
    if standing is None or standing.coverage is None:
        message = "The decision you saw was withdrawn meanwhile."
    else:
        who = name_of(session, person_id=standing.person_id)
        at = moment_in_words(standing.decided_at)
        message = f"{who} decided “{standing.coverage.value}” on {at}, after you opened this page."
    raise ConflictError(
        message, subject="decision", remedy="Nothing was overwritten: look at it, then decide again."
    )


def came_before(session: Session, *, institution_id: int, request_id: str) -> models.Decision | None:
    """The decision that the same request recorded, None where it came for the first time."""
    asked = {"request_id": request_id, "institution_id": institution_id}
    # Nearly every request comes once: to look for its row is less work than to look for an object.
    if not rows_of(session, _IS_KNOWN, asked):
        return None
    return session.execute(_OF_REQUEST, asked).scalars().first()


def refuse_other_use(before: models.Decision, *, act: Act, subject_id: int | None, coverage: object) -> None:
    """Raises ConflictError where a request comes again, but to say something else.

    An answer that got lost leaves its form on the page, where another button can be pressed.
    """
    if (before.act, before.subject_id, before.coverage) != (act, subject_id, coverage):
        said = f"“{before.coverage.value}”" if before.coverage else "a withdrawal"
        raise ConflictError(
            f"This form was recorded before, as {said}; its answer may have been lost.",
            subject="decision",
            remedy="Nothing was overwritten: look at what stands, then decide again.",
        )


def part_of(request_id: str, position: int) -> str:
    """The id of one row of a request that records several; the first bears the request's own id."""
    if not position:
        return request_id
    return hashlib.sha256(f"{request_id}:{position}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Said:
    """What is appended to a chain: `coverage` None is a withdrawal, `prints` the wording it is about."""

    request_id: str
    coverage: Coverage | None
    reason: str
    prints: tuple[str, str | None]
    certainty: str = ""
    batch_id: str | None = None
    quotation: str = ""
    place: str = ""
    suggested: dict[str, object] | None = None


def append_decision(
    session: Session,
    *,
    viewer: Viewer,
    subject: models.Subject,
    head: models.Decision | None,
    said: Said,
    what: str,
) -> models.Decision:
    """The viewer's decision after `head`, the end of the subject's chain; added and told to the audit trail.

    Raises ConflictError where another came first.
    """
    criterion_fingerprint, statement_fingerprint = said.prints
    decision = models.Decision(
        institution_id=viewer.institution_id,
        mapping_id=subject.mapping_id,
        subject_id=subject.id,
        request_id=said.request_id,
        supersedes_id=head.id if head else None,
        batch_id=said.batch_id,
        person_id=viewer.person_id,
        decided_at=now(),
        act=Act.JUDGE if said.coverage else Act.WITHDRAW,
        coverage=said.coverage,
        certainty=said.certainty or None,
        reason=said.reason.strip(),
        criterion_fingerprint=criterion_fingerprint,
        statement_fingerprint=statement_fingerprint,
        quotation=said.quotation,
        place=said.place,
        suggested=said.suggested,
    )
    try:
        add_row(session, decision)
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
        action="decision recorded",
        subject=f"decision {decision.id}",
        detail={
            "subject": decision.subject_id,
            "what": what,
            "supersedes": decision.supersedes_id,
            "on": [decision.criterion_fingerprint, decision.statement_fingerprint],
        },
        mapping_id=decision.mapping_id,
    )
    return decision
