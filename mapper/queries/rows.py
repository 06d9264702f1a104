"""The frozen rows that a loaded mapping consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mapper.coverage import CriterionCoverage, Judgement, can_be_full, coverage_of
from mapper.models.reviews import SetMode
from mapper.record import ApprovalRecord, QualificationRecord, SourceFile
from mapper.teaching import StandingDelivery, module_name
from mapper.values import Coverage, Finding, StatementKind


@dataclass(frozen=True, slots=True)
class StandingDecision:
    """A decision that nothing supersedes; `statement_ids` is empty for one on the criterion.

    `set_mode` is that of a declared set, None for any other; `rejected_ids` are members of the set
    that stand rejected for its criterion, which makes it suspect.
    """

    id: int
    subject_id: int
    criterion_id: int
    statement_ids: tuple[int, ...]
    coverage: Coverage
    is_suspect: bool
    certainty: str | None
    reason: str
    quotation: str
    place: str
    decided_by: str
    decided_at: datetime
    person_id: str = ""
    set_mode: SetMode | None = None
    rejected_ids: tuple[int, ...] = ()

    @property
    def judgement(self) -> Judgement:
        """What of it counts for the criterion's coverage."""
        return Judgement(not self.statement_ids, self.coverage, self.is_suspect, self.statement_ids)


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A suggestion that stands: `score` in [0, 1] is the sum of `parts`, `rank` counts from 1."""

    criterion_id: int
    statement_id: int
    rank: int
    score: float
    band: str
    parts: Mapping[str, float]
    shared_terms: tuple[str, ...]
    engine: str


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion in ILM's exact wording."""

    id: int
    number: str
    text: str
    verb: str | None
    verbs: tuple[str, ...]
    marks: float | None
    pass_marks: float | None
    descriptors: Mapping[str, tuple[str, ...] | None]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class LearningOutcomeRow:
    """A learning outcome with its criteria."""

    id: int
    number: str
    text: str
    indicative_content: tuple[str, ...]
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A chosen unit; no learning outcomes means that its wording was not imported."""

    id: int
    ref: str
    title: str
    level: int | None
    credits: float | None
    glh: float | None
    group: str | None
    learning_outcomes: tuple[LearningOutcomeRow, ...]

    @property
    def criteria(self) -> tuple[CriterionRow, ...]:
        """All criteria of the unit, in order."""
        return tuple(c for lo in self.learning_outcomes for c in lo.criteria)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One piece of module text; `tests` and `tested_by` link assessments and outcomes."""

    id: int
    module_id: int
    kind: StatementKind
    position: int
    number: str | None
    text: str
    fingerprint: str
    place: str
    title: str | None = None
    type: str | None = None
    weight: float | None = None
    length: str | None = None
    must_pass: bool | None = None
    outcome_references: tuple[str, ...] = ()
    tests: tuple[int, ...] = ()
    tested_by: tuple[int, ...] = ()

    @property
    def can_be_full(self) -> bool:
        """Whether it can give full evidence."""
        return can_be_full(self.kind, is_tested=bool(self.tested_by))

    @property
    def label(self) -> str:
        """How people call it: the assessment's title, "Outcome 3", "Content 2"."""
        if self.kind is StatementKind.ASSESSMENT:
            return self.title or self.type or f"Assessment {self.position}"
        return f"{self.kind.value.capitalize()} {self.number or self.position}"

    @property
    def weight_in_words(self) -> str:
        """ "40 %", or "weight not stated"."""
        return "weight not stated" if self.weight is None else f"{self.weight:g} %"


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module with its statements by kind."""

    id: int
    code: str | None
    title: str | None
    level: str | None
    credits: float | None
    status: str | None
    option_group: str | None
    year: str | None
    pass_mark: float | None
    outcomes: tuple[StatementRow, ...]
    assessments: tuple[StatementRow, ...]
    content: tuple[StatementRow, ...]

    @property
    def statements(self) -> tuple[StatementRow, ...]:
        """All statements: outcomes, assessments, content."""
        return self.outcomes + self.assessments + self.content

    @property
    def name(self) -> str:
        """Code and title, as far as known."""
        return module_name(self.code, self.title)

    @property
    def untested(self) -> tuple[StatementRow, ...]:
        """Outcomes that no known assessment tests: "component unknown"."""
        return tuple(o for o in self.outcomes if not o.tested_by)


@dataclass(frozen=True, slots=True)
class LoadedMapping:
    """A whole mapping in one consistent state."""

    id: int
    institution: str
    programme_id: int
    programme_edition_id: int
    programme_title: str
    award: str | None
    programme_level: str | None
    programme_credits: float | None
    duration: str | None
    mode: str | None
    edition_number: int
    edition_imported_at: datetime
    programme_files: tuple[SourceFile, ...]
    specification_edition_id: int
    specification_code: str
    specification_title: str | None
    specification_edition: int
    specification_file: SourceFile
    qualification: QualificationRecord
    units: tuple[UnitRow, ...]
    modules: tuple[ModuleRow, ...]
    decisions: tuple[StandingDecision, ...]
    suggestions: tuple[SuggestionRow, ...]
    findings: tuple[Finding, ...]
    approval: ApprovalRecord | None
    is_sample: bool
    deliveries: tuple[StandingDelivery, ...] = ()

    def statements(self) -> dict[int, StatementRow]:
        """All statements by id."""
        return {s.id: s for m in self.modules for s in m.statements}

    def module_of(self) -> dict[int, ModuleRow]:
        """The module of each statement, by the statement's id."""
        return {s.id: m for m in self.modules for s in m.statements}

    def decisions_by_criterion(self) -> dict[int, list[StandingDecision]]:
        """Standing decisions on links and criteria as such, by criterion, in the order they were made.

        A criterion that was judged by a declared set alone has an empty list.
        """
        found: dict[int, list[StandingDecision]] = {}
        for decision in self.decisions:
            of_criterion = found.setdefault(decision.criterion_id, [])
            if decision.set_mode is None:
                of_criterion.append(decision)
        return found

    def sets_by_criterion(self) -> dict[int, list[StandingDecision]]:
        """Declared sets that stand, by criterion, in the order they were declared."""
        found: dict[int, list[StandingDecision]] = {}
        for decision in self.decisions:
            if decision.set_mode is not None:
                found.setdefault(decision.criterion_id, []).append(decision)
        return found

    def suggestions_by_criterion(self) -> dict[int, list[SuggestionRow]]:
        """Suggestions by criterion, best first."""
        found: dict[int, list[SuggestionRow]] = {}
        for suggestion in self.suggestions:
            found.setdefault(suggestion.criterion_id, []).append(suggestion)
        return found

    def coverage(self) -> dict[int, CriterionCoverage]:
        """The coverage of every criterion of the chosen units, by its id."""
        judged: dict[int, list[Judgement]] = {}
        for decision in self.decisions:
            judged.setdefault(decision.criterion_id, []).append(decision.judgement)
        return {c.id: coverage_of(judged.get(c.id, [])) for unit in self.units for c in unit.criteria}
