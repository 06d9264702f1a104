"""A mapping with every state in it, wholly invented, for the tests of the exports."""

from __future__ import annotations

from datetime import UTC, date, datetime

from mapper.record import (
    ApprovalRecord,
    AssessmentRecord,
    MappingRecord,
    ModuleRecord,
    QualificationRecord,
    SourceFile,
)
from mapper.values import Finding, Locator, Severity
from tests.golden.mapped_units import CHANGE_UNIT, TEAM_UNIT, UNWORDED_UNIT

MODULES = (
    ModuleRecord(
        "HB5101",
        "Leading Small Teams",
        "5",
        20,
        "compulsory",
        None,
        (
            AssessmentRecord("Reflective essay on a team you have led", "Essay", 40, ("1", "2"), True),
            AssessmentRecord("Seen examination", "Examination", 60, ("3",), None),
        ),
    ),
    ModuleRecord(
        "HB5204",
        "Managing Orderly Change",
        "5",
        40,
        "optional",
        "Choose 2 of 4, year 2",
        (
            AssessmentRecord("Improvement plan with costed options", "Report", 60, ("1", "2", "4"), True),
            AssessmentRecord("Presentation to a panel of practitioners", "Presentation", 30, ("4",), False),
            AssessmentRecord("Case report on a host organisation", "Report", 70, (), None),
        ),
    ),
    ModuleRecord(None, "Independent Study", None, None, None, None, ()),
)

FINDINGS = (
    Finding(
        Severity.WARNING,
        "HB5204",
        "The weights of the assessments add up to 160 per cent.",
        "Check the weights in the module’s document.",
        Locator(file="change-brief.docx", table=2, row=1),
    ),
    Finding(
        Severity.INFO,
        "9901-522",
        "The unit’s wording is not in the specification.",
        "Import the unit’s own document.",
    ),
    Finding(
        Severity.ERROR,
        "planner.xlsx",
        "The sheet “Year 3” could not be read.",
        "Save the workbook without a password and import it again.",
        Locator(file="planner.xlsx", sheet="Year 3"),
    ),
)


def mapping_record() -> MappingRecord:
    """The mapping before any approval: not sample, paths not checked."""
    return MappingRecord(
        id=7,
        institution="Northmoor University",
        programme_title="BA (Hons) Enterprise & Practice",
        award="BA (Hons)",
        programme_level="6",
        programme_credits=360,
        duration="3 years",
        mode=None,
        edition_number=2,
        edition_imported_at=datetime(2026, 10, 3, 8, 0, tzinfo=UTC),
        programme_files=(
            SourceFile("module-handbook.pdf", "pdf", "3f9a7c21d0b8" + "0" * 52),
            SourceFile("change-brief.docx", "docx", "b07e55aa91c4" + "0" * 52),
        ),
        specification_code="9901",
        specification_title="Everyday Leadership",
        specification_edition=1,
        specification_file=SourceFile("9901-specification.docx", "docx", "c4d1e8f20a6b" + "0" * 52),
        qualification=QualificationRecord(
            title="Level 5 Diploma in Everyday Leadership",
            accreditation_number="999/0001/2",
            size="diploma",
            level=5,
            credits_min=37,
            credits_max=None,
            glh=130,
            tqt=370,
            rule_text="Thirty-seven credits or more, of which twelve from Group A.",
        ),
        units=(TEAM_UNIT, CHANGE_UNIT, UNWORDED_UNIT),
        modules=MODULES,
        findings=FINDINGS,
        approval=None,
        is_sample=False,
        made_at=datetime(2026, 11, 21, 16, 5, tzinfo=UTC),
    )


def approval(record: MappingRecord, *, is_full: bool) -> ApprovalRecord:
    """ILM's approval as reported, of the mapping as it stands."""
    return ApprovalRecord(
        is_full=is_full,
        approved_by="the ILM quality reviewer",
        ilm_reference="HEI-2026-0417",
        approved_on=date(2026, 11, 18),
        recorded_by="Partnership manager",
        recorded_at=datetime(2026, 11, 20, 11, 0, tzinfo=UTC),
        open_criteria=() if is_full else record.open_criteria,
    )
