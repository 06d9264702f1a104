"""Names workers so that the next process can tell whether the one that held a job is certainly gone."""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

PROC = Path("/proc")


def new_worker_name() -> str:
    """A name that no other worker has: where it runs, its process, when that began, and which worker of it."""
    pid = os.getpid()
    return "/".join((_place(), str(pid), _began(pid), uuid.uuid4().hex[:8]))


def is_certainly_gone(worker: str) -> bool:
    """Whether the worker of that name ran here, and its process has ended; False wherever that is not certain."""
    place, *rest = worker.split("/")
    if len(rest) != 3 or not place or place != _place() or not rest[0].isdecimal() or not rest[1]:
        return False
    # A process id is given away again; when its process began tells the two apart.
    return _began(int(rest[0])) != rest[1]


def _place() -> str:
    """This start of this machine, and the part of it in which process ids count; "" where it cannot be told.

    Not the machine's name: two machines that share a store may have the same.
    """
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return hashlib.sha256(f"{boot} {(PROC / 'self/ns/pid').readlink()}".encode()).hexdigest()[:16]
    except OSError:
        return ""


def _began(pid: int) -> str:
    """When the process began, in ticks since the machine did; "" where there is no such process."""
    try:
        # The name of the program comes before it, in brackets, and may hold anything.
        fields = (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    # A zombie has ended, though its parent has not asked after it.
    return "" if fields[0] in ("Z", "X") else fields[19]
