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
    from matching.explain import band

    scores = [*(candidate.score for candidate in result.candidates), 0.0]
    waiting = (
        (rank, candidate)
        for rank, candidate in enumerate(result.candidates, 1)
        if candidate.evidence not in judged
    )
    for rank, candidate in islice(waiting, top):
        trust = band(candidate.score, candidate.score - scores[rank], engine=engine)
        yield RankedCandidate(candidate, rank, trust)
