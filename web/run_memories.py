"""What a mapping's last run of suggestions leaves for its next, as long as the process lives."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from mapper.db import Engine

if TYPE_CHECKING:
    from matching.memory import Memory

# The newest few mappings of each store: some 20 MB each at most.
MOST = 8


def _empty() -> Memory:
    from matching.memory import Memory

    return Memory()


@dataclass(slots=True)
class Remembered:
    """What the last run compared, for evidence and for delivery.

    `delivered` is what its suggestions of delivery rest on, and `run_id` the run that it left in the store:
    as long as both are the same, they are what another run would suggest.
    """

    evidence: Memory = field(default_factory=_empty)
    delivery: Memory = field(default_factory=_empty)
    delivered: object = None
    run_id: int | None = None


_kept: WeakKeyDictionary[Engine, dict[int, Remembered]] = WeakKeyDictionary()
_lock = threading.Lock()


@contextmanager
def remembered(engine: Engine, *, mapping_id: int) -> Iterator[Remembered]:
    """What the mapping's last run in this process left, or nothing yet, for one run alone.

    It is kept again when the run ends well; meanwhile another run of the mapping begins with none.
    """
    with _lock:
        memory = _kept.setdefault(engine, {}).pop(mapping_id, None) or Remembered()
    yield memory
    with _lock:
        runs = _kept.setdefault(engine, {})
        runs[mapping_id] = memory
        while len(runs) > MOST:
            del runs[next(iter(runs))]


def forget(engine: Engine) -> None:
    """Whatever the process remembers of this store is gone, as it must be once another was put in its place."""
    with _lock:
        _kept.pop(engine, None)
