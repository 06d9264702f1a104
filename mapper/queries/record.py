"""A mapping as the record that documents are made from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from mapper.models.reviews import SetMode
from mapper.path_record import AcceptanceRecord
from mapper.queries.coverage import nothing_findings, set_findings
from mapper.queries.gaps import load_gaps
from mapper.queries.paths import MappingPaths, accepted_by_module, criteria_paths, paths_of, paths_record
from mapper.queries.rows import (
    CriterionRow,
    LearningOutcomeRow,
    ModuleRow,
    StandingDecision,
    StatementRow,
)
from mapper.queries.structure import offered_awards
from mapper.queries.teaching import outcome_deliveries
from mapper.record import (
    AssessmentRecord,
    CriterionRecord,
    LearningOutcomeRecord,
    LinkRecord,
    MappingRecord,
    ModuleRecord,
    SetRecord,
    UnitRecord,
)
from mapper.standing.duration import duration_of_mapping
from mapper.values import Coverage, Finding, StatementKind, Viewer


def read_record(session: Session, *, viewer: Viewer, mapping_id: int, made_at: datetime) -> MappingRecord:
    """The record of the viewer's mapping; NotFoundError where they have no such one."""
    gaps = load_gaps(session, viewer=viewer, mapping_id=mapping_id)
    paths = paths_of(session, viewer=viewer, mapping=gaps.mapping)
    offered = offered_awards(
        session, viewer=viewer, specification_edition_id=paths.mapping.specification_edition_id
    )
    duration = duration_of_mapping(paths.mapping, offered.qualifications)
    return record_of(paths, made_at=made_at, accepted=accepted_by_module(gaps, paths), duration=duration)


def record_of(
    paths: MappingPaths,
    *,
    made_at: datetime,
    accepted: tuple[AcceptanceRecord, ...] = (),
    duration: tuple[Finding, ...] = (),
) -> MappingRecord:
    """The record of a mapping with its verdicts, made at a given moment. Rejected links are left out.

    `accepted` is what ILM accepts by module, `duration` what was found on the programme's duration.
    """
    mapping, maker = paths.mapping, _Maker(paths)
    return MappingRecord(
        id=mapping.id,
        institution=mapping.institution,
        programme_title=mapping.programme_title,
        award=mapping.award,
        programme_level=mapping.programme_level,
        programme_credits=mapping.programme_credits,
        duration=mapping.duration,
        mode=mapping.mode,
        edition_number=mapping.edition_number,
        edition_imported_at=mapping.edition_imported_at,
        programme_files=mapping.programme_files,
        specification_code=mapping.specification_code,
        specification_title=mapping.specification_title,
        specification_edition=mapping.specification_edition,
        specification_file=mapping.specification_file,
        qualification=mapping.qualification,
        units=tuple(
            UnitRecord(
                id=u.id,
                ref=u.ref,
                title=u.title,
                level=u.level,
                credits=u.credits,
                glh=u.glh,
                group=u.group,
                learning_outcomes=tuple(maker.outcome(lo) for lo in u.learning_outcomes),
            )
            for u in mapping.units
        ),
        modules=tuple(_module(m) for m in mapping.modules),
        findings=mapping.findings + set_findings(mapping) + nothing_findings(mapping),
        approval=mapping.approval,
        is_sample=mapping.is_sample,
        made_at=made_at,
        paths=paths_record(paths, accepted=accepted, duration=duration),
    )


class _Maker:
    def __init__(self, paths: MappingPaths) -> None:
        mapping = paths.mapping
        self._paths = criteria_paths(paths)
        self._decided = mapping.decisions_by_criterion()
        self._sets = mapping.sets_by_criterion()
        self._coverage = mapping.coverage()
        self._statements = mapping.statements()
        self._modules = mapping.module_of()
        self._programme = mapping.modules
        self._delivery = outcome_deliveries(mapping.units, mapping.modules, mapping.deliveries)

    def outcome(self, row: LearningOutcomeRow) -> LearningOutcomeRecord:
        """The learning outcome with the modules that deliver it, and those that evidence its criteria."""
        linked = {
            self._modules[i].id
            for c in row.criteria
            for d in (*self._decided.get(c.id, []), *self._sets.get(c.id, []))
            if d.coverage is not Coverage.NONE and not d.is_suspect
            for i in d.statement_ids
        }
        delivery = self._delivery[row.id]
        return LearningOutcomeRecord(
            number=row.number,
            text=row.text,
            criteria=tuple(self.criterion(c) for c in row.criteria),
            delivered_by=self._named(delivery.confirmed),
            once_delivered_by=self._named(delivery.suspect),
            evidenced_by=self._named(linked),
        )

    def _named(self, module_ids: Collection[int]) -> tuple[str, ...]:
        return tuple(m.name for m in self._programme if m.id in module_ids)

    def criterion(self, row: CriterionRow) -> CriterionRecord:
        decisions = self._decided.get(row.id, [])
        counted = self._coverage[row.id]
        nothing = next((d for d in decisions if not d.statement_ids), None)
        return CriterionRecord(
            id=row.id,
            number=row.number,
            text=row.text,
            verb=row.verb,
            marks=row.marks,
            pass_marks=row.pass_marks,
            coverage=counted.coverage,
            is_suspect=counted.is_suspect,
            links=tuple(
                self.link(self._statements[i], d)
                for d in decisions
                if d.coverage is not Coverage.NONE
                for i in d.statement_ids
            ),
            nothing_here=nothing.reason if nothing else None,
            nothing_here_by=nothing.decided_by if nothing else "",
            nothing_here_at=nothing.decided_at if nothing else None,
            sets=tuple(self.declared(d) for d in self._sets.get(row.id, [])),
            paths=self._paths[row.id],
        )

    def declared(self, decision: StandingDecision) -> SetRecord:
        members = [self._statements[i] for i in decision.statement_ids]
        words = replace(decision, quotation="", place="")
        return SetRecord(
            needs_all=decision.set_mode is SetMode.ALL,
            members=tuple(self.link(member, words) for member in members),
            is_suspect=decision.is_suspect,
            rejected=tuple(
                f"{self._modules[i].name}: {self._statements[i].label}" for i in decision.rejected_ids
            ),
            reason=decision.reason,
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
        )

    def link(self, statement: StatementRow, decision: StandingDecision) -> LinkRecord:
        module = self._modules[statement.id]
        return LinkRecord(
            module_code=module.code,
            module_title=module.title,
            kind=statement.kind,
            label=statement.label,
            component=self._component(statement),
            quotation=decision.quotation or statement.text,
            place=decision.place or statement.place,
            coverage=decision.coverage,
            is_suspect=decision.is_suspect,
            reason=decision.reason,
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
            statement_id=statement.id,
        )

    def _component(self, statement: StatementRow) -> str | None:
        if statement.kind is StatementKind.ASSESSMENT:
            return f"{statement.label}, {statement.weight_in_words}"
        testing = [self._statements[i] for i in statement.tested_by]
        return "; ".join(f"{a.label}, {a.weight_in_words}" for a in testing) or None


def _module(row: ModuleRow) -> ModuleRecord:
    return ModuleRecord(
        code=row.code,
        title=row.title,
        level=row.level,
        credits=row.credits,
        status=row.status,
        option_group=row.option_group,
        assessments=tuple(
            AssessmentRecord(
                title=a.label,
                type=a.type,
                weight=a.weight,
                outcomes=a.outcome_references,
                must_pass=a.must_pass,
            )
            for a in row.assessments
        ),
    )
