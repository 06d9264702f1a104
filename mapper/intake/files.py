"""Reads files from disk or from an upload into documents, keeping what could be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from mapper.errors import InvalidError, UnreadableError
from mapper.intake.apart import Apart
from mapper.intake.document import Document
from mapper.intake.limits import DEFAULT_LIMITS, SAMPLE_MARK, Limits
from mapper.values import Finding, Locator, Severity

ARCHIVE = ".zip"
MOST_TRIES = 3
"""How often a person may mistype an archive's password."""

AskPassword = Callable[[str, bool], str | None]
"""Gives the password of the archive of that name (and is told whether one was wrong), or None."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as it was handed in: its name without folders (in an archive, its path), and its bytes."""

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

    def the_specification(self, *, subject: str) -> Document:
        """The one document; InvalidError where `subject`, an archive, holds several."""
        if len(self.documents) != 1:
            raise InvalidError(
                f"The archive holds {len(self.documents)} documents; a specification is one.",
                subject=subject,
                remedy="Unpack it and hand in the file that is the specification.",
            )
        return self.documents[0]


@dataclass(frozen=True, slots=True)
class OpenedFiles:
    """Files with archives opened: each with its place among those handed in, from 0; findings beside."""

    files: tuple[tuple[int, HandedIn], ...]
    findings: tuple[Finding, ...] = ()


class LockedError(UnreadableError):
    """An archive needs a password that nobody gave; `findings` are all that was said meanwhile."""

    findings: tuple[Finding, ...] = ()


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


def is_archive(name: str) -> bool:
    """Whether a file of that name is opened for the files in it."""
    return PurePath(name).suffix.lower() == ARCHIVE


def open_archives(
    files: Sequence[HandedIn], *, limits: Limits = DEFAULT_LIMITS, ask: AskPassword | None = None
) -> OpenedFiles:
    """The files with those of archives in the archive's place, named by their paths inside.

    `ask` is asked at most three times for an archive's password. Raises LockedError where it gives
    none or only wrong ones, UnreadableError for an archive that is refused.
    """
    with Apart(limits) as apart:
        return _merged([_open(apart, place, file, ask) for place, file in enumerate(files)])


def _open(apart: Apart, place: int, file: HandedIn, ask: AskPassword | None) -> OpenedFiles:
    if not is_archive(file.name):
        return OpenedFiles(((place, file),))
    opened = apart.unpack(file.content, file=file.name)
    for _ in range(MOST_TRIES):
        password = ask(file.name, opened.is_wrong_password) if ask and opened.needs_password else None
        if not password:
            break
        opened = apart.unpack(file.content, file=file.name, password=password)
    if opened.needs_password:
        raise _locked(file.name, is_wrong=opened.is_wrong_password)
    if not opened.members and not any(f.severity is Severity.ERROR for f in opened.findings):
        raise UnreadableError(
            "The archive holds no document.", subject=file.name, remedy="Pack the documents into it."
        )
    members = tuple((place, HandedIn(member.name, member.content)) for member in opened.members)
    return OpenedFiles(members, opened.findings)


def _locked(name: str, *, is_wrong: bool) -> LockedError:
    if is_wrong:
        return LockedError(
            "The password was wrong, or the archive is damaged.",
            subject=name,
            remedy="Ask whoever packed it for the password, or for its files.",
        )
    return LockedError(
        "The archive is locked with a password.",
        subject=name,
        remedy="Type its password where you are asked for it, or hand in the files unpacked.",
    )


def _merged(parts: Sequence[OpenedFiles]) -> OpenedFiles:
    """All the files; one whose name another has already is told apart by a number."""
    taken: set[str] = set()
    files = [(place, _named_apart(file, taken)) for part in parts for place, file in part.files]
    return OpenedFiles(tuple(files), tuple(f for part in parts for f in part.findings))


def _named_apart(file: HandedIn, taken: set[str]) -> HandedIn:
    name, path, number = file.name, PurePath(file.name), 1
    while name in taken:
        number += 1
        name = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    taken.add(name)
    return replace(file, name=name)


def read_handed_in(
    files: Sequence[HandedIn],
    *,
    limits: Limits = DEFAULT_LIMITS,
    after_each: Callable[[int], None] | None = None,
    ask: AskPassword | None = None,
    tell_fault: Callable[[int, str], None] | None = None,
) -> ReadFiles:
    """The files read, in order, each in a process apart; one that cannot be is a finding beside the others.

    An archive's files stand in its place. `after_each` is told how many of `files` were tried,
    `tell_fault` which of them (from 1) could not be read and why, `ask` is asked for passwords.
    Raises UnreadableError when nothing could be read, LockedError where that is for want of a
    password; several faults are told in one message.
    """
    read: list[tuple[Document, HandedIn]] = []
    faults: list[UnreadableError] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    with Apart(limits) as apart:
        for place, file in enumerate(files):
            known = len(faults)
            try:
                opened = _open(apart, place, file, ask)
            except UnreadableError as error:
                opened = OpenedFiles(())
                faults.append(error)
            findings += opened.findings
            for _, member in opened.files:
                named = _named_apart(member, taken)
                try:
                    read.append((apart.read(named.content, file=named.name), named))
                except UnreadableError as error:
                    faults.append(error)
            if tell_fault:
                for fault in faults[known:]:
                    tell_fault(place + 1, f"{fault.message} {fault.remedy}".strip())
            if after_each:
                after_each(place + 1)
    if not read:
        raise _nothing_read(faults, findings)
    documents, kept = zip(*read, strict=True)
    return ReadFiles(documents, kept, (*map(finding_of, faults), *findings))


def _nothing_read(faults: Sequence[UnreadableError], findings: Sequence[Finding]) -> UnreadableError:
    said = (*map(finding_of, faults), *findings)
    if len(faults) == 1 and not findings:
        error = faults[0]
    else:
        is_locked = any(isinstance(fault, LockedError) for fault in faults)
        told = " ".join(f"{f.subject}: {f.message} {f.remedy}" for f in said) or "No file was given."
        error = (LockedError if is_locked else UnreadableError)(told)
    if isinstance(error, LockedError):
        error.findings = said
    return error


def finding_of(fault: UnreadableError) -> Finding:
    """The fault of one file as a finding beside what the others say."""
    place = Locator(file=fault.subject)
    return Finding(Severity.ERROR, fault.subject, fault.message, fault.remedy, place)
