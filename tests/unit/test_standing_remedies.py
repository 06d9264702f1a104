"""What can be done about a gap: which remedies fit which verdict, and what each says of itself."""

from __future__ import annotations

from typing import Any

import pytest

from mapper.models.gaps import Way
from mapper.paths.awards import Measure
from mapper.paths.changes import Change, ChangeKind
from mapper.paths.values import Structure
from mapper.queries.rows import CriterionRow
from mapper.standing.gaps import Ground
from mapper.standing.remedies import REMEDIES, WHOLE_UNIT, offers
from mapper.standing.verdicts import CriterionStanding, Standing

ROW = CriterionRow(1, "1.1", "Trim a lamp", "trim", ("trim",), None, None, {}, "0")
NOTHING = Structure((), (), None, ())
NEW_EVIDENCE = [Way.REWORD, Way.COMPONENT, Way.OWN_INSTRUMENT, Way.INTEGRATED]


def said(by_module: Standing, by_component: Standing, evidence: str = "") -> CriterionStanding:
    return CriterionStanding(ROW, "9901-201 1.1", by_module, by_component, "Any reason.", evidence)


def ways(standing: CriterionStanding, measure: Measure = Measure.MODULE, **more: Any) -> list[Way]:
    found = offers(standing, NOTHING, measure=measure, **({"changes": ()} | more))
    return [offer.remedy.way for offer in found]


def test_every_way_says_what_it_takes_who_must_agree_what_it_changes_and_where_that_is_from() -> None:
    assert list(REMEDIES) == list(Way)
    silent = [
        r.way for r in REMEDIES.values() if not all((r.title, r.takes, r.agreed_by, r.changes, r.source))
    ]
    assert silent == []


@pytest.mark.parametrize("standing", [Standing.NOT_JUDGED, Standing.UNDETERMINED])
def test_what_nobody_judged_is_judged_first(standing: Standing) -> None:
    assert ways(said(standing, standing)) == [Way.JUDGE]


def test_what_is_judged_but_undetermined_needs_the_structure() -> None:
    assert ways(said(Standing.UNDETERMINED, Standing.UNDETERMINED, "HB101 Lamp log")) == [Way.STRUCTURE]


def test_what_is_covered_in_part_is_judged_or_evidenced_anew() -> None:
    assert ways(said(Standing.PART, Standing.PART)) == [Way.JUDGE, *NEW_EVIDENCE]


def test_an_integrated_assignment_needs_several_units() -> None:
    standing = said(Standing.NOT_COVERED, Standing.NOT_COVERED)
    assert Way.INTEGRATED not in ways(standing, several_units=False)


def test_a_change_of_rules_is_offered_only_where_the_solver_found_it() -> None:
    standing = said(Standing.CONDITIONAL, Standing.CONDITIONAL, "HB101 Lamp log")
    found = offers(
        standing, NOTHING, measure=Measure.MODULE, changes=[Change(ChangeKind.CORE, "HB101")], is_joint=True
    )
    assert [o.remedy.way for o in found] == [Way.CORE, *NEW_EVIDENCE]
    assert (found[0].steps, found[0].is_joint) == (("Have every learner take HB101.",), True)


def test_ilm_may_accept_what_is_guaranteed_by_module_and_not_by_component() -> None:
    standing = said(Standing.GUARANTEED, Standing.CONDITIONAL, "HB101 Lamp log")
    assert ways(standing, Measure.COMPONENT)[0] is Way.ACCEPTANCE
    other = said(Standing.CONDITIONAL, Standing.CONDITIONAL, "HB101 Lamp log")
    assert Way.ACCEPTANCE not in ways(other, Measure.COMPONENT)


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.GUARANTEED])
def test_ways_for_whole_units_are_offered_to_no_single_gap(standing: Standing) -> None:
    assert not set(ways(said(standing, standing))) & set(WHOLE_UNIT)


def test_a_ground_comes_back_from_the_store_as_it_was() -> None:
    ground = Ground(3, (7, 9), Standing.GUARANTEED, Standing.NOT_COVERED, Measure.COMPONENT)
    assert Ground.from_json(ground.as_json()) == ground
    assert ground.changed_since(ground) == ()
