"""What documents say of every learner: verdicts, the structure as entered, and an approval beside them."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from exports.documents import checklist_document, mapping_document, stamps
from exports.documents.checklist import ChecklistDocument
from exports.documents.parts import CriterionEntry, MappingDocument
from exports.pdf import mapping_pdf
from exports.printed_sheet import lines_taken
from exports.sheet_styles import INDENT_WIDTH
from exports.xlsx import REASON_WIDTH, mapping_xlsx
from mapper.path_record import CriterionPaths, NamedVerdicts, PathsRecord, PathsThen
from mapper.record import ApprovalRecord, MappingRecord
from mapper.values import Coverage, Standing, SubmissionForm
from tests.golden.mapped_paths import BY_MODULE_ALONE, CONDITIONAL, GUARANTEED, with_paths
from tests.golden.mapped_paths import paths as entered_paths
from tests.golden.mapped_units import ESSAY, TEAM_UNIT, TEAMS, criterion, link
from tests.golden.mapping_record import approval, mapping_record

NOT_ENTERED = "Nobody has entered which modules every learner takes"


def full(*verdicts: CriterionPaths) -> MappingRecord:
    """A mapping of one unit whose criteria are all judged full, with these verdicts."""
    judged = tuple(
        replace(
            criterion(n, f"1.{n}", "Explain", Coverage.FULL, link(TEAMS, ESSAY, Coverage.FULL)), paths=said
        )
        for n, said in enumerate(verdicts, start=1)
    )
    outcome = replace(TEAM_UNIT.learning_outcomes[0], criteria=judged)
    unit = replace(TEAM_UNIT, learning_outcomes=(outcome,))
    return replace(mapping_record(), units=(unit,), paths=entered_paths())


def unclear(record: MappingRecord) -> MappingRecord:
    return replace(record, paths=replace(record.paths, is_determined=False))


def texts(record: MappingRecord) -> list[str]:
    return [stamp.text for stamp in stamps(record)]


def entries(document: MappingDocument) -> list[CriterionEntry]:
    return [c for unit in document.units for o in unit.outcomes for c in o.criteria]


def facts(document: MappingDocument) -> dict[str, str]:
    annex = document.paths
    return {f.name: f.value for f in (*annex.structure, *annex.rules, *annex.ways, *annex.awards)}


def conditions(record: MappingRecord) -> dict[str, tuple[bool, str]]:
    return {c.name: (c.is_met, c.detail) for c in checklist(record).conditions}


def checklist(record: MappingRecord) -> ChecklistDocument:
    return checklist_document(record, form=SubmissionForm.QAP)


def approved(record: MappingRecord, *, reason: str = "", kept: PathsThen | None = None) -> MappingRecord:
    """The record with a full approval that kept these verdicts, those of now unless others are given."""
    told: ApprovalRecord = approval(record, is_full=True)
    return replace(record, approval=replace(told, reason=reason, paths=kept or record.verdicts))


def test_without_a_structure_documents_say_that_nothing_was_checked_and_show_no_verdict() -> None:
    document = mapping_document(mapping_record())
    assert "Coverage not checked on every path" in texts(mapping_record())
    assert document.paths.said[0].startswith(NOT_ENTERED)
    assert (document.shows_verdicts, document.legend, document.paths.not_guaranteed) == (False, (), ())


def test_rules_entered_without_who_takes_what_check_nothing() -> None:
    record = with_paths(mapping_record())
    half = replace(record, paths=replace(record.paths, is_entered=False, is_determined=False))
    assert not half.is_checked_on_every_path
    assert "Coverage not checked on every path" in texts(half)
    assert not mapping_document(half).shows_verdicts
    assert all(not entry.why for entry in entries(mapping_document(half)))


def test_a_structure_that_is_unclear_checks_nothing_and_says_why() -> None:
    record = unclear(full(GUARANTEED))
    assert not record.is_checked_on_every_path
    assert any("faulty or unclear" in text for text in texts(record))
    assert any("faulty or unclear" in said for said in mapping_document(record).headline)
    assert "faulty or unclear" in mapping_document(record).paths.said[0]
    assert not conditions(record)["Coverage checked on every path to the award"][0]
    assert "Every criterion guaranteed by module completed" not in conditions(record)


@pytest.mark.parametrize(
    ("verdicts", "stamp", "is_warning"),
    [
        ((GUARANTEED, GUARANTEED), None, False),
        (
            (GUARANTEED, BY_MODULE_ALONE),
            "Guaranteed for every learner: 2 of 2 criteria by module completed, 1 by component passed",
            False,
        ),
        (
            (GUARANTEED, CONDITIONAL),
            "Guaranteed for every learner: 1 of 2 criteria by module completed, 1 by component passed",
            True,
        ),
    ],
)
def test_the_stamp_says_how_many_criteria_hold_for_every_learner(
    verdicts: tuple[CriterionPaths, ...], stamp: str | None, is_warning: bool
) -> None:
    record = full(*verdicts)
    found = [(s.text, s.is_warning) for s in stamps(record) if "NOT APPROVED" not in s.text]
    assert found == ([(stamp, is_warning)] if stamp else [])


def test_the_headline_says_what_holds_right_after_what_is_covered() -> None:
    first, second = mapping_document(full(GUARANTEED, CONDITIONAL)).headline
    assert first == "Every criterion read from the chosen unit is judged fully covered (2 of 2)."
    assert second.startswith("Every learner who completes the programme meets 1 of 2 criteria")
    assert second.endswith(
        "Not counted: learners who come by recognised prior learning or exchange or study elsewhere."
    )


def test_a_full_criterion_says_right_there_which_learner_never_meets_it() -> None:
    held, conditional = entries(mapping_document(full(GUARANTEED, CONDITIONAL)))
    assert (held.why, conditional.why) == ("", f"Not for every learner: {CONDITIONAL.reason}")
    assert conditional.verdict
    assert conditional.verdict.by_module is Standing.CONDITIONAL
    assert conditional.verdict.learner == "takes HB5101, HB5207 and HB5210"


def test_a_unit_counts_what_is_guaranteed_by_either_measure() -> None:
    (unit,) = mapping_document(full(GUARANTEED, BY_MODULE_ALONE, CONDITIONAL)).units
    assert unit.verdicts.sentence == (
        "On every path: by module completed 2 of 3 guaranteed (1 conditional);"
        " by component passed 1 of 3 guaranteed (2 conditional)."
    )


def test_the_annex_lists_every_criterion_that_is_not_guaranteed_and_no_other() -> None:
    record = with_paths(mapping_record())
    listed = {(e.unit_ref, e.number) for e in mapping_document(record).paths.not_guaranteed}
    assert listed == {
        (unit.ref, c.number)
        for unit in record.units
        for c in unit.criteria
        if c.paths and not c.paths.is_guaranteed
    }


def test_the_structure_stands_in_words() -> None:
    said = facts(mapping_document(full(GUARANTEED)))
    assert said["Entered"] == "version 3, by Programme leader on 2 November 2026"
    assert said["Every learner takes"] == "HB5101"
    assert said["Choice “Year 2 options”"] == "2 of these: HB5204, HB5207, the choice “Placement”"
    assert said["Choice “Placement” (an option of the choice “Year 2 options”)"].startswith(
        "how many is unknown"
    )
    assert said["Not known who takes"] == "Independent Study"


def test_pass_rules_stand_in_words_and_what_is_unknown_is_called_not_known() -> None:
    said = facts(mapping_document(full(GUARANTEED)))
    assert said["Pass mark of a module"] == "40"
    assert said["A failed module may be compensated"] == "yes, up to 20 credits in all"
    assert said["Group work without each member’s part"] == "not known"
    assert said["HB5101"] == "pass mark 50; may be compensated: no"
    assert said["HB5101 Seen examination"] == "must be passed: not known; choice of questions: yes"


def test_other_ways_in_say_that_they_are_not_counted() -> None:
    said = facts(mapping_document(full(GUARANTEED)))
    assert said["Recognised prior learning"].endswith("(up to 60 credits)")
    assert "not counted" in said["Recognised prior learning"]
    assert said["Direct entry to a later year"] == "not open"
    assert said["Exchange or study elsewhere"].startswith("not known")


def test_exit_awards_say_how_much_holds_for_those_who_leave_with_them() -> None:
    said = facts(mapping_document(full(GUARANTEED, GUARANTEED, CONDITIONAL)))
    assert said["Certificate of Enterprise"].startswith("3 of 3 criteria guaranteed by module completed, 2")
    assert said["Diploma of Enterprise"].startswith("nothing can be said")


def test_what_ilm_accepts_by_module_stands_with_whom_why_and_what_changed_since() -> None:
    (accepted,) = mapping_document(full(BY_MODULE_ALONE)).paths.accepted
    assert accepted.name == "9901-501 1.2"
    assert accepted.value == (
        "by the ILM quality reviewer, as reported; recorded by Programme leader on 5 November 2026. Reason:"
        " The essay is marked by criterion. Changed since, look again: the decisions on the criterion are"
        " others."
    )


def test_doubts_about_the_evidence_stand_by_criterion_in_the_annex_and_on_its_sheet() -> None:
    document = mapping_document(full(GUARANTEED))
    (doubt,) = document.paths.doubts
    assert [(line.name, line.value) for line in doubt.evidence] == [
        ("9901-501 1.2", "HB5101 essay; HB5204 plan: The essay describes."),
        ("9901-514 1.3", "HB5204 plan: The plan lists."),
    ]
    book = openpyxl.load_workbook(io.BytesIO(mapping_xlsx(document)))
    lines = [row[0] for row in book["Every path"].iter_rows(values_only=True)]
    at = lines.index("What to look at in the evidence")
    assert lines[at + 2].startswith("Warning, 2 criteria: The evidence")
    assert lines[at + 3] == "9901-501 1.2: HB5101 essay; HB5204 plan: The essay describes."


def test_one_legend_explains_coverage_and_verdict_together() -> None:
    document = mapping_document(full(CONDITIONAL))
    assert [standing for standing, _ in document.legend] == [
        Standing.GUARANTEED,
        Standing.CONDITIONAL,
        Standing.NOT_COVERED,
        Standing.UNDETERMINED,
    ]
    assert "“Full” with “conditional”" in {n.name: n.value for n in document.notes}["Coverage, verdict"]


def test_a_full_approval_of_what_is_conditional_says_so_right_there() -> None:
    record = approved(full(GUARANTEED, CONDITIONAL), reason="All of this cohort took HB5204.")
    assert texts(record)[-1].endswith(
        ". Guaranteed for every learner then: 1 of 2 by module completed, 1 of 2 by component passed"
    )
    told = {fact.name: fact.value for fact in mapping_document(record).approval}
    assert told["Why as full mapping"] == "All of this cohort took HB5204."
    assert told["Since then"] == "no verdict has changed"
    met, detail = conditions(record)["Mapping document approved by ILM"]
    assert met
    assert detail.endswith("because: All of this cohort took HB5204.")


def test_a_full_approval_of_what_is_guaranteed_needs_no_caveat() -> None:
    stamp = texts(approved(full(GUARANTEED)))[-1]
    assert "Guaranteed for every learner" not in stamp


def test_an_approval_from_before_verdicts_were_kept_says_that_they_were_not() -> None:
    record = full(GUARANTEED)
    old = replace(record, approval=approval(record, is_full=True))
    assert "was not kept" in texts(old)[-1]
    told = {fact.name: fact.value for fact in mapping_document(old).approval}
    assert told["Guaranteed then"] == "not kept with this approval"
    assert "Since then" not in told


def test_verdicts_that_changed_since_the_approval_are_stamped_and_stop_the_form() -> None:
    now = full(GUARANTEED, CONDITIONAL)
    then = PathsThen(
        2,
        True,
        tuple(
            NamedVerdicts(v.criterion, Standing.GUARANTEED, Standing.GUARANTEED)
            for v in now.verdicts.verdicts
        ),
    )
    record = approved(now, kept=then)
    assert "CHANGED SINCE THE APPROVAL: verdicts on 1 criterion" in texts(record)
    said = mapping_document(record).headline[-1]
    assert "version 2 then, version 3 now" in said
    assert "1 criterion has another verdict now and is no longer guaranteed: 9901-501 1.2." in said
    met, detail = conditions(record)["Mapping document approved by ILM"]
    assert not met
    assert detail.endswith("Ask ILM before sending.")


def test_a_new_version_that_changes_no_verdict_is_told_without_a_stamp() -> None:
    now = full(GUARANTEED)
    record = approved(now, kept=replace(now.verdicts, version=1))
    assert not any("CHANGED" in text for text in texts(record))
    told = {fact.name: fact.value for fact in mapping_document(record).approval}
    assert told["Since then"].endswith("version 1 then, version 3 now. No verdict changed.")


def test_the_checklist_asks_for_what_is_guaranteed_by_module_and_lists_what_is_not() -> None:
    record = full(GUARANTEED, BY_MODULE_ALONE)
    name = "Every criterion guaranteed by module completed"
    assert conditions(record)[name][0]
    assert not conditions(full(GUARANTEED, CONDITIONAL))[name][0]
    assert name not in conditions(mapping_record())
    assert [(e.number, e.verdict and e.verdict.by_component) for e in checklist(record).open_criteria] == [
        ("1.2", Standing.CONDITIONAL)
    ]


def test_the_workbook_has_both_verdicts_beside_coverage_and_the_reason_in_the_rows() -> None:
    record = full(GUARANTEED, BY_MODULE_ALONE)
    book = openpyxl.load_workbook(io.BytesIO(mapping_xlsx(mapping_document(record))))
    rows = [row for row in book["9901-501"].iter_rows(values_only=True) if row[0] == "1"]
    shown = {row[1]: row[3:6] for row in rows if row[2]}
    assert shown == {
        "1.1": ("full", "guaranteed", "guaranteed"),
        "1.2": ("full", "guaranteed", "conditional"),
    }
    assert any(row[11] == f"Not by component passed: {BY_MODULE_ALONE.reason}" for row in rows)
    said = [cell for row in book["Every path"].iter_rows(values_only=True) for cell in row if cell]
    assert BY_MODULE_ALONE.reason in said
    assert "takes HB5101 and HB5204; fails HB5101 essay" in said


@pytest.mark.parametrize("record", [full(CONDITIONAL), replace(full(GUARANTEED), paths=PathsRecord())])
def test_every_pdf_is_made_without_a_warning(record: MappingRecord, caplog: pytest.LogCaptureFixture) -> None:
    mapping_pdf(mapping_document(record))
    assert caplog.messages == []


def test_why_a_criterion_is_not_guaranteed_takes_few_lines_beside_it_in_the_workbook() -> None:
    why = (
        "Not for every learner: A learner who fails HB5101 as a whole and is compensated never meets 1.1. By"
        " component, nobody has said that HB5101 Seen examination is free of choice of questions and of group"
        " work."
    )
    assert lines_taken(why, style="Text", width=REASON_WIDTH - INDENT_WIDTH) <= 6
