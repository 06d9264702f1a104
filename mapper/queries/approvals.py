"""What is recorded of ILM's approval of a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.path_record import NamedVerdicts, PathsThen
from mapper.queries.columns import rows_of
from mapper.queries.people import ERASED, names_of
from mapper.record import ApprovalRecord, OpenCriterion
from mapper.values import Standing

_NEWER = sa.select(col(models.Approval.supersedes_id)).where(
    col(models.Approval.mapping_id) == sa.bindparam("mapping_id"),
    col(models.Approval.supersedes_id).is_not(None),
)
_LAST = sa.select(models.Approval).where(
    col(models.Approval.mapping_id) == sa.bindparam("mapping_id"), col(models.Approval.id).not_in(_NEWER)
)
_EVER = sa.select(col(models.Approval.id)).where(
    col(models.Approval.mapping_id) == sa.bindparam("mapping_id"),
    col(models.Approval.supersedes_id).is_(None),
)


def last_approval(session: Session, *, mapping_id: int) -> models.Approval | None:
    """The newest entry, an approval or a withdrawal; None where there never was one."""
    row: models.Approval | None = session.execute(_LAST, {"mapping_id": mapping_id}).scalars().first()
    return row


def approved_mappings(session: Session, *, institution_id: int) -> set[int]:
    """Ids of the institution's mappings whose approval stands recorded."""
    newer = select(models.Approval.supersedes_id).where(
        models.Approval.institution_id == institution_id, col(models.Approval.supersedes_id).is_not(None)
    )
    return set(
        session.exec(
            select(models.Approval.mapping_id).where(
                models.Approval.institution_id == institution_id,
                col(models.Approval.is_withdrawal).is_(False),
                col(models.Approval.id).not_in(newer),
            )
        )
    )


def standing_approval(session: Session, *, mapping_id: int) -> ApprovalRecord | None:
    """The approval that stands recorded, None where there is none or it was withdrawn."""
    # Asked with every decision: that there never was one is told by an index alone.
    has_any = rows_of(session, _EVER, {"mapping_id": mapping_id})
    row = last_approval(session, mapping_id=mapping_id) if has_any else None
    if row is None or row.is_withdrawal or row.approved_on is None:
        return None
    names = names_of(session, person_ids=[row.approved_by, row.recorded_by])
    return ApprovalRecord(
        is_full=row.is_full,
        approved_by=names.get(row.approved_by, ERASED),
        ilm_reference=row.ilm_reference,
        approved_on=row.approved_on,
        recorded_by=names.get(row.recorded_by, ERASED),
        recorded_at=row.recorded_at,
        open_criteria=tuple(OpenCriterion(**c) for c in row.snapshot.get("open", [])),
        reason=row.reason,
        paths=_kept(row.snapshot),
    )


def _kept(snapshot: Mapping[str, Any]) -> PathsThen | None:
    """The verdicts that the approval kept; None for one from before verdicts were kept."""
    if "structure_version" not in snapshot:
        return None
    return PathsThen(
        snapshot["structure_version"],
        snapshot["checked_on_every_path"],
        tuple(
            NamedVerdicts(v["criterion"], Standing(v["by_module"]), Standing(v["by_component"]))
            for v in snapshot["verdicts"]
        ),
    )
