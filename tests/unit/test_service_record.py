"""The record that documents are made from, read from the store: verdicts, structure, acceptances."""

from __future__ import annotations

from sqlmodel import update

from mapper import models
from mapper.db import reading, unit_of_work
from mapper.path_record import AwardPaths, DoubtfulRecord
from mapper.queries.structure import read_structure
from mapper.record import CriterionRecord
from mapper.standing.entered import EVERYONE, OtherWay, Tree
from mapper.values import Coverage, Standing
from tests.judged import LOG
from tests.made import MadeMapping
from tests.made_gaps import accept, make_acceptable
from tests.made_record import record_of
from tests.made_structure import enter_for_everyone


def criterion(mapping: MadeMapping, name: str) -> CriterionRecord:
    return next(c for c in record_of(mapping).criteria if c.id == mapping.criteria[name])


def test_without_a_structure_nothing_is_checked_and_nothing_is_claimed(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    record = record_of(mapping)
    assert (record.is_checked_on_every_path, record.paths.structure) == (False, None)
    said = criterion(mapping, "201:1.1").paths
    assert said
    assert (said.by_module, said.example) == (Standing.UNDETERMINED, None)


def test_every_criterion_carries_both_verdicts_and_why(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    enter_for_everyone(mapping)
    record = record_of(mapping)
    assert record.is_checked_on_every_path
    assert [c.paths.by_module for c in record.criteria if c.paths] == [
        Standing.GUARANTEED,
        *[Standing.NOT_JUDGED] * (len(record.criteria) - 1),
    ]
    assert all(c.paths and c.paths.reason for c in record.criteria)


def test_the_structure_is_told_by_codes_with_its_version_and_who_entered_it(mapping: MadeMapping) -> None:
    enter_for_everyone(mapping)
    paths = record_of(mapping).paths
    assert paths.structure
    assert (paths.version, paths.structure.entered_by) == (1, "Local user")
    assert paths.structure.everyone == ("HB101", "HB102")
    assert paths.not_counted == tuple(OtherWay)


def test_what_was_found_on_the_duration_stands_among_the_findings(mapping: MadeMapping) -> None:
    said = [f.message for f in record_of(mapping).paths.findings]
    assert any(message.startswith("The specification states no maximum duration") for message in said)


def test_doubts_about_standing_evidence_come_with_the_record(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    assert record_of(mapping).paths.doubts == ()
    with unit_of_work(mapping.engine) as session:
        session.exec(update(models.Module).values(level="3"))
    (doubt,) = record_of(mapping).paths.doubts
    assert doubt.evidence == (DoubtfulRecord("9901-201 1.1", "HB101 Lamp log"),)
    assert "below the unit's level" in doubt.finding.message


def test_an_exit_award_that_was_entered_says_what_holds_on_it(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    with reading(mapping.engine) as session:
        edition = read_structure(session, viewer=mapping.viewer, edition_id=mapping.programme_edition_id)
    everyone = {m.id: EVERYONE for m in edition.modules}
    enter_for_everyone(mapping, award=Tree("e1", "Certificate", is_entered=True, places=everyone))
    assert record_of(mapping).paths.awards == (AwardPaths("Certificate", True, 1, 1),)


def test_what_ilm_accepts_by_module_stands_in_the_record_and_changes_no_verdict(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    before = criterion(mapping, "201:1.1").paths
    accept(mapping, "201:1.1")
    (accepted,) = record_of(mapping).paths.accepted
    assert (accepted.unit_ref, accepted.number) == ("9901-201", "1.1")
    assert (accepted.accepted_by, accepted.reason, accepted.changed) == (
        "ILM reviewer",
        "Seen at the visit",
        (),
    )
    assert criterion(mapping, "201:1.1").paths == before


def test_an_acceptance_whose_ground_changed_says_what(mapping: MadeMapping) -> None:
    make_acceptable(mapping)
    accept(mapping, "201:1.1")
    enter_for_everyone(mapping)
    (accepted,) = record_of(mapping).paths.accepted
    assert "who takes what and how it is passed was entered anew" in accepted.changed
