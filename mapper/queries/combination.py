"""Facts and rules of an imported specification, as the catalogue's evaluator takes them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, select

from mapper import models
from mapper.catalogue import (
    CombinationResult,
    QualificationFacts,
    UnitFacts,
    check_combination,
    parse_rule,
)
from mapper.catalogue.facts import Replacement
from mapper.errors import NotFoundError
from mapper.values import Viewer


def judge_combination(
    session: Session,
    *,
    viewer: Viewer,
    qualification_id: int,
    unit_ids: Collection[int],
    registered_on: date,
) -> CombinationResult:
    """The chosen units judged by the rules of the edition that the qualification stands in.

    Raises NotFoundError where the viewer has no such qualification.
    """
    row = session.get(models.Qualification, qualification_id)
    if row is None or row.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such qualification.", subject=f"qualification {qualification_id}")
    edition = session.get_one(models.SpecificationEdition, row.edition_id)
    code = session.get_one(models.Specification, edition.specification_id).code
    units = session.exec(
        select(models.Unit)
        .where(models.Unit.edition_id == row.edition_id)
        .order_by(col(models.Unit.position))
    ).all()
    substitutions = session.exec(
        select(models.Substitution).where(models.Substitution.edition_id == row.edition_id)
    ).all()
    return check_combination(
        qualification=_facts(row, code, substitutions),
        units=[u.ref for u in units if u.id in unit_ids],
        known={u.ref: _unit(u) for u in units},
        registered_on=registered_on,
    )


def _facts(
    row: models.Qualification, code: str, substitutions: Collection[models.Substitution]
) -> QualificationFacts:
    return QualificationFacts(
        title=row.title,
        accreditation_number=row.accreditation_number,
        specification=code,
        size=row.size,
        level=row.level,
        credits_min=row.credits_min,
        credits_max=row.credits_max,
        rule=parse_rule(row.rule_text, code=code) if row.rule_text else None,
        replacements=tuple(
            Replacement(
                replaced=s.replaced,
                replacement=s.replacement,
                registered_from=s.registered_from.isoformat() if s.registered_from else None,
            )
            for s in substitutions
        ),
    )


def _unit(row: models.Unit) -> UnitFacts:
    return UnitFacts(
        ref=row.ref,
        title=row.title,
        restriction=row.restriction,
        level=row.level,
        credits=row.credits,
        glh=row.glh,
        group=row.unit_group,
    )
