"""Gaps in words: where the work stands, when it is due, how one was closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from mapper.models.gaps import Closing, GapAct
from mapper.moments import day_in_words
from mapper.standing.gaps import EntryRow, Gap, GapState
from web.formats import plural

CLOSED_AS = {
    Closing.GUARANTEED: "it was guaranteed {measure}",
    Closing.BY_MODULE: "ILM accepts the verdict by module (accepted by {accepted_by}, as reported)",
    Closing.ILM_ASSIGNMENT: "learners submit ILM’s assignment, so that the unit is not claimed by mapping",
    Closing.ASSESSMENT_SERVICE: (
        "ILM marks its own assignment (ILM Assessment Service), so that the unit is not claimed by mapping"
    ),
}

DONE = {GapAct.PLAN: "{} recorded.", GapAct.CLOSE: "{} closed.", GapAct.REOPEN: "{} opened again."}


def recorded_in_words(records: Mapping[int, Iterable[EntryRow]], entry_id: int | None) -> str:
    """What was recorded at once with an entry: "5 gaps closed."; "" where the record has none such."""
    entries = [entry for record in records.values() for entry in record]
    named = next((entry for entry in entries if entry.id == entry_id), None)
    if named is None:
        return ""
    count = sum(entry.batch_id == named.batch_id for entry in entries)
    return DONE[named.act].format(plural(count, "gap"))


def tally_in_words(gaps: Iterable[Gap]) -> str:
    """How many gaps stand where: "3 not planned, 2 overdue, 1 to look at again"."""
    counted = Counter(gap.state for gap in gaps)
    words = {state: "to look at again" if state is GapState.SUSPECT else state.value for state in GapState}
    return ", ".join(f"{counted[state]} {said}" for state, said in words.items() if counted[state])


def state_in_words(gap: Gap, today: date) -> str:
    """ "overdue by 3 days", "planned"."""
    due_on = gap.last.due_on if gap.last else None
    if gap.state is GapState.OVERDUE and due_on:
        return f"overdue by {plural((today - due_on).days, 'day')}"
    if gap.state is GapState.PLANNED and due_on:
        left = (due_on - today).days
        return f"planned, due in {plural(left, 'day')}" if left else "planned, due today"
    return gap.state.value


def due_in_words(due_on: date, today: date) -> str:
    """ "3 December 2030, in 11 days"."""
    left = (due_on - today).days
    if not left:
        return f"{day_in_words(due_on)}, today"
    far = plural(abs(left), "day")
    return f"{day_in_words(due_on)}, in {far}" if left > 0 else f"{day_in_words(due_on)}, {far} ago"


def closed_in_words(gap: Gap) -> str:
    """How and when the gap was closed, by whom, why, and what changed since; "" where it is not."""
    last = gap.last
    if last is None or last.closing is None or last.ground is None:
        return ""
    how = CLOSED_AS[last.closing].format(measure=last.ground.measure, accepted_by=last.accepted_by)
    said = f"Closed on {day_in_words(last.at)} by {last.by}: {how}."
    if last.reason:
        said += f" Reason: “{last.reason}”."
    if gap.changed:
        said += f" Changed since: {'; '.join(gap.changed)}. Look again."
    return said
