"""The forms for handing in documents."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.queries.drafts import DraftRow
from mapper.queries.programme_drafts import ProgrammeDraftRow
from mapper.queries.workspace import EditionRow


@dataclass(frozen=True, slots=True)
class UploadPage:
    """What may be handed in; `programmes` are those that a new edition can be of, the drafts open ones.

    `title` and `programme` are what was chosen in a form that was refused.
    """

    accepted: tuple[str, ...]
    max_mb: int
    max_pages: int
    programmes: tuple[EditionRow, ...]
    drafts: tuple[DraftRow, ...] = ()
    programme_drafts: tuple[ProgrammeDraftRow, ...] = ()
    title: str = ""
    programme: int | None = None
    fault: str = ""
    is_sample: bool = False
