"""“Nothing here” and evidence for the same criterion: one gives way to the other, and never both stand.

Who says “nothing here” while evidence stands is refused, since what was found would be lost from sight.
Who judges evidence while “nothing here” stands has found what nobody saw before: their own is withdrawn
with it, and somebody else's is overruled, with a reason that is kept with both. To undo the evidence
later does not bring it back: whoever found something has looked again, and has to say so anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.errors import ConflictError
from mapper.models import Act
from mapper.moments import moment_in_words
from mapper.queries.people import name_of
from mapper.reviews.chains import (
    MAX_REASON,
    Said,
    append_decision,
    came_before,
    head_of,
    part_of,
    standing_in,
)
from mapper.reviews.reasons import refuse_without_reason
from mapper.reviews.subjects import Subjects
from mapper.values import Coverage, Viewer

OVERRULED = "Somebody else said “nothing here” of this criterion, so judging evidence for it needs a reason."


def refuse_against_evidence(session: Session, *, mapping_id: int, criterion_id: int) -> None:
    """Raises ConflictError for "nothing here" while a judgement stands that something is."""
    later = sa.orm.aliased(models.Decision)
    found = session.execute(
        sa.select(col(models.Decision.coverage), col(models.Subject.set_mode))
        .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
        .outerjoin(later, col(later.supersedes_id) == col(models.Decision.id))
        .where(
            col(models.Subject.mapping_id) == mapping_id,
            col(models.Subject.criterion_id) == criterion_id,
            col(models.Decision.act) == Act.JUDGE,
            col(models.Decision.coverage).in_((Coverage.FULL, Coverage.PART)),
            col(later.id).is_(None),
        )
        .limit(1)
    ).first()
    if found is None:
        return
    what = "A declared set" if found.set_mode else "A link"
    raise ConflictError(
        f"{what} of this criterion stands judged as {found.coverage.value}, so “nothing here” would "
        "contradict it.",
        subject="criterion",
        remedy="Look at it: leave it as it is, or undo it first and then say “nothing here”.",
    )


def give_way(
    session: Session,
    *,
    viewer: Viewer,
    subjects: Subjects,
    said: Said,
    seen_nothing_id: int | None,
) -> None:
    """Withdraws the "nothing here" that stands on the criterion for which evidence is judged as `said`.

    A rejection says nothing of the criterion and leaves it alone. Raises ConflictError where somebody
    else said it, and the person who judges saw no such one or another; InvalidError with subject
    "reason" where they saw it and give no reason.
    """
    if said.coverage is None or said.coverage is Coverage.NONE:
        return
    subject = subjects.criterion
    head = head_of(session, subject_id=subject.id) if subject else None
    standing = standing_in(head)
    if subject is None or standing is None:
        return
    if standing.person_id != viewer.person_id:
        _refuse_unseen(session, standing, seen_nothing_id)
        refuse_without_reason(said.reason, OVERRULED)
    what = (
        "a set of evidence was declared"
        if subjects.decided.set_mode
        else f"evidence was judged {said.coverage.value}"
    )
    withdrawal = Said(
        request_id=_request_of(said.request_id),
        coverage=None,
        reason=f"Withdrawn because {what} for this criterion. {said.reason}".strip()[:MAX_REASON],
        prints=(standing.criterion_fingerprint, None),
        batch_id=said.batch_id,
    )
    append_decision(session, viewer=viewer, subject=subject, head=head, said=withdrawal, what="withdrawn")


def _refuse_unseen(session: Session, standing: models.Decision, seen_id: int | None) -> None:
    if standing.id == seen_id:
        return
    who = name_of(session, person_id=standing.person_id)
    raise ConflictError(
        f"{who} said “nothing here” of this criterion on {moment_in_words(standing.decided_at)},"
        " after you opened this page.",
        subject="decision",
        remedy="Nothing was overwritten: look at it, then decide again, with a reason.",
    )


def gave_way(session: Session, *, decision: models.Decision) -> bool:
    """Whether "nothing here" gave way to the decision; of a withdrawal, to what it takes back."""
    is_withdrawal = decision.act is Act.WITHDRAW and decision.supersedes_id is not None
    judged = session.get_one(models.Decision, decision.supersedes_id) if is_withdrawal else decision
    again = _request_of(judged.request_id)
    return came_before(session, institution_id=judged.institution_id, request_id=again) is not None


def _request_of(request_id: str) -> str:
    """The id of the withdrawal that goes with a decision, so that it is told by the decision's own."""
    return part_of(f"{request_id}:nothing here", 1)
