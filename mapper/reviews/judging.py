"""Deciding on one criterion and one statement, and taking a decision back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from mapper import models
from mapper.db import lock_row
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.models import Act
from mapper.reviews.chains import (
    Said,
    append_decision,
    came_before,
    check_certainty,
    check_reason,
    check_request,
    head_of,
    refuse_other_use,
    refuse_when_approved,
    refuse_when_moved_on,
    standing_in,
)
from mapper.reviews.ground import Ground, JudgedStatement, ground_of
from mapper.reviews.nothing_here import give_way, refuse_against_evidence
from mapper.reviews.reasons import reason_wanted, refuse_without_reason
from mapper.reviews.subjects import (
    Subjects,
    add_subject,
    evidence_of,
    no_such_criterion,
    no_such_statement,
    refuse_other_wording,
)
from mapper.values import Coverage, Finding, Viewer


@dataclass(frozen=True, slots=True)
class Judging:
    """What somebody judged.

    `statement_id` None judges the criterion as such ("nothing here"). `seen_id` is the decision
    that the person saw standing, None where they saw none. `request_id` is unique per intent, so
    that the same request sent twice is kept once. `wording` is the `wording_seen` of what the
    person read, "" where nobody asked; `batch_id` names the bulk decision that this one belongs to;
    `seen_nothing_id` is the "nothing here" that the person saw standing on the criterion.
    """

    mapping_id: int
    criterion_id: int
    statement_id: int | None
    coverage: Coverage
    request_id: str
    seen_id: int | None = None
    reason: str = ""
    certainty: str = ""
    wording: str = ""
    batch_id: str | None = None
    seen_nothing_id: int | None = None


def decide(
    session: Session, *, viewer: Viewer, judging: Judging, findings: Sequence[Finding] = ()
) -> models.Decision:
    """The recorded decision; the one recorded before where this request came already.

    `findings` are those open on this evidence for this criterion, by which a reason may be wanted.
    Raises ConflictError where somebody decided meanwhile, the wording changed, an approval stands or
    "nothing here" meets evidence that stands, which withdraws it the other way round (`nothing_here`);
    InvalidError for what cannot be judged so or lacks its reason, NotFoundError for what is not in the
    mapping.
    """
    lock_row(session, models.Mapping, judging.mapping_id)
    ground = ground_of(
        session,
        institution_id=viewer.institution_id,
        mapping_id=judging.mapping_id,
        criterion_id=judging.criterion_id,
        statement_id=judging.statement_id,
        request_id=judging.request_id,
    )
    again = _came_before(session, viewer, judging, ground) if ground.is_known else None
    if again:
        return again
    if ground.was_approved:
        refuse_when_approved(session, mapping_id=judging.mapping_id)
    prints = _prints(judging, ground)
    _check(judging, ground.statement)
    refuse_other_wording(judging.wording, criterion_fingerprint=prints[0], statement_fingerprint=prints[1])
    subjects = _subjects(session, viewer, judging, ground)
    # Nobody can have decided on a subject that was not there.
    head = head_of(session, subject_id=subjects.decided.id) if ground.subject_id else None
    standing = standing_in(head)
    refuse_when_moved_on(session, standing, judging.seen_id)
    if ground.statement is None:
        refuse_against_evidence(session, mapping_id=judging.mapping_id, criterion_id=judging.criterion_id)
    wanted = reason_wanted(
        coverage=judging.coverage,
        findings=findings,
        band=str(ground.suggested["band"]) if ground.suggested else "",
        is_overruling=_is_overruling(standing, viewer, judging.coverage),
    )
    refuse_without_reason(judging.reason, wanted)
    words = {ground.statement.id: ground.statement.text} if ground.statement else {}
    quotation, place = evidence_of(session, words=words)
    said = Said(
        request_id=judging.request_id,
        coverage=judging.coverage,
        reason=judging.reason,
        prints=prints,
        certainty=judging.certainty,
        batch_id=judging.batch_id,
        quotation=quotation,
        place=place,
        suggested=ground.suggested,
    )
    give_way(session, viewer=viewer, subjects=subjects, said=said, seen_nothing_id=judging.seen_nothing_id)
    return append_decision(
        session, viewer=viewer, subject=subjects.decided, head=head, said=said, what=judging.coverage.value
    )


def withdraw(
    session: Session,
    *,
    viewer: Viewer,
    decision_id: int,
    request_id: str,
    reason: str = "",
    batch_id: str | None = None,
) -> models.Decision:
    """The withdrawal of a standing decision; its subject is then not judged.

    Raises ConflictError where it no longer stands, InvalidError where somebody else's is withdrawn
    without a reason, NotFoundError where the viewer has no such one.
    """
    decision = session.get(models.Decision, decision_id)
    if decision is None or decision.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such decision.", subject=f"decision {decision_id}")
    lock_row(session, models.Mapping, decision.mapping_id)
    again = came_before(session, institution_id=viewer.institution_id, request_id=request_id)
    if again:
        refuse_other_use(again, act=Act.WITHDRAW, subject_id=decision.subject_id, coverage=None)
        return again
    check_request(request_id)
    check_reason(reason)
    refuse_when_approved(session, mapping_id=decision.mapping_id)
    head = head_of(session, subject_id=decision.subject_id)
    standing = standing_in(head)
    if standing is None or standing.id != decision.id:
        raise ConflictError(
            "This decision no longer stands.", subject="decision", remedy="Look at the newer one first."
        )
    wanted = reason_wanted(coverage=None, is_overruling=_is_overruling(standing, viewer, None))
    refuse_without_reason(reason, wanted)
    said = Said(
        request_id=request_id,
        coverage=None,
        reason=reason,
        prints=(decision.criterion_fingerprint, decision.statement_fingerprint),
        batch_id=batch_id,
    )
    subject = session.get_one(models.Subject, decision.subject_id)
    return append_decision(session, viewer=viewer, subject=subject, head=head, said=said, what="withdrawn")


def _is_overruling(standing: models.Decision | None, viewer: Viewer, coverage: Coverage | None) -> bool:
    """Whether somebody else's decision is changed; to judge the same anew is to agree."""
    return (
        standing is not None and standing.person_id != viewer.person_id and standing.coverage is not coverage
    )


def _came_before(
    session: Session, viewer: Viewer, judging: Judging, ground: Ground
) -> models.Decision | None:
    """What the same request recorded; raises ConflictError where it now says something else."""
    again = came_before(session, institution_id=viewer.institution_id, request_id=judging.request_id)
    if again:
        same = ground.subject_id
        refuse_other_use(again, act=Act.JUDGE, subject_id=same, coverage=judging.coverage)
    return again


def _prints(judging: Judging, ground: Ground) -> tuple[str, str | None]:
    """The wording as it stands; raises NotFoundError for what is not there."""
    if ground.criterion_fingerprint is None:
        raise no_such_criterion(judging.criterion_id)
    if judging.statement_id is None:
        return ground.criterion_fingerprint, None
    if ground.statement is None:
        raise no_such_statement(judging.statement_id)
    return ground.criterion_fingerprint, ground.statement.fingerprint


def _subjects(session: Session, viewer: Viewer, judging: Judging, ground: Ground) -> Subjects:
    nothing = session.get_one(models.Subject, ground.nothing_id) if ground.nothing_id else None
    if ground.subject_id:
        return Subjects(session.get_one(models.Subject, ground.subject_id), nothing)
    decided = add_subject(
        session,
        institution_id=viewer.institution_id,
        mapping_id=judging.mapping_id,
        criterion_id=judging.criterion_id,
        statement_ids=() if judging.statement_id is None else (judging.statement_id,),
    )
    return Subjects(decided, nothing)


def _check(judging: Judging, statement: JudgedStatement | None) -> None:
    check_request(judging.request_id)
    check_reason(judging.reason)
    check_certainty(judging.certainty)
    if statement is None:
        if judging.coverage is not Coverage.NONE:
            raise InvalidError(
                "A criterion is covered by evidence only.",
                subject="criterion",
                remedy="Choose the statement that covers it, or “nothing here”.",
            )
        return
    if judging.coverage is Coverage.FULL and not statement.can_be_full:
        raise InvalidError(
            "No known assessment tests this, so it can support delivery but not give full evidence.",
            subject="evidence",
            remedy="Choose the assessment in which learners show it, or judge it as part.",
        )
