"""`verdicts`: coverage on every path of a structure given whole; no workspace is opened."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from web.commands.output import describe, note, print_json, status

if TYPE_CHECKING:
    from mapper.paths import CriterionVerdict, Learner


def verdicts(arguments: Namespace) -> int:
    """Prints both verdicts on every criterion, each with a learner who does not meet it."""
    from mapper.paths import judge
    from mapper.paths.reading import load_structure

    reading = load_structure(Path(arguments.structure))
    judged = judge(reading.structure)
    findings = (*reading.findings, *judged.findings)
    if arguments.json:
        print_json(
            {
                "verdicts": [verdict.as_json() for verdict in judged.verdicts],
                "findings": [finding.as_json() for finding in findings],
            }
        )
        return status(findings)
    for verdict in judged.verdicts:
        print(_sentence(verdict))
    for finding in findings:
        note(describe(finding))
    return status(findings)


def _sentence(verdict: CriterionVerdict) -> str:
    said = f"{verdict.criterion}: {verdict.by_module} by module, {verdict.by_component} by component"
    if verdict.counter_example is None:
        return f"{said}."
    return f"{said}; never met by {_described(verdict.counter_example)}."


def _described(learner: Learner) -> str:
    did = [f"takes {_listed(learner.modules) or 'no module'}"]
    if learner.compensated:
        did.append(f"is compensated in {_listed(learner.compensated)}")
    if learner.failed:
        did.append(f"passes in spite of failing {_listed(learner.failed)}")
    return f"a learner who {', and '.join(did)}"


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
