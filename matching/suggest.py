"""The door: for each criterion the statements that most likely evidence it. It never decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from mapper.errors import InvalidError
from matching import feedback, neighbours
from matching.combine import (
    ENOUGH_CRITERIA,
    MEANING_WEIGHTS,
    SUITS_MUCH,
    TAKEN_OFF,
    UNITS,
    WEIGHTS,
    Sheet,
    scored,
)
from matching.feedback import Lesson, lesson
from matching.inherit import DISCOUNT, Heirs
from matching.lexical import CONTEXT_WEIGHT, FURTHER_WEIGHT, Lexicon, lexicon
from matching.listing import Listing
from matching.meaning import meaning_of
from matching.memory import Memory
from matching.reader import LETTERS
from matching.semantic import MODEL, MODEL_NAME, load_encoder
from matching.shelf import VectorShelf
from matching.terms import Vocabulary
from matching.values import Criterion, Decision, Evidence, Result

VERSIONS: Mapping[str, str] = {"lexical": "lexical-2", "semantic": "semantic-3"}

PARAMETERS: Mapping[str, object] = {
    "weights": dict(WEIGHTS),
    "context": CONTEXT_WEIGHT,
    "further": FURTHER_WEIGHT,
    "letters": list(LETTERS),
    "similar_statements": neighbours.STATEMENTS,
    "similar_criteria": neighbours.CRITERIA,
    "fits": neighbours.FITS,
    "tested_outcomes": DISCOUNT,
    "decisions": {
        "strengths": list(feedback.STRENGTHS),
        "noise": feedback.NOISE,
        "caution": feedback.CAUTION,
    },
}


def parameters_of(engine: str) -> dict[str, object]:
    """Every figure that shapes a score of this engine; for the semantic one, its model too."""
    if engine != "semantic":
        return dict(PARAMETERS)
    return {
        **PARAMETERS,
        "weights": dict(MEANING_WEIGHTS),
        SUITS_MUCH.replace(" ", "_"): {"taken_off": TAKEN_OFF, "criteria_needed": ENOUGH_CRITERIA},
        "model": MODEL_NAME,
        "model_sha256": MODEL[2],
    }


def suggest(
    *,
    criteria: Sequence[Criterion],
    evidence: Sequence[Evidence],
    top: int = 5,
    engine: str = "lexical",
    decisions: Sequence[Decision] = (),
    progress: Callable[[int, int], None] | None = None,
    shelf: VectorShelf | None = None,
    memory: Memory | None = None,
) -> tuple[Result, ...]:
    """Every criterion in the order given, with up to `top` candidates, best first.

    Scores lie in (0, 1]; what scores nothing is left out, so that a criterion that shares nothing
    with any statement has no candidates. Ties keep the order of `evidence`. The same input always
    gives the same answer. Judged pairs are scored like others; of decisions on a pair the last
    counts, and those on unknown ids are passed over. `progress` hears (done, in all): of criteria,
    or while the semantic engine reads new texts, of texts; what it raises stops the work. The
    semantic engine takes vectors from the `shelf` and keeps new ones there. The lexical one works out only
    what differs from the run in `memory`, by that run's rarity, which moves scores a little. Repeated ids, an unknown
    engine, one that is not installed, and a negative `top` are errors.
    """
    _check(criteria, evidence, top, engine)
    if not criteria or not evidence:
        return tuple(Result(criterion=c.id, candidates=()) for c in criteria)
    before = None
    if memory and engine == "lexical":
        run = memory.scored(criteria, evidence)
        terms, sheet, before = run.lexicon, run.sheet, memory.before(run, evidence)
    else:
        terms = lexicon(criteria, evidence)
        meaning = None
        if engine == "semantic":
            meaning = meaning_of(criteria, evidence, encoder=load_encoder(), shelf=shelf, progress=progress)
        sheet = scored(terms, meaning)
    listing = Listing(
        criteria,
        evidence,
        terms.criteria.whole,
        sheet,
        _learnt(terms, sheet, criteria, evidence, decisions),
        Heirs.of(evidence),
        Vocabulary(evidence, terms.how_rare()),
        before,
    )
    listed = listing.listed(top=top, progress=progress)
    if memory and engine == "lexical":
        memory.keep(listed)
    return listed.results


def _check(criteria: Sequence[Criterion], evidence: Sequence[Evidence], top: int, engine: str) -> None:
    if engine not in VERSIONS:
        raise InvalidError(
            "There is no such engine.", subject=f"engine {engine}", remedy="Use lexical or semantic."
        )
    if engine == "semantic":
        load_encoder()
    if top < 0:
        raise InvalidError(
            f"{top} candidates cannot be listed.", subject="top", remedy="Give a number from 0 upwards."
        )
    for what, ids in (("criterion", [c.id for c in criteria]), ("evidence", [e.id for e in evidence])):
        if (repeated := _first_repeated(ids)) is not None:
            raise InvalidError(
                "Two entries have the same id.",
                subject=f"{what} {repeated}",
                remedy="Give each its own id.",
            )


def _first_repeated(ids: Sequence[str]) -> str | None:
    if len(set(ids)) == len(ids):
        return None
    return Counter(ids).most_common(1)[0][0]


def _learnt(
    terms: Lexicon,
    sheet: Sheet,
    criteria: Sequence[Criterion],
    evidence: Sequence[Evidence],
    decisions: Sequence[Decision],
) -> Lesson | None:
    if not decisions:
        return None
    row = {c.id: position for position, c in enumerate(criteria)}
    column = {e.id: position for position, e in enumerate(evidence)}
    judgements = {
        (row[d.criterion], column[d.evidence]): d.confirmed
        for d in decisions
        if d.criterion in row and d.evidence in column
    }
    scores = [float(sheet.scores[pair]) / UNITS for pair in judgements]
    return lesson(terms.words, judgements, scores)
