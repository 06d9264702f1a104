"""The queue: one criterion at a time, what nobody judged first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.coverage import Tally, tally
from mapper.queries.criterion import LoadedCriterion
from mapper.queries.queue import LastDecision, LoadedQueue
from mapper.queries.standing import CountedCriterion, CountedUnit
from mapper.reviews import wording_seen
from web.pages.criterion import Asked, CandidateCard, CriterionPage, Piece, criterion_page
from web.pages.sets import Declared, declared_of

FILTERS = {
    "open": ("not judged", "suspect", "part"),
    "not-judged": ("not judged",),
    "suspect": ("suspect",),
    "part": ("part",),
    "none": ("none",),
    "full": ("full",),
    "all": ("not judged", "suspect", "part", "none", "full"),
}
"""By the filter's name in addresses the states that it shows, in the order of the queue."""
FILTER_NAMES = {
    "open": "Unmet: not judged, then suspect, then part",
    "not-judged": "Not judged",
    "suspect": "Suspect",
    "part": "Part",
    "none": "Nothing here",
    "full": "Full",
    "all": "All, unmet first",
}
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue was asked for: a filter, a unit, a criterion, a search; what was typed.

    `resumes` is so where nothing was asked for and the person goes on where they were.
    """

    show: str = "open"
    unit_id: int | None = None
    criterion_id: int | None = None
    search: str = ""
    reason: str = ""
    certainty: str = ""
    picked_id: int | None = None
    intent: str = ""
    message: str = ""
    fault: str = ""
    fault_subject: str = ""
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement to judge, with the number that picks it."""

    number: int
    card: CandidateCard
    criterion_pieces: tuple[Piece, ...]
    wording: str
    is_found: bool

    @property
    def id(self) -> int:
        """The statement's id."""
        return self.card.statement.id


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far a unit is: criteria judged, covered, and still to judge (suspect ones among them)."""

    unit: CountedUnit
    judged: int
    covered: int
    to_go: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One criterion of the queue; `criterion` is None where the queue is empty.

    `pace` is the viewer's own, in criteria per hour, None while too little is known of it; `undo` is
    the viewer's last decision that stands and was made today. `is_ahead` is so of a criterion that is
    fetched before its turn: what the decision before it changes is put in later.
    """

    mapping: LoadedQueue
    wanted: Wanted
    criterion: CriterionPage | None
    candidates: tuple[Candidate, ...]
    declared: Declared | None
    picked: int
    position: int
    waiting: int
    next_id: int | None
    previous_id: int | None
    progress: tuple[UnitProgress, ...]
    pace: float | None
    undo: LastDecision | None
    is_ahead: bool = False

    @property
    def mapping_id(self) -> int:
        """The mapping's id."""
        return self.mapping.id

    @property
    def tally(self) -> Tally:
        """How many criteria stand where, over all units."""
        return tally([c.coverage for u in self.mapping.units for c in u.criteria])

    @property
    def is_full(self) -> bool:
        """Whether every criterion of every chosen unit is fully covered; no unit without wording is."""
        return all(u.criteria and u.tally.full == u.tally.total for u in self.mapping.units)

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def criterion_id(self) -> int | None:
        """The criterion shown."""
        return self.criterion.row.id if self.criterion else None

    @property
    def judged(self) -> int:
        """Criteria judged in all units."""
        return sum(p.judged for p in self.progress)

    @property
    def to_go(self) -> int:
        """Criteria to judge in all units."""
        return sum(p.to_go for p in self.progress)

    @property
    def focus(self) -> str:
        """Which part of the page a browser should put the focus on after this answer."""
        if self.wanted.fault_subject == "reason":
            return "reason"
        return "search" if self.wanted.search else "queue"

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Every filter by its name in addresses and for people."""
        return tuple(FILTER_NAMES.items())


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """What was recorded, where the page has the next criterion already."""

    mapping_id: int
    wanted: Wanted
    criterion_id: int
    undo: LastDecision | None


def place_in(queue: LoadedQueue, wanted: Wanted) -> tuple[Wanted, int | None]:
    """What is shown, and which criterion: the one asked for, or the first that waits.

    Whoever comes back finds the next that waits where theirs waits no more, and the whole queue where
    nothing waits under their filter.
    """
    waiting = queue_of(queue.units, show=wanted.show, unit_id=wanted.unit_id)
    if wanted.resumes and not waiting:
        wanted = Wanted(message=wanted.message)
        waiting = queue_of(queue.units, show=wanted.show, unit_id=None)
    known = [c.id for u in queue.units for c in u.criteria]
    if wanted.criterion_id not in known:
        return wanted, waiting[0] if waiting else None
    if wanted.resumes and wanted.criterion_id not in waiting:
        return wanted, _neighbours(waiting, wanted.criterion_id, known)[0]
    return wanted, wanted.criterion_id


def queue_page(
    queue: LoadedQueue,
    loaded: LoadedCriterion | None,
    *,
    wanted: Wanted,
    person_id: str,
    pace: float | None = None,
    undo: LastDecision | None = None,
    before_id: int | None = None,
) -> QueuePage:
    """The queue at a criterion, None where nothing waits.

    Where it is fetched ahead, `before_id` is the criterion before it, which waits no more by then.
    """
    waiting = queue_of(queue.units, show=wanted.show, unit_id=wanted.unit_id)
    waiting = [i for i in waiting if i != before_id]
    known = [c.id for u in queue.units for c in u.criteria]
    shown_id = loaded.row.id if loaded else None
    page = criterion_page(loaded, asked=Asked(search=wanted.search)) if loaded else None
    candidates = _candidates(page) if page else ()
    after, before = _neighbours(waiting, shown_id, known)
    return QueuePage(
        mapping=queue,
        wanted=wanted,
        criterion=page,
        candidates=candidates,
        declared=declared_of(loaded, person_id=person_id, back="queue") if loaded else None,
        picked=_picked(candidates, wanted),
        position=waiting.index(shown_id) + 1 if shown_id in waiting else 0,
        waiting=len(waiting),
        next_id=after,
        previous_id=before,
        progress=tuple(map(_progress, queue.units)),
        pace=pace,
        undo=undo,
        is_ahead=before_id is not None,
    )


def queue_of(units: Sequence[CountedUnit], *, show: str, unit_id: int | None) -> list[int]:
    """Ids of the criteria that wait: by the order of the filter's states, then of the mapping."""
    states = FILTERS[show]
    waiting: list[CountedCriterion] = [
        c for unit in units if unit_id in (None, unit.id) for c in unit.criteria if c.state in states
    ]
    return [c.id for c in sorted(waiting, key=lambda c: states.index(c.state))]


def _neighbours(
    queue: Sequence[int], shown_id: int | None, known: Sequence[int]
) -> tuple[int | None, int | None]:
    """What comes after and before; round at the ends, so that what was skipped comes again."""
    if shown_id is None or not queue or queue == [shown_id]:
        return None, None
    if shown_id in queue:
        at = queue.index(shown_id)
        return queue[(at + 1) % len(queue)], queue[at - 1]
    # It is not (or no longer) in the queue: go on with what follows it in the mapping.
    later = [i for i in queue if known.index(i) > known.index(shown_id)]
    return (later or list(queue))[0], queue[-1]


def _candidates(page: CriterionPage) -> tuple[Candidate, ...]:
    cards = [(card, False) for card in page.others] + [(card, True) for card in page.found]
    return tuple(
        Candidate(
            number=number,
            card=card,
            criterion_pieces=card.asked,
            wording=wording_seen(page.row.fingerprint, card.statement.fingerprint),
            is_found=is_found,
        )
        for number, (card, is_found) in enumerate(cards, 1)
    )


def _picked(candidates: Sequence[Candidate], wanted: Wanted) -> int:
    """The number of the candidate that keys act on; 0 where there is none.

    What the person picked before; else the first that the search found; else the first that nobody
    judged; else the first.
    """
    by_id = {c.id: c.number for c in candidates}
    if wanted.picked_id in by_id:
        return by_id[wanted.picked_id]
    found = (c.number for c in candidates if c.is_found)
    fresh = (c.number for c in candidates if c.card.decision is None)
    first = (c.number for c in candidates)
    return next(found, None) or next(fresh, None) or next(first, 0)


def _progress(unit: CountedUnit) -> UnitProgress:
    counted = unit.tally
    to_go = counted.not_judged + counted.suspect
    return UnitProgress(unit, judged=counted.total - to_go, covered=counted.full, to_go=to_go)
