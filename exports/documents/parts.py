"""The values that the mapping document is made of, ready to be set in any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from exports.documents.stamps import Stamp
from exports.documents.states import State, Tally
from exports.documents.verdicts import HeldEntry, VerdictEntry, VerdictTally
from mapper.values import Standing


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is known under it, "not known" where nothing is."""

    name: str
    value: str


WIDE_QUOTATION = 280
"""Letters beyond which a quotation is set across the page rather than in a column."""


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """One piece of evidence for a criterion. `label` names it within the unit ("1.2 a").

    `judged_as` is how this piece was judged; `assessment` is "component unknown" where no known
    assessment tests it. `quoted_at` names the entry that quotes the same words first, "" where
    this one does.
    """

    label: str
    module: str
    assessment: str
    has_component: bool
    statement: str
    quotation: str
    place: str
    judged_as: State
    judged_before: str
    reason: str
    judged_by: str
    judged_on: date
    quoted_at: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the quotation needs the page's whole width."""
        return len(self.quotation) > WIDE_QUOTATION


@dataclass(frozen=True, slots=True)
class CriterionEntry:
    """A criterion in its exact wording, its state, and a note where the state needs one.

    `verdict` is None where nobody looked at the paths; `why` says of a criterion that was judged full
    by which measure it is not guaranteed, and how a learner escapes it.
    """

    number: str
    text: str
    marks: str
    state: State
    note: str
    evidence: tuple[EvidenceEntry, ...]
    verdict: VerdictEntry | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeEntry:
    """A learning outcome in its exact wording; `delivery` says which modules support it."""

    number: str
    text: str
    delivery: str
    criteria: tuple[CriterionEntry, ...]


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A chosen unit; `note` says so where its wording was not imported."""

    ref: str
    title: str
    size: str
    credits: str
    tally: Tally
    note: str
    outcomes: tuple[OutcomeEntry, ...]
    verdicts: VerdictTally


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """A criterion that is not fully covered, or was not at a given moment.

    `verdict` is given where a list shows what holds for every learner, too.
    """

    unit_ref: str
    number: str
    text: str
    state: State
    verdict: VerdictEntry | None = None


@dataclass(frozen=True, slots=True)
class AssessmentEntry:
    """An assessment component as facts."""

    title: str
    type: str
    weight: str
    outcomes: str
    must_pass: str


@dataclass(frozen=True, slots=True)
class ModuleEntry:
    """A module as facts; `size` is its level, credits and status in a line."""

    name: str
    size: str
    assessments: tuple[AssessmentEntry, ...]


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """A finding: how much it weighs, of what, what is wrong, what to do, and where."""

    severity: str
    subject: str
    message: str
    remedy: str
    place: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source file with the first twelve digits of its SHA-256."""

    role: str
    name: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One assessment of one module, or a module's "component unknown"."""

    module: str
    assessment: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One criterion; `marks` has one of F, P, S, – or nothing per column."""

    unit_ref: str
    number: str
    text: str
    state: State
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All criteria against all assessments."""

    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    legend: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class DoubtEntry:
    """Doubts of one kind about standing evidence: the finding, and by criterion the evidence it is about."""

    finding: FindingEntry
    evidence: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PathsAnnex:
    """What the verdicts rest on, which criteria are not guaranteed and why, and what was found.

    All but `said`, `findings` and `doubts` are empty until somebody entered a structure.
    """

    said: tuple[str, ...]
    structure: tuple[Fact, ...]
    rules: tuple[Fact, ...]
    ways: tuple[Fact, ...]
    awards: tuple[Fact, ...]
    accepted: tuple[Fact, ...]
    not_guaranteed: tuple[OpenEntry, ...]
    findings: tuple[FindingEntry, ...]
    doubts_said: str = ""
    doubts: tuple[DoubtEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class MappingDocument:
    """Everything that the mapping document says, in order.

    `shows_verdicts` says that somebody entered who takes what, so that verdicts stand beside coverage;
    `approval` is empty until one was recorded.
    """

    title: str
    institution: str
    programme_title: str
    qualification_title: str
    stamps: tuple[Stamp, ...]
    headline: tuple[str, ...]
    programme: tuple[Fact, ...]
    qualification: tuple[Fact, ...]
    sources: tuple[SourceEntry, ...]
    tally: Tally
    credits: str
    credits_note: str
    units: tuple[UnitEntry, ...]
    open_criteria: tuple[OpenEntry, ...]
    additional_assessment: tuple[OpenEntry, ...]
    modules: tuple[ModuleEntry, ...]
    matrix: Matrix
    findings: tuple[FindingEntry, ...]
    notes: tuple[Fact, ...]
    shows_verdicts: bool
    verdicts: VerdictTally
    held: tuple[HeldEntry, ...]
    legend: tuple[tuple[Standing, str], ...]
    paths: PathsAnnex
    approval: tuple[Fact, ...]
    rule_text: str
    rule_note: str
    made_at: datetime

    @property
    def is_open_as_approved(self) -> bool:
        """Whether the very criteria are open, in the same states, that were so at the approval."""
        return bool(self.open_criteria) and self.open_criteria == self.additional_assessment
