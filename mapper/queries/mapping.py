"""Loads a whole mapping in one consistent state, in a fixed number of queries."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.coverage import rejected_in
from mapper.errors import NotFoundError
from mapper.queries.approvals import standing_approval
from mapper.queries.findings import findings_of
from mapper.queries.grouping import grouped
from mapper.queries.modules import load_modules
from mapper.queries.people import ERASED, names_of
from mapper.queries.qualifications import rule_of
from mapper.queries.rows import (
    LoadedMapping,
    ModuleRow,
    StandingDecision,
    SuggestionRow,
    UnitRow,
)
from mapper.queries.teaching import standing_deliveries
from mapper.queries.units import load_units
from mapper.record import QualificationRecord, SourceFile
from mapper.values import Viewer


def load_mapping(session: Session, *, viewer: Viewer, mapping_id: int) -> LoadedMapping:
    """The viewer's mapping; NotFoundError for another institution's, as for one that is not there."""
    found = session.exec(
        select(models.Mapping, models.ProgrammeEdition, models.Qualification, models.SpecificationEdition)
        .join(
            models.ProgrammeEdition,
            col(models.ProgrammeEdition.id) == col(models.Mapping.programme_edition_id),
        )
        .join(models.Qualification, col(models.Qualification.id) == col(models.Mapping.qualification_id))
        .join(
            models.SpecificationEdition,
            col(models.SpecificationEdition.id) == col(models.Qualification.edition_id),
        )
        .where(models.Mapping.id == mapping_id, models.Mapping.institution_id == viewer.institution_id)
    ).first()
    if found is None:
        raise NotFoundError("There is no such mapping.", subject=f"mapping {mapping_id}")
    mapping, edition, qualification, specification_edition = found
    specification = session.get_one(models.Specification, specification_edition.specification_id)
    modules = load_modules(session, edition_id=edition.id)
    units = load_units(session, mapping_id=mapping_id)
    entered, unread = rule_of(session, row=qualification, code=specification.code)
    return LoadedMapping(
        id=mapping.id,
        institution=session.get_one(models.Institution, viewer.institution_id).name,
        programme_id=edition.programme_id,
        programme_edition_id=edition.id,
        programme_title=edition.title,
        award=edition.award,
        programme_level=edition.level,
        programme_credits=edition.credits,
        duration=edition.duration,
        mode=edition.mode,
        edition_number=edition.number,
        edition_imported_at=edition.imported_at,
        programme_files=_programme_files(session, edition.id),
        specification_edition_id=specification_edition.id,
        specification_code=specification.code,
        specification_title=specification_edition.title,
        specification_edition=specification_edition.number,
        specification_file=_file(session, specification_edition.source_document_id),
        qualification=replace(
            qualification_record(qualification), entered_rule=entered, rule_not_understood=unread
        ),
        units=units,
        modules=modules,
        decisions=_decisions(session, mapping_id, units, modules),
        suggestions=_suggestions(session, mapping_id),
        findings=findings_of(session, kind=models.RowKind.PROGRAMME_EDITION, row_id=edition.id)
        + findings_of(session, kind=models.RowKind.SPECIFICATION_EDITION, row_id=specification_edition.id),
        approval=standing_approval(session, mapping_id=mapping_id),
        is_sample=edition.is_sample or specification_edition.is_sample,
        deliveries=standing_deliveries(session, mapping_id=mapping_id, units=units, modules=modules),
    )


def qualification_record(row: models.Qualification) -> QualificationRecord:
    """The qualification's facts, its rule as it was read."""
    return QualificationRecord(
        title=row.title,
        accreditation_number=row.accreditation_number,
        size=row.size,
        level=row.level,
        credits_min=row.credits_min,
        credits_max=row.credits_max,
        glh=row.glh,
        tqt=row.tqt,
        rule_text=row.rule_text,
    )


def _file(session: Session, document_id: int) -> SourceFile:
    name, kind, sha256 = session.exec(
        select(models.SourceDocument.name, models.SourceDocument.format, models.SourceDocument.sha256).where(
            models.SourceDocument.id == document_id
        )
    ).one()
    return SourceFile(name, kind, sha256)


def _programme_files(session: Session, edition_id: int) -> tuple[SourceFile, ...]:
    rows = session.exec(
        select(models.SourceDocument.name, models.SourceDocument.format, models.SourceDocument.sha256)
        .join(
            models.ProgrammeDocument,
            col(models.ProgrammeDocument.source_document_id) == col(models.SourceDocument.id),
        )
        .where(models.ProgrammeDocument.edition_id == edition_id)
        .order_by(col(models.ProgrammeDocument.position))
    )
    return tuple(SourceFile(*row) for row in rows)


def _decisions(
    session: Session, mapping_id: int, units: Sequence[UnitRow], modules: Sequence[ModuleRow]
) -> tuple[StandingDecision, ...]:
    newer = select(models.Decision.supersedes_id).where(
        models.Decision.mapping_id == mapping_id, col(models.Decision.supersedes_id).is_not(None)
    )
    rows = session.exec(
        select(models.Decision, models.Subject)
        .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
        .where(
            models.Decision.mapping_id == mapping_id,
            models.Decision.act == models.Act.JUDGE,
            col(models.Decision.id).not_in(newer),
        )
        .order_by(col(models.Decision.id))
    ).all()
    members = grouped(
        (m.subject_id, m.statement_id)
        for m in session.exec(
            select(models.SubjectMember)
            .join(models.Subject, col(models.Subject.id) == col(models.SubjectMember.subject_id))
            .where(models.Subject.mapping_id == mapping_id)
            .order_by(col(models.SubjectMember.statement_id))
        ).all()
    )
    names = names_of(session, person_ids=[d.person_id for d, _ in rows])
    criterion_prints = {c.id: c.fingerprint for u in units for c in u.criteria}
    statement_prints = {s.id: s.fingerprint for m in modules for s in m.statements}
    decisions = []
    for decision, subject in rows:
        if decision.coverage is None:
            continue
        alone = (subject.statement_id,) if subject.statement_id else ()
        linked = tuple(members.get(subject.id, ())) or alone
        judged_on = (decision.criterion_fingerprint, decision.statement_fingerprint)
        now_is = (criterion_prints.get(subject.criterion_id), evidence_print(linked, statement_prints))
        decisions.append(
            StandingDecision(
                id=decision.id,
                subject_id=subject.id,
                criterion_id=subject.criterion_id,
                statement_ids=linked,
                coverage=decision.coverage,
                is_suspect=judged_on != now_is,
                certainty=decision.certainty,
                reason=decision.reason,
                quotation=decision.quotation,
                place=decision.place,
                decided_by=names.get(decision.person_id, ERASED),
                decided_at=decision.decided_at,
                person_id=decision.person_id,
                set_mode=subject.set_mode,
            )
        )
    return _with_contradictions(decisions)


def _with_contradictions(decisions: Sequence[StandingDecision]) -> tuple[StandingDecision, ...]:
    """The decisions, each declared set made suspect while one of its members stands rejected."""
    judged = grouped((d.criterion_id, d.judgement) for d in decisions)
    rejected = {criterion_id: rejected_in(found) for criterion_id, found in judged.items()}

    def of(decision: StandingDecision) -> StandingDecision:
        against = rejected[decision.criterion_id].intersection(decision.statement_ids)
        if decision.set_mode is None or not against:
            return decision
        return replace(decision, is_suspect=True, rejected_ids=tuple(sorted(against)))

    return tuple(map(of, decisions))


def evidence_print(statement_ids: Sequence[int], prints: dict[int, str]) -> str | None:
    """The fingerprint of the evidence: of one statement its own, of a set that of all in order."""
    if not statement_ids:
        return None
    if len(statement_ids) == 1:
        return prints.get(statement_ids[0])
    joined = "\n".join(sorted(prints.get(i, "missing") for i in statement_ids))
    return hashlib.sha256(joined.encode()).hexdigest()


def _suggestions(session: Session, mapping_id: int) -> tuple[SuggestionRow, ...]:
    suggestion = models.Suggestion
    # Columns and not objects of the table: there are thousands of rows, and objects took most of the time.
    columns = (
        *(col(suggestion.criterion_id), col(suggestion.statement_id), col(suggestion.rank)),
        *(col(suggestion.score), col(suggestion.band), col(suggestion.parts), col(suggestion.shared_terms)),
        col(models.SuggestionRun.engine_version),
    )
    rows = session.execute(
        sa.select(*columns)
        .join(models.SuggestionRun, col(models.SuggestionRun.id) == col(suggestion.run_id))
        .where(col(suggestion.mapping_id) == mapping_id)
        .order_by(col(suggestion.criterion_id), col(suggestion.rank))
    ).all()
    return tuple(
        SuggestionRow(criterion_id, statement_id, rank, score, band, parts, tuple(terms), engine)
        for criterion_id, statement_id, rank, score, band, parts, terms, engine in rows
    )
