"""What documents say, whatever their format."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exports.documents import checklist_document, mapping_document, stamps
from exports.documents.components import COMPONENT_UNKNOWN, component_names
from exports.documents.parts import CriterionEntry, MappingDocument
from exports.documents.states import State, criterion_state, tally
from exports.documents.words import listed, number, printable, shortened
from mapper.record import CriterionRecord, EnteredRule, MappingRecord, state_of
from mapper.values import Coverage, SubmissionForm
from tests.golden.mapped_paths import with_paths
from tests.golden.mapped_units import CHANGE, ESSAY, TEAM_UNIT, TEAMS, criterion, link
from tests.golden.mapping_record import approval, mapping_record

FULL, PART = Coverage.FULL, Coverage.PART


def with_criteria(*criteria: CriterionRecord) -> MappingRecord:
    """A mapping of one unit and one outcome with these criteria."""
    outcome = replace(TEAM_UNIT.learning_outcomes[0], criteria=criteria)
    return replace(mapping_record(), units=(replace(TEAM_UNIT, learning_outcomes=(outcome,)),))


def entry(criterion_record: CriterionRecord) -> CriterionEntry:
    return mapping_document(with_criteria(criterion_record)).units[0].outcomes[0].criteria[0]


def texts(record: MappingRecord) -> list[str]:
    return [stamp.text for stamp in stamps(record)]


def unmet(record: MappingRecord) -> dict[str, str]:
    """What does not hold before the form is sent, in order, and what is said of it."""
    document = checklist_document(record, form=SubmissionForm.QAP)
    return {c.name: c.detail for c in document.conditions if not c.is_met}


def facts(document: MappingDocument) -> dict[str, str]:
    return {fact.name: fact.value for fact in (*document.programme, *document.qualification)}


def test_without_an_approval_the_stamp_says_so() -> None:
    assert texts(mapping_record()) == ["NOT APPROVED BY ILM", "Coverage not checked on every path"]


def test_a_sample_is_stamped_first() -> None:
    assert texts(replace(mapping_record(), is_sample=True))[0] == "SAMPLE"


def test_an_approval_is_told_as_reported_with_who_when_and_under_which_reference() -> None:
    record = with_criteria(criterion(1, "1.1", "Explain", FULL, link(TEAMS, ESSAY, FULL)))
    assert texts(replace(record, approval=approval(record, is_full=True)))[-1] == (
        "Approval by ILM as reported: full mapping, by the ILM quality reviewer, ILM reference HEI-2026-0417,"
        " date 18 November 2026; recorded by Partnership manager on 20 November 2026. Whether every learner"
        " met every criterion was not kept with it"
    )


def test_an_approval_with_additional_assessment_names_the_open_criteria() -> None:
    record = mapping_record()
    stamp = texts(replace(record, approval=approval(record, is_full=False)))[-1]
    assert stamp.startswith("Approval by ILM as reported: with additional assessment, by ")
    assert stamp.endswith("9901-501: 1.3, 2.2, 2.3, 2.4, 3.1, 3.2; 9901-514: 2.2, 2.5, 2.6, 2.7")


def test_what_became_open_after_the_approval_is_stamped() -> None:
    record = mapping_record()
    changed = replace(record, approval=approval(record, is_full=True))
    assert any(text.startswith("CHANGED SINCE THE APPROVAL: 10 criteria now open") for text in texts(changed))
    assert "tell ILM" in " ".join(mapping_document(changed).headline)
    assert unmet(changed)["Mapping document approved by ILM"].startswith("10 criteria became open")


def test_every_stamp_has_a_short_form_for_running_heads() -> None:
    record = mapping_record()
    reported = replace(approval(record, is_full=False), ilm_reference="R" * 90)
    approved = replace(record, approval=reported, is_sample=True)
    assert all(len(stamp.short) <= 110 for stamp in stamps(approved))


def test_what_nobody_judged_is_not_judged() -> None:
    assert criterion_state(criterion(1, "1.1", "Explain")) is State.NOT_JUDGED


@pytest.mark.parametrize("coverage", [None, *Coverage])
def test_a_suspect_criterion_is_suspect_whatever_was_judged(coverage: Coverage | None) -> None:
    judged = criterion(1, "1.1", "Explain", coverage, link(TEAMS, ESSAY, FULL, is_suspect=True))
    assert criterion_state(judged) is State.SUSPECT
    assert tally([judged]).full == 0


def test_the_tally_counts_every_criterion_once() -> None:
    record = mapping_record()
    counts = tally(record.criteria)
    assert counts.in_words == "10 full, 3 part, 1 suspect, 2 none, 4 not judged"
    assert counts.total == len(record.criteria)
    assert counts.open == len(record.open_criteria)


def test_the_open_criteria_are_those_of_the_record_in_order() -> None:
    record = mapping_record()
    shown = [(c.unit_ref, c.number) for c in mapping_document(record).open_criteria]
    assert shown == [(c.unit_ref, c.number) for c in record.open_criteria]


def test_wording_stands_exactly_as_imported() -> None:
    record = mapping_record()
    shown = [
        (o.number, o.text, [(c.number, c.text) for c in o.criteria])
        for unit in mapping_document(record).units
        for o in unit.outcomes
    ]
    assert shown == [
        (o.number, o.text, [(c.number, c.text) for c in o.criteria])
        for unit in record.units
        for o in unit.learning_outcomes
    ]


def test_a_unit_without_wording_says_so() -> None:
    document = mapping_document(mapping_record())
    assert "wording of this unit was not imported" in document.units[2].note
    assert "wording of unit 9901-522 was not imported" in document.headline[1]


def test_full_coverage_is_claimed_only_of_what_was_read() -> None:
    record = with_criteria(criterion(1, "1.1", "Explain", FULL, link(TEAMS, ESSAY, FULL)))
    said = mapping_document(record).headline
    assert said[0] == "Every criterion read from the chosen unit is judged fully covered (1 of 1)."
    assert "was not checked on every path" in said[1]


@pytest.mark.parametrize("units", [(), (replace(TEAM_UNIT, learning_outcomes=()),)])
def test_a_mapping_without_criteria_claims_no_coverage(units: tuple[()]) -> None:
    first = mapping_document(replace(mapping_record(), units=units)).headline[0]
    assert first.startswith("No ")


def test_an_outcome_that_nothing_tests_stands_under_component_unknown() -> None:
    shown = entry(criterion(1, "1.1", "Explain", PART, link(TEAMS, None, PART))).evidence[0]
    assert shown.assessment == COMPONENT_UNKNOWN
    assert not shown.has_component


def test_suspect_evidence_tells_what_it_was_judged_before() -> None:
    shown = entry(criterion(1, "1.1", "Explain", None, link(TEAMS, ESSAY, FULL, is_suspect=True))).evidence[0]
    assert (shown.judged_as, shown.judged_before) == (State.SUSPECT, "full")


def test_evidence_carries_quotation_place_reason_name_and_date() -> None:
    judged = link(
        TEAMS, ESSAY, FULL, quotation="Write.", place="a.pdf, page 3", reason="It asks.", by="P. Q."
    )
    shown = entry(criterion(1, "1.1", "Explain", FULL, judged)).evidence[0]
    assert (shown.quotation, shown.place, shown.reason) == ("Write.", "a.pdf, page 3", "It asks.")
    assert (shown.judged_by, shown.judged_on.isoformat()) == ("P. Q.", "2026-10-14")


def test_a_judgement_of_nothing_gives_its_reason() -> None:
    shown = entry(criterion(1, "1.1", "Explain", Coverage.NONE, nothing_here="No brief asks it."))
    assert shown.note.endswith("Reason: No brief asks it.")


def test_pieces_of_evidence_are_lettered_within_their_criterion() -> None:
    judged = criterion(1, "1.1", "Explain", PART, *[link(TEAMS, ESSAY, PART)] * 27)
    labels = [item.label for item in entry(judged).evidence]
    assert (labels[0], labels[25], labels[26]) == ("1.1 a", "1.1 z", "1.1 27")


def test_a_component_is_named_with_its_weight_from_the_module() -> None:
    modules = mapping_record().modules
    assert component_names(link(TEAMS, ESSAY, FULL), modules) == (
        "Reflective essay on a team you have led, 40\u00a0%",
    )
    untold = link(TEAMS, "Reflective essay on a team you have led", FULL)
    assert component_names(untold, modules) == component_names(link(TEAMS, ESSAY, FULL), modules)


def test_an_outcome_that_two_assessments_test_stands_under_both() -> None:
    both = link(TEAMS, f"{ESSAY}; Seen examination, 60 %", FULL)
    assert len(component_names(both, mapping_record().modules)) == 2


def test_a_component_that_no_module_has_keeps_the_name_it_was_given() -> None:
    strange = link(TEAMS, "Viva; with examiner", FULL)
    assert component_names(strange, mapping_record().modules) == ("Viva; with examiner",)


def test_the_matrix_marks_full_part_suspect_and_none() -> None:
    record = with_criteria(
        criterion(1, "1.1", "A", FULL, link(TEAMS, ESSAY, FULL), link(TEAMS, ESSAY, PART)),
        criterion(2, "1.2", "B", PART, link(TEAMS, ESSAY, PART)),
        criterion(3, "1.3", "C", None, link(TEAMS, ESSAY, FULL, is_suspect=True)),
        criterion(4, "1.4", "D", Coverage.NONE),
        criterion(5, "1.5", "E"),
    )
    assert [row.marks[0] for row in mapping_document(record).matrix.rows] == ["F", "P", "S", "–", ""]


def test_every_mark_of_the_matrix_stands_under_a_column() -> None:
    document = mapping_document(with_criteria(criterion(1, "1.1", "A", PART, link(CHANGE, "Unlisted", PART))))
    named = [
        c.assessment
        for c, mark in zip(document.matrix.columns, document.matrix.rows[0].marks, strict=True)
        if mark
    ]
    assert named == ["Unlisted"]


def test_what_is_not_known_is_called_not_known() -> None:
    known = facts(mapping_document(mapping_record()))
    assert known["Mode"] == "not known"
    assert known["Credits"] == "at least 37"


def test_a_unit_of_unknown_credits_is_left_out_of_the_sum_and_named() -> None:
    document = mapping_document(mapping_record())
    assert document.credits == "12.5"
    assert "9901-522" in document.credits_note


def test_findings_come_errors_first_with_their_place() -> None:
    findings = mapping_document(mapping_record()).findings
    assert [finding.severity for finding in findings] == ["error", "warning", "info"]
    assert findings[0].place == "planner.xlsx, sheet Year 3"


@pytest.mark.parametrize("form", SubmissionForm)
def test_a_checklist_carries_the_statement_and_says_what_the_code_is_not(form: SubmissionForm) -> None:
    document = checklist_document(mapping_record(), form=form)
    assert document.statement == "The programme has been Mapped and is Dual Accredited."
    assert "not the accreditation number (999/0001/2)" in " ".join(document.codes)


def test_the_forms_ask_for_their_own_sections() -> None:
    asked = {
        form: [s.number for s in checklist_document(mapping_record(), form=form).sections]
        for form in SubmissionForm
    }
    assert {"13.1", "13.3", "12", "8.1"} <= set(asked[SubmissionForm.CAP])
    assert {"2.1", "2.2", "5"} <= set(asked[SubmissionForm.QAP])


def test_five_attachments_go_in_with_either_form() -> None:
    titles = [a.title for a in checklist_document(mapping_record(), form=SubmissionForm.CAP).attachments]
    assert sum(title.startswith("Policy") for title in titles) == 3
    assert titles[3:] == ["Briefing for learners", "Mapping document"]


def test_a_mapping_that_is_not_ready_meets_no_condition() -> None:
    told = [name.split()[0] for name in unmet(replace(mapping_record(), is_sample=True))]
    assert told == ["Mapping", "Every", "Wording", "Coverage", "No", "Real"]


def test_of_no_criteria_none_is_covered() -> None:
    assert unmet(with_criteria())["Every criterion fully covered"] == "No criterion has been judged."


def test_a_mapping_that_is_ready_meets_every_condition() -> None:
    record = with_criteria(criterion(1, "1.1", "Explain", FULL, link(TEAMS, ESSAY, FULL)))
    ready = replace(with_paths(record), findings=(), approval=approval(record, is_full=True))
    assert unmet(ready) == {}


def test_what_cannot_be_printed_is_replaced_and_seen() -> None:
    record = with_criteria(criterion(1, "1.1", "Ex\x00plain\x0b this", FULL, link(TEAMS, ESSAY, FULL)))
    assert mapping_document(record).units[0].outcomes[0].criteria[0].text == "Ex\ufffdplain\ufffd this"


def test_printable_leaves_ordinary_text_alone() -> None:
    assert printable("“40 %”\n\tÉtude – 管理") == "“40 %”\n\tÉtude – 管理"


def test_numbers_are_written_without_needless_decimals() -> None:
    assert [number(n) for n in (12.0, 7.5, 33.333, 1200, 100)] == ["12", "7.5", "33.33", "1,200", "100"]


def test_lists_end_with_and() -> None:
    assert [listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_shortened_text_stays_within_its_limit() -> None:
    assert shortened("one two three", limit=9) == "one two…"
    assert shortened("short", limit=5) == "short"


def test_the_states_in_words_are_those_of_the_record() -> None:
    record = mapping_record()
    words = {state_of(c) for c in record.criteria}
    assert words <= {state.value for state in State}


def with_rule(**said: object) -> MappingRecord:
    record = mapping_record()
    return replace(record, qualification=replace(record.qualification, **said))  # type: ignore[arg-type]


def rule_condition(record: MappingRecord) -> list[tuple[bool, str]]:
    document = checklist_document(record, form=SubmissionForm.CAP)
    return [(c.is_met, c.detail) for c in document.conditions if c.name == "Rule of combination understood"]


def test_a_rule_that_was_read_and_understood_is_not_remarked_on() -> None:
    assert mapping_document(mapping_record()).rule_note == ""
    assert rule_condition(mapping_record()) == []


def test_an_entered_rule_is_told_with_who_when_and_in_place_of_what() -> None:
    entered = EnteredRule(
        "At least 9 credits.", "Head of quality", datetime(2024, 5, 6, tzinfo=UTC), "a.pdf, page 4"
    )
    record = with_rule(entered_rule=entered)
    note = (
        "Entered by Head of quality on 6 May 2024, in place of the one that was read (a.pdf, page 4)"
        " and not understood: “At least 9 credits.”"
    )
    assert mapping_document(record).rule_note == note
    assert rule_condition(record) == [(True, note)]
    assert mapping_document(
        with_rule(rule_text=None, entered_rule=replace(entered, at=None, read_at=""))
    ).rule_note == ("Entered by Head of quality, since the specification states none: “At least 9 credits.”")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"rule_not_understood": "unless"}, "it was not understood (“unless”)"),
        ({"rule_text": None}, "none is stated"),
    ],
)
def test_a_rule_that_nobody_could_check_is_told(said: dict[str, object], why: str) -> None:
    note = f"Not checked: {why}, so the choice of units was not judged by it."
    assert mapping_document(with_rule(**said)).rule_note == note
    assert rule_condition(with_rule(**said)) == [(False, note)]
