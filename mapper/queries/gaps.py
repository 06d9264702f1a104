"""What is recorded of a mapping's gaps, and what their verdicts are made from."""

from __future__ import annotations

from sqlmodel import Session, col, func, select

from mapper import models
from mapper.errors import NotFoundError
from mapper.models.gaps import GapAct
from mapper.queries.grouping import grouped
from mapper.queries.mapping import load_mapping
from mapper.queries.people import ERASED, names_of
from mapper.queries.structure import entered_structure
from mapper.standing.entered import WHOLE_PROGRAMME
from mapper.standing.gaps import EntryRow, Ground, LoadedGaps
from mapper.values import Viewer


def load_gaps(
    session: Session, *, viewer: Viewer, mapping_id: int, award: str = WHOLE_PROGRAMME
) -> LoadedGaps:
    """All that the gaps of the viewer's mapping on the way to an award are made from, in one state.

    Raises NotFoundError where they have no such mapping, or its programme no such exit award.
    """
    mapping = load_mapping(session, viewer=viewer, mapping_id=mapping_id)
    edition_id = mapping.programme_edition_id
    entered = entered_structure(session, viewer=viewer, edition_id=edition_id, modules=mapping.modules)
    tree = entered.tree(award)
    if tree is None:
        raise NotFoundError("There is no such exit award.", subject=award[:40])
    version = session.exec(
        select(func.max(models.EnteredStructure.number)).where(
            models.EnteredStructure.edition_id == edition_id
        )
    ).one()
    records = _records(session, mapping_id=mapping_id, award=award)
    return LoadedGaps(mapping, entered, tree, version or 0, records)


def _records(session: Session, *, mapping_id: int, award: str) -> dict[int, tuple[EntryRow, ...]]:
    """All entries by criterion, oldest first; a chain only grows at its end, so that ids are its order."""
    rows = session.exec(
        select(models.GapEntry)
        .where(models.GapEntry.mapping_id == mapping_id, models.GapEntry.award == award)
        .order_by(col(models.GapEntry.id))
    ).all()
    people = {p for row in rows for p in (row.person_id, row.accepted_by) if p}
    names = names_of(session, person_ids=people)
    found = grouped((row.criterion_id, _entry(row, names)) for row in rows)
    return {criterion_id: tuple(entries) for criterion_id, entries in found.items()}


def _entry(row: models.GapEntry, names: dict[str, str]) -> EntryRow:
    return EntryRow(
        id=row.id,
        criterion_id=row.criterion_id,
        act=row.act,
        way=row.way,
        assigned_to=row.assigned_to,
        due_on=row.due_on,
        note=row.note,
        closing=row.closing,
        reason=row.reason,
        accepted_by=names.get(row.accepted_by, ERASED) if row.accepted_by else "",
        by=names.get(row.person_id, ERASED),
        at=row.recorded_at,
        ground=Ground.from_json(row.rested_on) if row.act is GapAct.CLOSE else None,
        batch_id=row.batch_id,
    )
