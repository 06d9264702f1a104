"""The long work of the app: read and match outside, then write in one short unit of work.

The command line runs these directly, the worker as jobs. `settle` is called inside the writing
unit of work with what was made, so that a job's state is written together with its result.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mapper.db import Engine, Session, unit_of_work
from mapper.draft_wording import add_wording
from mapper.errors import ConflictError, InvalidError, UnreadableError
from mapper.intake.files import AskPassword, HandedIn, ReadFiles, read_handed_in
from mapper.intake.limits import SAMPLE_MARK, Limits
from mapper.intake.readings import ProgrammeReading, SpecificationReading
from mapper.programme_changes import set_fields
from mapper.programme_drafts import accept_programme, make_programme_draft
from mapper.programme_review.parts import PROGRAMME_KEY
from mapper.queries.programme_drafts import own_programme_draft
from mapper.specification_drafts import make_draft
from mapper.specifications import import_specification
from mapper.values import Finding, Viewer

Settle = Callable[[Session, dict[str, Any]], None]
Progress = Callable[[int, int], None]
TellFault = Callable[[int, str], None]


def unsettled(_session: Session, _result: dict[str, Any]) -> None:
    """For work that no job waits for."""


def unseen(_done: int, _total: int) -> None:
    """For work that nobody watches."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where work is done: the store, for whom, within which limits.

    `shelf_folder` is where vectors of texts are kept for next time; None keeps them nowhere.
    """

    engine: Engine
    viewer: Viewer
    limits: Limits
    shelf_folder: Path | None = None


def keep_specification(
    desk: Desk, *, files: Sequence[HandedIn], ask: AskPassword | None = None
) -> tuple[int, SpecificationReading]:
    """The new edition's id and what was read; raises MapperError where nothing could be kept.

    `ask` is asked for the password of a locked archive.
    """
    read, reading_ = _read_specification(files, desk.limits, ask=ask)
    with unit_of_work(desk.engine) as session:
        edition_id = import_specification(
            session,
            viewer=desk.viewer,
            reading=reading_,
            document=read.documents[0],
            handed_in=read.handed_in[0],
            is_sample=read.is_sample,
        )
    return edition_id, reading_


def keep_draft(
    desk: Desk,
    *,
    files: Sequence[HandedIn],
    passed_over: Sequence[Finding] = (),
    settle: Settle = unsettled,
    progress: Progress = unseen,
) -> int:
    """The id of the new draft; raises MapperError where nothing could be kept.

    `passed_over` are findings on what of an archive was not even tried.
    """
    read, reading_ = _read_specification(files, desk.limits, progress)
    reading_ = replace(reading_, findings=(*passed_over, *reading_.findings))
    with unit_of_work(desk.engine) as session:
        draft_id = make_draft(
            session,
            viewer=desk.viewer,
            reading=reading_,
            document=read.documents[0],
            handed_in=read.handed_in[0],
            is_sample=read.is_sample,
        )
        settle(session, {"specification_draft": draft_id})
    return draft_id


def _read_specification(
    files: Sequence[HandedIn], limits: Limits, progress: Progress = unseen, ask: AskPassword | None = None
) -> tuple[ReadFiles, SpecificationReading]:
    from mapper.intake.specification import extract_specification

    if len(files) != 1:
        raise InvalidError(
            "A specification is one document.", subject="file", remedy="Hand in one file at a time."
        )
    read = read_handed_in(files, limits=limits, ask=ask)
    progress(1, 2)
    reading_ = extract_specification(read.the_specification(subject=files[0].name))
    return read, replace(reading_, findings=(*read.findings, *reading_.findings))


def keep_wording(
    desk: Desk,
    *,
    draft_id: int,
    files: Sequence[HandedIn],
    passed_over: Sequence[Finding] = (),
    settle: Settle = unsettled,
    progress: Progress = unseen,
) -> None:
    """Offers the units of the files to a draft; raises MapperError where nothing could be kept.

    `passed_over` are findings on what of an archive was not even tried.
    """
    from mapper.intake.wording import extract_wording

    read = _read_one_by_one(files, desk.limits, progress)
    if read.findings:
        # Offered to a person at once, a file that cannot be read is sooner mended than noted.
        raise UnreadableError(" ".join(f"{f.subject}: {f.message} {f.remedy}" for f in read.findings))
    offered = [extract_wording(document) for document in read.documents]
    with unit_of_work(desk.engine) as session:
        for wording, document, handed_in in zip(offered, read.documents, read.handed_in, strict=True):
            try:
                add_wording(
                    session,
                    viewer=desk.viewer,
                    draft_id=draft_id,
                    reading=wording,
                    document=document,
                    handed_in=handed_in,
                    is_sample=any(SAMPLE_MARK in p.text for p in document.paragraphs()),
                    passed_over=passed_over,
                )
            except ConflictError as error:
                # Of a job, a conflict says that another run has it; this one says that there is no use.
                raise InvalidError(error.message, subject=error.subject, remedy=error.remedy) from error
        settle(session, {"specification_draft": draft_id})


def keep_programme(
    desk: Desk,
    *,
    files: Sequence[HandedIn],
    title: str = "",
    programme_id: int | None = None,
    ask: AskPassword | None = None,
) -> tuple[int, ProgrammeReading]:
    """The new edition's id and what was read, accepted at once; MapperError where nothing could be kept.

    For a person who asks for it by name: the draft is made and accepted in one unit of work. A
    person's `title` stands in where the documents name no programme, and only there; `ask` is asked
    for the passwords of locked archives.
    """
    read, programme = _read_programme(files, desk.limits, ask=ask)
    with unit_of_work(desk.engine) as session:
        draft_id = _draft_programme(session, desk, read, programme, title=title, programme_id=programme_id)
        edition_id = accept_programme(
            session,
            viewer=desk.viewer,
            draft_id=draft_id,
            request_id=uuid.uuid4().hex,
            seen=own_programme_draft(session, viewer=desk.viewer, draft_id=draft_id).version,
            needs_title=False,
        )
    return edition_id, replace(programme, title=programme.title or title.strip()[:300] or None)


def keep_programme_draft(
    desk: Desk,
    *,
    files: Sequence[HandedIn],
    title: str = "",
    programme_id: int | None = None,
    passed_over: Sequence[Finding] = (),
    settle: Settle = unsettled,
    progress: Progress = unseen,
    tell_fault: TellFault | None = None,
) -> int:
    """The id of the new draft of a programme; raises MapperError where nothing could be kept.

    `passed_over` are findings on files that were not even tried.
    """
    read, programme = _read_programme(files, desk.limits, progress, tell_fault)
    programme = replace(programme, findings=(*passed_over, *programme.findings))
    with unit_of_work(desk.engine) as session:
        draft_id = _draft_programme(session, desk, read, programme, title=title, programme_id=programme_id)
        settle(session, {"programme_draft": draft_id})
    return draft_id


def _read_programme(
    files: Sequence[HandedIn],
    limits: Limits,
    progress: Progress = unseen,
    tell_fault: TellFault | None = None,
    ask: AskPassword | None = None,
) -> tuple[ReadFiles, ProgrammeReading]:
    from mapper.intake.programme import extract_programme

    read = _read_one_by_one(files, limits, progress, tell_fault, ask)
    programme = extract_programme(read.documents)
    return read, replace(programme, findings=(*read.findings, *programme.findings))


def _draft_programme(
    session: Session,
    desk: Desk,
    read: ReadFiles,
    programme: ProgrammeReading,
    *,
    title: str,
    programme_id: int | None,
) -> int:
    draft_id = make_programme_draft(
        session,
        viewer=desk.viewer,
        reading=programme,
        documents=read.documents,
        handed_in=read.handed_in,
        is_sample=read.is_sample,
        programme_id=programme_id,
    )
    if title.strip() and not programme.title:
        typed = {"title": title.strip()[:300]}
        set_fields(session, viewer=desk.viewer, draft_id=draft_id, target=PROGRAMME_KEY, typed=typed, seen=0)
    return draft_id


def _read_one_by_one(
    files: Sequence[HandedIn],
    limits: Limits,
    progress: Progress,
    tell_fault: TellFault | None = None,
    ask: AskPassword | None = None,
) -> ReadFiles:
    total = len(files) + 1
    progress(0, total)
    return read_handed_in(
        files, limits=limits, after_each=lambda done: progress(done, total), tell_fault=tell_fault, ask=ask
    )
