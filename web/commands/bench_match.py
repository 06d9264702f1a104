"""`bench match`: the suggestions against the obvious way on the same invented texts, in one run."""

from __future__ import annotations

import random
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence, Set
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from matching.values import Criterion, Evidence

T = TypeVar("T")

STATEMENTS, CRITERIA, STATEMENTS_OF_A_MODULE = 1_000, 600, 10
GROWTH = (10, 100, 1_000)
# So many modules are reworded, one after the other.
CHANGES = 7
# So often the two ways are timed, by turns.
ROUNDS = 5
# How many suggestions a criterion gets by default.
TOP = 5
# How many times the obvious way's speed is aimed at.
AIM = 20.0

# Invented vocabulary: syllables make subjects, so that no text is anybody's.
SYLLABLES = (
    "lan",
    "tor",
    "mi",
    "rek",
    "sol",
    "ven",
    "dra",
    "pu",
    "kel",
    "ost",
    "ar",
    "fin",
    "gu",
    "bel",
    "ne",
    "ith",
)
VERBS = ("describe", "explain", "analyse", "evaluate", "plan", "review", "apply", "compare")
FILLERS = ("the", "of", "a", "in", "for", "how", "and", "approaches", "learners", "practice", "own", "work")


def add_arguments(parser: ArgumentParser) -> None:
    """The bench's own options."""
    parser.add_argument("--statements", type=int, default=STATEMENTS, metavar="N")
    parser.add_argument("--criteria", type=int, default=CRITERIA, metavar="N")
    parser.add_argument(
        "--modules", type=int, default=GROWTH[-1], metavar="N", help="the most that are tried"
    )


def run(arguments: Namespace) -> int:
    """Prints times, ratios and hits; 1 where fewer links are found than in the obvious way, else 0."""
    statements = getattr(arguments, "statements", STATEMENTS)
    criteria = getattr(arguments, "criteria", CRITERIA)
    finds_more = _against_the_obvious_way(statements, criteria)
    _one_changed_module(statements, criteria)
    _growth(getattr(arguments, "modules", GROWTH[-1]), criteria)
    return int(not finds_more)


def _against_the_obvious_way(statements: int, criteria: int) -> bool:
    from matching.evaluate import figures
    from matching.plainly import plain_ranking
    from matching.suggest import suggest

    asked, offered, links = invented(criteria, statements)
    # Warm: libraries are loaded, and texts that were read once are known by their terms.
    suggest(criteria=asked, evidence=offered, top=TOP)
    ours_s, plain_s = [], []
    # By turns, so that other work on the machine slows both; the best of each is the least disturbed.
    for _ in range(ROUNDS):
        ours, took_s = _timed(lambda: suggest(criteria=asked, evidence=offered, top=TOP), times=3)
        ours_s.append(took_s)
        plain, took_s = _timed(lambda: plain_ranking(asked, offered, top=TOP))
        plain_s.append(took_s)
    ranked = {r.criterion: [c.evidence for c in r.candidates] for r in ours}
    ours_map, plain_map = (figures(r, links).average_precision for r in (ranked, plain))
    ratio = min(plain_s) / min(ours_s)
    print(
        f"{criteria} criteria, {statements} statements: ours {min(ours_s):.3f} s, MAP {ours_map:.3f}; "
        f"the obvious way {min(plain_s):.2f} s, MAP {plain_map:.3f}; ratio {ratio:.1f}, aim {AIM:.0f} {'reached' if ratio >= AIM else 'not reached'}"
    )
    return ours_map >= plain_map


def _one_changed_module(statements: int, criteria: int) -> None:
    from dataclasses import replace

    from matching.memory import Memory
    from matching.suggest import suggest

    asked, offered, _ = invented(criteria, statements)
    _, others, _ = invented(criteria, CHANGES * STATEMENTS_OF_A_MODULE, seed=1)
    memory = Memory()
    suggest(criteria=asked, evidence=offered, top=TOP, memory=memory)
    programme, anew_s, again_s = list(offered), [], []
    for change in range(min(CHANGES, statements // STATEMENTS_OF_A_MODULE)):
        module = slice(change * STATEMENTS_OF_A_MODULE, (change + 1) * STATEMENTS_OF_A_MODULE)
        programme[module] = [
            replace(e, id=before.id) for before, e in zip(offered[module], others[module], strict=True)
        ]
        # First the run that continues another, so that it is the one that reads the new texts.
        again, took_s = _timed(lambda: suggest(criteria=asked, evidence=programme, top=TOP, memory=memory))
        again_s.append(took_s)
        _, took_s = _timed(lambda: suggest(criteria=asked, evidence=programme, top=TOP))
        anew_s.append(took_s)
    whole = suggest(criteria=asked, evidence=programme, top=TOP, memory=Memory(memory.standing))
    print(
        f"one module of {STATEMENTS_OF_A_MODULE} statements reworded: {min(again_s):.3f} s, all anew "
        f"{min(anew_s):.3f} s, {min(anew_s) / min(again_s):.1f} times as long; the same by the same "
        f"rarity: {'yes' if again == whole else 'NO'}"
    )


def _growth(most: int, criteria: int) -> None:
    from matching.suggest import suggest

    # Of each size texts of its own, none of which was read before.
    before: tuple[int, float] | None = None
    for modules in (m for m in GROWTH if m <= most):
        asked, offered, _ = invented(criteria, modules * STATEMENTS_OF_A_MODULE, seed=modules)
        _, took_s = _timed(lambda a=asked, o=offered: suggest(criteria=a, evidence=o))  # type: ignore[misc]
        grew = f", {took_s / before[1]:.1f} times that of {before[0]}" if before else ""
        print(f"{modules} modules ({len(offered)} statements): {took_s:.2f} s{grew}")
        before = (modules, took_s)


def invented(
    criteria: int, statements: int, *, seed: int = 0
) -> tuple[tuple[Criterion, ...], tuple[Evidence, ...], dict[str, Set[str]]]:
    """Invented criteria and statements, and which of the statements evidence which criteria.

    Each criterion has a subject of four words; a statement takes one criterion's subject, mostly, and
    says half of it in other forms or not at all.
    """
    from matching.values import Criterion, Evidence

    rng = random.Random(seed)  # noqa: S311 - invented texts
    vocabulary = [_word(rng) for _ in range(max(200, criteria))]
    subjects = [[_skewed(rng, vocabulary) for _ in range(4)] for _ in range(criteria)]
    asked = tuple(
        Criterion(f"c{n}", _sentence(rng, subject, 8), rng.choice(vocabulary))
        for n, subject in enumerate(subjects)
    )
    links: dict[str, set[str]] = {}
    offered = []
    for n in range(statements):
        about = rng.randrange(criteria)
        said = [word + rng.choice(("", "", "s", "ing")) for word in subjects[about] if rng.random() < 0.6]
        others = [_skewed(rng, vocabulary) for _ in range(rng.randrange(2, 8))]
        offered.append(Evidence(f"e{n}", _sentence(rng, said + others, 18), rng.choice(vocabulary)))
        if said:
            links.setdefault(f"c{about}", set()).add(f"e{n}")
    return asked, tuple(offered), dict(links)


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randrange(2, 4)))


def _skewed(rng: random.Random, vocabulary: Sequence[str]) -> str:
    """A word, early ones oftener, as words of a language are."""
    return vocabulary[min(len(vocabulary) - 1, int(rng.paretovariate(0.6)) - 1)]


def _sentence(rng: random.Random, words: Sequence[str], length: int) -> str:
    filled = [*words, *(rng.choice(FILLERS) for _ in range(max(0, length - len(words))))]
    rng.shuffle(filled)
    return " ".join((rng.choice(VERBS), *filled))


def _timed(work: Callable[[], T], *, times: int = 1) -> tuple[T, float]:
    """What the work makes, and the least of its seconds: what disturbs it only adds."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        made = work()
        took.append(time.perf_counter() - begun)
    return made, min(took)
