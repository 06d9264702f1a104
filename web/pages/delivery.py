"""The page on which delivery is judged: one learning outcome, what may teach it by module, and what stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mapper.queries.delivery import DeliveryEntry, DeliverySuggestionRow, LoadedDelivery
from mapper.queries.grouping import grouped
from mapper.queries.rows import LearningOutcomeRow, LoadedMapping, ModuleRow, StatementRow
from mapper.queries.teaching import print_of_module
from mapper.reviews import wording_seen
from mapper.teaching import TEACHING, StandingDelivery, Taught, outcome_print
from web.formats import hits_in_words
from web.pages.criterion import Piece, pieces_of
from web.pages.teaching import OutcomeLine, UnitDelivery, state_of, unit_deliveries

MOST_FOUND = 25


@dataclass(frozen=True, slots=True)
class WantedDelivery:
    """What was asked for: a unit, an outcome, a search; and what was typed."""

    unit_id: int | None = None
    outcome_id: int | None = None
    search: str = ""
    reason: str = ""
    picked: str = ""
    intent: str = ""
    message: str = ""
    fault: str = ""
    fault_subject: str = ""


@dataclass(frozen=True, slots=True)
class Teacher:
    """A statement, or a module as a whole where it is None, that may deliver the outcome.

    `number` picks it; `asked` and `content` are the outcome's words and its indicative content, marked
    where the statement shares them.
    """

    number: int
    taught: Taught
    module: ModuleRow
    statement: StatementRow | None
    pieces: tuple[Piece, ...]
    asked: tuple[Piece, ...]
    content: tuple[tuple[Piece, ...], ...]
    suggestion: DeliverySuggestionRow | None
    decision: StandingDelivery | None
    wording: str
    is_found: bool

    @property
    def key(self) -> str:
        """What stands in forms for it."""
        return self.taught.key

    @property
    def label(self) -> str:
        """How people call it."""
        return self.statement.label if self.statement else "The module as a whole"

    @property
    def state(self) -> str:
        """ "delivers", "does not deliver", "suspect" or "not judged"."""
        return state_of(self.decision)


@dataclass(frozen=True, slots=True)
class TeachingModule:
    """A module with what of it may deliver the outcome."""

    module: ModuleRow
    teachers: tuple[Teacher, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of an outcome's history with what it was about, in words."""

    entry: DeliveryEntry
    what: str


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """One outcome of a unit; `line` is None where the unit's wording was not imported.

    `undo` is the viewer's last decision that stands and was made today, with what it was about. `hits` is
    how many statements the search found, of which the first are among the teachers.
    """

    mapping: LoadedMapping
    wanted: WantedDelivery
    units: tuple[UnitDelivery, ...]
    unit: UnitDelivery
    line: OutcomeLine | None
    modules: tuple[TeachingModule, ...]
    unnamed: tuple[ModuleRow, ...]
    picked: int
    next_id: int | None
    undo: Told | None
    history: tuple[Told, ...]
    hits: int

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def is_closed(self) -> bool:
        """Whether an approval closes the decisions."""
        return self.mapping.approval is not None

    @property
    def teachers(self) -> tuple[Teacher, ...]:
        """All that can be picked, in order."""
        return tuple(t for m in self.modules for t in m.teachers)

    @property
    def found_in_words(self) -> str:
        """What the search found that is not shown without it, and how much of that is shown."""
        return hits_in_words(sum(t.is_found for t in self.teachers), self.hits, of=" of teaching")

    @property
    def confirmed(self) -> int:
        """Outcomes of all units with confirmed delivery."""
        return sum(u.confirmed for u in self.units)

    @property
    def total(self) -> int:
        """Outcomes of all units."""
        return sum(u.total for u in self.units)

    @property
    def focus(self) -> str:
        """Which part of the page a browser should put the focus on after this answer."""
        if self.wanted.fault_subject == "reason":
            return "reason"
        return "search" if self.wanted.search else "queue"


def delivery_page(
    loaded: LoadedDelivery, *, wanted: WantedDelivery, undo: DeliveryEntry | None = None
) -> DeliveryPage:
    """The page at the outcome asked for, or at the first of the unit that is not confirmed."""
    mapping = loaded.mapping
    units = unit_deliveries(mapping.units, mapping.modules, loaded.by_outcome())
    unit, line = _place(units, wanted)
    made = _Teachers(loaded, line.outcome, wanted.search) if line else None
    teachers = made.all() if made else ()
    by_module = grouped((t.module.id, t) for t in teachers)
    numbered = _numbered(by_module.values())
    named = {t.taught.module_id for t in teachers}
    return DeliveryPage(
        mapping=mapping,
        wanted=wanted,
        units=units,
        unit=unit,
        line=line,
        modules=numbered,
        unnamed=tuple(m for m in mapping.modules if m.id not in named),
        picked=_picked([t for m in numbered for t in m.teachers], wanted.picked),
        next_id=next_outcome(units, line.outcome.id) if line else None,
        undo=_told(mapping, undo) if undo else None,
        history=tuple(_told(mapping, e) for e in loaded.entries if line and e.outcome_id == line.outcome.id),
        hits=len(made.found) if made else 0,
    )


def newest_in_words(loaded: LoadedDelivery) -> str:
    """What was recorded last, as a sentence; "" where nothing was."""
    if not loaded.entries:
        return ""
    newest = loaded.entries[0]
    what = _told(loaded.mapping, newest).what
    of = next(
        f"outcome {lo.number} of {unit.ref}"
        for unit in loaded.mapping.units
        for lo in unit.learning_outcomes
        if lo.id == newest.outcome_id
    )
    if newest.delivers is None:
        return f"Withdrawn: {what} is not judged again for {of}."
    return f"Recorded: {what} {newest.said} {of}."


def next_outcome(units: Sequence[UnitDelivery], outcome_id: int) -> int | None:
    """The outcome after this one that is not confirmed, round at the end; None where there is no other."""
    order = [line for u in units for line in u.lines]
    at = next(i for i, line in enumerate(order) if line.outcome.id == outcome_id)
    waiting = [line for line in order[at + 1 :] + order[:at] if not line.delivery.is_confirmed]
    return waiting[0].outcome.id if waiting else None


def _place(units: Sequence[UnitDelivery], wanted: WantedDelivery) -> tuple[UnitDelivery, OutcomeLine | None]:
    for unit in units:
        for line in unit.lines:
            if line.outcome.id == wanted.outcome_id:
                return unit, line
    worded = next((u for u in units if u.lines), units[0])
    unit = next((u for u in units if u.unit.id == wanted.unit_id), worded)
    open_lines = [line for line in unit.lines if not line.delivery.is_confirmed]
    return unit, next(iter([*open_lines, *unit.lines]), None)


def _numbered(groups: Iterable[Sequence[Teacher]]) -> tuple[TeachingModule, ...]:
    numbers = iter(range(1, 10_000))
    return tuple(
        TeachingModule(found[0].module, tuple(replace(t, number=next(numbers)) for t in found))
        for found in groups
    )


def _picked(teachers: Sequence[Teacher], asked: str) -> int:
    """What was picked before; else the first found by a search; else the first that nobody judged."""
    by_key = {t.key: t.number for t in teachers}
    if asked in by_key:
        return by_key[asked]
    found = (t.number for t in teachers if t.is_found)
    fresh = (t.number for t in teachers if t.decision is None)
    first = (t.number for t in teachers)
    return next(found, None) or next(fresh, None) or next(first, 0)


def _told(mapping: LoadedMapping, entry: DeliveryEntry) -> Told:
    statement = mapping.statements().get(entry.taught.statement_id or 0)
    module_id = statement.module_id if statement else entry.taught.module_id
    module = next((m.name for m in mapping.modules if m.id == module_id), "a module that is gone")
    return Told(entry, f"{module}: {statement.label}" if statement else f"{module} as a whole")


class _Teachers:
    """Makes what can be judged for one outcome; `found` is all that a search found beside what is known."""

    def __init__(self, loaded: LoadedDelivery, outcome: LearningOutcomeRow, search: str) -> None:
        mapping = loaded.mapping
        self._outcome = outcome
        self._modules = {m.id: m for m in mapping.modules}
        self._statements = mapping.statements()
        self._suggested = {s.statement_id: s for s in loaded.suggestions if s.outcome_id == outcome.id}
        self._decided = {d.taught: d for d in mapping.deliveries if d.outcome_id == outcome.id}
        self._print = outcome_print(outcome.text, outcome.indicative_content)
        self._known = self._waiting_and_judged()
        self.found = [t for t in map(Taught, self._holding(search)) if t not in self._known]

    def all(self) -> tuple[Teacher, ...]:
        """What a search found first, then what waits, best first, then what somebody judged."""
        return tuple(
            [self._teacher(t, is_found=True) for t in self.found[:MOST_FOUND]]
            + [self._teacher(t, is_found=False) for t in self._known]
        )

    def _waiting_and_judged(self) -> list[Taught]:
        suggested = [Taught(statement_id=i) for i in self._suggested]
        waiting = [t for t in suggested if t not in self._decided]
        judged = dict.fromkeys([*(t for t in suggested if t in self._decided), *self._decided])
        return [t for t in (*waiting, *judged) if self._module_of(t)]

    def _holding(self, search: str) -> Iterator[int]:
        """Statements of teaching that hold every word asked for, in the programme's order."""
        asked = search.lower().split()
        for i, s in self._statements.items():
            text = f"{self._modules[s.module_id].name} {s.label} {s.text}".lower()
            if asked and s.kind in TEACHING and all(w in text for w in asked):
                yield i

    def _module_of(self, taught: Taught) -> ModuleRow | None:
        statement = self._statements.get(taught.statement_id or 0)
        return self._modules.get(statement.module_id if statement else taught.module_id or 0)

    def _teacher(self, taught: Taught, *, is_found: bool) -> Teacher:
        statement = self._statements.get(taught.statement_id or 0)
        module = self._modules[statement.module_id if statement else taught.module_id or 0]
        text = statement.text if statement else ""
        asked, in_asked = _marked(self._outcome.text, text)
        content = [_marked(item, text) for item in self._outcome.indicative_content]
        spans = _joined([*in_asked, *(span for _, there in content for span in there)])
        taught_print = statement.fingerprint if statement else print_of_module(module)
        return Teacher(
            number=0,
            taught=taught,
            module=module,
            statement=statement,
            pieces=pieces_of(text, spans),
            asked=asked,
            content=tuple(pieces for pieces, _ in content),
            suggestion=self._suggested.get(taught.statement_id or 0),
            decision=self._decided.get(taught),
            wording=wording_seen(self._print, taught_print),
            is_found=is_found,
        )


Spans = Sequence[tuple[int, int]]


def _marked(asked: str, text: str) -> tuple[tuple[Piece, ...], Spans]:
    """The words asked for, marked where the text shares them, and where in the text they stand."""
    from matching.fuzzy import shared_marks

    in_asked, in_text = shared_marks(asked, text)
    return pieces_of(asked, in_asked), in_text


def _joined(spans: Spans) -> Spans:
    """The spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
