"""How a module's text becomes statements, and which outcomes an assessment tests."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapper.intake.readings import AssessmentReading, OutcomeReading


def assessment_text(assessment: AssessmentReading) -> str:
    """The words of an assessment that a reviewer judges: title, type and description."""
    head = ". ".join(part for part in (assessment.title, assessment.type) if part)
    return "\n".join(part for part in (head, assessment.description) if part)


def tested_outcomes(assessment: AssessmentReading, outcomes: Sequence[OutcomeReading]) -> tuple[int, ...]:
    """Indexes (from 0, ascending) of the outcomes that the assessment says it tests.

    A reference as written ("LO 2", "2", "B") is matched with the outcome's number; unnumbered
    outcomes are referred to by position from 1. A reference to no outcome is passed over.
    """
    labels = {
        _label(outcome.number) if outcome.number is not None else str(position): position - 1
        for position, outcome in enumerate(outcomes, 1)
    }
    return tuple(sorted({labels[key] for r in assessment.outcomes if (key := _label(r)) in labels}))


def _label(reference: str) -> str:
    plain = re.sub(r"^(?:[A-Za-z]*\s*(?:LO|outcome))\s*", "", reference.strip(), flags=re.IGNORECASE)
    return re.sub(r"[^a-z0-9.]+", "", (plain or reference).lower()).strip(".")
