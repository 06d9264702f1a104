"""Lists of a draft on their pages, and where open drafts are found again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper.db import unit_of_work
from tests.made import MadeMapping, counts
from tests.made_drafts import keep_draft, read_specification
from tests.web.conftest import Visitor
from tests.web.markup import Page

CONTENT = "units[0].learning_outcomes[0].indicative_content"
DESCRIBED = "units[0].learning_outcomes[0].criteria[0].pass_descriptors"


def drafted(visitor: Visitor) -> str:
    with unit_of_work(visitor.desk.engine) as session:
        return f"/specifications/drafts/{keep_draft(session, visitor.desk.viewer)}"


def test_lists_are_corrected_recorded_and_published(visitor: Visitor) -> None:
    draft = drafted(visitor)
    form = visitor.page(f"{draft}/parts/unit-1").form("/parts/unit-1")
    visitor.send(form, **{CONTENT: "Wicks\r\nWhale oil", DESCRIBED: "A wick"})
    form = visitor.page(f"{draft}/parts/specification").form("/parts/specification")
    visitor.send(form, substitutions="9901-201 replaced by 9901-202 from 2020-07-01")
    page = visitor.page(draft)
    assert "Corrections (3)" in page.said
    assert "Wicks · Whale oil" in page.said
    assert "Replaced units: 9901-201 by 9901-202 for learners registered from 1 July 2020." in page.said
    answer = visitor.send(visitor.page(f"{draft}/publish").form("/publish"))
    edition = visitor.page(answer.location)
    assert "9901-201 by 9901-202 for learners registered from 1 July 2020." in edition.said
    corrected = edition.find("//h2[.='Corrected by people (3)']/following::tbody[1]/tr")
    assert [row.xpath("td[1]")[0].text_content() for row in corrected] == [
        "Replaced units",
        "Learning outcome 1: indicative content",
        "Criterion 1.1: pass descriptors",
    ]
    next_draft = visitor.send(edition.form("/draft")).location
    assert "Nothing differs from edition 1." in visitor.page(next_draft).said


def test_a_replaced_unit_that_is_not_understood_is_told_beside_its_field(visitor: Visitor) -> None:
    form = visitor.page(f"{drafted(visitor)}/parts/specification").form("/parts/specification")
    answer = visitor.send(form, substitutions="530 by 550")
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.words("//*[@id='substitutions-fault']") == (
        "Replaced units cannot hold “530 by 550”. "
        "Write a line such as: 8607-530 replaced by 8607-550 from 2020-07-01."
    )
    assert page.faults == []


def test_the_next_edition_is_drafted_once(visitor: Visitor, mapping: MadeMapping) -> None:
    edition = visitor.page(f"/specifications/editions/{mapping.specification_edition_id}")
    first, again = (visitor.send(edition.form("/draft")).location for _ in range(2))
    form = visitor.page(f"{first}/parts/unit-1").form("/parts/unit-1")
    visitor.send(form, **{"units[0].title": "Keeping a light"})
    corrected = visitor.send(edition.form("/draft")).location
    assert first == again == corrected
    visitor.send(visitor.page(first).form("/drop"))
    assert visitor.send(edition.form("/draft")).location != first
    assert counts(mapping.engine)["specification_draft"] == 2


def test_an_open_draft_is_found_from_the_start_and_from_its_edition(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    edition = f"/specifications/editions/{mapping.specification_edition_id}"
    draft = visitor.send(visitor.page(edition).form("/draft")).location
    for path in ("/", edition):
        assert visitor.page(path).find(f"//main//a[@href='{draft}']"), path
    visitor.send(visitor.page(draft).form("/drop"))
    for path in ("/", edition):
        assert not visitor.page(path).find(f"//main//a[@href='{draft}']"), path


def test_a_draft_without_a_title_goes_by_its_code_alone(visitor: Visitor) -> None:
    with unit_of_work(visitor.desk.engine) as session:
        keep_draft(session, visitor.desk.viewer, replace(read_specification(), title=None))
    (link,) = visitor.page("/").find("//main//a[starts-with(@href, '/specifications/drafts/')]")
    assert link.text_content() == "Draft 1: 9901"


@pytest.mark.parametrize(
    ("warnings", "remarks", "said"),
    [
        (0, 0, "The reading left no warnings and no remarks."),
        (0, 1, "1 remark is kept with the edition."),
        (2, 0, "2 warnings are kept with the edition."),
        (1, 2, "1 warning and 2 remarks are kept with the edition."),
    ],
)
def test_what_goes_with_an_edition_is_counted_only_where_there_is_something(
    visitor: Visitor, warnings: int, remarks: int, said: str
) -> None:
    macros = visitor.client.application.jinja_env.get_template("macros.html").module
    assert macros.kept_findings(warnings, remarks) == said  # type: ignore[attr-defined]
