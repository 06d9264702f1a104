"""How well suggestions find the links that people made.

`python -m matching.evaluate GOLD_DIR [semantic]` prints the figures of every set in the folder, what
each part of the score is worth, whether weights chosen on some sets hold on another, and what
decisions on some criteria do for the others; of the lexical engine where none is named.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

from mapper.errors import MapperError
from matching.gold import GoldSet, read_gold_sets
from matching.shelf import VectorShelf
from matching.values import Decision

# Links below this rank count as missed; people read no further than the first.
DEEPEST, READ = 50, 5
# A trial of decisions judges this share of the linked criteria, each down to this rank.
JUDGED, JUDGED_RANKS = 0.3, 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over criteria with at least one link, each from 0 to 1.

    `average_precision` (MAP) counts links within the first 50; `recall` is the share of a
    criterion's links that stand in its first 5; `hit` the share of criteria with a link there.
    Gold is incomplete, so that all three are lower bounds.
    """

    average_precision: float
    recall: float
    hit: float


def figures(ranked: Mapping[str, Sequence[str]], links: Mapping[str, Set[str]]) -> Figures:
    """The figures of these rankings (criterion to evidence, best first) against the links.

    Criteria without a link are left out, and those without a ranking count 0. No links, no figures:
    all are 0.
    """
    linked = {criterion: wanted for criterion, wanted in links.items() if wanted}
    if not linked:
        return Figures(0.0, 0.0, 0.0)
    precision, recall, hit = [], [], []
    for criterion, wanted in linked.items():
        found = list(dict.fromkeys(ranked.get(criterion, ())))
        precision.append(_average_precision(found[:DEEPEST], wanted))
        read = len(wanted & set(found[:READ]))
        recall.append(read / len(wanted))
        hit.append(float(read > 0))
    return Figures(fmean(precision), fmean(recall), fmean(hit))


def _average_precision(found: Sequence[str], wanted: Set[str]) -> float:
    right, gathered = 0, 0.0
    for rank, evidence in enumerate(found, start=1):
        if evidence in wanted:
            right += 1
            gathered += right / rank
    return gathered / len(wanted)


@dataclass(frozen=True, slots=True)
class Trial:
    """The engine that is measured, and the vectors that it need not make twice."""

    engine: str = "lexical"
    shelf: VectorShelf | None = None


def ranking(
    gold: GoldSet, *, weighing: Mapping[str, float] | None = None, trial: Trial | None = None
) -> dict[str, list[str]]:
    """The evidence of each criterion, best first; `weighing` multiplies the weights of some parts."""
    from matching.combine import SUITS_MUCH, TAKEN_OFF, best, scored, weighed_otherwise
    from matching.lexical import lexicon

    meaning = None
    if trial and trial.engine == "semantic":
        from matching.meaning import meaning_of
        from matching.semantic import load_encoder

        meaning = meaning_of(gold.criteria, gold.evidence, encoder=load_encoder(), shelf=trial.shelf)
    factors = weighing or {}
    taken_off = TAKEN_OFF * factors.get(SUITS_MUCH, 1.0)
    sheet = scored(lexicon(gold.criteria, gold.evidence), meaning, taken_off=taken_off)
    scores = sheet.scores + weighed_otherwise(sheet, factors)
    return {
        criterion.id: [gold.evidence[place].id for place in places if place >= 0]
        for criterion, places in zip(gold.criteria, best(scores, top=DEEPEST).tolist(), strict=True)
    }


def trials(engine: str = "lexical") -> dict[str, Mapping[str, float]]:
    """What is tried: the engine as it is, and each part left out, halved and doubled in weight."""
    groups = {
        "words and context": ("words", "context"),
        "context": ("context",),
        "spelling": ("spelling",),
        "words held": ("words held",),
        "similar statements": ("similar statements",),
        "similar criteria": ("similar criteria",),
    }
    if engine == "semantic":
        own = ("meaning", "meaning of similar statements", "meaning of similar criteria", "suits much else")
        groups |= {name: (name,) for name in own}
    tried: dict[str, Mapping[str, float]] = {"as it is": {}}
    for name, parts in groups.items():
        for word, factor in (("without", 0.0), ("half", 0.5), ("twice", 2.0)):
            tried[f"{word} {name}"] = dict.fromkeys(parts, factor)
    return tried


def left_out(table: Mapping[str, Sequence[float]]) -> list[float]:
    """For each set (column) the figure under the row that is best on the other sets."""
    sets = range(len(next(iter(table.values()))))

    def elsewhere(held: int) -> Callable[[Sequence[float]], float]:
        return lambda row: sum(row) - row[held]

    return [max(table.values(), key=elsewhere(held))[held] for held in sets]


def taught(gold: GoldSet, *, seed: int, trial: Trial | None = None) -> tuple[float, float]:
    """MAP of the criteria still open before and after decisions on a random share of the others.

    The first ten candidates of each judged criterion are confirmed or rejected as the links say.
    """
    from matching.suggest import suggest

    its = trial or Trial()
    ask = partial(
        suggest,
        criteria=gold.criteria,
        evidence=gold.evidence,
        top=DEEPEST,
        engine=its.engine,
        shelf=its.shelf,
    )
    linked = sorted(gold.links)
    judged = set(random.Random(seed).sample(linked, int(len(linked) * JUDGED)))  # noqa: S311 - a trial
    still_open = {criterion: wanted for criterion, wanted in gold.links.items() if criterion not in judged}
    before = ask()
    decisions = [
        Decision(r.criterion, c.evidence, confirmed=c.evidence in gold.links[r.criterion])
        for r in before
        if r.criterion in judged
        for c in r.candidates[:JUDGED_RANKS]
    ]
    after = ask(decisions=decisions)
    first, then = (
        figures({r.criterion: [c.evidence for c in r.candidates] for r in results}, still_open)
        for results in (before, after)
    )
    return first.average_precision, then.average_precision


def main(arguments: Sequence[str]) -> int:
    """Prints the tables for the folder named; 2 where it holds no set or the engine cannot be used."""
    engine = arguments[1] if len(arguments) > 1 else "lexical"
    named = len(arguments) in (1, 2) and engine in ("lexical", "semantic")
    golds = read_gold_sets(Path(arguments[0])) if named else ()
    if not golds:
        print(
            "Name a folder that holds gold sets: python -m matching.evaluate GOLD_DIR [semantic]",
            file=sys.stderr,
        )
        return 2
    trial = Trial(engine)
    if engine == "semantic":
        from matching.semantic import DIMENSIONS, load_encoder

        try:
            load_encoder()
        except MapperError as error:
            print(error, file=sys.stderr)
            return 2
        trial = Trial(engine, VectorShelf(dimensions=DIMENSIONS))
    _print_figures(golds, trial)
    _print_trials(golds, trial)
    _print_decisions(golds, trial)
    return 0


def _print_figures(golds: Sequence[GoldSet], trial: Trial) -> None:
    print(f"{'set':38s} MAP    R@5    Hit@5")
    rows = []
    for gold in golds:
        f = figures(ranking(gold, trial=trial), gold.links)
        rows.append((f.average_precision, f.recall, f.hit))
        _print_row(gold.name, rows[-1])
    _print_row("mean", [fmean(column) for column in zip(*rows, strict=True)])


def _print_trials(golds: Sequence[GoldSet], trial: Trial) -> None:
    print("\nMAP by set, and mean")
    table = {
        name: [figures(ranking(g, weighing=w, trial=trial), g.links).average_precision for g in golds]
        for name, w in trials(trial.engine).items()
    }
    table["chosen on the other sets"] = left_out(table)
    for name, row in table.items():
        _print_row(name, [*row, fmean(row)])


def _print_decisions(golds: Sequence[GoldSet], trial: Trial) -> None:
    print(f"\nMAP of open criteria before and after {JUDGED:.0%} were judged, and gain (5 trials)")
    gains = []
    for gold in golds:
        tried = [taught(gold, seed=seed, trial=trial) for seed in range(5)]
        before, after = (fmean(side) for side in zip(*tried, strict=True))
        gains.append(after - before)
        _print_row(gold.name, [before, after, gains[-1]])
    _print_row("mean gain", [fmean(gains)])


def _print_row(name: str, values: Sequence[float]) -> None:
    print(f"{name:38s} {' '.join(f'{value:.4f}' for value in values)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
