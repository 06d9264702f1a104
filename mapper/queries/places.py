"""Where statements stand in their documents, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from mapper import models
from mapper.values import Locator

# The field whose place stands for the whole statement, best first.
TELLING = ("description", "text", "title", "type", "weight", "outcomes")


def places_of(session: Session, *, statement_ids: Sequence[int]) -> dict[int, str]:
    """By statement: "handbook.pdf, page 12"; one without a known place is left out."""
    rows = session.exec(
        select(models.FieldOrigin, models.SourceDocument.name)
        .join(
            models.SourceDocument,
            col(models.SourceDocument.id) == col(models.FieldOrigin.source_document_id),
            isouter=True,
        )
        .where(
            models.FieldOrigin.row_kind == models.RowKind.STATEMENT,
            col(models.FieldOrigin.row_id).in_(statement_ids),
        )
    ).all()
    best: dict[int, tuple[int, str]] = {}
    for origin, name in rows:
        rank = TELLING.index(origin.field) if origin.field in TELLING else len(TELLING)
        place = place_in_words(name, origin.locator)
        if place and rank < best.get(origin.row_id, (99, ""))[0]:
            best[origin.row_id] = (rank, place)
    return {row_id: place for row_id, (_, place) in best.items()}


def place_in_words(file: str | None, locator: dict[str, object]) -> str:
    """The file and the place in it, as far as known."""
    return ", ".join(part for part in (file or "", str(Locator.from_json("", locator))) if part)
