"""The sentences that say first how the mapping stands."""

from __future__ import annotations

from exports.documents.paths import other_ways
from exports.documents.stamps import changed_on_paths, open_since_approval
from exports.documents.states import State, tally
from exports.documents.verdicts import verdict_tally
from exports.documents.words import criteria_counted, listed, number
from mapper.record import MappingRecord

PATHS_UNCLEAR = (
    "Nothing can be said of every learner: the structure that was entered is faulty or unclear, as the"
    " annex on every path tells."
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
    sentences.append(_on_every_path(record))
    if changed := open_since_approval(record):
        sentences.append(
            f"{criteria_counted(len(changed))} became open after ILM’s approval was recorded; tell ILM before"
            " relying on the approval."
        )
    if since := changed_on_paths(record):
        told = " Tell ILM before relying on it." if record.changed_verdicts else ""
        sentences.append(f"Since ILM’s approval was recorded: {since}{told}")
    return tuple(sentences)


def _on_every_path(record: MappingRecord) -> str:
    if not record.paths.is_entered:
        return PATHS_UNCHECKED
    if not record.is_checked_on_every_path:
        return PATHS_UNCLEAR
    held = verdict_tally(record.criteria)
    module, component = held.guaranteed_by_module, held.guaranteed_by_component
    said = (
        f"Every learner who completes the programme meets {module} of {criteria_counted(held.total)},"
        " whichever options they take, if completing the modules is what counts (as ILM’s guidance accepts);"
        f" {component} if the very assessments have to be passed."
    )
    return " ".join(filter(None, (said, other_ways(record.paths))))


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
