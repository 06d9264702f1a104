"""A module split in two, and two merged into one; no item is lost by either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mapper.errors import InvalidError
from mapper.programme_review.fields import MODULE, in_words
from mapper.programme_review.parts import Part, PartKind, Parts, source_of
from mapper.programme_review.setting import Made, complete, of_person, standing_part
from mapper.values import Finding, Severity


def split(parts: Parts, _as_read: Parts, change: Made) -> Parts:
    """A new module behind the one that it was part of, with the chosen items, its code and title.

    Its other facts are not stated: nobody read them of a module of its own.
    """
    module = _module(parts, change.target)
    chosen = {str(key) for key in change.detail["items"]}
    known = {item.key for item in module.items if not item.is_dropped}
    if not chosen or not chosen <= known:
        raise InvalidError(
            "No item of the module is chosen." if not chosen else "Not every chosen item is in the module.",
            subject="items",
            remedy="Choose the outcomes, assessments and content that the new module takes.",
        )
    values = complete({"code": change.detail["code"], "title": change.detail["title"]}, PartKind.MODULE)
    if not (values["code"] or values["title"]):
        raise InvalidError(
            "The new module has neither a code nor a title.", subject="code", remedy="Give it one of them."
        )
    made = Part(
        change.made_key,
        PartKind.MODULE,
        values,
        of_person(values, change),
        tuple(item for item in module.items if item.key in chosen),
    )
    rest = replace(module, items=tuple(item for item in module.items if item.key not in chosen))
    modules: list[Part] = []
    for each in parts.modules:
        modules += [rest, made] if each.key == module.key else [each]
    return replace(parts, modules=tuple(modules))


def merge(parts: Parts, _as_read: Parts, change: Made) -> Parts:
    """The first module with the items of the second, and with its facts where the first has none."""
    first, second = _module(parts, change.target), _module(parts, str(change.detail["second"]))
    if first.key == second.key:
        raise InvalidError(
            "A module cannot be merged into itself.", subject="second", remedy="Choose another module."
        )
    values, sources = dict(first.values), dict(first.sources)
    for form in MODULE:
        if values[form.name] in (None, ()) and second.values[form.name] not in (None, ()):
            values[form.name] = second.values[form.name]
            of_field = {n: s for n, s in second.sources.items() if n.partition("[")[0] == form.name}
            sources = {n: s for n, s in sources.items() if n.partition("[")[0] != form.name} | of_field
    merged = replace(
        first,
        values=values,
        sources=sources,
        items=(*first.items, *second.items),
        findings=(*first.findings, *second.findings, *_differing(first, second)),
    )
    parts = replace(parts, modules=tuple(m for m in parts.modules if m.key != second.key))
    return parts.with_part(merged)


def _module(parts: Parts, key: str) -> Part:
    part = standing_part(parts, key)
    if part.kind is not PartKind.MODULE:
        raise InvalidError(
            "Only modules can be split or merged.", subject=key[:40], remedy="Choose a module."
        )
    return part


def _differing(first: Part, second: Part) -> Iterator[Finding]:
    for form in MODULE:
        kept, left = first.values[form.name], second.values[form.name]
        if kept not in (None, ()) and left not in (None, ()) and kept != left:
            source = source_of(second, form.name)
            yield Finding(
                Severity.INFO if form.name in ("code", "title") else Severity.WARNING,
                first.name,
                f"The {form.label.lower()} of “{second.name}”, which was merged into it, was “{_short(left)}”; "
                f"“{_short(kept)}” was kept.",
                "Set it by hand if the other one holds.",
                source.locator if source else None,
            )


def _short(value: object) -> str:
    words = in_words(value)  # type: ignore[arg-type]  # a field's value
    return words if len(words) <= 80 else f"{words[:79]}…"
