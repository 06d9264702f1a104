"""The door: for each criterion the statements that most likely evidence it. It never decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from mapper.errors import InvalidError
from matching import caution, feedback, neighbours, rivals
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
from matching.inherit import Heirs
from matching.lexical import CONTEXT_WEIGHT, FURTHER_WEIGHT, Lexicon, lexicon
from matching.listing import Listing
from matching.meaning import meaning_of
from matching.memory import Basis, Memory
from matching.reader import LETTERS
from matching.rivals import SUITS_OTHERS, Rivals
from matching.semantic import MODEL, MODEL_NAME, MOST_UNKNOWN, load_encoder
from matching.shelf import VectorShelf
from matching.terms import Vocabulary
from matching.threads import one_thread
from matching.values import DISCOUNT, Criterion, Decision, Evidence, Result

VERSIONS: Mapping[str, str] = {"lexical": "lexical-3", "semantic": "semantic-4"}

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
        "caution": caution.CAUTION,
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
        SUITS_OTHERS.replace(" ", "_"): {"shares": list(rivals.SHARES), "squared": rivals.SQUARED},
        "model": MODEL_NAME,
        "model_sha256": MODEL[2],
        "unknown_pieces": MOST_UNKNOWN,
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
    semantic engine takes vectors from the `shelf` and keeps new ones there. Where the run in `memory` was
    asked of the same texts, only what decisions move is worked out; of other texts, the lexical engine works
    out only what differs, by that run's rarity, which moves scores a little. Repeated ids, an unknown
    engine, one that is not installed, and a negative `top` are errors.
    """
    _check(criteria, evidence, top, engine)
    if not criteria or not evidence:
        return tuple(Result(criterion=c.id, candidates=()) for c in criteria)
    basis = _basis(criteria, evidence, engine=engine, progress=progress, shelf=shelf, memory=memory)
    with one_thread():
        judged = _judged(criteria, evidence, decisions)
        # By words alone it gained nothing: see the README.
        its_rivals = Rivals.learnt(basis.sheet.scores, judged) if engine == "semantic" else None
        listing = Listing(
            criteria,
            evidence,
            basis.sheet,
            _learnt(basis, judged, its_rivals),
            Heirs.of(evidence),
            Vocabulary(evidence, basis.terms.how_rare()),
            memory.before(evidence) if memory else None,
            basis.pairs,
            its_rivals,
        )
        listed = listing.listed(top=top, progress=progress)
    if memory:
        memory.keep(listed)
    return listed.results


def _basis(
    criteria: Sequence[Criterion],
    evidence: Sequence[Evidence],
    *,
    engine: str,
    progress: Callable[[int, int], None] | None,
    shelf: VectorShelf | None,
    memory: Memory | None,
) -> Basis:
    def anew() -> tuple[Lexicon, Sheet]:
        terms = lexicon(criteria, evidence)
        meaning = None
        if engine == "semantic":
            meaning = meaning_of(criteria, evidence, encoder=load_encoder(), shelf=shelf, progress=progress)
        return terms, scored(terms, meaning)

    return memory.basis(engine, criteria, evidence, anew) if memory else Basis.of(*anew())


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


def _judged(
    criteria: Sequence[Criterion], evidence: Sequence[Evidence], decisions: Sequence[Decision]
) -> dict[feedback.Pair, bool]:
    """What was decided last of each pair, by places; on unknown ids, nothing."""
    row = {c.id: position for position, c in enumerate(criteria)}
    column = {e.id: position for position, e in enumerate(evidence)}
    return {
        (row[d.criterion], column[d.evidence]): d.confirmed
        for d in decisions
        if d.criterion in row and d.evidence in column
    }


def _learnt(basis: Basis, judged: Mapping[feedback.Pair, bool], its_rivals: Rivals | None) -> Lesson | None:
    if not judged:
        return None
    rows, columns = (np.array(side) for side in zip(*judged, strict=True))
    scores = basis.sheet.scores[rows, columns]
    if its_rivals:
        scores = scores + its_rivals.part(scores, columns)
    return lesson(basis.kin, judged, (scores / UNITS).tolist())
