"""What a programme can be mapped to: the newest specifications, and what was judged of it before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from mapper import models
from mapper.catalogue.facts import SpecificationFacts
from mapper.errors import NotFoundError
from mapper.queries.combination import qualification_facts, unit_facts
from mapper.queries.grouping import grouped
from mapper.queries.rows import UnitRow
from mapper.queries.units import load_units_of
from mapper.queries.workspace import list_specifications
from mapper.values import Coverage, Viewer

Wording = tuple[str, str]
"""A unit's reference and the fingerprint of one of its criteria: the same in every edition."""


@dataclass(frozen=True, slots=True)
class OfferedSpecification:
    """An imported edition to choose from: its facts, ids by number and reference, and its wording."""

    edition_id: int
    number: int
    is_sample: bool
    facts: SpecificationFacts
    qualification_ids: Mapping[str, int]
    units: tuple[UnitRow, ...]

    @property
    def code(self) -> str:
        """The specification's code."""
        return self.facts.code or ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What people decided of a programme's edition, in whichever mapping.

    `full` are covered criteria, `none` those of which somebody said that there is nothing;
    `statements` holds by criterion the statements that somebody judged as part or rejected;
    `suggested` of each suggestion that was judged its band, and whether it was confirmed.
    """

    full: frozenset[Wording]
    none: frozenset[Wording]
    statements: Mapping[Wording, frozenset[int]]
    suggested: tuple[tuple[str, bool], ...] = ()


def newest_specifications(session: Session, *, viewer: Viewer) -> tuple[OfferedSpecification, ...]:
    """The newest edition of each specification of the viewer's institution, by code."""
    newest: dict[int, int] = {}
    for row in list_specifications(session, viewer=viewer):
        newest.setdefault(row.parent_id, row.id)
    return _offered(session, viewer, newest.values())


def offered_specification(session: Session, *, viewer: Viewer, edition_id: int) -> OfferedSpecification:
    """The viewer's specification edition; NotFoundError where they have no such one."""
    found = _offered(session, viewer, [edition_id])
    if not found:
        raise NotFoundError("There is no such specification edition.", subject=f"edition {edition_id}")
    return found[0]


def _offered(
    session: Session, viewer: Viewer, edition_ids: Collection[int]
) -> tuple[OfferedSpecification, ...]:
    """The viewer's editions by code, in a number of queries that does not grow with them."""
    editions = session.exec(
        select(models.SpecificationEdition, models.Specification.code)
        .join(
            models.Specification,
            col(models.Specification.id) == col(models.SpecificationEdition.specification_id),
        )
        .where(
            col(models.SpecificationEdition.id).in_(edition_ids),
            models.SpecificationEdition.institution_id == viewer.institution_id,
        )
        .order_by(models.Specification.code)
    ).all()
    qualifications = grouped(
        (row.edition_id, row)
        for row in session.exec(
            select(models.Qualification)
            .where(col(models.Qualification.edition_id).in_(edition_ids))
            .order_by(col(models.Qualification.position))
        )
    )
    substitutions = grouped(
        (row.edition_id, row)
        for row in session.exec(
            select(models.Substitution).where(col(models.Substitution.edition_id).in_(edition_ids))
        )
    )
    units = grouped(
        (row.edition_id, unit_facts(row))
        for row in session.exec(
            select(models.Unit)
            .where(col(models.Unit.edition_id).in_(edition_ids))
            .order_by(col(models.Unit.position))
        )
    )
    worded = load_units_of(session, edition_ids=edition_ids)
    return tuple(
        OfferedSpecification(
            edition_id=edition.id,
            number=edition.number,
            is_sample=edition.is_sample,
            facts=SpecificationFacts(
                code=code,
                title=edition.title,
                level=edition.level,
                qualifications=tuple(
                    qualification_facts(q, code=code, substitutions=substitutions.get(edition.id, []))
                    for q in qualifications.get(edition.id, [])
                ),
                units=tuple(units.get(edition.id, [])),
            ),
            qualification_ids={q.accreditation_number: q.id for q in qualifications.get(edition.id, [])},
            units=tuple(worded.get(edition.id, [])),
        )
        for edition, code in editions
    )


def judged_of(session: Session, *, viewer: Viewer, programme_edition_id: int) -> Judged:
    """The standing decisions on the programme's edition, of all its mappings taken together.

    Decisions whose wording has changed are left out, and declared sets, whose members are judged
    as one. Raises NotFoundError where the viewer has no such edition.
    """
    edition = session.get(models.ProgrammeEdition, programme_edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such programme edition.", subject=f"edition {programme_edition_id}")
    newer = select(models.Decision.supersedes_id).where(
        models.Decision.institution_id == viewer.institution_id,
        col(models.Decision.supersedes_id).is_not(None),
    )
    rows = session.exec(
        select(models.Unit.ref, models.Criterion.fingerprint, models.Decision.coverage, models.Statement.id)
        .select_from(models.Decision)
        .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
        .join(models.Mapping, col(models.Mapping.id) == col(models.Decision.mapping_id))
        .join(models.Criterion, col(models.Criterion.id) == col(models.Subject.criterion_id))
        .join(
            models.LearningOutcome,
            col(models.LearningOutcome.id) == col(models.Criterion.learning_outcome_id),
        )
        .join(models.Unit, col(models.Unit.id) == col(models.LearningOutcome.unit_id))
        .join(models.Statement, col(models.Statement.id) == col(models.Subject.statement_id), isouter=True)
        .where(
            models.Mapping.programme_edition_id == programme_edition_id,
            models.Mapping.institution_id == viewer.institution_id,
            models.Decision.act == models.Act.JUDGE,
            col(models.Decision.id).not_in(newer),
            col(models.Subject.kind) != models.SubjectKind.SET,
            models.Decision.criterion_fingerprint == models.Criterion.fingerprint,
            # Both are null for a decision on the criterion as such.
            col(models.Decision.statement_fingerprint).is_not_distinct_from(
                col(models.Statement.fingerprint)
            ),
        )
    ).all()
    full = frozenset((ref, wording) for ref, wording, coverage, _ in rows if coverage is Coverage.FULL)
    statements: dict[Wording, set[int]] = {}
    for ref, wording, coverage, statement_id in rows:
        if statement_id is not None and coverage is not Coverage.FULL:
            statements.setdefault((ref, wording), set()).add(statement_id)
    nothing = ((ref, wording) for ref, wording, _, statement_id in rows if statement_id is None)
    return Judged(
        full=full,
        none=frozenset(nothing) - full,
        statements={key: frozenset(ids) for key, ids in statements.items()},
        suggested=_judged_suggestions(session, viewer, programme_edition_id),
    )


def _judged_suggestions(
    session: Session, viewer: Viewer, programme_edition_id: int
) -> tuple[tuple[str, bool], ...]:
    """The band of each suggestion that was judged on wording that still stands, and if it was confirmed."""
    newer = select(models.Decision.supersedes_id).where(
        models.Decision.institution_id == viewer.institution_id,
        col(models.Decision.supersedes_id).is_not(None),
    )
    rows = session.exec(
        select(models.Suggestion.band, models.Decision.coverage)
        .select_from(models.Decision)
        .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
        .join(models.Mapping, col(models.Mapping.id) == col(models.Decision.mapping_id))
        .join(models.Criterion, col(models.Criterion.id) == col(models.Subject.criterion_id))
        .join(models.Statement, col(models.Statement.id) == col(models.Subject.statement_id))
        .join(
            models.Suggestion,
            (col(models.Suggestion.mapping_id) == col(models.Decision.mapping_id))
            & (col(models.Suggestion.criterion_id) == col(models.Subject.criterion_id))
            & (col(models.Suggestion.statement_id) == col(models.Subject.statement_id)),
        )
        .where(
            models.Mapping.programme_edition_id == programme_edition_id,
            models.Mapping.institution_id == viewer.institution_id,
            models.Decision.act == models.Act.JUDGE,
            col(models.Decision.id).not_in(newer),
            models.Decision.criterion_fingerprint == models.Criterion.fingerprint,
            models.Decision.statement_fingerprint == models.Statement.fingerprint,
        )
    ).all()
    return tuple((band, coverage is not Coverage.NONE) for band, coverage in rows)
