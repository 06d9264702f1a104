"""`match`: ranks evidence for criteria given as tab-separated text; no workspace is opened."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.errors import InvalidError
from web.commands.output import print_json

if TYPE_CHECKING:
    from matching.values import Result


def match(arguments: Namespace) -> int:
    """Prints the candidates of every criterion, best first."""
    from matching import tsv
    from matching.suggest import suggest
    from matching.values import Decision

    if arguments.top < 1:
        raise InvalidError(
            "At least one candidate must be asked for.", subject="--top", remedy="Give --top 5."
        )
    criteria = tsv.read_criteria(Path(arguments.criteria))
    evidence = tsv.read_evidence(Path(arguments.evidence))
    decisions: tuple[Decision, ...] = ()
    if arguments.decisions:
        decisions = tsv.read_decisions(
            Path(arguments.decisions),
            criteria={c.id for c in criteria},
            evidence={e.id for e in evidence},
        )
    results = suggest(
        criteria=criteria,
        evidence=evidence,
        top=arguments.top,
        engine=arguments.engine,
        decisions=decisions,
    )
    if arguments.json:
        print_json({"engine": arguments.engine, "results": [_as_json(result) for result in results]})
        return 0
    for result in results:
        print(result.criterion)
        for candidate in result.candidates:
            print(f"  {candidate.score:.3f}  {candidate.evidence}  {', '.join(candidate.shared_terms[:6])}")
    return 0


def _as_json(result: Result) -> dict[str, Any]:
    return {
        "criterion": result.criterion,
        "candidates": [
            {
                "evidence": c.evidence,
                "score": c.score,
                "parts": dict(c.parts),
                "shared_terms": list(c.shared_terms),
            }
            for c in result.candidates
        ],
    }
