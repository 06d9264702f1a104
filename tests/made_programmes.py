"""Hand-made drafts of the invented programme, with places, doubts and what people changed."""

from __future__ import annotations

from dataclasses import replace

from mapper.db import Session
from mapper.intake.document import Document, Paragraph
from mapper.intake.readings import ModuleReading, OutcomeReading, ProgrammeReading
from mapper.programme_changes import change_part, set_fields
from mapper.programme_drafts import make_programme_draft
from mapper.programme_review.parts import DraftAct
from mapper.queries.programme_drafts import ProgrammeDraftPage, own_programme_draft, read_programme_draft
from mapper.values import FieldSource, Finding, Locator, Origin, Severity, Viewer
from tests.made import programme, read_at
from tests.made_files import handed_in

FILE = "handbook.docx"
LINES = (
    "Harbour handbook",
    "HB101 Lamps and lenses",
    "Level four, 20 credits",
    "Trim and clean a lamp",
    "Read the sky before a storm",
    "HB102 Crews",
    "HB103/6 Knots",
)


def handbook(file: str = FILE, lines: tuple[str, ...] = LINES) -> Document:
    """A document of a few paragraphs."""
    return Document(
        file, "docx", tuple(Paragraph(t, Locator(file=file, paragraph=n)) for n, t in enumerate(lines, 1))
    )


def doubtful_programme() -> ProgrammeReading:
    """The invented programme with places; HB101's weights total 60, HB103's level is inferred,
    and two places differ on the credits of HB102."""
    read = programme()
    first = replace(
        read.modules[0],
        sources={
            "code": read_at(FILE, paragraph=2),
            "title": read_at(FILE, paragraph=2),
            "credits": read_at(FILE, paragraph=3),
            "learning_outcomes[0].text": read_at(FILE, paragraph=4),
            "learning_outcomes[1].text": read_at(FILE, paragraph=5),
            "assessments[0].title": read_at(FILE, paragraph=3),
            "content[0]": read_at(FILE, paragraph=2),
            "content[1]": read_at(FILE, paragraph=2),
        },
    )
    second = replace(
        read.modules[1],
        sources={
            "code": read_at(FILE, paragraph=6),
            "learning_outcomes[0].text": read_at(FILE, paragraph=6),
            "assessments[0].title": read_at(FILE, paragraph=6),
        },
    )
    third = ModuleReading(
        "HB103/6",
        "Knots",
        credits=20,
        learning_outcomes=(OutcomeReading("1", "Tie a bowline"),),
        sources={
            "code": read_at(FILE, paragraph=7),
            "level": FieldSource(Origin.INFERRED, Locator(FILE, paragraph=7), 6),
            "learning_outcomes[0].text": read_at(FILE, paragraph=7),
        },
    )
    findings = (
        Finding(
            Severity.WARNING,
            "HB101 Lamps and lenses",
            "The weights of its assessments total 60 per cent, not 100; they were kept as written.",
            "Check the weights, or add the component that is missing.",
            Locator(FILE, paragraph=3),
        ),
        Finding(
            Severity.WARNING,
            "HB102 Crews",
            "The credits is “20” in one place and “30” in another; the first was kept.",
            "Check which credits is right and correct the document.",
            Locator(FILE, paragraph=6),
        ),
        Finding(Severity.ERROR, "torn.docx", "The file is damaged.", "Save it anew.", Locator("torn.docx")),
    )
    return replace(
        read,
        modules=(first, second, third),
        findings=findings,
        sources={"title": read_at(FILE, paragraph=1)},
    )


def keep_programme_draft(
    session: Session,
    viewer: Viewer,
    read: ProgrammeReading | None = None,
    *,
    programme_id: int | None = None,
    file: str = FILE,
) -> int:
    """The id of the draft."""
    return make_programme_draft(
        session,
        viewer=viewer,
        reading=read or doubtful_programme(),
        documents=[handbook(file)],
        handed_in=[handed_in(file)],
        is_sample=False,
        programme_id=programme_id,
    )


def version_of(session: Session, viewer: Viewer, draft_id: int) -> int:
    """How often the draft was changed."""
    return own_programme_draft(session, viewer=viewer, draft_id=draft_id).version


def put(session: Session, viewer: Viewer, draft_id: int, target: str, **typed: str) -> int:
    """How many fields were set, as somebody who sees the draft as it is."""
    seen = version_of(session, viewer, draft_id)
    return set_fields(session, viewer=viewer, draft_id=draft_id, target=target, typed=typed, seen=seen)


def do(session: Session, viewer: Viewer, draft_id: int, act: DraftAct, target: str, **detail: object) -> str:
    """The key of what was made, as somebody who sees the draft as it is."""
    seen = version_of(session, viewer, draft_id)
    return change_part(
        session, viewer=viewer, draft_id=draft_id, act=act, target=target, detail=detail, seen=seen
    )


def look_at(session: Session, viewer: Viewer, draft_id: int) -> ProgrammeDraftPage:
    """The draft as its pages show it."""
    return read_programme_draft(session, viewer=viewer, draft_id=draft_id)
