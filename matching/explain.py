"""Why a statement was suggested, told to a lecturer: in sentences, and as words to highlight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from matching.fuzzy import repetition, shared_phrases
from matching.terms import first_written
from matching.values import Candidate, Criterion, Evidence, Explanation

Band = Literal["low", "medium", "high"]


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
# From this share of its words in the same order, a wording counts as nearly the same.
NEARLY_THE_SAME = 0.85
# From this share of the score, a part is worth a sentence.
MUCH = 0.4
# What is taken off a statement that suits much else is at most about a tenth of a good score.
SOME = 0.05
# The semantic engine gives meaning three fifths in any case: from this share on it stands almost alone.
MOST = 0.75


def band(score: float, margin: float, *, engine: str = "lexical") -> Band:
    """How far to trust an engine's candidate, for display; it is no judgement of the evidence.

    `margin` is how far the score stands above the next candidate's. Of the lexical engine, "high" is
    0.6 and more, or 0.5 and more with a margin of 0.1; "medium" 0.4 and more; "low" everything else.
    """
    limits = BANDS[engine]
    if score >= limits.certain or (score >= limits.likely and margin >= CLEAR_LEAD):
        return "high"
    return "medium" if score >= limits.possible else "low"


def explain(candidate: Candidate, criterion: Criterion, evidence: Evidence) -> Explanation:
    """Sentences for a lecturer, the texts first and then what else moved the score; what to highlight.

    The spans are the phrases and words that the two texts share.
    """
    pairs = shared_phrases(criterion.text, evidence.text)
    return Explanation(
        sentences=(*_of_texts(criterion.text, evidence.text), *_of_parts(candidate)),
        criterion_spans=tuple(sorted(a for a, _ in pairs)),
        evidence_spans=tuple(sorted(b for _, b in pairs)),
    )


def _of_texts(criterion: str, evidence: str) -> Iterator[str]:
    if repetition(criterion, evidence) >= NEARLY_THE_SAME:
        yield "The statement repeats the criterion's wording, or nearly so."
        return
    phrases = [evidence[b[0] : b[1]] for _, b in shared_phrases(criterion, evidence)]
    longer = [phrase for phrase in phrases if " " in phrase]
    if longer:
        yield f"Both texts say {_listed(longer[:3])}."
    if not phrases:
        yield "The two texts share no word of the subject."
        return
    wanted = first_written(criterion)
    held = first_written(evidence)
    missing = [written for stem, written in wanted.items() if stem not in held]
    found = len(wanted) - len(missing)
    if not missing:
        yield "Every word of the criterion stands in the statement too."
    else:
        yield (
            f"Of the criterion's {len(wanted)} words of the subject the statement has {found}; "
            f"it does not say {_listed(missing[:5])}{' and more' if len(missing) > 5 else ''}."
        )


def _of_parts(candidate: Candidate) -> Iterator[str]:
    part, score = candidate.parts.get, candidate.score
    if score > 0 and -part("suits much else", 0.0) >= SOME * score:
        yield "It resembles more of the other criteria than most statements do, and is marked down for it."
    if part("tested outcomes", 0.0) > 0:
        yield "As an assessment it takes part of its score from the outcomes that it tests."
    if part("decisions", 0.0) > 0:
        yield "Decisions on similar criteria speak for it."
    if part("decisions", 0.0) < 0:
        yield "Decisions on similar criteria speak against it."
    meant = sum(value for name, value in candidate.parts.items() if name.startswith("meaning"))
    if score > 0 and meant >= MOST * score:
        yield "Most of the score is likeness of meaning, which shared words do not show; read both texts with care."
    if score > 0 and part("context", 0.0) >= MUCH * score:
        yield "Much of the score comes from the titles around the texts."
    if score > 0 and part("similar statements", 0.0) + part("similar criteria", 0.0) >= MUCH * score:
        yield "Much of the score comes from statements and criteria that resemble these; read both texts with care."


def _listed(phrases: Sequence[str]) -> str:
    quoted = [f"“{' '.join(phrase.split())}”" for phrase in phrases]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
