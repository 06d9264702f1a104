"""From standing decisions to the sets of assessments that prove a criterion.

Only what is judged full and is not suspect counts. An assessment proves the criterion by itself. An
outcome does through the assessments that test it: all of them together, because nothing says which of
them shows it. A declared set counts as one set with all its members, or as one set for each member.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from mapper.coverage import Judgement
from mapper.models.reviews import SetMode
from mapper.queries.rows import StatementRow
from mapper.values import Coverage, StatementKind

Sets = tuple[tuple[int, ...], ...]


class Judged(Protocol):
    """A standing decision, however much of it was read."""

    @property
    def criterion_id(self) -> int:
        """The criterion it is on."""

    @property
    def statement_ids(self) -> tuple[int, ...]:
        """The statements judged, none where it is on the criterion as such."""

    @property
    def coverage(self) -> Coverage:
        """What was judged."""

    @property
    def is_suspect(self) -> bool:
        """Whether the wording has changed since, or a member of the set stands rejected."""

    @property
    def set_mode(self) -> SetMode | None:
        """That of a declared set, None for any other."""

    @property
    def judgement(self) -> Judgement:
        """What of it counts for the criterion's coverage."""


def evidence_sets(decisions: Iterable[Judged], statements: Mapping[int, StatementRow]) -> Sets:
    """The sets of assessments' ids, any one of which proves the criterion, in the order decided.

    A set with a statement that no assessment stands behind is left out: it can never be proven.
    """
    found: dict[tuple[int, ...], None] = {}
    for decision in decisions:
        if decision.is_suspect or decision.coverage is not Coverage.FULL or not decision.statement_ids:
            continue
        behind = [_assessments(statements.get(i)) for i in decision.statement_ids]
        if decision.set_mode is SetMode.ANY:
            found |= dict.fromkeys(one for one in behind if one)
        elif all(behind):
            found[tuple(sorted({i for one in behind for i in one}))] = None
    return tuple(found)


def _assessments(statement: StatementRow | None) -> tuple[int, ...]:
    if statement is None:
        return ()
    if statement.kind is StatementKind.ASSESSMENT:
        return (statement.id,)
    return statement.tested_by if statement.kind is StatementKind.OUTCOME else ()
