"""What a person enters of a programme: who takes what, how it is passed, and other ways in.

Unknown is always possible and never means "no": `mapper.standing.structure` counts it as the weakest
imaginable. Modules and assessments are named by their ids in the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

EVERYONE = "everyone"
NOT_TAKEN = "not taken"
UNPLACED = ""
WHOLE_PROGRAMME = ""


class Asks(StrEnum):
    """What a choice asks of a learner: all that stands in it, so many of it, or so many credits of it."""

    ALL = "all"
    NUMBER = "number"
    CREDITS = "credits"


class Stated(StrEnum):
    """What is said of a rule: nothing of its own, yes, no, or that nobody knows."""

    AS_ABOVE = ""
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def over(self, above: bool | None) -> bool | None:
        """The rule that counts, where `above` holds unless something else is said."""
        if self is Stated.AS_ABOVE:
            return above
        return {Stated.YES: True, Stated.NO: False}.get(self)


class OtherWay(StrEnum):
    """A way on which evidence is not produced in the programme's own assessments."""

    PRIOR_LEARNING = "recognised prior learning"
    DIRECT_ENTRY = "direct entry to a later year"
    EXCHANGE = "exchange or study elsewhere"
    OTHER_RESIT = "resit by another task"


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice with a name; `within` is the key of the choice that it is an option of, else "".

    `asks` None is unknown, and so is an `amount` (of modules, or of credits) that is missing.
    """

    key: str
    name: str
    within: str = ""
    asks: Asks | None = None
    amount: float | None = None

    @property
    def in_words(self) -> str:
        """What it asks: "2 of these", "40 credits of these", "all of these", or that it is unknown."""
        if self.asks is Asks.ALL:
            return "all of these"
        if self.asks is None or self.amount is None:
            return "how many is unknown"
        return f"{self.amount:g}{' credits' if self.asks is Asks.CREDITS else ''} of these"


@dataclass(frozen=True, slots=True)
class Tree:
    """Who takes what, for the whole programme (key "") or for an exit award.

    `places` says of a module that everyone takes it, that nobody does, or in which choice it stands (a
    key); "" or a missing one is unknown. `is_entered` is False while it is only a proposal.
    """

    key: str
    name: str
    is_entered: bool
    choices: tuple[Choice, ...] = ()
    places: Mapping[int, str] = field(default_factory=dict)

    def place(self, module_id: int) -> str:
        """Where the module stands; unknown where the choice is no longer there."""
        found = self.places.get(module_id, UNPLACED)
        known = {EVERYONE, NOT_TAKEN, *(c.key for c in self.choices)}
        return found if found in known else UNPLACED


@dataclass(frozen=True, slots=True)
class ProgrammeRules:
    """What holds for all modules unless one says otherwise; None is unknown.

    `unclear` holds a rule, in words, that these fields cannot say: nothing is then determined.
    """

    pass_mark: float | None = None
    component_pass_mark: float | None = None
    every_component: bool | None = None
    compensatable: bool | None = None
    compensation_credits: float | None = None
    choice: bool | None = None
    group_work: bool | None = None
    unclear: str = ""


@dataclass(frozen=True, slots=True)
class ModuleRules:
    """What one module says otherwise; a pass mark that is None is the one read, else the programme's."""

    pass_mark: float | None = None
    every_component: Stated = Stated.AS_ABOVE
    compensatable: Stated = Stated.AS_ABOVE


@dataclass(frozen=True, slots=True)
class AssessmentRules:
    """What one assessment says otherwise. As above is, for `must_pass`, what the documents state.

    `group_work` is work of a group without evidence of each member's part.
    """

    pass_mark: float | None = None
    must_pass: Stated = Stated.AS_ABOVE
    choice: Stated = Stated.AS_ABOVE
    group_work: Stated = Stated.AS_ABOVE
    is_formative: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """Whether another way in exists, with what is known of it."""

    is_open: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """All that was entered of an edition; `trees` begins with the whole programme's."""

    trees: tuple[Tree, ...]
    rules: ProgrammeRules = ProgrammeRules()
    modules: Mapping[int, ModuleRules] = field(default_factory=dict)
    assessments: Mapping[int, AssessmentRules] = field(default_factory=dict)
    ways: Mapping[OtherWay, Declared] = field(default_factory=dict)

    def tree(self, key: str = WHOLE_PROGRAMME) -> Tree | None:
        """The tree with a key, None where there is none."""
        return next((tree for tree in self.trees if tree.key == key), None)

    def with_tree(self, tree: Tree) -> Entered:
        """The same with one tree replaced, or added at the end."""
        if self.tree(tree.key) is None:
            return replace(self, trees=(*self.trees, tree))
        return replace(self, trees=tuple(tree if t.key == tree.key else t for t in self.trees))

    def module(self, module_id: int) -> ModuleRules:
        """What a module says otherwise."""
        return self.modules.get(module_id, ModuleRules())

    def assessment(self, statement_id: int) -> AssessmentRules:
        """What an assessment says otherwise."""
        return self.assessments.get(statement_id, AssessmentRules())

    def way(self, way: OtherWay) -> Declared:
        """What was declared of another way in."""
        return self.ways.get(way, Declared())


def as_json(entered: Entered) -> dict[str, Any]:
    """The entry for the store; `from_json` reads it again."""
    return {
        "trees": [_fields(t) | {"choices": [_fields(c) for c in t.choices]} for t in entered.trees],
        "rules": _fields(entered.rules),
        "modules": {str(i): _fields(rules) for i, rules in entered.modules.items()},
        "assessments": {str(i): _fields(rules) for i, rules in entered.assessments.items()},
        "ways": {way.value: _fields(declared) for way, declared in entered.ways.items()},
    }


def from_json(stored: Mapping[str, Any]) -> Entered:
    """The entry that `as_json` wrote."""
    return Entered(
        trees=tuple(_tree(t) for t in stored["trees"]),
        rules=ProgrammeRules(**stored["rules"]),
        modules={int(i): _module(m) for i, m in stored["modules"].items()},
        assessments={int(i): _assessment(a) for i, a in stored["assessments"].items()},
        ways={OtherWay(way): Declared(**d) for way, d in stored["ways"].items()},
    )


def _fields(value: Any) -> dict[str, Any]:
    return {
        name: {str(k): v for k, v in held.items()} if isinstance(held, Mapping) else held
        for name in value.__dataclass_fields__
        if not isinstance(held := getattr(value, name), tuple)
    }


def _tree(stored: Mapping[str, Any]) -> Tree:
    return Tree(
        key=stored["key"],
        name=stored["name"],
        is_entered=stored["is_entered"],
        choices=tuple(
            Choice(**(c | {"asks": Asks(c["asks"]) if c["asks"] else None})) for c in stored["choices"]
        ),
        places={int(i): place for i, place in stored["places"].items()},
    )


def _module(stored: Mapping[str, Any]) -> ModuleRules:
    return ModuleRules(
        stored["pass_mark"], Stated(stored["every_component"]), Stated(stored["compensatable"])
    )


def _assessment(stored: Mapping[str, Any]) -> AssessmentRules:
    return AssessmentRules(
        stored["pass_mark"],
        Stated(stored["must_pass"]),
        Stated(stored["choice"]),
        Stated(stored["group_work"]),
        stored["is_formative"],
    )
