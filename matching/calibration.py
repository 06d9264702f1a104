"""Chances that a mapping's own decisions teach, in place of the rough ones, once there are enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matching.bands import Band
from matching.chances import CHANCES

# Before so many judged suggestions, with confirmed and rejected ones among them, a share says little:
# of 30, one half lies within 18 points with a certainty of 95 in 100.
ENOUGH = 30
# The rough chance counts as much as so many judgements of its band, so that few judgements in a band
# move it a little and many decide.
ROUGH_COUNTS = 5.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """The chance, from 0 to 1, that a suggestion of each band is confirmed, and how many were judged."""

    chances: Mapping[Band, float]
    judged: int

    @property
    def is_own(self) -> bool:
        """Whether the chances come from these decisions, and are not the rough ones."""
        return self.judged >= ENOUGH

    def per_hundred(self, band: str) -> int | None:
        """About how many in 100 such suggestions are confirmed; None as long as the chances are rough."""
        known = {str(name): chance for name, chance in self.chances.items()}
        return round(100 * known[band]) if self.is_own and band in known else None


ROUGH = Calibration(CHANCES, 0)


def calibrated(judgements: Iterable[tuple[str, bool]]) -> Calibration:
    """The chances by band that judged suggestions show: (band, whether it was confirmed) of each.

    `ROUGH` where there are fewer than 30, or all went one way. The mean of a beta distribution that
    begins at the rough chance (Bayes), levelled so that a higher band never has the lower chance
    (pooling adjacent violators). People judge what they are shown, best first, so that these are
    chances of suggestions like those that were judged.
    """
    known = [(band, confirmed) for band, confirmed in judgements if band in CHANCES]
    if len(known) < ENOUGH or len({confirmed for _, confirmed in known}) < 2:
        return ROUGH
    pools: list[tuple[list[Band], float, float]] = []
    for band in sorted(CHANCES, key=lambda each: CHANCES[each]):
        own = [confirmed for judged, confirmed in known if judged == band]
        pool: tuple[list[Band], float, float] = (
            [band],
            CHANCES[band] * ROUGH_COUNTS + sum(own),
            ROUGH_COUNTS + len(own),
        )
        while pools and pools[-1][1] / pools[-1][2] > pool[1] / pool[2]:
            below = pools.pop()
            pool = (below[0] + pool[0], below[1] + pool[1], below[2] + pool[2])
        pools.append(pool)
    chances = {band: confirmed / judged for bands, confirmed, judged in pools for band in bands}
    return Calibration(chances, len(known))
