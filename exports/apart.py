"""Prints a PDF in a process of its own: a long one would slow every page that is served meanwhile."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from mapper.errors import MapperError

BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from exports.printing import main; main()"
CHUNK = 1 << 20
BEAT_S = 2.0
KEPT = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""Of the environment, what fonts and their libraries are found by; no address and no secret."""
KEPT_BEGINNINGS = ("XDG_", "FONTCONFIG_")
BOOK = "The workbook says the same, and is made at once."


@dataclass(frozen=True, slots=True)
class PrintLimits:
    """Bounds on the process that prints; 250 criteria took 33 s of processor time and 300 MB."""

    processor_s: int = 600
    wall_s: float = 1_800
    memory_bytes: int = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Printed:
    """How far it is: the pages laid out, and whether all are, and are now drawn."""

    pages: int = 0
    is_drawing: bool = False


LIMITS = PrintLimits()
Beat = Callable[[Printed], None]


def print_apart(html: str, *, beat: Beat, limits: PrintLimits = LIMITS) -> bytes:
    """The page as a PDF, as `exports.pdf.print_pdf` makes it.

    `beat` is called every few seconds, whether or not it got any further; what it raises ends the
    process. Raises MapperError where the libraries are missing, a bound was met or the process ended.
    """
    heard = _Heard()
    with tempfile.TemporaryFile() as page:
        page.write(html.encode())
        page.seek(0)
        with _process(page, limits) as process:
            _listen(process, heard, beat, limits)
    if heard.end.get("said") == "pdf" and heard.end["bytes"] == len(heard.rest):
        return bytes(heard.rest)
    # By this signal the system ends a process that met the bound on its processor time.
    is_out_of_time = process.returncode == -signal.SIGXCPU
    raise _refusal({"said": "processor time"} if is_out_of_time else heard.end, limits)


def _listen(process: subprocess.Popen[bytes], heard: _Heard, beat: Beat, limits: PrintLimits) -> None:
    deadline, next_beat = time.monotonic() + limits.wall_s, 0.0
    with selectors.DefaultSelector() as selector:
        pipe = _pipe(process)
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if (at := time.monotonic()) >= next_beat:
                beat(heard.far)
                next_beat = at + BEAT_S
            if at > deadline:
                raise _refusal({"said": "wall time"}, limits)
            if selector.select(min(BEAT_S, deadline - at)):
                if not (chunk := os.read(pipe, CHUNK)):
                    break
                heard.take(chunk)
    process.wait()


class _Heard:
    """What the process says: how far it is, then how it ended, then the file."""

    def __init__(self) -> None:
        self.far = Printed()
        self.end: dict[str, Any] = {}
        self.rest = bytearray()

    def take(self, chunk: bytes) -> None:
        """Adds what came."""
        self.rest += chunk
        while not self.end and b"\n" in self.rest:
            line, _, self.rest = self.rest.partition(b"\n")
            said = json.loads(line)
            if said["said"] != "at":
                self.end = said
            elif said["pages"] is None:
                self.far = Printed(self.far.pages, is_drawing=True)
            else:
                self.far = Printed(said["pages"])


@contextmanager
def _process(page: IO[bytes], limits: PrintLimits) -> Iterator[subprocess.Popen[bytes]]:
    places = [place for place in sys.path if Path(place).is_absolute()]
    bounds = (limits.processor_s, limits.memory_bytes)
    process = subprocess.Popen(  # noqa: S603  our own Python, and nothing from outside
        [sys.executable, "-I", "-S", "-B", "-c", BOOT, json.dumps(places), *map(str, bounds)],
        stdin=page,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("MAPPER_DEBUG") else subprocess.DEVNULL,
        cwd="/",
        env={n: v for n, v in os.environ.items() if n in KEPT or n.startswith(KEPT_BEGINNINGS)},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _pipe(process: subprocess.Popen[bytes]) -> int:
    return process.stdout.fileno() if process.stdout else -1


def _refusal(said: dict[str, Any], limits: PrintLimits) -> MapperError:
    reasons = {
        "processor time": f"Making it took more than {limits.processor_s // 60} minutes of processor time.",
        "wall time": f"Making it took longer than {limits.wall_s / 60:.0f} minutes.",
        "memory": f"Making it took more than {limits.memory_bytes // 2**20:,} MB of memory.",
    }
    subject = "PDF"
    if said.get("said") == "refused":
        return MapperError(said["message"], subject=said["subject"], remedy=said["remedy"])
    if said.get("said") in reasons:
        return MapperError(reasons[said["said"]], subject=subject, remedy=BOOK)
    broke_off = "Making it broke off: the process that made it was ended."
    return MapperError(broke_off, subject=subject, remedy=f"Try again. {BOOK}")
