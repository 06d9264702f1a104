"""Units are proposed that keep the rules and leave the fewest criteria open, or it is said why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace

import pytest
import scipy.optimize

from mapper.catalogue import QualificationFacts, UnitFacts, find_qualification, known_units, parse_rule
from mapper.catalogue.facts import Replacement
from mapper.catalogue.proposal import Proposal, countable_units, propose_selection

DAY = date(2024, 9, 1)
UNITS = {
    f"9905-{number}": UnitFacts(f"9905-{number}", "Boats", restriction, 5, credits_, 8, group)
    for number, credits_, group, restriction in [
        (501, 6, "Group 1", None),
        (502, 6, "Group 1", None),
        (503, 6, "Group 1", "Diploma only"),
        (504, 12, "Group 1", None),
        (530, 6, "Group 1", None),
        (601, 6, "Group 2", None),
        (602, None, "Group 2", None),
    ]
}
GOOD, FAIR, POOR = (0.7,) * 4, (0.35,) * 4, (0.1,) * 4


def qualification(rule: str | None = "At least 6 credits.", **said: object) -> QualificationFacts:
    facts: dict[str, object] = {
        "title": "Award in Boats",
        "accreditation_number": "600/0000/0",
        "specification": "9905",
        "size": "award",
        "rule": parse_rule(rule, code="9905") if rule else None,
        "replacements": (Replacement("9905-530", "9905-550", "2020-07-01"),),
    }
    return QualificationFacts(**{**facts, **said})  # type: ignore[arg-type]


def propose(
    of: QualificationFacts, *, including: Sequence[int] = (), **chances: tuple[float, ...]
) -> Proposal:
    """The proposal where the chances of units are given as u501, u502 …"""
    return propose_selection(
        qualification=of,
        known=UNITS,
        chances={f"9905-{name[1:]}": c for name, c in chances.items()},
        registered_on=DAY,
        including=[f"9905-{n}" for n in including],
    )


def reasons(proposal: Proposal) -> str:
    assert proposal.units == ()
    assert proposal.expected is None
    return " ".join(f.message for f in proposal.findings)


def test_the_unit_with_the_better_chances_is_proposed() -> None:
    proposal = propose(qualification(), u501=POOR, u502=GOOD)
    assert proposal.units == ("9905-502",)
    assert proposal.credits == 6
    assert proposal.expected == pytest.approx(0.7)
    assert proposal.open_criteria == pytest.approx(1.2)
    assert proposal.is_proven_best


def test_a_further_unit_is_not_added_however_good_its_chances() -> None:
    proposal = propose(qualification("A minimum of 12 credits."), u504=FAIR, u501=(0.9,), u502=POOR)
    assert proposal.units == ("9905-504",)


def test_two_likely_units_are_better_than_a_large_doubtful_one() -> None:
    proposal = propose(qualification("A minimum of 12 credits."), u504=POOR, u501=GOOD, u502=GOOD)
    assert proposal.units == ("9905-501", "9905-502")


def test_of_selections_that_leave_as_much_open_the_one_with_fewer_units_is_proposed() -> None:
    of = qualification("A minimum of 12 credits.")
    proposal = propose(of, u501=(0.5,), u502=(0.5,), u504=(0.5, 0.5))
    assert proposal.units == ("9905-504",)


def test_a_unit_whose_chances_are_not_known_is_never_proposed() -> None:
    assert propose(qualification("A minimum of 12 credits."), u501=POOR, u601=POOR, u502=()).units == (
        "9905-501",
        "9905-601",
    )


@pytest.mark.parametrize("barred", ["u503", "u530", "u602"])
def test_a_unit_that_is_barred_replaced_or_of_unknown_credits_is_never_proposed(barred: str) -> None:
    assert propose(qualification(), **{barred: GOOD, "u501": POOR}).units == ("9905-501",)


def test_a_replaced_unit_counts_for_learners_registered_before() -> None:
    of = qualification()
    assert "9905-530" not in countable_units(qualification=of, known=UNITS, registered_on=DAY)
    assert "9905-530" in countable_units(qualification=of, known=UNITS, registered_on=date(2020, 6, 30))


def test_what_must_be_in_the_selection_is_in_it() -> None:
    assert propose(qualification(), including=[501], u501=POOR, u502=GOOD).units == ("9905-501",)
    assert "9905-503" in reasons(propose(qualification(), including=[503], u503=GOOD, u501=GOOD))


def test_the_bounds_of_a_group_are_kept() -> None:
    of = qualification(
        "12 credits from units in Group 1 and Group 2. At least 6 credits must come from Group 2."
    )
    assert propose(of, u501=GOOD, u502=FAIR, u601=POOR).units == ("9905-501", "9905-601")


def test_without_a_rule_that_is_understood_nothing_is_proposed() -> None:
    assert "not stated" in reasons(propose(qualification(None), u501=GOOD))
    assert "not understood" in reasons(propose(qualification("Under a blue moon."), u501=GOOD))


def test_too_few_credits_with_imported_wording_are_told_with_the_numbers() -> None:
    said = reasons(propose(qualification("A minimum of 20 credits."), u501=GOOD, u502=GOOD))
    assert said == (
        "Wording is imported of 2 of the 4 units that count; they give 12 of the 20 credits needed."
    )


def test_a_mandatory_unit_without_wording_is_named() -> None:
    of = qualification("At least 6 credits, including the mandatory unit 504.")
    assert "the mandatory unit 9905-504 is not among them" in reasons(propose(of, u501=GOOD))


def test_units_that_cannot_add_up_are_told_so() -> None:
    of = qualification("A minimum of 7 and a maximum of 11 credits.")
    assert "no selection of them keeps the rules" in reasons(propose(of, u501=GOOD, u502=GOOD))


def test_no_wording_at_all_is_told() -> None:
    assert reasons(propose(qualification())) == "None of the 4 units that count has imported wording."


def test_a_selection_that_was_found_when_time_was_up_is_not_called_the_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scipy.optimize, "milp", lambda **_: SimpleNamespace(x=[1.0, 0.0], status=1))
    proposal = propose(qualification(), u501=POOR, u502=GOOD)
    assert proposal.units == ("9905-501",)
    assert not proposal.is_proven_best


def test_when_time_is_up_before_a_selection_was_found_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scipy.optimize, "milp", lambda **_: SimpleNamespace(x=None, status=1))
    assert "within 5 seconds" in reasons(propose(qualification(), u501=POOR))


def test_what_the_evaluator_does_not_call_valid_is_not_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scipy.optimize, "milp", lambda **_: SimpleNamespace(x=[1.0], status=0))
    of = qualification("A minimum of 12 credits.")
    assert (
        reasons(propose(of, u501=GOOD)) == "6 credits chosen; at least 12 are needed (rules of combination)."
    )


@pytest.mark.parametrize("number", ["600/5851/1", "600/5856/0", "601/2511/1"])
def test_a_shipped_qualification_of_many_units_gets_a_proven_proposal(number: str) -> None:
    of = find_qualification(number)
    known = {unit.ref: unit for unit in known_units(of.specification or "")}
    chances = {ref: (0.1 + n * 37 % 80 / 100,) * (3 + n % 5) for n, ref in enumerate(known)}
    proposal = propose_selection(qualification=of, known=known, chances=chances, registered_on=DAY)
    assert proposal.is_proven_best
    assert proposal.credits >= (of.credits_min or 0)
