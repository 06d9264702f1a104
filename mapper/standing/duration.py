"""A programme longer than a qualification may take, and when its learners are then to be registered.

Durations are words of the documents: what they do not say plainly is not known. That a qualification's
maximum counts from registration, and that evidence from before it needs ILM's consent, is practice.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mapper.catalogue.facts import QualificationFacts
from mapper.queries.rows import LoadedMapping
from mapper.values import Finding, Severity

NUMBERS_IN_WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_WORD = rf"(?:(?:{'|'.join(TENS)})[\s-])?(?:{'|'.join(sorted([*NUMBERS_IN_WORDS, *TENS], key=len, reverse=True))})"
_NUMBER = rf"\d{{1,4}}(?:\.\d{{1,3}})?|{_WORD}"
# Of a range ("3 to 5 years") the end counts: some learner takes that long.
_START = rf"(?:\d+(?:\.\d+)?|{'|'.join(NUMBERS_IN_WORDS)})\s*(?:-|–|—|to|or)\s*"
_LENGTH = rf"(?:{_START})?(?<![\w.])(?P<number>{_NUMBER})[\s-]*(?P<unit>year|yr|month|week)"
_MODE = r"(?P<mode>full[\s-]?time|part[\s-]?time|sandwich|accelerated|distance learning)"
_TOKEN = re.compile(rf"{_LENGTH}|{_MODE}", re.IGNORECASE)
_NO_MAXIMUM = re.compile(r"\b(?:minimum|at least|not less than|or more)\b", re.IGNORECASE)
_MONTHS = {"year": 12.0, "yr": 12.0, "month": 1.0, "week": 12 / 52}
SUBJECT = "the programme's duration"


@dataclass(frozen=True, slots=True)
class ModeLength:
    """How long a mode of study takes; `mode` is "" where the words do not say which it is."""

    mode: str
    months: float


def mode_lengths(duration: str | None, mode: str | None) -> tuple[ModeLength, ...]:
    """The lengths that a programme's duration states, each with its mode where the words pair them.

    `mode` is the programme's own field: it names the mode of a single length, if it names just one.
    """
    tokens = list(_TOKEN.finditer(duration or ""))
    lengths = [_months(t) for t in tokens if t["number"]]
    modes = [_mode(t) for t in tokens if t["mode"]]
    is_paired = all(bool(a["mode"]) != bool(b["mode"]) for a, b in pairwise(tokens))
    if modes and is_paired and len(lengths) == len(modes):
        return tuple(map(ModeLength, modes, lengths))
    if not modes and len(set(own := modes_named(mode))) == 1:
        return tuple(ModeLength(own[0], months) for months in lengths)
    return tuple(ModeLength("", months) for months in lengths)


def modes_named(text: str | None) -> tuple[str, ...]:
    """The modes of study that the words name, each once, in order: "full-time", "part-time" …"""
    return tuple(dict.fromkeys(_mode(t) for t in _TOKEN.finditer(text or "") if t["mode"]))


def maximum_months(duration: str | None) -> float | None:
    """The only length that a qualification's duration states, in months; None for a least one."""
    found = [_months(t) for t in _TOKEN.finditer(duration or "") if t["number"]]
    return found[0] if len(found) == 1 and not _NO_MAXIMUM.search(duration or "") else None


def duration_of_mapping(
    mapping: LoadedMapping, qualifications: Iterable[QualificationFacts]
) -> tuple[Finding, ...]:
    """The findings on a mapping's programme, whose qualification is among those of its specification."""
    number = mapping.qualification.accreditation_number
    found = next((q for q in qualifications if q.accreditation_number == number), None)
    return duration_findings(
        qualification=found.duration if found else None,
        title=mapping.qualification.title,
        duration=mapping.duration,
        mode=mapping.mode,
    )


def duration_findings(
    *, qualification: str | None, title: str, duration: str | None, mode: str | None
) -> tuple[Finding, ...]:
    """A warning for each mode that takes longer than the qualification may, with when to register.

    `qualification` and `duration` are texts as written, None where nothing is; years are years of
    study, for nothing says when the programme starts. What cannot be compared is said as a note.
    """
    most = maximum_months(qualification)
    if most is None:
        return (_no_maximum(title, qualification),)
    lengths = mode_lengths(duration, mode)
    if not lengths:
        return (_no_length(duration, most),)
    longer = [one for one in lengths if one.months > most]
    return (*(_too_long(one, most) for one in longer), *_left_out(lengths, duration, mode, most))


def _no_maximum(title: str, stated: str | None) -> Finding:
    said = f"states “{stated}”, of which no maximum could be read" if stated else "states no maximum duration"
    return Finding(
        Severity.INFO,
        title,
        f"The specification {said}, so it is not known how long after registration learners may complete it.",
        "Ask ILM how long a registration lasts.",
    )


def _no_length(stated: str | None, most: float) -> Finding:
    said = f"“{stated}” names no length" if stated else "It is not stated how long the programme takes"
    return Finding(
        Severity.INFO,
        SUBJECT,
        f"{said}; the qualification is to be completed in {in_words(most)}.",
        "State the duration of each mode of study, such as “3 years full-time, 6 years part-time”.",
    )


def _too_long(one: ModeLength, most: float) -> Finding:
    how = f" {one.mode}" if one.mode else ""
    return Finding(
        Severity.WARNING,
        f"{one.mode or 'the programme'}, {in_words(one.months)}",
        f"The programme takes {in_words(one.months)}{how}, and the qualification is to be completed in "
        f"{in_words(most)}, in practice counted from registration.",
        f"Register these learners no earlier than {_register_from(one.months - most)}, and have ILM "
        "confirm that what they were assessed on before that counts.",
    )


def _left_out(
    lengths: Sequence[ModeLength], duration: str | None, mode: str | None, most: float
) -> Iterator[Finding]:
    """A mode that the programme has, and of which no length is stated."""
    named = (*modes_named(duration), *modes_named(mode))
    known = {one.mode for one in lengths}
    unknown = [one for one in dict.fromkeys(named) if one not in known]
    if not unknown or (len(named) == 1 and len(lengths) == 1):
        return
    yield Finding(
        Severity.INFO,
        SUBJECT,
        f"How long the programme takes {' or '.join(unknown)} is not stated plainly; the qualification is "
        f"to be completed in {in_words(most)}.",
        "State the duration of each mode of study, such as “3 years full-time, 6 years part-time”.",
    )


def _register_from(offset: float) -> str:
    """When the rest of the programme fits the maximum, in years of study; months are rounded up."""
    years, months = divmod(math.ceil(offset), 12)
    if not months:
        return f"the start of year {years + 1}"
    return f"{in_words(months)} into year {years + 1}"


def in_words(months: float) -> str:
    """ "3 years", "18 months", "1 year"."""
    count, unit = (months / 12, "year") if months % 12 == 0 else (round(months, 1), "month")
    return f"{count:g} {unit}{'' if count == 1 else 's'}"


def _months(token: re.Match[str]) -> float:
    words = re.split(r"[\s-]", token["number"].lower())
    known = TENS | {word: i for i, word in enumerate(NUMBERS_IN_WORDS, 1)}
    count = sum(float(known.get(word, word)) for word in words)
    return count * _MONTHS[token["unit"].lower()]


def _mode(token: re.Match[str]) -> str:
    return re.sub(r"^(full|part)[\s-]?time$", r"\1-time", token["mode"].lower())
