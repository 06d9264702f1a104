"""The chance that somebody confirms the best suggestion of a criterion, as long as none is calibrated.

`python -m matching.chances GOLD_DIR [semantic]` prints how often the first suggestion of each band was
a link that people had made; of the lexical engine where none is named.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from matching.explain import BANDS, Band, band
from matching.gold import GoldSet, read_gold_sets
from matching.values import Candidate, Result

# Of first suggestions in the five sets named in the README, 160 of 228 high ones were links, 201 of
# 577 medium ones and 141 of 1,210 low ones (2026-11-22, the command above). Rough: no set is ILM's,
# the sets differ (high 0.64 to 0.77, medium 0.16 to 0.53, low 0.05 to 0.25), and as their links are
# incomplete these are lower bounds; of criteria with any link at all it was 0.75, 0.48 and 0.34.
CHANCES: Mapping[Band, float] = {"high": 0.70, "medium": 0.35, "low": 0.12}


def first_candidate(
    result: Result, *, without: Collection[str] = (), engine: str = "lexical"
) -> tuple[Candidate, Band] | None:
    """The best candidate whose evidence is not among `without`, and its band by the engine that made it.

    None where there is none.
    """
    left = [candidate for candidate in result.candidates if candidate.evidence not in without]
    if not left:
        return None
    margin = left[0].score - (left[1].score if len(left) > 1 else 0.0)
    return left[0], band(left[0].score, margin, engine=engine)


def chance(
    result: Result, *, without: Collection[str] = (), chances: Mapping[Band, float] = CHANCES
) -> float:
    """The chance, from 0 to 1, that the best suggestion is confirmed; 0 where none is made.

    By the suggestion's band; the rough chances stand in where no others are given. Evidence that
    somebody judged already is left out by `without`.
    """
    found = first_candidate(result, without=without)
    return 0.0 if found is None else chances[found[1]]


def first_suggestions(gold: GoldSet, *, engine: str = "lexical") -> dict[Band, tuple[int, int]]:
    """By band, how many of the engine's first suggestions were links, and how many there were."""
    from matching.suggest import suggest

    right: Counter[Band] = Counter()
    made: Counter[Band] = Counter()
    for result in suggest(criteria=gold.criteria, evidence=gold.evidence, top=2, engine=engine):
        found = first_candidate(result, engine=engine)
        if found:
            candidate, its_band = found
            made[its_band] += 1
            right[its_band] += candidate.evidence in gold.links.get(result.criterion, ())
    return {each: (right[each], made[each]) for each in CHANCES}


def main(arguments: Sequence[str]) -> int:
    """Prints the table for the folder named; 2 where it holds no set."""
    engine = arguments[1] if len(arguments) > 1 else "lexical"
    named = len(arguments) in (1, 2) and engine in BANDS
    golds = read_gold_sets(Path(arguments[0])) if named else ()
    if not golds:
        print(
            "Name a folder that holds gold sets: python -m matching.chances GOLD_DIR [semantic]",
            file=sys.stderr,
        )
        return 2
    print(f"{'set':20s}{''.join(f'{name:>18s}' for name in CHANCES)}")
    right: Counter[Band] = Counter()
    made: Counter[Band] = Counter()
    for gold in golds:
        found = first_suggestions(gold, engine=engine)
        _print_row(gold.name, found)
        right.update({name: links for name, (links, _) in found.items()})
        made.update({name: count for name, (_, count) in found.items()})
    _print_row("all", {name: (right[name], made[name]) for name in CHANCES})
    return 0


def _print_row(name: str, found: Mapping[Band, tuple[int, int]]) -> None:
    cells = (f"{links}/{count} {links / max(1, count):.2f}" for links, count in found.values())
    print(f"{name:20s}{''.join(f'{cell:>18s}' for cell in cells)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
