"""The annexes: modules and their assessments, source files, findings."""

from __future__ import annotations

from collections.abc import Iterable

from exports.documents.components import module_name
from exports.documents.parts import AssessmentEntry, FindingEntry, ModuleEntry, SourceEntry
from exports.documents.words import known, per_cent
from mapper.record import AssessmentRecord, MappingRecord, ModuleRecord, SourceFile
from mapper.values import Finding, Severity

SHORT_SHA = 12
WEIGHT_ORDER = tuple(Severity)


def module_entries(record: MappingRecord) -> tuple[ModuleEntry, ...]:
    """The modules of the mapped edition, in its order."""
    return tuple(_module_entry(module) for module in record.modules)


def source_entries(record: MappingRecord) -> tuple[SourceEntry, ...]:
    """The programme's documents, then the specification."""
    files = [_source("Programme", file) for file in record.programme_files]
    return (*files, _source("Specification", record.specification_file))


def finding_entries(findings: Iterable[Finding]) -> tuple[FindingEntry, ...]:
    """The findings, errors first, otherwise in the order given."""
    ordered = sorted(findings, key=lambda f: WEIGHT_ORDER.index(f.severity))
    return tuple(_finding_entry(finding) for finding in ordered)


def _module_entry(module: ModuleRecord) -> ModuleEntry:
    size = [f"Level {known(module.level)}", f"Credits {known(module.credits)}"]
    size += [part for part in (module.status, module.option_group) if part]
    return ModuleEntry(
        name=module_name(module.code, module.title),
        size=" · ".join(size),
        assessments=tuple(_assessment_entry(a) for a in module.assessments),
    )


def _assessment_entry(assessment: AssessmentRecord) -> AssessmentEntry:
    must_pass = {True: "yes", False: "no", None: "not known"}
    return AssessmentEntry(
        title=assessment.title,
        type=known(assessment.type),
        weight="not stated" if assessment.weight is None else per_cent(assessment.weight),
        outcomes=", ".join(assessment.outcomes) or "not known",
        must_pass=must_pass[assessment.must_pass],
    )


def _source(role: str, file: SourceFile) -> SourceEntry:
    return SourceEntry(role, file.name, file.format, file.sha256[:SHORT_SHA])


def _finding_entry(finding: Finding) -> FindingEntry:
    place = finding.locator
    parts = [part for part in (place.file, str(place)) if part] if place else []
    return FindingEntry(
        severity=finding.severity.value,
        subject=finding.subject,
        message=finding.message,
        remedy=finding.remedy,
        place=", ".join(parts),
    )
