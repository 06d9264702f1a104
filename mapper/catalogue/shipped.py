"""The qualifications that come with the package, from JSON files of facts beside this module."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from mapper.catalogue.facts import (
    GroupRule,
    Limit,
    QualificationFacts,
    RefRange,
    Replacement,
    Rule,
    SpecificationFacts,
    UnitFacts,
)
from mapper.errors import NotFoundError

TO = " to "


@cache
def known_specifications() -> tuple[SpecificationFacts, ...]:
    """The shipped specifications by code, each with its qualifications and units in its own order."""
    folder = files("mapper.catalogue").joinpath("specifications")
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".json")), key=lambda p: p.name)
    return tuple(from_json(p.read_text(encoding="utf-8")) for p in paths)


def known_qualifications() -> tuple[QualificationFacts, ...]:
    """All shipped qualifications, by specification code and then in the specification's order."""
    return tuple(q for s in known_specifications() for q in s.qualifications)


def known_units(code: str) -> tuple[UnitFacts, ...]:
    """The units of a shipped specification in its own order; empty for a code that is not shipped."""
    return tuple(u for s in known_specifications() if s.code == code for u in s.units)


def all_known_units() -> dict[str, UnitFacts]:
    """Every shipped unit by its reference."""
    return {unit.ref: unit for s in known_specifications() for unit in s.units}


def find_qualification(number: str) -> QualificationFacts:
    """The shipped qualification with that accreditation number (case and spaces do not matter).

    Raises `NotFoundError` where none has it.
    """
    wanted = "".join(number.split()).upper()
    for qualification in known_qualifications():
        if qualification.accreditation_number == wanted:
            return qualification
    raise NotFoundError(
        f"No qualification with the accreditation number “{number}” is known.",
        subject="Qualification",
        remedy="Check the number, or import the specification that has it.",
    )


def to_json(specification: SpecificationFacts) -> str:
    """The specification's facts as readable JSON, a line for each unit."""
    plain = _without_empty(asdict(specification))
    for qualification in plain["qualifications"]:
        qualification.pop("specification", None)
        # The same for all qualifications of a specification, so they stand once, at its head.
        plain["replacements"] = qualification.pop("replacements", [])
    units = ",\n".join(f"    {json.dumps(u, ensure_ascii=False)}" for u in plain.pop("units"))
    head = json.dumps(plain, ensure_ascii=False, indent=2)
    return f'{head[:-2]},\n  "units": [\n{units}\n  ]\n}}\n'


def from_json(text: str) -> SpecificationFacts:
    """The specification that `to_json` wrote."""
    said: dict[str, Any] = json.loads(text)
    code = said.get("code")
    replacements = tuple(
        Replacement(r["replaced"], r["replacement"], r.get("registered_from"))
        for r in said.get("replacements", [])
    )
    qualifications = tuple(
        QualificationFacts(
            **{k: v for k, v in q.items() if k != "rule"},
            specification=code,
            rule=_rule(q["rule"]) if "rule" in q else None,
            replacements=replacements,
        )
        for q in said["qualifications"]
    )
    return SpecificationFacts(
        code=code,
        title=said.get("title"),
        level=said.get("level"),
        qualifications=qualifications,
        units=tuple(UnitFacts(**unit) for unit in said["units"]),
    )


def _rule(said: dict[str, Any]) -> Rule:
    ranges: dict[str, Any] = {n: _ranges(said.get(n, [])) for n in ("admitted", "mandatory", "excluded")}
    groups = tuple(
        GroupRule(**{k: v for k, v in g.items() if k != "refs"}, refs=_ranges(g.get("refs", [])))
        for g in said.get("groups", [])
    )
    limits = tuple(Limit(**{**x, "refs": _ranges(x.get("refs", []))}) for x in said.get("limits", []))
    each = GroupRule(**said["each_group"]) if "each_group" in said else None
    rest = {k: v for k, v in said.items() if k not in {*ranges, "groups", "limits", "each_group"}}
    return Rule(**rest, **ranges, groups=groups, limits=limits, each_group=each)


def _ranges(said: list[str]) -> tuple[RefRange, ...]:
    ends = (text.split(TO) for text in said)
    return tuple(RefRange(first=e[0], last=e[-1]) for e in ends)


def _without_empty(value: Any) -> Any:
    """The value without keys that hold nothing and with ranges as text, which keeps the files short."""
    if isinstance(value, dict):
        if value.keys() == {"first", "last"}:
            return str(RefRange(**value))
        kept = {k: _without_empty(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v is not None and v != [] and v is not False}
    if isinstance(value, (list, tuple)):
        return [_without_empty(v) for v in value]
    return value
