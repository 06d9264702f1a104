"""Whether a learner can complete the programme without one whole set of evidence, and who.

Every set must be broken in one place: a module spoilt (left out, or failed and compensated), or one
of its components failed in a passed module. Both break the set whether or not the module is taken, so
a component's failure costs the learner nothing but other failures in its module, and spoilt modules
are weighed together by `Choices.cheapest`. The search tries every way of breaking the sets that are
left; where it ends without a learner, there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mapper.paths.choices import Allowance, Choices
from mapper.paths.passing import Passing

# A set of evidence: positions of modules, each with the components asked for as bits.
EvidenceSet = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Break:
    """One way to break a set: component `component` of the module failed, or (-1) the module spoilt."""

    module: int
    component: int = -1


@dataclass(frozen=True, slots=True)
class Escape:
    """A learner as bits: the modules taken, those compensated, and failed components by module."""

    taken: int
    compensated: int
    failed: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _State:
    spoilt: int
    failed: Mapping[int, int]
    barred: frozenset[Break]

    def broken_by(self, broken: Break, *, barred: Iterable[Break] = ()) -> _State:
        """The state after one more break."""
        bars = self.barred | frozenset(barred)
        if broken.component < 0:
            return _State(self.spoilt | 1 << broken.module, self.failed, bars)
        before = self.failed.get(broken.module, 0)
        return _State(self.spoilt, {**self.failed, broken.module: before | 1 << broken.component}, bars)

    def breaks(self, one: EvidenceSet) -> bool:
        return any(self.spoilt >> m & 1 or self.failed.get(m, 0) & parts for m, parts in one.items())


def find_escape(
    sets: Sequence[EvidenceSet],
    *,
    choices: Choices,
    rules: Sequence[Passing],
    by_component: bool,
    allowance: Allowance,
) -> Escape | None:
    """A learner for whom no set counts, or None where there is provably none.

    By module only spoilt modules break a set. Raises TooHardError where the allowance is used up.
    """
    return _Search(_smallest(sets), choices, rules, by_component, allowance).run()


def _smallest(sets: Sequence[EvidenceSet]) -> list[EvidenceSet]:
    """The sets without those that hold another one: whoever breaks the smaller breaks the larger."""
    kept: list[EvidenceSet] = []
    for one in sorted(sets, key=lambda s: sum(1 + parts.bit_count() for parts in s.values())):
        if not any(_holds(one, smaller) for smaller in kept):
            kept.append(one)
    return kept


def _holds(one: EvidenceSet, smaller: EvidenceSet) -> bool:
    return all(m in one and parts & ~one[m] == 0 for m, parts in smaller.items())


@dataclass(frozen=True, slots=True)
class _Search:
    sets: Sequence[EvidenceSet]
    choices: Choices
    rules: Sequence[Passing]
    by_component: bool
    allowance: Allowance

    def run(self) -> Escape | None:
        waiting = [_State(0, self._harmless_failures() if self.by_component else {}, frozenset())]
        while waiting:
            settled = self._settle(waiting.pop())
            if settled is None:
                continue
            state, breaks = settled
            if not breaks:
                return self._fewest(state)
            # Each later try leaves out what the earlier ones tried, so that none is made twice.
            tries = [state.broken_by(b, barred=breaks[:i]) for i, b in enumerate(breaks)]
            waiting.extend(reversed(tries))
        return None

    def _harmless_failures(self) -> dict[int, int]:
        """Failures in nobody's way: all that is asked of a module, where it can fail together."""
        asked: dict[int, int] = {}
        for one in self.sets:
            for module, parts in one.items():
                asked[module] = asked.get(module, 0) | parts & self.rules[module].failable
        return {m: parts for m, parts in asked.items() if parts and self.rules[m].can_fail(parts)}

    def _settle(self, state: _State) -> tuple[_State, list[Break]] | None:
        """The state after every break that is forced, with the ways to break the tightest set left.

        None where a set can't be broken any more; no ways where every set is broken.
        """
        if not self._is_possible(state.spoilt):
            return None
        while True:
            fewest: list[Break] = []
            forced: Break | None = None
            for one in self.sets:
                self.allowance.use(1)
                if state.breaks(one):
                    continue
                breaks = self._ways_to_break(one, state)
                if not breaks:
                    return None
                if len(breaks) == 1:
                    forced = breaks[0]
                    break
                if not fewest or len(breaks) < len(fewest):
                    fewest = breaks
            if forced is None:
                return state, fewest
            state = state.broken_by(forced)

    def _ways_to_break(self, one: EvidenceSet, state: _State) -> list[Break]:
        ways = []
        for module, parts in one.items():
            if self.by_component:
                failed = state.failed.get(module, 0)
                ways += [
                    Break(module, c)
                    for c in range(parts.bit_length())
                    if parts >> c & 1 and self.rules[module].can_fail(failed | 1 << c)
                ]
            if self._is_possible(state.spoilt | 1 << module):
                ways.append(Break(module))
        return [way for way in ways if way not in state.barred]

    def _is_possible(self, spoilt: int) -> bool:
        return self.choices.cheapest(spoilt, 0, self.allowance) is not None

    def _fewest(self, state: _State) -> Escape:
        """The learner of the state, without any failure that no set needs."""
        taken = self.choices.cheapest(state.spoilt, 0, self.allowance) or 0
        compensated = taken & (state.spoilt | self.choices.unpassable)
        kept = taken & ~compensated
        failed = {m: parts for m, parts in state.failed.items() if kept >> m & 1}
        escape = Escape(taken, compensated, failed)
        for module, parts in sorted(failed.items()):
            for component in range(parts.bit_length()):
                fewer = escape.failed[module] & ~(1 << component)
                escape = self._if_escaping(replace(escape, failed={**escape.failed, module: fewer}), escape)
        for module in range(len(self.rules)):
            if compensated & ~self.choices.unpassable & 1 << module:
                fewer = escape.compensated & ~(1 << module)
                escape = self._if_escaping(replace(escape, compensated=fewer), escape)
        return escape

    def _if_escaping(self, fewer: Escape, escape: Escape) -> Escape:
        left = _State(~fewer.taken | fewer.compensated, fewer.failed, frozenset())
        return fewer if all(left.breaks(one) for one in self.sets) else escape
