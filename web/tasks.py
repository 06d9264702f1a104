"""The long work of the app: read and match outside, then write in one short unit of work.

The command line runs these directly, the worker as jobs. `settle` is called inside the writing
unit of work with what was made, so that a job's state is written together with its result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mapper.db import Engine, Session, reading, unit_of_work
from mapper.draft_wording import add_wording
from mapper.errors import ConflictError, InvalidError, UnreadableError
from mapper.intake.files import HandedIn, ReadFiles, read_handed_in
from mapper.intake.limits import SAMPLE_MARK, Limits
from mapper.intake.readings import ProgrammeReading, SpecificationReading
from mapper.mappings import NewSuggestion, replace_suggestions
from mapper.programmes import import_programme
from mapper.queries.mapping import load_mapping
from mapper.specification_drafts import make_draft
from mapper.specifications import import_specification
from mapper.suggesting import offers_of, questions_of
from mapper.values import FieldSource, Locator, Origin, Viewer

if TYPE_CHECKING:
    from matching.values import Result

Settle = Callable[[Session, dict[str, Any]], None]
Progress = Callable[[int, int], None]


def unsettled(_session: Session, _result: dict[str, Any]) -> None:
    """For work that no job waits for."""


def unseen(_done: int, _total: int) -> None:
    """For work that nobody watches."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where work is done: the store, for whom, within which limits."""

    engine: Engine
    viewer: Viewer
    limits: Limits


def keep_specification(
    desk: Desk, *, files: Sequence[HandedIn], settle: Settle = unsettled, progress: Progress = unseen
) -> tuple[int, SpecificationReading]:
    """The new edition's id and what was read; raises MapperError where nothing could be kept."""
    from mapper.intake.specification import extract_specification

    if len(files) != 1:
        raise InvalidError(
            "A specification is one document.", subject="file", remedy="Hand in one file at a time."
        )
    read = read_handed_in(files, limits=desk.limits)
    progress(1, 2)
    reading_ = extract_specification(read.documents[0])
    with unit_of_work(desk.engine) as session:
        edition_id = import_specification(
            session,
            viewer=desk.viewer,
            reading=reading_,
            document=read.documents[0],
            handed_in=read.handed_in[0],
            is_sample=read.is_sample,
        )
        settle(session, {"specification_edition": edition_id})
    return edition_id, reading_


def keep_draft(
    desk: Desk, *, files: Sequence[HandedIn], settle: Settle = unsettled, progress: Progress = unseen
) -> int:
    """The id of the new draft; raises MapperError where nothing could be kept."""
    from mapper.intake.specification import extract_specification

    read = read_handed_in(files, limits=desk.limits)
    progress(1, 2)
    reading_ = extract_specification(read.documents[0])
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


def keep_wording(
    desk: Desk,
    *,
    draft_id: int,
    files: Sequence[HandedIn],
    settle: Settle = unsettled,
    progress: Progress = unseen,
) -> None:
    """Offers the units of the files to a draft; raises MapperError where nothing could be kept."""
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
    settle: Settle = unsettled,
    progress: Progress = unseen,
) -> tuple[int, ProgrammeReading]:
    """The new edition's id and what was read; raises MapperError where nothing could be kept.

    A person's `title` stands in where the documents name no programme, and only there.
    """
    from mapper.intake.programme import extract_programme

    read = _read_one_by_one(files, desk.limits, progress)
    programme = extract_programme(read.documents)
    programme = replace(programme, findings=(*read.findings, *programme.findings))
    if title.strip() and programme.title is None:
        said = FieldSource(Origin.PERSON, Locator())
        programme = replace(
            programme, title=title.strip()[:300], sources={**programme.sources, "title": said}
        )
    with unit_of_work(desk.engine) as session:
        edition_id = import_programme(
            session,
            viewer=desk.viewer,
            reading=programme,
            documents=read.documents,
            handed_in=read.handed_in,
            is_sample=read.is_sample,
            programme_id=programme_id,
        )
        settle(session, {"programme_edition": edition_id})
    return edition_id, programme


def _read_one_by_one(files: Sequence[HandedIn], limits: Limits, progress: Progress) -> ReadFiles:
    total = len(files) + 1
    progress(0, total)
    return read_handed_in(files, limits=limits, after_each=lambda done: progress(done, total))


def keep_suggestions(
    desk: Desk,
    *,
    mapping_id: int,
    top: int,
    engine: str = "lexical",
    settle: Settle = unsettled,
    progress: Progress = unseen,
) -> int:
    """The number of suggestions made; those that somebody decided on stay as they were judged."""
    from matching.explain import band
    from matching.suggest import ENGINE_VERSION, PARAMETERS, suggest
    from matching.values import Criterion, Evidence

    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
    results = suggest(
        criteria=[Criterion(str(q.criterion_id), q.text, q.context) for q in questions_of(mapping)],
        evidence=[
            Evidence(str(o.statement_id), o.text, o.context, tuple(map(str, o.tests)))
            for o in offers_of(mapping)
        ],
        top=top + 1,  # one more than is kept, for the last one's lead over the next
        engine=engine,
        progress=progress,
    )
    suggestions = [
        NewSuggestion(
            criterion_id=int(result.criterion),
            statement_id=int(candidate.evidence),
            rank=rank,
            score=candidate.score,
            band=band(candidate.score, candidate.score - _next_score(result, rank)),
            parts=dict(candidate.parts),
            shared_terms=candidate.shared_terms,
        )
        for result in results
        for rank, candidate in enumerate(result.candidates[:top], 1)
    ]
    with unit_of_work(desk.engine) as session:
        replace_suggestions(
            session,
            viewer=desk.viewer,
            mapping_id=mapping_id,
            engine=engine,
            engine_version=ENGINE_VERSION,
            parameters=dict(PARAMETERS),
            suggestions=suggestions,
        )
        settle(session, {"mapping": mapping_id, "suggestions": len(suggestions)})
    return len(suggestions)


def _next_score(result: Result, rank: int) -> float:
    """The score of the candidate after `rank` (from 1), 0 where it is the last."""
    return result.candidates[rank].score if rank < len(result.candidates) else 0.0
