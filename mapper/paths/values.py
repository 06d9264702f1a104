"""A programme's structure, its pass rules and its evidence as frozen values.

A rule that is None is unknown, and counts as the weakest imaginable (`mapper.paths.passing`).
Numbers are exact fractions, so that no comparison depends on rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction


class Verdict(StrEnum):
    """What coverage means over all paths; undetermined is never covered."""

    GUARANTEED = "guaranteed"
    CONDITIONAL = "conditional"
    NOT_COVERED = "not covered"
    UNDETERMINED = "undetermined"


class NodeKind(StrEnum):
    """What a node of a structure asks of a learner."""

    TAKE = "take"
    ALL = "all"
    NUMBER = "number"
    CREDITS = "credits"


@dataclass(frozen=True, slots=True)
class Assessment:
    """A component of a module: `weight` in per cent of the module, `pass_mark` of 100 marks.

    `choice` says that the learner chooses among questions, so that any one may go unanswered.
    """

    id: str
    weight: Fraction | None
    pass_mark: Fraction | None
    must_pass: bool | None
    choice: bool | None


@dataclass(frozen=True, slots=True)
class Module:
    """A module and how it is passed; `is_understood` is False where a rule is stated but unreadable."""

    code: str
    credits: Fraction | None
    pass_mark: Fraction | None
    every_component: bool | None
    compensatable: bool | None
    assessments: tuple[Assessment, ...]
    is_understood: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    """One node: a module to take, all of `children`, or exactly `amount` of them (or credits of them).

    `children` are positions in `Structure.nodes`, `place` is where it stands in the file.
    """

    kind: NodeKind
    place: str
    children: tuple[int, ...] = ()
    amount: Fraction = Fraction(0)
    module: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion and its evidence: one whole set of `any_of` (assessments' ids) is enough."""

    id: str
    any_of: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """A programme given whole; `nodes` hold children before parents, and the root last.

    `compensation_credits` None is no known limit. `is_understood` is False where a rule of the whole
    programme is stated but unreadable: nothing can then be determined. `core` are modules that everyone
    takes wherever they stand: whoever chooses otherwise is not admitted.
    """

    modules: tuple[Module, ...]
    nodes: tuple[Node, ...]
    compensation_credits: Fraction | None
    criteria: tuple[Criterion, ...]
    is_understood: bool = True
    core: frozenset[str] = frozenset()

    def with_modules(self, modules: tuple[Module, ...]) -> Structure:
        """The same structure with other pass rules."""
        return replace(self, modules=modules)


@dataclass(frozen=True, slots=True)
class Learner:
    """One way through: modules taken, those failed and compensated, components failed in passed ones.

    All in the order of the file. What a compensated module's components came to is left open.
    """

    modules: tuple[str, ...]
    compensated: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, list[str]]:
        """The counter-example of the command line contract."""
        return {
            "modules": list(self.modules),
            "compensated": list(self.compensated),
            "failed": list(self.failed),
        }


@dataclass(frozen=True, slots=True)
class CriterionVerdict:
    """Both verdicts on a criterion; `counter_example` is a learner who never meets it.

    It fails the criterion by module wherever any learner does, else by component; None where both
    are guaranteed or where it could not be determined.
    """

    criterion: str
    by_module: Verdict
    by_component: Verdict
    counter_example: Learner | None = field(default=None)

    def as_json(self) -> dict[str, object]:
        """One verdict of the command line contract."""
        shown = self.counter_example.as_json() if self.counter_example else None
        return {
            "criterion": self.criterion,
            "by_module": self.by_module.value,
            "by_component": self.by_component.value,
            "counter_example": shown,
        }
