"""Facts and rules of an imported specification, as the catalogue's evaluator takes them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, select

from mapper import models
from mapper.catalogue import QualificationFacts, UnitFacts, parse_rule
from mapper.catalogue.facts import Replacement
from mapper.db import today
from mapper.errors import NotFoundError
from mapper.moments import day_in_words
from mapper.values import Finding, Severity, Viewer


def read_combination(
    session: Session, *, viewer: Viewer, qualification_id: int
) -> tuple[QualificationFacts, dict[int, UnitFacts]]:
    """The viewer's qualification, and all units of its edition by id, in order.

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
    facts = qualification_facts(row, code=code, substitutions=substitutions)
    return facts, {u.id: unit_facts(u) for u in units}


def qualification_facts(
    row: models.Qualification, *, code: str, substitutions: Collection[models.Substitution]
) -> QualificationFacts:
    """A stored qualification as the evaluator takes it, its rule taken apart."""
    return QualificationFacts(
        title=row.title,
        accreditation_number=row.accreditation_number,
        specification=code,
        size=row.size,
        level=row.level,
        credits_min=row.credits_min,
        credits_max=row.credits_max,
        tqt=row.tqt,
        rule=parse_rule(text, code=code) if (text := row.rule_entered or row.rule_text) else None,
        replacements=tuple(
            Replacement(
                replaced=s.replaced,
                replacement=s.replacement,
                registered_from=s.registered_from.isoformat() if s.registered_from else None,
            )
            for s in substitutions
        ),
        duration=row.duration,
        notes=tuple(finding for finding in (dates_finding(row), _entered_finding(row)) if finding),
    )


def dates_finding(row: models.Qualification, *, on: date | None = None) -> Finding | None:
    """What a choice of the qualification must be warned of on a day (today): that nobody has checked
    its last dates, or that registration or certification has ended. None where nothing is amiss.

    It is of severity info, for no rule of combination is broken.
    """
    day = on or today()
    if row.dates_checked_on is None:
        return Finding(
            Severity.INFO,
            row.title,
            "Warning: its last registration and certification dates are unknown, for nobody has checked them.",
            "Look them up at the awarding body, and enter them on the page of the specification.",
        )
    ends = (("certification", row.last_certification_date), ("registration", row.last_registration_date))
    for name, last in ends:
        if last is not None and last < day:
            return Finding(
                Severity.INFO,
                row.title,
                f"Warning: its last {name} date was {day_in_words(last)}, as checked on "
                f"{day_in_words(row.dates_checked_on)}.",
                "Choose the qualification that follows it, or check the date anew.",
            )
    return None


def _entered_finding(row: models.Qualification) -> Finding | None:
    if row.rule_entered is None:
        return None
    return Finding(
        Severity.INFO,
        row.title,
        f"Its rules of combination were entered by a person: “{row.rule_entered}”.",
        "Compare them with the awarding body's own document.",
    )


def unit_facts(row: models.Unit) -> UnitFacts:
    """A stored unit's row as the evaluator takes it."""
    return UnitFacts(
        ref=row.ref,
        title=row.title,
        restriction=row.restriction,
        level=row.level,
        credits=row.credits,
        glh=row.glh,
        group=row.unit_group,
    )
