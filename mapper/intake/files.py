"""Reads files from disk or from an upload into documents, keeping what could be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapper.errors import UnreadableError
from mapper.intake.document import Document
from mapper.intake.limits import DEFAULT_LIMITS, SAMPLE_MARK, Limits
from mapper.intake.readers import read_document
from mapper.values import Finding, Locator, Severity


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as it was handed in: its name without folders, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """Documents that could be read with the bytes they came from; findings name the others."""

    documents: tuple[Document, ...]
    handed_in: tuple[HandedIn, ...]
    findings: tuple[Finding, ...]

    @property
    def is_sample(self) -> bool:
        """Whether any document carries the mark of invented samples."""
        return any(SAMPLE_MARK in p.text for d in self.documents for p in d.paragraphs())


def load_files(paths: Sequence[str], *, limits: Limits = DEFAULT_LIMITS) -> tuple[HandedIn, ...]:
    """The bytes of the files at `paths`; UnreadableError names one that cannot be opened."""
    files = []
    for path in map(Path, paths):
        try:
            if path.stat().st_size > limits.max_bytes:
                raise _too_large(path.name, limits)
            files.append(HandedIn(path.name, path.read_bytes()))
        except OSError as error:
            raise UnreadableError(
                f"The file cannot be opened ({error.strerror or error}).",
                subject=str(path),
                remedy="Check its name and that you may read it.",
            ) from error
    return tuple(files)


def _too_large(name: str, limits: Limits) -> UnreadableError:
    return UnreadableError(
        f"The file is larger than {limits.max_bytes // 2**20} MB.",
        subject=name,
        remedy="Leave out pictures or split it, or raise MAPPER_MAX_FILE_MB.",
    )


def read_handed_in(
    files: Sequence[HandedIn],
    *,
    limits: Limits = DEFAULT_LIMITS,
    after_each: Callable[[int], None] | None = None,
) -> ReadFiles:
    """The files read, in order; one that cannot be is a finding beside the others.

    `after_each` is told how many files were tried. Raises UnreadableError when nothing could be
    read; several faults are told in one message.
    """
    documents: list[Document] = []
    kept: list[HandedIn] = []
    faults: list[UnreadableError] = []
    for done, file in enumerate(files, 1):
        try:
            documents.append(read_document(file.content, file=file.name, limits=limits))
            kept.append(file)
        except UnreadableError as error:
            faults.append(error)
        if after_each:
            after_each(done)
    if not documents:
        if len(faults) == 1:
            raise faults[0]
        raise UnreadableError(" ".join(str(f) for f in faults) or "No file was given.")
    unread = tuple(
        Finding(Severity.ERROR, f.subject, f.message, f.remedy, Locator(file=f.subject)) for f in faults
    )
    return ReadFiles(tuple(documents), tuple(kept), unread)
