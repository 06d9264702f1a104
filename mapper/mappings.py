"""Services for mappings: choosing the qualification and units, and keeping the machine's suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, delete, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now
from mapper.errors import InvalidError, NotFoundError
from mapper.values import Viewer

MADE = "mapping made"


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


@dataclass(frozen=True, slots=True)
class NewSuggestion:
    """A suggestion to keep; `rank` from 1 within its criterion, `parts` add up to `score`."""

    criterion_id: int
    statement_id: int
    rank: int
    score: float
    band: str
    parts: dict[str, float]
    shared_terms: tuple[str, ...]


def replace_suggestions(
    session: Session,
    *,
    viewer: Viewer,
    mapping_id: int,
    engine: str,
    engine_version: str,
    parameters: dict[str, Any],
    suggestions: Sequence[NewSuggestion],
) -> int:
    """The id of the run. Suggestions that somebody decided on stay as they were judged.

    A statement that was suggested, decided on and is suggested again keeps its first suggestion.
    """
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    lock_row(session, models.Mapping, mapping_id)
    run = models.SuggestionRun(
        institution_id=viewer.institution_id,
        mapping_id=mapping_id,
        engine=engine,
        engine_version=engine_version,
        parameters=parameters,
        made_at=now(),
    )
    session.add(run)
    session.flush()
    decided = (
        select(models.Subject.id)
        .where(
            models.Subject.mapping_id == models.Suggestion.mapping_id,
            models.Subject.criterion_id == models.Suggestion.criterion_id,
            models.Subject.statement_id == models.Suggestion.statement_id,
        )
        .exists()
    )
    session.exec(delete(models.Suggestion).where(col(models.Suggestion.mapping_id) == mapping_id, ~decided))
    kept = set(
        session.exec(
            select(models.Suggestion.criterion_id, models.Suggestion.statement_id).where(
                models.Suggestion.mapping_id == mapping_id
            )
        ).all()
    )
    session.add_all(
        models.Suggestion(
            institution_id=viewer.institution_id,
            run_id=run.id,
            mapping_id=mapping_id,
            criterion_id=new.criterion_id,
            statement_id=new.statement_id,
            rank=new.rank,
            score=new.score,
            band=new.band,
            parts=new.parts,
            shared_terms=list(new.shared_terms),
        )
        for new in suggestions
        if (new.criterion_id, new.statement_id) not in kept
    )
    record_event(
        session,
        viewer=viewer,
        action="suggestions made",
        subject=f"suggestion run {run.id}",
        detail={"engine": engine, "version": engine_version, "count": len(suggestions)},
        mapping_id=mapping_id,
    )
    return run.id
