"""From standing decisions to a criterion's coverage. Pure: no store, no clock.

Rules (what counts as coverage): a criterion is full when one standing, unsuspect full link or one
declared set covers it. Several parts without a declared set stay part. "Nothing here" is a
decision on the criterion: none. A rejected link says nothing of the criterion. What is suspect or
withdrawn never counts.

"Nothing here" beside evidence that stands is a contradiction: one of the two must be wrong, so that
neither counts and the criterion is suspect until a person says which. Judging evidence withdraws
"nothing here", but states of earlier versions may hold both.

A declared set stands on its own: other decisions on its members leave it as it is, a withdrawal
too. Only while a member stands rejected for the criterion is the set suspect, for one of the two
judgements must be wrong, and a person has to say which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mapper.values import Coverage, StatementKind


@dataclass(frozen=True, slots=True)
class Judgement:
    """A standing decision: on the criterion as such, or on a link or a set of links.

    `statement_ids` are those judged: one of a link, several of a declared set.
    """

    is_on_criterion: bool
    coverage: Coverage
    is_suspect: bool
    statement_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionCoverage:
    """What counts for a criterion; `coverage` None is not judged, and that is never covered.

    `is_contradicted` says why it is suspect: evidence and "nothing here" both stand.
    """

    coverage: Coverage | None
    is_suspect: bool
    is_contradicted: bool = False

    @property
    def is_covered(self) -> bool:
        """Whether the criterion is fully covered."""
        return self.coverage is Coverage.FULL and not self.is_suspect

    @property
    def state(self) -> str:
        """In words: full, part, none, not judged, or suspect."""
        if self.is_suspect:
            return "suspect"
        return self.coverage.value if self.coverage else "not judged"


def coverage_of(judgements: Iterable[Judgement]) -> CriterionCoverage:
    """The coverage of one criterion from its standing judgements, whatever their order."""
    judged = list(judgements)
    rejected = rejected_in(judged)
    standing = [replace(j, is_suspect=True) if rejected & _members(j) else j for j in judged]
    if _is_contradicted(standing):
        return CriterionCoverage(None, is_suspect=True, is_contradicted=True)
    links = [j for j in standing if not j.is_on_criterion]
    sound = {j.coverage for j in links if not j.is_suspect}
    if Coverage.FULL in sound:
        return CriterionCoverage(Coverage.FULL, is_suspect=False)
    # A suspect rejection takes nothing away; a suspect cover or "nothing here" must be looked at.
    is_suspect = any(
        j.is_suspect and (j.is_on_criterion or j.coverage is not Coverage.NONE) for j in standing
    )
    if Coverage.PART in sound:
        return CriterionCoverage(Coverage.PART, is_suspect)
    nothing = any(j.is_on_criterion and not j.is_suspect for j in standing)
    return CriterionCoverage(Coverage.NONE if nothing else None, is_suspect)


def rejected_in(judgements: Iterable[Judgement]) -> frozenset[int]:
    """The statements that stand rejected for the criterion; a suspect rejection is none."""
    return frozenset(
        j.statement_ids[0]
        for j in judgements
        if len(j.statement_ids) == 1 and j.coverage is Coverage.NONE and not j.is_suspect
    )


def _is_contradicted(judgements: Iterable[Judgement]) -> bool:
    """Whether "nothing here" and evidence both stand; what is suspect contradicts nothing."""
    sound = [j for j in judgements if not j.is_suspect]
    return any(j.is_on_criterion for j in sound) and any(
        not j.is_on_criterion and j.coverage is not Coverage.NONE for j in sound
    )


def _members(judgement: Judgement) -> frozenset[int]:
    """The members of a declared set; of anything else none."""
    return frozenset(judgement.statement_ids) if len(judgement.statement_ids) > 1 else frozenset()


def can_be_full(kind: StatementKind, *, is_tested: bool) -> bool:
    """Whether a statement can give full evidence: an assessment, or an outcome that one tests.

    An outcome that no known assessment tests stands under "component unknown": it can deliver only.
    """
    return kind is StatementKind.ASSESSMENT or (kind is StatementKind.OUTCOME and is_tested)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many criteria stand where; suspect ones are counted only as suspect."""

    full: int = 0
    part: int = 0
    none: int = 0
    not_judged: int = 0
    suspect: int = 0

    @property
    def total(self) -> int:
        """All criteria."""
        return self.full + self.part + self.none + self.not_judged + self.suspect


def tally(criteria: Sequence[CriterionCoverage]) -> Tally:
    """The counts over `criteria`."""
    suspect = sum(c.is_suspect for c in criteria)
    counted = [c.coverage for c in criteria if not c.is_suspect]
    return Tally(
        full=counted.count(Coverage.FULL),
        part=counted.count(Coverage.PART),
        none=counted.count(Coverage.NONE),
        not_judged=counted.count(None),
        suspect=suspect,
    )
