"""The page for what cannot go on."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.errors import MapperError


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What is wrong, where, and what to do."""

    status: int
    message: str
    remedy: str
    subject: str = ""
    is_sample: bool = False

    @classmethod
    def of(cls, error: MapperError, status: int) -> ErrorPage:
        """The page of an error that a person can mend."""
        return cls(status, error.message, error.remedy, error.subject)
