"""The forms of the gap plan: what they send, and what was typed into one that came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from mapper.errors import InvalidError, MapperError
from mapper.gap_rules import GapClosing, GapWork
from mapper.models.gaps import Closing, Way
from mapper.paths.awards import Measure

DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y")
LONGEST_DAY = 30
FIELDS = ("way", "assigned_to", "due_on", "note", "accepted_by", "reason", "closing")


@dataclass(frozen=True, slots=True)
class TypedGaps:
    """A form that came back: its name on the page, what was typed and ticked, and what was wrong."""

    name: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[int] = frozenset()
    field: str = ""
    message: str = ""

    @classmethod
    def of(cls, form: MultiDict[str, str], error: MapperError) -> TypedGaps:
        """The form with the fault that the error tells."""
        ticked = frozenset(seen_in(form, is_strict=False))
        message = f"{error.message} {error.remedy}".strip()
        return cls(form.get("form", ""), form.to_dict(), ticked, error.subject, message)

    def value(self, name: str, field_name: str, stands: object) -> str:
        """What a field of a form shows: what was typed where the form came back, else what stands."""
        typed = self.typed.get(field_name) if name == self.name else None
        return typed if typed is not None else str(stands or "")

    def is_faulty(self, name: str, field_name: str) -> bool:
        """Whether this field of this form is at fault."""
        return bool(self.message) and (name, field_name) == (self.name, self.field)

    def is_ticked(self, name: str, criterion_id: int) -> bool:
        """Whether a gap was ticked in the form that came back."""
        return name == self.name and criterion_id in self.ticked


NOTHING_TYPED = TypedGaps()


def seen_in(form: MultiDict[str, str], *, is_strict: bool = True) -> dict[int, str]:
    """The criteria that a form names, each with the mark of the gap that was seen; all of its unit if it
    says so.

    Raises InvalidError for what no page of ours sends, unless it is not to be strict.
    """
    found = {}
    named = form.getlist("of-unit") if form.get("every") == "yes" else form.getlist("gap")
    for said in named:
        criterion_id, _, mark = said.partition(":")
        if criterion_id.isdecimal() and criterion_id.isascii() and len(criterion_id) < 16 and mark:
            found[int(criterion_id)] = mark
        elif is_strict:
            raise InvalidError(
                "The form names no gap of this page.", subject="gaps", remedy="Load the page anew."
            )
    return found


def work_in(form: MultiDict[str, str], measure: Measure) -> GapWork:
    """What a form says of who does what by when; raises InvalidError for a way or a day that is none."""
    way = form.get("way", "")
    if way and way not in set(Way):
        raise InvalidError("There is no such way.", subject="way", remedy="Choose one from the list.")
    return GapWork(
        measure=measure,
        seen=seen_in(form),
        request_id=form.get("request_id", ""),
        way=Way(way) if way else None,
        assigned_to=form.get("assigned_to", ""),
        due_on=_day(form.get("due_on", "").strip()),
        note=form.get("note", ""),
        keeps_rest=form.get("keeps_rest") == "yes",
    )


def closing_in(form: MultiDict[str, str], measure: Measure) -> GapClosing:
    """How a form closes gaps; raises InvalidError for a closing that is none."""
    closing = form.get("closing", "")
    if closing not in set(Closing):
        raise InvalidError(
            "It is not said how the gap is closed.", subject="closing", remedy="Choose one from the list."
        )
    return GapClosing(
        measure=measure,
        seen=seen_in(form),
        request_id=form.get("request_id", ""),
        closing=Closing(closing),
        reason=form.get("reason", ""),
        accepted_by=form.get("accepted_by", ""),
    )


def _day(typed: str) -> date | None:
    if not typed:
        return None
    for pattern in DAY_FORMATS if len(typed) <= LONGEST_DAY else ():
        try:
            return datetime.strptime(typed, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise InvalidError(
        f"“{typed[:LONGEST_DAY]}” is no day.",
        subject="due_on",
        remedy="Give it as day/month/year: 3/12/2030.",
    )
