"""JSON of the command line contract → a Structure.

What is not the contract's JSON raises InvalidError. A pass rule that is null is unknown; one that is
stated but not understood (a wrong type, a number out of range) is an error finding, and the verdicts
that rest on it become undetermined.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from mapper.errors import InvalidError, UnreadableError
from mapper.paths.values import Assessment, Criterion, Module, Node, NodeKind, Structure
from mapper.values import Finding, Severity

# Beyond these a number is a slip of the pen, and exact arithmetic would only be slow.
LARGEST = Fraction(10**12)
SMALLEST_PLACES = 30
LONGEST_PLACE = 120
FULL_MARKS = Fraction(100)
REMEDY = "Compare the file with the contract of `mapper verdicts`."


@dataclass(frozen=True, slots=True)
class Reading:
    """A structure as it was read, with what was not understood in it."""

    structure: Structure
    findings: tuple[Finding, ...]


def load_structure(path: Path) -> Reading:
    """The structure in a JSON file.

    Raises UnreadableError where there is no readable file, InvalidError where it is not the contract's.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            "The file could not be read.", subject=str(path), remedy="Check its name and place."
        ) from error
    try:
        given = json.loads(
            text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_no_key_twice
        )
    except RecursionError as error:
        raise InvalidError(
            "The structure is nested too deeply to be read.", subject=str(path), remedy="Flatten it."
        ) from error
    except ValueError as error:
        raise InvalidError(
            f"The file is not readable JSON ({error}).", subject=str(path), remedy="Write it anew as JSON."
        ) from error
    return read_structure(given)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("an object names a key twice")
    return read


def read_structure(given: object) -> Reading:
    """The structure in decoded JSON; further keys are passed over.

    Raises InvalidError, which names the place, where it is not the contract's.
    """
    whole = _mapping(given, "the file")
    reader = _Reader()
    modules = tuple(reader.module(m, f"modules[{i}]") for i, m in _items(whole, "modules", ""))
    nodes = tuple(reader.nodes(_key(whole, "structure", "")))
    limit = reader.number(_key(whole, "compensation_credits", ""), "compensation_credits", most=LARGEST)
    criteria = tuple(_criterion(c, f"criteria[{i}]") for i, c in _items(whole, "criteria", ""))
    structure = Structure(modules, nodes, limit, criteria, is_understood=reader.is_understood)
    return Reading(structure, tuple(reader.findings))


class _Reader:
    """Collects what is stated but not understood, by the module that states it."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.is_understood = True
        self.doubtful_modules: set[str] = set()

    def module(self, given: object, place: str) -> Module:
        row = _mapping(given, place)
        code = _text(row, "code", place)
        pass_mark, every, compensatable = (
            _key(row, k, place) for k in ("pass_mark", "every_component", "compensatable")
        )
        # Whether a choice by credits holds the module is not known here, so its credits weigh on everything.
        worth = self.number(_key(row, "credits", place), f"{place}.credits", most=LARGEST)
        assessments = tuple(
            self.assessment(a, f"{place}.assessments[{i}]", code)
            for i, a in _items(row, "assessments", place)
        )
        return Module(
            code=code,
            credits=worth,
            pass_mark=self.number(pass_mark, f"{place}.pass_mark", most=FULL_MARKS, of=code),
            every_component=self.claim(every, f"{place}.every_component", code),
            compensatable=self.claim(compensatable, f"{place}.compensatable", code),
            assessments=assessments,
            is_understood=code not in self.doubtful_modules,
        )

    def assessment(self, given: object, place: str, code: str) -> Assessment:
        row = _mapping(given, place)
        return Assessment(
            id=_text(row, "id", place),
            weight=self.number(_key(row, "weight", place), f"{place}.weight", most=FULL_MARKS, of=code),
            pass_mark=self.number(
                _key(row, "pass_mark", place), f"{place}.pass_mark", most=FULL_MARKS, of=code
            ),
            must_pass=self.claim(_key(row, "must_pass", place), f"{place}.must_pass", code),
            choice=self.claim(_key(row, "choice", place), f"{place}.choice", code),
        )

    def claim(self, given: object, place: str, of: str) -> bool | None:
        if given is None or isinstance(given, bool):
            return given
        self._doubt(
            place, "is neither true nor false", "Give true or false, or null where it is unknown.", of
        )
        return None

    def number(self, given: object, place: str, *, most: Fraction, of: str = "") -> Fraction | None:
        """From 0 to `most`; `of` is the module whose rule it is, without one everything rests on it."""
        if given is None:
            return None
        value = _fraction(given)
        if value is not None and 0 <= value <= most:
            return value
        self._doubt(
            place, f"is no number from 0 to {most}", "Correct it, or give null where it is unknown.", of
        )
        return None

    def _doubt(self, place: str, message: str, remedy: str, of: str = "") -> None:
        subject = f"module {of}" if of else "the structure"
        self.findings.append(
            Finding(Severity.ERROR, subject, f"What is stated at {place} {message}.", remedy)
        )
        if of:
            self.doubtful_modules.add(of)
        else:
            self.is_understood = False

    def nodes(self, given: object) -> Iterator[Node]:
        """Children before parents, the root last; without recursion, so that depth is no limit."""
        waiting: list[tuple[object, str, int]] = [(given, "structure", -1)]
        found: list[Node] = []
        children: list[list[int]] = []
        while waiting:
            node_given, place, parent = waiting.pop()
            if parent >= 0:
                children[parent].append(len(found))
            node, inside = self._node(node_given, place)
            places = [_shown(f"{node.place}[{i}]") for i in range(len(inside))]
            waiting.extend((c, p, len(found)) for c, p in reversed([*zip(inside, places, strict=True)]))
            found.append(node)
            children.append([])
        last = len(found) - 1
        for position in range(last, -1, -1):
            node = found[position]
            mirrored = tuple(last - child for child in children[position])
            yield Node(node.kind, node.place, mirrored, node.amount, node.module)

    def _node(self, given: object, place: str) -> tuple[Node, list[object]]:
        if isinstance(given, str):
            return Node(NodeKind.TAKE, place, module=given), []
        row = _mapping(given, place)
        if len({"all", "choose"} & row.keys()) != 1:
            raise _invalid(place, "is neither a module, nor “all”, nor “choose”")
        if "all" in row:
            return Node(NodeKind.ALL, f"{place}.all"), _list(row["all"], f"{place}.all")
        choice = _mapping(row["choose"], f"{place}.choose")
        named = {"number", "credits"} & choice.keys()
        if len(named) != 1:
            raise _invalid(f"{place}.choose", "has not exactly one of “number” and “credits”")
        (name,) = named
        kind = NodeKind(name)
        amount = self.number(choice[name], f"{place}.choose.{name}", most=LARGEST)
        if choice[name] is None:
            self._doubt(f"{place}.choose.{name}", "is unknown", f"State the {name} to choose.")
        if kind is NodeKind.NUMBER and amount is not None and amount.denominator != 1:
            self._doubt(f"{place}.choose.{name}", "is no whole number", "State how many are chosen.")
        inside = _list(_key(choice, "of", f"{place}.choose"), f"{place}.choose.of")
        return Node(kind, f"{place}.choose.of", amount=amount or Fraction(0)), inside


def _shown(place: str) -> str:
    """The place, its middle left out where nesting makes it too long to read."""
    return (
        place
        if len(place) <= LONGEST_PLACE
        else f"{place[: LONGEST_PLACE // 2]}…{place[-LONGEST_PLACE // 3 :]}"
    )


def _criterion(given: object, place: str) -> Criterion:
    row = _mapping(given, place)
    sets = []
    for i, one in _items(row, "any_of", place):
        ids = _list(one, f"{place}.any_of[{i}]")
        if not all(isinstance(name, str) for name in ids):
            raise _invalid(f"{place}.any_of[{i}]", "names something that is no assessment's id")
        sets.append(tuple(str(name) for name in ids))
    return Criterion(_text(row, "id", place), tuple(sets))


def _invalid(place: str, message: str) -> InvalidError:
    return InvalidError(f"What stands at {place} {message}.", subject="the structure", remedy=REMEDY)


def _mapping(given: object, place: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise _invalid(place, "is no object")
    return given


def _list(given: object, place: str) -> list[object]:
    if not isinstance(given, list | tuple):
        raise _invalid(place, "is no list")
    return list(given)


def _key(row: Mapping[str, Any], name: str, place: str) -> Any:
    if name not in row:
        raise _invalid(place or "the file", f"has no “{name}”")
    return row[name]


def _items(row: Mapping[str, Any], name: str, place: str) -> Iterator[tuple[int, object]]:
    where = f"{place}.{name}" if place else name
    return enumerate(_list(_key(row, name, place), where))


def _text(row: Mapping[str, Any], name: str, place: str) -> str:
    text = _key(row, name, place)
    if not isinstance(text, str) or not text.strip():
        raise _invalid(f"{place}.{name}", "is no text")
    return text


def _fraction(given: object) -> Fraction | None:
    """The number exactly as it is written; None for what is no number or needs too many places."""
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal | Fraction):
        return None
    if isinstance(given, float):
        given = Decimal(str(given))
    if isinstance(given, Decimal):
        exponent = given.as_tuple().exponent
        if not isinstance(exponent, int) or abs(exponent) > SMALLEST_PLACES:
            return None
    return Fraction(given)
