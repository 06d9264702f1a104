"""Puts together what a programme can carry: the store, the matching engine and the rules.

The engine's answers are kept in memory under the texts they were given for, so that a page that is
opened again, or ticked on, does not match anew; a changed edition is other texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.catalogue import SpecificationFacts, known_specifications
from mapper.catalogue.fit import ProgrammeFacts
from mapper.catalogue.ranking import Standing, standings, worth_obtaining
from mapper.db import reading
from mapper.queries.choosing import (
    Judged,
    OfferedSpecification,
    judged_of,
    newest_specifications,
    offered_specification,
)
from mapper.queries.editions import ProgrammePage, read_programme
from mapper.queries.rows import UnitRow
from mapper.suggesting import Offer, offers_in, questions_on
from web.tasks import Desk

if TYPE_CHECKING:
    from matching.values import Criterion, Evidence, Result

# Enough that a criterion still has a suggestion when people have rejected the first ones.
DEPTH = 10
KEPT = 64


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may be hoped for, by a unit's reference, each chance from 0 to 1.

    `chances` are of the criteria of units with wording; `title_chances` of the other units, by
    their titles alone, and `resembles` names the module that a title is much like.
    """

    chances: Mapping[str, tuple[float, ...]]
    title_chances: Mapping[str, float]
    resembles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RankedQualification:
    """A qualification's standing; `offered` is None where its specification is not imported."""

    standing: Standing
    offered: OfferedSpecification | None

    @property
    def qualification_id(self) -> int | None:
        """What to choose it by; None where it cannot be chosen yet."""
        number = self.standing.qualification.accreditation_number
        return self.offered.qualification_ids.get(number) if self.offered else None


@dataclass(frozen=True, slots=True)
class WantedUnit:
    """A unit without imported wording whose unit specification is worth obtaining, and why."""

    ref: str
    title: str
    resembles: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """All qualifications for a programme: imported ones in order, then those known by title only.

    The chances come from so many `judged_suggestions` of this programme, or are rough where it is 0.
    """

    programme: ProgrammePage
    rows: tuple[RankedQualification, ...]
    wanted: tuple[WantedUnit, ...]
    judged_suggestions: int = 0

    @property
    def ranked(self) -> tuple[RankedQualification, ...]:
        """Those of which enough is worded, best first."""
        return tuple(row for row in self.rows if row.standing.is_ranked)

    @property
    def unranked(self) -> tuple[RankedQualification, ...]:
        """The other imported ones."""
        return tuple(row for row in self.rows if row.offered and not row.standing.is_ranked)

    @property
    def known_by_title(self) -> tuple[RankedQualification, ...]:
        """Those whose specification is shipped as facts and not imported."""
        return tuple(row for row in self.rows if row.offered is None)

    @property
    def is_sample(self) -> bool:
        """Whether the programme or a specification is invented."""
        return self.programme.is_sample or any(row.offered.is_sample for row in self.rows if row.offered)

    @property
    def untested(self) -> int:
        """How many outcomes of the programme no known assessment tests."""
        return sum(len(module.untested) for module in self.programme.modules)


def rank_qualifications(desk: Desk, *, programme_edition_id: int, registered_on: date) -> Ranking:
    """Every known qualification for the viewer's programme; NotFoundError where they have no such one."""
    from matching.calibration import calibrated

    with reading(desk.engine) as session:
        programme = read_programme(session, viewer=desk.viewer, edition_id=programme_edition_id)
        offered = newest_specifications(session, viewer=desk.viewer)
        judged = judged_of(session, viewer=desk.viewer, programme_edition_id=programme_edition_id)
    imported = {each.code for each in offered}
    shipped = [facts for facts in known_specifications() if facts.code not in imported]
    rows: list[RankedQualification] = []
    wanted: list[WantedUnit] = []
    for facts, edition in (*((o.facts, o) for o in offered), *((s, None) for s in shipped)):
        outlook = _outlook(programme, facts, edition.units if edition else (), judged)
        found = standings(
            specification=facts,
            programme=_size_of(programme),
            chances=outlook.chances,
            title_chances=outlook.title_chances,
            registered_on=registered_on,
        )
        rows.extend(RankedQualification(standing, edition) for standing in found)
        if edition:
            wanted.extend(_wanted(facts, found, outlook))
    return Ranking(
        programme,
        tuple(sorted(rows, key=lambda row: row.standing.rank)),
        tuple(wanted),
        judged_suggestions=calibrated(judged.suggested).judged,
    )


def outlook_on(desk: Desk, *, programme_edition_id: int, edition_id: int) -> Outlook:
    """What the viewer's programme may hope for in each unit of a specification's edition.

    Raises NotFoundError where they have no such edition.
    """
    with reading(desk.engine) as session:
        programme = read_programme(session, viewer=desk.viewer, edition_id=programme_edition_id)
        offered = offered_specification(session, viewer=desk.viewer, edition_id=edition_id)
        judged = judged_of(session, viewer=desk.viewer, programme_edition_id=programme_edition_id)
    return _outlook(programme, offered.facts, offered.units, judged)


def _size_of(programme: ProgrammePage) -> ProgrammeFacts:
    return ProgrammeFacts(
        level=programme.level,
        credits=programme.credits,
        duration=programme.duration,
        module_levels=tuple(module.level for module in programme.modules),
    )


def _outlook(
    programme: ProgrammePage, facts: SpecificationFacts, units: Sequence[UnitRow], judged: Judged
) -> Outlook:
    from matching.calibration import calibrated
    from matching.chances import chance
    from matching.values import Criterion

    known = calibrated(judged.suggested).chances
    evidence = tuple(map(_evidence, offers_in(programme.modules)))
    criteria = tuple(
        Criterion(str(q.criterion_id), q.text, q.context, q.further) for q in questions_on(units)
    )
    results = {int(r.criterion): r for r in _suggested(criteria, evidence)}

    def chances_of(unit: UnitRow) -> Iterator[float]:
        for criterion in unit.criteria:
            wording = (unit.ref, criterion.fingerprint)
            if wording in judged.full or wording in judged.none:
                yield float(wording in judged.full)
            else:
                seen = judged.statements.get(wording, frozenset())
                yield chance(results[criterion.id], without=set(map(str, seen)), chances=known)

    worded = {unit.ref: tuple(chances_of(unit)) for unit in units if unit.criteria}
    titles = tuple(Criterion(unit.ref, unit.title) for unit in facts.units if unit.ref not in worded)
    looks = {r.criterion: r for r in _suggested(titles, evidence)}
    names = {str(s.id): module.name for module in programme.modules for s in module.statements}
    return Outlook(
        chances=worded,
        title_chances={ref: chance(look) for ref, look in looks.items()},
        resembles=dict(_resembled(looks, names)),
    )


def _resembled(looks: Mapping[str, Result], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Titles that share more than a word with some statement, with that statement's module."""
    from matching.chances import first_candidate

    for ref, look in looks.items():
        found = first_candidate(look)
        if found and found[1] != "low":
            yield ref, names[found[0].evidence]


def _evidence(offer: Offer) -> Evidence:
    from matching.values import Evidence

    return Evidence(str(offer.statement_id), offer.text, offer.context, tuple(map(str, offer.tests)))


@lru_cache(maxsize=KEPT)
def _suggested(criteria: tuple[Criterion, ...], evidence: tuple[Evidence, ...]) -> tuple[Result, ...]:
    from matching.suggest import suggest

    return suggest(criteria=criteria, evidence=evidence, top=DEPTH)


def _wanted(facts: SpecificationFacts, found: Sequence[Standing], outlook: Outlook) -> Iterator[WantedUnit]:
    titles = {unit.ref: unit.title for unit in facts.units}
    for ref in worth_obtaining(found, title_chances=outlook.title_chances, promising=outlook.resembles):
        yield WantedUnit(ref, titles[ref], outlook.resembles.get(ref, ""))
