"""What documents say of delivery: what somebody confirmed, and plainly where nobody did."""

from __future__ import annotations

import pytest

from exports.documents.evidence import delivery_note
from mapper.record import LearningOutcomeRecord

LAMPS, CREWS = "HB101 Lamps and lenses", "HB102 Crews"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"delivered_by": (LAMPS, CREWS)}, f"Delivered by {LAMPS} and {CREWS}."),
        ({"delivered_by": (LAMPS,), "evidenced_by": (CREWS,)}, f"Delivered by {LAMPS}."),
        ({"evidenced_by": (CREWS,)}, f"Delivery not confirmed; evidence comes from {CREWS}."),
        ({}, "Delivery not confirmed."),
        (
            {"once_delivered_by": (LAMPS,)},
            f"Delivery not confirmed. The wording has changed since {LAMPS} was confirmed, so that does"
            " not count.",
        ),
    ],
)
def test_only_confirmed_delivery_is_told_as_delivery(told: dict[str, tuple[str, ...]], said: str) -> None:
    assert delivery_note(LearningOutcomeRecord("1", "Know lamps", (), **told)) == said
