"""Archives (.zip): what they hold, as files by their paths inside; nothing is written to disk.

An archive inside an archive, a path that leaves it, a link, and what unpacks beyond the bounds are
refused, each by a finding. Called only in the reading process.
"""

from __future__ import annotations

import importlib
import stat
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from mapper.errors import UnreadableError
from mapper.intake.apart import Member, Opened
from mapper.intake.limits import Limits
from mapper.intake.readers.damage import DAMAGE
from mapper.values import Finding, Locator, Severity

ARCHIVES = {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"}
OFFICE = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "META-INF/manifest.xml")
FURNITURE = {"thumbs.db", "desktop.ini", ".ds_store"}
IS_LOCKED, IS_UTF8 = 0x1, 0x800
NOT_READ = 0x40 | 0x2000
"""Strong encryption, and names hidden by it (APPNOTE 4.4.4)."""
RATIO_COUNTS_FROM = 1024 * 1024
CHUNK = 1 << 20
LONGEST_NAME = 200


def load() -> None:
    """Imports what is needed, before anything of the archive is seen."""
    importlib.import_module("pyzipper")
    importlib.import_module("mapper.intake.readers")


def unpack(content: bytes, *, file: str, password: str | None, limits: Limits) -> Opened:
    """The documents of an archive in its order, or that it needs a password.

    UnreadableError for one that is damaged, empty, of another kind, or larger than the limits.
    """
    import pyzipper  # type: ignore[import-untyped]  # it carries no types

    try:
        with pyzipper.AESZipFile(BytesIO(content)) as archive:
            return _Archive(archive, file, limits, len(content), (pyzipper.BadZipFile,)).opened(password)
    except (pyzipper.BadZipFile, *DAMAGE) as error:
        raise UnreadableError(
            "The archive is damaged, cut short, or no .zip at all.",
            subject=file,
            remedy="Pack the files again, or hand them in unpacked.",
        ) from error


class _WrongPasswordError(Exception):
    """What it opens is not what was packed."""


@dataclass(slots=True)
class _Archive:
    """One archive while it is opened."""

    archive: Any
    file: str
    limits: Limits
    packed: int
    damage: tuple[type[Exception], ...]
    findings: list[Finding] = field(default_factory=list)

    def opened(self, password: str | None) -> Opened:
        entries = [entry for entry in self.archive.infolist() if not entry.is_dir()]
        self._check(entries)
        wanted = self._documents([(entry, self._name(entry)) for entry in entries])
        is_locked = any(entry.flag_bits & IS_LOCKED for entry, _ in wanted)
        if is_locked and not password:
            return Opened(needs_password=True)
        members = []
        for entry, name in wanted:
            try:
                unpacked = self._content(entry, name, password)
            except _WrongPasswordError:
                return Opened(needs_password=True, is_wrong_password=True)
            if unpacked is not None:
                members.append(Member(name, unpacked))
        return Opened(tuple(members), tuple(self.findings))

    def _check(self, entries: list[Any]) -> None:
        names = {entry.filename for entry in entries}
        if kind := next((part for part in OFFICE if part in names), None):
            ending = {"w": ".docx", "x": ".xlsx"}.get(kind[0])
            raise UnreadableError(
                f"The file is really of the kind {ending}." if ending else "The file is an Office document.",
                subject=self.file,
                remedy=f"Give it the ending {ending} and hand it in again."
                if ending
                else "Save it as .docx, .xlsx or PDF.",
            )
        if not entries:
            raise UnreadableError(
                "The archive is empty.", subject=self.file, remedy="Pack the documents into it."
            )
        if len(entries) > self.limits.max_members:
            raise UnreadableError(
                f"The archive holds {len(entries):,} files; at most {self.limits.max_members:,} are read.",
                subject=self.file,
                remedy="Pack only the documents of the programme.",
            )
        total = sum(entry.file_size for entry in entries)
        if total > self.limits.max_unpacked_bytes:
            raise self._too_large()

    def _too_large(self) -> UnreadableError:
        return UnreadableError(
            f"Unpacked, the archive would be larger than {self.limits.max_unpacked_bytes // 2**20} MB.",
            subject=self.file,
            remedy="Pack only the documents of the programme, or hand them in unpacked.",
        )

    def _name(self, entry: Any) -> str:
        """The path inside as people see it; a name that is no UTF-8 is a guess, which a finding says."""
        name = str(entry.orig_filename)
        if not entry.flag_bits & IS_UTF8 and not name.isascii():
            try:
                name = name.encode("cp437").decode()
            except ValueError:
                self._found(Severity.INFO, shown(name), "The name is not in UTF-8, so letters may be wrong.")
        return name.replace("\\", "/")

    def _documents(self, named: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
        """The entries that are read; findings name all others."""
        counts = Counter(name for _, name in named)
        passed: list[str] = []
        twice: set[str] = set()
        wanted = []
        for entry, name in named:
            if is_furniture(name):
                passed.append(shown(name))
            elif counts[name] > 1:
                if name not in twice:
                    self._refuse(name, "The archive holds several files of this name, so none was read.")
                twice.add(name)
            elif reason := self._reason_against(entry, name):
                self._refuse(name, reason)
            elif not is_readable(name):
                passed.append(shown(name))
            else:
                wanted.append((entry, shown(name)))
        if passed:
            named_ = ", ".join(passed[:8]) + (f" and {len(passed) - 8} more" if len(passed) > 8 else "")
            self._found(
                Severity.INFO, self.file, f"What is no document in the archive was passed over: {named_}."
            )
        return wanted

    def _reason_against(self, entry: Any, name: str) -> str:
        path = PurePosixPath(name)
        ratio = entry.file_size / max(1, min(entry.compress_size, self.packed))
        is_outside = path.is_absolute() or ".." in path.parts or name[1:2] == ":" or "\0" in name
        reasons = {
            "The file's path leads out of the archive, so it was not read.": is_outside,
            "This is a link to another file, which is not followed.": stat.S_ISLNK(entry.external_attr >> 16),
            "An archive inside an archive is not opened.": path.suffix.lower() in ARCHIVES,
            "The file is locked in a way that is not read (strong encryption).": entry.flag_bits & NOT_READ,
            f"The file is larger than {self.limits.max_bytes // 2**20} MB.": entry.file_size
            > self.limits.max_bytes,
            f"The file unpacks to {ratio:,.0f} times its size, as no document does.": (
                entry.file_size > RATIO_COUNTS_FROM and ratio > self.limits.max_ratio
            ),
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    def _content(self, entry: Any, name: str, password: str | None) -> bytes | None:
        """The entry's bytes, no more than it claims; None, with a finding, where they are damaged."""
        is_locked = bool(entry.flag_bits & IS_LOCKED)
        most = min(entry.file_size, self.limits.max_bytes)
        out = bytearray()
        try:
            with self.archive.open(entry, pwd=(password or "").encode() if is_locked else None) as stream:
                while len(out) <= most and (chunk := stream.read(CHUNK)):
                    out += chunk
        except (*DAMAGE, *self.damage) as error:
            # What a wrong password makes of a file is noise, which the packing or its sum shows.
            if is_locked and not isinstance(error, NotImplementedError):
                raise _WrongPasswordError from error
            self._refuse(name, "The file is damaged inside the archive, or packed in a way that is not read.")
            return None
        if len(out) > most:
            self._refuse(name, "The file is larger than the archive claims, so it was not read.")
            return None
        return bytes(out)

    def _refuse(self, name: str, reason: str) -> None:
        self._found(
            Severity.ERROR, shown(name), reason, "Hand the file in by itself, or pack the archive again."
        )

    def _found(self, severity: Severity, subject: str, message: str, remedy: str = "") -> None:
        remedy = remedy or "Nothing is to be done, unless one of them is needed."
        self.findings.append(Finding(severity, subject, message, remedy, Locator(file=self.file)))


def is_furniture(name: str) -> bool:
    """Whether the path is what systems leave in archives: thumbnails, resource forks, lock files."""
    path = PurePosixPath(name)
    last = path.name.lower()
    return "__MACOSX" in path.parts or last in FURNITURE or last.startswith(("._", "~$"))


def is_readable(name: str) -> bool:
    """Whether a file of that name could be a document: one that is read, or said not to be."""
    from mapper.intake.readers import INSTEAD, READABLE

    return PurePosixPath(name).suffix.lower() in {*READABLE, *INSTEAD} - ARCHIVES


def shown(name: str) -> str:
    """The path without signs that cannot be seen or turn the reading direction, shortened from the left."""
    seen = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    return seen if len(seen) <= LONGEST_NAME else f"…{seen[-LONGEST_NAME:]}"
