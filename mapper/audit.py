"""The record of every change, chained by hash so that a gap or an edit shows.

One chain per mapping, and one per institution for what belongs to no mapping. Each event's hash
covers its content and the hash before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.db import lock_row, now
from mapper.queries.columns import add_row, rows_of
from mapper.values import Finding, Severity, Viewer

FIRST = "0" * 64
_LAST = (
    sa.select(col(models.AuditEvent.sequence), col(models.AuditEvent.hash))
    .where(col(models.AuditEvent.chain) == sa.bindparam("chain"))
    .order_by(col(models.AuditEvent.sequence).desc())
    .limit(1)
)


def record_event(
    session: Session,
    *,
    viewer: Viewer,
    action: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,
    mapping_id: int | None = None,
) -> models.AuditEvent:
    """Adds one event to its chain; it becomes final with the unit of work."""
    if mapping_id is None:
        lock_row(session, models.Institution, viewer.institution_id)
        chain = f"institution:{viewer.institution_id}"
    else:
        lock_row(session, models.Mapping, mapping_id)
        chain = f"mapping:{mapping_id}"
    found = rows_of(session, _LAST, {"chain": chain})
    last = found[0] if found else None
    event = models.AuditEvent(
        institution_id=viewer.institution_id,
        mapping_id=mapping_id,
        chain=chain,
        sequence=last.sequence + 1 if last else 1,
        at=now(),
        person_id=viewer.person_id,
        action=action,
        subject=subject,
        detail=dict(detail or {}),
        previous_hash=last.hash if last else FIRST,
        hash="",
    )
    event.hash = hash_of(event)
    add_row(session, event)
    return event


def hash_of(event: models.AuditEvent) -> str:
    """SHA-256 over the event's content and the hash before it, as canonical JSON."""
    content = {
        "chain": event.chain,
        "sequence": event.sequence,
        "at": _microseconds(event.at),
        "person": event.person_id,
        "action": event.action,
        "subject": event.subject,
        "detail": event.detail,
        "previous": event.previous_hash,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _microseconds(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def verify_chains(session: Session, *, viewer: Viewer) -> tuple[Finding, ...]:
    """A finding for every event that was altered, removed or put in; none means the record is whole.

    What was cut off at the end of a chain cannot be seen from the chain alone.
    """
    findings = []
    previous: models.AuditEvent | None = None
    rows = session.exec(
        select(models.AuditEvent)
        .where(models.AuditEvent.institution_id == viewer.institution_id)
        .order_by(col(models.AuditEvent.chain), col(models.AuditEvent.sequence))
    )
    for event in rows:
        if previous is None or previous.chain != event.chain:
            previous = None
        expected = (previous.sequence + 1, previous.hash) if previous else (1, FIRST)
        if (event.sequence, event.previous_hash) != expected or hash_of(event) != event.hash:
            findings.append(
                Finding(
                    Severity.ERROR,
                    f"{event.chain}, event {event.sequence}",
                    "The record of changes was altered here.",
                    "Compare with a backup and find out who had access to the database.",
                )
            )
        previous = event
    return tuple(findings)
