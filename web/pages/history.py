"""The history of decisions as a page."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.models import Act
from mapper.queries.history import History, HistoryEntry
from mapper.queries.rows import CriterionRow, LoadedMapping
from web.formats import plural


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What was decided in a mapping, on one criterion or on one cell of it, the newest first."""

    mapping: LoadedMapping
    history: History
    criterion: CriterionRow | None
    unit_ref: str
    statement_id: int | None
    statement: str
    message: str = ""
    fault: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    def opens_batch(self, entry: HistoryEntry) -> bool:
        """Whether the entry is the first listed of a bulk decision of which something stands."""
        batch = self.history.batches.get(entry.batch_id or "")
        if batch is None or not batch.standing:
            return False
        return next(e for e in self.history.entries if e.batch_id == batch.id).id == entry.id


def _undone_in_words(history: History, undone: int) -> str:
    newest = history.entries[: max(undone, 0)]
    if not newest or any(entry.act is not Act.WITHDRAW for entry in newest):
        return ""
    return f"{plural(len(newest), 'decision')} withdrawn."


def history_page(
    mapping: LoadedMapping,
    history: History,
    *,
    criterion_id: int | None,
    statement_id: int | None,
    undone: int = 0,
    fault: str = "",
) -> HistoryPage:
    """The page; a criterion or statement that is not in the mapping is not named.

    That `undone` decisions were just withdrawn is said only where the history opens with the withdrawals.
    """
    named = [(u.ref, c) for u in mapping.units for c in u.criteria if c.id == criterion_id]
    statement = mapping.statements().get(statement_id or 0)
    return HistoryPage(
        mapping=mapping,
        history=history,
        criterion=named[0][1] if named else None,
        unit_ref=named[0][0] if named else "",
        statement_id=statement.id if statement else None,
        statement=f"{mapping.module_of()[statement.id].name}: {statement.label}" if statement else "",
        message=_undone_in_words(history, undone),
        fault=fault,
    )
