"""The declared sets of a criterion, and what could be declared."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.models.reviews import SetMode
from mapper.queries.criterion import LoadedCriterion
from mapper.queries.rows import StandingDecision
from mapper.reviews import wording_seen


@dataclass(frozen=True, slots=True)
class Member:
    """A statement that is or could be a member of a set; `state` is how it was judged alone.

    `wording` tells which words of it and the criterion were shown.
    """

    id: int
    name: str
    state: str
    wording: str


@dataclass(frozen=True, slots=True)
class DeclaredSet:
    """A set that stands."""

    decision: StandingDecision
    members: tuple[Member, ...]
    rejected: tuple[Member, ...]
    is_own: bool

    @property
    def needs_all(self) -> bool:
        """Whether every member is needed, rather than any one."""
        return self.decision.set_mode is SetMode.ALL

    @property
    def state(self) -> str:
        """together, either, or suspect."""
        if self.decision.is_suspect:
            return "suspect"
        return "together" if self.needs_all else "either"


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of a criterion, and the members that can be chosen for another set.

    `is_closed` is so while ILM's approval stands recorded; `back` is where the forms lead to;
    `seen_nothing_id` is the "nothing here" that stands on the criterion.
    """

    mapping_id: int
    criterion_id: int
    is_closed: bool
    sets: tuple[DeclaredSet, ...]
    choices: tuple[Member, ...]
    back: str
    seen_nothing_id: int | None = None


def declared_of(loaded: LoadedCriterion, *, person_id: str, back: str) -> Declared:
    """The sets of a criterion.

    Members can be chosen among what was suggested or judged for it and can give full evidence, but
    for what stands rejected; another statement becomes one by judging it as part first.
    """
    statements, modules = loaded.statements(), loaded.module_of()
    alone = {
        d.statement_ids[0]: "suspect" if d.is_suspect else d.coverage.value
        for d in loaded.links
        if d.statement_ids
    }

    def member(statement_id: int) -> Member:
        name = f"{modules[statement_id].name}: {statements[statement_id].label}"
        state = alone.get(statement_id, "").replace("none", "rejected")
        wording = wording_seen(loaded.row.fingerprint, statements[statement_id].fingerprint)
        return Member(statement_id, name, state, wording)

    suggested = [s.statement_id for s in loaded.suggestions]
    known = dict.fromkeys((*(i for i in alone), *suggested))
    return Declared(
        mapping_id=loaded.mapping_id,
        criterion_id=loaded.row.id,
        is_closed=loaded.approval is not None,
        sets=tuple(
            DeclaredSet(
                decision=d,
                members=tuple(map(member, d.statement_ids)),
                rejected=tuple(map(member, d.rejected_ids)),
                is_own=d.person_id == person_id,
            )
            for d in loaded.sets
        ),
        choices=tuple(member(i) for i in known if statements[i].can_be_full and alone.get(i) != "none"),
        back=back,
        seen_nothing_id=next((d.id for d in loaded.links if not d.statement_ids), None),
    )
