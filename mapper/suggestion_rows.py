"""Suggestions as they are stored: of what a run suggests, only what differs from what is there is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from mapper import models
from mapper.queries.columns import rows_of

Pair = tuple[int, int]
Facts = Mapping[str, Any]
"""What is suggested of a pair: rank, score, band, parts and shared terms, as columns."""

TOLD = ("rank", "score", "band", "parts", "shared_terms")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A table of suggestions, and its column that says what for."""

    table: sa.Table
    about: str


EVIDENCE = Shelf(models.Suggestion.__table__, "criterion_id")  # type: ignore[attr-defined]
DELIVERY = Shelf(models.DeliverySuggestion.__table__, "learning_outcome_id")  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be written so that a mapping has what was suggested: rows gone, changed and new."""

    shelf: Shelf
    gone: tuple[int, ...]
    changed: Mapping[int, Facts]
    added: Mapping[Pair, Facts]

    @property
    def count(self) -> int:
        """How many suggestions are not what they were."""
        return len(self.gone) + len(self.changed) + len(self.added)

    def write(self, session: Session, *, institution_id: int, mapping_id: int, run_id: int) -> None:
        """Writes it; rows that were changed or added are the run's, and others stay with theirs."""
        table, connection = self.shelf.table, session.connection()
        if self.gone:
            gone = sa.delete(table).where(table.c.id == sa.bindparam("gone_id"))
            connection.execute(gone, [{"gone_id": id_} for id_ in self.gone])
        if self.changed:
            changed = sa.update(table).where(table.c.id == sa.bindparam("changed_id"))
            named: dict[str, Any] = {name: sa.bindparam(name) for name in ("run_id", *TOLD)}
            rows = [{"changed_id": id_, "run_id": run_id, **told} for id_, told in self.changed.items()]
            connection.execute(changed.values(named), rows)
        if self.added:
            its = {"institution_id": institution_id, "mapping_id": mapping_id, "run_id": run_id}
            rows = [
                {**its, self.shelf.about: about, "statement_id": statement_id, **told}
                for (about, statement_id), told in self.added.items()
            ]
            connection.execute(sa.insert(table), rows)


def difference(
    session: Session,
    shelf: Shelf,
    *,
    mapping_id: int,
    wanted: Mapping[Pair, Facts],
    judged: Collection[Pair],
    is_other_making: bool,
) -> Difference:
    """What differs between what is wanted and what the mapping has; `judged` pairs stay as they are.

    Where the run `is_other_making` (another engine, or other parameters), even the same figures are not the
    same suggestion: every one is then written as the run's.
    """
    table = shelf.table
    columns = [table.c[name] for name in ("id", shelf.about, "statement_id", *TOLD)]
    stored = rows_of(session, sa.select(*columns).where(table.c.mapping_id == mapping_id), {})
    gone, changed, known = [], {}, set(judged)
    for id_, about, statement_id, *told in stored:
        pair = (about, statement_id)
        if pair in known:
            continue
        known.add(pair)
        facts = wanted.get(pair)
        if facts is None:
            gone.append(id_)
        elif is_other_making or told != [facts[name] for name in TOLD]:
            changed[id_] = facts
    added = {pair: facts for pair, facts in wanted.items() if pair not in known}
    return Difference(shelf, tuple(gone), changed, added)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What is suggested of a pair; `rank` from 1 within what it is for, `parts` add up to `score`."""

    statement_id: int
    rank: int
    score: float
    band: str
    parts: Mapping[str, float]
    shared_terms: Collection[str]


def facts_of(new: Suggested) -> Facts:
    """What is suggested of a pair, as it is stored."""
    return {
        "rank": new.rank,
        "score": new.score,
        "band": new.band,
        "parts": dict(new.parts),
        "shared_terms": list(new.shared_terms),
    }
