"""How many threads linear algebra takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

# The libraries whose threads are counted must be loaded before they are looked for.
import numpy as np  # noqa: F401
import scipy.linalg  # noqa: F401
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # scikit-learn requires it


@contextmanager
def one_thread() -> Iterator[None]:
    """Linear algebra on this thread alone.

    Of a few hundred decisions the helpers' waiting for each other takes many times what they help with,
    from whoever is served beside.
    """
    with _libraries().limit(limits=1, user_api="blas"):
        yield


@lru_cache(maxsize=1)
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
