"""A mapping as the record that documents are made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mapper.models.reviews import SetMode
from mapper.queries.coverage import set_findings
from mapper.queries.rows import (
    CriterionRow,
    LearningOutcomeRow,
    LoadedMapping,
    ModuleRow,
    StandingDecision,
    StatementRow,
)
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
from mapper.values import Coverage, StatementKind


def record_of(mapping: LoadedMapping, *, made_at: datetime) -> MappingRecord:
    """The record of a loaded mapping, made at a given moment. Rejected links are left out."""
    maker = _Maker(mapping)
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
        findings=mapping.findings + set_findings(mapping),
        approval=mapping.approval,
        is_checked_on_every_path=False,
        is_sample=mapping.is_sample,
        made_at=made_at,
    )


class _Maker:
    def __init__(self, mapping: LoadedMapping) -> None:
        self._decided = mapping.decisions_by_criterion()
        self._sets = mapping.sets_by_criterion()
        self._coverage = mapping.coverage()
        self._statements = mapping.statements()
        self._modules = mapping.module_of()

    def outcome(self, row: LearningOutcomeRow) -> LearningOutcomeRecord:
        """The learning outcome, and the modules whose linked statements support its delivery."""
        linked = {
            self._modules[i].name
            for c in row.criteria
            for d in (*self._decided.get(c.id, []), *self._sets.get(c.id, []))
            if d.coverage is not Coverage.NONE and not d.is_suspect
            for i in d.statement_ids
        }
        return LearningOutcomeRecord(
            number=row.number,
            text=row.text,
            criteria=tuple(self.criterion(c) for c in row.criteria),
            delivered_by=tuple(sorted(linked)),
        )

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
