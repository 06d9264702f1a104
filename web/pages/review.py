"""The matrix and the page of one criterion, worked out from a loaded mapping."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mapper.queries.coverage import CoveredCriterion, MappingCoverage, UnitCoverage, coverage_of_mapping
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
from mapper.record import ApprovalRecord
from mapper.values import Coverage, StatementKind

BANDS = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Column:
    """An assessment, or "component unknown" of a module: the statements that are judged under it.

    `key` stands in addresses: "a12" for an assessment's statement, "m3" for a module's unknown one.
    """

    key: str
    module: ModuleRow
    assessment: StatementRow | None
    statement_ids: tuple[int, ...]

    @property
    def title(self) -> str:
        """What stands at the head of the column."""
        return self.assessment.label if self.assessment else "Component unknown"

    @property
    def weight(self) -> str:
        """ "40 %", empty where there is none to give."""
        weight = self.assessment.weight if self.assessment else None
        return "" if weight is None else f"{weight:g} %"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands between a criterion and a column: by mark and words as well as colour."""

    column: Column
    state: str
    band: str = ""

    @property
    def mark(self) -> str:
        """One character: ● full, ◐ part, ! suspect, H M L suggested, × rejected."""
        if self.state == "suggested":
            return self.band[:1].upper()
        return {"full": "●", "part": "◐", "suspect": "!", "rejected": "×"}.get(self.state, "")

    @property
    def words(self) -> str:
        """The state for those who hear the page."""
        if self.state == "suggested":
            return f"suggested, {self.band}"
        return self.state.replace("none", "nothing suggested")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A criterion with its cells."""

    outcome: LearningOutcomeRow
    criterion: CoveredCriterion
    cells: tuple[Cell, ...]

    @property
    def id(self) -> int:
        """The criterion's id."""
        return self.criterion.row.id


@dataclass(frozen=True, slots=True)
class ModuleHead:
    """A module over its columns."""

    module: ModuleRow
    span: int


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """The open unit's criteria by the programme's assessments; other units as a list."""

    mapping: LoadedMapping
    coverage: MappingCoverage
    unit: UnitCoverage
    heads: tuple[ModuleHead, ...]
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    show: str

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample


def columns_of(modules: Sequence[ModuleRow], *, linked: Collection[int] = ()) -> tuple[Column, ...]:
    """The columns of the matrix, module by module.

    An outcome that an assessment tests is judged under that assessment; one that none tests stands
    under "component unknown", as does content that was linked by hand (`linked` statements).
    """
    columns = []
    for module in modules:
        columns += [Column(f"a{a.id}", module, a, (a.id, *a.tests)) for a in module.assessments]
        unknown = tuple(o.id for o in module.untested) + tuple(c.id for c in module.content if c.id in linked)
        if unknown:
            columns.append(Column(f"m{module.id}", module, None, unknown))
    return tuple(columns)


def _columns(mapping: LoadedMapping) -> tuple[Column, ...]:
    return columns_of(mapping.modules, linked={i for d in mapping.decisions for i in d.statement_ids})


def matrix_page(mapping: LoadedMapping, *, unit_id: int | None, show: str) -> MatrixPage:
    """The matrix of a unit (the first where none is named); `show` is "all" or "open"."""
    coverage = coverage_of_mapping(mapping)
    unit = next((u for u in coverage.units if u.unit.id == unit_id), coverage.units[0])
    columns = _columns(mapping)
    heads = [
        ModuleHead(module, span)
        for module in mapping.modules
        if (span := sum(c.module.id == module.id for c in columns))
    ]
    cells = _Cells(mapping)
    outcome_of = {c.id: lo for lo in unit.unit.learning_outcomes for c in lo.criteria}
    rows = [
        MatrixRow(outcome_of[c.row.id], c, tuple(cells.cell(c.row.id, column) for column in columns))
        for c in unit.criteria
        if show != "open" or not c.coverage.is_covered
    ]
    return MatrixPage(mapping, coverage, unit, tuple(heads), columns, tuple(rows), show)


class _Cells:
    def __init__(self, mapping: LoadedMapping) -> None:
        self._decided = mapping.decisions_by_criterion()
        self._suggested = mapping.suggestions_by_criterion()

    def cell(self, criterion_id: int, column: Column) -> Cell:
        """The strongest thing known: suspect, full, part, suggested, rejected, or nothing."""
        members = set(column.statement_ids)
        here = [d for d in self._decided.get(criterion_id, []) if members & set(d.statement_ids)]
        sound = {d.coverage for d in here if not d.is_suspect}
        if any(d.is_suspect and d.coverage is not Coverage.NONE for d in here):
            return Cell(column, "suspect")
        if Coverage.FULL in sound:
            return Cell(column, "full")
        if Coverage.PART in sound:
            return Cell(column, "part")
        judged = {i for d in here for i in d.statement_ids}
        bands = [
            BANDS.index(s.band)
            for s in self._suggested.get(criterion_id, [])
            if s.statement_id in members - judged
        ]
        if bands:
            return Cell(column, "suggested", BANDS[max(bands)])
        return Cell(column, "rejected" if sound else "none")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked where both texts share its words."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """A statement beside the criterion: its words, why it was suggested, what was decided."""

    statement: StatementRow
    module: ModuleRow
    tested_by: tuple[StatementRow, ...]
    pieces: tuple[Piece, ...]
    suggestion: SuggestionRow | None
    reasons: tuple[str, ...]
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

    @property
    def row(self) -> CriterionRow:
        """The criterion in ILM's words."""
        return self.criterion.row


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a criterion's page was asked for: one column's statements first, a search."""

    column_key: str = ""
    search: str = ""
    message: str = ""
    fault: str = ""


def criterion_page(mapping: LoadedMapping, *, criterion_id: int, asked: Asked) -> CriterionPage | None:
    """The page of a criterion of the mapping, None where it is not one of its chosen units'."""
    coverage = coverage_of_mapping(mapping)
    order = [(u, c) for u in coverage.units for c in u.criteria]
    index = next((i for i, (_, c) in enumerate(order) if c.row.id == criterion_id), None)
    if index is None:
        return None
    unit, criterion = order[index]
    cards = _Cards(mapping, unit.unit, criterion.row)
    column = next((c for c in _columns(mapping) if c.key == asked.column_key), None)
    here_ids = cards.in_column(column) if column else []
    other_ids = [i for i in cards.known if i not in here_ids]
    later = [c.row.id for _, c in order[index + 1 :] + order[:index] if not c.coverage.is_covered]
    decided = mapping.decisions_by_criterion().get(criterion_id, [])
    return CriterionPage(
        mapping_id=mapping.id,
        is_sample=mapping.is_sample,
        approval=mapping.approval,
        unit=unit,
        outcome=next(
            lo for lo in unit.unit.learning_outcomes if any(c.id == criterion_id for c in lo.criteria)
        ),
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
    )


class _Cards:
    """Makes the cards of one criterion."""

    def __init__(self, mapping: LoadedMapping, unit: UnitRow, criterion: CriterionRow) -> None:
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
            decision=self._decided.get(statement_id),
        )

    def criterion_pieces(self, statement_ids: Sequence[int]) -> tuple[Piece, ...]:
        """The criterion's words, marked where the first of the statements shares them."""
        from matching.fuzzy import shared_phrases

        spans = [
            a
            for i in statement_ids[:1]
            for a, _ in shared_phrases(self._criterion.text, self._statements[i].text)
        ]
        return pieces_of(self._criterion.text, spans)


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
