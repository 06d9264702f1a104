"""What goes into matching and what comes out: plain values, no store and no documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# An assessment that tests an outcome shows it less surely than the outcome states it: a task may
# touch an outcome in passing. No gold set knows assessments, so that this figure is a judgement.
DISCOUNT = 0.8


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion to be evidenced; `context` holds its outcome's and unit's wording, may be empty.

    `further` is what else the specification says of it (descriptors, indicative content), may be empty.
    """

    id: str
    text: str
    context: str = ""
    further: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement that may evidence criteria.

    `context` is the module's title or section, may be empty; `inherits` are ids of other evidence
    (the outcomes that an assessment tests) whose likeness counts here at a discount.
    """

    id: str
    text: str
    context: str = ""
    inherits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One suggestion: `score` in [0, 1] is the sum of `parts` (which may be negative).

    `shared_terms` are words of both texts as the evidence writes them, strongest first.
    `shares_command_alone` where all of them are what the criterion commands ("Evaluate …").
    """

    evidence: str
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)
    shared_terms: tuple[str, ...] = ()
    shares_command_alone: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A criterion with its candidates, best first, ties in the order of the evidence given."""

    criterion: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person judged of one pair: confirmed, or rejected."""

    criterion: str
    evidence: str
    confirmed: bool


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a statement was suggested, in words, and what to highlight.

    Spans are (start, end) offsets into the text given, in order, never overlapping.
    """

    sentences: tuple[str, ...]
    criterion_spans: tuple[Span, ...] = ()
    evidence_spans: tuple[Span, ...] = ()
