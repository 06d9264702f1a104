"""A module of a programme's draft between its neighbours, and the text around a place."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.programme_review.doubts import Doubt, weights_total
from mapper.programme_review.parts import Part, PartKind
from mapper.programme_review.passages import Passage
from mapper.programme_review.standing import StandingFinding
from mapper.values import Locator
from web.pages.programme_drafts import DraftView, ShownPart, row_of


@dataclass(frozen=True, slots=True)
class ModuleView:
    """One module of a draft between its neighbours; `chosen` items go to `goes_to` in a form sent back."""

    draft: DraftView
    module: Part
    chosen: tuple[str, ...] = ()
    goes_to: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether the draft holds invented content."""
        return self.draft.is_sample

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is doubtful in it, in the page's order."""
        return self.draft.row.draft.doubts.get(self.module.key, ())

    @property
    def facts(self) -> ShownPart:
        """Its own facts."""
        return self.draft.shown(self.module, self.doubts)

    def items(self, kind: str) -> tuple[ShownPart, ...]:
        """Its items of a kind, in order."""
        return tuple(self.draft.shown(item, self.doubts) for item in self.module.of_kind(PartKind(kind)))

    def doubts_of_list(self, kind: str) -> tuple[Doubt, ...]:
        """What is doubtful about a whole list of items."""
        return tuple(d for d in self.doubts if d.of_list is not None and d.of_list.value == kind)

    def anchor(self, doubt: Doubt) -> str:
        """Where on the page a doubt stands."""
        if doubt.of_list is not None:
            return f"list-{doubt.of_list.value}"
        part = self.draft.row.draft.parts.find(doubt.part)
        is_row = part is not None and part.kind in (PartKind.OUTCOME, PartKind.CONTENT)
        return f"row-{row_of(doubt.part)}" if is_row else f"row-{row_of(doubt.part)}-{doubt.field}"

    @property
    def weights(self) -> float | None:
        """What the weights of its assessments add up to, None where one is unknown."""
        return weights_total(self.module)

    @property
    def findings(self) -> tuple[StandingFinding, ...]:
        """The findings about it."""
        return self.draft.row.draft.findings_of(self.module.key)

    @property
    def dropped(self) -> tuple[Part, ...]:
        """Its dropped items."""
        return tuple(item for item in self.module.items if item.is_dropped)

    @property
    def others(self) -> tuple[Part, ...]:
        """The other modules that stand."""
        return tuple(m for m in self.draft.row.draft.parts.standing if m.key != self.module.key)

    @property
    def before(self) -> Part | None:
        """The module before it."""
        return self._neighbour(-1)

    @property
    def after(self) -> Part | None:
        """The module after it."""
        return self._neighbour(1)

    def _neighbour(self, step: int) -> Part | None:
        standing = self.draft.row.draft.parts.standing
        at = next((n for n, m in enumerate(standing) if m.key == self.module.key), None)
        if at is None or not 0 <= at + step < len(standing):
            return None
        return standing[at + step]

    @property
    def position(self) -> tuple[int, int]:
        """Which module it is, from 1, of how many; 0 where it is dropped."""
        keys = [m.key for m in self.draft.row.draft.parts.standing]
        return (keys.index(self.module.key) + 1 if self.module.key in keys else 0, len(keys))

    def doubtful(self, step: int) -> Part | None:
        """The next module (1), or the one before (-1), in which something is doubtful."""
        draft = self.draft.row.draft
        standing = draft.parts.standing
        at = next((n for n, m in enumerate(standing) if m.key == self.module.key), 0)
        onward = standing[at + 1 :] if step > 0 else standing[:at][::-1]
        return next((m for m in onward if draft.doubts[m.key]), None)


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The text around a place of a document; `of` is the key of the module to go back to, if any."""

    draft: DraftView
    place: Locator
    passages: tuple[Passage, ...]
    of: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether the draft holds invented content."""
        return self.draft.is_sample
