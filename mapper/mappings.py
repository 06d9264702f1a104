"""Services for mappings: choosing the qualification and units, and keeping the machine's suggestions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now
from mapper.errors import InvalidError, NotFoundError
from mapper.queries.judged import judged_pairs
from mapper.suggestion_rows import EVIDENCE, Suggested, difference, facts_of
from mapper.values import Viewer

MADE = "mapping made"
LEARNT_THROUGH = "learnt_through"
"""The parameter of a run that holds the number of the newest decision it knew of, 0 for none."""
DELIVERY_LEARNT_THROUGH = "delivery_learnt_through"
"""The same of decisions on delivery."""
TOP = "top"
"""The parameter of a run that holds how many suggestions were wanted for each criterion."""
NO_MAKING = (LEARNT_THROUGH, DELIVERY_LEARNT_THROUGH, TOP)
"""Parameters that shape no score: what a run knew, and how many suggestions are kept."""


def create_mapping(
    session: Session,
    *,
    viewer: Viewer,
    programme_edition_id: int,
    qualification_id: int,
    unit_ids: Sequence[int],
    request_id: str = "",
) -> int:
    """The id of a new mapping, or of the one that the same person made by the same request before.

    Units are kept in the specification's order.

    Raises NotFoundError for what the viewer does not have, InvalidError where no unit is chosen or
    a unit is of another specification. The rules of combination are said beside the choice, not
    enforced here: a university may map more units than it needs.
    """
    edition = session.get(models.ProgrammeEdition, programme_edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such programme edition.", subject=str(programme_edition_id))
    qualification = session.get(models.Qualification, qualification_id)
    if qualification is None or qualification.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such qualification.", subject=str(qualification_id))
    if not unit_ids:
        raise InvalidError("No unit is chosen.", subject="units", remedy="Choose at least one unit.")
    units = session.exec(
        select(models.Unit)
        .where(
            col(models.Unit.id).in_(set(unit_ids)),
            models.Unit.edition_id == qualification.edition_id,
            models.Unit.institution_id == viewer.institution_id,
        )
        .order_by(col(models.Unit.position))
    ).all()
    if len(units) != len(set(unit_ids)):
        raise InvalidError(
            "A chosen unit is not in this edition of the specification.",
            subject="units",
            remedy="Choose units from the qualification's own specification.",
        )
    # The request is kept in the record of changes; one at a time, so that two clicks see each other.
    lock_row(session, models.Institution, viewer.institution_id)
    detail = {
        "programme_edition": programme_edition_id,
        "qualification": qualification.accreditation_number,
        "units": [unit.ref for unit in units],
        "request": request_id,
    }
    again = _made_before(session, viewer, programme_edition_id, qualification_id, detail)
    if again is not None:
        return again
    mapping = models.Mapping(
        institution_id=viewer.institution_id,
        programme_edition_id=programme_edition_id,
        qualification_id=qualification_id,
        created_at=now(),
        created_by=viewer.person_id,
    )
    session.add(mapping)
    session.flush()
    for position, unit in enumerate(units, 1):
        session.add(
            models.MappingUnit(
                institution_id=viewer.institution_id,
                mapping_id=mapping.id,
                unit_id=unit.id,
                position=position,
            )
        )
    session.flush()
    record_event(
        session,
        viewer=viewer,
        action=MADE,
        subject=f"mapping {mapping.id}",
        detail=detail,
        mapping_id=mapping.id,
    )
    return mapping.id


def _made_before(
    session: Session,
    viewer: Viewer,
    programme_edition_id: int,
    qualification_id: int,
    detail: dict[str, Any],
) -> int | None:
    """The mapping that the viewer's same request made already, None where it made none or has no id."""
    if not detail["request"]:
        return None
    made = session.exec(
        select(models.Mapping.id, models.AuditEvent.detail)
        .join(models.AuditEvent, col(models.AuditEvent.mapping_id) == col(models.Mapping.id))
        .where(
            models.Mapping.programme_edition_id == programme_edition_id,
            models.Mapping.qualification_id == qualification_id,
            models.Mapping.created_by == viewer.person_id,
            models.AuditEvent.action == MADE,
        )
    ).all()
    return next((mapping_id for mapping_id, said in made if said == detail), None)


def own_mapping(session: Session, *, viewer: Viewer, mapping_id: int) -> models.Mapping:
    """The viewer's mapping; NotFoundError for another institution's, as for one that is not there."""
    mapping = session.get(models.Mapping, mapping_id)
    if mapping is None or mapping.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such mapping.", subject=f"mapping {mapping_id}")
    return mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSuggestion(Suggested):
    """A suggestion of what evidences a criterion, to keep."""

    criterion_id: int


def replace_suggestions(
    session: Session,
    *,
    viewer: Viewer,
    mapping_id: int,
    engine: str,
    engine_version: str,
    parameters: dict[str, Any],
    suggestions: Sequence[NewSuggestion],
    is_asked_for: bool = True,
) -> int:
    """The id of the run. Suggestions on which a decision stands stay as they were judged.

    So do those that somebody decided on, or withdrew a decision on, after what the run knew of. Of the
    others only what differs is written; what is suggested as before stays with the run that first said so.
    A run that nobody asked for and that changes nothing leaves no trace but this: the run before it, whose
    id is given, is noted to know what this one knew.
    """
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    lock_row(session, models.Mapping, mapping_id)
    before = session.exec(
        select(models.SuggestionRun)
        .where(models.SuggestionRun.mapping_id == mapping_id)
        .order_by(col(models.SuggestionRun.id).desc())
        .limit(1)
    ).first()
    run = models.SuggestionRun(
        institution_id=viewer.institution_id,
        mapping_id=mapping_id,
        engine=engine,
        engine_version=engine_version,
        parameters=parameters,
        made_at=now(),
    )
    is_other_making = before is None or making_of(before) != making_of(run)
    changes = difference(
        session,
        EVIDENCE,
        mapping_id=mapping_id,
        wanted={(new.criterion_id, new.statement_id): facts_of(new) for new in suggestions},
        judged=judged_pairs(session, mapping_id=mapping_id, after=parameters.get(LEARNT_THROUGH)),
        is_other_making=is_other_making,
    )
    if before is not None and not (is_asked_for or is_other_making or changes.count):
        before.parameters = parameters
        session.flush()
        return before.id
    session.add(run)
    session.flush()
    changes.write(session, institution_id=viewer.institution_id, mapping_id=mapping_id, run_id=run.id)
    record_event(
        session,
        viewer=viewer,
        action="suggestions made",
        subject=f"suggestion run {run.id}",
        detail={
            "engine": engine,
            "version": engine_version,
            "count": len(suggestions),
            "changed": changes.count,
        },
        mapping_id=mapping_id,
    )
    return run.id


def making_of(run: models.SuggestionRun) -> tuple[str, str, dict[str, Any]]:
    """Engine, version and parameters: what shapes the scores of a run, whatever it knew of decisions."""
    # As it would be read again from the store, which knows lists and no tuples.
    shaping = {name: value for name, value in run.parameters.items() if name not in NO_MAKING}
    return run.engine, run.engine_version, json.loads(json.dumps(shaping))
