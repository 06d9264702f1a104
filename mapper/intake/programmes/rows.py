"""Rows of forms that go on with what the section lists: outcomes, and topics of a teaching plan."""

from __future__ import annotations

import re

from mapper.intake.document import Paragraph
from mapper.intake.programmes.events import Entry, Value
from mapper.intake.programmes.matrices import names_outcome

_WEEK = re.compile(
    r"^(?:week|session|lecture|topic|seminar|workshop|day)?\s*\d{1,2}(?:\s*[-–/&]\s*\d{1,2})?$", re.I
)
GROUP = re.compile(
    r"^(?:[A-H][.):]?\s+)?(?:\w+[ ,/&]+){0,5}"
    r"(?:knowledge|understanding|skills|abilities|attributes|values|competenc\w+)\b.{0,40}$",
    re.I,
)


def names_group(entry: Entry) -> bool:
    """Whether the row only names a group of outcomes ("B. Cognitive skills")."""
    return bool(GROUP.match(entry.label))


def outcome_of(entry: Entry) -> Paragraph | None:
    """The outcome whose number is the row's label, as the list item that it is; else None."""
    label = entry.label.strip(" .:)")
    if not names_outcome(label):
        return None
    first = entry.rows[0][0] if entry.rows else ()
    place = first[0].locator if first else entry.locator
    return Paragraph(" ".join(p.text for p in first), place, number=label, is_item=True)


def topic_of(entry: Entry) -> Value | None:
    """The topic of a row of a teaching plan ("Week 3 | Lecture | Delegation"): its last cell; else None."""
    if not _WEEK.match(entry.label) or not entry.rows:
        return None
    return next((value for value in reversed(entry.rows[0]) if value), ())
