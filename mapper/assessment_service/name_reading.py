"""A submission's file name as somebody wrote it → its parts, and what is amiss with each.

The rule is an initial, a full stop, the surname, a hyphen, the enrolment number, and the number of the
submission in brackets: S.Smith-ABC123(1) (seed 002, 5.1). What it leaves open (extensions, accents,
apostrophes, double surnames) is taken as it comes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from mapper.values import Severity

PATTERN = "S.Smith-ABC123(1)"
FIRST, RESUBMISSION = 1, 2
LATEST_MEANT = 4  # the document speaks of up to three resubmissions

EXTENSIONS = "docx?|docm|dotx|odt|rtf|pdf|txt|pages|pptx?|xlsx?|zip|mp[34]|m4a|mov|wav|jpe?g|png"
DASHES = "‐‑‒–—―−"
LETTER = r"[^\W\d_]"

_EXTENSION = re.compile(rf"(\.(?:{EXTENSIONS})|(?<=[)\]}}])\s*\.[A-Za-z0-9]{{1,5}})$", re.IGNORECASE)
_COPY = re.compile(r"[\s_-]*\bcopy\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"[\s_]*[(\[{（]\s*([0-9]{1,3})\s*[)\]}）]\s*$")
_TRAILING = re.compile(r"(\([0-9]\))\s*([^\s()][^()]*)$")
_NO_NUMBER = re.compile(r"\s*\([^()]*\)\s*$")
_BARE_NUMBER = re.compile(r"(?<=[0-9])[\s_-]+(?:v|submission\s*|resubmission\s*)?([1-9])$", re.IGNORECASE)
_ENROLMENT = re.compile(
    r"(?P<name>.+?)(?P<between>[\s_-]+(?:ENR[\s_-]+)?)(?P<number>[A-Za-z]*[0-9][A-Za-z0-9]*)"
)
_GLUED = re.compile(r"(?P<name>.*[a-z])(?P<number>[A-Z]{2,4}[0-9]+)")
_TURNED = re.compile(r"(?P<number>[A-Za-z]{2,4}[0-9]+)[\s_-]+(?P<name>.+)")
_BROKEN = re.compile(rf"(?P<name>.*{LETTER}.*?)(?P<between>[\s_-]+)(?P<start>[A-Z]{{3}})")
# One mark between two runs of letters, never none: a choice there makes long names take for ever.
_SURNAME = re.compile(rf"{LETTER}+(?:(?:['’ʼ -]|\. ?){LETTER}+)*['’ʼ]?")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something amiss with a name: an error breaks the rule, a warning is for a person to look at."""

    message: str
    remedy: str
    severity: Severity = Severity.ERROR


@dataclass(slots=True)
class Reading:
    """What was read of a name so far; a part is None where it is missing or could be several things."""

    rest: str
    initial: str | None = None
    surname: str | None = None
    enrolment: str | None = None
    number: int | None = None
    extension: str = ""
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, message: str, remedy: str, severity: Severity = Severity.ERROR) -> None:
        """Keeps something amiss."""
        self.doubts.append(Doubt(message, remedy, severity))

    @property
    def right_name(self) -> str | None:
        """The name that the rule makes of the parts, with the extension; None while one is missing."""
        if self.initial is None or self.surname is None or self.enrolment is None or self.number is None:
            return None
        return f"{self.initial}.{self.surname}-{self.enrolment}({self.number}){self.extension}"


def read_name(name: str, *, submission: int | None = None) -> Reading:
    """The parts of a name and what is amiss, in the order in which they stand.

    `submission` is the number that it should have (1 or 2), None where that is not known.
    """
    reading = Reading(unicodedata.normalize("NFC", name))
    dashed = reading.rest.translate(dict.fromkeys(map(ord, DASHES), "-"))
    if dashed != reading.rest:
        reading.rest = dashed
        reading.doubt("It has a long dash.", "Type a plain hyphen instead.")
    _take_extension(reading)
    _take_number(reading, submission)
    _take_enrolment(reading)
    _take_person(reading)
    return reading


def _take_extension(reading: Reading) -> None:
    found = _EXTENSION.search(reading.rest)
    while found:
        if reading.extension:
            reading.doubt("It has more than one extension.", "Keep the last one.")
        reading.extension = reading.extension or found[1].strip()
        reading.rest = reading.rest[: found.start()].rstrip()
        found = _EXTENSION.search(reading.rest)
    copied = _COPY.search(reading.rest)
    if copied:
        reading.rest = reading.rest[: copied.start()]
        reading.doubt("It is marked as a copy.", "Leave “copy” out.")


def _take_number(reading: Reading, submission: int | None) -> None:
    trailing = _TRAILING.search(reading.rest)
    if trailing:
        reading.rest = reading.rest[: trailing.start(2)].rstrip()
        reading.doubt(
            f"“{trailing[2]}” follows the number of the submission.", "End the name with the brackets."
        )
    found = _NUMBER.search(reading.rest)
    if not found:
        _take_bare_number(reading, submission)
        return
    reading.rest = reading.rest[: found.start()]
    earlier = _NUMBER.search(reading.rest)
    if earlier:
        reading.doubt(
            "It has two numbers in brackets, the last of which a computer adds to a copy.", "Keep the first."
        )
        while earlier:
            found, reading.rest = earlier, reading.rest[: earlier.start()]
            earlier = _NUMBER.search(reading.rest)
    number = int(found[1])
    if found[0] != f"({number})":
        reading.doubt(
            f"The number of the submission stands as “{found[0].strip()}”.",
            "Write it in round brackets, one digit, without a space before it or in it.",
        )
    _judge_number(reading, number, submission)


def _take_bare_number(reading: Reading, submission: int | None) -> None:
    found = _BARE_NUMBER.search(reading.rest)
    if found:
        reading.rest = reading.rest[: found.start()]
        reading.doubt("The number of the submission is not in brackets.", "End the name with (1) or (2).")
        _judge_number(reading, int(found[1]), submission)
        return
    reading.number = submission
    reading.rest = _NO_NUMBER.sub("", reading.rest)
    reading.doubt(
        "The number of the submission is missing.",
        "End the name with (1) for a first submission, with (2) for a resubmission.",
    )


def _judge_number(reading: Reading, number: int, submission: int | None) -> None:
    if submission is not None and number != submission:
        kind = "a first submission" if submission == FIRST else "a resubmission"
        reading.doubt(f"It ends with ({number}), but this is {kind}.", f"End it with ({submission}).")
        reading.number = submission
    elif number in {FIRST, RESUBMISSION}:
        reading.number = number
    else:
        reading.number = RESUBMISSION if FIRST < number <= LATEST_MEANT else None
        reading.doubt(
            f"It ends with ({number}), and the rule knows (1) and (2) only.",
            "Write (1) for a first submission, (2) for a resubmission, and ask ILM whether later ones differ.",
        )


def _take_enrolment(reading: Reading) -> None:
    rest = reading.rest.strip()
    if rest != reading.rest:
        reading.doubt("It has a space at an end or before the brackets.", "Take the space out.")
    found = _ENROLMENT.fullmatch(rest)
    if found:
        reading.rest = found["name"]
        broken = _BROKEN.fullmatch(found["name"]) if found["number"].isdigit() else None
        if broken:
            reading.rest = broken["name"]
            whole = broken["start"] + found["number"]
            said = f"{broken['start']}{found['between']}{found['number']}"
            reading.doubt(f"The enrolment number is broken up: “{said}”.", f"Write {whole}.")
            _judge_enrolment(reading, whole)
            return
        if found["between"] != "-":
            reading.doubt(
                "Name and enrolment number are not joined by one hyphen.",
                "Put one hyphen between them, without spaces.",
            )
        _judge_enrolment(reading, found["number"])
    elif (glued := _GLUED.fullmatch(rest)) or (glued := _TURNED.fullmatch(rest)):
        reading.rest = glued["name"]
        reading.doubt(
            "The enrolment number does not follow the name and a hyphen.", f"Write it as in {PATTERN}."
        )
        _judge_enrolment(reading, glued["number"])
    else:
        reading.rest = rest
        reading.doubt(
            "No enrolment number can be made out.",
            "Put the learner’s enrolment number after the surname and a hyphen, as Walled Garden shows it.",
        )


def _judge_enrolment(reading: Reading, number: str) -> None:
    reading.enrolment = number.upper()
    if not re.fullmatch("[A-Z]{3}[0-9]+", reading.enrolment):
        reading.enrolment = number
        reading.doubt(
            f"The enrolment number {number} is not built like ABC123, three letters and digits.",
            "Compare it with Walled Garden.",
            Severity.WARNING,
        )
    elif number != reading.enrolment:
        reading.doubt(
            f"The enrolment number {number} has small letters.",
            f"Write {reading.enrolment}.",
            Severity.WARNING,
        )


def _take_person(reading: Reading) -> None:
    said = " ".join(reading.rest.replace("_", " ").split())
    found = re.match(rf"({LETTER})(\s*\.\s*|\s+)(?=\S)", said)
    if not found:
        _take_person_turned(reading, said)
        return
    reading.initial, surname = found[1].upper(), said[found.end() :]
    if found[2] != "." or said != reading.rest:
        reading.doubt(
            "The initial and the surname are not joined by one full stop alone.",
            f"Write the name as in {PATTERN}.",
        )
    more = re.match(rf"(?:{LETTER}\.\s*|{LETTER}\s+)+(?={LETTER})", surname)
    if more:
        surname = surname[more.end() :]
        reading.doubt(
            "It has more than one initial, and ILM’s example has one.",
            "Keep the first only, unless ILM’s enrolment has them all.",
            Severity.WARNING,
        )
    if found[1] != reading.initial:
        surname = surname[:1].upper() + surname[1:]
        reading.doubt("The initial is a small letter.", "Write it as a capital.", Severity.WARNING)
    _judge_surname(reading, surname)


def _take_person_turned(reading: Reading, said: str) -> None:
    turned = re.fullmatch(rf"(.*{LETTER}{{2}}),?\s*[\s,.]\s*({LETTER})\.?", said)
    whole = re.fullmatch(rf"([A-Z]){LETTER}+\s*[.\s]\s*(\S.*)", said)
    if turned:
        reading.initial = turned[2].upper()
        reading.doubt("The surname stands before the initial.", "Put the initial and a full stop first.")
        _judge_surname(reading, turned[1])
    elif whole and whole[2][0].isupper():
        reading.initial = whole[1]
        reading.doubt("It begins with a whole first name.", f"Begin with its initial alone, {whole[1]}.")
        _judge_surname(reading, whole[2])
    else:
        reading.doubt(
            "It does not begin with an initial and a full stop.", f"Begin the name as in {PATTERN}."
        )


def _judge_surname(reading: Reading, surname: str) -> None:
    if _SURNAME.fullmatch(surname):
        reading.surname = surname
        return
    tidied = re.sub(r"\s*-[\s-]*", "-", surname.strip(" .-,"))
    odd = sorted({c for c in tidied if not re.fullmatch(rf"{LETTER}|[-'’ʼ. ]", c)})
    if odd:
        reading.doubt(f"The surname holds “{''.join(odd)}”.", "Use letters, hyphens and apostrophes.")
        return
    reading.doubt(
        "The surname has a mark too many, or none of its letters.", f"Write the name as in {PATTERN}."
    )
    reading.surname = tidied if _SURNAME.fullmatch(tidied) else None
