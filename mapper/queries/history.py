"""Who decided what, when and why: everything that was ever recorded, the newest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.models import Act, SetMode, SubjectKind
from mapper.queries.columns import rows_of
from mapper.queries.grouping import grouped
from mapper.queries.mapping import load_mapping
from mapper.queries.people import ERASED, names_of
from mapper.queries.rows import LoadedMapping
from mapper.values import Coverage, Viewer

MOST = 300
_MOMENTS = (
    sa.select(col(models.Subject.criterion_id), col(models.Decision.decided_at))
    .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
    .where(
        col(models.Decision.mapping_id) == sa.bindparam("mapping_id"),
        col(models.Decision.institution_id) == sa.bindparam("institution_id"),
        col(models.Decision.person_id) == sa.bindparam("person_id"),
        col(models.Decision.act) == Act.JUDGE,
        col(models.Decision.decided_at) >= sa.bindparam("since"),
        # A bulk decision is one act on many criteria, and no pace.
        col(models.Decision.batch_id).is_(None),
    )
    .order_by(col(models.Decision.id))
)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One decision or withdrawal, whether or not it stands.

    `what` names the evidence ("HB101 Lamps: Lamp log"), "" for one on the criterion as such;
    `became` is "stands", "superseded", "withdrawn", or "withdrawal" of a withdrawal itself.
    `suggested` is the band that the engine gave at the time, "" where it did not suggest it.
    """

    id: int
    criterion_id: int
    unit_ref: str
    number: str
    statement_ids: tuple[int, ...]
    set_mode: SetMode | None
    what: str
    act: Act
    coverage: Coverage | None
    certainty: str
    reason: str
    place: str
    suggested: str
    batch_id: str | None
    became: str
    is_own: bool
    decided_by: str
    decided_at: datetime

    @property
    def stands(self) -> bool:
        """Whether it can be undone."""
        return self.became == "stands"

    @property
    def said(self) -> str:
        """The judgement in words: full, part, rejected, nothing here, together, either, withdrawn."""
        return said_in_words(
            self.act, coverage=self.coverage, set_mode=self.set_mode, is_linked=bool(self.statement_ids)
        )


def said_in_words(act: Act, *, coverage: Coverage | None, set_mode: SetMode | None, is_linked: bool) -> str:
    """A decision in one or two words; `is_linked` is one on evidence, not on the criterion as such."""
    if act is Act.WITHDRAW:
        return "withdrawn"
    if set_mode is not None:
        return "together" if set_mode is SetMode.ALL else "either"
    if coverage is Coverage.NONE:
        return "rejected" if is_linked else "nothing here"
    return coverage.value if coverage else ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A bulk decision: how many cells it decided, and how many of these still stand."""

    id: str
    recorded: int
    standing: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class History:
    """The newest entries of what was asked for; `older` says how many more there are.

    `batches` are by their id, counted over the whole mapping.
    """

    entries: tuple[HistoryEntry, ...]
    older: int
    batches: dict[str, Batch]


def read_history(
    session: Session,
    *,
    viewer: Viewer,
    mapping_id: int,
    criterion_id: int | None = None,
    statement_id: int | None = None,
) -> History:
    """The history of the viewer's mapping, of one criterion in it, or of one cell.

    Raises NotFoundError where they have no such mapping.
    """
    mapping = load_mapping(session, viewer=viewer, mapping_id=mapping_id)
    return history_of(
        session, viewer=viewer, mapping=mapping, criterion_id=criterion_id, statement_id=statement_id
    )


def history_of(
    session: Session,
    *,
    viewer: Viewer,
    mapping: LoadedMapping,
    criterion_id: int | None = None,
    statement_id: int | None = None,
) -> History:
    """The history of a loaded mapping; a cell's holds the sets that its statement is a member of."""
    rows = session.exec(
        select(models.Decision, models.Subject)
        .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
        .where(
            models.Decision.mapping_id == mapping.id,
            models.Decision.institution_id == viewer.institution_id,
        )
        .order_by(col(models.Decision.id).desc())
    ).all()
    members = grouped(
        session.exec(
            select(models.SubjectMember.subject_id, models.SubjectMember.statement_id)
            .join(models.Subject, col(models.Subject.id) == col(models.SubjectMember.subject_id))
            .where(models.Subject.mapping_id == mapping.id)
            .order_by(col(models.SubjectMember.statement_id))
        ).all()
    )
    next_act = {d.supersedes_id: d.act for d, _ in rows if d.supersedes_id is not None}
    names = names_of(session, person_ids=[d.person_id for d, _ in rows])
    maker = _Maker(mapping, viewer, names, next_act, members)
    wanted = [
        (decision, subject)
        for decision, subject in rows
        if criterion_id in (None, subject.criterion_id)
        and (statement_id is None or statement_id in maker.statements(subject))
    ]
    entries = tuple(maker.entry(decision, subject) for decision, subject in wanted[:MOST])
    return History(entries, max(0, len(wanted) - MOST), _batches(rows, next_act, viewer))


class _Maker:
    def __init__(
        self,
        mapping: LoadedMapping,
        viewer: Viewer,
        names: dict[str, str],
        next_act: Mapping[int, Act],
        members: dict[int, list[int]],
    ) -> None:
        self._criteria = {c.id: (unit.ref, c.number) for unit in mapping.units for c in unit.criteria}
        self._statements, self._modules = mapping.statements(), mapping.module_of()
        self._viewer, self._names, self._next_act, self._members = viewer, names, next_act, members

    def statements(self, subject: models.Subject) -> tuple[int, ...]:
        """The statements that a decision on the subject is about."""
        if subject.kind is SubjectKind.SET:
            return tuple(self._members.get(subject.id, ()))
        return () if subject.statement_id is None else (subject.statement_id,)

    def entry(self, decision: models.Decision, subject: models.Subject) -> HistoryEntry:
        unit_ref, number = self._criteria.get(subject.criterion_id, ("", ""))
        linked = self.statements(subject)
        joint = " or " if subject.set_mode is SetMode.ANY else " and "
        return HistoryEntry(
            id=decision.id,
            criterion_id=subject.criterion_id,
            unit_ref=unit_ref,
            number=number,
            statement_ids=linked,
            set_mode=subject.set_mode,
            what=joint.join(self._name(i) for i in linked),
            act=decision.act,
            coverage=decision.coverage,
            certainty=decision.certainty or "",
            reason=decision.reason,
            place=decision.place,
            suggested=str((decision.suggested or {}).get("band", "")),
            batch_id=decision.batch_id,
            became=self._became(decision),
            is_own=decision.person_id == self._viewer.person_id,
            decided_by=self._names.get(decision.person_id, ERASED),
            decided_at=decision.decided_at,
        )

    def _name(self, statement_id: int) -> str:
        if statement_id not in self._statements:
            return f"statement {statement_id}"
        return f"{self._modules[statement_id].name}: {self._statements[statement_id].label}"

    def _became(self, decision: models.Decision) -> str:
        if decision.act is Act.WITHDRAW:
            return "withdrawal"
        after = self._next_act.get(decision.id)
        if after is None:
            return "stands"
        return "withdrawn" if after is Act.WITHDRAW else "superseded"


def _batches(
    rows: Sequence[tuple[models.Decision, models.Subject]], superseded: Collection[int], viewer: Viewer
) -> dict[str, Batch]:
    found = grouped((d.batch_id, d) for d, _ in rows if d.batch_id is not None and d.act is Act.JUDGE)
    return {
        batch_id: Batch(
            id=batch_id,
            recorded=len(decisions),
            standing=sum(d.id not in superseded for d in decisions),
            is_own=all(d.person_id == viewer.person_id for d in decisions),
        )
        for batch_id, decisions in found.items()
        if batch_id is not None
    }


def own_moments(
    session: Session, *, viewer: Viewer, mapping_id: int, since: datetime
) -> tuple[tuple[int, datetime], ...]:
    """(criterion, moment) of every judgement that the viewer recorded from `since` on, in order."""
    asked = {
        "mapping_id": mapping_id,
        "institution_id": viewer.institution_id,
        "person_id": viewer.person_id,
        "since": since,
    }
    return tuple((criterion_id, at) for criterion_id, at in rows_of(session, _MOMENTS, asked))
