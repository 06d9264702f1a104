"""Changes of a programme that was read, one after the other: which stand, and what they make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mapper.programme_review.acts import add, drop, move, put_back
from mapper.programme_review.modules import merge, split
from mapper.programme_review.parts import DraftAct, Parts
from mapper.programme_review.setting import set_field


@dataclass(frozen=True, slots=True)
class Change:
    """What a person did: `number` from 1, `target` the key of a part, `detail` as its act needs it.

    set: field, value, confirmed · add: kind, values · move: to, at · split: code, title, items ·
    merge: second · the other acts need none. Beside it stands what the parts were called then.
    """

    number: int
    act: DraftAct
    target: str
    detail: Mapping[str, Any]
    by: str
    at: datetime
    takes_back: int | None = None

    @property
    def made_key(self) -> str:
        """The key of the part that it makes, where it makes one."""
        return f"x{self.number}"


ACTS: Mapping[DraftAct, Callable[[Parts, Parts, Change], Parts]] = {
    DraftAct.SET: set_field,
    DraftAct.ADD: add,
    DraftAct.DROP: drop,
    DraftAct.PUT_BACK: put_back,
    DraftAct.MOVE: move,
    DraftAct.SPLIT: split,
    DraftAct.MERGE: merge,
}


def standing(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes that nobody took back, in order, without those that take back."""
    gone = {change.takes_back for change in changes}
    return tuple(c for c in changes if c.takes_back is None and c.number not in gone)


def last_standing(changes: Sequence[Change]) -> Change | None:
    """The change that could be taken back now: only the last can, since later ones may build on it."""
    stand = standing(changes)
    return stand[-1] if stand else None


def apply(parts: Parts, change: Change, *, as_read: Parts) -> Parts:
    """The parts after one more change; InvalidError or NotFoundError where it cannot be made."""
    return ACTS[change.act](parts, as_read, change)


def replay(as_read: Parts, changes: Sequence[Change]) -> Parts:
    """The parts with every standing change made, in order."""
    parts = as_read
    for change in standing(changes):
        parts = apply(parts, change, as_read=as_read)
    return parts
