"""Items and modules added, dropped, put back and moved."""

from __future__ import annotations

from dataclasses import replace

from mapper.errors import InvalidError
from mapper.programme_review.parts import ITEM_KINDS, PROGRAMME_KEY, Part, PartKind, Parts
from mapper.programme_review.setting import Made, complete, of_person, own_part, standing_part


def add(parts: Parts, _as_read: Parts, change: Made) -> Parts:
    """A new item at the end of its kind in a module, or a new module at the end."""
    kind = PartKind(change.detail["kind"])
    values = complete(change.detail["values"], kind)
    made = Part(change.made_key, kind, values, of_person(values, change))
    if kind is PartKind.MODULE and change.target == PROGRAMME_KEY:
        return replace(parts, modules=(*parts.modules, made))
    module = standing_part(parts, change.target)
    if module.kind is not PartKind.MODULE or kind not in ITEM_KINDS:
        raise InvalidError("Only a module can have items.", subject=change.target, remedy="Choose a module.")
    return parts.with_part(replace(module, items=(*module.items, made)))


def drop(parts: Parts, _as_read: Parts, change: Made) -> Parts:
    """Without a module or an item, which stays listed as dropped."""
    return _marked(parts, standing_part(parts, change.target), is_dropped=True)


def put_back(parts: Parts, _as_read: Parts, change: Made) -> Parts:
    """With a dropped module or item in its old place again."""
    part = own_part(parts, change.target)
    if not part.is_dropped:
        raise InvalidError(
            "It is not dropped.", subject=change.target, remedy="Look at the draft as it is now."
        )
    return _marked(parts, part, is_dropped=False)


def _marked(parts: Parts, part: Part, *, is_dropped: bool) -> Parts:
    if part.kind is PartKind.PROGRAMME:
        raise InvalidError(
            "The programme itself cannot be dropped.", subject=part.key, remedy="Drop the whole reading."
        )
    return parts.with_part(replace(part, is_dropped=is_dropped))


def move(parts: Parts, _as_read: Parts, change: Made) -> Parts:
    """An item at another place: before the item of its kind that stands at `at` (from 0) of a module.

    Beyond the last it comes last. Those that are dropped are not counted.
    """
    item = standing_part(parts, change.target)
    goal = standing_part(parts, str(change.detail["to"]))
    home = parts.module_of(item.key)
    if home is None or item.kind not in ITEM_KINDS or goal.kind is not PartKind.MODULE:
        raise InvalidError(
            "Only an item can be moved, and only into a module.",
            subject=item.key,
            remedy="Choose the module that it belongs to.",
        )
    without = replace(home, items=tuple(i for i in home.items if i.key != item.key))
    parts = parts.with_part(without)
    goal = without if goal.key == home.key else goal
    peers = goal.of_kind(item.kind)
    at = max(0, int(change.detail["at"]))
    follower = peers[at].key if at < len(peers) else None
    place = next((n for n, i in enumerate(goal.items) if i.key == follower), len(goal.items))
    return parts.with_part(replace(goal, items=(*goal.items[:place], item, *goal.items[place:])))
