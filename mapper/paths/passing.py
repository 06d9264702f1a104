"""Which components of a module can be failed together while the module is passed, in whole marks.

A module is passed when the sum of weight × mark (0 to 100) reaches 100 × its pass mark, every
component is passed where the module asks for that, and every must-pass one is. Weights are per cents
of the module as stated: where they total less than 100, full marks are out of reach, and a pass mark
above the total can't be reached. Only the best marks matter: a failed component gets the highest whole
mark below its pass mark, every other one 100. Hence what can be failed together can be failed in part,
and what can't be failed together can't with more.

An unknown rule counts as the weakest imaginable: an unknown pass mark of a module is reached by any
marks, and can be missed; an unknown pass mark of a component that may fail is 100, the easiest to miss;
unknown weights share what is missing to 100 as suits the learner, and as evidence count as 0;
not known to need every component, or this one: it needs not; not known to allow no compensation: it
allows it; not known to be without choice of questions: it has one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from mapper.paths.values import Assessment, Module

FULL = 100


@dataclass(frozen=True, slots=True)
class Passing:
    """A module's rules in whole numbers; sets of components are bits in the order of the module.

    `losses` are what each failed component costs of `surplus`, the distance of full marks from the
    pass mark; `shared` is the weight that unknown weights may share.
    """

    surplus: int
    losses: tuple[int, ...]
    shared: int
    shared_by: int
    highest_failing: tuple[int, ...]
    failable: int
    countable: int
    is_compensatable: bool

    @property
    def is_passable(self) -> bool:
        """Whether full marks pass the module."""
        return self.can_fail(0)

    def can_fail(self, failed: int) -> bool:
        """Whether the module can be passed with at least the components `failed` failed."""
        if failed & ~self.failable:
            return False
        left = self.surplus
        for i, loss in enumerate(self.losses):
            if failed >> i & 1:
                left -= loss
        if self.shared and self.shared_by & ~failed == 0:
            best = max(mark for i, mark in enumerate(self.highest_failing) if self.shared_by >> i & 1)
            left -= self.shared * (FULL - best)
        return left >= 0


def passing(module: Module) -> Passing:
    """The module's rules, with every unknown one at its weakest."""
    parts = module.assessments
    needed = [is_needed(module, part) for part in parts]
    highest = tuple(_highest_failing(part) for part in parts)
    weights = [part.weight or Fraction(0) for part in parts]
    unknown = sum(1 << i for i, part in enumerate(parts) if part.weight is None)
    shared = max(Fraction(0), FULL - sum(weights)) if unknown else Fraction(0)
    surplus = FULL * (sum(weights) + shared - (module.pass_mark or 0))
    scale = math.lcm(surplus.denominator, shared.denominator, *(w.denominator for w in weights))
    return Passing(
        surplus=int(surplus * scale),
        losses=tuple(int(w * scale) * (FULL - mark) for w, mark in zip(weights, highest, strict=True)),
        shared=int(shared * scale),
        shared_by=unknown,
        highest_failing=highest,
        failable=sum(1 << i for i, mark in enumerate(highest) if mark >= 0 and not needed[i]),
        countable=sum(1 << i for i, part in enumerate(parts) if counts_by_component(part)),
        is_compensatable=module.compensatable is not False and _can_be_failed(module),
    )


def is_needed(module: Module, assessment: Assessment) -> bool:
    """Whether the module is known not to be passed without this component."""
    return module.every_component is True or assessment.must_pass is True


def counts_by_component(assessment: Assessment) -> bool:
    """Whether the component, once passed, is evidence by component.

    It is none with a choice of questions, nor with weight 0 unless it must be passed.
    """
    return assessment.choice is False and (bool(assessment.weight) or assessment.must_pass is True)


def _highest_failing(assessment: Assessment) -> int:
    """The highest whole mark below the pass mark; -1 where no mark fails."""
    return FULL - 1 if assessment.pass_mark is None else math.ceil(assessment.pass_mark) - 1


def _can_be_failed(module: Module) -> bool:
    """Whether no marks at all may fail the module; what nobody fails isn't compensated."""
    return module.pass_mark != 0 or any(
        part.pass_mark != 0 and (module.every_component is not False or part.must_pass is not False)
        for part in module.assessments
    )
