"""How documents show declared sets: who covers a criterion with whom, and when that does not count."""

from __future__ import annotations

from dataclasses import replace

from exports.documents import mapping_document
from exports.documents.parts import CriterionEntry, MappingDocument
from exports.documents.states import State
from mapper.record import CriterionRecord, LinkRecord, SetRecord
from mapper.values import Coverage
from tests.golden.mapped_units import CASE, CHANGE, ESSAY, JUDGED, TEAM_UNIT, TEAMS, criterion, link
from tests.golden.mapping_record import mapping_record

FULL, PART = Coverage.FULL, Coverage.PART
BRIEF, REPORT = (
    replace(link(TEAMS, ESSAY, FULL), statement_id=1),
    replace(link(CHANGE, CASE, FULL), statement_id=2),
)


def declared(*members: LinkRecord, needs_all: bool = True, rejected: str = "", **more: bool) -> SetRecord:
    return SetRecord(
        needs_all=needs_all,
        members=tuple(replace(m, is_suspect=more.get("is_suspect", False)) for m in members),
        is_suspect=more.get("is_suspect", False),
        rejected=(rejected,) if rejected else (),
        reason="Each shows a half.",
        decided_by="First reviewer",
        decided_at=JUDGED,
    )


def document(record: CriterionRecord) -> MappingDocument:
    outcome = replace(TEAM_UNIT.learning_outcomes[0], criteria=(record,))
    return mapping_document(
        replace(mapping_record(), units=(replace(TEAM_UNIT, learning_outcomes=(outcome,)),))
    )


def entry(record: CriterionRecord) -> CriterionEntry:
    return document(record).units[0].outcomes[0].criteria[0]


def with_sets(*sets: SetRecord, links: tuple[LinkRecord, ...] = ()) -> CriterionRecord:
    is_suspect = any(s.is_suspect for s in sets)
    found = criterion(1, "1.1", "Explain", None if is_suspect else FULL, *links)
    return replace(found, sets=sets, is_suspect=is_suspect)


def test_together_names_every_member_by_its_label_with_who_when_and_why() -> None:
    assert entry(with_sets(declared(BRIEF, REPORT))).note == (
        "Together: 1.1 a (HB5101 Leading Small Teams, Assessment brief) and 1.1 b (HB5204 Managing Orderly"
        " Change, Assessment brief) cover this criterion, and all of them are needed. Declared by First"
        " reviewer, 14 October 2026. Reason: Each shows a half."
    )


def test_either_says_that_one_is_enough() -> None:
    note = entry(with_sets(declared(BRIEF, REPORT, needs_all=False))).note
    assert note.startswith("Either: 1.1 a (")
    assert " or 1.1 b (" in note
    assert "any one of them is enough" in note


def test_a_member_is_quoted_once_and_says_that_it_counts_as_a_member() -> None:
    alone = replace(BRIEF, coverage=PART, reason="Half of it")
    found = entry(
        with_sets(declared(BRIEF, REPORT), declared(BRIEF, REPORT, needs_all=False), links=(alone,))
    )
    assert [(e.label, e.judged_as) for e in found.evidence] == [("1.1 a", State.PART), ("1.1 b", State.FULL)]
    assert found.evidence[0].reason == "Half of it"
    assert found.evidence[1].reason == (
        "As a member of a declared set, together with the other members. Each shows a half."
    )


def test_two_assessments_of_one_name_stay_two() -> None:
    twin = replace(BRIEF, statement_id=3)
    found = entry(with_sets(declared(BRIEF, twin)))
    assert [e.label for e in found.evidence] == ["1.1 a", "1.1 b"]


def test_a_set_that_does_not_count_says_why() -> None:
    rejected = entry(with_sets(declared(BRIEF, REPORT, is_suspect=True, rejected="HB5204: Case report")))
    assert rejected.state is State.SUSPECT
    assert "It does not count: HB5204: Case report was since rejected" in rejected.note
    assert [e.judged_as for e in rejected.evidence] == [State.SUSPECT] * 2
    reworded = entry(with_sets(declared(BRIEF, REPORT, is_suspect=True)))
    assert "It does not count: the wording has changed since" in reworded.note
    unpointed = replace(declared(BRIEF, REPORT, is_suspect=True), reason="Each shows a half")
    assert "Each shows a half. It does not count" in entry(with_sets(unpointed)).note


def test_the_matrix_marks_every_member() -> None:
    (row,) = document(with_sets(declared(BRIEF, REPORT))).matrix.rows
    assert sorted(mark for mark in row.marks if mark) == ["F", "F"]
