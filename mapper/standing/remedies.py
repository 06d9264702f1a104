"""What a university can do about a gap: the ways, what each takes, and which of them fit a criterion.

Facts on ILM's side are from seeds 000 (mapping) and 002 (ILM Assessment Service) and from the part on
flexible assessment in seeds 001, 003 and 004; the rest is practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.models.gaps import Closing, Way
from mapper.paths.awards import Measure
from mapper.paths.changes import Change, ChangeKind
from mapper.paths.values import Structure
from mapper.standing.verdicts import CriterionStanding, Standing
from mapper.standing.wording import change_in_words

PRACTICE = "university practice; your own regulations decide"
MAPPING = "ILM’s guidance on mapping"
FLEXIBLE = "what ILM’s specifications say of flexible assessment"
SERVICE = "ILM’s guidance on its Assessment Service, and practice: confirm with ILM"


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way of closing a gap: what it takes, who must agree, what it changes, and who says so."""

    way: Way
    title: str
    takes: str
    agreed_by: str
    changes: str
    source: str = PRACTICE


@dataclass(frozen=True, slots=True)
class Offer:
    """A remedy that fits a gap; `steps` say what exactly would be changed, where the solver knows.

    Each step closes the gap by itself, unless `is_joint`: then all steps of the plan do so together.
    """

    remedy: Remedy
    steps: tuple[str, ...] = ()
    is_joint: bool = False


_ALL = (
    Remedy(
        Way.JUDGE,
        "Judge the evidence",
        "Somebody reads the assessments beside the criterion and decides; for several parts, declares the "
        "set that covers it together.",
        "Nobody else; the decision is kept with the name of whoever made it.",
        "What is known. The programme stays as it is.",
        "the rule here that only people judge",
    ),
    Remedy(
        Way.STRUCTURE,
        "Enter who takes what and how it is passed",
        "An hour or two with the handbook and the regulations.",
        "Nobody; the registry or quality office knows the rules.",
        "What is known. The programme stays as it is.",
        "the rule here that nothing is guaranteed on an unknown path",
    ),
    Remedy(
        Way.CORE,
        "Make the module core",
        "A change of the programme’s structure, usually for the next intake.",
        "The programme committee, and whoever approves changes of programmes.",
        "Every later learner takes the module; an option is lost. Earlier intakes stay as they were.",
    ),
    Remedy(
        Way.NO_COMPENSATION,
        "Rule out compensation",
        "A change of the pass rules of the module.",
        "The programme committee and the owner of the academic regulations.",
        "Learners who fail the module must repeat it.",
    ),
    Remedy(
        Way.MUST_PASS,
        "Make the component must-pass",
        "A change of the pass rules of the module; the work itself stays as it is.",
        "The module leader, the programme committee and, where your rules say so, the external examiner.",
        "Learners who fail the component resit it, whatever their other marks.",
    ),
    Remedy(
        Way.NO_CHOICE,
        "Take the choice away",
        "A brief or paper in which everyone shows the criterion; for work of a group, marking each member’s "
        "own part.",
        "The module leader and, where your rules say so, the external examiner.",
        "What is asked of learners, from the next setting on.",
    ),
    Remedy(
        Way.REWORD,
        "Reword the brief of an assessment that every learner must pass",
        "An edit of one brief, so that it asks for the criterion in its own words and at the level of its "
        "verb; judge the new wording afterwards.",
        "The module leader and, where your rules say so, the external examiner.",
        "What is asked of learners, from the next setting on. Earlier cohorts stay without the evidence.",
        f"{MAPPING}: criteria are used exactly as written; otherwise practice",
    ),
    Remedy(
        Way.COMPONENT,
        "Add a component that every learner must pass",
        "Writing, marking and moderating one more piece of work, with new weights in its module.",
        "The programme committee, and whoever approves changes of modules.",
        "The load on learners and markers, from the next intake or year on.",
    ),
    Remedy(
        Way.OWN_INSTRUMENT,
        "Set a centre-developed instrument",
        "Designing another method of assessment for the criterion as it is worded, and time for ILM’s answer.",
        "ILM’s Quality & Compliance Manager, before it is used.",
        "How the criterion is assessed, never the criterion.",
        FLEXIBLE,
    ),
    Remedy(
        Way.INTEGRATED,
        "Set one integrated assignment for several units",
        "One assignment planned over several units, marked so that each criterion can be found again.",
        "The leaders of the modules; for another method than ILM’s, also ILM’s Quality & Compliance Manager "
        "beforehand.",
        "Fewer pieces of work. The criteria stay as they are.",
        FLEXIBLE,
    ),
    Remedy(
        Way.ACCEPTANCE,
        "Ask ILM to accept the verdict by module",
        "A message that names the criterion, its module and why completing the module is proof enough.",
        "The ILM reviewer, who gives a reason.",
        "Nothing in the programme. The verdict by component stays beside it.",
        f"{MAPPING}, which accepts completed modules",
    ),
    Remedy(
        Way.ILM_ASSIGNMENT,
        "Learners submit ILM’s assignment for the unit",
        "One more assignment for every learner, marked by your centre.",
        "ILM, when the mapping is approved with additional assessment.",
        "The unit is no longer claimed by mapping.",
        MAPPING,
    ),
    Remedy(
        Way.ASSESSMENT_SERVICE,
        "Have ILM mark its own assignment (ILM Assessment Service)",
        "One more assignment for every learner, marked by ILM, for a fee. The centre must be approved for "
        "the service and the learners registered under ILMA codes.",
        "ILM: ask whether the mapped code allows it.",
        "The unit is no longer claimed by mapping. The EQA does not sample this work.",
        SERVICE,
    ),
)
REMEDIES = {remedy.way: remedy for remedy in _ALL}

WHOLE_UNIT = {
    Way.ILM_ASSIGNMENT: Closing.ILM_ASSIGNMENT,
    Way.ASSESSMENT_SERVICE: Closing.ASSESSMENT_SERVICE,
}
"""Ways that are open to whole units alone, and the closing that each leads to."""

WAY_OF = {
    ChangeKind.CORE: Way.CORE,
    ChangeKind.NO_COMPENSATION: Way.NO_COMPENSATION,
    ChangeKind.MUST_PASS: Way.MUST_PASS,
    ChangeKind.NO_CHOICE: Way.NO_CHOICE,
}
_NEW_EVIDENCE = (Way.REWORD, Way.COMPONENT, Way.OWN_INSTRUMENT, Way.INTEGRATED)


def can_be_accepted(said: CriterionStanding) -> bool:
    """Whether ILM may accept the verdict by module: it is guaranteed so, and by component it is not."""
    return said.by_module is Standing.GUARANTEED and said.by_component is not Standing.GUARANTEED


def offers(
    said: CriterionStanding,
    structure: Structure,
    *,
    measure: Measure,
    changes: Sequence[Change],
    is_joint: bool = False,
    several_units: bool = True,
) -> tuple[Offer, ...]:
    """The remedies that fit the criterion's gap, cheapest first; those for whole units are left out.

    `changes` each close it by themselves, or all together where `is_joint`. An integrated assignment
    needs `several_units` with gaps.
    """
    found = [Offer(REMEDIES[way]) for way in _before_changes(said, measure)]
    for kind, way in WAY_OF.items():
        steps = tuple(change_in_words(c, structure) for c in changes if c.kind is kind)
        if steps:
            found.append(Offer(REMEDIES[way], steps, is_joint))
    if said.by(measure) not in {Standing.UNDETERMINED, Standing.NOT_JUDGED}:
        ways = [way for way in _NEW_EVIDENCE if several_units or way is not Way.INTEGRATED]
        found.extend(Offer(REMEDIES[way]) for way in ways)
    return tuple(found)


def _before_changes(said: CriterionStanding, measure: Measure) -> tuple[Way, ...]:
    """What comes before any change of the programme."""
    if can_be_accepted(said):
        return (Way.ACCEPTANCE,)
    if said.by(measure) is Standing.UNDETERMINED and said.evidence:
        return (Way.STRUCTURE,)
    if said.by(measure) in {Standing.UNDETERMINED, Standing.NOT_JUDGED, Standing.PART}:
        return (Way.JUDGE,)
    return ()
