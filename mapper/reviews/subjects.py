"""What decisions are about: criteria and statements of a mapping, and the subjects they make."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.coverage import can_be_full
from mapper.errors import ConflictError, NotFoundError
from mapper.models import SetMode, SubjectKind
from mapper.queries.places import places_of
from mapper.values import StatementKind

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
_SUBJECT = sa.select(models.Subject).where(
    col(models.Subject.mapping_id) == _OF_MAPPING, col(models.Subject.key) == sa.bindparam("key")
)


def own_criterion(session: Session, *, mapping_id: int, criterion_id: int) -> models.Criterion:
    """The criterion of one of the mapping's units; NotFoundError where it is in none."""
    asked = {"mapping_id": mapping_id, "criterion_id": criterion_id}
    row: models.Criterion | None = session.execute(_CRITERION, asked).scalars().first()
    if row is None:
        raise NotFoundError("This criterion is not in the mapping.", subject=f"criterion {criterion_id}")
    return row


def own_statement(session: Session, *, mapping_id: int, statement_id: int) -> models.Statement:
    """The statement of the mapped programme; NotFoundError where it is not in it."""
    asked = {"mapping_id": mapping_id, "statement_id": statement_id}
    row: models.Statement | None = session.execute(_STATEMENT, asked).scalars().first()
    if row is None:
        raise NotFoundError(
            "This statement is not in the mapped programme.", subject=f"statement {statement_id}"
        )
    return row


def gives_full_evidence(session: Session, *, statement: models.Statement) -> bool:
    """Whether the statement can give full evidence."""
    tested = select(models.TestedOutcome).where(models.TestedOutcome.outcome_id == statement.id)
    is_tested = statement.kind is StatementKind.OUTCOME and session.exec(tested).first() is not None
    return can_be_full(statement.kind, is_tested=is_tested)


def subject_of(
    session: Session,
    *,
    mapping: models.Mapping,
    criterion_id: int,
    statement_ids: Sequence[int],
    mode: SetMode | None = None,
) -> models.Subject:
    """The subject of a mapping, made where nobody decided on it yet; a set where `mode` is given."""
    key = subject_key(criterion_id, statement_ids, mode)
    asked = {"mapping_id": mapping.id, "key": key}
    row: models.Subject | None = session.execute(_SUBJECT, asked).scalars().first()
    if row is not None:
        return row
    kind = SubjectKind.SET if mode else SubjectKind.LINK if statement_ids else SubjectKind.CRITERION
    row = models.Subject(
        institution_id=mapping.institution_id,
        mapping_id=mapping.id,
        kind=kind,
        criterion_id=criterion_id,
        statement_id=statement_ids[0] if kind is SubjectKind.LINK else None,
        set_mode=mode,
        key=key,
    )
    session.add(row)
    session.flush()
    if mode:
        session.add_all(
            models.SubjectMember(
                institution_id=mapping.institution_id, subject_id=row.id, statement_id=statement_id
            )
            for statement_id in statement_ids
        )
        session.flush()
    return row


def subject_key(criterion_id: int, statement_ids: Sequence[int], mode: SetMode | None) -> str:
    """What tells a subject from others of its mapping: "7", "7:12", or "7:all:12+15" of a set."""
    members = "+".join(str(i) for i in sorted(statement_ids))
    return ":".join(part for part in (str(criterion_id), mode.value if mode else "", members) if part)


def evidence_of(session: Session, *, statements: Sequence[models.Statement]) -> tuple[str, str]:
    """The words judged and where they stand ("handbook.pdf, page 12"); of several, one after the other."""
    if not statements:
        return "", ""
    places = places_of(session, statement_ids=[s.id for s in statements])
    known = [places[s.id] for s in statements if s.id in places]
    return "\n\n".join(s.text for s in statements), "; ".join(dict.fromkeys(known))


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
