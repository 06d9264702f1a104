"""Services that record decisions. Only people decide; nothing is overwritten, only superseded."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from mapper import models
from mapper.audit import record_event
from mapper.coverage import can_be_full
from mapper.db import lock_row, now
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.mappings import own_mapping
from mapper.models import Act, SubjectKind
from mapper.queries.approvals import standing_approval
from mapper.queries.people import name_of
from mapper.queries.places import places_of
from mapper.values import Coverage, StatementKind, Viewer

CERTAINTIES = ("", "low", "medium", "high")
MAX_REASON = 4_000


@dataclass(frozen=True, slots=True)
class Judging:
    """What somebody judged.

    `statement_id` None judges the criterion as such ("nothing here"). `seen_id` is the decision
    that the person saw standing, None where they saw none. `request_id` is unique per intent, so
    that the same request sent twice is kept once.
    """

    mapping_id: int
    criterion_id: int
    statement_id: int | None
    coverage: Coverage
    request_id: str
    seen_id: int | None = None
    reason: str = ""
    certainty: str = ""


def decide(session: Session, *, viewer: Viewer, judging: Judging) -> models.Decision:
    """The recorded decision; the one recorded before where this request came already.

    Raises ConflictError where somebody decided meanwhile or an approval stands, InvalidError for
    what cannot be judged so, NotFoundError for what is not in the mapping.
    """
    own_mapping(session, viewer=viewer, mapping_id=judging.mapping_id)
    lock_row(session, models.Mapping, judging.mapping_id)
    again = _same_request(session, viewer, judging.request_id)
    if again:
        return again
    refuse_when_approved(session, mapping_id=judging.mapping_id)
    criterion = _criterion(session, judging)
    statement = _statement(session, judging)
    _check(session, judging, statement)
    subject = _subject(session, viewer, judging)
    standing = standing_decision(session, subject_id=subject.id)
    _refuse_when_moved_on(session, standing, judging.seen_id)
    quotation, place = _evidence(session, statement)
    decision = models.Decision(
        institution_id=viewer.institution_id,
        mapping_id=judging.mapping_id,
        subject_id=subject.id,
        request_id=judging.request_id,
        supersedes_id=_head(session, subject.id),
        person_id=viewer.person_id,
        decided_at=now(),
        act=Act.JUDGE,
        coverage=judging.coverage,
        certainty=judging.certainty or None,
        reason=judging.reason.strip(),
        criterion_fingerprint=criterion.fingerprint,
        statement_fingerprint=statement.fingerprint if statement else None,
        quotation=quotation,
        place=place,
        suggested=_suggested(session, judging),
    )
    return _keep(session, viewer, decision, what=judging.coverage.value)


def withdraw(
    session: Session, *, viewer: Viewer, decision_id: int, request_id: str, reason: str = ""
) -> models.Decision:
    """The withdrawal of a standing decision; its subject is then not judged.

    Raises ConflictError where it no longer stands, NotFoundError where the viewer has no such one.
    """
    decision = session.get(models.Decision, decision_id)
    if decision is None or decision.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such decision.", subject=f"decision {decision_id}")
    lock_row(session, models.Mapping, decision.mapping_id)
    again = _same_request(session, viewer, request_id)
    if again:
        return again
    check_request(request_id)
    check_reason(reason)
    refuse_when_approved(session, mapping_id=decision.mapping_id)
    standing = standing_decision(session, subject_id=decision.subject_id)
    if standing is None or standing.id != decision.id:
        raise ConflictError(
            "This decision no longer stands.", subject="decision", remedy="Look at the newer one first."
        )
    taken_back = models.Decision(
        institution_id=viewer.institution_id,
        mapping_id=decision.mapping_id,
        subject_id=decision.subject_id,
        request_id=request_id,
        supersedes_id=decision.id,
        person_id=viewer.person_id,
        decided_at=now(),
        act=Act.WITHDRAW,
        coverage=None,
        reason=reason.strip(),
        criterion_fingerprint=decision.criterion_fingerprint,
        statement_fingerprint=decision.statement_fingerprint,
        quotation="",
        place="",
    )
    return _keep(session, viewer, taken_back, what="withdrawn")


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


def standing_decision(session: Session, *, subject_id: int) -> models.Decision | None:
    """The subject's decision that nothing supersedes, None where there is none or it was withdrawn."""
    head = _head_row(session, subject_id)
    return head if head and head.act is Act.JUDGE else None


def refuse_when_approved(session: Session, *, mapping_id: int) -> None:
    """Raises ConflictError while ILM's approval of the mapping stands recorded."""
    if standing_approval(session, mapping_id=mapping_id):
        raise ConflictError(
            "ILM's approval is recorded for this mapping, so its decisions are closed.",
            subject="mapping",
            remedy="Withdraw the recorded approval first, with a reason.",
        )


def _head_row(session: Session, subject_id: int) -> models.Decision | None:
    newer = select(models.Decision.supersedes_id).where(col(models.Decision.supersedes_id).is_not(None))
    return session.exec(
        select(models.Decision).where(
            models.Decision.subject_id == subject_id,
            col(models.Decision.id).not_in(newer.where(models.Decision.subject_id == subject_id)),
        )
    ).first()


def _head(session: Session, subject_id: int) -> int | None:
    head = _head_row(session, subject_id)
    return head.id if head else None


def _same_request(session: Session, viewer: Viewer, request_id: str) -> models.Decision | None:
    return session.exec(
        select(models.Decision).where(
            models.Decision.request_id == request_id,
            models.Decision.institution_id == viewer.institution_id,
        )
    ).first()


def _criterion(session: Session, judging: Judging) -> models.Criterion:
    row = session.exec(
        select(models.Criterion)
        .join(
            models.LearningOutcome,
            col(models.LearningOutcome.id) == col(models.Criterion.learning_outcome_id),
        )
        .join(models.MappingUnit, col(models.MappingUnit.unit_id) == col(models.LearningOutcome.unit_id))
        .where(
            models.MappingUnit.mapping_id == judging.mapping_id,
            models.Criterion.id == judging.criterion_id,
        )
    ).first()
    if row is None:
        raise NotFoundError(
            "This criterion is not in the mapping.", subject=f"criterion {judging.criterion_id}"
        )
    return row


def _statement(session: Session, judging: Judging) -> models.Statement | None:
    if judging.statement_id is None:
        return None
    row = session.exec(
        select(models.Statement)
        .join(models.Module, col(models.Module.id) == col(models.Statement.module_id))
        .join(
            models.Mapping,
            col(models.Mapping.programme_edition_id) == col(models.Module.edition_id),
        )
        .where(models.Mapping.id == judging.mapping_id, models.Statement.id == judging.statement_id)
    ).first()
    if row is None:
        raise NotFoundError(
            "This statement is not in the mapped programme.", subject=f"statement {judging.statement_id}"
        )
    return row


def _check(session: Session, judging: Judging, statement: models.Statement | None) -> None:
    check_request(judging.request_id)
    check_reason(judging.reason)
    if judging.certainty not in CERTAINTIES:
        raise InvalidError("This is no certainty.", subject="certainty", remedy="Choose low, medium or high.")
    if statement is None:
        if judging.coverage is not Coverage.NONE:
            raise InvalidError(
                "A criterion is covered by evidence only.",
                subject="criterion",
                remedy="Choose the statement that covers it, or “nothing here”.",
            )
        return
    is_tested = statement.kind is StatementKind.OUTCOME and _is_tested(session, statement.id)
    if judging.coverage is Coverage.FULL and not can_be_full(statement.kind, is_tested=is_tested):
        raise InvalidError(
            "No known assessment tests this, so it can support delivery but not give full evidence.",
            subject="evidence",
            remedy="Choose the assessment in which learners show it, or judge it as part.",
        )


def _is_tested(session: Session, statement_id: int) -> bool:
    tested = select(models.TestedOutcome).where(models.TestedOutcome.outcome_id == statement_id)
    return session.exec(tested).first() is not None


def _subject(session: Session, viewer: Viewer, judging: Judging) -> models.Subject:
    is_link = judging.statement_id is not None
    key = f"{judging.criterion_id}:{judging.statement_id}" if is_link else str(judging.criterion_id)
    row = session.exec(
        select(models.Subject).where(
            models.Subject.mapping_id == judging.mapping_id, models.Subject.key == key
        )
    ).first()
    if row is None:
        row = models.Subject(
            institution_id=viewer.institution_id,
            mapping_id=judging.mapping_id,
            kind=SubjectKind.LINK if is_link else SubjectKind.CRITERION,
            criterion_id=judging.criterion_id,
            statement_id=judging.statement_id,
            key=key,
        )
        session.add(row)
        session.flush()
    return row


def _refuse_when_moved_on(session: Session, standing: models.Decision | None, seen_id: int | None) -> None:
    if (standing.id if standing else None) == seen_id:
        return
    if standing is None or standing.coverage is None:
        message = "The decision you saw was withdrawn meanwhile."
    else:
        who = name_of(session, person_id=standing.person_id)
        at = f"{standing.decided_at:%d %B %Y at %H:%M} UTC"
        message = f"{who} decided “{standing.coverage.value}” on {at}, after you opened this page."
    raise ConflictError(
        message, subject="decision", remedy="Nothing was overwritten: look at it, then decide again."
    )


def _evidence(session: Session, statement: models.Statement | None) -> tuple[str, str]:
    """The words judged and where they stand ("handbook.pdf, page 12")."""
    if statement is None:
        return "", ""
    return statement.text, places_of(session, statement_ids=[statement.id]).get(statement.id, "")


def _suggested(session: Session, judging: Judging) -> dict[str, object] | None:
    row = session.exec(
        select(models.Suggestion, models.SuggestionRun.engine_version)
        .join(models.SuggestionRun, col(models.SuggestionRun.id) == col(models.Suggestion.run_id))
        .where(
            models.Suggestion.mapping_id == judging.mapping_id,
            models.Suggestion.criterion_id == judging.criterion_id,
            models.Suggestion.statement_id == judging.statement_id,
        )
    ).first()
    if row is None:
        return None
    suggestion, version = row
    return {"engine": version, "rank": suggestion.rank, "score": suggestion.score, "band": suggestion.band}


def _keep(session: Session, viewer: Viewer, decision: models.Decision, *, what: str) -> models.Decision:
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
