"""Services for delivery: what the machine suggests of it is kept, and what people decide is added.

A statement delivers a learning outcome where it is taught, and evidences a criterion where it is assessed.
The two are judged apart, and neither counts for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row
from mapper.delivery_chain import (
    append_delivery,
    delivery_of_request,
    head_of_delivery,
    refuse_when_another_stands,
)
from mapper.delivery_words import DeliverySubject, subject_of_delivery
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.mappings import DELIVERY_LEARNT_THROUGH, making_of, own_mapping
from mapper.models import Act
from mapper.queries.judged import judged_deliveries
from mapper.reviews import check_reason, check_request, reason_wanted, refuse_when_approved
from mapper.reviews.reasons import refuse_without_reason
from mapper.reviews.subjects import refuse_other_wording
from mapper.suggestion_rows import DELIVERY, Suggested, difference, facts_of
from mapper.teaching import Taught
from mapper.values import Coverage, Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery(Suggested):
    """A suggestion of what delivers an outcome, to keep."""

    outcome_id: int


@dataclass(frozen=True, slots=True)
class DeliveryJudging:
    """What somebody judged of delivery; a module as a whole can only be said to deliver.

    `seen_id`, `request_id` and `wording` are as those of `Judging`: the decision that stood on the page,
    the id of the intent, and the `wording_seen` of what was read ("" where nobody asked).
    """

    mapping_id: int
    outcome_id: int
    taught: Taught
    delivers: bool
    request_id: str
    seen_id: int | None = None
    reason: str = ""
    wording: str = ""


def replace_deliveries(
    session: Session,
    *,
    viewer: Viewer,
    mapping_id: int,
    run_id: int,
    suggestions: Sequence[NewDelivery],
) -> None:
    """Keeps what a run suggests of delivery; what somebody decided on stays as it was suggested.

    Only what differs is written, and told in the record of changes. Raises NotFoundError where the viewer
    has no such mapping, or the mapping no such run.
    """
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    lock_row(session, models.Mapping, mapping_id)
    run = session.get(models.SuggestionRun, run_id)
    if run is None or run.mapping_id != mapping_id:
        raise NotFoundError("There is no such run.", subject=f"run {run_id}")
    after = run.parameters.get(DELIVERY_LEARNT_THROUGH)
    changes = difference(
        session,
        DELIVERY,
        mapping_id=mapping_id,
        wanted={(new.outcome_id, new.statement_id): facts_of(new) for new in suggestions},
        judged=judged_deliveries(session, mapping_id=mapping_id, after=after),
        is_other_making=any(making_of(one) != making_of(run) for one in _runs_of(session, mapping_id)),
    )
    if not changes.count:
        return
    changes.write(session, institution_id=viewer.institution_id, mapping_id=mapping_id, run_id=run_id)
    record_event(
        session,
        viewer=viewer,
        action="delivery suggested",
        subject=f"suggestion run {run_id}",
        detail={"count": len(suggestions), "changed": changes.count},
        mapping_id=mapping_id,
    )


def _runs_of(session: Session, mapping_id: int) -> Sequence[models.SuggestionRun]:
    """The runs that made the suggestions of delivery there are."""
    of_mapping = select(models.DeliverySuggestion.run_id).where(
        models.DeliverySuggestion.mapping_id == mapping_id
    )
    return session.exec(
        select(models.SuggestionRun).where(col(models.SuggestionRun.id).in_(of_mapping))
    ).all()


def judge_delivery(session: Session, *, viewer: Viewer, judging: DeliveryJudging) -> models.DeliveryDecision:
    """The recorded decision; the one recorded before where this request came already.

    Raises ConflictError where somebody decided meanwhile, the wording changed or an approval stands,
    InvalidError for an assessment, for what lacks its reason, and where a module as a whole is denied,
    NotFoundError for what is not in the mapping.
    """
    mapping = own_mapping(session, viewer=viewer, mapping_id=judging.mapping_id)
    lock_row(session, models.Mapping, mapping.id)
    again = delivery_of_request(
        session,
        institution_id=viewer.institution_id,
        request_id=judging.request_id,
        mapping_id=mapping.id,
        key=judging.taught.chain(judging.outcome_id),
        delivers=judging.delivers,
    )
    if again:
        return again
    refuse_when_approved(session, mapping_id=mapping.id)
    check_request(judging.request_id)
    check_reason(judging.reason)
    subject = subject_of_delivery(
        session, mapping=mapping, outcome_id=judging.outcome_id, taught=judging.taught
    )
    refuse_other_wording(
        judging.wording,
        criterion_fingerprint=subject.outcome_fingerprint,
        statement_fingerprint=subject.taught_fingerprint,
    )
    head = head_of_delivery(session, mapping_id=mapping.id, key=subject.key)
    standing = head if head and head.act is Act.JUDGE else None
    refuse_when_another_stands(session, standing, judging.seen_id)
    suggested = _suggested(session, judging)
    refuse_without_reason(judging.reason, _reason_wanted(judging, viewer, standing, suggested))
    return append_delivery(
        session,
        viewer=viewer,
        subject=subject,
        delivers=judging.delivers,
        request_id=judging.request_id,
        reason=judging.reason,
        suggested=suggested,
    )


def withdraw_delivery(
    session: Session, *, viewer: Viewer, decision_id: int, request_id: str, reason: str = ""
) -> models.DeliveryDecision:
    """The withdrawal of a standing decision; what it was about is then not judged.

    Raises ConflictError where it no longer stands, InvalidError where somebody else's is withdrawn
    without a reason, NotFoundError where the viewer has no such one.
    """
    decision = session.get(models.DeliveryDecision, decision_id)
    if decision is None or decision.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such decision on delivery.", subject=f"decision {decision_id}")
    lock_row(session, models.Mapping, decision.mapping_id)
    again = delivery_of_request(
        session,
        institution_id=viewer.institution_id,
        request_id=request_id,
        mapping_id=decision.mapping_id,
        key=decision.key,
        delivers=None,
    )
    if again:
        return again
    check_request(request_id)
    check_reason(reason)
    refuse_when_approved(session, mapping_id=decision.mapping_id)
    head = head_of_delivery(session, mapping_id=decision.mapping_id, key=decision.key)
    if head is None or head.id != decision.id or head.act is not Act.JUDGE:
        raise ConflictError(
            "This decision no longer stands.", subject="decision", remedy="Look at the newer one first."
        )
    is_anothers = decision.person_id != viewer.person_id
    refuse_without_reason(reason, reason_wanted(coverage=None, is_overruling=is_anothers))
    subject = DeliverySubject(
        mapping_id=decision.mapping_id,
        outcome_id=decision.learning_outcome_id,
        taught=Taught(decision.statement_id, decision.module_id),
        outcome_fingerprint=decision.outcome_fingerprint,
        taught_fingerprint=decision.taught_fingerprint,
        quotation="",
        place="",
    )
    return append_delivery(
        session, viewer=viewer, subject=subject, delivers=None, request_id=request_id, reason=reason
    )


def _reason_wanted(
    judging: DeliveryJudging,
    viewer: Viewer,
    standing: models.DeliveryDecision | None,
    suggested: dict[str, object] | None,
) -> str | None:
    if judging.taught.module_id is not None:
        if not judging.delivers:
            raise InvalidError(
                "A module as a whole can only be said to deliver an outcome.",
                subject="delivery",
                remedy="Judge its statements one by one, or undo what was said of the module.",
            )
        return "That a module delivers an outcome as a whole needs a reason: no statement of it says so."
    return reason_wanted(
        coverage=Coverage.FULL if judging.delivers else Coverage.NONE,
        band=str(suggested["band"]) if suggested else "",
        is_overruling=standing is not None
        and standing.person_id != viewer.person_id
        and standing.delivers is not judging.delivers,
    )


def _suggested(session: Session, judging: DeliveryJudging) -> dict[str, object] | None:
    suggestion = models.DeliverySuggestion
    row = session.exec(
        select(suggestion, models.SuggestionRun.engine_version)
        .join(models.SuggestionRun, col(models.SuggestionRun.id) == col(suggestion.run_id))
        .where(
            suggestion.mapping_id == judging.mapping_id,
            suggestion.learning_outcome_id == judging.outcome_id,
            suggestion.statement_id == judging.taught.statement_id,
        )
    ).first()
    if row is None:
        return None
    found, version = row
    return {"engine": version, "rank": found.rank, "score": found.score, "band": found.band}
