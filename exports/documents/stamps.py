"""The stamps that every page and sheet carries: what a reader must know before believing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exports.documents.verdicts import verdict_tally
from exports.documents.words import criteria_counted, day, short_day, shortened
from mapper.path_words import changed_in_words, held_in_words
from mapper.record import ApprovalRecord, MappingRecord, OpenCriterion

NOT_APPROVED = "NOT APPROVED BY ILM"
PATHS_UNCHECKED = "Coverage not checked on every path"
PATHS_UNCLEAR = f"{PATHS_UNCHECKED}: the structure entered is faulty or unclear"
SAMPLE = "SAMPLE"
MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Stamp:
    """One stamp: `text` in full, `short` for a running header (at most 110 characters)."""

    text: str
    short: str
    is_warning: bool = True


def stamps(record: MappingRecord) -> tuple[Stamp, ...]:
    """The stamps that hold for the mapping, those of a few words first."""
    found = [Stamp(SAMPLE, SAMPLE)] if record.is_sample else []
    if record.approval is None:
        found.append(Stamp(NOT_APPROVED, NOT_APPROVED))
    if paths := _paths(record):
        found.append(paths)
    if changed := open_since_approval(record):
        short = f"CHANGED SINCE THE APPROVAL: {criteria_counted(len(changed))} now open"
        found.append(Stamp(f"{short} ({_named_or_counted(changed)})", short))
    if record.changed_verdicts:
        short = f"CHANGED SINCE THE APPROVAL: verdicts on {criteria_counted(len(record.changed_verdicts))}"
        found.append(Stamp(short, short))
    if record.approval:
        found.append(_reported(record.approval))
    return tuple(found)


def changed_on_paths(record: MappingRecord) -> str:
    """What changed on every path since the approval, in sentences; "" where nothing did."""
    kept = record.approval.paths if record.approval else None
    return " ".join(changed_in_words(kept, record.verdicts)) if kept else ""


def _paths(record: MappingRecord) -> Stamp | None:
    """What a reader must know of other learners: None where every criterion holds for all of them."""
    if not record.paths.is_entered:
        return Stamp(PATHS_UNCHECKED, PATHS_UNCHECKED)
    if not record.is_checked_on_every_path:
        return Stamp(PATHS_UNCLEAR, PATHS_UNCHECKED)
    held = verdict_tally(record.criteria)
    if held.is_guaranteed and held.guaranteed_by_component == held.total:
        return None
    said = f"Guaranteed for every learner: {held.short}"
    return Stamp(said, said, is_warning=not held.is_guaranteed)


def named_criteria(criteria: Iterable[OpenCriterion]) -> str:
    """The criteria by unit, without wording: "8607-501: 1.2, 2.1; 8607-531: 1.3"."""
    by_unit: dict[str, list[str]] = {}
    for criterion in criteria:
        by_unit.setdefault(criterion.unit_ref, []).append(criterion.number)
    return "; ".join(f"{ref}: {', '.join(numbers)}" for ref, numbers in by_unit.items())


def open_since_approval(record: MappingRecord) -> tuple[OpenCriterion, ...]:
    """Criteria open now that were not open when ILM's approval was recorded, in order."""
    if record.approval is None:
        return ()
    accepted = {(c.unit_ref, c.number) for c in record.approval.open_criteria}
    return tuple(c for c in record.open_criteria if (c.unit_ref, c.number) not in accepted)


def _reported(approval: ApprovalRecord) -> Stamp:
    what = "full mapping" if approval.is_full else "with additional assessment"
    text = (
        f"Approval by ILM as reported: {what}, by {approval.approved_by},"
        f" ILM reference {approval.ilm_reference}, date {day(approval.approved_on)};"
        f" recorded by {approval.recorded_by} on {day(approval.recorded_at)}"
    )
    if approval.is_full and not (approval.paths and approval.paths.is_guaranteed):
        text += f". {_not_for_all(approval)}"
    if not approval.is_full:
        text += f". Additional assessment for {_named_or_counted(approval.open_criteria)}"
    short = f"Approval by ILM as reported: {what}, {short_day(approval.approved_on)}"
    return Stamp(text, shortened(f"{short}, reference {approval.ilm_reference}", limit=110), is_warning=False)


def _not_for_all(approval: ApprovalRecord) -> str:
    if approval.paths is None:
        return "Whether every learner met every criterion was not kept with it"
    return f"Guaranteed for every learner then: {held_in_words(approval.paths)}"


def _named_or_counted(criteria: tuple[OpenCriterion, ...]) -> str:
    if not criteria:
        return "criteria that the record does not name"
    if len(criteria) > MOST_NAMED:
        return f"{criteria_counted(len(criteria))}, listed in the document"
    return named_criteria(criteria)
