"""The terms of every text that was read, by number, so that a text is read once however often it is compared."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import numpy as np

from matching.normalise import squeezed, stems
from matching.rows import Numbers, Terms

# Runs of so many letters, within a word and its edges, are the pieces that spelling compares.
LETTERS = (3, 4)
# A reader that knows more than this is let go, and a new one begins: some hundred megabytes.
MOST_TEXTS, MOST_TERMS = 50_000, 1_000_000


class Reader:
    """Numbers the stems and the runs of letters it meets. What numbers they get is of no consequence."""

    def __init__(self) -> None:
        self._stems: dict[str, int] = {}
        self._pieces: dict[str, int] = {}
        self._of_words: dict[str, Numbers] = {}
        self._words: dict[str, Terms] = {}
        self._spelling: dict[str, Terms] = {}
        self._lock = threading.Lock()

    @property
    def sizes(self) -> tuple[int, int]:
        """Numbers of stems and of runs of letters lie from 0 up to below these."""
        return len(self._stems) + 1, len(self._pieces) + 1

    @property
    def is_full(self) -> bool:
        """Whether it is time for a new one."""
        return len(self._spelling) > MOST_TEXTS or len(self._pieces) > MOST_TERMS

    def words(self, text: str) -> Terms:
        """The stems of the text, without stop words."""
        if (found := self._words.get(text)) is None:
            with self._lock:
                found = self._words[text] = Terms.of(_numbers(stems(text), self._stems))
        return found

    def spelling(self, text: str) -> Terms:
        """The runs of letters of the text's words, their edges marked; short words whole."""
        if (found := self._spelling.get(text)) is None:
            with self._lock:
                of_words = [self._of_word(word) for word in squeezed(text).split()]
                found = Terms.of(np.concatenate([np.zeros(0, dtype=np.int32), *of_words]))
                self._spelling[text] = found
        return found

    def number_of(self, stem: str, otherwise: int) -> int:
        """The number of a stem, or the other one where no text read so far holds it."""
        return self._stems.get(stem, otherwise)

    def _of_word(self, word: str) -> Numbers:
        if (found := self._of_words.get(word)) is None:
            found = self._of_words[word] = _numbers(_pieces(word), self._pieces)
        return found


_readers = [Reader()]


def current_reader() -> Reader:
    """The process's reader. A task keeps the one it began with, for another may follow."""
    reader = _readers[0]
    if reader.is_full:
        reader = _readers[0] = Reader()
    return reader


def _numbers(terms: Iterable[str], known: dict[str, int]) -> Numbers:
    return np.array([known.setdefault(term, len(known)) for term in terms], dtype=np.int32)


def _pieces(word: str) -> list[str]:
    marked = f" {word} "
    found: list[str] = []
    for length in range(LETTERS[0], LETTERS[1] + 1):
        found += [marked[i : i + length] for i in range(max(1, len(marked) - length + 1))]
        if len(marked) <= length:
            break
    return found
