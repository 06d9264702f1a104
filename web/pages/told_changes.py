"""What people changed in a programme's draft, in a sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mapper.programme_review.changes import Change
from mapper.programme_review.fields import FIELDS, a_kind, in_words
from mapper.programme_review.parts import DraftAct, PartKind
from mapper.programme_review.setting import plain
from mapper.queries.programme_drafts import ProgrammeDraftPage

LONGEST = 120


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change for people; `where` is the key of the module to look at, empty where there is none."""

    number: int
    where: str
    about: str
    what: str
    person: str
    at: datetime
    is_taken_back: bool


def told(row: ProgrammeDraftPage) -> tuple[ToldChange, ...]:
    """All changes but those that only take back, the last first; parts by what they were called then."""
    gone = {change.takes_back for change in row.all_changes}
    made = [change for change in row.all_changes if change.takes_back is None]
    return tuple(
        ToldChange(
            number=change.number,
            where=_module(row, change.target),
            about=str(change.detail.get("name", "")) or "a part",
            what=_what(change),
            person=row.name_of(change.by),
            at=change.at,
            is_taken_back=change.number in gone,
        )
        for change in reversed(made)
    )


def _module(row: ProgrammeDraftPage, key: str) -> str:
    module = row.draft.parts.module_of(key)
    return module.key if module else ""


def _what(change: Change) -> str:
    said: dict[str, Any] = dict(change.detail)
    if change.act is DraftAct.SET:
        return _set(said)
    if change.act is DraftAct.ADD:
        kind = PartKind(said["kind"])
        words = next((in_words(plain(v)) for v in said["values"].values() if v not in (None, [], ())), "")
        return f"{a_kind(kind)} added: “{_short(words)}”"
    if change.act is DraftAct.SPLIT:
        named = " ".join(str(v) for v in (said["code"], said["title"]) if v)
        return f"{len(said['items'])} of its items became the module “{_short(named)}”"
    if change.act is DraftAct.MERGE:
        return f"“{_short(str(said.get('second_name', '')))}” merged into it"
    if change.act is DraftAct.MOVE:
        return f"moved within or into “{_short(str(said.get('to_name', '')))}”"
    return {DraftAct.DROP: "dropped", DraftAct.PUT_BACK: "put back"}[change.act]


def _set(said: dict[str, Any]) -> str:
    label = next(
        (form.label for forms in FIELDS.values() for form in forms if form.name == said["field"]),
        said["field"],
    )
    value = in_words(plain(said["value"]))
    before = str(said.get("from", ""))
    if said.get("confirmed") and value == before:
        return f"{label} confirmed: {f'“{_short(value)}”' if value else 'not stated'}"
    was = f"“{_short(before)}”" if before else "nothing"
    return f"{label}: {f'“{_short(value)}”' if value else 'nothing'} for {was}"


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
