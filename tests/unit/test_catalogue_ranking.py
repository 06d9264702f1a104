"""Qualifications are ranked by what is expected of them, and what is not known is said to be so."""

from __future__ import annotations

from datetime import date

import pytest

from mapper.catalogue import QualificationFacts, SpecificationFacts, UnitFacts, parse_rule
from mapper.catalogue.fit import Fit, ProgrammeFacts, Suits, duration_fit, level_fit
from mapper.catalogue.ranking import Standing, standings, worth_obtaining

DAY = date(2024, 9, 1)
UNITS = tuple(UnitFacts(f"9905-{n}", f"Boats {n}", None, 5, 6, 8, "Group 1") for n in range(501, 508))


def qualification(title: str, credits_min: int, *, rule: str = "", level: int = 5) -> QualificationFacts:
    return QualificationFacts(
        title=title,
        accreditation_number=f"600/{credits_min:04}/0",
        specification="9905",
        level=level,
        credits_min=credits_min,
        rule=parse_rule(rule or f"A minimum of {credits_min} credits.", code="9905"),
    )


AWARD, CERTIFICATE, DIPLOMA = (
    qualification(title, credits_min)
    for title, credits_min in (("Award", 6), ("Certificate", 12), ("Diploma", 24))
)


def ranked(
    *qualifications: QualificationFacts,
    chances: dict[str, tuple[float, ...]],
    titles: dict[str, float] | None = None,
) -> tuple[Standing, ...]:
    return standings(
        specification=SpecificationFacts("9905", "Boats", 5, qualifications, UNITS),
        programme=ProgrammeFacts(level="6", credits=360),
        chances=chances,
        title_chances=titles or {},
        registered_on=DAY,
    )


def steps(*qualifications: QualificationFacts, chances: dict[str, tuple[float, ...]]) -> str:
    standing = ranked(*qualifications, chances=chances)[0]
    return standing.next_step.said if standing.next_step else ""


def test_a_qualification_is_ranked_only_where_worded_units_make_it_up() -> None:
    award, diploma = ranked(AWARD, DIPLOMA, chances={"9905-501": (0.7,), "9905-502": (0.3,)})
    assert award.is_ranked
    assert not diploma.is_ranked
    assert diploma.worded == ("9905-501", "9905-502")
    assert diploma.worded_share == pytest.approx(2 / 7)


def test_the_more_is_expected_the_higher_it_ranks_and_what_is_not_ranked_comes_last() -> None:
    chances = {"9905-501": (0.2,), "9905-502": (0.6,)}
    rows = ranked(DIPLOMA, CERTIFICATE, AWARD, chances=chances)
    assert [s.qualification.title for s in sorted(rows, key=lambda s: s.rank)] == [
        "Award",
        "Certificate",
        "Diploma",
    ]


def test_one_more_unit_is_told_with_all_that_would_do_worded_ones_first() -> None:
    chances = {"9905-501": (0.9,), "9905-507": (0.1,)}
    assert steps(AWARD, CERTIFICATE, chances=chances) == (
        "needs one more unit: 9905-507, 9905-502, 9905-503 or 9905-504, or 2 others"
    )


def test_several_more_units_are_told_by_the_likeliest_worded_example() -> None:
    chances = {f"9905-{n}": (n / 1000,) for n in range(501, 507)}
    assert steps(AWARD, DIPLOMA, chances=chances) == (
        "needs three more units, for example 9905-503, 9905-504 and 9905-505"
    )


def test_further_units_without_wording_are_said_to_have_none() -> None:
    said = steps(AWARD, DIPLOMA, chances={"9905-501": (0.9,)})
    assert said.startswith("needs three more units, for example")
    assert said.endswith("not all of them with imported wording")


def test_units_that_make_up_the_larger_one_already_need_no_more() -> None:
    wide = qualification("Certificate", 7, rule="A minimum of 6 credits from units 501-507.")
    larger = QualificationFacts("Larger", "600/0009/0", "9905", level=5, credits_min=6, rule=wide.rule)
    smaller = qualification("Smaller", 5)
    assert steps(smaller, larger, chances={"9905-501": (0.9,)}) == "needs no more units"


def test_where_the_units_cannot_grow_into_the_larger_one_no_step_is_offered() -> None:
    other = qualification("Diploma", 24, rule="A minimum of 24 credits from units 502-507.")
    assert ranked(AWARD, other, chances={"9905-501": (0.9,)})[0].next_step is None


def test_the_next_step_stays_on_its_level() -> None:
    higher = qualification("Higher", 24, level=6)
    assert ranked(AWARD, higher, chances={"9905-501": (0.9,)})[0].next_step is None


def test_what_is_not_ranked_gets_a_first_look_by_titles() -> None:
    titles = {f"9905-{n}": 0.12 for n in range(502, 508)} | {
        "9905-505": 0.7,
        "9905-506": 0.7,
        "9905-503": 0.35,
    }
    award, diploma = ranked(AWARD, DIPLOMA, chances={"9905-501": (0.3,) * 6}, titles=titles)
    assert award.by_title is None
    assert diploma.by_title is not None
    assert diploma.by_title.units == ("9905-501", "9905-503", "9905-505", "9905-506")


def test_units_that_a_first_look_would_choose_are_worth_obtaining_first() -> None:
    titles = {"9905-502": 0.12, "9905-503": 0.7, "9905-504": 0.35, "9905-505": 0.0}
    rows = ranked(CERTIFICATE, chances={"9905-501": (0.7,)}, titles=titles)
    assert worth_obtaining(rows, title_chances=titles, promising={"9905-504"}) == ("9905-503", "9905-504")


def test_a_rule_that_is_not_understood_is_not_ranked_and_says_so() -> None:
    (standing,) = ranked(qualification("Award", 6, rule="Under a blue moon."), chances={"9905-501": (1.0,)})
    assert not standing.is_ranked
    assert standing.worded_share is None
    assert "not understood" in standing.proposal.findings[0].message


@pytest.mark.parametrize(
    ("programme", "suits"),
    [
        (ProgrammeFacts(level="Level 5"), Suits.YES),
        (ProgrammeFacts(level="FHEQ level 7"), Suits.YES),
        (ProgrammeFacts(level="4"), Suits.NO),
        (ProgrammeFacts(level="6", module_levels=("4", "4")), Suits.NO),
        (ProgrammeFacts(module_levels=("4", "5", None)), Suits.YES),
        (ProgrammeFacts(), Suits.UNKNOWN),
        (ProgrammeFacts(level="Levels 4 to 6"), Suits.UNKNOWN),
        (ProgrammeFacts(level="SCQF level 8"), Suits.UNKNOWN),
        (ProgrammeFacts(level="Postgraduate"), Suits.UNKNOWN),
    ],
)
def test_a_programme_fits_that_reaches_the_level(programme: ProgrammeFacts, suits: Suits) -> None:
    assert level_fit(programme, AWARD).suits is suits


def test_the_modules_that_reach_the_level_are_counted() -> None:
    programme = ProgrammeFacts(level="6", module_levels=("4", "5", "6", None))
    assert level_fit(programme, AWARD) == Fit(Suits.YES, "2 of 4 modules are level 5 or above.")


@pytest.mark.parametrize(
    ("credits_", "duration", "limit", "suits"),
    [
        (24, None, None, Suits.YES),
        (20, None, None, Suits.NO),
        (None, None, None, Suits.UNKNOWN),
        (180, "3 years", "Must be finished within three years", Suits.YES),
        (180, "48 months", "Must be finished within 3 years", Suits.NO),
        (180, "52 weeks", "Within one year", Suits.YES),
        (180, None, "Within 3 years", Suits.YES),
        (180, "3 years full-time or 6 years part-time", "Within 3 years", Suits.YES),
    ],
)
def test_a_programme_fits_that_is_large_enough_and_short_enough(
    credits_: float | None, duration: str | None, limit: str | None, suits: Suits
) -> None:
    of = QualificationFacts("Diploma", "600/0000/0", "9905", credits_min=24, duration=limit)
    assert duration_fit(ProgrammeFacts(credits=credits_, duration=duration), of).suits is suits
