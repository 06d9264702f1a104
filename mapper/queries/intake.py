"""What a university has sent of what ILM asks for, and what is still missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from mapper import models
from mapper.errors import NotFoundError
from mapper.intake.appendix import (
    Asked,
    ReadFromFile,
    SuggestedLabel,
    Travelled,
    still_to_ask,
    suggest_labels,
)
from mapper.models import ProgrammeDraftState, RowKind
from mapper.queries.people import ERASED, names_of
from mapper.values import Origin, Size, StatementKind, Viewer

COUNTED = {
    StatementKind.OUTCOME: "outcomes",
    StatementKind.ASSESSMENT: "assessments",
    StatementKind.CONTENT: "content",
}


@dataclass(frozen=True, slots=True)
class StandingLabel:
    """What a person last said a file is; nothing in `asked` says that it is none of the four."""

    number: int
    asked: tuple[Asked, ...]
    received_on: date
    travelled: Travelled | None
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IntakeFileRow:
    """A file of the programme: imported, or named by a person. Suggestions are not received things."""

    name: str
    document_id: int | None
    file_id: int | None
    imported_at: datetime | None
    label: StandingLabel | None
    suggested: tuple[SuggestedLabel, ...]


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A document that so far stands only in an open draft of the programme."""

    name: str
    draft_id: int


@dataclass(frozen=True, slots=True)
class WishRow:
    """The level and size wanted, as last recorded."""

    number: int
    level: str | None
    size: Size | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Intake:
    """A programme's intake; `edition_id` is its newest edition, `waiting` are files not accepted yet."""

    programme_id: int
    title: str
    edition_id: int
    is_sample: bool
    files: tuple[IntakeFileRow, ...]
    wish: WishRow | None
    waiting: tuple[WaitingFile, ...] = ()

    def files_of(self, asked: Asked) -> tuple[IntakeFileRow, ...]:
        """The files that a person says are this, by the day on which they were received."""
        found = [f for f in self.files if f.label and asked in f.label.asked]
        return tuple(sorted(found, key=lambda f: f.label.received_on if f.label else date.max))

    @property
    def received(self) -> tuple[Asked, ...]:
        """What a person says was received, in ILM's order."""
        return tuple(asked for asked in Asked if self.files_of(asked))

    @property
    def still_to_ask(self) -> tuple[str, ...]:
        """What is still to be asked for, level and size wanted last."""
        wish = self.wish
        return still_to_ask(
            self.received, level=wish.level if wish else None, size=wish.size if wish else None
        )


def read_intake(session: Session, *, viewer: Viewer, programme_id: int) -> Intake:
    """The intake of the viewer's programme; NotFoundError where they have no such one."""
    editions = session.exec(
        select(models.ProgrammeEdition)
        .where(
            models.ProgrammeEdition.programme_id == programme_id,
            models.ProgrammeEdition.institution_id == viewer.institution_id,
        )
        .order_by(col(models.ProgrammeEdition.number).desc())
    ).all()
    if not editions:
        raise NotFoundError("There is no such programme.", subject=f"programme {programme_id}")
    labels = _labels(session, programme_id)
    wish = session.exec(
        select(models.IntakeWish)
        .where(models.IntakeWish.programme_id == programme_id)
        .order_by(col(models.IntakeWish.number).desc())
    ).first()
    people = {label.labelled_by for label in labels.values()} | ({wish.recorded_by} if wish else set())
    names = names_of(session, person_ids=people)
    newest = editions[0]
    files = _files(session, programme_id, [e.id for e in editions], labels, names)
    return Intake(
        programme_id=programme_id,
        title=newest.title,
        edition_id=newest.id,
        is_sample=newest.is_sample,
        files=files,
        wish=_wish(wish, names),
        waiting=_waiting(session, programme_id, [f.document_id for f in files if f.document_id is not None]),
    )


def _waiting(session: Session, programme_id: int, imported: Collection[int]) -> tuple[WaitingFile, ...]:
    """Documents of open drafts that no edition has, by draft."""
    document, draft = models.SourceDocument, models.ProgrammeDraft
    part = models.ProgrammeDraftDocument
    rows = session.exec(
        select(document.name, draft.id)
        .join(part, col(part.source_document_id) == col(document.id))
        .join(draft, col(draft.id) == col(part.draft_id))
        .where(
            draft.programme_id == programme_id,
            draft.state == ProgrammeDraftState.OPEN,
            col(document.id).not_in(imported),
        )
        .order_by(col(draft.id), col(part.position))
    ).all()
    return tuple(WaitingFile(name, draft_id) for name, draft_id in rows)


def _wish(row: models.IntakeWish | None, names: Mapping[str, str]) -> WishRow | None:
    if row is None:
        return None
    return WishRow(row.number, row.level, row.size, names.get(row.recorded_by, ERASED), row.recorded_at)


def _labels(session: Session, programme_id: int) -> dict[int, models.IntakeLabelling]:
    """The last labelling of each file, by the file's id."""
    rows = session.exec(
        select(models.IntakeLabelling)
        .join(models.IntakeFile, col(models.IntakeFile.id) == col(models.IntakeLabelling.intake_file_id))
        .where(models.IntakeFile.programme_id == programme_id)
        .order_by(col(models.IntakeLabelling.number))
    )
    return {row.intake_file_id: row for row in rows}


def _files(
    session: Session,
    programme_id: int,
    edition_ids: Sequence[int],
    labels: Mapping[int, models.IntakeLabelling],
    names: Mapping[str, str],
) -> tuple[IntakeFileRow, ...]:
    """Imported documents in the order of their import, then the files that a person named."""
    document = models.SourceDocument
    imported = session.exec(
        select(document.id, document.name, document.imported_at)
        .join(
            models.ProgrammeDocument,
            col(models.ProgrammeDocument.source_document_id) == col(document.id),
        )
        .where(col(models.ProgrammeDocument.edition_id).in_(edition_ids))
        .distinct()
        .order_by(col(document.id))
    ).all()
    known = session.exec(
        select(models.IntakeFile)
        .where(models.IntakeFile.programme_id == programme_id)
        .order_by(col(models.IntakeFile.id))
    ).all()
    of_document = {file.source_document_id: file for file in known}
    read = _read_from(session, edition_ids)
    rows = []
    for document_id, name, imported_at in imported:
        file = of_document.get(document_id)
        label = _standing(labels.get(file.id), names) if file else None
        suggested = suggest_labels(read.get(document_id, ReadFromFile()))
        rows.append(
            IntakeFileRow(name, document_id, file.id if file else None, imported_at, label, suggested)
        )
    rows += [
        IntakeFileRow(file.name, None, file.id, None, _standing(labels.get(file.id), names), ())
        for file in known
        if file.source_document_id is None
    ]
    return tuple(rows)


def _standing(row: models.IntakeLabelling | None, names: Mapping[str, str]) -> StandingLabel | None:
    if row is None:
        return None
    return StandingLabel(
        number=row.number,
        asked=tuple(Asked(value) for value in row.asked),
        received_on=row.received_on,
        travelled=row.travelled,
        note=row.note,
        by=names.get(row.labelled_by, ERASED),
        at=row.labelled_at,
    )


def _read_from(session: Session, edition_ids: Collection[int]) -> dict[int, ReadFromFile]:
    """What was read from each document, in the newest edition that it is part of."""
    origin, module = models.FieldOrigin, models.Module
    was_read = col(origin.origin) == Origin.READ
    statements = session.exec(
        select(
            origin.source_document_id,
            module.edition_id,
            models.Statement.kind,
            func.count(col(models.Statement.id).distinct()),
        )
        .join(models.Statement, col(models.Statement.id) == col(origin.row_id))
        .join(module, col(module.id) == col(models.Statement.module_id))
        .where(origin.row_kind == RowKind.STATEMENT, was_read, col(module.edition_id).in_(edition_ids))
        .group_by(col(origin.source_document_id), col(module.edition_id), col(models.Statement.kind))
    ).all()
    planned = session.exec(
        select(origin.source_document_id, module.edition_id, func.count(col(module.id).distinct()))
        .join(module, col(module.id) == col(origin.row_id))
        .where(
            origin.row_kind == RowKind.MODULE,
            was_read,
            col(origin.field).in_(("year", "option_group")),
            col(module.edition_id).in_(edition_ids),
        )
        .group_by(col(origin.source_document_id), col(module.edition_id))
    ).all()
    facts = session.exec(
        select(origin.source_document_id, origin.row_id, func.count(col(origin.field).distinct()))
        .where(origin.row_kind == RowKind.PROGRAMME_EDITION, was_read, col(origin.row_id).in_(edition_ids))
        .group_by(col(origin.source_document_id), col(origin.row_id))
    ).all()
    counts = [(d, edition, COUNTED[StatementKind(kind)], count) for d, edition, kind, count in statements]
    counts += [(d, edition, "planned", count) for d, edition, count in planned]
    counts += [(d, edition, "facts", count) for d, edition, count in facts]
    return _newest(counts)


def _newest(counts: Sequence[tuple[int | None, int, str, int]]) -> dict[int, ReadFromFile]:
    found: dict[int, tuple[int, ReadFromFile]] = {}
    for document_id, edition_id, what, count in sorted(counts, key=lambda c: -c[1]):
        if document_id is None:
            continue
        newest, read = found.setdefault(document_id, (edition_id, ReadFromFile()))
        if newest == edition_id:
            found[document_id] = (newest, replace(read, **{what: count}))
    return {document_id: read for document_id, (_, read) in found.items()}
