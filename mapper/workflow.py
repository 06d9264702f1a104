"""Where a mapping stands with ILM: its approval as it was reported, and the withdrawal of that.

In single-user mode nobody here can give an approval; it is recorded as reported: by whom, under
which ILM reference, on which date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now, today
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.mappings import own_mapping
from mapper.people import add_person
from mapper.qualifications import refuse_unchecked_rule
from mapper.queries.approvals import last_approval
from mapper.queries.coverage import MappingCoverage, coverage_of_mapping
from mapper.queries.mapping import load_mapping
from mapper.queries.paths import EnteredVersion, MappingPaths, entered_version
from mapper.queries.rows import LoadedMapping
from mapper.reviews import check_reason, check_request
from mapper.values import Viewer


@dataclass(frozen=True, slots=True)
class ReportedApproval:
    """What was reported of ILM's approval; `is_full` is what the reporter saw it to be.

    `coverage_seen` and `paths_seen` are the fingerprints of the coverage and of the verdicts on the
    reporter's page; None compares no more than `is_full`. `reason` says why the mapping counts as full
    although not every criterion is guaranteed.
    """

    mapping_id: int
    is_full: bool
    approved_by: str
    ilm_reference: str
    approved_on: date
    request_id: str
    coverage_seen: str | None = None
    paths_seen: str | None = None
    reason: str = ""


def record_approval(
    session: Session, *, viewer: Viewer, reported: ReportedApproval, paths: MappingPaths
) -> models.Approval:
    """The recorded approval, with the coverage and the verdicts it rests on.

    It is a full mapping when every criterion of every chosen unit is fully covered, else an approval with
    additional assessment that names the criteria which stay open. `paths` are the verdicts as they were
    judged outside the unit of work.

    Raises ConflictError where one stands already, where coverage or verdicts changed since the reporter
    looked, or what the verdicts were made from since they were judged; InvalidError for missing facts,
    where a chosen unit has no wording, where the rule of combination was not understood and nobody entered
    it, and for a full mapping without a reason where not every criterion is guaranteed by module completed.
    """
    mapping = own_mapping(session, viewer=viewer, mapping_id=reported.mapping_id)
    lock_row(session, models.Mapping, reported.mapping_id)
    _check(reported)
    last = last_approval(session, mapping_id=reported.mapping_id)
    if last and last.request_id == reported.request_id:
        return last
    if last and not last.is_withdrawal:
        raise ConflictError(
            "An approval is recorded already.",
            subject="approval",
            remedy="Withdraw it first, with a reason.",
        )
    refuse_unchecked_rule(session, qualification_id=mapping.qualification_id)
    loaded = load_mapping(session, viewer=viewer, mapping_id=reported.mapping_id)
    coverage = coverage_of_mapping(loaded)
    _refuse_unworded(coverage)
    _refuse_moved_on(loaded, entered_version(session, viewer=viewer, mapping=loaded), paths)
    _refuse_unseen(reported, coverage, paths)
    if coverage.is_full:
        _refuse_unexplained(reported, paths)
    approval = models.Approval(
        institution_id=viewer.institution_id,
        mapping_id=reported.mapping_id,
        request_id=reported.request_id,
        supersedes_id=last.id if last else None,
        is_withdrawal=False,
        is_full=coverage.is_full,
        approved_by=add_person(session, institution_id=viewer.institution_id, name=reported.approved_by),
        ilm_reference=reported.ilm_reference.strip(),
        approved_on=reported.approved_on,
        reason=reported.reason.strip(),
        recorded_by=viewer.person_id,
        recorded_at=now(),
        snapshot=coverage.as_json() | paths.as_json(),
    )
    return _keep(session, viewer, approval, "approval recorded as reported")


def withdraw_approval(
    session: Session, *, viewer: Viewer, mapping_id: int, request_id: str, reason: str
) -> models.Approval:
    """The withdrawal of the recorded approval; decisions are open again. A reason is needed."""
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    lock_row(session, models.Mapping, mapping_id)
    last = last_approval(session, mapping_id=mapping_id)
    if last and last.request_id == request_id:
        return last
    if last is None or last.is_withdrawal:
        raise NotFoundError("No approval is recorded for this mapping.", subject="approval")
    if not reason.strip():
        raise InvalidError("No reason is given.", subject="reason", remedy="Say why the record is withdrawn.")
    check_request(request_id)
    check_reason(reason)
    withdrawal = models.Approval(
        institution_id=viewer.institution_id,
        mapping_id=mapping_id,
        request_id=request_id,
        supersedes_id=last.id,
        is_withdrawal=True,
        is_full=last.is_full,
        approved_by=last.approved_by,
        ilm_reference=last.ilm_reference,
        approved_on=last.approved_on,
        reason=reason.strip(),
        recorded_by=viewer.person_id,
        recorded_at=now(),
        snapshot={},
    )
    return _keep(session, viewer, withdrawal, "recorded approval withdrawn")


def _check(reported: ReportedApproval) -> None:
    needed = {
        "approved_by": (reported.approved_by, "Say who at ILM approved the mapping."),
        "ilm_reference": (reported.ilm_reference, "Give the reference in ILM's letter or message."),
    }
    for field, (value, remedy) in needed.items():
        if not 1 <= len(value.strip()) <= 200:
            raise InvalidError("This must hold 1 to 200 characters.", subject=field, remedy=remedy)
    check_request(reported.request_id)
    check_reason(reported.reason)
    if reported.approved_on > today():
        raise InvalidError(
            "The date of approval lies in the future.",
            subject="approved_on",
            remedy="Give the date on which ILM approved.",
        )


def _refuse_unworded(coverage: MappingCoverage) -> None:
    unworded = [unit.ref for unit in coverage.units if not unit.criteria]
    if unworded:
        raise InvalidError(
            f"The wording of {', '.join(unworded)} was never imported, so nobody can have judged it.",
            subject="approval",
            remedy="Import the unit's wording, or make a mapping without it.",
        )


def _refuse_moved_on(loaded: LoadedMapping, version: EnteredVersion, paths: MappingPaths) -> None:
    if _made_from(paths.mapping, paths.version) != _made_from(loaded, version):
        raise ConflictError(
            "A decision or the structure changed while the approval was being recorded.",
            subject="approval",
            remedy="Look at coverage as it is now, then record the approval again.",
        )


def _made_from(mapping: LoadedMapping, version: EnteredVersion) -> tuple[object, ...]:
    """What verdicts are made from; decisions are only added to, so that their ids tell which stand."""
    decisions = [(d.id, d.is_suspect) for d in mapping.decisions]
    return mapping.id, version.number, decisions, mapping.units, mapping.modules


def _refuse_unseen(reported: ReportedApproval, coverage: MappingCoverage, paths: MappingPaths) -> None:
    if coverage.is_full != reported.is_full or reported.coverage_seen not in (None, coverage.fingerprint):
        raise ConflictError(
            "Coverage changed since you opened this page.",
            subject="approval",
            remedy="Look at what is open now, then record the approval again.",
        )
    if reported.paths_seen not in (None, paths.fingerprint):
        raise ConflictError(
            "What holds for every learner changed since you opened this page.",
            subject="approval",
            remedy="Look at the verdicts as they are now, then record the approval again.",
        )


def _refuse_unexplained(reported: ReportedApproval, paths: MappingPaths) -> None:
    if paths.verdicts.is_guaranteed:
        return
    if not reported.reason.strip():
        raise InvalidError(
            "Not every criterion is guaranteed for every learner, and no reason is given.",
            subject="reason",
            remedy="Say why the mapping was approved as full all the same.",
        )


def _keep(session: Session, viewer: Viewer, approval: models.Approval, action: str) -> models.Approval:
    session.add(approval)
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError(
            "Somebody recorded this at the same moment.", subject="approval", remedy="Look at it first."
        ) from error
    detail: dict[str, Any] = {
        "is_full": approval.is_full,
        "ilm_reference": approval.ilm_reference,
        "approved_by": approval.approved_by,
        "structure_version": approval.snapshot.get("structure_version"),
    }
    record_event(
        session,
        viewer=viewer,
        action=action,
        subject=f"approval {approval.id}",
        detail=detail,
        mapping_id=approval.mapping_id,
    )
    return approval
