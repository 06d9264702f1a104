"""How much a reader takes on before it says that a document is too large."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_MARK = "SAMPLE: invented for demonstration"
"""Stands in each invented document; what is made from a document that carries it is stamped SAMPLE."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document; beyond them a reader raises `UnreadableError` naming the bound."""

    max_bytes: int = 50 * 1024 * 1024
    max_pages: int = 600
    max_rows: int = 20_000
    max_unpacked_bytes: int = 500 * 1024 * 1024


DEFAULT_LIMITS = Limits()
