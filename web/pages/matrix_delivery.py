"""What delivers a learning outcome, as its header row in the matrix shows it by module."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mapper.queries.rows import ModuleRow
from mapper.teaching import OutcomeDelivery


@dataclass(frozen=True, slots=True)
class DeliveryMark:
    """A module's part in delivering an outcome: by mark and words as well as colour."""

    module: ModuleRow
    state: str

    @property
    def mark(self) -> str:
        """ "delivers", "suspect", "suggested", or "–"."""
        return self.state or "–"

    @property
    def words(self) -> str:
        """The state for those who hear the page."""
        name = self.module.code or self.module.name
        told = {
            "delivers": "confirmed to deliver it",
            "suspect": "confirmed once, the wording has changed since",
            "suggested": "suggested, not judged",
        }
        return f"{name}: {told.get(self.state, 'nothing suggested')}"


def closed_mark(delivery: OutcomeDelivery, opened: Collection[int]) -> str:
    """What modules that are not open do for an outcome: "2 deliver", "1 suspect", "1 suggested", or "–"."""
    closed = {
        state: len([i for i in ids if i not in opened])
        for state, ids in (
            ("deliver", delivery.confirmed),
            ("suspect", delivery.suspect),
            ("suggested", delivery.waiting_modules),
        )
    }
    strongest = next(((state, count) for state, count in closed.items() if count), None)
    if strongest is None:
        return "–"
    state, count = strongest
    return f"{count} {'delivers' if state == 'deliver' and count == 1 else state}"


def delivery_mark(delivery: OutcomeDelivery, module: ModuleRow) -> DeliveryMark:
    """The strongest thing known of a module: it delivers, is suspect, is suggested, or nothing."""
    for state, ids in (
        ("delivers", delivery.confirmed),
        ("suspect", delivery.suspect),
        ("suggested", delivery.waiting_modules),
    ):
        if module.id in ids:
            return DeliveryMark(module, state)
    return DeliveryMark(module, "")
