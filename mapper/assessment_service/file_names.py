"""Whether files to be submitted are named as the ILM Assessment Service asks: S.Smith-ABC123(1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mapper.assessment_service.name_reading import FIRST, PATTERN, RESUBMISSION, Reading, read_name
from mapper.assessment_service.rules import SUBMISSION
from mapper.errors import InvalidError
from mapper.values import Finding, Locator, Severity

SOURCE = SUBMISSION
MOST_NAMES = 500
LONGEST_NAME = 255
NUMBERS = (FIRST, RESUBMISSION)
_NOT_IN_FILES = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')

__all__ = [
    "LONGEST_NAME",
    "MOST_NAMES",
    "NUMBERS",
    "PATTERN",
    "SOURCE",
    "NameCheck",
    "check_name",
    "check_names",
]


@dataclass(frozen=True, slots=True)
class NameCheck:
    """One name with what is amiss; `proposed` is a better one where that can be told, else None.

    `who` is what must not be there twice: learner, enrolment number and submission, None where unread.
    """

    name: str
    findings: tuple[Finding, ...]
    proposed: str | None = None
    who: tuple[str, str, int] | None = None

    @property
    def is_right(self) -> bool:
        """Whether no fault was found; a warning is none."""
        return not any(f.severity is Severity.ERROR for f in self.findings)

    def as_json(self) -> dict[str, object]:
        """Name, verdict, proposal (or null) and findings."""
        return {
            "name": self.name,
            "is_right": self.is_right,
            "proposed": self.proposed,
            "findings": [f.as_json() for f in self.findings],
        }


def check_name(name: str, *, submission: int | None = None) -> NameCheck:
    """What is amiss with one file name, and the right one where it follows from what is there.

    `submission` is 1 for a first submission, 2 for a resubmission, None where that is not known. Folders
    before the name, and quotation marks around it, are passed over.
    """
    if submission not in {None, *NUMBERS}:
        raise InvalidError(
            f"There is no submission {submission}.", subject="submission", remedy="Use 1 or 2."
        )
    own = re.split(r"[/\\]", name.strip().strip('"“”').strip())[-1]
    if not own or len(own) > LONGEST_NAME or _NOT_IN_FILES.search(own):
        return NameCheck(own, (_unfit(own),))
    reading = read_name(own, submission=submission)
    findings = tuple(Finding(d.severity, own, d.message, d.remedy) for d in reading.doubts)
    right = reading.right_name
    # Composed and decomposed accents look the same, and file systems write either.
    is_other = right != unicodedata.normalize("NFC", own)
    return NameCheck(own, findings, right if is_other else None, _who(reading))


def check_names(names: Sequence[str], *, submission: int | None = None) -> tuple[NameCheck, ...]:
    """Each name's check, in order and with its row (from 1), and what is amiss among them.

    Raises InvalidError for more than 500 names.
    """
    if len(names) > MOST_NAMES:
        raise InvalidError(
            f"These are {len(names):,} names, and at most {MOST_NAMES} are checked at once.",
            subject="names",
            remedy="Check them in several goes.",
        )
    checks: list[NameCheck] = []
    for row, name in enumerate(names, start=1):
        check = check_name(name, submission=submission)
        among = tuple(_among(check, checks))
        place = Locator(row=row)
        checks.append(
            replace(check, findings=tuple(replace(f, locator=place) for f in (*check.findings, *among)))
        )
    return tuple(checks)


def _unfit(name: str) -> Finding:
    if not name:
        said = ("There is no name.", f"Name the file as in {PATTERN}.")
    elif len(name) > LONGEST_NAME:
        said = (f"It is longer than the {LONGEST_NAME} characters of a file name.", "Shorten it.")
    else:
        said = ("It holds a character that no file name can have.", "Use letters, digits and . - ( ) only.")
    return Finding(Severity.ERROR, name[:40], *said)


def _who(reading: Reading) -> tuple[str, str, int] | None:
    if reading.right_name is None:
        return None
    learner = f"{reading.initial}.{reading.surname}".replace("’", "'").replace("ʼ", "'")
    plain = unicodedata.normalize("NFC", learner).casefold()
    return plain, str(reading.enrolment).upper(), reading.number or 0


def _among(check: NameCheck, earlier: Sequence[NameCheck]) -> list[Finding]:
    """What is amiss with a name because of those before it; the first of them is named."""
    for row, other in enumerate(earlier, start=1):
        if other.name and other.name.casefold() == check.name.casefold():
            return [
                Finding(
                    Severity.ERROR,
                    check.name,
                    f"Row {row} has the same name.",
                    "Leave a copy out; send files of other units by themselves, for the name tells no unit.",
                )
            ]
        if not (check.who and other.who):
            continue
        if other.who == check.who:
            return [
                Finding(
                    Severity.WARNING,
                    check.name,
                    f"Row {row} is for the same learner, enrolment number and submission.",
                    "Keep one of them for each unit or set of units.",
                )
            ]
        if other.who[1] == check.who[1] and other.who[0] != check.who[0]:
            return [
                Finding(
                    Severity.ERROR,
                    check.name,
                    f"Row {row} has the enrolment number {check.who[1]} with another name.",
                    "Compare both with Walled Garden: one learner has one enrolment number.",
                )
            ]
    return []
