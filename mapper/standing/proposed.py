"""A first proposal from what the documents say; it counts for nothing until a person enters it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapper.queries.rows import ModuleRow, StatementRow
from mapper.standing.entered import (
    EVERYONE,
    UNPLACED,
    WHOLE_PROGRAMME,
    Asks,
    AssessmentRules,
    Choice,
    Entered,
    Stated,
    Tree,
)

FOR_EVERYONE = re.compile(r"\b(core|compulsory|mandatory|required|obligatory)\b", re.IGNORECASE)
TO_CHOOSE = re.compile(r"\b(option|options|optional|elective|electives)\b", re.IGNORECASE)
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
BY_NUMBER = re.compile(
    rf"\b(?:choose|select|take|pick|any)?\s*(\d+|{'|'.join(NUMBER_WORDS)})\s+(?:modules?\s+|options?\s+)?"
    r"(?:of|from|out of)\b",
    re.IGNORECASE,
)
BY_CREDITS = re.compile(r"(\d+(?:\.\d+)?)\s*credits?\b", re.IGNORECASE)
GROUP_WORK = re.compile(
    r"\bgroups? (?:work|report|presentation|project|poster|assignment|task|portfolio)\b|\bgroups of\b"
    r"|\bin (?:a |small )?(?:pairs?|groups?|teams?)\b|\bteams? of\b|^group\b",
    re.IGNORECASE,
)
EXAMINATION = re.compile(r"\b(exam|exams|examination|test)\b", re.IGNORECASE)


def proposed_entry(modules: Sequence[ModuleRow]) -> Entered:
    """Places from the university's own words, choices from option groups and years.

    A module that is core and in an option group as well, or of which nothing is said, stays unplaced.
    Assessments that read like group work or an examination are marked unknown where they would else
    follow a rule for all.
    """
    choices: dict[tuple[str, str], Choice] = {}
    places: dict[int, str] = {}
    for module in modules:
        places[module.id] = _place(module, choices)
    rules = {a.id: found for m in modules for a in m.assessments if (found := _doubtful(a)) is not None}
    tree = Tree(WHOLE_PROGRAMME, "The whole programme", False, tuple(choices.values()), places)
    return Entered((tree,), assessments=rules)


def own_words(module: ModuleRow) -> str:
    """What the documents say of who takes a module, in the university's own words; "" where nothing."""
    year = f"year {module.year}" if module.year and module.year.isdigit() else module.year
    return " · ".join(word for word in (module.status, module.option_group, year) if word)


def reads_like_group_work(assessment: StatementRow) -> bool:
    """Whether its title, type or text names work of several learners together."""
    said = (assessment.title, assessment.type, assessment.text)
    return any(GROUP_WORK.search(text) for text in said if text)


def reads_like_an_examination(assessment: StatementRow) -> bool:
    """Whether its title or type names an examination, where questions may be left to choice."""
    return any(EXAMINATION.search(text) for text in (assessment.title, assessment.type) if text)


def _place(module: ModuleRow, choices: dict[tuple[str, str], Choice]) -> str:
    status, group = module.status or "", module.option_group or ""
    is_for_everyone = bool(FOR_EVERYONE.search(status)) and not TO_CHOOSE.search(status)
    if is_for_everyone:
        return UNPLACED if group else EVERYONE
    if not group and not TO_CHOOSE.search(status):
        return UNPLACED
    where = (module.year or "", group)
    if where not in choices:
        asks, amount = _asked(group)
        choices[where] = Choice(f"g{len(choices) + 1}", _name(*where), "", asks, amount)
    return choices[where].key


def _name(year: str, group: str) -> str:
    when = f"Year {year}" if year.isdigit() else year
    return ": ".join(part for part in (when, group or "options") if part)


def _asked(text: str) -> tuple[Asks | None, float | None]:
    if found := BY_NUMBER.search(text):
        word = found[1].lower()
        return Asks.NUMBER, float(word) if word.isdigit() else NUMBER_WORDS.index(word) + 1.0
    if found := BY_CREDITS.search(text):
        return Asks.CREDITS, float(found[1])
    return None, None


def _doubtful(assessment: StatementRow) -> AssessmentRules | None:
    is_group = reads_like_group_work(assessment)
    is_examination = reads_like_an_examination(assessment)
    if not is_group and not is_examination:
        return None
    return AssessmentRules(
        choice=Stated.UNKNOWN if is_examination else Stated.AS_ABOVE,
        group_work=Stated.UNKNOWN if is_group else Stated.AS_ABOVE,
    )
