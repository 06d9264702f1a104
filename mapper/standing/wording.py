"""Learners and changes in plain words, as people need them to believe a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from mapper.paths.changes import Change, ChangeKind
from mapper.paths.passing import counts_by_component
from mapper.paths.values import Assessment, Criterion, Learner, Module, Structure
from mapper.standing.structure import StandingStructure
from mapper.values import Finding

# The solver names rules as the command line contract does.
IN_WORDS = (
    (r"\blisted at (?=the choice\b)", "in "),
    (r"\bevery_component\b", "whether every component must be passed"),
    (r"\bcompensatable\b", "whether it may be compensated"),
    (r"\bmust_pass of\b", "must-pass of"),
    (r"\bpass_mark\b", "pass mark"),
    (r"(?<=[:,] )choice of\b", "choice of questions or group work in"),
    (r"\bState compensation_credits, 0 where there is none\b", "Enter the limit, 0 where there is none"),
)


def example(learner: Learner, criterion: Criterion, standing: StandingStructure, *, number: str) -> str:
    """One sentence about a learner who never meets the criterion with this number.

    It names what bears on the criterion, and of every set of its evidence something: what the learner
    did not take, failed, or could pass without showing it.
    """
    looked = _Evidence(standing.structure, criterion)
    missing = [m.code for m in looked.modules if m.code not in learner.modules]
    compensated = [m.code for m in looked.modules if m.code in learner.compensated]
    failed = [a for a in looked.assessments if a.id in learner.failed]
    did = [
        *_not_taken(missing, learner, standing),
        *([f"fails {listed(compensated)} as a whole and is compensated"] if compensated else []),
        *(_failing(module, [a for a in failed if a in module.assessments]) for module in looked.modules),
    ]
    said = [words for words in did if words]
    lost = {a.id for m in looked.modules if m.code in (*missing, *compensated) for a in m.assessments}
    # By component there may be evidence that the learner did produce, and that proves nothing.
    produced = {i for one in criterion.any_of if not {*lost, *learner.failed} & {*one} for i in one}
    unproven = [a for a in looked.assessments if a.id in produced and not counts_by_component(a)]
    if not said:
        return f"A learner can pass everything without having shown {number}: {unproven_because(unproven)}."
    if not unproven:
        return f"A learner who {_joined(said)} never meets {number}."
    because = unproven_because(unproven)
    return f"A learner who {_joined(said)} can pass everything else without having shown {number}: {because}."


def unproven_in(criterion: Criterion, standing: StandingStructure) -> str:
    """Why the criterion's evidence says little of one learner's own work."""
    assessments = _Evidence(standing.structure, criterion).assessments
    return unproven_because([a for a in assessments if not counts_by_component(a)])


def unproven_because(assessments: Sequence[Assessment]) -> str:
    """Why these components, once passed, say little of one learner's own work."""
    reasons = []
    for a in assessments:
        if a.weight == 0 and not a.must_pass:
            reasons.append(f"{a.id} counts nothing and need not be passed")
        elif a.choice:
            reasons.append(f"{a.id} offers a choice of questions or is work of a group")
        elif a.choice is None:
            reasons.append(f"nobody has said that {a.id} is free of choice of questions and of group work")
        else:
            reasons.append(f"the weight of {a.id} is unknown")
    return ", and ".join(reasons) or "no component shows it"


def evidence_in_words(criterion: Criterion) -> str:
    """The sets of evidence: "A and B together, or C"."""
    sets = [f"{listed(one)}{' together' if len(one) > 1 else ''}" for one in criterion.any_of]
    return ", or ".join(sets)


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def change_in_words(change: Change, structure: Structure) -> str:
    """What a university would do, as a sentence."""
    name = change.subject
    if change.kind is ChangeKind.CORE:
        return f"Have every learner take {name}."
    if change.kind is ChangeKind.NO_COMPENSATION:
        return f"Rule out compensation in {name}."
    if change.kind is ChangeKind.MUST_PASS:
        return f"Make {name} a component that must be passed."
    if change.kind is ChangeKind.NO_CHOICE:
        known = {a.id: a for m in structure.modules for a in m.assessments}
        if known[name].choice is None:
            return f"Find out whether {name} has a choice of questions or is group work, and rule both out."
        return f"In {name}, take the choice of questions away, or have each member’s own part marked."
    return f"Add evidence for {name} that every learner produces and passes."


class _Evidence:
    """The modules and assessments that a criterion's evidence names, in the structure's order."""

    def __init__(self, structure: Structure, criterion: Criterion) -> None:
        named = {name for one in criterion.any_of for name in one}
        self.modules = [m for m in structure.modules if any(a.id in named for a in m.assessments)]
        self.assessments = [a for m in self.modules for a in m.assessments if a.id in named]


def _not_taken(missing: Sequence[str], learner: Learner, standing: StandingStructure) -> Iterable[str]:
    """What is taken in place of what is missing, where both stand in one choice."""
    if not missing:
        return
    alternatives = {code for m in missing for code in standing.options.get(m, ())}
    instead = [code for code in learner.modules if code in alternatives]
    if instead:
        yield f"takes {listed(instead)} instead of {listed(missing)}"
    else:
        yield f"does not take {listed(missing)}"


def _failing(module: Module, failed: Sequence[Assessment]) -> str:
    if not failed:
        return ""
    names = listed([f"{a.id} ({weight_in_words(a.weight)})" for a in failed])
    if len(module.assessments) == len(failed):
        return f"fails {names} and passes {module.code} all the same, for no rule is known against it"
    return f"fails {names} and passes {module.code} on its other assessments"


def weight_in_words(weight: Fraction | None) -> str:
    """ "40 %", or "weight not stated"."""
    return "weight not stated" if weight is None else f"{float(weight):g} %"


def _joined(did: Sequence[str]) -> str:
    return ", and ".join(did)


def in_plain_words(finding: Finding) -> Finding:
    """The finding without the names that the command line contract gives to rules."""
    message, remedy = finding.message, finding.remedy
    for pattern, words in IN_WORDS:
        message, remedy = re.sub(pattern, words, message), re.sub(pattern, words, remedy)
    return replace(finding, message=message, remedy=remedy)
