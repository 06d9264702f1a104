"""Units, outcomes and criteria with the evidence that people judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from exports.documents.components import COMPONENT_UNKNOWN, component_names, module_name
from exports.documents.parts import CriterionEntry, EvidenceEntry, OutcomeEntry, UnitEntry
from exports.documents.states import State, criterion_state, tally
from exports.documents.verdicts import beside, verdict_entry, verdict_tally
from exports.documents.words import day, ended, known, listed, number
from mapper.moments import day_of
from mapper.record import (
    CriterionRecord,
    LearningOutcomeRecord,
    LinkRecord,
    ModuleRecord,
    SetRecord,
    UnitRecord,
)
from mapper.values import StatementKind

NO_WORDING = (
    "The wording of this unit was not imported, so that its criteria are neither shown nor judged."
    " Import the unit’s own document to map it."
)
NO_CRITERIA = "No criteria were read for this outcome; check the unit’s document."
NOT_DELIVERED = "Delivery not confirmed"
CONTRADICTED = (
    "It contradicts the evidence that is judged besides, so neither counts; withdraw one of the two."
)


def unit_entry(
    unit: UnitRecord, modules: Sequence[ModuleRecord], *, shows_verdicts: bool = False
) -> UnitEntry:
    """The unit with its outcomes in order; a unit without wording says so in its note.

    Why a criterion is not guaranteed is told beside it only where `shows_verdicts`.
    """
    size = [f"Level {known(unit.level)}", f"Credits {known(unit.credits)}", f"GLH {known(unit.glh)}"]
    return UnitEntry(
        ref=unit.ref,
        title=unit.title,
        size=" · ".join([*size, unit.group] if unit.group else size),
        credits=known(unit.credits),
        tally=tally(unit.criteria),
        note="" if unit.criteria else NO_WORDING,
        outcomes=tuple(_outcome_entry(o, modules, shows_verdicts) for o in unit.learning_outcomes),
        verdicts=verdict_tally(unit.criteria),
    )


def _outcome_entry(
    outcome: LearningOutcomeRecord, modules: Sequence[ModuleRecord], shows_verdicts: bool
) -> OutcomeEntry:
    return OutcomeEntry(
        number=outcome.number,
        text=outcome.text,
        delivery=delivery_note(outcome),
        criteria=tuple(_criterion_entry(c, modules, shows_verdicts) for c in outcome.criteria),
    )


def delivery_note(outcome: LearningOutcomeRecord) -> str:
    """Which modules deliver the outcome; where nobody confirmed that, so and not what carries evidence."""
    said = []
    if outcome.delivered_by:
        said.append(f"Delivered by {listed(outcome.delivered_by)}.")
    elif outcome.evidenced_by:
        said.append(f"{NOT_DELIVERED}; evidence comes from {listed(outcome.evidenced_by)}.")
    else:
        said.append(f"{NOT_DELIVERED}.")
    if outcome.once_delivered_by:
        whose = listed(outcome.once_delivered_by)
        said.append(f"The wording has changed since {whose} was confirmed, so that does not count.")
    return " ".join(said)


def _criterion_entry(
    criterion: CriterionRecord, modules: Sequence[ModuleRecord], shows_verdicts: bool
) -> CriterionEntry:
    state, verdict = criterion_state(criterion), verdict_entry(criterion)
    links = (*criterion.links, *only_in_sets(criterion))
    letters = [f"{criterion.number} {_letter(place)}" for place in range(len(links))]
    labels = {_named(link): letter for link, letter in zip(links, letters, strict=True)}
    said = [_note(criterion, state), *(set_note(declared, labels) for declared in criterion.sets)]
    return CriterionEntry(
        number=criterion.number,
        text=criterion.text,
        marks=_marks(criterion),
        state=state,
        note=" ".join(filter(None, said)),
        evidence=tuple(
            _evidence_entry(link, letter, modules) for link, letter in zip(links, letters, strict=True)
        ),
        verdict=verdict,
        why=beside(verdict) if verdict and shows_verdicts and state is State.FULL else "",
    )


def only_in_sets(criterion: CriterionRecord) -> tuple[LinkRecord, ...]:
    """The members of declared sets that nobody judged alone, each once, in the order of the sets.

    Their reason says that they cover the criterion as members, so that none reads as full by itself.
    """
    alone = {_named(link) for link in criterion.links}
    found: dict[Named, LinkRecord] = {}
    for declared in criterion.sets:
        how = "together with the other members" if declared.needs_all else "as one of its alternatives"
        for member in declared.members:
            if _named(member) not in alone:
                words = f"As a member of a declared set, {how}. {declared.reason}".strip()
                found.setdefault(_named(member), replace(member, reason=words))
    return tuple(found.values())


Named = tuple[int, str | None, str | None, StatementKind, str]


def _named(link: LinkRecord) -> Named:
    """What tells one statement's evidence from another's under a criterion."""
    return (link.statement_id, link.module_code, link.module_title, link.kind, link.label)


def set_note(declared: SetRecord, labels: Mapping[Named, str]) -> str:
    """A declared set in sentences: "Together: 1.2 a and 1.2 b …", or "Either: 1.2 a or 1.2 b …"."""
    names = [
        f"{labels[_named(m)]} ({module_name(m.module_code, m.module_title)}, {m.label})"
        for m in declared.members
    ]
    if declared.needs_all:
        said = f"Together: {listed(names)} cover this criterion, and all of them are needed."
    else:
        said = f"Either: {' or '.join(names)} covers this criterion, and any one of them is enough."
    said += f" Declared by {declared.decided_by or 'not recorded'}, {day(declared.decided_at)}."
    if declared.reason:
        said += f" Reason: {declared.reason}"
    if declared.rejected:
        whose = listed(declared.rejected)
        said = f"{ended(said)} It does not count: {whose} was since rejected; withdraw one of the two."
    elif declared.is_suspect:
        said = f"{ended(said)} It does not count: the wording has changed since; declare it again or withdraw it."
    return said


def _marks(criterion: CriterionRecord) -> str:
    if criterion.marks is None:
        return ""
    if criterion.pass_marks is None:
        return f"{number(criterion.marks)} marks"
    return f"{number(criterion.marks)} marks, pass {number(criterion.pass_marks)}"


def _note(criterion: CriterionRecord, state: State) -> str:
    if criterion.nothing_here is not None or state is State.NONE:
        said = (criterion.nothing_here or "").strip() or "not recorded."
        who = f" by {criterion.nothing_here_by}" if criterion.nothing_here_by else ""
        when = f", {day(criterion.nothing_here_at)}" if criterion.nothing_here_at else ""
        judged = f"Judged{who}{when}: nothing in the programme evidences this criterion. Reason: {said}"
        return f"{ended(judged)} {CONTRADICTED}" if _has_evidence(criterion) else judged
    if criterion.links or criterion.sets:
        return ""
    if state is State.NOT_JUDGED:
        return "Nobody has judged this criterion yet."
    return "The judgement names no evidence; add the assessment that carries it."


def _has_evidence(criterion: CriterionRecord) -> bool:
    """Whether anything that stands for the criterion is neither suspect nor rejected."""
    return not (
        all(link.is_suspect for link in criterion.links) and all(s.is_suspect for s in criterion.sets)
    )


def _letter(place: int) -> str:
    """a to z, then 27, 28 and so on."""
    return chr(ord("a") + place) if place < 26 else str(place + 1)


def _evidence_entry(link: LinkRecord, label: str, modules: Sequence[ModuleRecord]) -> EvidenceEntry:
    return EvidenceEntry(
        label=label,
        module=module_name(link.module_code, link.module_title),
        assessment="; ".join(component_names(link, modules)) or COMPONENT_UNKNOWN,
        has_component=link.component is not None,
        statement=link.label,
        quotation=link.quotation,
        place=link.place or "place not recorded",
        judged_as=State.SUSPECT if link.is_suspect else State(link.coverage.value),
        judged_before=link.coverage.value if link.is_suspect else "",
        reason=link.reason or "No reason recorded.",
        judged_by=link.decided_by or "not recorded",
        judged_on=day_of(link.decided_at),
    )


def quoted_once(units: Sequence[UnitEntry]) -> tuple[UnitEntry, ...]:
    """The units, a long quotation that stands in an earlier entry replaced by where it stands."""
    first: dict[tuple[str, str], str] = {}

    def entry(unit: UnitEntry, item: EvidenceEntry) -> EvidenceEntry:
        if not item.is_long:
            return item
        here = f"{unit.ref}, {item.label}"
        at = first.setdefault((item.quotation, item.place), here)
        return item if at == here else replace(item, quoted_at=at)

    return tuple(
        replace(
            unit,
            outcomes=tuple(
                replace(
                    outcome,
                    criteria=tuple(
                        replace(c, evidence=tuple(entry(unit, e) for e in c.evidence))
                        for c in outcome.criteria
                    ),
                )
                for outcome in unit.outcomes
            ),
        )
        for unit in units
    )
