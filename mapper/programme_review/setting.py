"""A field set by a person: its value, and beside it what was read and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from mapper.errors import InvalidError, NotFoundError
from mapper.programme_review.fields import FIELDS, form_of
from mapper.programme_review.parts import Part, Parts, Value, source_of
from mapper.values import FieldSource, Locator, Origin


class Made(Protocol):
    """What acts need to know of a change."""

    @property
    def target(self) -> str:
        """The key of the part that it changes."""

    @property
    def detail(self) -> Mapping[str, Any]:
        """What its act needs."""

    @property
    def by(self) -> str:
        """The person's id."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def made_key(self) -> str:
        """The key of the part that it makes."""


def own_part(parts: Parts, key: str) -> Part:
    """The part with a key; NotFoundError where the draft has none, or it went into another."""
    part = parts.find(key)
    if part is None:
        raise NotFoundError(
            "The draft has no such part, or it was merged into another.",
            subject=key[:40],
            remedy="Go back to the draft and look at it as it is now.",
        )
    return part


def standing_part(parts: Parts, key: str) -> Part:
    """The part with a key; InvalidError where it, or its module, is dropped."""
    part = own_part(parts, key)
    module = parts.module_of(key)
    if part.is_dropped or (module and module.is_dropped):
        raise InvalidError(
            "What was dropped cannot be changed.", subject=key, remedy="Put it back, then change it."
        )
    return part


def set_field(parts: Parts, as_read: Parts, change: Made) -> Parts:
    """A field with another value. One back to what was read is as read, unless it was confirmed."""
    part = standing_part(parts, change.target)
    form = form_of(part.kind, str(change.detail["field"]))
    value = plain(change.detail["value"])
    original = as_read.find(part.key)
    sources = {n: s for n, s in part.sources.items() if n != form.name and not n.startswith(f"{form.name}[")}
    if original and original.values[form.name] == value and not change.detail.get("confirmed"):
        sources |= {
            n: s for n, s in original.sources.items() if n == form.name or n.startswith(f"{form.name}[")
        }
    else:
        sources[form.name] = by_person(source_of(part, form.name), part.values[form.name], change)
    return parts.with_part(replace(part, values={**part.values, form.name: value}, sources=sources))


def by_person(before: FieldSource | None, value: Value, change: Made) -> FieldSource:
    """The source of a field that a person set: the place and value of what was read before."""
    if before is not None and before.origin is not Origin.READ:
        # What a document gave, or its code led to, not what a person had put there since.
        was = before.value
    else:
        was = ", ".join(value) if isinstance(value, tuple) else value
    place = before.locator if before else Locator()
    return FieldSource(Origin.PERSON, place, was, by=change.by, at=change.at)


def of_person(values: Mapping[str, Value], change: Made) -> dict[str, FieldSource]:
    """The sources of a part that a person wrote: nothing was read."""
    source = FieldSource(Origin.PERSON, Locator(), by=change.by, at=change.at)
    return {name: source for name, value in values.items() if value not in (None, ())}


def plain(value: Any) -> Value:
    """A value as the parts hold it; JSON has no tuples."""
    return tuple(value) if isinstance(value, list) else value


def complete(part_values: Mapping[str, Any], kind: Any) -> dict[str, Value]:
    """Every field of a kind of part: what is given, and nothing for the others."""
    empty: dict[str, Value] = {
        form.name: () if form.form.value in ("entries", "lines") else None for form in FIELDS[kind]
    }
    return empty | {name: plain(value) for name, value in part_values.items() if name in empty}
