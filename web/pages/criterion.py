"""The page of one criterion with its evidence, worked out from a loaded mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.doubts import doubts_of
from mapper.queries.coverage import CoveredCriterion, UnitCoverage, coverage_of_mapping
from mapper.queries.rows import (
    CriterionRow,
    LearningOutcomeRow,
    LoadedMapping,
    ModuleRow,
    StandingDecision,
    StatementRow,
    SuggestionRow,
    UnitRow,
)
from mapper.queries.suggestions import LastRun
from mapper.record import ApprovalRecord
from mapper.suggesting import lessons_of
from mapper.values import Coverage, Finding, StatementKind
from web.pages.matrix_cells import Column, columns_in

if TYPE_CHECKING:
    from matching.calibration import Calibration


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked where both texts share its words."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """A statement beside the criterion: its words, why it was suggested, what was decided.

    `doubts` speak against it, whatever its score; `chance` is how many in 100 like it people
    confirmed in this mapping, None while too few are judged.
    """

    statement: StatementRow
    module: ModuleRow
    tested_by: tuple[StatementRow, ...]
    pieces: tuple[Piece, ...]
    suggestion: SuggestionRow | None
    reasons: tuple[str, ...]
    doubts: tuple[Finding, ...]
    chance: int | None
    decision: StandingDecision | None

    @property
    def state(self) -> str:
        """full, part, rejected, suspect or not judged."""
        if self.decision is None:
            return "not judged"
        if self.decision.is_suspect:
            return "suspect"
        return "rejected" if self.decision.coverage is Coverage.NONE else self.decision.coverage.value

    @property
    def component(self) -> str:
        """Which assessment the evidence would come from."""
        if self.statement.kind is StatementKind.ASSESSMENT:
            return f"{self.statement.label} ({self.statement.weight_in_words})"
        if self.tested_by:
            return "; ".join(f"{a.label} ({a.weight_in_words})" for a in self.tested_by)
        return "component unknown"


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """One criterion with its evidence beside it."""

    mapping_id: int
    is_sample: bool
    approval: ApprovalRecord | None
    unit: UnitCoverage
    outcome: LearningOutcomeRow
    criterion: CoveredCriterion
    pieces: tuple[Piece, ...]
    nothing_here: StandingDecision | None
    column: Column | None
    here: tuple[CandidateCard, ...]
    others: tuple[CandidateCard, ...]
    found: tuple[CandidateCard, ...]
    search: str
    previous_id: int | None
    next_id: int | None
    next_open_id: int | None
    position: int
    total: int
    message: str = ""
    fault: str = ""
    run: LastRun | None = None
    calibration: Calibration | None = None
    taught: tuple[Taught, ...] = ()

    @property
    def row(self) -> CriterionRow:
        """The criterion in ILM's words."""
        return self.criterion.row


@dataclass(frozen=True, slots=True)
class Taught:
    """A statement that probably helps to deliver the criterion's learning outcome."""

    statement: StatementRow
    module: ModuleRow
    band: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a criterion's page was asked for: one column's statements first, a search.

    `run` is the one that made the suggestions; `deliver` names statements that deliver each learning
    outcome, by its id, with how far to trust that.
    """

    column_key: str = ""
    search: str = ""
    message: str = ""
    fault: str = ""
    run: LastRun | None = None
    deliver: Mapping[int, Sequence[tuple[int, str]]] = field(default_factory=dict)


def criterion_page(mapping: LoadedMapping, *, criterion_id: int, asked: Asked) -> CriterionPage | None:
    """The page of a criterion of the mapping, None where it is not one of its chosen units'."""
    coverage = coverage_of_mapping(mapping)
    order = [(u, c) for u in coverage.units for c in u.criteria]
    index = next((i for i, (_, c) in enumerate(order) if c.row.id == criterion_id), None)
    if index is None:
        return None
    unit, criterion = order[index]
    cards = _Cards(mapping, unit.unit, criterion.row)
    column = next((c for c in columns_in(mapping) if c.key == asked.column_key), None)
    here_ids = cards.in_column(column) if column else []
    other_ids = [i for i in cards.known if i not in here_ids]
    later = [c.row.id for _, c in order[index + 1 :] + order[:index] if not c.coverage.is_covered]
    decided = mapping.decisions_by_criterion().get(criterion_id, [])
    outcome = next(lo for lo in unit.unit.learning_outcomes if any(c.id == criterion_id for c in lo.criteria))
    return CriterionPage(
        mapping_id=mapping.id,
        is_sample=mapping.is_sample,
        approval=mapping.approval,
        unit=unit,
        outcome=outcome,
        criterion=criterion,
        pieces=cards.criterion_pieces(here_ids or other_ids[:1]),
        nothing_here=next((d for d in decided if not d.statement_ids), None),
        column=column,
        here=tuple(cards.card(i) for i in here_ids),
        others=tuple(cards.card(i) for i in other_ids),
        found=tuple(cards.card(i) for i in cards.search(asked.search, exclude={*here_ids, *other_ids})),
        search=asked.search,
        previous_id=order[index - 1][1].row.id if index else None,
        next_id=order[index + 1][1].row.id if index + 1 < len(order) else None,
        next_open_id=later[0] if later else None,
        position=index + 1,
        total=len(order),
        message=asked.message,
        fault=asked.fault,
        run=asked.run,
        calibration=cards.calibration,
        taught=tuple(cards.taught(i, band) for i, band in asked.deliver.get(outcome.id, ())),
    )


class _Cards:
    """Makes the cards of one criterion."""

    def __init__(self, mapping: LoadedMapping, unit: UnitRow, criterion: CriterionRow) -> None:
        self._unit = unit
        self.calibration = calibration_of(mapping)
        self._statements: Mapping[int, StatementRow] = mapping.statements()
        self._modules = mapping.module_of()
        self._criterion = criterion
        self._suggested = {
            s.statement_id: s for s in mapping.suggestions_by_criterion().get(criterion.id, [])
        }
        decided = mapping.decisions_by_criterion().get(criterion.id, [])
        self._decided = {i: d for d in decided for i in d.statement_ids}
        linked_by_hand = [i for i in self._decided if i not in self._suggested]
        self.known: list[int] = [*self._suggested, *linked_by_hand]

    def in_column(self, column: Column) -> list[int]:
        """The column's statements: what was suggested or decided, best first, then its assessment."""
        members = [i for i in self.known if i in column.statement_ids]
        rest = [i for i in column.statement_ids if i not in members]
        if column.assessment:
            rest = [i for i in rest if i == column.assessment.id]
        return members + rest

    def search(self, words: str, *, exclude: set[int], most: int = 25) -> list[int]:
        """Statements that hold every word asked for, in the programme's order."""
        asked = words.lower().split()
        if not asked:
            return []
        return [
            i
            for i, s in self._statements.items()
            if i not in exclude
            and all(w in f"{s.label} {s.text} {self._modules[i].name}".lower() for w in asked)
        ][:most]

    def card(self, statement_id: int) -> CandidateCard:
        """The card of one statement."""
        from matching.explain import explain
        from matching.values import Candidate, Criterion, Evidence

        statement = self._statements[statement_id]
        suggestion = self._suggested.get(statement_id)
        candidate = Candidate(
            evidence=str(statement_id),
            score=suggestion.score if suggestion else 0.0,
            parts=suggestion.parts if suggestion else {},
            shared_terms=suggestion.shared_terms if suggestion else (),
        )
        told = explain(
            candidate,
            Criterion(str(self._criterion.id), self._criterion.text),
            Evidence(str(statement_id), statement.text),
        )
        return CandidateCard(
            statement=statement,
            module=self._modules[statement_id],
            tested_by=tuple(self._statements[i] for i in statement.tested_by),
            pieces=pieces_of(statement.text, told.evidence_spans),
            suggestion=suggestion,
            reasons=told.sentences if suggestion else (),
            doubts=doubts_of(self._criterion, statement, unit=self._unit, module=self._modules[statement_id]),
            chance=self.calibration.per_hundred(suggestion.band) if suggestion else None,
            decision=self._decided.get(statement_id),
        )

    def taught(self, statement_id: int, band: str) -> Taught:
        """A statement that delivers the outcome, with its module."""
        return Taught(self._statements[statement_id], self._modules[statement_id], band)

    def criterion_pieces(self, statement_ids: Sequence[int]) -> tuple[Piece, ...]:
        """The criterion's words, marked where the first of the statements shares them."""
        from matching.fuzzy import shared_phrases

        spans = [
            a
            for i in statement_ids[:1]
            for a, _ in shared_phrases(self._criterion.text, self._statements[i].text)
        ]
        return pieces_of(self._criterion.text, spans)


def calibration_of(mapping: LoadedMapping) -> Calibration:
    """What the mapping's own decisions on suggested statements teach of the bands."""
    from matching.calibration import calibrated

    bands = {(s.criterion_id, s.statement_id): s.band for s in mapping.suggestions}
    return calibrated(
        (bands[lesson.criterion_id, lesson.statement_id], lesson.is_confirmed)
        for lesson in lessons_of(mapping)
        if (lesson.criterion_id, lesson.statement_id) in bands
    )


def pieces_of(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """The whole text cut at the spans' ends; joined again it is the text, whatever the spans."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start < at or end > len(text) or end <= start:
            continue
        if start > at:
            pieces.append(Piece(text[at:start], is_shared=False))
        pieces.append(Piece(text[start:end], is_shared=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:], is_shared=False))
    return tuple(pieces)
