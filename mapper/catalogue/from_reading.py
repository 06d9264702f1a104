"""Turns a specification as read into catalogue facts, its rules taken apart."""

from __future__ import annotations

from mapper.catalogue.facts import QualificationFacts, Replacement, SpecificationFacts, UnitFacts
from mapper.catalogue.rule_text import parse_rule
from mapper.intake.readings import QualificationReading, SpecificationReading, UnitReading


def facts_of(reading: SpecificationReading) -> SpecificationFacts:
    """The facts of a specification without any of its wording; units without a reference are left out."""
    replacements = tuple(
        Replacement(s.replaced, s.replacement, s.registered_from) for s in reading.substitutions
    )
    return SpecificationFacts(
        code=reading.code,
        title=reading.title,
        level=reading.level,
        qualifications=tuple(
            qualification_facts(q, code=reading.code, replacements=replacements)
            for q in reading.qualifications
        ),
        units=tuple(unit_facts(unit) for unit in reading.units if unit.ref),
    )


def qualification_facts(
    reading: QualificationReading, *, code: str | None, replacements: tuple[Replacement, ...] = ()
) -> QualificationFacts:
    """One qualification's facts; its rule is None where the document states none."""
    return QualificationFacts(
        title=reading.title,
        accreditation_number=reading.accreditation_number,
        specification=code,
        size=reading.size,
        level=reading.level,
        credits_min=reading.credits_min,
        credits_max=reading.credits_max,
        glh=reading.glh,
        average_glh=reading.average_glh,
        tqt=reading.tqt,
        start_date=reading.start_date,
        rule=parse_rule(reading.rule_text, code=code) if reading.rule_text else None,
        replacements=replacements,
    )


def unit_facts(reading: UnitReading) -> UnitFacts:
    """One unit's row."""
    return UnitFacts(
        ref=reading.ref or "",
        title=reading.title,
        restriction=reading.restriction,
        level=reading.level,
        credits=reading.credits,
        glh=reading.glh,
        group=reading.group,
    )
