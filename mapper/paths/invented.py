"""Invented programmes for tests and benches, as JSON of the command line contract.

The same seed gives the same programme. The small ones are odd on purpose: credits of nought, choices
nobody can make, weights of nought, pass marks at both ends, unknown rules, evidence across modules.
"""

from __future__ import annotations

from random import Random
from typing import Any

WEIGHTS = (
    [100],
    [60, 40],
    [50, 50],
    [70, 30],
    [100, 0],
    [40, 30, 30],
    [80, 20, 0],
    [33.3, 33.3, 33.4],
    [45, 45],
)
# Few credits make many ways to the same sum, many credits few.
CREDITS = ((0, 5, 10, 15, 20, 7.5), (10,), (10, 20), (10, 10, 20, 0))
PASS_MARKS = (40, 40, 40, 50, 60, 0, 100, 39.5)


def small_programme(seed: int) -> dict[str, Any]:
    """A programme small enough to write out every path of it."""
    random = Random(seed)  # noqa: S311 - invented programmes, no secret
    has_gaps = random.random() < 0.25
    credits_ = random.choice(CREDITS)
    modules = [
        _small_module(random, f"M{i}", credits_=credits_, has_gaps=has_gaps)
        for i in range(random.choice((1, 2, 3, 4, 4, 5, 5, 6)))
    ]
    codes = [module["code"] for module in modules]
    random.shuffle(codes)
    left_out = random.randint(0, 1) if len(codes) > 2 else 0
    ids = [a["id"] for module in modules for a in module["assessments"]]
    return {
        "modules": modules,
        "structure": _small_node(random, codes[left_out:], modules, depth=0),
        "compensation_credits": _or_unknown(
            random, random.choice((0, 0, 10, 20, 22.5, 60)), has_gaps=has_gaps
        ),
        "criteria": [
            {"id": f"1.{i + 1}", "any_of": _evidence(random, ids)} for i in range(random.randint(1, 4))
        ],
    }


def _small_module(
    random: Random, code: str, *, credits_: tuple[float, ...], has_gaps: bool
) -> dict[str, Any]:
    weights = random.choice(WEIGHTS)
    return {
        "code": code,
        "credits": random.choice(credits_),
        "pass_mark": _or_unknown(random, random.choice(PASS_MARKS), has_gaps=has_gaps),
        "every_component": _or_unknown(random, random.random() < 0.3, has_gaps=has_gaps),
        "compensatable": _or_unknown(random, random.random() < 0.4, has_gaps=has_gaps),
        "assessments": [
            {
                "id": f"{code}.{i}",
                "weight": _or_unknown(random, weight, has_gaps=has_gaps),
                "pass_mark": _or_unknown(random, random.choice(PASS_MARKS), has_gaps=has_gaps),
                "must_pass": _or_unknown(random, random.random() < 0.3, has_gaps=has_gaps),
                "choice": _or_unknown(random, random.random() < 0.2, has_gaps=has_gaps),
            }
            for i, weight in enumerate(weights)
        ],
    }


def _or_unknown(random: Random, value: object, *, has_gaps: bool) -> object:
    return None if has_gaps and random.random() < 0.15 else value


def _small_node(random: Random, codes: list[str], modules: list[dict[str, Any]], *, depth: int) -> object:
    if len(codes) == 1 and (depth or random.random() < 0.7):
        return codes[0]
    parts = _parted(random, codes)
    nodes = [_small_node(random, part, modules, depth=depth + 1) if depth < 3 else part[0] for part in parts]
    if random.random() < 0.05:
        nodes.append({"all": []})
    kind = random.choice(("all", "all", "number", "number", "number", "credits"))
    if kind == "all":
        return {"all": nodes}
    if kind == "number":
        return {"choose": {"number": random.randint(0 if depth else 1, len(nodes)), "of": nodes}}
    worth = {m["code"]: m["credits"] for m in modules}
    some = [code for code in codes if random.random() < 0.7]
    return {"choose": {"credits": sum(worth[code] for code in some), "of": nodes}}


def _parted(random: Random, codes: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[codes[0]]]
    for code in codes[1:]:
        if random.random() < 0.6:
            parts.append([code])
        else:
            parts[-1].append(code)
    return parts


def _evidence(random: Random, ids: list[str]) -> list[list[str]]:
    if random.random() < 0.35:
        # Components of few modules in sets of their own: which can fail together is what matters here.
        few = {name.partition(".")[0] for name in random.sample(ids, min(len(ids), 2))}
        return [[name] for name in ids if name.partition(".")[0] in few and random.random() < 0.8]
    return [
        random.sample(ids, min(len(ids), random.choice((1, 1, 1, 2, 2, 3))))
        for _ in range(random.choice((0, 1, 1, 2, 3)))
    ]


def large_programme(seed: int, *, modules: int = 60, groups: int = 12, criteria: int = 250) -> dict[str, Any]:
    """A programme of a university's size: core modules, and groups to choose from by number or credits.

    Of the modules a fifth are core; the others fill the groups. Every criterion has evidence of its own.
    """
    random = Random(seed)  # noqa: S311 - invented programmes, no secret
    made = [_large_module(random, f"M{i:02}") for i in range(modules)]
    codes = [module["code"] for module in made]
    core, optional = codes[: modules // 5], codes[modules // 5 :]
    nodes: list[object] = list(core)
    for group in range(groups):
        of = optional[group::groups]
        if group % 3 == 2:
            nodes.append({"choose": {"credits": 20 * max(1, len(of) // 2), "of": of}})
        else:
            nodes.append({"choose": {"number": max(1, len(of) // 2), "of": of}})
    ids = [a["id"] for module in made for a in module["assessments"]]
    return {
        "modules": made,
        "structure": {"all": nodes},
        "compensation_credits": 40,
        "criteria": [
            {
                "id": f"{i // 10 + 1}.{i % 10 + 1}",
                "any_of": [
                    random.sample(ids, random.choice((1, 1, 2, 3))) for _ in range(random.randint(1, 6))
                ],
            }
            for i in range(criteria)
        ],
    }


def _large_module(random: Random, code: str) -> dict[str, Any]:
    weights = random.choice(([100], [60, 40], [50, 50], [40, 30, 30]))
    return {
        "code": code,
        "credits": random.choice((20, 20, 20, 40)),
        "pass_mark": 40,
        "every_component": random.random() < 0.3,
        "compensatable": random.random() < 0.5,
        "assessments": [
            {
                "id": f"{code}.{i}",
                "weight": weight,
                "pass_mark": 40,
                "must_pass": random.random() < 0.3,
                "choice": random.random() < 0.1,
            }
            for i, weight in enumerate(weights)
        ],
    }
