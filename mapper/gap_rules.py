"""What may be said of a gap, and what not.

Each rule raises InvalidError, told to the person who asked for what breaks it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mapper.db import today
from mapper.errors import InvalidError
from mapper.models.gaps import Closing, Way
from mapper.moments import day_in_words
from mapper.paths.awards import Measure
from mapper.reviews.chains import check_reason
from mapper.standing.gaps import Gap, GapState, JudgedGaps
from mapper.standing.remedies import can_be_accepted
from mapper.standing.verdicts import Standing

LONGEST_ASSIGNED = 200
LAST_DUE_YEAR = 2100  # a year beyond it is a slip of the finger


@dataclass(frozen=True, slots=True)
class GapWork:
    """What somebody says of gaps: `seen` are the ids of criteria, each with the mark of the gap that they
    saw (`Gap.mark`). With `keeps_rest`, what is empty stays as it stands; otherwise it is taken away.

    `measure` is the one by which they looked; `request_id` is unique per intent.
    """

    measure: Measure
    seen: Mapping[int, str]
    request_id: str
    way: Way | None = None
    assigned_to: str = ""
    due_on: date | None = None
    note: str = ""
    keeps_rest: bool = False

    def columns(self) -> dict[str, object]:
        """What it says, as the store keeps it."""
        said: dict[str, object] = {
            "way": self.way,
            "assigned_to": " ".join(self.assigned_to.split()),
            "due_on": self.due_on,
            "note": self.note.strip(),
        }
        return {name: value for name, value in said.items() if value} if self.keeps_rest else said


@dataclass(frozen=True, slots=True)
class GapClosing:
    """How somebody closes gaps; `accepted_by` is whoever at ILM accepts the verdict by module, as it was
    reported. The rest is as in `GapWork`."""

    measure: Measure
    seen: Mapping[int, str]
    request_id: str
    closing: Closing
    reason: str = ""
    accepted_by: str = ""


def check_work(work: GapWork, gaps: Sequence[Gap]) -> None:
    """Refuses what is too long, and that nothing is said where nothing stands."""
    check_reason(work.note)
    if len(work.assigned_to.strip()) > LONGEST_ASSIGNED:
        raise InvalidError(
            f"“Assigned to” has {len(work.assigned_to.strip()):,} characters.",
            subject="assigned_to",
            remedy=f"Give a role or a team in at most {LONGEST_ASSIGNED}.",
        )
    stands = any(gap.last and gap.last.is_planned for gap in gaps) and not work.keeps_rest
    if not stands and not any(work.columns().values()):
        raise InvalidError(
            "Nothing was entered.", subject="way", remedy="Choose a way, or say who does it or by when."
        )


def refuse_settled(gap: Gap) -> None:
    """Refuses to plan what is closed or guaranteed."""
    if gap.state is GapState.MET:
        message, remedy = f"{gap.said.id} is guaranteed now.", "Close it; there is nothing left to plan."
    elif gap.state in {GapState.CLOSED, GapState.SUSPECT}:
        message, remedy = f"{gap.said.id} is closed.", "Open it again first, with a reason."
    else:
        return
    raise InvalidError(message, subject="gaps", remedy=remedy)


def refuse_past(gap: Gap, due_on: date | None) -> None:
    """Refuses a due date in the past, but for the one that stands already, or in another century."""
    stands = gap.last.due_on if gap.last else None
    if due_on is None or due_on == stands:
        return
    if due_on < today() or due_on.year > LAST_DUE_YEAR:
        where = "past" if due_on < today() else "more than a working life away"
        raise InvalidError(
            f"{day_in_words(due_on)} is {where}.",
            subject="due_on",
            remedy="Give a day that can be kept.",
        )


def refuse_part_of_unit(judged: JudgedGaps, measure: Measure, gaps: Sequence[Gap]) -> None:
    """Refuses less than all open gaps of each unit."""
    named = {gap.said.row.id for gap in gaps}
    units = {gap.unit.id for gap in gaps}
    for gap in judged.gaps(measure, today=today()):
        if gap.unit.id in units and gap.is_open and gap.said.row.id not in named:
            raise InvalidError(
                f"An ILM assignment is for the whole unit, and {gap.said.id} is an open gap of it, too.",
                subject="gaps",
                remedy="Tick every gap of the unit.",
            )


def refuse_unacceptable(gaps: Sequence[Gap]) -> None:
    """Refuses gaps whose verdict by module ILM could not accept in place of the one by component."""
    for gap in gaps:
        if not can_be_accepted(gap.said):
            raise InvalidError(
                f"{gap.said.id} is {gap.said.by_module} by module and {gap.said.by_component} by component.",
                subject="gaps",
                remedy="ILM can accept the verdict by module only where that is guaranteed and the one by "
                "component is not.",
            )


def check_closing(judged: JudgedGaps, ending: GapClosing, gaps: Sequence[Gap]) -> None:
    """Refuses a closing that the verdicts do not bear, or that lacks its reason."""
    check_reason(ending.reason)
    for gap in gaps:
        if gap.state is GapState.CLOSED:
            raise InvalidError(
                f"{gap.said.id} is closed already.", subject="gaps", remedy="Open it again first."
            )
    if ending.closing is Closing.GUARANTEED:
        for gap in gaps:
            if gap.said.by(ending.measure) is not Standing.GUARANTEED:
                raise InvalidError(
                    f"{gap.said.id} is {gap.said.by(ending.measure)} {ending.measure}.",
                    subject="gaps",
                    remedy="It can be closed as guaranteed once its verdict says so.",
                )
        return
    if not ending.reason.strip():
        raise InvalidError("No reason is given.", subject="reason", remedy="Say why the gap is closed so.")
    if ending.closing is Closing.BY_MODULE:
        refuse_unacceptable(gaps)
        if not 1 <= len(ending.accepted_by.strip()) <= LONGEST_ASSIGNED:
            raise InvalidError(
                f"“Accepted by” must hold 1 to {LONGEST_ASSIGNED} characters.",
                subject="accepted_by",
                remedy="Say who at ILM accepts the verdict by module.",
            )
        return
    for gap in gaps:
        if gap.said.by(ending.measure) is Standing.GUARANTEED:
            raise InvalidError(
                f"{gap.said.id} is guaranteed {ending.measure}.", subject="gaps", remedy="Close it as that."
            )
    refuse_part_of_unit(judged, ending.measure, gaps)
