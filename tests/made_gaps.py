"""Gaps of a made mapping, and what is recorded of them, as a person would."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import func, select

from mapper import models
from mapper.db import Session, reading, today, unit_of_work
from mapper.gap_rules import GapClosing, GapWork
from mapper.gaps import close_gaps, plan_gaps, reopen_gaps
from mapper.models.gaps import Closing, Way
from mapper.paths.awards import Measure
from mapper.queries.gaps import load_gaps
from mapper.queries.structure import read_structure
from mapper.standing.entered import EVERYONE, Asks, Choice
from mapper.standing.gaps import Gap, JudgedGaps, judged_gaps
from mapper.values import Coverage, Viewer
from tests.made import MadeMapping, request_id
from tests.made_structure import STRICT, enter, entry

LOG = "HB101 Lamp log"
SOON = timedelta(days=30)


def enter_choice(mapping: MadeMapping) -> None:
    """A learner takes one of the two modules."""
    with reading(mapping.engine) as session:
        edition = read_structure(session, viewer=mapping.viewer, edition_id=mapping.programme_edition_id)
    options = Choice("g1", "Year 2", "", Asks.NUMBER, 1)
    with unit_of_work(mapping.engine) as session:
        entered = entry({m.id: "g1" for m in edition.modules}, options)
        enter(session, mapping.viewer, edition.edition_id, entered, seen=edition.seen)


def enter_for_all(mapping: MadeMapping, *, choice_in_log: bool = False) -> None:
    """Every learner takes every module; with `choice_in_log`, components offer a choice of questions."""
    with reading(mapping.engine) as session:
        edition = read_structure(session, viewer=mapping.viewer, edition_id=mapping.programme_edition_id)
    entered = entry({m.id: EVERYONE for m in edition.modules})
    if choice_in_log:
        entered = entry({m.id: EVERYONE for m in edition.modules}, rules=replace(STRICT, choice=True))
    with unit_of_work(mapping.engine) as session:
        enter(session, mapping.viewer, edition.edition_id, entered, seen=edition.seen)


def make_conditional(mapping: MadeMapping, criterion: str = "201:1.1") -> None:
    """The criterion is judged covered by a module that some learners do not take."""
    enter_choice(mapping)
    mapping.judge(criterion, LOG, Coverage.FULL)


def make_acceptable(mapping: MadeMapping, *criteria: str) -> None:
    """The criteria are guaranteed by module and not by component."""
    enter_for_all(mapping, choice_in_log=True)
    for criterion in criteria or ("201:1.1",):
        mapping.judge(criterion, LOG, Coverage.FULL)


def judged(mapping: MadeMapping) -> JudgedGaps:
    """The mapping's gaps on the whole programme."""
    with reading(mapping.engine) as session:
        return judged_gaps(load_gaps(session, viewer=mapping.viewer, mapping_id=mapping.id))


def gaps_of(
    mapping: MadeMapping, measure: Measure = Measure.MODULE, *, on: date | None = None
) -> dict[str, Gap]:
    """The gaps by the names that tests use."""
    names = {id_: name for name, id_ in mapping.criteria.items()}
    found = judged(mapping).gaps(measure, today=on or today())
    return {names[gap.said.row.id]: gap for gap in found}


def marks(mapping: MadeMapping, *criteria: str, measure: Measure = Measure.MODULE) -> dict[int, str]:
    """What a form of a page that is open now would name; a criterion without a gap counts as unseen."""
    gaps = gaps_of(mapping, measure)
    return {mapping.criteria[c]: gaps[c].mark if c in gaps else "0." for c in criteria}


def plan(mapping: MadeMapping, *criteria: str, viewer: Viewer | None = None, **more: Any) -> list[int]:
    """The ids of the entries that plan the gaps: the brief is reworded, unless told."""
    measure = more.pop("measure", Measure.MODULE)
    said = {"way": Way.REWORD, "request_id": request_id(), "seen": None} | more
    seen = said.pop("seen") or marks(mapping, *criteria, measure=measure)
    before = judged(mapping)
    with unit_of_work(mapping.engine) as session:
        work = GapWork(measure=measure, seen=seen, **said)
        rows = plan_gaps(session, viewer=viewer or mapping.viewer, judged=before, work=work)
        return [row.id for row in rows]


def close(mapping: MadeMapping, *criteria: str, closing: Closing, **more: Any) -> list[int]:
    """The ids of the entries that close the gaps."""
    measure = more.pop("measure", Measure.MODULE)
    said = {"request_id": request_id(), "seen": None} | more
    seen = said.pop("seen") or marks(mapping, *criteria, measure=measure)
    before = judged(mapping)
    with unit_of_work(mapping.engine) as session:
        ending = GapClosing(measure=measure, seen=seen, closing=closing, **said)
        rows = close_gaps(session, viewer=mapping.viewer, judged=before, ending=ending)
        return [row.id for row in rows]


def accept(mapping: MadeMapping, *criteria: str, **more: Any) -> list[int]:
    """The ids of the entries by which ILM accepts the verdict by module."""
    said = {"reason": "Seen at the visit", "accepted_by": "ILM reviewer"} | more
    return close(mapping, *criteria, closing=Closing.BY_MODULE, measure=Measure.COMPONENT, **said)


def reopen(mapping: MadeMapping, *criteria: str, **more: Any) -> list[int]:
    """The ids of the entries that open the gaps again."""
    measure = more.pop("measure", Measure.MODULE)
    said = {"reason": "Not so after all", "request_id": request_id()} | more
    seen = said.pop("seen", None) or marks(mapping, *criteria, measure=measure)
    before = judged(mapping)
    with unit_of_work(mapping.engine) as session:
        rows = reopen_gaps(session, viewer=mapping.viewer, judged=before, measure=measure, seen=seen, **said)
        return [row.id for row in rows]


def entries(mapping: MadeMapping) -> int:
    """How many entries the store holds."""
    with reading(mapping.engine) as session:
        return session.exec(select(func.count()).select_from(models.GapEntry)).one()


def plan_some_gaps(mapping: MadeMapping) -> None:
    """Two gaps have a plan, one of them a day."""
    plan(
        mapping, "201:1.1", "202:1.2", way=Way.JUDGE, assigned_to="Programme team", note="Start with the log"
    )
    plan(mapping, "201:1.2", way=Way.JUDGE, due_on=today() + SOON)


def leave_a_unit_to_ilm(mapping: MadeMapping) -> None:
    """The gaps of a unit are closed, for learners submit ILM's assignment; one more gap has a plan."""
    plan(mapping, "201:1.2", way=Way.REWORD, assigned_to="Module team", due_on=today() + SOON)
    reason = "The unit is not taught"
    close(mapping, "202:1.1", "202:1.2", closing=Closing.ILM_ASSIGNMENT, reason=reason)


def close_a_met_gap(mapping: MadeMapping) -> None:
    """A gap that was planned is closed, for it is guaranteed by now."""
    close(mapping, "201:1.1", closing=Closing.GUARANTEED)


def try_to_plan(session: Session, viewer: Viewer, mapping: MadeMapping) -> None:
    """Plans a gap in a unit of work that is open already."""
    work = GapWork(Measure.MODULE, marks(mapping, "201:1.1"), request_id(), Way.REWORD)
    plan_gaps(session, viewer=viewer, judged=judged(mapping), work=work)


def try_to_close(session: Session, viewer: Viewer, mapping: MadeMapping) -> None:
    """Closes a gap in a unit of work that is open already."""
    seen = marks(mapping, "201:1.1")
    ending = GapClosing(Measure.MODULE, seen, request_id(), Closing.ILM_ASSIGNMENT, "Not taught")
    close_gaps(session, viewer=viewer, judged=judged(mapping), ending=ending)


def try_to_reopen(session: Session, viewer: Viewer, mapping: MadeMapping) -> None:
    """Opens a gap again in a unit of work that is open already."""
    seen, before = marks(mapping, "201:1.1"), judged(mapping)
    more: dict[str, Any] = {"measure": Measure.MODULE, "seen": seen, "reason": "Not so"}
    reopen_gaps(session, viewer=viewer, judged=before, request_id=request_id(), **more)
