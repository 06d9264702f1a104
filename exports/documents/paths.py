"""The annex on every path: the structure as entered in words, pass rules, and who escapes which criterion."""

from __future__ import annotations

from exports.documents.annexes import finding_entries
from exports.documents.parts import DoubtEntry, Fact, OpenEntry, PathsAnnex
from exports.documents.states import criterion_state
from exports.documents.verdicts import shows_verdicts, verdict_entry
from exports.documents.words import counted, day, known, listed, number
from mapper.path_record import AcceptanceRecord, ChoiceRecord, DoubtRecord, PathsRecord, StructureRecord
from mapper.record import MappingRecord
from mapper.standing.entered import AssessmentRules, Declared, ModuleRules, ProgrammeRules, Stated

NOT_ENTERED = "Nobody has entered which modules every learner takes, so nothing was checked on every path."
NOT_DETERMINED = (
    "The structure that was entered is faulty or unclear, so that nothing can be said of every learner;"
    " the findings below say why."
)
HOW_JUDGED = (
    "Only evidence that somebody judged full counts. By module completed means that every learner takes and"
    " passes the modules of the evidence; by component passed, that every learner passes the very"
    " assessments, which a choice of questions or group work without each member’s part leaves open."
    " Whatever is not known counts as the weakest imaginable."
)

LOOK_AGAIN = (
    "This speaks against evidence that people judged full. It changes no verdict; somebody should look again"
    " before ILM does."
)


def paths_annex(record: MappingRecord) -> PathsAnnex:
    """The annex; without a structure it says no more than that, and what was found."""
    paths = record.paths
    structure = paths.structure
    return PathsAnnex(
        said=_said(paths),
        structure=_structure(structure) if structure else (),
        rules=_rules(structure) if structure else (),
        ways=_ways(structure) if structure else (),
        awards=_awards(record),
        accepted=tuple(map(_accepted, paths.accepted)),
        not_guaranteed=not_guaranteed(record) if shows_verdicts(record) else (),
        findings=finding_entries(paths.findings),
        doubts_said=LOOK_AGAIN if paths.doubts else "",
        doubts=tuple(map(_doubts, paths.doubts)),
    )


def not_guaranteed(record: MappingRecord) -> tuple[OpenEntry, ...]:
    """The criteria that are not guaranteed by both measures, in order, with reason and example."""
    found = ((u, c, verdict_entry(c)) for u in record.units for c in u.criteria)
    return tuple(
        OpenEntry(unit.ref, c.number, c.text, criterion_state(c), verdict)
        for unit, c, verdict in found
        if verdict is None or not verdict.is_guaranteed
    )


def _said(paths: PathsRecord) -> tuple[str, ...]:
    if not paths.is_entered:
        return (NOT_ENTERED,)
    return (HOW_JUDGED,) if paths.is_determined else (NOT_DETERMINED, HOW_JUDGED)


def _structure(structure: StructureRecord) -> tuple[Fact, ...]:
    entered = f"version {structure.version}, by {structure.entered_by} on {day(structure.entered_at)}"
    found = [Fact("Entered", entered), Fact("Every learner takes", _codes(structure.everyone))]
    found += [_choice(choice) for choice in structure.choices]
    if structure.left_out:
        found.append(Fact("No learner takes", _codes(structure.left_out)))
    if structure.unplaced:
        found.append(Fact("Not known who takes", _codes(structure.unplaced)))
    return tuple(found)


def _choice(choice: ChoiceRecord) -> Fact:
    inner = [f"the choice “{name}”" for name in choice.inner]
    of = f" (an option of the choice “{choice.within}”)" if choice.within else ""
    return Fact(f"Choice “{choice.name}”{of}", f"{choice.asks}: {_codes((*choice.modules, *inner))}")


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or "none"


def _rules(structure: StructureRecord) -> tuple[Fact, ...]:
    found = list(_programme_rules(structure.rules))
    found += [Fact(name, said) for name, rules in structure.modules if (said := _module_rules(rules))]
    if structure.pass_marks:
        read = [f"{name} {number(mark)}" for name, mark in structure.pass_marks]
        found.append(Fact("Pass marks read from the documents", ", ".join(read)))
    found += [Fact(name, said) for name, rules in structure.assessments if (said := _assessment_rules(rules))]
    return tuple(found)


def _programme_rules(rules: ProgrammeRules) -> tuple[Fact, ...]:
    limit = rules.compensation_credits
    compensated = _answer(rules.compensatable)
    if rules.compensatable is not False:
        up_to = "limit not known" if limit is None else f"up to {counted_credits(limit)} in all"
        compensated = f"{compensated}, {up_to}"
    found = [
        Fact("Pass mark of a module", known(rules.pass_mark)),
        Fact("Pass mark of a component", known(rules.component_pass_mark)),
        Fact("Every component must be passed", _answer(rules.every_component)),
        Fact("A failed module may be compensated", compensated),
        Fact("Choice of questions in a component", _answer(rules.choice)),
        Fact("Group work without each member’s part", _answer(rules.group_work)),
    ]
    if rules.unclear:
        found.append(Fact("A rule that could not be taken into account", rules.unclear))
    return tuple(found)


def counted_credits(credit_value: float) -> str:
    """ "1 credit", "7.5 credits"."""
    return f"{number(credit_value)} {'credit' if credit_value == 1 else 'credits'}"


def _answer(is_so: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[is_so]


def _module_rules(rules: ModuleRules) -> str:
    return _listed_rules(
        rules.pass_mark,
        (
            ("every component must be passed", rules.every_component),
            ("may be compensated", rules.compensatable),
        ),
    )


def _assessment_rules(rules: AssessmentRules) -> str:
    said = _listed_rules(
        rules.pass_mark,
        (
            ("must be passed", rules.must_pass),
            ("choice of questions", rules.choice),
            ("group work without each member’s part", rules.group_work),
        ),
    )
    return "; ".join(filter(None, ("counts nothing towards the mark" if rules.is_formative else "", said)))


def _listed_rules(pass_mark: float | None, stated: tuple[tuple[str, Stated], ...]) -> str:
    said = [] if pass_mark is None else [f"pass mark {number(pass_mark)}"]
    said += [f"{what}: {_stated(answer)}" for what, answer in stated if answer is not Stated.AS_ABOVE]
    return "; ".join(said)


def _stated(answer: Stated) -> str:
    return "not known" if answer is Stated.UNKNOWN else answer.value


def _ways(structure: StructureRecord) -> tuple[Fact, ...]:
    return tuple(Fact(way.value.capitalize(), _way(declared)) for way, declared in structure.ways)


def _way(declared: Declared) -> str:
    said = {
        True: "open to learners; not counted here, and to be shown for each of them",
        False: "not open",
        None: "not known whether it is open; not counted here",
    }[declared.is_open]
    return f"{said} ({declared.note})" if declared.note else said


def _accepted(accepted: AcceptanceRecord) -> Fact:
    said = (
        f"by {accepted.accepted_by}, as reported; recorded by {accepted.recorded_by} on"
        f" {day(accepted.recorded_at)}. Reason: {accepted.reason}"
    )
    if accepted.changed:
        said += f" Changed since, look again: {listed(accepted.changed)}."
    return Fact(f"{accepted.unit_ref} {accepted.number}", said)


def _doubts(doubt: DoubtRecord) -> DoubtEntry:
    """The doubts of one kind, a line for each criterion; what is the same of several is said once."""
    by_criterion: dict[str, dict[str, list[str]]] = {}
    for one in doubt.evidence:
        by_criterion.setdefault(one.criterion, {}).setdefault(one.message, []).append(one.evidence)
    lines = (
        Fact(name, " ".join(f"{'; '.join(found)}{f': {how}' if how else ''}" for how, found in said.items()))
        for name, said in by_criterion.items()
    )
    (finding,) = finding_entries([doubt.finding])
    return DoubtEntry(finding, tuple(lines))


def _awards(record: MappingRecord) -> tuple[Fact, ...]:
    total = len(record.criteria)
    return tuple(
        Fact(
            award.name,
            f"{award.by_module} of {counted(total, 'criterion', 'criteria')} guaranteed by module completed,"
            f" {award.by_component} by component passed"
            if award.is_determined
            else "nothing can be said: who takes what on this way is faulty or unclear",
        )
        for award in record.paths.awards
    )


def other_ways(paths: PathsRecord) -> str:
    """ "Not counted: learners who come by …", "" where no other way in is open."""
    ways = [way.value for way in paths.not_counted]
    either = " or ".join(filter(None, (", ".join(ways[:-1]), *ways[-1:])))
    return f"Not counted: learners who come by {either}." if ways else ""
