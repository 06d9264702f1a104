"""Errors that a person caused and can mend; `web` alone maps them to status codes and exits."""

from __future__ import annotations


class MapperError(Exception):
    """Something that cannot go on, told to the person who caused it.

    `message` says what is wrong, `subject` where (a file, a unit, a field), `remedy` what to do.
    """

    def __init__(self, message: str, *, subject: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject
        self.remedy = remedy

    def __str__(self) -> str:
        """One line: subject, message and remedy, as far as they are known."""
        head = f"{self.subject}: {self.message}" if self.subject else self.message
        return f"{head} {self.remedy}".strip()


class UnreadableError(MapperError):
    """A document, or nothing in it, could be read."""


class NotFoundError(MapperError):
    """The viewer has no such thing (or it belongs to another institution)."""


class InvalidError(MapperError):
    """What was asked for breaks a rule that the remedy names."""


class ConflictError(MapperError):
    """Somebody else (or an earlier click) got there first; nothing was overwritten."""
