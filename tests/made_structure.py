"""Entering a structure of the invented programme, as a person would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mapper.db import Session, reading, unit_of_work
from mapper.queries import structure
from mapper.queries.rows import ModuleRow, StatementRow
from mapper.queries.structure import read_structure
from mapper.standing.entered import EVERYONE, WHOLE_PROGRAMME, Choice, Entered, ProgrammeRules, Tree
from mapper.structures import enter_structure
from mapper.values import StatementKind, Viewer
from tests.made import MadeMapping, request_id

STRICT = ProgrammeRules(
    pass_mark=40,
    component_pass_mark=40,
    every_component=False,
    compensatable=False,
    compensation_credits=0,
    choice=False,
    group_work=False,
)
"""Rules of which nothing is unknown; modules are passed on aggregate."""


def assessment(id_: int, title: str, **more: Any) -> StatementRow:
    """An assessment of half a module, which may be failed."""
    stated: dict[str, Any] = {"weight": 50.0, "must_pass": False} | more
    return StatementRow(
        id=id_,
        module_id=id_ // 10,
        kind=StatementKind.ASSESSMENT,
        position=id_ % 10,
        number=None,
        text=title,
        fingerprint="",
        place="",
        title=title,
        **stated,
    )


def module(id_: int, *assessments: StatementRow, **more: Any) -> ModuleRow:
    """Module M1, M2 … of 20 credits, with two assessments (10 and 11 in module 1) unless they are given."""
    own = assessments or (assessment(id_ * 10, "Essay"), assessment(id_ * 10 + 1, "Report"))
    stated: dict[str, Any] = {
        "code": f"M{id_}",
        "title": None,
        "level": "5",
        "credits": 20.0,
        "status": None,
        "option_group": None,
        "year": None,
        "pass_mark": None,
    }
    return ModuleRow(id=id_, outcomes=(), assessments=own, content=(), **(stated | more))


def tree(places: Mapping[int, str], *choices: Choice, **more: Any) -> Tree:
    """An entered tree of the whole programme."""
    return Tree(
        WHOLE_PROGRAMME,
        "The whole programme",
        **({"is_entered": True} | more),
        choices=choices,
        places=places,
    )


def entry(places: Mapping[int, str], *choices: Choice, **more: Any) -> Entered:
    """An entry with strict rules."""
    return Entered((tree(places, *choices),), **({"rules": STRICT} | more))


def enter(
    session: Session, viewer: Viewer, edition_id: int, entered: Entered, *, seen: int, **more: Any
) -> int:
    """The number of the version."""
    said = {"note": "Places", "request_id": request_id()} | more
    return enter_structure(session, viewer=viewer, edition_id=edition_id, entered=entered, seen=seen, **said)


def enter_for_everyone(mapping: MadeMapping, *, award: Tree | None = None) -> Entered:
    """The entry, kept in the store, by which every learner takes every module of a made mapping."""
    with reading(mapping.engine) as session:
        edition = read_structure(session, viewer=mapping.viewer, edition_id=mapping.programme_edition_id)
    entered = entry({m.id: EVERYONE for m in edition.modules})
    entered = entered.with_tree(award) if award else entered
    with unit_of_work(mapping.engine) as session:
        enter(session, mapping.viewer, edition.edition_id, entered, seen=edition.seen)
    return entered


def enter_with_award(mapping: MadeMapping) -> Entered:
    """As `enter_for_everyone`, with an exit award that nobody entered yet."""
    award = Tree("e1", "Certificate of Harbour Studies", is_entered=False)
    return enter_for_everyone(mapping, award=award)


WITH_STRUCTURES: dict[str, Callable[[Session, Viewer, MadeMapping], Any]] = {
    "read_structure": lambda s, v, m: structure.read_structure(
        s, viewer=v, edition_id=m.programme_edition_id
    ),
    "entered_structure": lambda s, v, m: structure.entered_structure(
        s, viewer=v, edition_id=m.programme_edition_id, modules=()
    ),
    "read_version": lambda s, v, m: structure.read_version(
        s, viewer=v, edition_id=m.programme_edition_id, number=1
    ),
    "earlier_structure": lambda s, v, m: structure.earlier_structure(
        s, viewer=v, edition_id=m.programme_edition_id
    ),
    "offered_awards": lambda s, v, m: structure.offered_awards(
        s, viewer=v, specification_edition_id=m.specification_edition_id
    ),
    "enter_structure": lambda s, v, m: enter(s, v, m.programme_edition_id, Entered(()), seen=0),
}
"""What another institution's viewer may try with a structure; each must be refused."""
