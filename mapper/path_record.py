"""What holds on every path to the award, as frozen values: for documents, pages and approvals.

`mapper.queries.paths` fills them; modules and assessments are named as people know them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mapper.paths.values import Learner
from mapper.standing.entered import (
    AssessmentRules,
    Declared,
    ModuleRules,
    OtherWay,
    ProgrammeRules,
)
from mapper.values import Finding, Standing


@dataclass(frozen=True, slots=True)
class CriterionPaths:
    """Both verdicts on a criterion and why; `example` is a learner who never meets it, where one exists.

    `evidence` names the assessments that the verdicts rest on, "" where none counts.
    """

    by_module: Standing
    by_component: Standing
    reason: str
    evidence: str = ""
    example: Learner | None = None

    @property
    def is_guaranteed(self) -> bool:
        """Whether it is guaranteed by either measure."""
        return self.by_module is self.by_component is Standing.GUARANTEED


@dataclass(frozen=True, slots=True)
class AcceptanceRecord:
    """That ILM accepts a criterion by module although by component it is not guaranteed, as reported.

    `changed` says in words what is another since; with anything there, somebody must look at it again.
    """

    unit_ref: str
    number: str
    accepted_by: str
    reason: str
    recorded_by: str
    recorded_at: datetime
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceRecord:
    """A choice as entered: what it asks, of which modules and inner choices; `within` is "" at the top."""

    name: str
    asks: str
    modules: tuple[str, ...]
    inner: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class StructureRecord:
    """The last version that somebody entered of a programme's structure and pass rules.

    `unplaced` are modules of which nobody said who takes them. Of modules and assessments only those
    are named for which something else was entered than for the programme; `pass_marks` were read.
    """

    version: int
    entered_by: str
    entered_at: datetime
    everyone: tuple[str, ...]
    choices: tuple[ChoiceRecord, ...]
    left_out: tuple[str, ...]
    unplaced: tuple[str, ...]
    rules: ProgrammeRules
    modules: tuple[tuple[str, ModuleRules], ...] = ()
    pass_marks: tuple[tuple[str, float], ...] = ()
    assessments: tuple[tuple[str, AssessmentRules], ...] = ()
    ways: tuple[tuple[OtherWay, Declared], ...] = ()


@dataclass(frozen=True, slots=True)
class AwardPaths:
    """An exit award that was entered, and how many criteria of all hold for everyone who leaves with it."""

    name: str
    is_determined: bool
    by_module: int
    by_component: int


@dataclass(frozen=True, slots=True)
class DoubtfulRecord:
    """Evidence that falls short, of a criterion named as in "9905-701 2.3"; several together are one.

    `message` says how, and is "" where one sentence says it of the whole group.
    """

    criterion: str
    evidence: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class DoubtRecord:
    """What speaks against evidence that stands, of one kind; it changes no verdict."""

    finding: Finding
    evidence: tuple[DoubtfulRecord, ...]


@dataclass(frozen=True, slots=True)
class PathsRecord:
    """Whether coverage could be checked on every path, what that rests on, and what was found.

    `structure` is None until somebody entered anything; `is_entered` says that who takes what was
    entered, `is_determined` that nothing in it is faulty or unclear. `not_counted` are other ways in
    that are open, or of which nobody has said that they are not. `doubts` are about the evidence.
    """

    structure: StructureRecord | None = None
    is_entered: bool = False
    is_determined: bool = False
    not_counted: tuple[OtherWay, ...] = tuple(OtherWay)
    awards: tuple[AwardPaths, ...] = ()
    accepted: tuple[AcceptanceRecord, ...] = ()
    findings: tuple[Finding, ...] = ()
    doubts: tuple[DoubtRecord, ...] = ()

    @property
    def version(self) -> int:
        """The number of the structure's version, 0 for none."""
        return self.structure.version if self.structure else 0


@dataclass(frozen=True, slots=True)
class NamedVerdicts:
    """Both verdicts on a criterion, which is named by its unit and number: "9905-701 2.3"."""

    criterion: str
    by_module: Standing
    by_component: Standing


@dataclass(frozen=True, slots=True)
class PathsThen:
    """The verdicts at a moment, with the version of the structure (0 for none) that they rested on."""

    version: int
    is_determined: bool
    verdicts: tuple[NamedVerdicts, ...]

    @property
    def by_module(self) -> int:
        """How many criteria were guaranteed by module completed."""
        return sum(v.by_module is Standing.GUARANTEED for v in self.verdicts)

    @property
    def by_component(self) -> int:
        """How many criteria were guaranteed by component passed."""
        return sum(v.by_component is Standing.GUARANTEED for v in self.verdicts)

    @property
    def is_guaranteed(self) -> bool:
        """Whether every criterion was guaranteed by module completed; without any, none was."""
        return bool(self.verdicts) and self.by_module == len(self.verdicts)


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A criterion whose verdicts differ between two moments; None where it was not there."""

    criterion: str
    before: NamedVerdicts | None
    after: NamedVerdicts | None

    @property
    def is_lost(self) -> bool:
        """Whether it was guaranteed by either measure and is no longer."""
        if self.before is None:
            return False
        after = self.after or NamedVerdicts(self.criterion, Standing.NOT_JUDGED, Standing.NOT_JUDGED)
        pairs = ((self.before.by_module, after.by_module), (self.before.by_component, after.by_component))
        return any(was is Standing.GUARANTEED is not now for was, now in pairs)


def verdict_changes(before: PathsThen, after: PathsThen) -> tuple[VerdictChange, ...]:
    """The criteria whose verdicts differ, those that are there now first, each in its order."""
    was = {v.criterion: v for v in before.verdicts}
    now = {v.criterion: v for v in after.verdicts}
    return tuple(
        VerdictChange(name, was.get(name), now.get(name))
        for name in {**now, **was}
        if was.get(name) != now.get(name)
    )
