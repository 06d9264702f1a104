"""The engine's candidates that nobody has judged, as they are kept and shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.values import Candidate, Result


@dataclass(frozen=True, slots=True)
class RankedCandidate:
    """A candidate with its rank among all, from 1, and how far to trust it."""

    candidate: Candidate
    rank: int
    band: str


def unjudged(result: Result, *, judged: Collection[str], top: int, engine: str) -> Iterator[RankedCandidate]:
    """Up to `top` of the best candidates that are not among the judged ones.

    The result holds one more than is wanted, for the last one's lead over the next.
    """
    from matching.bands import trusted

    waiting = (
        RankedCandidate(candidate, rank, trust)
        for rank, (candidate, trust) in enumerate(trusted(result, engine=engine), 1)
        if candidate.evidence not in judged
    )
    return islice(waiting, top)
