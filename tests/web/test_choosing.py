"""Choosing what to map to: qualifications are ranked, units are proposed, and rules are said at each tick."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import dataclass, replace

import pytest

from mapper.catalogue import known_qualifications
from mapper.db import now, reading, unit_of_work
from mapper.intake.readings import SpecificationReading
from mapper.mappings import create_mapping
from mapper.queries.editions import read_programme, read_specification
from mapper.reviews import Judging, decide
from mapper.values import Coverage
from tests.made import keep_programme, keep_specification, request_id, specification
from tests.web.conftest import Visitor
from tests.web.markup import Page
from web.commands.ranking import rank
from web.ranking import rank_qualifications

NUMBERS = ("900/0001/1", "900/0002/2", "900/0003/3")
RULES = (
    ("Certificate in Harbour Leadership", "A minimum of 5 credits."),
    ("Diploma in Harbour Leadership", "A minimum of 15 credits."),
    ("Award in Harbour Leadership", "Under a blue moon."),
)


def ruled() -> SpecificationReading:
    """The invented specification with three qualifications: two that have a rule, one unclear."""
    read = specification()
    return replace(
        read,
        qualifications=tuple(
            replace(
                read.qualifications[0],
                title=title,
                accreditation_number=number,
                credits_min=float(rule.split()[3]) if "credits" in rule else None,
                rule_text=rule,
            )
            for number, (title, rule) in zip(NUMBERS, RULES, strict=True)
        ),
    )


@dataclass(frozen=True)
class Choice:
    """An invented programme and specification to choose from."""

    visitor: Visitor
    programme: int
    edition: int
    qualifications: dict[str, int]
    units: dict[str, int]
    criteria: dict[str, int]

    def path(self, number: str = NUMBERS[0], *units: str, more: str = "") -> str:
        at = f"/mappings/new?programme={self.programme}&qualification={self.qualifications[number]}"
        return at + "".join(f"&unit={self.units[u]}" for u in units) + more

    @property
    def ranking(self) -> Page:
        return self.visitor.page(f"/mappings/new?programme={self.programme}")

    def judge(self, coverage: Coverage) -> None:
        """Judges every criterion of 9901-202 so, in a mapping of the programme."""
        with unit_of_work(self.visitor.desk.engine) as session:
            viewer = self.visitor.desk.viewer
            mapping_id = create_mapping(
                session,
                viewer=viewer,
                programme_edition_id=self.programme,
                qualification_id=self.qualifications[NUMBERS[0]],
                unit_ids=[self.units["9901-202"]],
            )
            for criterion_id in self.criteria.values():
                judging = Judging(
                    mapping_id=mapping_id,
                    criterion_id=criterion_id,
                    statement_id=None if coverage is Coverage.NONE else self._statement,
                    coverage=coverage,
                    request_id=request_id(),
                    seen_id=None,
                    reason="",
                )
                decide(session, viewer=viewer, judging=judging)

    @property
    def _statement(self) -> int:
        with reading(self.visitor.desk.engine) as session:
            page = read_programme(session, viewer=self.visitor.desk.viewer, edition_id=self.programme)
        return next(s.id for m in page.modules for s in m.assessments if s.title == "Crossing plan")


@pytest.fixture
def choice(visitor: Visitor) -> Choice:
    viewer = visitor.desk.viewer
    with unit_of_work(visitor.desk.engine) as session:
        edition = keep_specification(session, viewer, ruled())
        programme = keep_programme(session, viewer)
        page = read_specification(session, viewer=viewer, edition_id=edition)
    return Choice(
        visitor,
        programme,
        edition,
        {q.facts.accreditation_number: q.id for q in page.qualifications},
        {u.ref: u.id for u in page.units},
        {c.number: c.id for u in page.units if u.ref == "9901-202" for c in u.criteria},
    )


def test_the_ranking_is_a_whole_page(choice: Choice) -> None:
    page = choice.ranking
    assert page.faults == []
    assert page.repeated_ids == set()
    assert page.unlabelled == []


def test_a_qualification_that_worded_units_make_up_is_ranked_with_its_proposal(choice: Choice) -> None:
    row = choice.ranking.words("//section[@aria-labelledby='carries']/div[1]//tbody/tr")
    assert row.startswith("Certificate in Harbour Leadership")
    assert "1 unit, 5 credits; proven the best choice" in row
    assert "2 of 3 units" in row
    assert "The Diploma in Harbour Leadership needs two more units" in row


def test_a_qualification_without_enough_wording_is_not_ranked_and_says_why(choice: Choice) -> None:
    rows = choice.ranking.find("//section[@aria-labelledby='carries']/div[2]//tbody/tr")
    said = [" ".join(row.text_content().split()) for row in rows]
    assert "they give 10 of the 15 credits needed" in said[0]
    assert "not understood" in said[1]


def test_the_wording_that_is_missing_is_worth_obtaining(choice: Choice) -> None:
    items = [li.text_content() for li in choice.ranking.find("//section[@aria-labelledby='carries']/ul/li")]
    assert [item.split()[0] for item in items] == ["9901-203"]


def test_qualifications_whose_specification_is_not_imported_are_known_by_title_only(choice: Choice) -> None:
    rows = choice.ranking.find("//details//tbody/tr")
    assert len(rows) == len(known_qualifications())
    assert choice.ranking.find("//details//a[@href='/specifications/new']")


def test_confirmed_links_raise_the_expectation_and_nothing_here_takes_it_away(choice: Choice) -> None:
    def expected() -> tuple[str, float]:
        found = rank_qualifications(
            choice.visitor.desk, programme_edition_id=choice.programme, registered_on=now().date()
        )
        proposal = found.ranked[0].standing.proposal
        return proposal.units[0], proposal.expected or 0

    unit, before = expected()
    assert (unit, before < 1) == ("9901-202", True)
    choice.judge(Coverage.FULL)
    assert expected() == ("9901-202", 1.0)


def test_a_unit_of_which_somebody_found_nothing_is_not_the_one_proposed(choice: Choice) -> None:
    choice.judge(Coverage.NONE)
    page = choice.visitor.page(choice.path(more="&propose=1"))
    hoped = page.words("//tr[.//label[contains(., '9901-202')]]/td[last()]")
    assert hoped == "about 0 of 2 criteria"


def test_choosing_from_the_ranking_ticks_the_proposed_units(choice: Choice) -> None:
    link = choice.ranking.find("//section[@aria-labelledby='carries']/div[1]//tbody//a")[0]
    page = choice.visitor.page(str(link.get("href")))
    assert page.find("//input[@name='unit' and @checked]/@value") == [str(choice.units["9901-202"])]
    assert page.words("//*[@role='status']").startswith("Proposed: 9901-202.")
    assert "satisfies the rules" in page.words("//*[@id='as-chosen']")


def test_where_nothing_can_be_proposed_the_ticks_stay_and_the_reason_is_told(choice: Choice) -> None:
    page = choice.visitor.page(choice.path(NUMBERS[1], "9901-201", more="&propose=1"))
    assert page.find("//input[@name='unit' and @checked]/@value") == [str(choice.units["9901-201"])]
    assert page.words("//*[@role='status']").startswith("No units can be proposed.")


def test_the_rules_are_said_at_each_tick(choice: Choice) -> None:
    answer = choice.visitor.page(choice.path(NUMBERS[1], "9901-201"), htmx=True)
    assert not answer.find("//form | //h1")
    assert answer.words("//h3") == "As chosen: 5 credits"
    assert "at least 15 are needed" in answer.said
    meter = answer.one("//meter")
    assert [meter.get(name) for name in ("value", "low", "optimum", "high")] == ["5.0", "15.0", "15.0", None]


def test_without_a_tick_nothing_is_judged(choice: Choice) -> None:
    answer = choice.visitor.page(choice.path(), htmx=True)
    assert answer.words("//h3") == "Nothing is ticked: 0 credits"
    assert not answer.find("//ul")


def test_the_ticks_of_one_choice_send_no_token_in_an_address(choice: Choice) -> None:
    fields = choice.visitor.page(choice.path()).one("//fieldset/@hx-params")
    assert set(str(fields).split(",")) == {"programme", "qualification", "unit"}


def test_a_unit_without_wording_is_unknown_and_not_nothing(choice: Choice) -> None:
    page = choice.visitor.page(choice.path())
    assert page.words("//tr[.//label[contains(., '9901-203')]]/td[last()]").startswith("not known")


def test_without_a_programme_nothing_is_expected_of_a_unit(choice: Choice) -> None:
    page = choice.visitor.page(f"/mappings/new?qualification={choice.qualifications[NUMBERS[0]]}")
    assert "Expected" not in page.said
    assert "Propose a selection" not in page.said


def test_the_same_ranking_is_printed_as_json(
    choice: Choice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("web.commands.ranking.open_desk", lambda _: choice.visitor.desk)
    arguments = Namespace(programme=choice.programme, json=True, workspace=None)
    assert rank(arguments) == 0
    said = json.loads(capsys.readouterr().out)
    first = said["qualifications"][0]
    assert first["accreditation_number"] == NUMBERS[0]
    assert first["proposal"]["units"] == ["9901-202"]
    assert first["proposal"]["proven_best"] is True
    assert [row["ranked"] for row in said["qualifications"]].count(True) == 1
    assert [unit["ref"] for unit in said["worth_obtaining"]] == ["9901-203"]
