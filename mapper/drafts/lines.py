"""Lists of a specification as a person writes them, one item a line.

Indicative content of an outcome, sufficiency descriptors of a criterion, replaced units.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from mapper.intake.readings import CriterionReading, SubstitutionReading
from mapper.wording import squeeze

DESCRIPTORS = {
    "referral_descriptors": "referral",
    "pass_descriptors": "pass_",
    "good_pass_descriptors": "good_pass",
}
LISTS = {*DESCRIPTORS, "indicative_content", "substitutions"}
REF = r"\d{4}-\d{3}"
REPLACED = re.compile(
    rf"({REF}) (?:is )?replaced by ({REF})(?: (?:registered )?from (\d{{4}}-\d\d-\d\d))?", re.IGNORECASE
)


def tidy(text: str) -> str | None:
    """The lines that hold something, white space squeezed; None where none does."""
    return "\n".join(line for line in map(squeeze, text.splitlines()) if line) or None


def lines_of(node: Any, name: str) -> str | None:
    """The list `name` of a part of a reading, an item a line; None where it is empty or not stated."""
    holder, own_name = (node.descriptors, DESCRIPTORS[name]) if name in DESCRIPTORS else (node, name)
    return "\n".join(map(_line, getattr(holder, own_name) or ())) or None


def with_lines(node: Any, name: str, text: str | None) -> Any:
    """The part of a reading with other items in the list `name`; None empties it."""
    lines = text.splitlines() if text else []
    if isinstance(node, CriterionReading):
        own = replace(node.descriptors, **{DESCRIPTORS[name]: tuple(lines) or None})
        return replace(node, descriptors=own)
    if name == "substitutions":
        return replace(node, substitutions=tuple(map(substitution, lines)))
    return replace(node, **{name: tuple(lines)})


def substitution(line: str) -> SubstitutionReading:
    """What a line says of a replaced unit. Raises ValueError where it says nothing of the kind."""
    match = REPLACED.fullmatch(line)
    if match is None or match[1] == match[2]:
        raise ValueError(line)
    since = date.fromisoformat(match[3]).isoformat() if match[3] else None
    return SubstitutionReading(match[1], match[2], since)


def repeated(lines: list[str]) -> str | None:
    """The first line that says of the same two units what another said already, None where none does."""
    seen: set[tuple[str, str]] = set()
    for line in lines:
        said = substitution(line)
        if (said.replaced, said.replacement) in seen:
            return line
        seen.add((said.replaced, said.replacement))
    return None


def _line(item: str | SubstitutionReading) -> str:
    if isinstance(item, str):
        return squeeze(item)
    since = f" from {item.registered_from}" if item.registered_from else ""
    return f"{item.replaced} replaced by {item.replacement}{since}"
