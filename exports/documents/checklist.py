"""What the submission checklist says: form, statement, codes, attachments, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from exports.documents.forms import ATTACHMENTS, SECTIONS, STATEMENT, TITLES, WHO, Attachment, FormSection
from exports.documents.headline import units_without_wording
from exports.documents.mapping import open_now, qualification_facts
from exports.documents.parts import Fact, OpenEntry
from exports.documents.paths import not_guaranteed, other_ways
from exports.documents.rules import rule_note
from exports.documents.stamps import Stamp, changed_on_paths, open_since_approval, stamps
from exports.documents.verdicts import HeldEntry, held_entries, shows_verdicts, verdict_tally
from exports.documents.words import counted, criteria_counted, day, known, listed, printable
from mapper.record import MappingRecord
from mapper.values import Severity, SubmissionForm


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that should hold before the form is sent: whether it does, and what to do if not."""

    name: str
    is_met: bool
    detail: str


@dataclass(frozen=True, slots=True)
class ChecklistDocument:
    """Everything that the checklist says, in order.

    `shows_verdicts` says that somebody entered who takes what: `held` then tells by unit what holds for
    every learner, and `open_criteria` name besides those not fully covered all that are not guaranteed.
    """

    title: str
    who: str
    form: str
    institution: str
    programme_title: str
    qualification_title: str
    stamps: tuple[Stamp, ...]
    conditions: tuple[Condition, ...]
    facts: tuple[Fact, ...]
    statement: str
    codes: tuple[str, ...]
    sections: tuple[FormSection, ...]
    attachments: tuple[Attachment, ...]
    at_hand: tuple[Attachment, ...]
    open_criteria: tuple[OpenEntry, ...]
    shows_verdicts: bool
    held: tuple[HeldEntry, ...]
    made_at: datetime


AT_HAND = (
    Attachment(
        "Most recent QAA report",
        "ILM reads what it says on the university’s academic standards when it decides on approval.",
    ),
)


def checklist_document(record: MappingRecord, *, form: SubmissionForm) -> ChecklistDocument:
    """The checklist for the form; equal records give equal documents."""
    return printable(
        ChecklistDocument(
            title=f"Submission checklist: {TITLES[form]}",
            who=WHO[form],
            form=form.value,
            institution=record.institution,
            programme_title=record.programme_title,
            qualification_title=record.qualification.title,
            stamps=stamps(record),
            conditions=_conditions(record),
            facts=(
                Fact("Institution", record.institution),
                Fact("Programme", record.programme_title),
                Fact("Award", known(record.award)),
                *qualification_facts(record),
                Fact("Chosen units", listed([unit.ref for unit in record.units]) or "none chosen yet"),
            ),
            statement=STATEMENT,
            codes=_codes(record),
            sections=SECTIONS[form],
            attachments=ATTACHMENTS,
            at_hand=AT_HAND,
            open_criteria=_open(record),
            shows_verdicts=shows_verdicts(record),
            held=held_entries(record) if shows_verdicts(record) else (),
            made_at=record.made_at,
        )
    )


def _open(record: MappingRecord) -> tuple[OpenEntry, ...]:
    """What is open in coverage or, once verdicts are known, not guaranteed, in the order of the units."""
    return not_guaranteed(record) if shows_verdicts(record) else open_now(record)


def _codes(record: MappingRecord) -> tuple[str, ...]:
    size = record.qualification.size
    return (
        f"Select the qualification code of the {size.capitalize() if size else 'size applied for'}.",
        "Learners on a mapped programme are registered under a unique qualification code of its own;"
        " ILM adds it to the contract on approval.",
        f"It is not the accreditation number ({record.qualification.accreditation_number}).",
    )


def _conditions(record: MappingRecord) -> tuple[Condition, ...]:
    found = [_approval(record), _coverage(record), _wording(record), _paths(record)]
    if record.is_checked_on_every_path:
        found.append(_guaranteed(record))
    found.append(_errors(record))
    if note := rule_note(record.qualification):
        found.append(Condition("Rule of combination understood", record.qualification.is_rule_checked, note))
    if record.is_sample:
        found.append(
            Condition("Real content", False, "This is a sample with invented content: do not submit it.")
        )
    return tuple(found)


def _approval(record: MappingRecord) -> Condition:
    name = "Mapping document approved by ILM"
    approval = record.approval
    if approval is None:
        return Condition(
            name, False, "No approval is recorded. Only an approved mapping document may be attached."
        )
    if changed := open_since_approval(record):
        detail = f"{criteria_counted(len(changed))} became open after the approval. Ask ILM before sending."
        return Condition(name, False, detail)
    if record.changed_verdicts:
        return Condition(name, False, f"{changed_on_paths(record)} Ask ILM before sending.")
    what = "full mapping" if approval.is_full else "with additional assessment"
    reported = f"reported as given by {approval.approved_by} on {day(approval.approved_on)}"
    detail = f"{what.capitalize()}, {reported}, reference {approval.ilm_reference}."
    if approval.reason:
        detail += f" Recorded as full although not every criterion was guaranteed, because: {approval.reason}"
    return Condition(name, True, detail)


def _coverage(record: MappingRecord) -> Condition:
    name = "Every criterion fully covered"
    count = len(record.open_criteria)
    if not record.criteria:
        return Condition(name, False, "No criterion has been judged.")
    if count:
        verb = "is" if count == 1 else "are"
        detail = f"{criteria_counted(count)} {verb} open, listed below. Learners submit ILM assignments for what stays open."
        return Condition(name, False, detail)
    return Condition(name, True, f"Judged full: {len(record.criteria)} of {len(record.criteria)}.")


def _wording(record: MappingRecord) -> Condition:
    name = "Wording of every chosen unit imported"
    if not record.units:
        return Condition(name, False, "No unit has been chosen. Choose the units that the mapping is for.")
    if unworded := units_without_wording(record):
        return Condition(name, False, f"Missing for {listed(unworded)}. Import the documents of these units.")
    return Condition(name, True, f"{counted(len(record.units), 'unit', 'units')}.")


def _paths(record: MappingRecord) -> Condition:
    name = "Coverage checked on every path to the award"
    if not record.paths.is_entered:
        return Condition(
            name,
            False,
            "Not checked: optional modules and components that may be failed are not taken into account."
            " Enter which modules every learner takes, and what a pass takes.",
        )
    if not record.is_checked_on_every_path:
        return Condition(
            name,
            False,
            "Not checked: the structure that was entered is faulty or unclear. See the mapping document’s"
            " annex on every path.",
        )
    return Condition(name, True, f"Checked. {other_ways(record.paths)}".strip())


def _guaranteed(record: MappingRecord) -> Condition:
    """ILM's guidance accepts modules completed (seed 000), so that the stricter measure is only told."""
    held = verdict_tally(record.criteria)
    detail = f"Guaranteed for every learner: {held.short}."
    if not held.is_guaranteed:
        detail += (
            " Show for the others which learners meet them, or have those who do not submit ILM assignments."
        )
    return Condition("Every criterion guaranteed by module completed", held.is_guaranteed, detail)


def _errors(record: MappingRecord) -> Condition:
    name = "No errors among the findings"
    count = sum(finding.severity is Severity.ERROR for finding in record.findings)
    if count:
        return Condition(
            name, False, f"{counted(count, 'error', 'errors')}. See the mapping document’s findings."
        )
    return Condition(name, True, "No finding is an error.")
