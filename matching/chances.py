"""The chance that somebody confirms the best suggestion of a criterion, as long as none is calibrated.

`python -m matching.chances GOLD_DIR [semantic]` prints how often the first suggestion of each band was
a link that people had made, and how often any of the first five was by its score, which is what the
limits of the bands go by; of the lexical engine where none is named.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from matching.bands import BANDS, CLEAR_LEAD, Band, trusted
from matching.gold import GoldSet, read_gold_sets
from matching.values import Candidate, Result

# So many suggestions of a criterion are counted by score: as many as people are shown.
READ = 5
Name = TypeVar("Name", bound=str)

# Of first suggestions in the five sets named in the README, 159 of 227 high ones were links, 198 of
# 567 medium ones and 145 of 1,221 low ones (2026-11-22, the command above). Rough: no set is ILM's,
# the sets differ (high 0.64 to 0.77, medium 0.16 to 0.54, low 0.05 to 0.27), and as their links are
# incomplete these are lower bounds; of criteria with any link at all it was 0.75, 0.48 and 0.34.
CHANCES: Mapping[Band, float] = {"high": 0.70, "medium": 0.35, "low": 0.12}


def first_candidate(
    result: Result, *, without: Collection[str] = (), engine: str = "lexical"
) -> tuple[Candidate, Band] | None:
    """The best candidate whose evidence is not among `without`, and its band by the engine that made it.

    None where there is none.
    """
    left = tuple(candidate for candidate in result.candidates if candidate.evidence not in without)
    return next(trusted(Result(result.criterion, left), engine=engine), None)


def chance(
    result: Result, *, without: Collection[str] = (), chances: Mapping[Band, float] = CHANCES
) -> float:
    """The chance, from 0 to 1, that the best suggestion is confirmed; 0 where none is made.

    By the suggestion's band; the rough chances stand in where no others are given. Evidence that
    somebody judged already is left out by `without`.
    """
    found = first_candidate(result, without=without)
    return 0.0 if found is None else chances[found[1]]


def by_band(gold: GoldSet, results: Sequence[Result], *, engine: str) -> dict[Band, tuple[int, int]]:
    """By band, how many of the engine's first suggestions were links, and how many there were."""
    right: Counter[Band] = Counter()
    made: Counter[Band] = Counter()
    for result in results:
        found = first_candidate(result, engine=engine)
        if found:
            candidate, its_band = found
            made[its_band] += 1
            right[its_band] += candidate.evidence in gold.links.get(result.criterion, ())
    return {each: (right[each], made[each]) for each in CHANCES}


def by_score(gold: GoldSet, results: Sequence[Result], *, engine: str) -> dict[str, tuple[int, int]]:
    """Of the first five suggestions of criteria with a link, how many were links, and how many there were.

    By score, at the limits of the engine's bands; those with a clear lead are also counted on their own.
    """
    limits = BANDS[engine]
    right: Counter[str] = Counter()
    made: Counter[str] = Counter()
    names = (
        f"{limits.certain} and more",
        f"{limits.likely} and a lead",
        f"{limits.possible} to {limits.likely}",
        f"below {limits.possible}",
    )
    for result in results:
        links = gold.links.get(result.criterion, ())
        after = [*(c.score for c in result.candidates[1:]), 0.0]
        for candidate, its_next in zip(result.candidates[:READ] if links else (), after, strict=False):
            score = candidate.score
            tests = (
                score >= limits.certain,
                score >= limits.likely and score - its_next >= CLEAR_LEAD,
                limits.possible <= score < limits.likely,
                score < limits.possible,
            )
            its = [name for name, is_so in zip(names, tests, strict=True) if is_so]
            made.update(its)
            right.update(its if candidate.evidence in links else ())
    return {name: (right[name], made[name]) for name in names}


def main(arguments: Sequence[str]) -> int:
    """Prints the tables for the folder named; 2 where it holds no set."""
    engine = arguments[1] if len(arguments) > 1 else "lexical"
    named = len(arguments) in (1, 2) and engine in BANDS
    golds = read_gold_sets(Path(arguments[0])) if named else ()
    if not golds:
        print(
            "Name a folder that holds gold sets: python -m matching.chances GOLD_DIR [semantic]",
            file=sys.stderr,
        )
        return 2
    suggested = [_suggested(gold, engine) for gold in golds]
    pairs = list(zip(golds, suggested, strict=True))
    print("The first suggestions of all criteria that were links, by band")
    _print_table({gold.name: by_band(gold, results, engine=engine) for gold, results in pairs})
    print(f"\nThe first {READ} suggestions of criteria with a link that were links, by score")
    _print_table({gold.name: by_score(gold, results, engine=engine) for gold, results in pairs})
    return 0


def _suggested(gold: GoldSet, engine: str) -> tuple[Result, ...]:
    from matching.suggest import suggest

    # One more than is counted, for the last one's lead.
    return suggest(criteria=gold.criteria, evidence=gold.evidence, top=READ + 1, engine=engine)


def _print_table(rows: Mapping[str, Mapping[Name, tuple[int, int]]]) -> None:
    """Links and suggestions by set, and of all sets."""
    names = list(next(iter(rows.values())))
    print(f"{'set':20s}{''.join(f'{name:>18s}' for name in names)}")
    for title, found in rows.items():
        _print_row(title, found.values())
    sums = ([sum(side) for side in zip(*(row[name] for row in rows.values()), strict=True)] for name in names)
    _print_row("all", ((links, count) for links, count in sums))


def _print_row(name: str, found: Iterable[tuple[int, int]]) -> None:
    cells = (f"{links}/{count} {links / max(1, count):.2f}" for links, count in found)
    print(f"{name:20s}{''.join(f'{cell:>18s}' for cell in cells)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
