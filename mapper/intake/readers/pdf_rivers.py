"""Tables whose columns are ruled and whose rows are not drawn, as LaTeX sets them.

Each row draws its own piece of every vertical rule, so where the pieces end the rows end. Columns
that only white space parts are found by the white river that runs down between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mapper.intake.readers.pdf_lines import Word
from mapper.intake.readers.pdf_words import Rule

NEAR = 1.5
FEWEST_LINES = 3
NARROWEST = 0.5
WIDE = 2.0


@dataclass(frozen=True, slots=True)
class _Band:
    """One row as its pieces of vertical rules bound it."""

    top: float
    bottom: float
    xs: frozenset[float]


def completed(rules: Sequence[Rule], words: Sequence[Word]) -> tuple[Rule, ...]:
    """The whole grids of such tables, rules that were not drawn included; nothing where there are none."""
    added: list[Rule] = []
    for bands in _stacked(_bands(rules)):
        top, bottom = bands[0].top, bands[-1].bottom
        xs = sorted(frozenset().union(*(band.xs for band in bands)))
        inside = [w for w in words if top <= (w.top + w.bottom) / 2 <= bottom]
        if not inside or any(_crosses(rule, top, bottom, xs) for rule in rules):
            continue
        xs = sorted({min(xs[0], *(w.x0 for w in inside)), *xs, max(xs[-1], *(w.x1 for w in inside))})
        xs += [x for a, b in pairwise(xs) for x in _rivers(inside, a, b)]
        added += [Rule(x, x, top, bottom) for x in xs]
        edges = [top, *(band.bottom for band in bands)]
        added += [Rule(min(xs), max(xs), y, y) for y in edges]
    return tuple(added)


def _bands(rules: Sequence[Rule]) -> list[_Band]:
    found: dict[tuple[int, int], list[Rule]] = {}
    for rule in rules:
        if not rule.is_level:
            found.setdefault((round(rule.top), round(rule.bottom)), []).append(rule)
    bands = [
        _Band(pieces[0].top, pieces[0].bottom, frozenset(round(p.x0) for p in pieces))
        for pieces in found.values()
    ]
    return sorted((band for band in bands if len(band.xs) > 1), key=lambda band: (band.top, -band.bottom))


def _stacked(bands: Sequence[_Band]) -> Iterator[list[_Band]]:
    """Runs of bands that stand under one another with a rule in common."""
    left = list(bands)
    while left:
        run = [left.pop(0)]
        for band in list(left):
            if abs(band.top - run[-1].bottom) <= NEAR and band.xs & run[-1].xs:
                run.append(band)
                left.remove(band)
        if len(run) > 1:
            yield run


def _crosses(rule: Rule, top: float, bottom: float, xs: Sequence[float]) -> bool:
    """Whether a level rule runs through the table: then its rows are drawn."""
    is_inside = top + NEAR < rule.top < bottom - NEAR
    return rule.is_level and is_inside and min(rule.x1, xs[-1]) - max(rule.x0, xs[0]) > (xs[-1] - xs[0]) / 3


def _rivers(words: Sequence[Word], left: float, right: float) -> Iterator[float]:
    """Where white space parts the words between two rules on every line."""
    column = sorted((w for w in words if left <= (w.x0 + w.x1) / 2 <= right), key=lambda w: w.x0)
    reach = None
    for number, word in enumerate(column):
        gap = word.x0 - reach if reach is not None else 0.0
        if gap >= NARROWEST * word.size:
            before, after = _lines(column[:number]), _lines(column[number:])
            is_set = len([w for w in column if abs(w.x0 - word.x0) <= 1]) >= 0.8 * len(after)
            if min(len(before), len(after)) >= FEWEST_LINES and (is_set or gap >= WIDE * word.size):
                yield word.x0 - gap / 2
        reach = max(reach, word.x1) if reach is not None else word.x1


def _lines(words: Sequence[Word]) -> set[int]:
    return {round(word.top) for word in words}
