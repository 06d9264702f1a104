"""Coverage on every path as pages: what holds, for whom it does not, and what would mend it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from mapper import models
from mapper.db import Engine, unit_of_work
from mapper.standing.entered import Asks, Choice, Tree
from mapper.values import Coverage, Viewer
from tests.made import MadeMapping, make_mapping
from tests.made_structure import enter, enter_for_everyone, entry
from tests.web.conftest import Visitor
from tests.web.markup import Page
from tests.web.test_queries import asked, judged
from web.cli import main

LOG = "HB101 Lamp log"
MOST_OF_COVERAGE = 28  # the mapping's 19, what was entered, the specification's awards, the names on top


def at(mapping: MadeMapping, rest: str = "") -> str:
    return f"/mappings/{mapping.id}/coverage{rest}"


def module_ids(mapping: MadeMapping) -> tuple[int, ...]:
    return (1, 2)


def enter_options(mapping: MadeMapping) -> None:
    """A learner takes one of the two modules."""
    first, second = module_ids(mapping)
    options = Choice("g1", "Year 2", "", Asks.NUMBER, 1)
    with unit_of_work(mapping.engine) as session:
        entered = entry({first: "g1", second: "g1"}, options)
        enter(session, mapping.viewer, mapping.programme_edition_id, entered, seen=0)


def _named(award: Tree) -> Tree:
    return replace(award, key="e1", name="CertHE")


def verdicts(page: Page) -> dict[str, list[str]]:
    """Both verdicts of each criterion, by unit and number."""
    found = {}
    for section in page.find("//section[h2][.//table[contains(@class, 'verdicts')]]"):
        unit = section.find("h2").text_content()[5:8]
        for row in section.xpath(".//tbody/tr"):
            number = row.find("th").text_content()
            found[f"{unit}:{number}"] = [tag.text_content() for tag in row.xpath("td/span[@class][1]")][:2]
    return found


def test_nothing_is_said_of_every_graduate_before_somebody_entered_the_structure(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    page = visitor.page(at(mapping))
    assert page.words("//p[@class='headline']").startswith("Nothing can be said of every graduate yet")
    assert verdicts(page)["201:1.1"] == ["undetermined", "undetermined"]
    assert page.find("//main//a[contains(@href, '/structure')]")


def test_both_verdicts_stand_side_by_side_with_the_reason(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_options(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    mapping.judge("201:1.2", LOG, Coverage.PART)
    page = visitor.page(at(mapping))
    assert verdicts(page) == {
        "201:1.1": ["conditional", "conditional"],
        "201:1.2": ["part", "part"],
        "201:2.1": ["not judged", "not judged"],
        "202:1.1": ["not judged", "not judged"],
        "202:1.2": ["not judged", "not judged"],
    }
    assert "A learner who takes HB102 instead of HB101 never meets 1.1." in page.said


def test_the_headline_says_what_every_learner_meets_and_what_it_makes_up(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_for_everyone(mapping)
    mapping.cover_all()
    said = visitor.page(at(mapping)).words("//p[@class='headline']")
    assert "meets all 5 criteria" in said
    assert "That guarantees units 9901-201 and 9901-202" in said
    assert "Not counted: learners who come by recognised prior learning" in said


def test_each_bar_is_named_by_its_figures_which_stand_in_a_table_too(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_for_everyone(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    page = visitor.page(at(mapping))
    assert page.find("//svg[@role='img']/@aria-label")[2] == "1 guaranteed, 2 not judged"
    rows = page.find("//table[caption]//tr[th='9901-201']")
    assert [[cell.text_content() for cell in row.findall("td")] for row in rows] == [
        ["1", "0", "0", "0", "0", "2"],
        ["1", "0", "0", "0", "0", "2"],
    ]


def test_a_faulty_structure_determines_nothing_and_the_page_says_why(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    first, second = module_ids(mapping)
    with unit_of_work(mapping.engine) as session:
        options = Choice("g1", "Year 2", "", Asks.NUMBER, 3)
        entered = entry({first: "g1", second: "g1"}, options)
        enter(session, mapping.viewer, mapping.programme_edition_id, entered, seen=0)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    page = visitor.page(at(mapping))
    assert "is faulty or unclear" in page.words("//p[@class='headline']")
    assert "Nobody can choose exactly 3 of the 2" in page.said
    assert verdicts(page)["201:1.1"] == ["undetermined", "undetermined"]


def test_a_pathway_shows_what_those_who_take_it_meet(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_options(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    first, second = module_ids(mapping)
    with_log = visitor.page(at(mapping, f"/pathway?look=1&take={first}"))
    without = visitor.page(at(mapping, f"/pathway?look=1&take={second}"))
    assert verdicts(with_log)["201:1.1"][0] == "guaranteed"
    assert verdicts(without)["201:1.1"][0] == "not covered"
    assert [box.get("value") for box in with_log.find("//input[@name='take'][@checked]")] == [str(first)]


def test_modules_that_are_no_way_through_are_refused_with_the_remedy(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_options(mapping)
    page = visitor.page(at(mapping, "/pathway?look=1&take=1&take=2"))
    assert "Choose as many modules or credits as each choice asks for." in page.words("//*[@role='alert']")
    assert verdicts(page) == {}


def test_no_pathway_is_offered_before_the_structure_was_entered(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = visitor.page(at(mapping, "/pathway"))
    assert not page.find("//input[@name='take']")
    assert "Nobody has entered which modules every learner takes" in page.said


def test_the_gap_plan_names_the_least_changes_and_the_exact_wording(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_options(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    page = visitor.page(at(mapping, "/plan"))
    assert [step.text_content() for step in page.find("//ol/li")] == ["Have every learner take HB101."]
    gap = page.one(f"//article[@id='gap-{mapping.criteria['201:1.1']}']").text_content()
    assert "Describe how the lamp is trimmed" in gap
    assert "Have every learner take HB101." in gap


def test_the_gap_plan_says_when_nothing_is_open(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_for_everyone(mapping)
    mapping.cover_all()
    assert "Nothing is open" in visitor.page(at(mapping, "/plan")).said


def test_the_gap_plan_of_one_unit_holds_its_gaps_alone(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_options(mapping)
    unit = mapping.units["9901-202"]
    page = visitor.page(at(mapping, f"/plan?unit={unit}"))
    assert [gap.get("id") for gap in page.find("//article")] == [
        f"gap-{mapping.criteria[name]}" for name in ("202:1.1", "202:1.2")
    ]
    assert visitor.get(at(mapping, "/plan?unit=999")).status_code == 404


def test_too_many_gaps_are_planned_unit_by_unit(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_options(mapping)
    mapping.cover_all()
    assert len(visitor.page(at(mapping, "/plan")).find("//article")) == 5
    monkeypatch.setattr("web.pages.gaps.MOST_TOGETHER", 4)
    page = visitor.page(at(mapping, "/plan"))
    assert len(page.find("//article")) == 3
    assert "All units together" not in page.said


def test_an_exit_award_has_verdicts_of_its_own(visitor: Visitor, mapping: MadeMapping) -> None:
    first, second = module_ids(mapping)
    whole = entry({first: "everyone", second: "everyone"})
    award = entry({first: "not taken", second: "everyone"}).trees[0]
    with unit_of_work(mapping.engine) as session:
        entered = whole.with_tree(_named(award))
        enter(session, mapping.viewer, mapping.programme_edition_id, entered, seen=0)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    assert verdicts(visitor.page(at(mapping)))["201:1.1"][0] == "guaranteed"
    assert verdicts(visitor.page(at(mapping, "?award=e1")))["201:1.1"][0] == "not covered"
    assert visitor.get(at(mapping, "?award=e9")).status_code == 404


def headline(visitor: Visitor, mapping: MadeMapping, rest: str = "") -> str:
    return visitor.page(at(mapping, rest)).words("//p[@class='headline']")


def test_the_headline_of_a_mapping_in_which_nothing_is_full_says_just_that(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_for_everyone(mapping)
    mapping.judge("201:1.2", LOG, Coverage.PART)
    assert headline(visitor, mapping).startswith("No criterion of 5 was judged fully covered yet")


def test_the_headline_says_when_no_criterion_holds_for_everyone(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_options(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    said = headline(visitor, mapping)
    assert said.startswith("None of the 5 criteria is met by every learner who completes this programme")
    assert "the one that was judged fully covered can be missed" in said
    assert "No unit is met whole" in said


def test_the_headline_names_units_without_wording(engine: Engine, viewer: Viewer, visitor: Visitor) -> None:
    mapping = make_mapping(engine, viewer, unworded=True)
    enter_for_everyone(mapping)
    mapping.cover_all()
    assert "Nothing is known of 9901-203, whose wording was not imported." in headline(visitor, mapping)


def enter_pathways(mapping: MadeMapping) -> None:
    """A learner takes one of two pathways, each of one module."""
    first, second = module_ids(mapping)
    outer = Choice("g1", "Pathway", "", Asks.NUMBER, 1)
    inner = [Choice(key, name, "g1", Asks.ALL) for key, name in (("g2", "Light"), ("g3", "Crew"))]
    with unit_of_work(mapping.engine) as session:
        entered = entry({first: "g2", second: "g3"}, outer, *inner)
        enter(session, mapping.viewer, mapping.programme_edition_id, entered, seen=0)


def test_a_pathway_has_verdicts_of_its_own(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_pathways(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    page = visitor.page(at(mapping))
    assert verdicts(page)["201:1.1"][0] == "conditional"
    assert [tab.text_content() for tab in page.find("//nav[@aria-label='Pathways']//a")] == [
        "All pathways",
        "Pathway › Light",
        "Pathway › Crew",
    ]
    assert verdicts(visitor.page(at(mapping, "?pathway=g2")))["201:1.1"][0] == "guaranteed"
    assert "on the pathway “Light” meets 1 of the 5" in headline(visitor, mapping, "?pathway=g2")
    assert verdicts(visitor.page(at(mapping, "?pathway=g3")))["201:1.1"][0] == "not covered"
    assert visitor.get(at(mapping, "?pathway=g1")).status_code == 404
    assert (
        visitor.page(at(mapping, "?pathway=g2")).one("//a[text()='One pathway']").get("href").endswith("=g2")
    )
    explorer = visitor.page(at(mapping, "/pathway?pathway=g2"))
    assert explorer.one("//form//input[@name='pathway']").get("value") == "g2"
    for page in ("/plan", "/plan/report"):
        assert "kept for all pathways together" in visitor.page(at(mapping, f"{page}?pathway=g2")).said


def test_like_doubts_about_the_evidence_are_one_line_with_a_link_to_each_criterion(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:2.1", "HB101 Outcome 1", Coverage.FULL)
    mapping.judge("202:1.2", "HB101 Outcome 1", Coverage.FULL)
    page = visitor.page(at(mapping))
    assert "What to look at in the evidence" not in page.said
    with unit_of_work(mapping.engine) as session:
        for module in session.exec(select(models.Module)):
            module.level = "3"
    (group,) = visitor.page(at(mapping)).find("//section[@aria-labelledby='doubts-title']/ul/li")
    assert "2 criteria: The module is level 3, below the unit's level 4." in " ".join(
        group.text_content().split()
    )
    assert [link.get("href") for link in group.findall(".//a")] == [
        f"/mappings/{mapping.id}/criteria/{mapping.criteria[name]}" for name in ("201:2.1", "202:1.2")
    ]


def test_the_overview_leads_to_the_coverage_page(visitor: Visitor, mapping: MadeMapping) -> None:
    assert visitor.page(f"/mappings/{mapping.id}").find(f"//a[@href='{at(mapping)}']")


def test_the_number_of_queries_does_not_depend_on_the_size(visitor: Visitor, mapping: MadeMapping) -> None:
    large = judged(mapping.engine, mapping.viewer, extra=6)
    enter_for_everyone(mapping)
    enter_for_everyone(large)
    with asked(mapping.engine) as few:
        visitor.page(at(mapping))
    with asked(mapping.engine) as many:
        visitor.page(at(large))
    assert len(few) == len(many) <= MOST_OF_COVERAGE


def test_the_command_prints_doubts_about_the_evidence_among_its_findings(
    mapping: MadeMapping, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping.judge("201:2.1", LOG, Coverage.FULL)
    with unit_of_work(mapping.engine) as session:
        for module in session.exec(select(models.Module)):
            module.level = "3"
    said = json.loads(printed(mapping, tmp_path, capsys, "--json"))
    (doubt,) = [finding for finding in said["findings"] if "criteria" in finding]
    assert (doubt["severity"], doubt["criteria"]) == ("warning", ["9901-201 2.1"])
    assert any("states no maximum duration" in finding["message"] for finding in said["findings"])
    assert "level 3, below the unit's level 4" in printed(mapping, tmp_path, capsys)


def printed(mapping: MadeMapping, folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What `mapper coverage` prints of a store that was copied into a workspace."""
    mapping.engine.dispose()
    shutil.copyfile(str(mapping.engine.url.database), folder / "mapper.sqlite3")
    assert main(["coverage", "--mapping", str(mapping.id), "--workspace", str(folder), *more]) == 0
    return capsys.readouterr().out


def test_the_command_prints_verdicts_beside_the_coverage(
    mapping: MadeMapping, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enter_options(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    said = json.loads(printed(mapping, tmp_path, capsys, "--json"))
    assert said["units"][0]["criteria"][0]["coverage"] == "full"
    assert (said["structure_entered"], said["checked_on_every_path"]) == (True, True)
    assert said["verdicts"][0] == {
        "criterion": "9901-201 1.1",
        "by_module": "conditional",
        "by_component": "conditional",
        "reason": "A learner who takes HB102 instead of HB101 never meets 1.1.",
        "counter_example": {"modules": ["HB102"], "compensated": [], "failed": []},
    }
    assert "conditional  conditional  A learner who takes HB102" in printed(mapping, tmp_path, capsys)


def test_the_command_says_that_nobody_entered_the_structure(
    mapping: MadeMapping, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Not checked on every path: nobody has entered who takes what." in printed(
        mapping, tmp_path, capsys
    )
    said = json.loads(printed(mapping, tmp_path, capsys, "--json"))
    assert (said["structure_entered"], said["checked_on_every_path"]) == (False, False)
