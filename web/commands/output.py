"""How commands speak: one JSON document on stdout, findings and notes on stderr."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from mapper.values import Finding, Severity


def print_json(answer: Mapping[str, Any]) -> None:
    """Prints the answer as the one JSON document on stdout, whole or not at all.

    What UTF-8 cannot hold (half a pair in a file's own text, a byte of a file's name), and everything
    beyond ASCII where stdout is not UTF-8, is written as JSON's own escapes.
    """
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    print(text if _goes_out_as_utf8(text) else json.dumps(answer, indent=1))


def _goes_out_as_utf8(text: str) -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        return bool(codecs.lookup(encoding).name == "utf-8" and text.encode())
    except UnicodeEncodeError:
        return False


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
