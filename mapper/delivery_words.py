"""What a decision on delivery is about: an outcome and what teaches it, with the words as they stand."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from mapper import models
from mapper.errors import InvalidError, NotFoundError
from mapper.queries.places import places_of
from mapper.reviews.subjects import own_statement
from mapper.teaching import TEACHING, Taught, module_name, module_print, outcome_print


@dataclass(frozen=True, slots=True)
class DeliverySubject:
    """An outcome and a statement or module of one mapping; `quotation` is what is taught, in its words."""

    mapping_id: int
    outcome_id: int
    taught: Taught
    outcome_fingerprint: str
    taught_fingerprint: str
    quotation: str
    place: str

    @property
    def key(self) -> str:
        """What tells its decisions from others of the mapping."""
        return self.taught.chain(self.outcome_id)


def subject_of_delivery(
    session: Session, *, mapping: models.Mapping, outcome_id: int, taught: Taught
) -> DeliverySubject:
    """The subject with its words as they stand.

    Raises NotFoundError for what is not in the mapping, InvalidError for an assessment.
    """
    outcome = _own_outcome(session, mapping.id, outcome_id)
    place = ""
    if taught.statement_id is not None:
        statement = _teaching_statement(session, mapping.id, taught.statement_id)
        quotation, taught_print = statement.text, statement.fingerprint
        place = places_of(session, statement_ids=[statement.id]).get(statement.id, "")
    else:
        quotation, taught_print = _words_of_module(session, mapping, taught.module_id or 0)
    return DeliverySubject(
        mapping_id=mapping.id,
        outcome_id=outcome.id,
        taught=taught,
        outcome_fingerprint=outcome_print(outcome.text, outcome.indicative_content),
        taught_fingerprint=taught_print,
        quotation=quotation,
        place=place,
    )


def _own_outcome(session: Session, mapping_id: int, outcome_id: int) -> models.LearningOutcome:
    row = session.exec(
        select(models.LearningOutcome)
        .join(models.MappingUnit, col(models.MappingUnit.unit_id) == col(models.LearningOutcome.unit_id))
        .where(models.MappingUnit.mapping_id == mapping_id, models.LearningOutcome.id == outcome_id)
    ).first()
    if row is None:
        raise NotFoundError(
            "This learning outcome is not in the mapping.", subject=f"learning outcome {outcome_id}"
        )
    return row


def _teaching_statement(session: Session, mapping_id: int, statement_id: int) -> models.Statement:
    statement = own_statement(session, mapping_id=mapping_id, statement_id=statement_id)
    if statement.kind not in TEACHING:
        raise InvalidError(
            "An assessment evidences a criterion; it does not say what is taught.",
            subject="delivery",
            remedy="Choose an outcome or a content item of the module, or the module as a whole.",
        )
    return statement


def _words_of_module(session: Session, mapping: models.Mapping, module_id: int) -> tuple[str, str]:
    """All that a module says it teaches, and the fingerprint of that."""
    module = session.get(models.Module, module_id)
    if module is None or module.edition_id != mapping.programme_edition_id:
        raise NotFoundError("This module is not in the mapped programme.", subject=f"module {module_id}")
    statements = session.exec(
        select(models.Statement)
        .where(models.Statement.module_id == module_id, col(models.Statement.kind).in_(TEACHING))
        .order_by(col(models.Statement.kind).desc(), col(models.Statement.position))
    ).all()
    name = module_name(module.code, module.title)
    words = "\n".join((name, *(s.text for s in statements)))
    return words, module_print(name, (s.fingerprint for s in statements))
