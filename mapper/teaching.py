"""What delivers a learning outcome: a statement or a module as a whole. Pure: no store, no clock.

Rules: delivery is confirmed where somebody's standing, unsuspect decision says so; a module delivers an
outcome when a statement of it does, or it was named as a whole. A suggestion never counts, and neither
does evidence for the outcome's criteria: what is assessed need not have been taught there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mapper.values import StatementKind
from mapper.wording import fingerprint

TEACHING = (StatementKind.OUTCOME, StatementKind.CONTENT)
"""The kinds of statements that say what is taught; an assessment evidences."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What may deliver an outcome: a statement, or a module as a whole; the other of the two is None."""

    statement_id: int | None = None
    module_id: int | None = None

    @property
    def key(self) -> str:
        """ "s12" for a statement, "m3" for a module: what stands in forms."""
        return f"m{self.module_id}" if self.statement_id is None else f"s{self.statement_id}"

    @classmethod
    def of(cls, key: str) -> Taught | None:
        """What a key names; None for what is no key."""
        number = key[1:]
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return None
        return {"s": cls(statement_id=int(number)), "m": cls(module_id=int(number))}.get(key[:1])

    def chain(self, outcome_id: int) -> str:
        """What tells its decisions on an outcome from others of the mapping: "7:s12"."""
        return f"{outcome_id}:{self.key}"


@dataclass(frozen=True, slots=True)
class StandingDelivery:
    """A decision that nothing supersedes; `module_id` is the statement's where one was judged."""

    id: int
    outcome_id: int
    taught: Taught
    module_id: int
    delivers: bool
    is_suspect: bool
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeDelivery:
    """What stands on an outcome: ids of modules in the programme's order, and counts.

    `suspect` modules are not among the confirmed; `waiting` counts suggestions that nobody judged, or
    that were rejected in other words than they stand in now; `rejected` those, and statements linked by
    hand, of which somebody said that they do not deliver, as they stand.
    """

    confirmed: tuple[int, ...] = ()
    suspect: tuple[int, ...] = ()
    waiting: int = 0
    rejected: int = 0
    waiting_modules: tuple[int, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether any module delivers the outcome by a decision that counts."""
        return bool(self.confirmed)

    @property
    def state(self) -> str:
        """ "confirmed", "suspect", or "not judged"; "rejected" where all that was suggested is."""
        if self.confirmed:
            return "confirmed"
        if self.suspect:
            return "suspect"
        return "rejected" if self.rejected and not self.waiting else "not judged"


def delivery_of(
    standing: Iterable[StandingDelivery],
    suggested: Iterable[tuple[int, int]],
    *,
    module_of: dict[int, int],
    order: Sequence[int],
) -> dict[int, OutcomeDelivery]:
    """What stands on each outcome that anything is said of, by its id.

    `suggested` are (outcome, statement), `module_of` the module of each statement, `order` the modules
    as the programme has them.
    """
    decided: dict[int, list[StandingDelivery]] = {}
    for each in standing:
        decided.setdefault(each.outcome_id, []).append(each)
    offered: dict[int, list[int]] = {}
    for outcome_id, statement_id in suggested:
        offered.setdefault(outcome_id, []).append(statement_id)
    return {
        outcome_id: _of_outcome(decided.get(outcome_id, []), offered.get(outcome_id, []), module_of, order)
        for outcome_id in {**decided, **offered}
    }


def _of_outcome(
    decided: Sequence[StandingDelivery],
    offered: Sequence[int],
    module_of: dict[int, int],
    order: Sequence[int],
) -> OutcomeDelivery:
    judged = {d.taught.statement_id for d in decided if d.delivers or not d.is_suspect}
    waiting = [i for i in offered if i not in judged]
    confirmed = {d.module_id for d in decided if d.delivers and not d.is_suspect}
    suspect = {d.module_id for d in decided if d.delivers and d.is_suspect} - confirmed
    return OutcomeDelivery(
        confirmed=_ordered(confirmed, order),
        suspect=_ordered(suspect, order),
        waiting=len(waiting),
        rejected=sum(not d.delivers and not d.is_suspect for d in decided),
        waiting_modules=_ordered({module_of[i] for i in waiting if i in module_of}, order),
    )


def _ordered(ids: Collection[int], order: Sequence[int]) -> tuple[int, ...]:
    return tuple(i for i in order if i in ids)


def outcome_print(text: str, indicative_content: Iterable[str]) -> str:
    """The fingerprint of an outcome as it is judged: its wording and its indicative content."""
    return fingerprint("\n".join((text, *indicative_content)))


def module_name(code: str | None, title: str | None) -> str:
    """Code and title, as far as known."""
    return " ".join(part for part in (code, title) if part) or "Module without a name"


def module_print(name: str, statement_prints: Iterable[str]) -> str:
    """The fingerprint of all that a module says it teaches, whatever the order of its statements."""
    joined = "\n".join((fingerprint(name), *sorted(statement_prints)))
    return hashlib.sha256(joined.encode()).hexdigest()
