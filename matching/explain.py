"""Why a statement was suggested, told to a lecturer: in sentences, and as words to highlight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.fuzzy import repetition, shared_marks, shared_phrases
from matching.normalise import is_pair
from matching.terms import command_stems, first_written
from matching.values import DISCOUNT, Candidate, Criterion, Evidence, Explanation

# From this share of its words in the same order, a wording counts as nearly the same.
NEARLY_THE_SAME = 0.85
# From this share of the score, a part is worth a sentence.
MUCH = 0.4
# What is taken off a statement that suits much else is at most about a tenth of a good score.
SOME = 0.05
# The semantic engine gives meaning three fifths in any case: from this share on it stands almost alone.
MOST = 0.75
# What the two texts have in common is some 0.6 of a usual score. Below this share it is little, and what
# comes from their company instead is worth a sentence from a half on: else it would always be said.
LITTLE, HALF = 0.3, 0.5
OWN = ("words", "spelling", "words held", "coverage", "meaning")


def explain(
    candidate: Candidate, criterion: Criterion, evidence: Evidence, *, lifted_by: Sequence[str] = ()
) -> Explanation:
    """Sentences for a lecturer, the texts first and then what else moved the score; what to highlight.

    The spans are the phrases that the two texts share, and every word of either that the other has too.
    `lifted_by` names the outcomes that the evidence tests, of which the best may have lifted it.
    """
    asked, offered = shared_marks(criterion.text, evidence.text)
    return Explanation(
        sentences=(*_of_texts(criterion.text, evidence.text), *_of_parts(candidate, lifted_by)),
        criterion_spans=asked,
        evidence_spans=offered,
    )


def _of_texts(criterion: str, evidence: str) -> Iterator[str]:
    if repetition(criterion, evidence) >= NEARLY_THE_SAME:
        yield "The statement repeats the criterion's wording, or nearly so."
        return
    phrases = [evidence[b[0] : b[1]] for _, b in shared_phrases(criterion, evidence)]
    longer = [phrase for phrase in phrases if " " in phrase or is_pair(phrase[:2])]
    if longer:
        yield f"Both texts say {_listed(longer[:3])}."
    yield from _of_words(criterion, evidence)


def _of_words(criterion: str, evidence: str) -> Iterator[str]:
    commands, held = command_stems(criterion), first_written(evidence)
    asked = first_written(criterion)
    wanted = {stem: written for stem, written in asked.items() if stem not in commands}
    missing = [written for stem, written in wanted.items() if stem not in held]
    found = len(wanted) - len(missing)
    if not found:
        shared = [held[stem] for stem in asked if stem in held]
        also = f", only the command {_listed(shared)}" if shared else ""
        yield f"The two texts share no word of the subject{also}."
    elif not missing:
        its = "criterion" if commands <= held.keys() else "criterion's subject"
        yield f"Every word of the {its} stands in the statement too."
    # Pairs of characters are not all words, so that they are not counted.
    elif not any(map(is_pair, wanted)):
        yield (
            f"Of the criterion’s {len(wanted)} words of the subject the statement has {found}; "
            f"it does not say {_listed(missing[:5], more=len(missing) > 5)}."
        )


def _of_parts(candidate: Candidate, lifted_by: Sequence[str]) -> Iterator[str]:
    part, score = candidate.parts.get, candidate.score
    if score > 0 and -part("suits much else", 0.0) >= SOME * score:
        yield "It resembles more of the other criteria than most statements do, and is marked down for it."
    if score > 0 and -part("suits others better", 0.0) >= SOME * score:
        yield "It suits another criterion better, and decisions so far say that a statement here serves few."
    if part("tested outcomes", 0.0) > 0:
        yield f"As an assessment it is lifted to {DISCOUNT:g} of the score of {_lifting(lifted_by)}."
    if part("decisions", 0.0) > 0:
        yield "Decisions on similar criteria speak for it."
    if part("decisions", 0.0) < 0:
        yield "Decisions on similar criteria speak against it."
    meant = sum(value for name, value in candidate.parts.items() if name.startswith("meaning"))
    if score > 0 and meant >= MOST * score:
        yield "Most of the score is likeness of meaning, which shared words do not show; read both texts with care."
    if score > 0 and part("context", 0.0) >= MUCH * score:
        yield "Much of the score comes from the titles around the texts."
    own = sum(part(name, 0.0) for name in OWN)
    company = sum(value for name, value in candidate.parts.items() if "similar" in name)
    if score > 0 and own < LITTLE * score and company >= HALF * score:
        yield "Most of the score comes from statements and criteria that resemble these; read both texts with care."


def _lifting(outcomes: Sequence[str]) -> str:
    if not outcomes:
        return "the best outcome that it tests"
    if len(outcomes) == 1:
        return f"{outcomes[0]}, which it tests"
    return f"the best of {', '.join(outcomes[:-1])} and {outcomes[-1]}, which it tests"


def _listed(phrases: Sequence[str], *, more: bool = False) -> str:
    quoted = [f"“{' '.join(phrase.split())}”" for phrase in phrases] + ["more"] * more
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
