"""What a person typed into the forms of a structure → the entry with it.

Field names end in the key of what they are about ("place-12", "asks-g1"). Each function raises
InvalidError, its subject the field, for what cannot stand there; nothing typed means unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from mapper.errors import InvalidError
from mapper.queries.rows import ModuleRow
from mapper.standing.entered import (
    EVERYONE,
    NOT_TAKEN,
    UNPLACED,
    WHOLE_PROGRAMME,
    Asks,
    AssessmentRules,
    Choice,
    Declared,
    Entered,
    ModuleRules,
    OtherWay,
    ProgrammeRules,
    Stated,
    Tree,
)

NEW = ("new1", "new2", "new3")
"""Keys of the empty rows in which new choices are written."""

LONGEST_NAME = 120
LONGEST_NOTE = 500
MOST_CREDITS = 1_000
MOST_CHOICES = 60
FULL_MARKS = 100
Typed = Mapping[str, str]
Word = TypeVar("Word", bound=StrEnum)


def with_choices(tree: Tree, typed: Typed) -> Tree:
    """The tree with its choices as typed: renamed, removed (`remove-KEY`) and added.

    What stood in a removed choice is unplaced; a choice inside it then belongs to none.
    """
    kept = [_choice(c.key, typed) for c in tree.choices if not typed.get(f"remove-{c.key}")]
    kept += [
        replace(_choice(row, typed), key=_next_key([*tree.choices, *kept], i))
        for i, row in enumerate(NEW)
        if typed.get(f"name-{row}", "").strip()
    ]
    if len(kept) > MOST_CHOICES:
        raise InvalidError(f"There are {len(kept)} choices.", subject="choices", remedy="Leave some out.")
    keys = {choice.key for choice in kept}
    choices = tuple(c if c.within in keys else replace(c, within="") for c in kept)
    places = {i: place if place not in _removed(tree, keys) else UNPLACED for i, place in tree.places.items()}
    return replace(tree, choices=choices, places=places)


def with_places(tree: Tree, typed: Typed, modules: Sequence[ModuleRow]) -> Tree:
    """The tree with every module's place as typed; it counts as entered from then on."""
    known = {UNPLACED, EVERYONE, NOT_TAKEN, *(c.key for c in tree.choices)}
    places: dict[int, str] = {}
    for module in modules:
        name = f"place-{module.id}"
        place = typed.get(name, tree.place(module.id))
        if place not in known:
            raise InvalidError("There is no such choice.", subject=name, remedy="Load the page anew.")
        places[module.id] = place
    return replace(tree, places=places, is_entered=True)


def new_award(entered: Entered, typed: Typed, *, key: str) -> Tree:
    """The tree of a further exit award: what the whole programme says, to be changed, not entered yet.

    `key` is one that no award ever had: links and what is recorded of gaps name an award by it.
    """
    name = _award_name(entered.trees, typed)
    return replace(entered.trees[0], key=key, name=name, is_entered=False)


def renamed_award(entered: Entered, tree: Tree, typed: Typed) -> Entered:
    """The entry with an exit award under another name; the whole programme keeps its own."""
    name = _award_name([t for t in entered.trees if t.key != tree.key], typed)
    return entered.with_tree(replace(_award(tree), name=name))


def without_award(entered: Entered, tree: Tree) -> Entered:
    """The entry without an exit award."""
    gone = _award(tree).key
    return replace(entered, trees=tuple(t for t in entered.trees if t.key != gone))


def _award(tree: Tree) -> Tree:
    if tree.key == WHOLE_PROGRAMME:
        raise InvalidError(
            "The whole programme is no exit award.", subject="award_name", remedy="Load the page anew."
        )
    return tree


def _award_name(others: Sequence[Tree], typed: Typed) -> str:
    name = _short(typed, "award_name", LONGEST_NAME)
    if not name:
        raise InvalidError(
            "The exit award has no name.", subject="award_name", remedy="Enter its name, such as CertHE."
        )
    if any(tree.name.casefold() == name.casefold() for tree in others):
        raise InvalidError("There is such an award.", subject="award_name", remedy="Give another name.")
    return name


def with_rules(entered: Entered, typed: Typed, modules: Sequence[ModuleRow]) -> Entered:
    """The entry with the programme's pass rules, the modules' own and the other ways in as typed."""
    rules = ProgrammeRules(
        pass_mark=_number(typed, "pass_mark", FULL_MARKS),
        component_pass_mark=_number(typed, "component_pass_mark", FULL_MARKS),
        every_component=_claim(typed, "every_component"),
        compensatable=_claim(typed, "compensatable"),
        compensation_credits=_number(typed, "compensation_credits", MOST_CREDITS),
        choice=_claim(typed, "choice"),
        group_work=_claim(typed, "group_work"),
        unclear=_short(typed, "unclear", LONGEST_NOTE),
    )
    own = {m.id: _module_rules(m.id, typed) for m in modules}
    ways = {
        way: Declared(_claim(typed, f"way-{i}"), _short(typed, f"note-{i}", LONGEST_NOTE))
        for i, way in enumerate(OtherWay)
    }
    said = {i: rules for i, rules in own.items() if rules != ModuleRules()}
    return replace(entered, rules=rules, modules=said, ways=ways)


def with_assessments(entered: Entered, typed: Typed, modules: Sequence[ModuleRow]) -> Entered:
    """The entry with the rules of each assessment as typed."""
    own = {a.id: _assessment_rules(a.id, typed) for m in modules for a in m.assessments}
    return replace(entered, assessments={i: r for i, r in own.items() if r != AssessmentRules()})


def _removed(tree: Tree, kept: set[str]) -> set[str]:
    return {choice.key for choice in tree.choices} - kept


def _next_key(choices: Sequence[Choice], offset: int) -> str:
    numbers = [int(c.key[1:]) for c in choices if re.fullmatch(r"g\d+", c.key)]
    return f"g{max(numbers, default=0) + 1 + offset}"


def _choice(key: str, typed: Typed) -> Choice:
    name = _short(typed, f"name-{key}", LONGEST_NAME)
    if not name:
        raise InvalidError(
            "The choice has no name.", subject=f"name-{key}", remedy="Give it one, or remove the choice."
        )
    amount = _number(typed, f"amount-{key}", MOST_CREDITS)
    asks = _word(Asks, typed, f"asks-{key}")
    if asks is Asks.NUMBER and amount is not None and amount != int(amount):
        raise InvalidError(
            "Modules are counted in whole numbers.", subject=f"amount-{key}", remedy="Enter 1, 2 or so."
        )
    return Choice(key, name, typed.get(f"within-{key}", ""), asks, amount)


def _module_rules(module_id: int, typed: Typed) -> ModuleRules:
    return ModuleRules(
        _number(typed, f"pass_mark-{module_id}", FULL_MARKS),
        _stated(typed, f"every_component-{module_id}"),
        _stated(typed, f"compensatable-{module_id}"),
    )


def _assessment_rules(statement_id: int, typed: Typed) -> AssessmentRules:
    return AssessmentRules(
        _number(typed, f"pass_mark-{statement_id}", FULL_MARKS),
        _stated(typed, f"must_pass-{statement_id}"),
        _stated(typed, f"choice-{statement_id}"),
        _stated(typed, f"group_work-{statement_id}"),
        bool(typed.get(f"formative-{statement_id}")),
    )


def _stated(typed: Typed, name: str) -> Stated:
    return _word(Stated, typed, name) or Stated.AS_ABOVE


def _claim(typed: Typed, name: str) -> bool | None:
    stated = _stated(typed, name)
    return {Stated.YES: True, Stated.NO: False}.get(stated)


def _word(kind: type[Word], typed: Typed, name: str) -> Word | None:
    value = typed.get(name, "")
    if not value:
        return None
    try:
        return kind(value)
    except ValueError as error:
        raise InvalidError("This is none of the choices.", subject=name, remedy="Choose one.") from error


def _short(typed: Typed, name: str, longest: int) -> str:
    text = " ".join(typed.get(name, "").split())
    if len(text) > longest:
        raise InvalidError(
            f"The text has {len(text):,} characters.", subject=name, remedy=f"Give at most {longest:,}."
        )
    return text


def _number(typed: Typed, name: str, most: int) -> float | None:
    text = typed.get(name, "").strip().removesuffix("%").strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text) or float(text) > most:
        raise InvalidError(
            f"“{text[:20]}” is no number from 0 to {most:,}.",
            subject=name,
            remedy="Correct it, or leave it empty where it is not known.",
        )
    return float(text)
