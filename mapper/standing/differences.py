"""What differs between two versions of a structure, in one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from mapper.queries.rows import ModuleRow
from mapper.standing.entered import (
    EVERYONE,
    NOT_TAKEN,
    UNPLACED,
    Choice,
    Entered,
    OtherWay,
    Stated,
    Tree,
)

RULES = {
    "pass_mark": "pass mark",
    "component_pass_mark": "pass mark of a component",
    "every_component": "every component must be passed",
    "compensatable": "can be compensated",
    "compensation_credits": "most credits that may be compensated",
    "choice": "choice of questions",
    "group_work": "group work without individual evidence",
    "unclear": "a rule that the fields cannot say",
    "must_pass": "must be passed",
    "is_formative": "formative",
}


def differences(before: Entered, after: Entered, modules: Sequence[ModuleRow]) -> tuple[str, ...]:
    """What the second version says otherwise than the first, award by award, then rules; no line, no change.

    Modules and assessments that are not among `modules` are passed over.
    """
    return (
        *_of_trees(before, after, modules),
        *_of_rules("The programme", before.rules, after.rules),
        *(line for m in modules for line in _of_module(m, before, after)),
        *_of_ways(before, after),
    )


def _of_trees(before: Entered, after: Entered, modules: Sequence[ModuleRow]) -> Iterator[str]:
    for tree in before.trees:
        now = after.tree(tree.key)
        if now is None:
            yield f"The exit award {tree.name} is not there."
            continue
        if tree.name != now.name:
            yield f"The exit award {tree.name} is called {now.name}."
        if tree.is_entered != now.is_entered:
            yield f"{now.name}: who takes which module is {'' if now.is_entered else 'not '}entered."
        yield from _of_choices(tree, now)
        yield from _of_places(tree, now, modules)
    for tree in after.trees:
        if before.tree(tree.key) is None:
            yield f"The exit award {tree.name} is added."


def _of_choices(before: Tree, after: Tree) -> Iterator[str]:
    was, now = ({c.key: c for c in tree.choices} for tree in (before, after))
    for key, choice in was.items():
        if key not in now:
            yield f"{after.name}: the choice “{choice.name}” is not there."
            continue
        if choice.name != now[key].name:
            yield f"{after.name}: the choice “{choice.name}” is called “{now[key].name}”."
        if (told := _choice(choice, was)) != (tells := _choice(now[key], now)):
            yield f"{after.name}: the choice “{choice.name}” was {told}, is {tells}."
    for key, choice in now.items():
        if key not in was:
            yield f"{after.name}: the choice “{choice.name}” is added, {choice.in_words}."


def _choice(choice: Choice, choices: Mapping[str, Choice]) -> str:
    outer = choices.get(choice.within)
    return f"{choice.in_words}{f', an option of “{outer.name}”' if outer else ''}"


def _of_places(before: Tree, after: Tree, modules: Sequence[ModuleRow]) -> Iterator[str]:
    for module in modules:
        was, now = _place(before, module.id), _place(after, module.id)
        if was != now:
            yield f"{after.name}: {module.name} was {was}, is {now}."


def _place(tree: Tree, module_id: int) -> str:
    place = tree.place(module_id)
    known = {
        EVERYONE: "taken by every learner",
        NOT_TAKEN: "taken by nobody",
        UNPLACED: "without a place",
    } | {c.key: f"in the choice “{c.name}”" for c in tree.choices}
    return known[place]


def _of_module(module: ModuleRow, before: Entered, after: Entered) -> Iterator[str]:
    yield from _of_rules(module.name, before.module(module.id), after.module(module.id))
    for a in module.assessments:
        name = f"{module.code or module.name} {a.label}"
        yield from _of_rules(name, before.assessment(a.id), after.assessment(a.id))


def _of_rules(name: str, before: Any, after: Any) -> Iterator[str]:
    for held in fields(before):
        was, now = getattr(before, held.name), getattr(after, held.name)
        if was != now:
            yield f"{name}, {RULES[held.name]}: was {_said(was)}, is {_said(now)}."


def _of_ways(before: Entered, after: Entered) -> Iterator[str]:
    for way in OtherWay:
        was, now = before.way(way), after.way(way)
        if was.is_open != now.is_open:
            yield f"{way.capitalize()}: was {_said(was.is_open)}, is {_said(now.is_open)}."
        if was.note != now.note:
            yield f"{way.capitalize()}, the note: was {_said(was.note)}, is {_said(now.note)}."


def _said(value: object) -> str:
    if isinstance(value, Stated):
        return "as above" if value is Stated.AS_ABOVE else "not known" if value is Stated.UNKNOWN else value
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{value:g}"
    return f"“{value}”" if value else "empty"
