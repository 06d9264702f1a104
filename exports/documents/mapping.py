"""What the mapping document says, from a mapping as it stands."""

from __future__ import annotations

from exports.documents.annexes import finding_entries, module_entries, source_entries
from exports.documents.evidence import quoted_once, unit_entry
from exports.documents.headline import credits_note, headline, known_credits
from exports.documents.matrix import matrix
from exports.documents.parts import Fact, MappingDocument, OpenEntry
from exports.documents.paths import paths_annex
from exports.documents.rules import rule_note
from exports.documents.stamps import changed_on_paths, stamps
from exports.documents.states import State, criterion_state, tally
from exports.documents.verdicts import MEANINGS, held_entries, shows_verdicts, verdict_tally
from exports.documents.words import day, known, number, printable
from mapper.path_words import held_in_words
from mapper.record import MappingRecord
from mapper.values import Standing

READING = (
    Fact(
        "Wording",
        "Learning outcomes and criteria stand exactly as in the imported specification."
        " Quotations stand as in the university’s own documents.",
    ),
    Fact(
        "Evidence",
        "Evidence is what one assessment component asks of every learner who takes it. A module text that"
        " no known assessment tests can show delivery only; it stands under “component unknown”.",
    ),
    Fact(
        "Judgement",
        "People judge, and each judgement carries a name, a date and a reason."
        " What nobody has judged is not covered.",
    ),
    Fact(
        "Labels",
        "Each piece of evidence is labelled by its criterion and a letter, as in “1.2 a”,"
        " counted afresh whenever this document is made.",
    ),
    Fact(
        "Approval",
        "Only ILM approves a mapping. Where an approval is mentioned here, it is repeated as it was"
        " reported to the university’s own records.",
    ),
)

VERDICTS = Fact(
    "Coverage, verdict",
    "Coverage says what the evidence is worth where it is produced; the verdict says whether every learner"
    " produces it on the way to the award. “Full” with “conditional” means that the evidence meets the"
    " criterion and that some learners never produce it.",
)
# Part and not judged mean in a verdict what they mean in coverage.
LEGEND = tuple((s, m) for s, m in MEANINGS.items() if s not in (Standing.PART, Standing.NOT_JUDGED))


def mapping_document(record: MappingRecord) -> MappingDocument:
    """The whole mapping document; equal records give equal documents."""
    return printable(
        MappingDocument(
            title="Mapping document",
            institution=record.institution,
            programme_title=record.programme_title,
            qualification_title=record.qualification.title,
            stamps=stamps(record),
            headline=headline(record),
            programme=_programme_facts(record),
            qualification=qualification_facts(record),
            sources=source_entries(record),
            tally=tally(record.criteria),
            credits=known_credits(record),
            credits_note=credits_note(record),
            units=quoted_once(
                [unit_entry(u, record.modules, shows_verdicts=shows_verdicts(record)) for u in record.units]
            ),
            open_criteria=open_now(record),
            additional_assessment=_open_at_approval(record),
            modules=module_entries(record),
            matrix=matrix(record),
            findings=finding_entries(record.findings),
            notes=(*READING, VERDICTS) if shows_verdicts(record) else READING,
            shows_verdicts=shows_verdicts(record),
            verdicts=verdict_tally(record.criteria),
            held=held_entries(record) if shows_verdicts(record) else (),
            legend=LEGEND if shows_verdicts(record) else (),
            paths=paths_annex(record),
            approval=_approval_facts(record),
            rule_text=record.qualification.rule_text or "",
            rule_note=rule_note(record.qualification),
            made_at=record.made_at,
        )
    )


def open_now(record: MappingRecord) -> tuple[OpenEntry, ...]:
    """The criteria that are not fully covered as the mapping stands, in order."""
    return tuple(
        OpenEntry(unit.ref, c.number, c.text, criterion_state(c))
        for unit in record.units
        for c in unit.criteria
        if criterion_state(c) is not State.FULL
    )


def _approval_facts(record: MappingRecord) -> tuple[Fact, ...]:
    approval = record.approval
    if approval is None:
        return ()
    held = held_in_words(approval.paths) if approval.paths else "not kept with this approval"
    found = [
        Fact("Approved as", "full mapping" if approval.is_full else "with additional assessment"),
        Fact("Approved by", f"{approval.approved_by}, {day(approval.approved_on)}"),
        Fact("ILM reference", approval.ilm_reference),
        Fact("Recorded", f"by {approval.recorded_by}, {day(approval.recorded_at)}"),
        Fact("Guaranteed then", held),
    ]
    if approval.reason:
        found.append(Fact("Why as full mapping", approval.reason))
    if approval.paths:
        found.append(Fact("Since then", changed_on_paths(record) or "no verdict has changed"))
    return tuple(found)


def _open_at_approval(record: MappingRecord) -> tuple[OpenEntry, ...]:
    recorded = record.approval.open_criteria if record.approval else ()
    return tuple(OpenEntry(c.unit_ref, c.number, c.text, State(c.state)) for c in recorded)


def _programme_facts(record: MappingRecord) -> tuple[Fact, ...]:
    return (
        Fact("Institution", record.institution),
        Fact("Programme", record.programme_title),
        Fact("Award", known(record.award)),
        Fact("Level", known(record.programme_level)),
        Fact("Credits", known(record.programme_credits)),
        Fact("Duration", known(record.duration)),
        Fact("Mode", known(record.mode)),
        Fact("Edition", f"{record.edition_number}, imported {day(record.edition_imported_at)}"),
    )


def qualification_facts(record: MappingRecord) -> tuple[Fact, ...]:
    """The facts of the qualification that the programme is mapped to, and of its specification."""
    qualification = record.qualification
    specification = " ".join(part for part in (record.specification_code, record.specification_title) if part)
    return (
        Fact("Qualification", qualification.title),
        Fact("Accreditation number", qualification.accreditation_number),
        Fact("Size", known(qualification.size).capitalize()),
        Fact("Level", known(qualification.level)),
        Fact("Credits", _credit_range(qualification.credits_min, qualification.credits_max)),
        Fact("Guided learning hours", known(qualification.glh)),
        Fact("Total qualification time", _hours(qualification.tqt)),
        Fact("Specification", f"{known(specification)}, edition {record.specification_edition}"),
    )


def _credit_range(least: float | None, most: float | None) -> str:
    if least is None:
        return known(least) if most is None else f"at most {number(most)}"
    if most is None:
        return f"at least {number(least)}"
    return number(least) if least == most else f"{number(least)} to {number(most)}"


def _hours(hours: float | None) -> str:
    return known(hours) if hours is None else f"{number(hours)} hours"
