"""A whole mapping as frozen values: what documents and pages about it are made from.

`mapper.queries` fills it from the store; `exports` turns it into documents. No store, no format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from mapper.path_record import (
    CriterionPaths,
    NamedVerdicts,
    PathsRecord,
    PathsThen,
    VerdictChange,
    verdict_changes,
)
from mapper.values import Coverage, Finding, StatementKind


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A document that was imported: its name, format and SHA-256 in hexadecimal."""

    name: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One standing decision on a statement for a criterion, with its evidence.

    `component` names the assessment ("Strategy report, 40 %") or, for an outcome that no known
    assessment tests, is None: it then stands under "component unknown". `quotation` is the text
    judged and `place` where it stands ("handbook.pdf, page 12"). `statement_id` is 0 where unknown.
    """

    module_code: str | None
    module_title: str | None
    kind: StatementKind
    label: str
    component: str | None
    quotation: str
    place: str
    coverage: Coverage
    is_suspect: bool
    reason: str
    decided_by: str
    decided_at: datetime
    statement_id: int = 0


@dataclass(frozen=True, slots=True)
class SetRecord:
    """Assessments that somebody declared to cover a criterion: all together, or any one of them.

    A member's quotation is the text as it stands; `rejected` names members that stand rejected for the
    criterion, which makes the set suspect, as a change of wording does.
    """

    needs_all: bool
    members: tuple[LinkRecord, ...]
    is_suspect: bool
    rejected: tuple[str, ...]
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class CriterionRecord:
    """A criterion in its exact wording; `coverage` None means that no standing judgement counts.

    A suspect criterion rests on a decision whose wording has changed; it never counts as covered.
    `nothing_here` is the reason of a "nothing here" decision, "" where none was given, None where
    nobody decided so; the next two say who did and when. `paths` is None where nobody looked at the
    paths to the award.
    """

    id: int
    number: str
    text: str
    verb: str | None
    marks: float | None
    pass_marks: float | None
    coverage: Coverage | None
    is_suspect: bool
    links: tuple[LinkRecord, ...]
    nothing_here: str | None = None
    nothing_here_by: str = ""
    nothing_here_at: datetime | None = None
    sets: tuple[SetRecord, ...] = ()
    paths: CriterionPaths | None = None


@dataclass(frozen=True, slots=True)
class LearningOutcomeRecord:
    """A learning outcome with its criteria; modules are named in the programme's order.

    `delivered_by` are those of which somebody confirmed that they teach it, `once_delivered_by` those
    whose confirmation is suspect and does not count; `evidenced_by` only carry evidence for its criteria.
    """

    number: str
    text: str
    criteria: tuple[CriterionRecord, ...]
    delivered_by: tuple[str, ...] = ()
    once_delivered_by: tuple[str, ...] = ()
    evidenced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A chosen unit; no learning outcomes means that its wording was not imported."""

    id: int
    ref: str
    title: str
    level: int | None
    credits: float | None
    glh: float | None
    group: str | None
    learning_outcomes: tuple[LearningOutcomeRecord, ...]

    @property
    def criteria(self) -> tuple[CriterionRecord, ...]:
        """All criteria of the unit, in order."""
        return tuple(c for lo in self.learning_outcomes for c in lo.criteria)


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """An assessment component of a module; `weight` in per cent of the module."""

    title: str
    type: str | None
    weight: float | None
    outcomes: tuple[str, ...]
    must_pass: bool | None


@dataclass(frozen=True, slots=True)
class ModuleRecord:
    """A module of the mapped programme edition, facts only."""

    code: str | None
    title: str | None
    level: str | None
    credits: float | None
    status: str | None
    option_group: str | None
    assessments: tuple[AssessmentRecord, ...]


@dataclass(frozen=True, slots=True)
class EnteredRule:
    """A rule of combination that a person entered; `read_at` is where the one stands that was read.

    `at` is None where the moment was not kept, `read_at` empty where no rule was read.
    """

    text: str
    by: str
    at: datetime | None
    read_at: str


@dataclass(frozen=True, slots=True)
class QualificationRecord:
    """The qualification that the programme is mapped to.

    `rule_text` is the rule as read; `entered_rule` counts in its place where a person entered one.
    `rule_not_understood` holds the words of the rule that counts which could not be taken apart.
    """

    title: str
    accreditation_number: str
    size: str | None
    level: int | None
    credits_min: float | None
    credits_max: float | None
    glh: float | None
    tqt: float | None
    rule_text: str | None
    entered_rule: EnteredRule | None = None
    rule_not_understood: str | None = None

    @property
    def is_rule_checked(self) -> bool:
        """Whether a choice of units can be checked: a rule is stated, and was understood."""
        return (self.rule_text or self.entered_rule) is not None and self.rule_not_understood is None


@dataclass(frozen=True, slots=True)
class OpenCriterion:
    """A criterion that is not fully covered: which, and what stands against it."""

    unit_ref: str
    number: str
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """ILM's approval as it was reported to us, never as given here.

    `is_full` says full mapping; otherwise it is an approval with additional assessment, and
    `open_criteria` are those that stayed open when it was recorded. `reason` says why it was recorded
    as full although not every criterion was guaranteed; `paths` is None where verdicts were not kept.
    """

    is_full: bool
    approved_by: str
    ilm_reference: str
    approved_on: date
    recorded_by: str
    recorded_at: datetime
    open_criteria: tuple[OpenCriterion, ...]
    reason: str = ""
    paths: PathsThen | None = None


@dataclass(frozen=True, slots=True)
class MappingRecord:
    """One programme edition against one qualification and its chosen units, as it stands now.

    `approval` is None until ILM's approval was recorded. `paths` tells whether coverage was worked out
    for every learner, and on what. `is_sample` marks invented content.
    """

    id: int
    institution: str
    programme_title: str
    award: str | None
    programme_level: str | None
    programme_credits: float | None
    duration: str | None
    mode: str | None
    edition_number: int
    edition_imported_at: datetime
    programme_files: tuple[SourceFile, ...]
    specification_code: str | None
    specification_title: str | None
    specification_edition: int
    specification_file: SourceFile
    qualification: QualificationRecord
    units: tuple[UnitRecord, ...]
    modules: tuple[ModuleRecord, ...]
    findings: tuple[Finding, ...]
    approval: ApprovalRecord | None
    is_sample: bool
    made_at: datetime
    paths: PathsRecord = field(default_factory=PathsRecord)

    @property
    def is_checked_on_every_path(self) -> bool:
        """Whether somebody entered who takes what, and nothing in it is faulty or unclear."""
        return self.paths.is_entered and self.paths.is_determined

    @property
    def verdicts(self) -> PathsThen:
        """Both verdicts on every criterion that has some, as the mapping stands."""
        return PathsThen(
            self.paths.version,
            self.is_checked_on_every_path,
            tuple(
                NamedVerdicts(f"{u.ref} {c.number}", c.paths.by_module, c.paths.by_component)
                for u in self.units
                for c in u.criteria
                if c.paths
            ),
        )

    @property
    def changed_verdicts(self) -> tuple[VerdictChange, ...]:
        """The criteria whose verdicts differ from those at the approval; none where these were not kept."""
        kept = self.approval.paths if self.approval else None
        return verdict_changes(kept, self.verdicts) if kept else ()

    @property
    def criteria(self) -> tuple[CriterionRecord, ...]:
        """All criteria of all chosen units, in order."""
        return tuple(c for unit in self.units for c in unit.criteria)

    @property
    def open_criteria(self) -> tuple[OpenCriterion, ...]:
        """Criteria that are not fully covered, in order; empty only when every one is full."""
        return tuple(
            OpenCriterion(unit_ref=unit.ref, number=c.number, text=c.text, state=state_of(c))
            for unit in self.units
            for c in unit.criteria
            if c.coverage is not Coverage.FULL or c.is_suspect
        )

    @property
    def is_full(self) -> bool:
        """Whether every criterion of every chosen unit is fully covered; units without wording never are."""
        return bool(self.units) and all(u.criteria for u in self.units) and not self.open_criteria


def state_of(criterion: CriterionRecord) -> str:
    """The criterion's state in words: full, part, none, not judged, or suspect."""
    if criterion.is_suspect:
        return "suspect"
    return criterion.coverage.value if criterion.coverage else "not judged"
