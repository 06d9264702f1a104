"""What the reading process may not do: bounds set by the system, and a hook that refuses the rest.

The hook guards against what a document makes a library do. It is no cage for machine code: against
that stand the empty environment, the closed files, the bounds and, on Linux, a network without a way out.
"""

from __future__ import annotations

import ctypes
import math
import os
import re
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

REFUSED = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "pty."),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod"),
    *("os.chown", "os.kill", "os.putenv", "shutil.", "tempfile.", "sqlite3.", "urllib.", "http.", "ftplib."),
    *("smtplib.", "webbrowser.", "ctypes.dlopen"),
)
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def end_with_parent() -> None:
    """The system kills this process when the one that started it ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def leave_network() -> bool:
    """Whether this process is now in a network of its own, without any way out (Linux, where allowed)."""
    if sys.platform != "linux":
        return False
    unshare = ctypes.CDLL(None).unshare
    # Whoever may not leave it as they are may do so as nobody.
    return bool(unshare(CLONE_NEWNET) == 0 or unshare(CLONE_NEWNET | CLONE_NEWUSER) == 0)


def bound(*, address_bytes: int) -> None:
    """Limits the address space, and allows no core file, no written file and no further process.

    Short of that bound Python slows down beyond use, so whoever started the process watches the
    memory that it holds, and ends it at half of this.
    """
    for kind, most in (
        (resource.RLIMIT_AS, address_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with suppress(ValueError, OSError):  # a system that knows no such bound, or has a tighter one
            resource.setrlimit(kind, (most, most))


def bound_processor_time(seconds: int) -> None:
    """From now on, so many seconds of processor time; beyond them the system ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, hardest))


def peak_bytes() -> int:
    """The most memory that this process has held.

    Not the system's own count of a process (ru_maxrss), which on Linux begins with its parent's.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        return int(found[1]) * 1024 if found else 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Guard:
    """While shut, files are opened for reading only and only where Python's own packages lie."""

    def __init__(self) -> None:
        places = {*sys.path, sys.prefix, sys.base_prefix, "/usr/lib", "/lib"}
        self._roots = tuple(os.path.realpath(p) + os.sep for p in places if p and p != "/")
        self.is_shut = False
        sys.addaudithook(self._judge)

    def _judge(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_shut:
            return
        if event == "open":
            self._judge_open(*arguments)
        elif event.startswith(REFUSED):
            raise PermissionError(f"{event} is not allowed while a document is read")

    def _judge_open(self, path: object, mode: str | None, flags: int) -> None:
        writes = flags & (os.O_WRONLY | os.O_RDWR) or any(sign in (mode or "r") for sign in "wax+")
        if isinstance(path, int):
            return
        name = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]  # what `open` takes
        if writes or not name.startswith(self._roots):
            raise PermissionError(f"{name} is not opened while a document is read")
