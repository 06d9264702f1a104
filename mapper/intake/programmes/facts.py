"""Facts of a module from the value of a label or cell, read by the kind of fact."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mapper.intake.document import Paragraph
from mapper.intake.programmes import figures
from mapper.intake.programmes.drafts import Found, ModuleDraft, ProgrammeDraft, Scalar
from mapper.intake.programmes.events import Entry
from mapper.intake.programmes.wording import codes, name_parts, plain
from mapper.values import Finding, Locator, Severity

_FACTS_IN_LINE = (
    ("level", re.compile(r"\blevel\s+(\d)\b", re.I)),
    ("credits", re.compile(r"\b(\d{1,3})\s+(?:uk |cats |scqf )?credits?\b", re.I)),
    (
        "credits",
        re.compile(r"\bcredits?(?: value| rating| points)?:?\s(\d{1,3})\b(?!\s+(?:uk |cats )?credits)", re.I),
    ),
    ("pass_mark", re.compile(r"\bpass mark:?\s(\d{1,3})\b", re.I)),
    ("year", re.compile(r"\byear\s+(\d)\b", re.I)),
    (
        "status",
        re.compile(r"\b(core|compulsory|mandatory|optional|option|elective)(?=\W*$|\s+module\b)", re.I),
    ),
)
_STATUS_LINE = re.compile(r"^\w+\s+(?:module|for|on)\b", re.I)
_ONLY_FACTS = re.compile(
    r"^(?:(?:fheq|value|rating|pass|mark|level|year|semester|term|\d{1,3}|uk|cats|ects|credits?|points?|core|compulsory|mandatory|optional|option"
    r"|elective|module|an?|and|at|of|worth|in|with|spring|summer|autumn|winter)\b\W*)+$",
    re.I,
)
"""A line that holds nothing but such facts: "Level 4, 30 credits. Year 1, core module."."""
_CREDITS_FIRST = re.compile(r"^(\d{1,3}) credits\b(?! (?:at|from|of|in)\b)", re.I)
_CREDITS_LAST = re.compile(r"\s(\d{1,3}) credits?$", re.I)
_UNREAD = ("credits", "pass_mark")


def learn_fact(module: ModuleDraft, name: str, text: str, place: Locator) -> None:
    """Keep the fact as the contract wants it; what cannot be read becomes a finding with its place."""
    text = figures.ticked(" ".join(text.split()))
    if figures.says_nothing(text):
        return
    value = read_fact(name, text)
    if value is None:
        if name in _UNREAD:
            module.findings.append(_unread(module, name, text, place))
        return
    known = module.facts.get(name)
    if known and differ(known.value, value) and name != "status":
        module.findings.append(conflict(module.name, name, known, Found(value, place)))
    module.learn(name, value, place)


def read_fact(name: str, text: str) -> Scalar | None:
    """The value of that fact in the text; None where it cannot be read."""
    if name in ("credits", "ects"):
        return figures.read_credits(text)
    if name == "level":
        return figures.read_level(text)
    if name == "year":
        return figures.read_year(text)
    if name == "pass_mark":
        return figures.read_pass_mark(text)
    if name == "status":
        return text if figures.is_status(text) or (len(text) <= 2 and text.isalpha()) else None
    return text


def differ(one: Scalar, other: Scalar) -> bool:
    """Whether two values say different things, and not one of them only more than the other."""
    a, b = plain(str(one)), plain(str(other))
    return a != b and a not in b and b not in a


def conflict(subject: str, name: str, first: Found, second: Found) -> Finding:
    """The finding that two places say different things of one fact."""
    what = name.replace("_", " ")
    where = f" ({second.locator.file}, {second.locator})" if str(second.locator) else ""
    return Finding(
        Severity.WARNING,
        subject,
        f"The {what} is “{first.value}” in one place and “{second.value}” in another{where}; the first was kept.",
        f"Check which {what} is right and correct the document.",
        second.locator,
    )


def _unread(module: ModuleDraft, name: str, text: str, place: Locator) -> Finding:
    what = name.replace("_", " ")
    shown = text if len(text) <= 80 else text[:77] + "…"
    return Finding(
        Severity.WARNING,
        module.name,
        f"The {what} “{shown}” could not be read as one number.",
        f"Enter the {what} by hand, or state it as a number in the document.",
        place,
    )


def learn_texts(module: ModuleDraft, name: str, lines: Iterable[Paragraph]) -> None:
    """Add content items, prerequisites or passages of the learning strategy."""
    found = [line for line in lines if line.text]
    if name == "content":
        module.content.extend(
            Found(line.text, line.locator) for line in found if not figures.says_nothing(line.text)
        )
    elif name == "learning_strategy":
        module.strategy.extend(
            Found(line.text, line.locator) for line in found if not figures.says_nothing(line.text)
        )
    else:
        for line in found:
            module.prerequisites.extend(Found(part, line.locator) for part in split_prerequisites(line.text))


def split_prerequisites(text: str) -> list[str]:
    """Prerequisites one by one where each names a module code, else the text as it stands."""
    if figures.says_nothing(text) or re.match(
        r"^(?:there are )?(?:none|no (?:formal )?pre-?requisites?)\b", text, re.I
    ):
        return []
    parts = [part.strip(" .") for part in re.split(r"[;,\n]|\band\b", text)]
    if len(parts) > 1 and all(codes(part) for part in parts):
        return parts
    return [text.strip()]


def is_line_of_facts(text: str) -> bool:
    """Whether the text holds nothing but facts such as "20 credits"."""
    return bool(re.search(r"\d", text)) and bool(_ONLY_FACTS.match(text))


def learn_facts_in_line(module: ModuleDraft, paragraph: Paragraph) -> None:
    """Keep what a line of nothing but facts says ("Level 4, 30 credits. Year 1, core module.").

    Only above the module's outcomes, where such lines stand.
    """
    text = paragraph.text
    if module.outcomes or len(text.split()) > 14:
        return
    if len(parts := re.split(r"\s[|·•]\s", text)) > 1:
        for part in parts:
            learn_facts_in_line(module, Paragraph(part, paragraph.locator))
        return
    if _ONLY_FACTS.match(text):
        for name, pattern in _FACTS_IN_LINE:
            if match := pattern.search(text):
                learn_fact(module, name, match[1], paragraph.locator)
    elif (name_parts(text)[0] and (match := _CREDITS_LAST.search(text))) or (
        len(text.split()) <= 8 and (match := _CREDITS_FIRST.match(text))
    ):
        learn_fact(module, "credits", match[1], paragraph.locator)
    elif _STATUS_LINE.match(text) and figures.is_status(text):
        learn_fact(module, "status", text, paragraph.locator)


def learn_level_and_credits(module: ModuleDraft, entry: Entry) -> bool:
    """Keep both facts of a label that names both ("Level and credits": "4 / 20", "20 credits at level 4").

    False where the label does not name both.
    """
    names = re.findall(r"level|credit", plain(entry.label))
    is_pair = re.search(r"/|&|,|\band\b", entry.label) is not None
    if not is_pair or sorted(names) != ["credit", "level"] or len(entry.label.split()) > 5:
        return False
    pair = re.fullmatch(r"(\d{1,3})\s*[/|,;]\s*(\d{1,3})", entry.text.strip())
    for name, figure in zip(names, pair.groups() if pair else (), strict=False):
        learn_fact(module, "credits" if name == "credit" else name, figure, entry.place)
    if pair is None:
        learn_facts_in_line(module, Paragraph(entry.text, entry.place))
    return True


def learn_programme_fact(programme: ProgrammeDraft, name: str, entry: Entry) -> None:
    """Keep a fact of the programme; a value too long to be one is passed over."""
    text = " ".join(entry.text.split())
    if figures.says_nothing(text) or len(text) > 300:
        return
    value = read_fact(name, text) if name in ("level", "credits") else text
    programme.learn(name, value, entry.place)
