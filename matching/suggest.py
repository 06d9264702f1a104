"""The door: for each criterion the statements that most likely evidence it. It never decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from mapper.errors import InvalidError
from matching import feedback, neighbours
from matching.combine import (
    MEANING_WEIGHTS,
    WEIGHTS,
    Blend,
    Parts,
    best,
    blend_of,
    blocks_of_parts,
    on_grain,
    scores_of_pairs,
    total,
)
from matching.feedback import Lesson, lesson, moved
from matching.inherit import DISCOUNT, Heirs
from matching.lexical import CONTEXT_WEIGHT, FURTHER_WEIGHT, LETTERS, Lexicon, lexicon
from matching.meaning import meaning_of
from matching.semantic import MODEL, MODEL_NAME, load_encoder
from matching.shelf import VectorShelf
from matching.terms import Vocabulary
from matching.values import Candidate, Criterion, Decision, Evidence, Result

VERSIONS: Mapping[str, str] = {"lexical": "lexical-1", "semantic": "semantic-1"}

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
    return {**PARAMETERS, "weights": dict(MEANING_WEIGHTS), "model": MODEL_NAME, "model_sha256": MODEL[2]}


def suggest(
    *,
    criteria: Sequence[Criterion],
    evidence: Sequence[Evidence],
    top: int = 5,
    engine: str = "lexical",
    decisions: Sequence[Decision] = (),
    progress: Callable[[int, int], None] | None = None,
    shelf: VectorShelf | None = None,
) -> tuple[Result, ...]:
    """Every criterion in the order given, with up to `top` candidates, best first.

    Scores lie in (0, 1]; what scores nothing is left out, so that a criterion that shares nothing
    with any statement has no candidates. Ties keep the order of `evidence`. The same input always
    gives the same answer. Judged pairs are scored like others; of decisions on a pair the last
    counts, and those on unknown ids are passed over. `progress` hears (done, in all): of criteria,
    or while the semantic engine reads new texts, of texts; what it raises stops the work. The
    semantic engine takes vectors from the `shelf` and keeps new ones there. Repeated ids, an unknown
    engine, one that is not installed, and a negative `top` are errors.
    """
    _check(criteria, evidence, top, engine)
    if not criteria or not evidence:
        return tuple(Result(criterion=c.id, candidates=()) for c in criteria)
    terms = lexicon(criteria, evidence)
    meaning = None
    if engine == "semantic":
        meaning = meaning_of(criteria, evidence, encoder=load_encoder(), shelf=shelf, progress=progress)
    blend = blend_of(terms, meaning)
    learnt = _learnt(terms, blend, criteria, evidence, decisions)
    heirs = Heirs.of(evidence)
    vocabulary = Vocabulary.of(evidence, rarity=terms.rarity)
    results: list[Result] = []
    for first, parts in blocks_of_parts(blend):
        rows = slice(first, first + len(parts["words"]))
        if learnt:
            scores = total(parts)
            moves = learnt.moves(terms.words.criteria[rows])
            parts["decisions"] = on_grain(moved(scores, moves) - scores)
        if heirs:
            parts["tested outcomes"] = heirs.part(total(parts))
        results.extend(_results(criteria[rows], evidence, parts, top, vocabulary))
        if progress:
            progress(len(results), len(criteria))
    return tuple(results)


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


def _first_repeated(ids: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            return each
        seen.add(each)
    return None


def _learnt(
    terms: Lexicon,
    blend: Blend,
    criteria: Sequence[Criterion],
    evidence: Sequence[Evidence],
    decisions: Sequence[Decision],
) -> Lesson | None:
    row = {c.id: position for position, c in enumerate(criteria)}
    column = {e.id: position for position, e in enumerate(evidence)}
    judgements = {
        (row[d.criterion], column[d.evidence]): d.confirmed
        for d in decisions
        if d.criterion in row and d.evidence in column
    }
    scores = scores_of_pairs(blend, list(judgements))
    return lesson(terms.words, judgements, scores)


def _results(
    criteria: Sequence[Criterion],
    evidence: Sequence[Evidence],
    parts: Parts,
    top: int,
    vocabulary: Vocabulary,
) -> Iterator[Result]:
    scores = total(parts)
    names = tuple(parts)
    for row, (criterion, positions) in enumerate(zip(criteria, best(scores, top=top), strict=True)):
        values = np.array([parts[name][row, positions] for name in names]).T.tolist()
        yield Result(
            criterion.id,
            tuple(
                Candidate(
                    evidence=evidence[position].id,
                    score=float(scores[row, position]),
                    parts=dict(zip(names, of_parts, strict=True)),
                    shared_terms=vocabulary.shared_terms(criterion.text, position),
                )
                for position, of_parts in zip(positions, values, strict=True)
            ),
        )
