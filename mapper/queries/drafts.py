"""A specification's draft as its pages show it: what was read, what people did to it, what it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from mapper import models
from mapper.drafts.attachments import Addition, Attachment, Proposal, propose
from mapper.drafts.corrections import Correction
from mapper.drafts.differences import Differences, differences_between
from mapper.drafts.draft import StandingDraft, stand
from mapper.drafts.stored import findings_from_json, reading_from_json, unit_from_json
from mapper.errors import NotFoundError
from mapper.intake.wording import OfferedUnit
from mapper.models import DraftState
from mapper.queries.people import ERASED, names_of
from mapper.queries.reading import edition_reading
from mapper.values import Finding, Viewer


@dataclass(frozen=True, slots=True)
class OfferRow:
    """Wording offered by another document: the unit it is attached to (from 0), else a proposal."""

    addition_id: int
    position: int
    file: str
    offered: OfferedUnit
    unit: int | None
    proposal: Proposal | None
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list."""

    id: int
    code: str
    title: str
    file: str
    is_sample: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ComparedEdition:
    """A published edition by its number."""

    id: int
    number: int


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A whole draft; `edition` is the newest published one of its code, which `differences` are to.

    `passed_over` are findings on what was not tried of archives with wording.
    """

    id: int
    file: str
    format: str
    pages: int | None
    is_sample: bool
    state: DraftState
    version: int
    made_at: datetime
    settled_at: datetime | None
    edition_id: int | None
    draft: StandingDraft
    offers: tuple[OfferRow, ...]
    names: Mapping[str, str]
    compared_with: ComparedEdition | None
    differences: Differences | None
    passed_over: tuple[Finding, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it can still be corrected, published or dropped."""
        return self.state is DraftState.OPEN

    def name_of(self, person_id: str | None) -> str:
        """The name of whoever corrected something, "a former user" where it was erased."""
        return self.names.get(person_id or "", ERASED)


def own_draft(session: Session, *, viewer: Viewer, draft_id: int) -> models.SpecificationDraft:
    """The viewer's draft; NotFoundError for another institution's, as for one that is not there."""
    row = session.get(models.SpecificationDraft, draft_id)
    if row is None or row.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such draft.", subject=f"draft {draft_id}")
    return row


def list_drafts(session: Session, *, viewer: Viewer) -> tuple[DraftRow, ...]:
    """The viewer's open drafts, newest first."""
    draft = models.SpecificationDraft
    # The whole reading is long; a list needs two words of it.
    said = col(draft.reading)
    rows = session.exec(
        select(  # type: ignore[call-overload]
            draft.id,
            said["code"].as_string(),
            said["title"].as_string(),
            models.SourceDocument.name,
            draft.is_sample,
            draft.made_at,
        )
        .join(models.SourceDocument, col(models.SourceDocument.id) == col(draft.source_document_id))
        .where(draft.institution_id == viewer.institution_id, draft.state == DraftState.OPEN)
        .order_by(col(draft.id).desc())
    ).all()
    return tuple(
        DraftRow(id=i, code=code or "", title=title or "", file=file, is_sample=is_sample, made_at=made_at)
        for i, code, title, file, is_sample, made_at in rows
    )


def last_settled(session: Session, *, viewer: Viewer) -> int:
    """The id of the viewer's last draft that was published or dropped, 0 where none was."""
    return (
        session.exec(
            select(models.SpecificationDraft.id)
            .where(
                models.SpecificationDraft.institution_id == viewer.institution_id,
                models.SpecificationDraft.state != DraftState.OPEN,
            )
            .order_by(col(models.SpecificationDraft.id).desc())
        ).first()
        or 0
    )


def standing_draft(session: Session, *, row: models.SpecificationDraft) -> StandingDraft:
    """The draft with what people attached and corrected."""
    additions = additions_of(session, draft_id=row.id)
    return _stand(session, row, additions, _decided(session, row.id))


def read_draft(session: Session, *, viewer: Viewer, draft_id: int) -> DraftPage:
    """The viewer's draft as its page shows it; NotFoundError where they have no such one."""
    row = own_draft(session, viewer=viewer, draft_id=draft_id)
    source = session.get_one(models.SourceDocument, row.source_document_id)
    additions = additions_of(session, draft_id=row.id)
    decided = _decided(session, row.id)
    draft = _stand(session, row, additions, decided)
    compared = newest_edition(session, viewer=viewer, code=draft.reading.code, before=row.edition_id)
    differences = None
    if compared:
        published = edition_reading(session, viewer=viewer, edition_id=compared.id)
        differences = differences_between(published, draft.reading)
    names = names_of(
        session,
        person_ids=[c.by for c in (*draft.held, *draft.lapsed)] + [a.decided_by for a in decided.values()],
    )
    return DraftPage(
        id=row.id,
        file=source.name,
        format=source.format,
        pages=source.pages,
        is_sample=row.is_sample or any(addition.is_sample for addition in additions),
        state=row.state,
        version=row.version,
        made_at=row.made_at,
        settled_at=row.settled_at,
        edition_id=row.edition_id,
        draft=draft,
        offers=tuple(_offers(draft, additions, decided, names)),
        names=names,
        compared_with=compared,
        differences=differences,
        passed_over=tuple(dict.fromkeys(f for addition in additions for f in addition.passed_over)),
    )


def additions_of(session: Session, *, draft_id: int) -> tuple[Addition, ...]:
    """The documents that were handed in to a draft, in order."""
    rows = session.exec(
        select(models.DraftAddition, models.SourceDocument.name)
        .join(
            models.SourceDocument,
            col(models.SourceDocument.id) == col(models.DraftAddition.source_document_id),
        )
        .where(models.DraftAddition.draft_id == draft_id)
        .order_by(col(models.DraftAddition.id))
    ).all()
    return tuple(
        Addition(
            id=row.id,
            file=file,
            offered=tuple(
                OfferedUnit(unit_from_json(o["unit"]), is_mark_sheet=o["is_mark_sheet"])
                for o in row.offered["units"]
            ),
            findings=findings_from_json(row.offered["findings"]),
            is_sample=row.is_sample,
            passed_over=findings_from_json(row.offered.get("passed_over", ())),
        )
        for row, file in rows
    )


Decided = Mapping[tuple[int, int], models.DraftAttachment]


def _decided(session: Session, draft_id: int) -> Decided:
    """The last decision on each offered unit, by its addition and position."""
    rows = session.exec(
        select(models.DraftAttachment)
        .where(models.DraftAttachment.draft_id == draft_id)
        .order_by(col(models.DraftAttachment.id))
    ).all()
    return {(row.addition_id, row.position): row for row in rows}


def _stand(
    session: Session, row: models.SpecificationDraft, additions: Sequence[Addition], decided: Decided
) -> StandingDraft:
    corrections = session.exec(
        select(models.DraftCorrection)
        .where(models.DraftCorrection.draft_id == row.id)
        .order_by(col(models.DraftCorrection.id))
    ).all()
    return stand(
        reading_from_json(row.reading),
        additions=additions,
        attachments=[
            Attachment(addition_id, position, said.unit)
            for (addition_id, position), said in decided.items()
            if said.unit is not None
        ],
        corrections=[
            Correction(c.path, c.read, c.value, by=c.corrected_by, at=c.corrected_at) for c in corrections
        ],
    )


def newest_edition(
    session: Session, *, viewer: Viewer, code: str | None, before: int | None = None
) -> ComparedEdition | None:
    """The viewer's newest edition of a code, or the newest before an edition; None where there is none."""
    query = (
        select(models.SpecificationEdition.id, models.SpecificationEdition.number)
        .join(
            models.Specification,
            col(models.Specification.id) == col(models.SpecificationEdition.specification_id),
        )
        .where(
            models.Specification.code == code, models.Specification.institution_id == viewer.institution_id
        )
        .order_by(col(models.SpecificationEdition.number).desc())
    )
    if before is not None:
        query = query.where(col(models.SpecificationEdition.id) < before)
    found = session.exec(query).first()
    return ComparedEdition(*found) if found else None


def _offers(
    draft: StandingDraft, additions: Sequence[Addition], decided: Decided, names: Mapping[str, str]
) -> list[OfferRow]:
    rows = []
    for addition in additions:
        for position, offered in enumerate(addition.offered):
            said = decided.get((addition.id, position))
            rows.append(
                OfferRow(
                    addition_id=addition.id,
                    position=position,
                    file=addition.file,
                    offered=offered,
                    unit=said.unit if said else None,
                    proposal=propose(
                        draft.reading,
                        offered,
                        file=addition.file if len(addition.offered) == 1 else "",
                    ),
                    decided_by=names.get(said.decided_by, ERASED) if said else "",
                    decided_at=said.decided_at if said else None,
                )
            )
    return rows
