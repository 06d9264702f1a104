"""How far to trust a suggestion: low, medium or high. It words a score for display and moves no rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from matching.values import DISCOUNT, Candidate, Result

Band = Literal["low", "medium", "high"]
RISING: tuple[Band, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Bands:
    """From which scores an engine's suggestions are trusted; a clear lead stands for the next step."""

    certain: float
    likely: float
    possible: float


# On the sets named in the README, of 100 lexical suggestions of 0.6 and more 74 were links, of 0.5 with a
# clear lead 72, of 0.4 to 0.5 38, of those below 15. Semantic scores lie higher: of 0.7 and more 80 were
# links, of 0.6 with a clear lead 82, of 0.55 to 0.6 40, of those below 16 (2026-11-22, `matching.chances`).
BANDS: Mapping[str, Bands] = {"lexical": Bands(0.6, 0.5, 0.4), "semantic": Bands(0.7, 0.6, 0.55)}
CLEAR_LEAD = 0.1
# Two scores that differ by no more are the same to a reader.
SAME = 1e-6


def band(score: float, margin: float, *, engine: str = "lexical") -> Band:
    """How far to trust an engine's candidate by its score alone; it is no judgement of the evidence.

    `margin` is how far the score stands above the next candidate's. Of the lexical engine, "high" is
    0.6 and more, or 0.5 and more with a margin of 0.1; "medium" 0.4 and more; "low" everything else.
    """
    limits = BANDS[engine]
    if score >= limits.certain or (score >= limits.likely and margin >= CLEAR_LEAD):
        return "high"
    return "medium" if score >= limits.possible else "low"


def trusted(result: Result, *, engine: str) -> Iterator[tuple[Candidate, Band]]:
    """Every candidate with how far to trust it, in order.

    None is trusted more than those above it, whatever its lead. One that shares with the criterion
    nothing but what this commands ("Evaluate …") is never above low, and neither is what it lifts;
    that says nothing of those below it.
    """
    scores = [*(candidate.score for candidate in result.candidates), 0.0]
    least = len(RISING) - 1
    without_subject: list[float] = []
    for candidate, following in zip(result.candidates, scores[1:], strict=True):
        its = band(candidate.score, candidate.score - following, engine=engine)
        least = min(least, RISING.index(its))
        if _is_without_subject(candidate, without_subject):
            without_subject.append(candidate.score)
            yield candidate, "low"
        else:
            yield candidate, RISING[least]


def _is_without_subject(candidate: Candidate, above: list[float]) -> bool:
    """Whether nothing but a command is shared; of a lifted one, by the outcome that lifts it."""
    if candidate.parts.get("tested outcomes", 0.0) > 0:
        return any(abs(DISCOUNT * score - candidate.score) <= SAME for score in above)
    return candidate.shares_command_alone
