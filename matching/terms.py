"""Words that two texts share, as the evidence writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matching.normalise import is_stop_word, stems, words
from matching.values import Evidence


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The written words of every statement by stem, and how rare each stem is."""

    written: tuple[Mapping[str, str], ...]
    rarity: Mapping[str, float]

    @classmethod
    def of(cls, evidence: Sequence[Evidence], *, rarity: Mapping[str, float]) -> Vocabulary:
        """The vocabulary of these statements, in their order."""
        return cls(tuple(first_written(e.text) for e in evidence), rarity)

    def shared_terms(self, criterion: str, position: int) -> tuple[str, ...]:
        """Words of the statement at `position` that the criterion has too, rarest first."""
        return _shared(_stems(criterion), self.written[position], self.rarity)


def _shared(
    wanted: frozenset[str], written: Mapping[str, str], rarity: Mapping[str, float]
) -> tuple[str, ...]:
    met = wanted & written.keys()
    common = [stem for stem in written if stem in met] if len(met) > 1 else list(met)
    return tuple(written[stem] for stem in sorted(common, key=lambda stem: -rarity.get(stem, 0.0)))


@lru_cache(maxsize=4_096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


@lru_cache(maxsize=20_000)
def first_written(text: str) -> Mapping[str, str]:
    """Each stem of the text that is no stop word, with its word as first written, in text order."""
    found: dict[str, str] = {}
    for word in words(text):
        if not is_stop_word(word.written):
            found.setdefault(word.stem, word.written)
    return found
