"""Words that two texts share, as the evidence writes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mapper.catalogue.verbs import verbs_of
from matching.normalise import is_stop_word, stem, stems, words
from matching.values import Evidence


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The statements' words; `rarity` tells how rare a stem is."""

    evidence: Sequence[Evidence]
    rarity: Callable[[str], float]

    def shared_with(self, criterion: str) -> Callable[[int], tuple[str, ...]]:
        """What finds the words that the statement at a position shares with the criterion, rarest first."""
        wanted = frozenset(stems(criterion))

        def shared(position: int) -> tuple[str, ...]:
            written = first_written(self.evidence[position].text)
            met = wanted & written.keys()
            if len(met) < 2:
                return tuple([written[stem] for stem in met])
            common = [stem for stem in written if stem in met]
            common.sort(key=self.rarity, reverse=True)
            return tuple([written[stem] for stem in common])

        return shared


@lru_cache(maxsize=20_000)
def first_written(text: str) -> Mapping[str, str]:
    """Each stem of the text that is no stop word, with its word as first written, in text order."""
    found: dict[str, str] = {}
    for word in words(text):
        if not is_stop_word(word.written):
            found.setdefault(word.stem, word.written)
    return found


@lru_cache(maxsize=20_000)
def command_stems(criterion: str) -> frozenset[str]:
    """The stems of the verbs that a criterion commands ("Evaluate …"): they are no words of its subject."""
    return frozenset(its for verb in verbs_of(criterion) for its in stems(verb))


def is_command_alone(criterion: str, shared: Collection[str]) -> bool:
    """Whether words that are shared with a criterion are all of them what it commands; of none, no."""
    return bool(shared) and {stem(word) for word in shared} <= command_stems(criterion)
