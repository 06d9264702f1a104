"""How fast somebody judges, for that person alone. Pure: no store, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

LONGEST_THOUGHT = timedelta(minutes=15)
SHORTEST_WORK = timedelta(minutes=1)
FEWEST = 3


def criteria_per_hour(judged: Iterable[tuple[int, datetime]]) -> float | None:
    """Criteria judged in an hour of work, from (criterion, moment) in any order.

    A criterion counts once, when it was last judged. A pause longer than 15 minutes is no work. None
    for fewer than three criteria, or less than a minute of work: that says nothing yet.
    """
    last: dict[int, datetime] = {}
    for criterion_id, at in judged:
        last[criterion_id] = max(at, last.get(criterion_id, at))
    moments = sorted(last.values())
    gaps = [b - a for a, b in pairwise(moments) if b - a <= LONGEST_THOUGHT]
    worked = sum(gaps, timedelta())
    if len(moments) < FEWEST or worked < SHORTEST_WORK:
        return None
    return len(gaps) / (worked / timedelta(hours=1))
