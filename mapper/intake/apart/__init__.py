"""Reads each file in a process apart, with bounds on memory and time and no way to the store.

One process serves a batch of files; it is started anew when a file has killed it. It knows no
address and no secret (its environment is empty), holds no file of this process, and ends with it.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from mapper.errors import UnreadableError
from mapper.intake.apart.child import FRAME
from mapper.intake.apart.form import BrokenFormError, document_from, findings_from
from mapper.intake.document import Document
from mapper.intake.limits import Limits
from mapper.values import Finding

BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from mapper.intake.apart.child import main; main()"
LONGEST_HEADER = 4 * 1024 * 1024
LONGEST_DOCUMENT = 512 * 1024 * 1024
CHUNK = 1 << 20
WATCH_S = 0.1
"""How often the process's memory is looked at while it reads."""
SAVE_ANEW = "Open it, save it anew or as a PDF, and hand that in."


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its path inside, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """What an archive holds; where `needs_password`, nothing, and whether the given one was wrong."""

    members: tuple[Member, ...] = ()
    findings: tuple[Finding, ...] = ()
    needs_password: bool = False
    is_wrong_password: bool = False


class _EndedError(Exception):
    """The process gave no whole answer; the message says why."""


class Apart:
    """A process that reads files, one after the other; used as a context, it ends with it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self.peak_bytes = 0

    def __enter__(self) -> Apart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process, whatever it is at."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def read(self, content: bytes, *, file: str) -> Document:
        """The document; UnreadableError also where reading it took too long, too much, or broke off."""
        header = {"does": "read", "file": file}
        _, form = self._asked(header, content, file, longest=LONGEST_DOCUMENT)
        try:
            return document_from(form, file=file)
        except BrokenFormError as error:
            raise _broken_off(file) from error

    def unpack(self, content: bytes, *, file: str, password: str | None = None) -> Opened:
        """The archive's files, or that it needs a password; UnreadableError for one that is refused."""
        header = {"does": "unpack", "file": file, "password": password}
        said, body = self._asked(header, content, file, longest=self._limits.max_unpacked_bytes)
        if said.get("said") == "locked":
            return Opened(needs_password=True, is_wrong_password=said.get("is_wrong") is True)
        try:
            return Opened(_members(said["members"], body), findings_from(said["findings"], file=file))
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise _broken_off(file) from error

    def _asked(
        self, header: dict[str, Any], content: bytes, file: str, *, longest: int
    ) -> tuple[dict[str, Any], bytes]:
        """The answer; a process that other files have worn is given up for a fresh one once."""
        was_fresh = self._process is None
        said, body = self._tried(header, content, longest)
        if said["said"] in ("memory", "broken off") and not was_fresh:
            self.close()
            said, body = self._tried(header, content, longest)
        if said["said"] in ("document", "members", "locked"):
            return said, body
        raise _refusal(said, file, self._limits)

    def _tried(self, header: dict[str, Any], content: bytes, longest: int) -> tuple[dict[str, Any], bytes]:
        settings = {
            "limits": asdict(self._limits),
            "is_debugging": bool(os.environ.get("MAPPER_DEBUG")),
        }
        deadline = time.monotonic() + self._limits.max_wall_s
        try:
            said, body = self._exchange(json.dumps(header | settings).encode(), content, deadline, longest)
            self.peak_bytes = max(self.peak_bytes, int(said.get("peak", 0)))
            str(said["said"])
        except _EndedError as error:
            self.close()
            return {"said": str(error)}, b""
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            self.close()
            return {"said": "broken off"}, b""
        return said, body

    def _exchange(
        self, header: bytes, content: bytes, deadline: float, longest: int
    ) -> tuple[dict[str, Any], bytes]:
        """Sends and receives at once, so that neither end waits for the other for good."""
        process = self._running()
        unsent = [memoryview(FRAME.pack(len(header), len(content)) + header), memoryview(content)]
        answer = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(_pipe(process.stdin), selectors.EVENT_WRITE)
            selector.register(_pipe(process.stdout), selectors.EVENT_READ)
            while (missing := _missing(answer, longest)) > 0:
                left_s = deadline - time.monotonic()
                ready = selector.select(max(0.0, min(left_s, WATCH_S)))
                if left_s <= 0:
                    raise _EndedError("wall time")
                if not ready and _held_bytes(process.pid) > self._limits.max_memory_bytes:
                    raise _EndedError("memory")
                for key, events in ready:
                    if events & selectors.EVENT_READ:
                        answer += self._received(key.fd, min(missing, CHUNK))
                    elif not _sent(key.fd, unsent):
                        selector.unregister(key.fileobj)
        first, _ = FRAME.unpack_from(answer)
        return json.loads(answer[FRAME.size : FRAME.size + first]), bytes(answer[FRAME.size + first :])

    def _received(self, descriptor: int, most: int) -> bytes:
        found = os.read(descriptor, most)
        if not found:
            raise _EndedError(self._reason())
        return found

    def _reason(self) -> str:
        """Why the process ended: bounded in processor time, or it broke off."""
        process = self._process
        try:
            status = process.wait(1) if process else 0
        except subprocess.TimeoutExpired:
            return "broken off"
        return "processor time" if status == -signal.SIGXCPU else "broken off"

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            places = [place for place in sys.path if Path(place).is_absolute()]
            process = subprocess.Popen(  # noqa: S603  our own Python, and nothing from outside
                [sys.executable, "-I", "-S", "-B", "-c", BOOT, json.dumps(places)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if os.environ.get("MAPPER_DEBUG") else subprocess.DEVNULL,
                cwd="/",
                env={},
                start_new_session=True,
            )
            self._process = process
            for pipe in (process.stdin, process.stdout):
                os.set_blocking(_pipe(pipe), False)
        return self._process


def _held_bytes(pid: int) -> int:
    """The memory that the process holds now; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, LookupError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _pipe(stream: Any) -> int:
    return int(stream.fileno())


def _sent(descriptor: int, unsent: list[memoryview]) -> bool:
    """Whether anything is left to send after some was."""
    if unsent:
        try:
            count = os.write(descriptor, unsent[0][:CHUNK])
        except BlockingIOError:
            return True
        except BrokenPipeError:
            return False  # why it ended is told by the other pipe
        unsent[0] = unsent[0][count:]
        if not unsent[0]:
            del unsent[0]
    return bool(unsent)


def _missing(answer: bytearray, longest: int) -> int:
    """How many bytes the answer still lacks; one beyond its bounds is no answer."""
    if len(answer) < FRAME.size:
        return FRAME.size - len(answer)
    first, rest = FRAME.unpack_from(answer)
    if first > LONGEST_HEADER or rest > longest:
        raise _EndedError("too long")
    return int(FRAME.size + first + rest) - len(answer)


def _members(listed: Sequence[Any], body: bytes) -> tuple[Member, ...]:
    members, at = [], 0
    for name, size in listed:
        if type(name) is not str or type(size) is not int or not 0 <= size <= len(body) - at:
            raise BrokenFormError("no member")
        members.append(Member(name, body[at : at + size]))
        at += size
    return tuple(members)


def _refusal(said: dict[str, Any], file: str, limits: Limits) -> UnreadableError:
    part = "Hand in the part with the modules, or leave out pictures, and save it anew."
    reasons = {
        "refused": (str(said.get("message"))[:2000], str(said.get("remedy"))[:2000]),
        "processor time": (
            f"Reading it took more than {limits.max_processor_s} seconds of processor time.",
            part,
        ),
        "wall time": (f"Reading it took longer than {limits.max_wall_s:g} seconds.", part),
        "memory": (f"Reading it took more than {limits.max_memory_bytes // 2**20:,} MB of memory.", part),
        "too long": ("What was read of it is larger than can be kept.", part),
        "fault": (
            f"Reading it failed on our side ({str(said.get('kind'))[:60]}).",
            f"Report it, and meanwhile: {SAVE_ANEW[0].lower()}{SAVE_ANEW[1:]}",
        ),
    }
    if str(said["said"]) not in reasons:
        return _broken_off(file)
    message, remedy = reasons[str(said["said"])]
    return UnreadableError(message, subject=file, remedy=remedy)


def _broken_off(file: str) -> UnreadableError:
    return UnreadableError("Reading it broke off: the file is damaged.", subject=file, remedy=SAVE_ANEW)
