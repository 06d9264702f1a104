"""Services that record what a university has sent of what ILM asks for; nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now, today
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.intake.appendix import Asked, Travelled
from mapper.reviews import check_request
from mapper.values import Size, Viewer

LONGEST_NAME = 300
LONGEST_NOTE = 1_000
LONGEST_LEVEL = 60


@dataclass(frozen=True, slots=True)
class Labelling:
    """What somebody says a file of a programme is.

    The file is an imported document (`document_id`), one that was named before (`file_id`), or a
    new one by its `name`. `seen` is the number of the labelling that the person saw, 0 for none;
    `request_id` is unique per intent, so that the same request sent twice is kept once.
    """

    programme_id: int
    asked: tuple[Asked, ...]
    received_on: date
    request_id: str
    document_id: int | None = None
    file_id: int | None = None
    name: str = ""
    travelled: Travelled | None = None
    note: str = ""
    seen: int = 0


Kept = TypeVar("Kept", models.IntakeLabelling, models.IntakeWish)


def label_file(session: Session, *, viewer: Viewer, labelling: Labelling) -> int:
    """The id of the recorded labelling; of the one recorded before where this request came already.

    Raises NotFoundError for another's programme or file, InvalidError for what cannot be recorded,
    ConflictError where somebody labelled the file meanwhile.
    """
    check_request(labelling.request_id)
    _lock_programme(session, viewer, labelling.programme_id)
    if again := _same_request(session, viewer, models.IntakeLabelling, labelling.request_id):
        return again.id
    _check(labelling)
    file = _file(session, viewer, labelling)
    last = session.exec(
        select(func.max(models.IntakeLabelling.number)).where(
            models.IntakeLabelling.intake_file_id == file.id
        )
    ).one()
    _refuse_when_moved_on(last or 0, labelling.seen, what=file.name)
    row = models.IntakeLabelling(
        institution_id=viewer.institution_id,
        intake_file_id=file.id,
        number=(last or 0) + 1,
        asked=[asked.value for asked in Asked if asked in labelling.asked],
        received_on=labelling.received_on,
        travelled=labelling.travelled,
        note=labelling.note.strip(),
        labelled_at=now(),
        labelled_by=viewer.person_id,
        request_id=labelling.request_id,
    )
    _keep(session, row)
    record_event(
        session,
        viewer=viewer,
        action="intake file labelled",
        subject=f"programme {labelling.programme_id}",
        detail={"file": file.name, "asked": row.asked, "received": labelling.received_on.isoformat()},
    )
    return row.id


def record_wish(
    session: Session,
    *,
    viewer: Viewer,
    programme_id: int,
    level: str,
    size: Size | None,
    request_id: str,
    seen: int,
) -> int:
    """The id of the recorded wish; of the one recorded before where this request came already.

    An empty level or no size says that it is not known. `seen` is the number of the wish that the
    person saw, 0 for none. Raises NotFoundError, InvalidError and ConflictError as `label_file`.
    """
    check_request(request_id)
    _lock_programme(session, viewer, programme_id)
    if again := _same_request(session, viewer, models.IntakeWish, request_id):
        return again.id
    _refuse_long(level, LONGEST_LEVEL, "level")
    last = session.exec(
        select(func.max(models.IntakeWish.number)).where(models.IntakeWish.programme_id == programme_id)
    ).one()
    _refuse_when_moved_on(last or 0, seen, what="The level and length wanted")
    row = models.IntakeWish(
        institution_id=viewer.institution_id,
        programme_id=programme_id,
        number=(last or 0) + 1,
        level=level.strip() or None,
        size=size,
        recorded_at=now(),
        recorded_by=viewer.person_id,
        request_id=request_id,
    )
    _keep(session, row)
    record_event(
        session,
        viewer=viewer,
        action="intake wish recorded",
        subject=f"programme {programme_id}",
        detail={"level": row.level, "size": size.value if size else None},
    )
    return row.id


def _lock_programme(session: Session, viewer: Viewer, programme_id: int) -> None:
    programme = session.get(models.Programme, programme_id)
    if programme is None or programme.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such programme.", subject=f"programme {programme_id}")
    lock_row(session, models.Programme, programme_id)


def _same_request(session: Session, viewer: Viewer, table: type[Kept], request_id: str) -> Kept | None:
    return session.exec(
        select(table).where(
            col(table.request_id) == request_id, col(table.institution_id) == viewer.institution_id
        )
    ).first()


def _check(labelling: Labelling) -> None:
    _refuse_long(labelling.note, LONGEST_NOTE, "note")
    if labelling.received_on > today():
        raise InvalidError(
            "The day on which it was received lies in the future.",
            subject="received_on",
            remedy="Enter the day on which the file reached you.",
        )


def _refuse_long(text: str, longest: int, field: str) -> None:
    if len(text) > longest:
        raise InvalidError(
            f"The {field} has {len(text):,} characters.", subject=field, remedy=f"Give at most {longest:,}."
        )


def _refuse_when_moved_on(last: int, seen: int, *, what: str) -> None:
    if last != seen:
        raise ConflictError(
            "Somebody recorded something else after you opened this page.",
            subject=what,
            remedy="Nothing was overwritten: look at it, then record it again.",
        )


def _file(session: Session, viewer: Viewer, labelling: Labelling) -> models.IntakeFile:
    """The file that is labelled, added where it is labelled for the first time."""
    if labelling.file_id is not None:
        known = session.get(models.IntakeFile, labelling.file_id)
        if known is None or known.programme_id != labelling.programme_id:
            raise NotFoundError("The programme has no such file.", subject=f"file {labelling.file_id}")
        return known
    if labelling.document_id is not None:
        return _file_of_document(session, viewer, labelling.programme_id, labelling.document_id)
    name = labelling.name.strip()
    if not name:
        raise InvalidError("The file has no name.", subject="name", remedy="Enter the name of the file.")
    _refuse_long(name, LONGEST_NAME, "name")
    if not labelling.asked:
        raise InvalidError(
            "It is not said what the file is.", subject="asked", remedy="Tick at least one of the four."
        )
    return _add_file(session, viewer, labelling.programme_id, name, None)


def _file_of_document(
    session: Session, viewer: Viewer, programme_id: int, document_id: int
) -> models.IntakeFile:
    known = session.exec(
        select(models.IntakeFile).where(
            models.IntakeFile.programme_id == programme_id,
            models.IntakeFile.source_document_id == document_id,
        )
    ).first()
    if known:
        return known
    name = session.exec(
        select(models.SourceDocument.name)
        .join(
            models.ProgrammeDocument,
            col(models.ProgrammeDocument.source_document_id) == col(models.SourceDocument.id),
        )
        .join(
            models.ProgrammeEdition,
            col(models.ProgrammeEdition.id) == col(models.ProgrammeDocument.edition_id),
        )
        .where(models.ProgrammeEdition.programme_id == programme_id, models.SourceDocument.id == document_id)
    ).first()
    if name is None:
        raise NotFoundError("The programme has no such document.", subject=f"document {document_id}")
    return _add_file(session, viewer, programme_id, name, document_id)


def _add_file(
    session: Session, viewer: Viewer, programme_id: int, name: str, document_id: int | None
) -> models.IntakeFile:
    file = models.IntakeFile(
        institution_id=viewer.institution_id,
        programme_id=programme_id,
        source_document_id=document_id,
        name=name,
    )
    session.add(file)
    session.flush()
    return file


def _keep(session: Session, row: models.IntakeLabelling | models.IntakeWish) -> None:
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError(
            "This request was used for something else.", subject="request", remedy="Load the page anew."
        ) from error
