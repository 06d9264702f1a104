"""A mapping as far as a run of suggestions needs it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from mapper.mappings import own_mapping
from mapper.queries.modules import load_modules
from mapper.queries.rows import ModuleRow, UnitRow
from mapper.queries.standing import StandingLine, standing_lines
from mapper.queries.suggestions import Known, LastRun, last_run, newest_decisions
from mapper.queries.teaching import standing_deliveries
from mapper.queries.units import load_units
from mapper.teaching import StandingDelivery
from mapper.values import Viewer


@dataclass(frozen=True, slots=True)
class LoadedRanking:
    """What is to be compared and what was decided, in one consistent state; statements have no places.

    `newest` are the newest decisions among all, `last` the run that made the suggestions there are.
    """

    id: int
    units: tuple[UnitRow, ...]
    modules: tuple[ModuleRow, ...]
    decisions: tuple[StandingLine, ...]
    deliveries: tuple[StandingDelivery, ...]
    newest: Known
    last: LastRun | None


def load_ranking(session: Session, *, viewer: Viewer, mapping_id: int) -> LoadedRanking:
    """The viewer's mapping; NotFoundError for another institution's, as for one that is not there."""
    mapping = own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    units = load_units(session, mapping_id=mapping_id)
    modules = load_modules(session, edition_id=mapping.programme_edition_id, with_places=False)
    return LoadedRanking(
        id=mapping_id,
        units=units,
        modules=modules,
        decisions=standing_lines(session, mapping_id=mapping_id),
        deliveries=standing_deliveries(session, mapping_id=mapping_id, units=units, modules=modules),
        newest=newest_decisions(session, viewer=viewer, mapping_id=mapping_id),
        last=last_run(session, viewer=viewer, mapping_id=mapping_id),
    )
