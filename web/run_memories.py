"""What a mapping's last run of suggestions leaves for its next, as long as the process lives."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from mapper.db import Engine

if TYPE_CHECKING:
    from matching.memory import Memory

# The newest few mappings of each store: some 20 MB each at most.
MOST = 8

_kept: WeakKeyDictionary[Engine, dict[int, Memory]] = WeakKeyDictionary()
_lock = threading.Lock()


@contextmanager
def remembered(engine: Engine, *, mapping_id: int) -> Iterator[Memory]:
    """The memory of the mapping's last run in this process, or an empty one, for one run alone.

    It is kept again when the run ends well; meanwhile another run of the mapping begins with none.
    """
    from matching.memory import Memory

    with _lock:
        memory = _kept.setdefault(engine, {}).pop(mapping_id, None) or Memory()
    yield memory
    with _lock:
        runs = _kept.setdefault(engine, {})
        runs[mapping_id] = memory
        while len(runs) > MOST:
            del runs[next(iter(runs))]
