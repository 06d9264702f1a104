"""Plain values that every package shares: words of the domain, places in documents, findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum


class Origin(StrEnum):
    """How a field came to have its value."""

    READ = "read"
    INFERRED = "inferred"
    PERSON = "person"


class Severity(StrEnum):
    """How much a finding weighs; an error says that something could not be read or used."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Size(StrEnum):
    """The size of a qualification."""

    AWARD = "award"
    CERTIFICATE = "certificate"
    DIPLOMA = "diploma"


class StatementKind(StrEnum):
    """What piece of module text a statement is."""

    OUTCOME = "outcome"
    ASSESSMENT = "assessment"
    CONTENT = "content"


class Coverage(StrEnum):
    """What a person judged. That nobody judged yet is the absence of a value, never a value."""

    FULL = "full"
    PART = "part"
    NONE = "none"


class Standing(StrEnum):
    """What coverage means for a criterion on every path, or that nobody judged it."""

    GUARANTEED = "guaranteed"
    CONDITIONAL = "conditional"
    PART = "part"
    NOT_COVERED = "not covered"
    UNDETERMINED = "undetermined"
    NOT_JUDGED = "not judged"


class SubmissionForm(StrEnum):
    """The form in the Quality Portal: CAP for a new centre, QAP for an approved one (seed 000)."""

    CAP = "CAP"
    QAP = "QAP"


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a document; every number counts from 1, and what the format lacks is None."""

    file: str = ""
    page: int | None = None
    sheet: str | None = None
    heading: str | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    cell: str | None = None
    line: int | None = None

    def as_json(self) -> dict[str, str | int]:
        """The known positions without the file, in reading order."""
        return {
            f.name: value
            for f in fields(self)
            if f.name != "file" and (value := getattr(self, f.name)) is not None
        }

    @classmethod
    def from_json(cls, file: str, places: Mapping[str, object]) -> Locator:
        """The locator that `as_json` wrote; unknown keys are passed over."""
        known = {f.name for f in fields(cls)} - {"file"}
        return cls(file=file, **{k: v for k, v in places.items() if k in known})  # type: ignore[arg-type]

    def __str__(self) -> str:
        """For people: "page 3, table 1, row 4"."""
        parts = []
        for name, value in self.as_json().items():
            parts.append(f"under “{value}”" if name == "heading" else f"{name} {value}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or doubtful: what, where, and what to do about it."""

    severity: Severity
    subject: str
    message: str
    remedy: str = ""
    locator: Locator | None = None

    def as_json(self) -> dict[str, object]:
        """The four keys of the command line contract, and the place where known."""
        said: dict[str, object] = {
            "severity": self.severity.value,
            "subject": self.subject,
            "message": self.message,
            "remedy": self.remedy,
        }
        if self.locator:
            said["file"] = self.locator.file
            said["locator"] = self.locator.as_json()
        return said


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where a field's value came from. An inferred value stands here, and not in the field.

    Where a person corrected the field, `value` is what was read, `by` the person's id and `at` when.
    """

    origin: Origin
    locator: Locator
    value: str | int | float | bool | None = None
    by: str | None = None
    at: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """`file`, `locator`, `origin`, and `value` where it was inferred."""
        said: dict[str, object] = {
            "file": self.locator.file,
            "locator": self.locator.as_json(),
            "origin": self.origin.value,
        }
        if self.origin is Origin.INFERRED:
            said["value"] = self.value
        return said


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks or acts: every query takes one, and sees only its institution's rows."""

    institution_id: int
    person_id: str


Sources = dict[str, FieldSource]


def no_sources() -> Sources:
    """A fresh, empty map of field paths to their sources."""
    return {}


__all__ = [
    "Coverage",
    "FieldSource",
    "Finding",
    "Locator",
    "Origin",
    "Severity",
    "Size",
    "Sources",
    "Standing",
    "StatementKind",
    "SubmissionForm",
    "Viewer",
    "no_sources",
]
