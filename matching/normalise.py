"""Words of a text: where they stand, and the stem under which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

import snowballstemmer

# White space, punctuation, bullets and private-use signs end a word; everything else is part of
# one, so that scripts with combining vowel signs (which `\w` does not match) stay whole.
WORD = re.compile(
    r"[^\s!-/:-@\[-`{-~\u0080-\u00a9\u00ab-\u00b1\u00b4-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u2000-\u200b\u200e-\u206f\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\ue000-\uf8ff"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufffd]+"
)

# Han characters stand without spaces between words, and most words of two of them: each two neighbours
# are compared as a word, as indexes of such texts do (Lucene's CJKBigramFilter, for one). What stands
# between them is a word of its own, but for Hiragana, which there are particles and endings.
HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
WITH_HAN = re.compile(f"[{HAN}]")
BY_SCRIPT = re.compile(f"(?P<han>[{HAN}]+)|[\u3041-\u309f]+|(?P<other>[^{HAN}\u3041-\u309f]+)")

# British and American spellings of one word must meet; each pair is (American, British ending).
SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})iz(e|es|ed|er|ers|ing|ation|ations|ational)$"), r"is\1"),
    (re.compile(r"(?<=al)yz(e|es|ed|er|ers|ing)$"), r"ys\1"),
    (re.compile(r"(?<=[a-z])(avi|ab|ol|av|umb|arb|ighb)or(?=$|s$|ed$|ing$|al$|ally$)"), r"\1our"),
    (re.compile(r"^program(s?)$"), r"programme\1"),
    (re.compile(r"^cent(er|ers)$"), "centre"),
    (re.compile(r"^(def|lic|off)ense(s?)$"), r"\1ence\2"),
    (
        re.compile(r"^(cancel|channel|counsel|label|level|model|signal|travel)l(ed|ing|er|ers|or|ors)$"),
        r"\1\2",
    ),
)

# From so many characters on, the words of only a few texts are kept.
LONG = 20_000

# Function words only: a word of the subject, however common, is weighed by how common it is.
STOP_WORDS = frozenset(
    """
    a about above across after again against all also although am among an and any are as at be because
    been before being below between both but by can cannot could did do does doing done down during each
    either etc ever every few for from further had has have having he hence her here hers him his how
    however i if in into is it its itself just less many may me might more most much must my neither no
    nor not now of off often on once one only or other others our ours out over own per quite rather same
    shall she should since so some such than that the their theirs them themselves then there thereby
    therefore these they this those though through throughout thus to too toward towards under until up
    upon us use used using very via was we well were what when where whereas whether which while who whom
    whose why will with within without would yet you your yours s t
    """.split()  # noqa: SIM905 - a list this long is read as words
)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


# Of a long text there are many, and a frozen dataclass takes three times as long to make.
class Word(NamedTuple):
    """A word as written, its stem, and its (start, end) offsets in the text."""

    written: str
    stem: str
    start: int
    end: int


class _Found(NamedTuple):
    """A word as written, and where it begins."""

    written: str
    start: int


@cache
def _stemmer() -> _Stemmer:
    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The form under which a word is compared: lower case, British spelling, English stem (Porter 2)."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    for pattern, british in SPELLINGS:
        plain = pattern.sub(british, plain)
    return _stemmer().stemWord(plain)


def words(text: str) -> tuple[Word, ...]:
    """All words of the text in order, stop words too; numbers are words.

    Of Han characters every two neighbours are one, so that these words overlap.
    """
    return _words(text) if len(text) <= LONG else _words_of_long(text)


# A page compares one criterion with several statements, for several ends.
@lru_cache(maxsize=256)
def _words(text: str) -> tuple[Word, ...]:
    if not WITH_HAN.search(text):
        return tuple([Word(m[0], stem(m[0]), m.start(), m.end()) for m in WORD.finditer(text)])
    parts = (part for m in WORD.finditer(text) for part in _parted(_Found(m[0], m.start())))
    return tuple([Word(p.written, stem(p.written), p.start, p.start + len(p.written)) for p in parts])


# The words of 50,000 take 0.2 s to make and some 10 MB to keep.
_words_of_long = lru_cache(maxsize=4)(_words.__wrapped__)


def is_pair(word: str) -> bool:
    """Whether this is two neighbouring Han characters, which may be a word or parts of two."""
    return len(word) == 2 and len(WITH_HAN.findall(word)) == 2


def _parted(whole: _Found) -> Iterator[_Found]:
    """The words of what stands between spaces: pairs of its Han characters, and what else is in it."""
    if not WITH_HAN.search(whole.written):
        yield whole
        return
    for m in BY_SCRIPT.finditer(whole.written):
        start = whole.start + m.start()
        if m["other"]:
            yield _Found(m["other"], start)
        elif m["han"]:
            for at in range(max(1, len(m["han"]) - 1)):
                yield _Found(m["han"][at : at + 2], start + at)


def is_stop_word(word: str) -> bool:
    """Whether the word says nothing of the subject (an English function word)."""
    return word.casefold() in STOP_WORDS


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    """The stems of the text in order, without stop words; the same text always gives the same ones."""
    if WITH_HAN.search(text):
        return tuple(word.stem for word in words(text) if not is_stop_word(word.written))
    return tuple(stem(m) for m in WORD.findall(text) if m.casefold() not in STOP_WORDS)


@lru_cache(maxsize=20_000)
def squeezed(text: str) -> str:
    """The text's words in lower case with one space between, for comparing wording exactly."""
    return " ".join(unicodedata.normalize("NFKC", m).casefold() for m in WORD.findall(text))
