"""The sentences that say first how the mapping stands."""

from __future__ import annotations

from exports.documents.stamps import open_since_approval
from exports.documents.states import State, tally
from exports.documents.words import criteria_counted, listed, number
from mapper.record import MappingRecord

PATHS_CHECKED = (
    "Coverage was checked on every path to the award; what the check found stands among the findings."
)
PATHS_UNCHECKED = (
    "Coverage was not checked on every path to the award: learners who take other options, or who pass a"
    " module without passing the component named, may not have produced the evidence."
)


def headline(record: MappingRecord) -> tuple[str, ...]:
    """How many criteria are covered, what could not be judged, and whether every path was checked."""
    sentences = [_coverage(record)]
    if unworded := units_without_wording(record):
        units, whose = ("unit", "its") if len(unworded) == 1 else ("units", "their")
        sentences.append(
            f"The wording of {units} {listed(unworded)} was not imported, so that none of {whose} criteria"
            " could be judged."
        )
    sentences.append(PATHS_CHECKED if record.is_checked_on_every_path else PATHS_UNCHECKED)
    if changed := open_since_approval(record):
        sentences.append(
            f"{criteria_counted(len(changed))} became open after ILM’s approval was recorded; tell ILM before"
            " relying on the approval."
        )
    return tuple(sentences)


def units_without_wording(record: MappingRecord) -> tuple[str, ...]:
    """The references of chosen units that have no criteria, in order."""
    return tuple(unit.ref for unit in record.units if not unit.criteria)


def known_credits(record: MappingRecord) -> str:
    """The sum of the chosen units' credit values, as far as they are known."""
    return number(sum(unit.credits for unit in record.units if unit.credits is not None))


def credits_note(record: MappingRecord) -> str:
    """What the sum of credits leaves out; empty where it leaves out nothing."""
    unknown = [unit.ref for unit in record.units if unit.credits is None]
    return f"The sum leaves out {listed(unknown)}, of unknown credit value." if unknown else ""


def _coverage(record: MappingRecord) -> str:
    counts = tally(record.criteria)
    units = "chosen unit" if len(record.units) == 1 else f"{len(record.units)} chosen units"
    if not record.units:
        return "No unit has been chosen yet, so that nothing is covered."
    if not counts.total:
        return f"No criterion of the {units} could be judged."
    if not counts.open:
        return f"Every criterion read from the {units} is judged fully covered ({counts.total} of {counts.total})."
    rest = [f"{count} {state}" for state, count in counts.by_state if count and state is not State.FULL]
    verb = "is" if counts.open == 1 else "are"
    full = "is" if counts.full == 1 else "are"
    return (
        f"{counts.full} of the {criteria_counted(counts.total)} of the {units} {full} judged fully covered;"
        f" {counts.open} {verb} open ({listed(rest)})."
    )
