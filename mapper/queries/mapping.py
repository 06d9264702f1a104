"""Loads a whole mapping in one consistent state, in a fixed number of queries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from mapper import models
from mapper.errors import NotFoundError
from mapper.queries.approvals import standing_approval
from mapper.queries.findings import findings_of
from mapper.queries.people import ERASED, names_of
from mapper.queries.places import places_of
from mapper.queries.rows import (
    CriterionRow,
    LearningOutcomeRow,
    LoadedMapping,
    ModuleRow,
    StandingDecision,
    StatementRow,
    SuggestionRow,
    UnitRow,
)
from mapper.record import QualificationRecord, SourceFile
from mapper.values import StatementKind, Viewer

Key = TypeVar("Key")
Item = TypeVar("Item")


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
        qualification=qualification_record(qualification),
        units=units,
        modules=modules,
        decisions=_decisions(session, mapping_id, units, modules),
        suggestions=_suggestions(session, mapping_id),
        findings=findings_of(session, kind=models.RowKind.PROGRAMME_EDITION, row_id=edition.id)
        + findings_of(session, kind=models.RowKind.SPECIFICATION_EDITION, row_id=specification_edition.id),
        approval=standing_approval(session, mapping_id=mapping_id),
        is_sample=edition.is_sample or specification_edition.is_sample,
    )


def qualification_record(row: models.Qualification) -> QualificationRecord:
    """The qualification's facts."""
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


def load_units(
    session: Session, *, mapping_id: int | None = None, edition_id: int | None = None
) -> tuple[UnitRow, ...]:
    """The chosen units of a mapping, or all units of a specification's edition, with their wording."""
    chosen = select(models.Unit)
    if mapping_id is not None:
        chosen = (
            chosen.join(models.MappingUnit, col(models.MappingUnit.unit_id) == col(models.Unit.id))
            .where(models.MappingUnit.mapping_id == mapping_id)
            .order_by(col(models.MappingUnit.position))
        )
    else:
        chosen = chosen.where(models.Unit.edition_id == edition_id).order_by(col(models.Unit.position))
    units = session.exec(chosen).all()
    outcomes = session.exec(
        select(models.LearningOutcome)
        .where(col(models.LearningOutcome.unit_id).in_([u.id for u in units]))
        .order_by(col(models.LearningOutcome.position))
    ).all()
    criteria = session.exec(
        select(models.Criterion)
        .where(col(models.Criterion.learning_outcome_id).in_([o.id for o in outcomes]))
        .order_by(col(models.Criterion.position))
    ).all()
    by_outcome = _grouped((c.learning_outcome_id, _criterion(c)) for c in criteria)
    by_unit = _grouped((o.unit_id, _learning_outcome(o, by_outcome.get(o.id, []))) for o in outcomes)
    return tuple(
        UnitRow(
            id=u.id,
            ref=u.ref,
            title=u.title if not u.restriction else f"{u.title} ({u.restriction})",
            level=u.level,
            credits=u.credits,
            glh=u.glh,
            group=u.unit_group,
            learning_outcomes=tuple(by_unit.get(u.id, [])),
        )
        for u in units
    )


def _learning_outcome(row: models.LearningOutcome, criteria: Sequence[CriterionRow]) -> LearningOutcomeRow:
    return LearningOutcomeRow(
        id=row.id,
        number=row.number,
        text=row.text,
        indicative_content=tuple(row.indicative_content),
        criteria=tuple(criteria),
    )


def _criterion(row: models.Criterion) -> CriterionRow:
    return CriterionRow(
        id=row.id,
        number=row.number,
        text=row.text,
        verb=row.verb,
        verbs=tuple(row.verbs),
        marks=row.marks,
        pass_marks=row.pass_marks,
        descriptors={k: None if v is None else tuple(v) for k, v in row.descriptors.items()},
        fingerprint=row.fingerprint,
    )


def load_modules(session: Session, *, edition_id: int) -> tuple[ModuleRow, ...]:
    """The modules of a programme's edition with all their statements, in order."""
    modules = session.exec(
        select(models.Module)
        .where(models.Module.edition_id == edition_id)
        .order_by(col(models.Module.position))
    ).all()
    ids = [m.id for m in modules]
    rows = session.exec(
        select(models.Statement, models.Assessment)
        .join(
            models.Assessment,
            col(models.Assessment.statement_id) == col(models.Statement.id),
            isouter=True,
        )
        .where(col(models.Statement.module_id).in_(ids))
        .order_by(col(models.Statement.position))
    ).all()
    tested = session.exec(
        select(models.TestedOutcome)
        .join(models.Statement, col(models.Statement.id) == col(models.TestedOutcome.assessment_id))
        .where(col(models.Statement.module_id).in_(ids))
    ).all()
    tests = _grouped((t.assessment_id, t.outcome_id) for t in tested)
    tested_by = _grouped((t.outcome_id, t.assessment_id) for t in tested)
    places = places_of(session, statement_ids=[s.id for s, _ in rows])
    statements = _grouped(
        (
            (s.module_id, s.kind),
            _statement(s, a, places.get(s.id, ""), tests.get(s.id, []), tested_by.get(s.id, [])),
        )
        for s, a in rows
    )
    return tuple(_module(m, statements) for m in modules)


def _module(row: models.Module, statements: dict[tuple[int, StatementKind], list[StatementRow]]) -> ModuleRow:
    return ModuleRow(
        id=row.id,
        code=row.code,
        title=row.title,
        level=row.level,
        credits=row.credits,
        status=row.status,
        option_group=row.option_group,
        year=row.year,
        pass_mark=row.pass_mark,
        outcomes=tuple(statements.get((row.id, StatementKind.OUTCOME), [])),
        assessments=tuple(statements.get((row.id, StatementKind.ASSESSMENT), [])),
        content=tuple(statements.get((row.id, StatementKind.CONTENT), [])),
    )


def _statement(
    row: models.Statement,
    assessment: models.Assessment | None,
    place: str,
    tests: Sequence[int],
    tested_by: Sequence[int],
) -> StatementRow:
    facts: dict[str, Any] = {}
    if assessment:
        facts = {
            "title": assessment.title,
            "type": assessment.type,
            "weight": assessment.weight,
            "length": assessment.length,
            "must_pass": assessment.must_pass,
            "outcome_references": tuple(assessment.outcomes),
        }
    return StatementRow(
        id=row.id,
        module_id=row.module_id,
        kind=row.kind,
        position=row.position,
        number=row.number,
        text=row.text,
        fingerprint=row.fingerprint,
        place=place,
        tests=tuple(sorted(tests)),
        tested_by=tuple(sorted(tested_by)),
        **facts,
    )


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
    members = _grouped(
        (m.subject_id, m.statement_id)
        for m in session.exec(
            select(models.SubjectMember)
            .join(models.Subject, col(models.Subject.id) == col(models.SubjectMember.subject_id))
            .where(models.Subject.mapping_id == mapping_id)
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
        now_is = (criterion_prints.get(subject.criterion_id), _print_of(linked, statement_prints))
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
            )
        )
    return tuple(decisions)


def _print_of(statement_ids: Sequence[int], prints: dict[int, str]) -> str | None:
    """The fingerprint of the evidence: of one statement its own, of a set that of all in order."""
    if not statement_ids:
        return None
    if len(statement_ids) == 1:
        return prints.get(statement_ids[0])
    joined = "\n".join(sorted(prints.get(i, "missing") for i in statement_ids))
    return hashlib.sha256(joined.encode()).hexdigest()


def _suggestions(session: Session, mapping_id: int) -> tuple[SuggestionRow, ...]:
    rows = session.exec(
        select(models.Suggestion, models.SuggestionRun.engine_version)
        .join(models.SuggestionRun, col(models.SuggestionRun.id) == col(models.Suggestion.run_id))
        .where(models.Suggestion.mapping_id == mapping_id)
        .order_by(col(models.Suggestion.criterion_id), col(models.Suggestion.rank))
    ).all()
    return tuple(
        SuggestionRow(
            criterion_id=s.criterion_id,
            statement_id=s.statement_id,
            rank=s.rank,
            score=s.score,
            band=s.band,
            parts=s.parts,
            shared_terms=tuple(s.shared_terms),
            engine=version,
        )
        for s, version in rows
    )


def _grouped(pairs: Iterable[tuple[Key, Item]]) -> dict[Key, list[Item]]:
    found: dict[Key, list[Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return found
