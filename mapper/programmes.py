"""Services that keep programmes: a new edition for each import, never overwriting one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session, col, func, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now
from mapper.documents import RowKeeper, keep_findings, store_document
from mapper.errors import InvalidError, NotFoundError, UnreadableError
from mapper.intake.document import Document
from mapper.intake.files import HandedIn
from mapper.intake.readings import AssessmentReading, ModuleReading, ProgrammeReading
from mapper.models import RowKind
from mapper.statements import assessment_text, tested_outcomes
from mapper.values import FieldSource, StatementKind, Viewer
from mapper.wording import fingerprint

STATEMENT_FIELDS = ("learning_outcomes", "assessments", "content")


def import_programme(
    session: Session,
    *,
    viewer: Viewer,
    reading: ProgrammeReading,
    documents: Sequence[Document],
    handed_in: Sequence[HandedIn],
    is_sample: bool,
    programme_id: int | None = None,
) -> int:
    """The id of the new edition that keeps the reading, of a new programme or of `programme_id`.

    Raises UnreadableError where the reading has no module, NotFoundError for an unknown programme,
    InvalidError where two documents have one name.
    """
    refuse_without_modules(reading, documents)
    stored = store_documents(session, viewer=viewer, documents=documents, handed_in=handed_in)
    edition = publish_programme(
        session,
        viewer=viewer,
        reading=reading,
        documents=stored,
        is_sample=is_sample,
        programme_id=programme_id,
    )
    return edition.id


def refuse_without_modules(reading: ProgrammeReading, documents: Sequence[Document]) -> None:
    """Raises UnreadableError, naming the documents, where the reading has no module."""
    if not reading.modules:
        raise UnreadableError(
            "No module was found.",
            subject=", ".join(d.file for d in documents),
            remedy="Hand in documents that name modules with their outcomes and assessments.",
        )


def store_documents(
    session: Session, *, viewer: Viewer, documents: Sequence[Document], handed_in: Sequence[HandedIn]
) -> dict[str, models.SourceDocument]:
    """The stored documents by name, in order; InvalidError where two have one name."""
    _refuse_one_name_twice([document.file for document in documents])
    return {
        document.file: store_document(session, viewer=viewer, document=document, handed_in=file)
        for document, file in zip(documents, handed_in, strict=True)
    }


def publish_programme(
    session: Session,
    *,
    viewer: Viewer,
    reading: ProgrammeReading,
    documents: Mapping[str, models.SourceDocument],
    is_sample: bool,
    programme_id: int | None = None,
) -> models.ProgrammeEdition:
    """The new edition of what was read in stored documents, which the reading's places name.

    Raises NotFoundError for an unknown programme.
    """
    title = reading.title or "Untitled programme"
    number, programme_id = _next_number(session, viewer=viewer, title=title, programme_id=programme_id)
    keeper = RowKeeper(session, viewer=viewer, documents=documents)
    edition = keeper.add(
        models.ProgrammeEdition(
            institution_id=viewer.institution_id,
            programme_id=programme_id,
            number=number,
            title=title,
            award=reading.award,
            level=_words(reading.level),
            credits=reading.credits,
            duration=reading.duration,
            mode=reading.mode,
            is_sample=is_sample,
            imported_at=now(),
            imported_by=viewer.person_id,
        )
    )
    for position, row in enumerate(documents.values(), 1):
        session.add(
            models.ProgrammeDocument(
                institution_id=viewer.institution_id,
                edition_id=edition.id,
                source_document_id=row.id,
                position=position,
            )
        )
    keeper.keep(RowKind.PROGRAMME_EDITION, edition.id, reading.sources.items())
    for position, module in enumerate(reading.modules, 1):
        _add_module(keeper, edition.id, module, position)
    keeper.save()
    keep_findings(
        session,
        viewer=viewer,
        kind=RowKind.PROGRAMME_EDITION,
        row_id=edition.id,
        findings=reading.findings,
    )
    record_event(
        session,
        viewer=viewer,
        action="programme imported",
        subject=f"programme edition {edition.id}",
        detail={"number": edition.number, "sha256": [row.sha256 for row in documents.values()]},
    )
    return edition


def _refuse_one_name_twice(names: Sequence[str]) -> None:
    # A place is kept as the file's name and a position: it must not point into another file.
    for name in names:
        if names.count(name) > 1:
            raise InvalidError(
                "Several files have this name.", subject=name, remedy="Give each file a name of its own."
            )


def _next_number(
    session: Session, *, viewer: Viewer, title: str, programme_id: int | None
) -> tuple[int, int]:
    """The number of the next edition, from 1, and the id of the programme, made if none is given."""
    if programme_id is None:
        programme = models.Programme(institution_id=viewer.institution_id, title=title, created_at=now())
        session.add(programme)
        session.flush()
        return 1, programme.id
    known = session.get(models.Programme, programme_id)
    if known is None or known.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such programme.", subject=f"programme {programme_id}")
    lock_row(session, models.Programme, programme_id)
    last = session.exec(
        select(func.max(col(models.ProgrammeEdition.number))).where(
            models.ProgrammeEdition.programme_id == programme_id
        )
    ).one()
    return (last or 0) + 1, programme_id


def _words(value: float | str | None) -> str | None:
    return f"{value:g}" if isinstance(value, int | float) else value


def _add_module(keeper: RowKeeper, edition_id: int, module: ModuleReading, position: int) -> None:
    row = keeper.add(
        models.Module(
            institution_id=keeper.institution_id,
            edition_id=edition_id,
            position=position,
            code=module.code,
            title=module.title,
            level=_words(module.level),
            credits=module.credits,
            status=module.status,
            option_group=module.option_group,
            year=_words(module.year),
            pass_mark=module.pass_mark,
            prerequisites=list(module.prerequisites),
            learning_strategy=module.learning_strategy,
        )
    )
    own = [(path, s) for path, s in module.sources.items() if not path.startswith(STATEMENT_FIELDS)]
    keeper.keep(RowKind.MODULE, row.id, own)
    outcomes = [
        _add_statement(keeper, row.id, StatementKind.OUTCOME, place, said.text, said.number)
        for place, said in enumerate(module.learning_outcomes, 1)
    ]
    assessments = [
        _add_statement(keeper, row.id, StatementKind.ASSESSMENT, place, assessment_text(said))
        for place, said in enumerate(module.assessments, 1)
    ]
    content = [
        _add_statement(keeper, row.id, StatementKind.CONTENT, place, text)
        for place, text in enumerate(module.content, 1)
    ]
    for field, made in zip(STATEMENT_FIELDS, (outcomes, assessments, content), strict=True):
        for index, statement in enumerate(made):
            keeper.keep(RowKind.STATEMENT, statement.id, _sources_of(module, f"{field}[{index}]"))
    for statement, said in zip(assessments, module.assessments, strict=True):
        _add_assessment(keeper, statement, said)
        for index in tested_outcomes(said, module.learning_outcomes):
            keeper.add(
                models.TestedOutcome(
                    institution_id=keeper.institution_id,
                    assessment_id=statement.id,
                    outcome_id=outcomes[index].id,
                )
            )


def _add_statement(  # noqa: PLR0917  its own private few
    keeper: RowKeeper,
    module_id: int,
    kind: StatementKind,
    position: int,
    text: str,
    number: str | None = None,
) -> models.Statement:
    return keeper.add(
        models.Statement(
            institution_id=keeper.institution_id,
            module_id=module_id,
            kind=kind,
            position=position,
            number=number,
            text=text,
            fingerprint=fingerprint(text),
        )
    )


def _sources_of(module: ModuleReading, path: str) -> Iterator[tuple[str, FieldSource]]:
    for key, source in module.sources.items():
        if key == path:
            yield "text", source
        elif key.startswith(f"{path}."):
            yield key.removeprefix(f"{path}."), source


def _add_assessment(keeper: RowKeeper, statement: models.Statement, said: AssessmentReading) -> None:
    keeper.add(
        models.Assessment(
            institution_id=keeper.institution_id,
            statement_id=statement.id,
            title=said.title,
            type=said.type,
            weight=said.weight,
            length=said.length,
            description=said.description,
            outcomes=list(said.outcomes),
            must_pass=said.must_pass,
        )
    )
