"""The page of one criterion with its evidence beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.doubts import doubts_of
from mapper.queries.coverage import CoveredCriterion
from mapper.queries.criterion import LoadedCriterion
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
from mapper.values import Coverage, Finding, StatementKind
from web.formats import hits_in_words
from web.pages.matrix_cells import Column, columns_of
from web.pages.teaching import TaughtOutcome

if TYPE_CHECKING:
    from matching.calibration import Calibration
    from matching.values import Candidate

SAME_SCORE = 1e-6
MOST_FOUND = 25
"""How many hits of a search are shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked where both texts share its words."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """A statement beside the criterion: its words, why it was suggested, what was decided.

    `asked` are the criterion's words, marked where this statement shares them. `doubts` speak against it, whatever its score; `chance` is how many in 100 like it people
    confirmed in this mapping, None while too few are judged.
    """

    statement: StatementRow
    module: ModuleRow
    tested_by: tuple[StatementRow, ...]
    pieces: tuple[Piece, ...]
    asked: tuple[Piece, ...]
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
class Place:
    """Where a criterion stands among all of its mapping, from 1; `next_open_id` is not fully covered."""

    position: int
    total: int
    previous_id: int | None
    next_id: int | None
    next_open_id: int | None


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """One criterion with its evidence beside it; `place` is for the page of its own alone.

    `found` are the first hits of a search, of `hits` in all.
    """

    mapping_id: int
    is_sample: bool
    approval: ApprovalRecord | None
    unit: UnitRow
    outcome: LearningOutcomeRow
    criterion: CoveredCriterion
    pieces: tuple[Piece, ...]
    nothing_here: StandingDecision | None
    column: Column | None
    here: tuple[CandidateCard, ...]
    others: tuple[CandidateCard, ...]
    found: tuple[CandidateCard, ...]
    search: str
    place: Place | None = None
    message: str = ""
    fault: str = ""
    fault_subject: str = ""
    hits: int = 0
    run: LastRun | None = None
    calibration: Calibration | None = None
    taught: TaughtOutcome | None = None

    @property
    def row(self) -> CriterionRow:
        """The criterion in ILM's words."""
        return self.criterion.row

    @property
    def owes_reason(self) -> bool:
        """Whether the judgement that was just sent waits for its reason."""
        return self.fault_subject == "reason"

    @property
    def found_in_words(self) -> str:
        """What the search found, and how much of it is shown."""
        return hits_in_words(len(self.found), self.hits)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a criterion's page was asked for: one column's statements first, a search.

    `run` is the one that made the suggestions, `taught` what may deliver the criterion's outcome.
    """

    column_key: str = ""
    search: str = ""
    message: str = ""
    fault: str = ""
    fault_subject: str = ""
    run: LastRun | None = None
    taught: TaughtOutcome | None = None


def criterion_page(loaded: LoadedCriterion, *, asked: Asked, place: Place | None = None) -> CriterionPage:
    """The page of a criterion; a search finds statements of the modules that were loaded."""
    cards = _Cards(loaded)
    columns = columns_of(loaded.modules, linked=loaded.linked)
    column = next((c for c in columns if c.key == asked.column_key), None)
    here_ids = cards.in_column(column) if column else []
    other_ids = [i for i in cards.known if i not in here_ids]
    hits = cards.search(asked.search, exclude={*here_ids, *other_ids})
    return CriterionPage(
        mapping_id=loaded.mapping_id,
        is_sample=loaded.is_sample,
        approval=loaded.approval,
        unit=loaded.unit,
        outcome=loaded.outcome,
        criterion=CoveredCriterion(loaded.row, loaded.coverage),
        pieces=cards.criterion_pieces(here_ids or other_ids[:1]),
        nothing_here=next((d for d in loaded.links if not d.statement_ids), None),
        column=column,
        here=tuple(cards.card(i) for i in here_ids),
        others=tuple(cards.card(i) for i in other_ids),
        found=tuple(cards.card(i) for i in hits[:MOST_FOUND]),
        search=asked.search,
        place=place,
        message=asked.message,
        fault=asked.fault,
        fault_subject=asked.fault_subject,
        hits=len(hits),
        run=asked.run,
        calibration=cards.calibration,
        taught=asked.taught,
    )


def place_in(mapping: LoadedMapping, *, criterion_id: int) -> Place:
    """Where a criterion of the mapping stands among all."""
    counted = mapping.coverage()
    order = list(counted)
    index = order.index(criterion_id)
    later = [i for i in order[index + 1 :] + order[:index] if not counted[i].is_covered]
    return Place(
        position=index + 1,
        total=len(order),
        previous_id=order[index - 1] if index else None,
        next_id=order[index + 1] if index + 1 < len(order) else None,
        next_open_id=later[0] if later else None,
    )


class _Cards:
    """Makes the cards of one criterion."""

    def __init__(self, loaded: LoadedCriterion) -> None:
        self._unit = loaded.unit
        self.calibration = calibration_of(loaded.judged)
        self._statements: Mapping[int, StatementRow] = loaded.statements()
        self._modules = loaded.module_of()
        self._criterion = loaded.row
        self._suggested = {s.statement_id: s for s in loaded.suggestions}
        self._decided = {i: d for d in loaded.links for i in d.statement_ids}
        linked_by_hand = [i for i in self._decided if i not in self._suggested]
        self.known: list[int] = [*self._suggested, *linked_by_hand]

    def in_column(self, column: Column) -> list[int]:
        """The column's statements: what was suggested or decided, best first, then its assessment."""
        members = [i for i in self.known if i in column.statement_ids]
        rest = [i for i in column.statement_ids if i not in members]
        if column.assessment:
            rest = [i for i in rest if i == column.assessment.id]
        return members + rest

    def search(self, words: str, *, exclude: set[int]) -> list[int]:
        """Statements that hold every word asked for, in the programme's order."""
        asked = words.lower().split()
        if not asked:
            return []
        return [
            i
            for i, s in self._statements.items()
            if i not in exclude
            and all(w in f"{s.label} {s.text} {self._modules[i].name}".lower() for w in asked)
        ]

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
            lifted_by=self._lifting(statement, candidate),
        )
        return CandidateCard(
            statement=statement,
            module=self._modules[statement_id],
            tested_by=tuple(self._statements[i] for i in statement.tested_by),
            pieces=pieces_of(statement.text, told.evidence_spans),
            asked=pieces_of(self._criterion.text, told.criterion_spans),
            suggestion=suggestion,
            reasons=told.sentences if suggestion else (),
            doubts=doubts_of(self._criterion, statement, unit=self._unit, module=self._modules[statement_id]),
            chance=self.calibration.per_hundred(suggestion.band) if suggestion else None,
            decision=self._decided.get(statement_id),
        )

    def _lifting(self, statement: StatementRow, candidate: Candidate) -> list[str]:
        """The outcomes that the statement tests; where their scores tell, the one alone that lifted it."""
        from matching.values import DISCOUNT

        known = [i for i in statement.tests if i in self._statements]
        scores = {i: self._suggested[i].score for i in known if i in self._suggested}
        best = [i for i, score in scores.items() if abs(DISCOUNT * score - candidate.score) < SAME_SCORE]
        return [self._statements[i].label.replace("Outcome", "outcome", 1) for i in best[:1] or known]

    def criterion_pieces(self, statement_ids: Sequence[int]) -> tuple[Piece, ...]:
        """The criterion's words, marked where the first of the statements shares them."""
        from matching.fuzzy import shared_marks

        asked = self._criterion.text
        spans = [span for i in statement_ids[:1] for span in shared_marks(asked, self._statements[i].text)[0]]
        return pieces_of(asked, spans)


def calibration_of(judged: Iterable[tuple[str, bool]]) -> Calibration:
    """What a mapping's own decisions on suggested statements teach: (band, whether it was confirmed)."""
    from matching.calibration import calibrated

    return calibrated(judged)


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
