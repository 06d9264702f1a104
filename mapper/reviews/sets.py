"""Declaring that several assessments cover a criterion together, or each instead of the others.

A declared set is a subject like any other: it is judged full, suspect when the criterion's or any
member's wording changes, withdrawn by `withdraw`. What is decided on a member alone does not
change it, but for one thing: while a member stands rejected the set is suspect, because one of the
two must be wrong (`mapper.coverage`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from mapper import models
from mapper.db import lock_row
from mapper.errors import InvalidError
from mapper.mappings import own_mapping
from mapper.models import Act, SetMode
from mapper.queries.mapping import evidence_print
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
    standing_decision,
    standing_in,
)
from mapper.reviews.nothing_here import give_way
from mapper.reviews.reasons import reason_wanted, refuse_without_reason
from mapper.reviews.subjects import (
    evidence_of,
    gives_full_evidence,
    own_criterion,
    own_statement,
    refuse_other_wording,
    subject_key,
    subjects_of,
)
from mapper.values import Coverage, Viewer

MAX_MEMBERS = 12


@dataclass(frozen=True, slots=True)
class Declaring:
    """The declaration of a set: ALL its members are needed, or ANY one of them covers the criterion.

    `seen_id` is the declaration of the same set that the person saw standing, None where none stood;
    `seen_nothing_id` is the "nothing here" that they saw on the criterion, and `wording` the
    `wording_seen` of each member that they read, by its id; of one that is not in it nobody asked.
    """

    mapping_id: int
    criterion_id: int
    statement_ids: tuple[int, ...]
    mode: SetMode
    request_id: str
    reason: str = ""
    certainty: str = ""
    seen_id: int | None = None
    seen_nothing_id: int | None = None
    wording: Mapping[int, str] = field(default_factory=dict)


def declare_set(session: Session, *, viewer: Viewer, declaring: Declaring) -> models.Decision:
    """The recorded declaration, judged full; the one recorded before where this request came already.

    Raises InvalidError for fewer than two members, one that cannot give full evidence or stands
    rejected, and for ALL without a reason; ConflictError and NotFoundError as `decide` does.
    """
    mapping = own_mapping(session, viewer=viewer, mapping_id=declaring.mapping_id)
    lock_row(session, models.Mapping, declaring.mapping_id)
    again = came_before(session, institution_id=viewer.institution_id, request_id=declaring.request_id)
    if again:
        same = _subject_named(session, declaring)
        refuse_other_use(again, act=Act.JUDGE, subject_id=same, coverage=Coverage.FULL)
        return again
    refuse_when_approved(session, mapping_id=declaring.mapping_id)
    check_request(declaring.request_id)
    check_reason(declaring.reason)
    check_certainty(declaring.certainty)
    criterion = own_criterion(session, mapping_id=declaring.mapping_id, criterion_id=declaring.criterion_id)
    statements = _members(session, declaring)
    for statement in statements:
        refuse_other_wording(
            declaring.wording.get(statement.id, ""),
            criterion_fingerprint=criterion.fingerprint,
            statement_fingerprint=statement.fingerprint,
        )
    wanted = reason_wanted(coverage=Coverage.FULL, is_together=declaring.mode is SetMode.ALL)
    refuse_without_reason(declaring.reason, wanted)
    subjects = subjects_of(
        session,
        mapping=mapping,
        criterion_id=declaring.criterion_id,
        statement_ids=[s.id for s in statements],
        mode=declaring.mode,
    )
    head = head_of(session, subject_id=subjects.decided.id)
    refuse_when_moved_on(session, standing_in(head), declaring.seen_id)
    quotation, place = evidence_of(session, words={s.id: s.text for s in statements})
    prints = {s.id: s.fingerprint for s in statements}
    said = Said(
        request_id=declaring.request_id,
        coverage=Coverage.FULL,
        reason=declaring.reason,
        prints=(criterion.fingerprint, evidence_print(list(prints), prints)),
        certainty=declaring.certainty,
        quotation=quotation,
        place=place,
    )
    give_way(session, viewer=viewer, subjects=subjects, said=said, seen_nothing_id=declaring.seen_nothing_id)
    what = "together" if declaring.mode is SetMode.ALL else "either"
    return append_decision(session, viewer=viewer, subject=subjects.decided, head=head, said=said, what=what)


def _members(session: Session, declaring: Declaring) -> list[models.Statement]:
    ids = sorted(set(declaring.statement_ids))
    if not 2 <= len(ids) <= MAX_MEMBERS:
        raise InvalidError(
            f"A set has from 2 to {MAX_MEMBERS} different members; {len(ids)} were chosen.",
            subject="members",
            remedy="Choose the assessments that cover the criterion together or instead of each other.",
        )
    statements = [own_statement(session, mapping_id=declaring.mapping_id, statement_id=i) for i in ids]
    for statement in statements:
        if not gives_full_evidence(session, statement=statement):
            raise InvalidError(
                "No known assessment tests one of the members, so it cannot give full evidence:"
                f" {_opening(statement.text)}",
                subject="members",
                remedy="Choose the assessments in which learners show it.",
            )
    _refuse_rejected(session, declaring, statements)
    return statements


def _refuse_rejected(session: Session, declaring: Declaring, statements: Sequence[models.Statement]) -> None:
    links = session.exec(
        select(models.Subject).where(
            models.Subject.mapping_id == declaring.mapping_id,
            models.Subject.criterion_id == declaring.criterion_id,
            col(models.Subject.statement_id).in_([s.id for s in statements]),
        )
    ).all()
    for link in links:
        standing = standing_decision(session, subject_id=link.id)
        if standing and standing.coverage is Coverage.NONE:
            text = next(s.text for s in statements if s.id == link.statement_id)
            raise InvalidError(
                f"One of the members stands rejected for this criterion: {_opening(text)}",
                subject="members",
                remedy="Leave it out, or undo the rejection first.",
            )


def _subject_named(session: Session, declaring: Declaring) -> int | None:
    key = subject_key(declaring.criterion_id, sorted(set(declaring.statement_ids)), declaring.mode)
    return session.exec(
        select(models.Subject.id).where(
            models.Subject.mapping_id == declaring.mapping_id, models.Subject.key == key
        )
    ).first()


def _opening(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return f"“{line}”." if len(line) <= most else f"“{line[:most].rstrip()}…”."
