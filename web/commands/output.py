"""How commands speak: one JSON document on stdout, findings and notes on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from mapper.values import Finding, Severity


def print_json(answer: Mapping[str, Any]) -> None:
    """Prints the answer as the one JSON document on stdout."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def note(text: str) -> None:
    """Prints a line for a person on stderr."""
    print(text, file=sys.stderr)


def describe(finding: Finding) -> str:
    """The finding on one line: severity, subject, place, message, remedy."""
    place = f" ({finding.locator})" if finding.locator and str(finding.locator) else ""
    return f"{finding.severity.value}: {finding.subject}{place}: {finding.message} {finding.remedy}".strip()


def status(findings: Iterable[Finding]) -> int:
    """1 where a finding is an error, else 0."""
    return int(any(f.severity is Severity.ERROR for f in findings))
