"""The forms for handing in documents."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.queries.drafts import DraftRow
from mapper.queries.workspace import EditionRow


@dataclass(frozen=True, slots=True)
class UploadPage:
    """What may be handed in; `programmes` are those that a new edition can be of, `drafts` open ones."""

    accepted: tuple[str, ...]
    max_mb: int
    max_pages: int
    programmes: tuple[EditionRow, ...]
    drafts: tuple[DraftRow, ...] = ()
    fault: str = ""
    is_sample: bool = False
