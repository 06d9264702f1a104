"""Deciding on one criterion and one statement, and taking a decision back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.db import lock_row
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.mappings import own_mapping
from mapper.models import Act
from mapper.queries.columns import rows_of
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
from mapper.reviews.reasons import reason_wanted, refuse_without_reason
from mapper.reviews.subjects import (
    evidence_of,
    gives_full_evidence,
    own_criterion,
    own_statement,
    refuse_other_wording,
    subject_of,
)
from mapper.values import Coverage, Finding, Viewer

_SUGGESTED = (
    sa.select(
        *(col(models.SuggestionRun.engine_version), col(models.Suggestion.rank)),
        *(col(models.Suggestion.score), col(models.Suggestion.band)),
    )
    .join(models.SuggestionRun, col(models.SuggestionRun.id) == col(models.Suggestion.run_id))
    .where(
        col(models.Suggestion.mapping_id) == sa.bindparam("mapping_id"),
        col(models.Suggestion.criterion_id) == sa.bindparam("criterion_id"),
        col(models.Suggestion.statement_id) == sa.bindparam("statement_id", type_=sa.Integer),
    )
)


@dataclass(frozen=True, slots=True)
class Judging:
    """What somebody judged.

    `statement_id` None judges the criterion as such ("nothing here"). `seen_id` is the decision
    that the person saw standing, None where they saw none. `request_id` is unique per intent, so
    that the same request sent twice is kept once. `wording` is the `wording_seen` of what the
    person read, "" where nobody asked; `batch_id` names the bulk decision that this one belongs to.
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


def decide(
    session: Session, *, viewer: Viewer, judging: Judging, findings: Sequence[Finding] = ()
) -> models.Decision:
    """The recorded decision; the one recorded before where this request came already.

    `findings` are those open on this evidence for this criterion, by which a reason may be wanted.
    Raises ConflictError where somebody decided meanwhile, the wording changed, an approval stands or
    "nothing here" meets evidence that stands; InvalidError for what cannot be judged so or lacks its reason, NotFoundError for what is not in
    the mapping.
    """
    mapping = own_mapping(session, viewer=viewer, mapping_id=judging.mapping_id)
    lock_row(session, models.Mapping, judging.mapping_id)
    statement_ids = [] if judging.statement_id is None else [judging.statement_id]
    again = came_before(session, institution_id=viewer.institution_id, request_id=judging.request_id)
    if again:
        same = _subject_named(session, judging)
        refuse_other_use(again, act=Act.JUDGE, subject_id=same, coverage=judging.coverage)
        return again
    refuse_when_approved(session, mapping_id=judging.mapping_id)
    criterion = own_criterion(session, mapping_id=judging.mapping_id, criterion_id=judging.criterion_id)
    statements = [
        own_statement(session, mapping_id=judging.mapping_id, statement_id=i) for i in statement_ids
    ]
    statement = statements[0] if statements else None
    _check(session, judging, statement)
    statement_fingerprint = statement.fingerprint if statement else None
    refuse_other_wording(
        judging.wording,
        criterion_fingerprint=criterion.fingerprint,
        statement_fingerprint=statement_fingerprint,
    )
    subject = subject_of(
        session, mapping=mapping, criterion_id=judging.criterion_id, statement_ids=statement_ids
    )
    head = head_of(session, subject_id=subject.id)
    standing = standing_in(head)
    refuse_when_moved_on(session, standing, judging.seen_id)
    if statement is None:
        _refuse_against_evidence(session, judging)
    suggested = _suggested(session, judging)
    wanted = reason_wanted(
        coverage=judging.coverage,
        findings=findings,
        band=str(suggested["band"]) if suggested else "",
        is_overruling=_is_overruling(standing, viewer, judging.coverage),
    )
    refuse_without_reason(judging.reason, wanted)
    quotation, place = evidence_of(session, statements=statements)
    said = Said(
        request_id=judging.request_id,
        coverage=judging.coverage,
        reason=judging.reason,
        prints=(criterion.fingerprint, statement_fingerprint),
        certainty=judging.certainty,
        batch_id=judging.batch_id,
        quotation=quotation,
        place=place,
        suggested=suggested,
    )
    return append_decision(
        session, viewer=viewer, subject=subject, head=head, said=said, what=judging.coverage.value
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


def _refuse_against_evidence(session: Session, judging: Judging) -> None:
    """Raises ConflictError for "nothing here" while a judgement stands that something is."""
    later = sa.orm.aliased(models.Decision)
    found = session.execute(
        sa.select(col(models.Decision.coverage), col(models.Subject.set_mode))
        .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
        .outerjoin(later, col(later.supersedes_id) == col(models.Decision.id))
        .where(
            col(models.Subject.mapping_id) == judging.mapping_id,
            col(models.Subject.criterion_id) == judging.criterion_id,
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


def _is_overruling(standing: models.Decision | None, viewer: Viewer, coverage: Coverage | None) -> bool:
    """Whether somebody else's decision is changed; to judge the same anew is to agree."""
    return (
        standing is not None and standing.person_id != viewer.person_id and standing.coverage is not coverage
    )


def _check(session: Session, judging: Judging, statement: models.Statement | None) -> None:
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
    if judging.coverage is Coverage.FULL and not gives_full_evidence(session, statement=statement):
        raise InvalidError(
            "No known assessment tests this, so it can support delivery but not give full evidence.",
            subject="evidence",
            remedy="Choose the assessment in which learners show it, or judge it as part.",
        )


def _subject_named(session: Session, judging: Judging) -> int | None:
    same_statement = models.Subject.statement_id == judging.statement_id
    return session.exec(
        select(models.Subject.id).where(
            models.Subject.mapping_id == judging.mapping_id,
            models.Subject.criterion_id == judging.criterion_id,
            same_statement if judging.statement_id else col(models.Subject.statement_id).is_(None),
            col(models.Subject.set_mode).is_(None),
        )
    ).first()


def _suggested(session: Session, judging: Judging) -> dict[str, object] | None:
    if judging.statement_id is None:
        return None
    asked = {
        "mapping_id": judging.mapping_id,
        "criterion_id": judging.criterion_id,
        "statement_id": judging.statement_id,
    }
    found = rows_of(session, _SUGGESTED, asked)
    return dict(zip(("engine", "rank", "score", "band"), found[0], strict=True)) if found else None
