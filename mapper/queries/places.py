"""Where statements stand in their documents, in words."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.queries.columns import rows_of
from mapper.values import Locator

# The field whose place stands for the whole statement, best first.
TELLING = ("description", "text", "title", "type", "weight", "outcomes")


_ORIGINS = (
    sa.select(
        *(col(models.FieldOrigin.row_id), col(models.FieldOrigin.field), col(models.FieldOrigin.locator)),
        col(models.SourceDocument.name),
    )
    .outerjoin(
        models.SourceDocument, col(models.SourceDocument.id) == col(models.FieldOrigin.source_document_id)
    )
    .where(
        col(models.FieldOrigin.row_kind) == models.RowKind.STATEMENT,
        col(models.FieldOrigin.row_id).in_(sa.bindparam("statement_ids", expanding=True)),
    )
)


def places_of(session: Session, *, statement_ids: Sequence[int]) -> dict[int, str]:
    """By statement: "handbook.pdf, page 12"; one without a known place is left out."""
    rows = rows_of(session, _ORIGINS, {"statement_ids": [*statement_ids]})
    best: dict[int, tuple[int, str]] = {}
    for row_id, field, locator, name in rows:
        rank = TELLING.index(field) if field in TELLING else len(TELLING)
        if rank < best.get(row_id, (99, ""))[0] and (place := place_in_words(name, locator)):
            best[row_id] = (rank, place)
    return {row_id: place for row_id, (_, place) in best.items()}


def place_in_words(file: str | None, locator: dict[str, object]) -> str:
    """The file and the place in it, as far as known."""
    return ", ".join(part for part in (file or "", str(Locator.from_json("", locator))) if part)
