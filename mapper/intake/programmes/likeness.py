"""Whether two mentions are of one component: "Progress Reports" and "Team Company Progress Reports"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapper.intake.programmes.drafts import AssessmentDraft
from mapper.intake.programmes.wording import plain

_EMPTY = frozenset(
    [
        "the",
        "of",
        "and",
        "a",
        "an",
        "in",
        "on",
        "to",
        "for",
        "my",
        "your",
        "assignment",
        "assessment",
        "brief",
        "component",
        "element",
        "item",
        "coursework",
        "task",
        "module",
        "summative",
        "part",
        "title",
    ]
)


def _tokens(text: str) -> frozenset[str]:
    said = re.sub(r"\([^)]*%[^)]*\)", " ", text)
    return frozenset(
        re.sub(r"s$", "", word) for word in plain(said).split() if word not in _EMPTY and word != "%"
    )


def likeness(one: str, other: str) -> float:
    """How much of the shorter title's own words the other shares, from 0 to 1; equal titles give 1."""
    if plain(one) and plain(one) == plain(other):
        return 1.0
    a, b = _tokens(one), _tokens(other)
    if not a or not b:
        return 0.0
    shared = a & b
    if all(word.isdigit() for word in shared):
        return 0.9 if a == b else 0.0
    numbers_a, numbers_b = ({w for w in s if w.isdigit()} for s in (a, b))
    if numbers_a and numbers_b and numbers_a != numbers_b:
        return 0.0
    return len(shared) / min(len(a), len(b)) - 0.01 * abs(len(a) - len(b))


def find_same(
    draft: AssessmentDraft, others: Sequence[AssessmentDraft], *, at_least: float = 0.5
) -> AssessmentDraft | None:
    """The one among the others that is the same component; None where none or several are as like.

    Weights that differ tell components apart.
    """
    scored = []
    fitting = [o for o in others if draft.weight is None or o.weight in (None, draft.weight)]
    by_place = named_component(draft.text("title"), others)
    if by_place is not None and any(by_place is other for other in fitting):
        return by_place
    for other in fitting:
        score = max((likeness(a, b) for a in _all_names(draft) for b in _all_names(other)), default=0.0)
        scored.append((score, other))
    scored.sort(key=lambda pair: -pair[0])
    if not scored or scored[0][0] < at_least:
        return None
    if len(scored) > 1 and scored[1][0] >= scored[0][0]:
        return None
    return scored[0][1]


def _all_names(draft: AssessmentDraft) -> list[str]:
    return [text for text in (draft.text("title"), draft.text("type")) if text]


def named_component(named: str, components: Sequence[AssessmentDraft]) -> AssessmentDraft | None:
    """The component that a table head or cell names: by its title, or by its place ("A2", "Task 1")."""
    scored = [(max((likeness(n, named) for n in _all_names(c)), default=0.0), c) for c in components]
    best = [c for score, c in scored if score >= 0.9]
    if len(best) == 1:
        return best[0]
    match = re.fullmatch(
        r"(?:[A-Z]{0,3}|assess\w*|assignment|component|task|coursework)\s?(\d)", named.strip(), re.I
    )
    at = int(match[1]) if match else 0
    return components[at - 1] if 0 < at <= len(components) else None
