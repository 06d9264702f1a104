"""How far to believe a lesson: only as far as it helps judged criteria that it was not learnt from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from matching.rows import Grid, Places

# A strength above 0 is taken only when its gain exceeds so many standard errors of that gain.
CAUTION = 0.5


def alike(criteria: Places, verdicts: Grid) -> Iterator[Places]:
    """The places of each criterion's pairs (rows), for criteria of as many pairs at a time.

    Criteria whose judgements all agree rank the same whatever is learnt, and are left out.
    """
    order = np.argsort(criteria, kind="stable")
    _, first, counts = np.unique(criteria[order], return_index=True, return_counts=True)
    for count in np.unique(counts):
        own = order[first[counts == count][:, None] + np.arange(count)]
        confirmed = verdicts[own].sum(axis=1)
        mixed = own[(confirmed > 0) & (confirmed < count)]
        if len(mixed):
            yield mixed


def gains_of(criteria: Places, verdicts: Grid, tried: Grid) -> dict[int, Grid]:
    """By criterion what each strength gains in average precision over the first, which is none.

    `criteria` and `verdicts` are those of pairs, a row of them for each criterion; `tried` has their scores
    by strength, criterion and pair.
    """
    order = np.argsort(-tried, axis=-1, kind="stable")
    ranked = np.take_along_axis(np.broadcast_to(verdicts, tried.shape), order, axis=-1)
    precision = ranked * np.cumsum(ranked, axis=-1) / np.arange(1, tried.shape[-1] + 1)
    found: Grid = precision.sum(axis=-1) / ranked.sum(axis=-1)
    return dict(zip(criteria[:, 0].tolist(), (found - found[0]).T, strict=True))


def believed(gains: Mapping[int, Grid], strengths: Sequence[float]) -> float:
    """The strength whose gain is surest, the first where none is or fewer than two criteria tell."""
    if len(gains) < 2:
        return strengths[0]
    table = np.array([gains[criterion] for criterion in sorted(gains)])
    doubt = table.std(axis=0, ddof=1) / np.sqrt(len(table))
    return strengths[int(np.argmax(table.mean(axis=0) - CAUTION * doubt))]
