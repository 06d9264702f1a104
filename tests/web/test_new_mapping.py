"""Making a mapping: a programme, a qualification, its units, and what the rules say of them."""

from __future__ import annotations

from tests.made import MadeMapping, counts
from tests.web.conftest import Visitor
from tests.web.markup import Page


def choice(mapping: MadeMapping, *units: str) -> str:
    at = f"/mappings/new?programme={mapping.programme_edition_id}&qualification={mapping.qualification_id}"
    return at + "".join(f"&unit={mapping.units[u]}" for u in units)


def test_units_are_offered_once_the_qualification_is_chosen(visitor: Visitor, mapping: MadeMapping) -> None:
    assert not visitor.page("/mappings/new").find("//input[@name='unit']")
    page = visitor.page(choice(mapping))
    labels = [" ".join(label.text_content().split()) for label in page.find("//th/label")]
    assert labels == [
        "9901-201 Keeping a lighthouse",
        "9901-202 Leading a boat crew",
        "9901-203 Mooring at night",
    ]


def test_what_was_chosen_is_ticked_and_judged_by_the_rules(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(choice(mapping, "9901-202"))
    assert page.find("//input[@name='unit' and @checked]/@value") == [str(mapping.units["9901-202"])]
    assert page.words("//aside//h3") == "As chosen: 5 credits"


def test_a_mapping_is_made_and_its_suggestions_are_looked_for(visitor: Visitor, mapping: MadeMapping) -> None:
    form = visitor.page(choice(mapping, "9901-201")).form("/mappings/new")
    answer = visitor.send(form)
    assert answer.status_code == 303
    visitor.work()
    overview = visitor.page(visitor.get(answer.location).location)
    assert overview.path == f"/mappings/{mapping.id + 1}"
    assert [a.text_content() for a in overview.find("//table[1]//th/a")] == ["9901-201 Keeping a lighthouse"]
    assert "by engine lexical-3" in overview.words("//section[@aria-labelledby='suggestions']/p")


def test_a_double_click_makes_one_mapping_and_a_new_form_another(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = visitor.page(choice(mapping, "9901-201")).form("/mappings/new")
    first = {visitor.send(form).location for _ in range(2)}
    assert len(first) == 1
    assert counts(mapping.engine)["mapping"] == 2
    assert visitor.send(form, unit=[str(mapping.units["9901-202"])]).location not in first
    again = visitor.page(choice(mapping, "9901-201")).form("/mappings/new")
    assert visitor.send(again).location not in first
    assert counts(mapping.engine)["mapping"] == 4


def test_no_unit_is_told_above_the_form(visitor: Visitor, mapping: MadeMapping) -> None:
    answer = visitor.send(visitor.page(choice(mapping)).form("/mappings/new"))
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.words("//*[@id='faults']") == (
        "There is a problem. No unit is chosen. Choose at least one unit."
    )
    assert page.find("//input[@name='unit']")
    assert page.faults == []


def test_no_programme_is_told_above_the_form(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(f"/mappings/new?qualification={mapping.qualification_id}")
    form = page.form("/mappings/new")
    answer = visitor.send(form, unit=[str(mapping.units["9901-201"])])
    assert answer.status_code == 422
    assert "No programme is chosen." in Page(answer.text).words("//*[@id='faults']")


def test_what_is_not_there_makes_no_mapping(visitor: Visitor, mapping: MadeMapping) -> None:
    chosen = {"programme": mapping.programme_edition_id, "qualification": mapping.qualification_id}
    for strange in ({"programme": 99_999}, {"qualification": 99_999}, {"unit": 99_999}, {"unit": "abc"}):
        answer = visitor.post("/mappings/new", **(chosen | {"unit": mapping.units["9901-201"]} | strange))
        assert answer.status_code == 422, strange
    assert counts(mapping.engine)["mapping"] == 1


def test_a_page_can_be_asked_for_with_nonsense(visitor: Visitor, mapping: MadeMapping) -> None:
    for query in ("?programme=abc", "?qualification=99999", "?unit=abc&qualification=1", "?programme=-1"):
        assert visitor.get(f"/mappings/new{query}").status_code == 200, query


def test_the_overview_lists_the_open_criteria_and_leads_to_each(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    from mapper.values import Coverage

    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    link = visitor.page(f"/mappings/{mapping.id}").find("//td[@class='wording']/a")[0]
    assert link.get("href") == f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.2']}"


def test_the_start_page_lists_a_mapping_with_its_coverage(visitor: Visitor, mapping: MadeMapping) -> None:
    from mapper.values import Coverage

    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    row = visitor.page("/").words("//main/*[contains(@class, 'scroll')]/table/tbody/tr")
    assert "BA Harbour Studies" in row
    assert "1 of 5 full · 4 not judged" in row
    assert "not approved" in row
