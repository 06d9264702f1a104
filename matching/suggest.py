"""The door: for each criterion the statements that most likely evidence it. It never decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from mapper.errors import InvalidError, MapperError
from matching import feedback, neighbours
from matching.combine import (
    WEIGHTS,
    Parts,
    best,
    blocks_of_parts,
    measures_of,
    on_grain,
    scores_of_pairs,
    total,
)
from matching.feedback import Lesson, lesson, moved
from matching.inherit import DISCOUNT, Heirs
from matching.lexical import CONTEXT_WEIGHT, LETTERS, Lexicon, Measure, lexicon
from matching.terms import Vocabulary
from matching.values import Candidate, Criterion, Decision, Evidence, Result

ENGINE_VERSION = "lexical-1"

PARAMETERS: Mapping[str, object] = {
    "weights": dict(WEIGHTS),
    "context": CONTEXT_WEIGHT,
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


def suggest(
    *,
    criteria: Sequence[Criterion],
    evidence: Sequence[Evidence],
    top: int = 5,
    engine: str = "lexical",
    decisions: Sequence[Decision] = (),
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Result, ...]:
    """Every criterion in the order given, with up to `top` candidates, best first.

    Scores lie in (0, 1]; what scores nothing is left out, so that a criterion that shares nothing
    with any statement has no candidates. Ties keep the order of `evidence`. The same input always
    gives the same answer. Judged pairs are scored like others; of decisions on a pair the last
    counts, and those on unknown ids are passed over. `progress` hears (criteria done, criteria in
    all). Repeated ids, an unknown engine and a negative `top` are errors.
    """
    _check(criteria, evidence, top, engine)
    if not criteria or not evidence:
        return tuple(Result(criterion=c.id, candidates=()) for c in criteria)
    terms = lexicon(criteria, evidence)
    measures = measures_of(terms)
    learnt = _learnt(terms, measures, criteria, evidence, decisions)
    heirs = Heirs.of(evidence)
    vocabulary = Vocabulary.of(evidence, rarity=terms.rarity)
    results: list[Result] = []
    for first, parts in blocks_of_parts(measures):
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
    if engine == "semantic":
        raise MapperError(
            "The semantic engine is an extra that is not installed.",
            subject="engine semantic",
            remedy="Use the lexical engine, which needs nothing more.",
        )
    if engine != "lexical":
        raise InvalidError(
            "There is no such engine.", subject=f"engine {engine}", remedy="Use lexical or semantic."
        )
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
    measures: Sequence[Measure],
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
    scores = scores_of_pairs(measures, list(judgements))
    return lesson(terms.words, judgements, scores)


def _results(
    criteria: Sequence[Criterion],
    evidence: Sequence[Evidence],
    parts: Parts,
    top: int,
    vocabulary: Vocabulary,
) -> Iterator[Result]:
    scores = total(parts)
    for row, criterion in enumerate(criteria):
        yield Result(
            criterion.id,
            tuple(
                Candidate(
                    evidence=evidence[position].id,
                    score=float(scores[row, position]),
                    parts={name: float(part[row, position]) for name, part in parts.items()},
                    shared_terms=vocabulary.shared_terms(criterion.text, position),
                )
                for position in best(scores[row], top=top)
            ),
        )
