"""Findings of a reading, as they were stored with its edition."""

from __future__ import annotations

from sqlmodel import Session, col, select

from mapper import models
from mapper.values import Finding, Locator, Severity

ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def findings_of(session: Session, *, kind: models.RowKind, row_id: int) -> tuple[Finding, ...]:
    """The findings of an edition, errors first, then in the order they were made."""
    rows = session.exec(
        select(models.ReadingFinding)
        .where(models.ReadingFinding.row_kind == kind, models.ReadingFinding.row_id == row_id)
        .order_by(col(models.ReadingFinding.position))
    ).all()
    found = [
        Finding(
            severity=row.severity,
            subject=row.subject,
            message=row.message,
            remedy=row.remedy,
            locator=Locator.from_json(row.file, row.locator) if row.file or row.locator else None,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda f: ORDER[f.severity]))
