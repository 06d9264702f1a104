"""One cell of the programme template as a value, or as a finding that names the cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapper.intake.programmes.figures import read_yes_no
from mapper.intake.programmes.references import names_all, read_references
from mapper.intake.template_layout import Field, Kind
from mapper.intake.template_text import (
    LIST_SEPARATORS,
    NONE,
    OUTCOME_SEPARATORS,
    is_spelt_out,
    number_in,
    said_by,
)
from mapper.values import Finding, Locator, Severity

ALL = "\0all"
"""Stands for every outcome of the module until all are known; no text holds such a sign."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell holds, and where it stands; `numbers` are those that Word counts by itself."""

    raw: str
    locator: Locator
    numbers: tuple[str, ...] = ()

    def followed_by(self, other: Entry) -> Entry:
        """The entry that goes on with another's text."""
        return Entry(self.raw + other.raw, self.locator)


def read_value(field: Field, entry: Entry, findings: list[Finding]) -> object:
    """The value of the field's kind; None, with a finding, for what it cannot hold."""
    if entry.raw == NONE:
        return None
    match field.kind:
        case Kind.TEXT:
            return said_by(entry.raw)
        case Kind.NUMBER_OR_WORD:
            number = number_in(entry.raw)
            return said_by(entry.raw) if number is None else number
        case Kind.LIST:
            return tuple(said_by(item) for item in _items(entry.raw, LIST_SEPARATORS))
        case Kind.OUTCOMES:
            return tuple(read_outcomes(entry.raw))
        case Kind.YES_NO:
            found: object = read_yes_no(entry.raw)
        case _:
            per_cent = entry.raw.removesuffix("%").strip() if field.kind is Kind.PER_CENT else entry.raw
            found = number_in(per_cent)
    if found is None:
        findings.append(_not_understood(field, entry))
    elif field.kind is Kind.PER_CENT and isinstance(found, int | float) and not 0 <= found <= 100:
        findings.append(_beyond(field, entry))
    return found


def read_outcomes(raw: str) -> list[str]:
    """The outcomes that a cell refers to, ranges spelled out, each as written; ALL for "all"."""
    found: list[str] = []
    for item in _items(raw, OUTCOME_SEPARATORS):
        if is_spelt_out(item):
            found.append(said_by(item))
        elif names_all(item):
            found.append(ALL)
        else:
            found += read_references(item) or (item,)
    return found


def _items(raw: str, separators: str) -> list[str]:
    return [item for part in re.split(f"[{separators}]", raw) if (item := part.strip())]


def _not_understood(field: Field, entry: Entry) -> Finding:
    wanted = "yes or no" if field.kind is Kind.YES_NO else "a number"
    return Finding(
        Severity.ERROR,
        field.label,
        f"“{entry.raw[:80]}” is not {wanted}, so the field stays unknown.",
        f"Enter {wanted}, or leave the cell empty if it is not known.",
        entry.locator,
    )


def _beyond(field: Field, entry: Entry) -> Finding:
    return Finding(
        Severity.WARNING,
        field.label,
        f"{entry.raw[:80]} is no per cent between 0 and 100; it was kept as written.",
        "Check the number.",
        entry.locator,
    )
