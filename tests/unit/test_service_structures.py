"""Entering a structure: versions that are only added, and what they make of a mapping's decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from mapper.audit import verify_chains
from mapper.db import Engine, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError
from mapper.models import SetMode
from mapper.paths.awards import Measure
from mapper.queries.mapping import load_mapping
from mapper.queries.structure import EditionStructure, entered_structure, offered_awards, read_structure
from mapper.standing.entered import EVERYONE, Asks, Choice, Entered
from mapper.standing.structure import standing_structure
from mapper.standing.verdicts import PathCoverage, Standing, path_coverage
from mapper.values import Coverage
from tests.judged import LOG, PLAN, declare
from tests.made import MadeMapping, counts, request_id
from tests.made_structure import STRICT, enter, enter_for_everyone, entry


def edition_of(mapping: MadeMapping) -> EditionStructure:
    with reading(mapping.engine) as session:
        return read_structure(session, viewer=mapping.viewer, edition_id=mapping.programme_edition_id)


def paths_of(mapping: MadeMapping) -> PathCoverage:
    with reading(mapping.engine) as session:
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
        entered = entered_structure(
            session,
            viewer=mapping.viewer,
            edition_id=mapping.programme_edition_id,
            modules=loaded.modules,
        )
    return path_coverage(loaded, standing_structure(loaded.modules, entered))


def verdicts(mapping: MadeMapping) -> dict[str, tuple[str, str]]:
    """Both verdicts by unit and number."""
    return {
        c.id[-7:].replace(" ", ":"): (c.by_module.value, c.by_component.value)
        for c in paths_of(mapping).criteria
    }


def keep(mapping: MadeMapping, entered: Entered, *, seen: int, request: str = "") -> int:
    with unit_of_work(mapping.engine) as session:
        return enter(
            session,
            mapping.viewer,
            mapping.programme_edition_id,
            entered,
            seen=seen,
            request_id=request or request_id(),
        )


def test_before_anybody_entered_anything_the_documents_propose(mapping: MadeMapping) -> None:
    edition = edition_of(mapping)
    (whole,) = edition.entered.trees
    first, second = edition.modules
    assert (whole.is_entered, edition.seen, edition.versions) == (False, 0, ())
    assert (whole.place(first.id), whole.place(second.id)) == (EVERYONE, "g1")


def test_each_entry_is_a_version_and_the_last_one_stands(mapping: MadeMapping) -> None:
    edition = edition_of(mapping)
    one = entry({m.id: EVERYONE for m in edition.modules})
    two = replace(one, rules=replace(STRICT, every_component=True))
    assert [keep(mapping, one, seen=0), keep(mapping, two, seen=1)] == [1, 2]
    now = edition_of(mapping)
    assert now.entered == two
    assert [(v.number, v.by) for v in now.versions] == [(2, "Local user"), (1, "Local user")]
    with reading(mapping.engine) as session:
        assert verify_chains(session, viewer=mapping.viewer) == ()


def test_the_same_request_is_kept_once(mapping: MadeMapping) -> None:
    entered = edition_of(mapping).entered
    assert [keep(mapping, entered, seen=0, request="same-request") for _ in range(2)] == [1, 1]
    assert counts(mapping.engine)["entered_structure"] == 1


def test_whoever_saw_an_older_version_overwrites_nothing(mapping: MadeMapping) -> None:
    entered = edition_of(mapping).entered
    keep(mapping, entered, seen=0)
    with pytest.raises(ConflictError):
        keep(mapping, entered, seen=0)
    assert counts(mapping.engine)["entered_structure"] == 1


@pytest.mark.parametrize("stranger", ["module", "assessment"])
def test_what_is_not_of_the_edition_is_refused(mapping: MadeMapping, stranger: str) -> None:
    entered = entry({9_999: EVERYONE})
    if stranger == "assessment":
        entered = replace(entry({}), assessments={9_999: edition_of(mapping).entered.assessment(0)})
    with pytest.raises(InvalidError):
        keep(mapping, entered, seen=0)


@pytest.mark.parametrize("verb", ["UPDATE entered_structure SET note = ''", "DELETE FROM entered_structure"])
def test_what_was_entered_cannot_be_changed(mapping: MadeMapping, engine: Engine, verb: str) -> None:
    enter_for_everyone(mapping)
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.exec_driver_sql(verb)


def test_decisions_are_undetermined_until_somebody_enters_the_structure(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    assert verdicts(mapping)["201:1.1"] == ("undetermined", "undetermined")
    assert not paths_of(mapping).is_determined
    enter_for_everyone(mapping)
    # Weights of 60 in all: the log cannot be averaged away.
    assert verdicts(mapping)["201:1.1"] == ("guaranteed", "guaranteed")


def test_every_state_of_a_criterion_has_its_word(mapping: MadeMapping) -> None:
    enter_for_everyone(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    mapping.judge("201:1.2", LOG, Coverage.PART)
    mapping.judge("202:1.2", None, Coverage.NONE, reason="No crew is led")
    said = {name: by_module for name, (by_module, _) in verdicts(mapping).items()}
    assert said == {
        "201:1.1": "guaranteed",
        "201:1.2": "part",
        "201:2.1": "not judged",
        "202:1.1": "not judged",
        "202:1.2": "not covered",
    }


def test_a_full_decision_on_an_outcome_counts_through_the_assessment_that_tests_it(
    mapping: MadeMapping,
) -> None:
    enter_for_everyone(mapping)
    mapping.judge("201:1.1", "HB101 Outcome 1", Coverage.FULL)
    (said, *_) = paths_of(mapping).criteria
    assert (said.by_module, said.evidence) == (Standing.GUARANTEED, LOG)


def test_an_optional_module_makes_its_criteria_conditional(mapping: MadeMapping) -> None:
    first, second = edition_of(mapping).modules
    options = Choice("g1", "Options", "", Asks.NUMBER, 1)
    keep(mapping, entry({first.id: "g1", second.id: "g1"}, options), seen=0)
    mapping.judge("202:1.1", PLAN, Coverage.FULL)
    said = paths_of(mapping).criteria[3]
    assert (said.by_module, said.by_component) == (Standing.CONDITIONAL, Standing.CONDITIONAL)
    assert said.reason == "A learner who takes HB101 instead of HB102 never meets 1.1."


def test_a_declared_set_counts_as_it_was_declared(mapping: MadeMapping) -> None:
    first, second = edition_of(mapping).modules
    options = Choice("g1", "Options", "", Asks.NUMBER, 1)
    keep(mapping, entry({first.id: "g1", second.id: "g1"}, options), seen=0)
    declare(mapping, "201:1.1", mode=SetMode.ANY)
    declare(mapping, "201:1.2", mode=SetMode.ALL)
    said = verdicts(mapping)
    assert (said["201:1.1"][0], said["201:1.2"][0]) == ("guaranteed", "not covered")


def test_a_unit_is_guaranteed_with_all_its_criteria_only(mapping: MadeMapping) -> None:
    enter_for_everyone(mapping)
    mapping.cover_all(except_for="202:1.2")
    first, second = paths_of(mapping).units
    assert first.is_guaranteed(Measure.MODULE)
    assert [c.row.number for c in second.lacking(Measure.MODULE)] == ["1.2"]


def test_a_specification_offers_its_qualifications_and_units(mapping: MadeMapping) -> None:
    with reading(mapping.engine) as session:
        offered = offered_awards(
            session, viewer=mapping.viewer, specification_edition_id=mapping.specification_edition_id
        )
    assert [q.title for q in offered.qualifications] == ["Certificate in Harbour Leadership"]
    assert list(offered.units) == ["9901-201", "9901-202", "9901-203"]
