"""How many queries are asked: for measuring, not for pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from mapper.db import Engine


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """The queries that are asked of the engine meanwhile, in order; the beginning of a unit of work is none."""
    told: list[str] = []

    def tell(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            told.append(statement)

    sa.event.listen(engine, "before_cursor_execute", tell)
    try:
        yield told
    finally:
        sa.event.remove(engine, "before_cursor_execute", tell)
