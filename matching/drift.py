"""How far scores move where rarity is that of the texts before a change, and not of all texts.

`python -m matching.drift GOLD_DIR` prints it for every set in the folder, where one in ten statements is
new, which is as far as a run goes by the rarity of the one before.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from matching.evaluate import DEEPEST, figures
from matching.gold import GoldSet, read_gold_sets
from matching.memory import MOST_CHANGED
from matching.values import Result

TRIALS = 5


@dataclass(frozen=True, slots=True)
class Drift:
    """What the rarity of before does to a set: MAP by either rarity, and what else differs.

    `first` is the share of criteria with the same first suggestion; `moved` the mean, and `most` the
    greatest, change of a first suggestion's score.
    """

    fresh: float
    kept: float
    first: float
    moved: float
    most: float


def drift(gold: GoldSet, *, seed: int) -> Drift:
    """The drift where a random tenth of the statements came after rarity was taken."""
    from matching.memory import Memory
    from matching.suggest import suggest

    rng = random.Random(seed)  # noqa: S311 - a trial
    new = set(rng.sample(range(len(gold.evidence)), int(MOST_CHANGED * len(gold.evidence))))
    known = [e for place, e in enumerate(gold.evidence) if place not in new]
    memory = Memory()
    suggest(criteria=gold.criteria, evidence=known, memory=memory)
    kept, fresh = (
        suggest(criteria=gold.criteria, evidence=gold.evidence, top=DEEPEST, memory=its)
        for its in (memory, None)
    )
    firsts = [(a.candidates[:1], b.candidates[:1]) for a, b in zip(kept, fresh, strict=True)]
    same = [abs(a[0].score - b[0].score) for a, b in firsts if a and b and a[0].evidence == b[0].evidence]
    alike = fmean([c.evidence for c in a] == [c.evidence for c in b] for a, b in firsts)
    return Drift(_precision(gold, fresh), _precision(gold, kept), alike, fmean(same), max(same))


def _precision(gold: GoldSet, results: Sequence[Result]) -> float:
    ranked = {r.criterion: [c.evidence for c in r.candidates] for r in results}
    return figures(ranked, gold.links).average_precision


def main(arguments: Sequence[str]) -> int:
    """Prints the table for the folder named; 2 where it holds no set."""
    golds = read_gold_sets(Path(arguments[0])) if len(arguments) == 1 else ()
    if not golds:
        print("Name a folder that holds gold sets: python -m matching.drift GOLD_DIR", file=sys.stderr)
        return 2
    print(f"{'set':20s} MAP fresh   kept   same first   first moved by   at most")
    for gold in golds:
        tried = [drift(gold, seed=seed) for seed in range(TRIALS)]
        row = (fmean(getattr(each, name) for each in tried) for name in ("fresh", "kept", "first", "moved"))
        fresh, kept, first, moved = row
        most = max(each.most for each in tried)
        print(f"{gold.name:20s} {fresh:9.4f} {kept:6.4f} {first:12.4f} {moved:16.4f} {most:9.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
