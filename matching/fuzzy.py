"""Phrases that two texts share, and how nearly one wording repeats another: for display, never the score."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from matching.normalise import Word, is_stop_word, words
from matching.terms import first_written
from matching.values import Span

# Texts are compared as far as this many words, since work grows with the product of both.
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class _Run:
    """`size` words from position `a` of one text that are those from `b` of the other."""

    a: int
    b: int
    size: int


@lru_cache(maxsize=512)
def shared_marks(a: str, b: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where in `a` and where in `b` to mark what both say: spans in order, never overlapping.

    The shared phrases, and wherever it stands every word with a stem that both hold; no stop words alone.
    """
    pairs, met = shared_phrases(a, b), first_written(a).keys() & first_written(b).keys()
    return _marks(a, [span for span, _ in pairs], met), _marks(b, [span for _, span in pairs], met)


def _marks(text: str, phrases: Iterable[Span], met: Set[str]) -> tuple[Span, ...]:
    spans = [(w.start, w.end) for w in words(text) if w.stem in met and not is_stop_word(w.written)]
    return tuple(joined([*phrases, *spans]))


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


@lru_cache(maxsize=512)
def shared_phrases(a: str, b: str) -> tuple[tuple[Span, Span], ...]:
    """Runs of words that both texts hold, as (span in a, span in b), longest first, then as in `a`.

    Words are compared by stem. No run crosses punctuation, or begins or ends with a stop word.
    Spans of one text never overlap. Of a longer `a` the first 1,000 words are compared, of a longer `b`
    the 1,000 in a row that hold most of those words.
    """
    left = _compared(a)
    right = _nearest(b, frozenset(w.stem for w in left if not is_stop_word(w.written)))
    runs = [_without_stop_words(run, left) for run in _disjoint(_common_runs(left, right, a, b), left, right)]
    runs = sorted((run for run in runs if run.size), key=lambda run: (-run.size, run.a))
    return tuple((_span(left, run.a, run.size), _span(right, run.b, run.size)) for run in runs)


def repetition(a: str, b: str) -> float:
    """How nearly the two wordings are the same, word order included: 1 is the same, 0 nothing alike."""
    from rapidfuzz.distance import Indel

    left, right = ([w.stem for w in _compared(text)] for text in (a, b))
    return float(Indel.normalized_similarity(left, right)) if left and right else 0.0


def _compared(text: str) -> tuple[Word, ...]:
    return words(text)[:LONGEST]


def _nearest(text: str, stems: frozenset[str]) -> Sequence[Word]:
    """As many words of the text in a row as are compared, with most of the stems; the first of equals."""
    found = words(text)
    if len(found) <= LONGEST:
        return found
    held = [0, *itertools.accumulate(word.stem in stems for word in found)]
    start = max(range(len(found) - LONGEST + 1), key=lambda at: (held[at + LONGEST] - held[at], -at))
    return found[start : start + LONGEST]


def _common_runs(left: Sequence[Word], right: Sequence[Word], a: str, b: str) -> list[_Run]:
    """The longest common run from each pair of places on, longest first."""
    places: dict[str, list[int]] = {}
    for j, word in enumerate(right):
        places.setdefault(word.stem, []).append(j)
    goes_on = [_goes_on(a, w, v) for w, v in itertools.pairwise(left)] + [False]
    goes_on_too = [_goes_on(b, w, v) for w, v in itertools.pairwise(right)] + [False]
    sizes: dict[tuple[int, int], int] = {}
    for i in reversed(range(len(left))):
        for j in places.get(left[i].stem, ()):
            further = sizes.get((i + 1, j + 1), 0) if goes_on[i] and goes_on_too[j] else 0
            sizes[i, j] = 1 + further
    runs = [_Run(i, j, size) for (i, j), size in sizes.items()]
    return sorted(runs, key=lambda run: (-run.size, run.a, run.b))


def _goes_on(text: str, word: Word, following: Word) -> bool:
    return text[word.end : following.start].strip(" \t\n\u00a0-‐‑'’") == ""


def _disjoint(runs: Sequence[_Run], left: Sequence[Word], right: Sequence[Word]) -> list[_Run]:
    """The runs in order, each cut short where an earlier one has taken its words."""
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    kept = []
    for run in runs:
        size = 0
        while size < run.size and run.a + size not in taken_a and run.b + size not in taken_b:
            size += 1
        if size:
            taken_a.update(_touched(left, run.a, size))
            taken_b.update(_touched(right, run.b, size))
            kept.append(_Run(run.a, run.b, size))
    return kept


def _touched(text: Sequence[Word], first: int, size: int) -> range:
    """The places of these words, and of those beside them that overlap with them (pairs of characters)."""
    last = first + size - 1
    before = first > 0 and text[first - 1].end > text[first].start
    after = last + 1 < len(text) and text[last + 1].start < text[last].end
    return range(first - before, last + 1 + after)


def _without_stop_words(run: _Run, left: Sequence[Word]) -> _Run:
    """The run without the stop words at its ends; of size 0 where it has no other words."""
    positions = [i for i in range(run.size) if not is_stop_word(left[run.a + i].written)]
    if not positions:
        return _Run(run.a, run.b, 0)
    first, last = positions[0], positions[-1]
    return _Run(run.a + first, run.b + first, last - first + 1)


def _span(run: Sequence[Word], first: int, size: int) -> Span:
    return run[first].start, run[first + size - 1].end
