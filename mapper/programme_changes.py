"""Services that change a programme's draft: each change is tried on what stands, then appended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from mapper import models
from mapper.db import now
from mapper.draft_chain import refuse_when_moved_on
from mapper.errors import ConflictError, InvalidError
from mapper.programme_drafts import open_programme_draft, record_of_draft
from mapper.programme_review.changes import Change, apply, last_standing, replay
from mapper.programme_review.fields import form_of, in_words, label_in, says_the_same, typed_value
from mapper.programme_review.parts import DraftAct, Part, PartKind, Parts, take_apart
from mapper.programme_review.setting import complete, own_part
from mapper.programme_review.stored import reading_from_json
from mapper.queries.programme_drafts import changes_of, standing_programme
from mapper.values import Viewer


def set_fields(
    session: Session, *, viewer: Viewer, draft_id: int, target: str, typed: Mapping[str, str], seen: int
) -> int:
    """How many fields of a part were set: those whose typed text says something else than what stands.

    Raises InvalidError, its subject the field, for what a field cannot hold; ConflictError where the
    draft is settled or changed since version `seen`.
    """
    row = open_programme_draft(session, viewer=viewer, draft_id=draft_id)
    part = own_part(_parts(session, row), target)
    wanted = {name: text for name, text in typed.items() if _is_other(part, name, text)}
    values = {name: typed_value(form_of(part.kind, name), text) for name, text in wanted.items()}
    if not values:
        return 0
    refuse_when_moved_on(row, seen=seen)
    for name, value in values.items():
        detail = {"field": name, "value": value, "from": in_words(part.values[name])}
        _change(session, row, viewer=viewer, act=DraftAct.SET, target=target, detail=detail)
    return len(values)


def _is_other(part: Part, name: str, typed: str) -> bool:
    return not says_the_same(form_of(part.kind, name), typed, part.values.get(name))


def confirm_field(
    session: Session, *, viewer: Viewer, draft_id: int, target: str, field: str, seen: int
) -> None:
    """Records a doubtful field as the person's: the inferred value, or else what stands there."""
    row = open_programme_draft(session, viewer=viewer, draft_id=draft_id)
    draft = standing_programme(session, row=row)
    part = own_part(draft.parts, target)
    form_of(part.kind, field)
    doubts = [d for found in draft.doubts.values() for d in found if (d.part, d.field) == (target, field)]
    if not doubts:
        return
    refuse_when_moved_on(row, seen=seen)
    value = part.values[field] if doubts[0].offered is None else doubts[0].offered
    detail = {"field": field, "value": value, "from": in_words(part.values[field]), "confirmed": True}
    _change(session, row, viewer=viewer, act=DraftAct.SET, target=target, detail=detail)


def add_part(
    session: Session,
    *,
    viewer: Viewer,
    draft_id: int,
    target: str,
    kind: str,
    typed: Mapping[str, str],
    seen: int,
) -> str:
    """The key of a new item of the module `target`, or of a new module where it is the programme.

    Raises InvalidError, its subject the field, for what a field cannot hold.
    """
    row = open_programme_draft(session, viewer=viewer, draft_id=draft_id)
    wanted = _kind(kind)
    given = {name: typed_value(form_of(wanted, name), text) for name, text in typed.items()}
    values = complete(given, wanted)
    if not any(value not in (None, ()) for value in values.values()):
        raise InvalidError("Nothing was written.", subject=next(iter(values)), remedy="Fill in the form.")
    if "text" in values and values["text"] is None:
        raise InvalidError("The wording is missing.", subject="text", remedy="Write it as the document does.")
    refuse_when_moved_on(row, seen=seen)
    detail = {"kind": wanted.value, "values": values}
    return _change(session, row, viewer=viewer, act=DraftAct.ADD, target=target, detail=detail).made_key


def _kind(kind: str) -> PartKind:
    try:
        wanted = PartKind(kind)
    except ValueError as error:
        raise InvalidError(
            "There is no such kind of item.", subject="kind", remedy="Load the page anew."
        ) from error
    if wanted is PartKind.PROGRAMME:
        raise InvalidError("A draft has one programme.", subject="kind", remedy="Load the page anew.")
    return wanted


def change_part(
    session: Session,
    *,
    viewer: Viewer,
    draft_id: int,
    act: DraftAct,
    target: str,
    detail: Mapping[str, Any],
    seen: int,
) -> str:
    """The key of what a drop, put back, move, split or merge made, as `Change` tells of their details.

    Raises InvalidError or NotFoundError where it cannot be done, ConflictError where the draft is
    settled or changed since version `seen`.
    """
    row = open_programme_draft(session, viewer=viewer, draft_id=draft_id)
    refuse_when_moved_on(row, seen=seen)
    said = dict(detail)
    if act is DraftAct.SPLIT:
        said |= {
            name: typed_value(form_of(PartKind.MODULE, name), str(said[name])) for name in ("code", "title")
        }
    return _change(session, row, viewer=viewer, act=act, target=target, detail=said).made_key


def take_back(session: Session, *, viewer: Viewer, draft_id: int, number: int, seen: int) -> None:
    """Takes back the change with a number, which must be the last that stands; it stays on record.

    One that was taken back already stays as it is.
    """
    row = open_programme_draft(session, viewer=viewer, draft_id=draft_id)
    changes = changes_of(session, draft_id=row.id)
    if any(change.takes_back == number for change in changes):
        return
    last = last_standing(changes)
    if last is None or last.number != number:
        raise ConflictError(
            "Only the last change can be taken back.",
            subject=f"change {number}",
            remedy="Look at the draft as it is now, then try again.",
        )
    refuse_when_moved_on(row, seen=seen)
    made = Change(
        row.version + 1,
        DraftAct.TAKE_BACK,
        last.target,
        {},
        by=viewer.person_id,
        at=now(),
        takes_back=number,
    )
    _append(session, viewer, row, made, replay(_as_read(row), (*changes, made)))


def _as_read(row: models.ProgrammeDraft) -> Parts:
    return take_apart(reading_from_json(row.reading))


def _parts(session: Session, row: models.ProgrammeDraft) -> Parts:
    return replay(_as_read(row), changes_of(session, draft_id=row.id))


def _change(
    session: Session,
    row: models.ProgrammeDraft,
    *,
    viewer: Viewer,
    act: DraftAct,
    target: str,
    detail: dict[str, Any],
) -> Change:
    """Tries a change on what stands, then appends it with what its parts are called at this moment."""
    as_read = _as_read(row)
    parts = replay(as_read, changes_of(session, draft_id=row.id))
    names = {f"{key}_name": label_in(parts, str(detail[key])) for key in ("second", "to") if detail.get(key)}
    said = detail | {"name": label_in(parts, target)} | names
    made = Change(row.version + 1, act, target, said, by=viewer.person_id, at=now())
    _append(session, viewer, row, made, apply(parts, made, as_read=as_read))
    return made


def _append(
    session: Session, viewer: Viewer, row: models.ProgrammeDraft, change: Change, parts: Parts
) -> None:
    session.add(
        models.ProgrammeDraftChange(
            institution_id=viewer.institution_id,
            draft_id=row.id,
            number=change.number,
            act=change.act,
            target=change.target,
            detail=dict(change.detail),
            takes_back=change.takes_back,
            made_at=change.at,
            made_by=viewer.person_id,
        )
    )
    row.version = change.number
    row.title = in_words(parts.facts.values["title"]) or None
    row.module_count = len(parts.standing)
    session.add(row)
    session.flush()
    detail = {"change": change.number, "act": change.act.value, "part": change.target, **change.detail}
    record_of_draft(session, viewer=viewer, row=row, action="programme draft changed", detail=detail)
