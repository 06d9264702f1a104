"""How much a reader takes on before it says that a document is too large."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_MARK = "SAMPLE: invented for demonstration"
"""Stands in each invented document; what is made from a document that carries it is stamped SAMPLE."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document; beyond them a reader raises `UnreadableError` naming the bound.

    Each file is read in a process of its own. Its wall time stays under the lease of a job, so that
    no second worker begins the same file. `max_ratio` is how many times larger than packed a file of
    an archive may be, counted from 1 MB on.
    """

    max_bytes: int = 50 * 1024 * 1024
    max_pages: int = 600
    max_rows: int = 20_000
    max_unpacked_bytes: int = 500 * 1024 * 1024
    max_memory_bytes: int = 1536 * 1024 * 1024
    max_processor_s: int = 40
    max_wall_s: float = 50.0
    max_members: int = 200
    max_ratio: int = 200


DEFAULT_LIMITS = Limits()
