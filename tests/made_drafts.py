"""Hand-made drafts of the invented specification, and wording that other documents offer to them."""

from __future__ import annotations

from dataclasses import replace

from mapper.db import Session
from mapper.draft_wording import add_wording, attach_wording
from mapper.intake.readings import CriterionReading, LearningOutcomeReading, SpecificationReading, UnitReading
from mapper.intake.wording import OfferedUnit, WordingReading
from mapper.queries.drafts import DraftPage, read_draft
from mapper.specification_drafts import correct_draft, make_draft
from mapper.values import Viewer
from tests.made import read_at, specification
from tests.made_files import document, handed_in

FILE = "specification.docx"


def read_specification(**changes: object) -> SpecificationReading:
    """The invented specification with places and a rule; `changes` are of its first qualification."""
    read = specification()
    rule: dict[str, object] = {"rule_text": "A minimum of 10 credits."}
    qualification = replace(
        read.qualifications[0],
        **(rule | changes),  # type: ignore[arg-type]
        sources={
            "title": read_at(FILE, paragraph=3),
            "credits_min": read_at(FILE, table=1, row=3),
            "rule_text": read_at(FILE, table=1, row=9),
        },
    )
    units = [
        replace(unit, sources={"ref": read_at(FILE, table=2, row=n)}) for n, unit in enumerate(read.units, 2)
    ]
    return replace(read, qualifications=(qualification,), units=tuple(units))


def keep_draft(
    session: Session, viewer: Viewer, read: SpecificationReading | None = None, *, file: str = FILE
) -> int:
    """The id of the draft."""
    return make_draft(
        session,
        viewer=viewer,
        reading=read or read_specification(),
        document=document(file),
        handed_in=handed_in(file),
        is_sample=False,
    )


def mooring(title: str = "Mooring at Night (9901-203)", *, marks: float | None = None) -> UnitReading:
    """The wording that the invented specification lacks, from a document of its own."""
    criterion = CriterionReading(
        "1.1", "Explain how a boat is moored", verb="explain", verbs=("explain",), marks=marks
    )
    return UnitReading(
        ref=None,
        title=title,
        learning_outcomes=(LearningOutcomeReading("1", "Know moorings", (), (criterion,)),),
    )


def offer_wording(
    session: Session, viewer: Viewer, draft_id: int, *units: UnitReading, file: str = "mooring.docx"
) -> int:
    """The id of the addition that offers the units to the draft."""
    add_wording(
        session,
        viewer=viewer,
        draft_id=draft_id,
        reading=WordingReading(tuple(OfferedUnit(u) for u in units), ()),
        document=document(file),
        handed_in=handed_in(file),
        is_sample=False,
    )
    return read_draft(session, viewer=viewer, draft_id=draft_id).offers[-1].addition_id


def attach(session: Session, viewer: Viewer, draft_id: int, addition_id: int, unit: int | None) -> None:
    """Attaches the first unit of an addition, as somebody who sees the draft as it is."""
    attach_wording(
        session,
        viewer=viewer,
        draft_id=draft_id,
        addition_id=addition_id,
        position=0,
        unit=unit,
        seen=version_of(session, viewer, draft_id),
    )


def correct(session: Session, viewer: Viewer, draft_id: int, part: str, **typed: str) -> int:
    """Corrects fields of a part by their names, as somebody who sees the draft as it is."""
    kind, _, number = part.partition("-")
    path = f"{kind}s[{int(number) - 1}]." if number else ""
    return correct_draft(
        session,
        viewer=viewer,
        draft_id=draft_id,
        part=part,
        typed={f"{path}{name}": value for name, value in typed.items()},
        seen=version_of(session, viewer, draft_id),
    )


def page_of(session: Session, viewer: Viewer, draft_id: int) -> DraftPage:
    """The draft as it stands."""
    return read_draft(session, viewer=viewer, draft_id=draft_id)


def version_of(session: Session, viewer: Viewer, draft_id: int) -> int:
    """The version that somebody sees who looks at the draft now."""
    return page_of(session, viewer, draft_id).version
