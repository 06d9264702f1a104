"""A reading taken apart: programme, modules and items, each with a key that stays whatever is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from mapper.intake.readings import AssessmentReading, ModuleReading, OutcomeReading, ProgrammeReading
from mapper.values import FieldSource, Finding, Sources, no_sources

Value = str | int | float | bool | tuple[str, ...] | None
PROGRAMME_KEY = "p"
PROGRAMME_FIELDS = ("title", "award", "level", "credits", "duration", "mode")
MODULE_FIELDS = (
    "code",
    "title",
    "level",
    "credits",
    "status",
    "option_group",
    "year",
    "pass_mark",
    "prerequisites",
    "learning_strategy",
)


class DraftAct(StrEnum):
    """What a person did to a programme's draft; `take back` undoes the change that it names."""

    SET = "set"
    ADD = "add"
    DROP = "drop"
    PUT_BACK = "put back"
    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"
    TAKE_BACK = "take back"


class PartKind(StrEnum):
    """What a part of a programme is."""

    PROGRAMME = "programme"
    MODULE = "module"
    OUTCOME = "outcome"
    ASSESSMENT = "assessment"
    CONTENT = "content"


ITEM_KINDS = (PartKind.OUTCOME, PartKind.ASSESSMENT, PartKind.CONTENT)
LISTED_AS = {
    PartKind.OUTCOME: "learning_outcomes",
    PartKind.ASSESSMENT: "assessments",
    PartKind.CONTENT: "content",
}
ITEM_PATH = re.compile(r"(learning_outcomes|assessments|content)\[(\d+)\](?:\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Part:
    """A programme's facts, a module or an item of one; `sources` tell of its fields by name.

    Keys: "p", "m3" (third module as read), "m3.o2" (its second outcome), "x7" (made by change 7).
    `findings` are those that changes gave rise to.
    """

    key: str
    kind: PartKind
    values: Mapping[str, Value]
    sources: Sources = field(default_factory=no_sources)
    items: tuple[Part, ...] = ()
    is_dropped: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """What findings call a module: code and title, as far as known."""
        named = " ".join(str(v) for v in (self.values.get("code"), self.values.get("title")) if v)
        return named or "the module without a name"

    def of_kind(self, kind: PartKind) -> tuple[Part, ...]:
        """The items of a kind that are not dropped, in order."""
        return tuple(item for item in self.items if item.kind is kind and not item.is_dropped)

    def item(self, key: str) -> Part | None:
        """The item with a key, dropped or not."""
        return next((item for item in self.items if item.key == key), None)


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole programme in parts; dropped modules stay in their place."""

    facts: Part
    modules: tuple[Part, ...]

    @property
    def standing(self) -> tuple[Part, ...]:
        """The modules that are not dropped, in order."""
        return tuple(module for module in self.modules if not module.is_dropped)

    def each(self) -> Iterator[Part]:
        """Every part, dropped ones too: the programme's facts, then each module before its items."""
        yield self.facts
        for module in self.modules:
            yield module
            yield from module.items

    def find(self, key: str) -> Part | None:
        """The part with a key, dropped or not."""
        return next((part for part in self.each() if part.key == key), None)

    def module_of(self, key: str) -> Part | None:
        """The module with a key, or that has an item with it."""
        return next((m for m in self.modules if m.key == key or m.item(key)), None)

    def with_part(self, part: Part) -> Parts:
        """These parts with one put in the place of that with the same key."""
        if part.key == self.facts.key:
            return replace(self, facts=part)
        return replace(self, modules=tuple(_with_part(module, part) for module in self.modules))


def _with_part(module: Part, part: Part) -> Part:
    if module.key == part.key:
        return part
    if module.item(part.key) is None:
        return module
    return replace(module, items=tuple(part if i.key == part.key else i for i in module.items))


def take_apart(reading: ProgrammeReading) -> Parts:
    """The parts of a reading; `put_together` makes an equal reading of them."""
    facts = {name: getattr(reading, name) for name in PROGRAMME_FIELDS}
    return Parts(
        facts=Part(PROGRAMME_KEY, PartKind.PROGRAMME, facts, reading.sources),
        modules=tuple(_module(f"m{n}", module) for n, module in enumerate(reading.modules, 1)),
    )


def _module(key: str, module: ModuleReading) -> Part:
    own: Sources = {}
    of_items: dict[tuple[str, int], Sources] = {}
    for path, source in module.sources.items():
        match = ITEM_PATH.fullmatch(path)
        if match:
            of_items.setdefault((match[1], int(match[2])), {})[match[3] or "text"] = source
        else:
            own[path] = source
    items = [
        Part(f"{key}.{kind.value[0]}{n + 1}", kind, values, of_items.get((LISTED_AS[kind], n), {}))
        for kind in ITEM_KINDS
        for n, values in enumerate(_values(module, kind))
    ]
    values = {name: getattr(module, name) for name in MODULE_FIELDS}
    return Part(key, PartKind.MODULE, values, own, tuple(items))


def _values(module: ModuleReading, kind: PartKind) -> list[dict[str, Value]]:
    if kind is PartKind.OUTCOME:
        return [{"number": o.number, "text": o.text} for o in module.learning_outcomes]
    if kind is PartKind.CONTENT:
        return [{"text": text} for text in module.content]
    names = ("title", "type", "weight", "length", "description", "outcomes", "must_pass")
    return [{name: getattr(a, name) for name in names} for a in module.assessments]


def put_together(parts: Parts, *, findings: tuple[Finding, ...] = ()) -> ProgrammeReading:
    """The reading that the parts make, without what is dropped."""
    facts: dict[str, Any] = dict(parts.facts.values)
    return ProgrammeReading(
        **facts,
        modules=tuple(_reading(module) for module in parts.standing),
        findings=findings,
        sources=dict(parts.facts.sources),
    )


def _reading(module: Part) -> ModuleReading:
    sources = dict(module.sources)
    made: dict[PartKind, list[Any]] = {kind: [] for kind in ITEM_KINDS}
    for kind in ITEM_KINDS:
        for n, item in enumerate(module.of_kind(kind)):
            values: dict[str, Any] = dict(item.values)
            made[kind].append(_item(kind, values))
            at = f"{LISTED_AS[kind]}[{n}]"
            for name, source in item.sources.items():
                sources[at if kind is PartKind.CONTENT else f"{at}.{name}"] = source
    facts: dict[str, Any] = dict(module.values)
    return ModuleReading(
        **facts,
        learning_outcomes=tuple(made[PartKind.OUTCOME]),
        assessments=tuple(made[PartKind.ASSESSMENT]),
        content=tuple(made[PartKind.CONTENT]),
        sources=sources,
    )


def _item(kind: PartKind, values: dict[str, Any]) -> OutcomeReading | AssessmentReading | str:
    if kind is PartKind.OUTCOME:
        return OutcomeReading(**values)
    return AssessmentReading(**values) if kind is PartKind.ASSESSMENT else str(values["text"])


def source_of(part: Part, name: str) -> FieldSource | None:
    """Where a field was read; None where the reading does not say.

    A list's place is that of its first entry.
    """
    return part.sources.get(name) or part.sources.get(f"{name}[0]")
