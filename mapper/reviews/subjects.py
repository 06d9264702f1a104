"""What decisions are about: criteria and statements of a mapping, and the subjects they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.coverage import can_be_full
from mapper.errors import ConflictError, NotFoundError
from mapper.models import SetMode, SubjectKind
from mapper.queries.columns import add_row
from mapper.queries.places import places_of
from mapper.values import StatementKind

ANEW = "Nothing was recorded: load the page anew to see what there is now."
_OF_MAPPING = sa.bindparam("mapping_id", type_=sa.Integer)
_CRITERION = (
    sa.select(models.Criterion)
    .join(models.LearningOutcome, col(models.LearningOutcome.id) == col(models.Criterion.learning_outcome_id))
    .join(models.MappingUnit, col(models.MappingUnit.unit_id) == col(models.LearningOutcome.unit_id))
    .where(
        col(models.MappingUnit.mapping_id) == _OF_MAPPING,
        col(models.Criterion.id) == sa.bindparam("criterion_id", type_=sa.Integer),
    )
)
_STATEMENT = (
    sa.select(models.Statement)
    .join(models.Module, col(models.Module.id) == col(models.Statement.module_id))
    .join(models.Mapping, col(models.Mapping.programme_edition_id) == col(models.Module.edition_id))
    .where(
        col(models.Mapping.id) == _OF_MAPPING,
        col(models.Statement.id) == sa.bindparam("statement_id", type_=sa.Integer),
    )
)
_SUBJECTS = sa.select(models.Subject).where(
    col(models.Subject.mapping_id) == _OF_MAPPING,
    col(models.Subject.key).in_((sa.bindparam("key"), sa.bindparam("criterion_key"))),
)


def own_criterion(session: Session, *, mapping_id: int, criterion_id: int) -> models.Criterion:
    """The criterion of one of the mapping's units; NotFoundError where it is in none."""
    asked = {"mapping_id": mapping_id, "criterion_id": criterion_id}
    row: models.Criterion | None = session.execute(_CRITERION, asked).scalars().first()
    if row is None:
        raise no_such_criterion(criterion_id)
    return row


def own_statement(session: Session, *, mapping_id: int, statement_id: int) -> models.Statement:
    """The statement of the mapped programme; NotFoundError where it is not in it."""
    asked = {"mapping_id": mapping_id, "statement_id": statement_id}
    row: models.Statement | None = session.execute(_STATEMENT, asked).scalars().first()
    if row is None:
        raise no_such_statement(statement_id)
    return row


def no_such_criterion(criterion_id: int) -> NotFoundError:
    """The error for a criterion that is in none of the mapping's units."""
    subject = f"criterion {criterion_id}"
    return NotFoundError("This criterion is not in the mapping.", subject=subject, remedy=ANEW)


def no_such_statement(statement_id: int) -> NotFoundError:
    """The error for a statement that is not in the mapped programme."""
    subject = f"statement {statement_id}"
    return NotFoundError("This statement is not in the mapped programme.", subject=subject, remedy=ANEW)


def gives_full_evidence(session: Session, *, statement: models.Statement) -> bool:
    """Whether the statement can give full evidence."""
    tested = select(models.TestedOutcome).where(models.TestedOutcome.outcome_id == statement.id)
    is_tested = statement.kind is StatementKind.OUTCOME and session.exec(tested).first() is not None
    return can_be_full(statement.kind, is_tested=is_tested)


@dataclass(frozen=True, slots=True)
class Subjects:
    """What is decided on; `criterion` is its criterion as such, None where nobody ever said "nothing here"."""

    decided: models.Subject
    criterion: models.Subject | None


def subjects_of(
    session: Session,
    *,
    mapping: models.Mapping,
    criterion_id: int,
    statement_ids: Sequence[int],
    mode: SetMode | None = None,
) -> Subjects:
    """The subject of a mapping, made where nobody decided on it yet; a set where `mode` is given."""
    key, criterion_key = subject_key(criterion_id, statement_ids, mode), subject_key(criterion_id, (), None)
    asked = {"mapping_id": mapping.id, "key": key, "criterion_key": criterion_key}
    found: dict[str, models.Subject] = {s.key: s for s in session.execute(_SUBJECTS, asked).scalars()}
    decided = found.get(key) or add_subject(
        session,
        institution_id=mapping.institution_id,
        mapping_id=mapping.id,
        criterion_id=criterion_id,
        statement_ids=statement_ids,
        mode=mode,
    )
    return Subjects(decided, found.get(criterion_key))


def add_subject(
    session: Session,
    *,
    institution_id: int,
    mapping_id: int,
    criterion_id: int,
    statement_ids: Sequence[int],
    mode: SetMode | None = None,
) -> models.Subject:
    """A subject that nobody decided on yet; the mapping is locked, or another may add it at the same time."""
    kind = SubjectKind.SET if mode else SubjectKind.LINK if statement_ids else SubjectKind.CRITERION
    row = models.Subject(
        institution_id=institution_id,
        mapping_id=mapping_id,
        kind=kind,
        criterion_id=criterion_id,
        statement_id=statement_ids[0] if kind is SubjectKind.LINK else None,
        set_mode=mode,
        key=subject_key(criterion_id, statement_ids, mode),
    )
    add_row(session, row)
    if mode:
        session.add_all(
            models.SubjectMember(institution_id=institution_id, subject_id=row.id, statement_id=statement_id)
            for statement_id in statement_ids
        )
        session.flush()
    return row


def subject_key(criterion_id: int, statement_ids: Sequence[int], mode: SetMode | None) -> str:
    """What tells a subject from others of its mapping: "7", "7:12", or "7:all:12+15" of a set."""
    members = "+".join(str(i) for i in sorted(statement_ids))
    return ":".join(part for part in (str(criterion_id), mode.value if mode else "", members) if part)


def evidence_of(session: Session, *, words: Mapping[int, str]) -> tuple[str, str]:
    """The words judged and where they stand ("handbook.pdf, page 12"); of several, one after the other.

    `words` are those of each statement by its id, in order.
    """
    if not words:
        return "", ""
    places = places_of(session, statement_ids=[*words])
    known = [places[i] for i in words if i in places]
    return "\n\n".join(words.values()), "; ".join(dict.fromkeys(known))


def wording_seen(criterion_fingerprint: str, statement_fingerprint: str | None) -> str:
    """What a form carries of the wording that a person read, to be told when it has changed."""
    return f"{criterion_fingerprint[:16]}.{(statement_fingerprint or '')[:16]}"


def refuse_other_wording(seen: str, *, criterion_fingerprint: str, statement_fingerprint: str | None) -> None:
    """Raises ConflictError where the wording is no longer what the person read; "" was not told."""
    if seen and seen != wording_seen(criterion_fingerprint, statement_fingerprint):
        raise ConflictError(
            "The wording has changed since you opened this page.",
            subject="wording",
            remedy="Nothing was recorded: read the words as they now stand, then decide.",
        )
