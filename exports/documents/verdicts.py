"""The verdicts on every path: what each means, and how many criteria each stands on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from exports.documents.words import criteria_counted, listed
from mapper.path_record import CriterionPaths
from mapper.record import CriterionRecord, MappingRecord
from mapper.values import Standing

MEANINGS = {
    Standing.GUARANTEED: "Every learner who completes the programme meets it, whatever they choose.",
    Standing.CONDITIONAL: "Some learners meet it and some do not: the example is one who does not.",
    Standing.PART: "Its evidence was judged part, so that nobody is known to meet the whole of it.",
    Standing.NOT_COVERED: "On no path is anybody known to meet it.",
    Standing.UNDETERMINED: (
        "Nothing can be said: the structure is not entered, faulty or unclear, or the judgement is suspect."
    ),
    Standing.NOT_JUDGED: "Nobody has judged the criterion yet.",
}
NOTHING_JUDGED = "wording not imported, nothing judged"


@dataclass(frozen=True, slots=True)
class VerdictEntry:
    """Both verdicts on a criterion; `why` is "" where it is guaranteed by either measure.

    `learner` tells in codes what the learner of the example takes and fails, "" where there is none.
    """

    by_module: Standing
    by_component: Standing
    why: str
    learner: str = ""

    @property
    def is_guaranteed(self) -> bool:
        """Whether it is guaranteed by either measure."""
        return self.by_module is self.by_component is Standing.GUARANTEED


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """How many criteria of a unit are guaranteed by either measure, in words."""

    name: str
    by_module: str
    by_component: str


@dataclass(frozen=True, slots=True)
class VerdictTally:
    """How many criteria are guaranteed by either measure, and where the others stand."""

    total: int
    by_module: tuple[tuple[Standing, int], ...]
    by_component: tuple[tuple[Standing, int], ...]

    @property
    def module_words(self) -> str:
        """ "5 of 7 guaranteed (1 conditional, 1 not judged)"."""
        return _in_words(self.by_module, self.total)

    @property
    def component_words(self) -> str:
        """ "3 of 7 guaranteed (4 conditional)"."""
        return _in_words(self.by_component, self.total)

    @property
    def guaranteed_by_module(self) -> int:
        """How many are guaranteed by module completed."""
        return dict(self.by_module)[Standing.GUARANTEED]

    @property
    def guaranteed_by_component(self) -> int:
        """How many are guaranteed by component passed."""
        return dict(self.by_component)[Standing.GUARANTEED]

    @property
    def is_guaranteed(self) -> bool:
        """Whether every criterion is guaranteed by module completed; without any, none is."""
        return 0 < self.total == self.guaranteed_by_module

    @property
    def sentence(self) -> str:
        """What stands over a unit: both measures in one sentence."""
        if not self.total:
            return ""
        return f"On every path: by module completed {self.module_words}; by component passed {self.component_words}."

    @property
    def short(self) -> str:
        """For a stamp: "5 of 7 criteria by module completed, 3 by component passed"."""
        return (
            f"{self.guaranteed_by_module} of {criteria_counted(self.total)} by module completed,"
            f" {self.guaranteed_by_component} by component passed"
        )


def verdict_entry(criterion: CriterionRecord) -> VerdictEntry | None:
    """The verdicts on the criterion; None where nobody looked at the paths."""
    found = criterion.paths
    if found is None:
        return None
    why = "" if found.is_guaranteed else found.reason
    return VerdictEntry(found.by_module, found.by_component, why, _learner(found))


def verdict_tally(criteria: Iterable[CriterionRecord]) -> VerdictTally:
    """How many of the criteria stand where; one that nobody looked at is undetermined."""
    found = [c.paths for c in criteria]
    by_module = Counter(p.by_module if p else Standing.UNDETERMINED for p in found)
    by_component = Counter(p.by_component if p else Standing.UNDETERMINED for p in found)
    return VerdictTally(
        len(found),
        tuple((standing, by_module[standing]) for standing in Standing),
        tuple((standing, by_component[standing]) for standing in Standing),
    )


def beside(entry: VerdictEntry) -> str:
    """What stands beside a criterion that was judged full: by which measure it fails whom, and how."""
    if not entry.why:
        return ""
    is_by_component = entry.by_module is Standing.GUARANTEED
    return f"{'Not by component passed' if is_by_component else 'Not for every learner'}: {entry.why}"


def held_entries(record: MappingRecord) -> tuple[HeldEntry, ...]:
    """Every unit in order, then all of them, with how many criteria are guaranteed."""
    rows = [(f"{unit.ref} {unit.title}", unit.criteria) for unit in record.units]
    return tuple(_held(name, criteria) for name, criteria in (*rows, ("All units", record.criteria)))


def _held(name: str, criteria: Iterable[CriterionRecord]) -> HeldEntry:
    counts = verdict_tally(criteria)
    if not counts.total:
        return HeldEntry(name, NOTHING_JUDGED, NOTHING_JUDGED)
    return HeldEntry(name, counts.module_words, counts.component_words)


def shows_verdicts(record: MappingRecord) -> bool:
    """Whether verdicts are worth a line each: somebody entered which modules every learner takes."""
    return record.paths.is_entered


def _in_words(counts: tuple[tuple[Standing, int], ...], total: int) -> str:
    guaranteed = dict(counts)[Standing.GUARANTEED]
    others = ", ".join(f"{n} {s.value}" for s, n in counts if n and s is not Standing.GUARANTEED)
    return f"{guaranteed} of {total} guaranteed{f' ({others})' if others else ''}"


def _learner(paths: CriterionPaths) -> str:
    learner = paths.example
    if learner is None:
        return ""
    did = (("takes", learner.modules), ("fails", learner.failed), ("is compensated in", learner.compensated))
    return "; ".join(f"{verb} {listed(names)}" for verb, names in did if names)
