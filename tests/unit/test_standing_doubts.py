"""What speaks against the evidence that stands: like doubts are one group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper.db import reading
from mapper.doubts import DoubtKind
from mapper.models import SetMode
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import LoadedMapping, UnitRow
from mapper.standing.evidence_doubts import DoubtGroup, evidence_doubts
from mapper.values import Coverage
from tests.judged import declare
from tests.made import MadeMapping

LOG, PLAN = "HB101 Lamp log", "HB102 Crossing plan"


def loaded(mapping: MadeMapping, *, level: str = "4", log: str = "Portfolio") -> LoadedMapping:
    """The mapping with another level of its modules, and another type of the lamp log."""
    with reading(mapping.engine) as session:
        found = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
    modules = tuple(
        replace(
            m,
            level=level,
            assessments=tuple(replace(a, type=log) if a.title == "Lamp log" else a for a in m.assessments),
        )
        for m in found.modules
    )
    return replace(found, modules=modules)


def doing(found: LoadedMapping) -> LoadedMapping:
    """The same where every criterion asks to lead, which is practice."""

    def leading(unit: UnitRow) -> UnitRow:
        outcomes = (
            replace(lo, criteria=tuple(replace(c, verb="lead", verbs=("lead",)) for c in lo.criteria))
            for lo in unit.learning_outcomes
        )
        return replace(unit, learning_outcomes=tuple(outcomes))

    return replace(found, units=tuple(map(leading, found.units)))


def kinds(groups: tuple[DoubtGroup, ...]) -> list[DoubtKind]:
    return [group.kind for group in groups]


def test_nothing_is_said_before_anything_was_judged_full(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.PART)
    assert evidence_doubts(loaded(mapping, level="3")) == ()


def test_fifty_like_doubts_are_one_group_with_each_criterion(mapping: MadeMapping) -> None:
    mapping.cover_all()
    (group,) = evidence_doubts(loaded(mapping, level="3"))
    assert (group.kind, len(group.criteria)) == (DoubtKind.LEVEL, 5)
    assert group.finding.subject == "5 criteria"
    assert group.finding.message == "The module is level 3, below the unit's level 4."
    assert group.as_json()["criteria"] == [f"9901-{name.replace(':', ' ')}" for name in mapping.criteria]


def test_several_wordings_of_one_kind_are_said_in_general_and_each_by_itself(mapping: MadeMapping) -> None:
    mapping.judge("201:2.1", "HB101 Outcome 1", Coverage.FULL)
    mapping.judge("202:1.2", "HB101 Outcome 1", Coverage.FULL)
    found = loaded(mapping)
    described = tuple(
        replace(m, outcomes=tuple(replace(o, text="Describe a lamp") for o in m.outcomes))
        for m in found.modules
    )
    (group,) = evidence_doubts(replace(found, modules=described))
    assert group.kind is DoubtKind.VERB
    assert "uses verbs that demand less" in group.finding.message
    assert [one.message.split(",")[0] for one in group.evidence] == [
        "The criterion asks to evaluate",
        "The criterion asks to analyse",
    ]


def test_a_doubt_about_one_criterion_names_its_evidence(mapping: MadeMapping) -> None:
    mapping.judge("201:2.1", "HB101 Outcome 1", Coverage.FULL)
    mapping.judge("201:2.1", LOG, Coverage.FULL)
    (group,) = evidence_doubts(loaded(mapping, level="3"))
    assert group.finding.subject == "9901-201 2.1, HB101 Outcome 1 and HB101 Lamp log"


def test_a_doing_verb_evidenced_by_an_essay_alone_is_found(mapping: MadeMapping) -> None:
    mapping.judge("202:1.1", LOG, Coverage.FULL)
    (group,) = evidence_doubts(doing(loaded(mapping, log="Essay")))
    assert group.kind is DoubtKind.PRACTICE
    assert "asks to lead" in group.finding.message


def test_an_outcome_is_practice_or_not_by_what_tests_it(mapping: MadeMapping) -> None:
    mapping.judge("202:1.1", "HB101 Outcome 1", Coverage.FULL)
    assert kinds(evidence_doubts(doing(loaded(mapping, log="Essay")))) == [DoubtKind.PRACTICE]
    assert evidence_doubts(doing(loaded(mapping, log="Portfolio"))) == ()


@pytest.mark.parametrize(("mode", "found"), [(SetMode.ALL, []), (SetMode.ANY, [DoubtKind.PRACTICE])])
def test_practice_in_the_same_set_answers_for_the_essay(
    mapping: MadeMapping, mode: SetMode, found: list[DoubtKind]
) -> None:
    declare(mapping, "202:1.1", LOG, PLAN, mode=mode)
    assert kinds(evidence_doubts(doing(loaded(mapping, log="Essay")))) == found


def test_suspect_evidence_is_not_looked_at(mapping: MadeMapping) -> None:
    mapping.cover_all()
    found = loaded(mapping, level="3")
    suspect = tuple(replace(d, is_suspect=True) for d in found.decisions)
    assert evidence_doubts(replace(found, decisions=suspect)) == ()
