"""What a run of suggestions went by, in words: every figure that it kept, none left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that a run went by, and what it was."""

    name: str
    value: str


def told_run(engine_version: str, parameters: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The engine, then the run's parameters in the order that they are kept in."""
    weights = [f for key, value in parameters.items() if key == "weights" for f in _weights(value)]
    others = [_told(key, value) for key, value in parameters.items() if key != "weights"]
    return (Figure("Engine", engine_version), *weights, *others)


def _weights(weights: Mapping[str, float]) -> Iterator[Figure]:
    from matching.naming import name_of

    for part, weight in weights.items():
        # Both are parts of one cosine.
        together = ", together with shared words" if part == "context" else ""
        yield Figure(_opened(name_of(part)), f"at most {weight:.2g} of the score{together}")


def _told(key: str, value: Any) -> Figure:
    name, words = _WORDS.get(key, (_opened(key.replace("_", " ")), _plainly))
    try:
        return Figure(name, words(value))
    except (KeyError, TypeError, ValueError, IndexError):
        # Kept by another version in another shape.
        return Figure(name, _plainly(value))


def _plainly(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key.replace('_', ' ')}: {_plainly(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return _either(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _either(figures: Sequence[Any], word: str = "or") -> str:
    said = [_plainly(figure) for figure in figures]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {word} {said[-1]}"


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _known(last: int) -> str:
    return f"all up to number {last:,} of this installation" if last else "none"


_WORDS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "context": ("Titles around a text", lambda v: f"count {v:g} where its own words count 1"),
    "further": (
        "Descriptors and indicative content",
        lambda v: f"count {v:g} where the criterion’s words count 1",
    ),
    "letters": ("Length of runs of letters", lambda v: f"{v[0]} to {v[1]} letters"),
    "similar_statements": (
        "Statements that speak for others",
        lambda v: f"the {v} that fit a criterion best",
    ),
    "similar_criteria": ("Criteria that speak for others", lambda v: f"the {v} that a statement fits best"),
    "fits": (
        "These two count in full",
        lambda v: f"where the best fit scores {v:g} by itself, and less below",
    ),
    "tested_outcomes": (
        "Outcomes that an assessment tests",
        lambda v: f"lift it to {v:g} of the best one’s score",
    ),
    "decisions": (
        "What decisions teach",
        lambda v: (
            f"counts {_either(v['strengths'])} times, whichever ranks the judged criteria best when each is "
            f"left out and gains more than {v['caution']:g} of its standard error; a single judgement may be "
            f"an exception as well as the rule, {v['noise']:g} to 1"
        ),
    ),
    "suits_much_else": (
        "Taken off what suits much else",
        lambda v: (
            f"{v['taken_off']:g} of what exceeds the usual, of {v['criteria_needed']} criteria and more"
        ),
    ),
    "suits_others_better": (
        "Taken off what suits others better",
        lambda v: (
            f"{_either(v['shares'])} of the score, as decisions teach; the ratio to its best score counts, "
            f"squared {v['squared']} times"
        ),
    ),
    "model": ("Model of meaning", str),
    "model_sha256": ("The model’s file", lambda v: f"SHA-256 {v}"),
    "unknown_pieces": (
        "Texts that the model cannot read",
        lambda v: f"have no meaning for it: of their pieces of words it does not know more than {v:g}",
    ),
    "rarity": (
        "Rarity of words",
        lambda v: (
            f"{v['texts_changed_since']} texts changed since it was taken; taken anew when more than "
            f"{100 * v['taken_anew_beyond']:g} in 100 did"
        ),
    ),
    "learnt_through": ("Decisions known", _known),
    "delivery_learnt_through": ("Decisions on delivery known", _known),
    "top": ("Suggestions for each criterion", lambda v: f"at most {v}"),
}
