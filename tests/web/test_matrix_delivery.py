"""The matrix says of each outcome which modules deliver it, and shows it by module when asked."""

from __future__ import annotations

import pytest

from tests.made import MadeMapping
from tests.made_delivery import LEAD, SKY, TRIM, deliver, new_delivery, outcome_id, suggest_delivery
from tests.web.conftest import Visitor
from tests.web.markup import Page


@pytest.fixture
def mapping(mapping: MadeMapping) -> MadeMapping:
    """The first outcome is delivered by HB101, the second suggested of it."""
    suggest_delivery(mapping, new_delivery(mapping, "201:1", LEAD, 2), new_delivery(mapping, "201:2", SKY))
    deliver(mapping, "201:1", TRIM)
    return mapping


def matrix(visitor: Visitor, mapping: MadeMapping, **asked: str) -> Page:
    return visitor.page(f"/mappings/{mapping.id}/matrix?" + "&".join(f"{k}={v}" for k, v in asked.items()))


def marks(page: Page) -> list[list[str]]:
    """What the open modules do for each outcome, row by row, as it is heard."""
    rows = page.find("//tr[@class='outcome']")
    return [row.xpath("./td/span[@class='hidden'][not(contains(., 'Closed'))]/text()") for row in rows]


def test_every_outcomes_row_says_what_delivers_it_and_leads_to_the_page_that_judges_it(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = matrix(visitor, mapping)
    links = page.find("//tr[@class='outcome']//a")
    assert [link.text_content() for link in links] == [
        "Delivered by HB101 (confirmed)",
        "Delivery not judged: 1 suggested",
    ]
    assert str(links[0].get("href")).endswith(f"outcome={outcome_id(mapping, '201:1')}")
    assert "Delivery: 1 of 2 outcomes confirmed" in page.said
    assert marks(page) == [[], []]


def test_delivery_by_module_stands_under_the_modules_that_are_open(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = matrix(visitor, mapping, delivery="1", open="all")
    assert marks(page) == [
        ["HB101: confirmed to deliver it", "HB102: suggested, not judged"],
        ["HB101: suggested, not judged", "HB102: nothing suggested"],
    ]
    first = page.find("//tr[@class='outcome']")[0]
    assert sum(int(cell.get("colspan")) for cell in first) == 3 + len(page.find("//thead/tr[2]/th"))


def test_what_closed_modules_deliver_is_summed_up(visitor: Visitor, mapping: MadeMapping) -> None:
    page = matrix(visitor, mapping, delivery="1", open="none")
    closed = [td.text_content() for td in page.find("//tr[@class='outcome']/td")]
    assert closed == ["Closed modules: 1 delivers", "Closed modules: 1 suggested"]


def test_the_address_keeps_that_delivery_is_shown(visitor: Visitor, mapping: MadeMapping) -> None:
    page = matrix(visitor, mapping, delivery="1")
    assert all("delivery=1" in str(a.get("href")) for a in page.find("//ul[@class='tabs']//a"))
    assert page.one("//form[@class='matrix-filters']/input[@name='delivery']").get("value") == "1"
    assert "delivery=1" not in str(page.one("//a[@id='delivery']").get("href"))
    assert marks(matrix(visitor, mapping, delivery="perhaps")) == [[], []]


def test_the_overview_says_how_far_delivery_is(visitor: Visitor, mapping: MadeMapping) -> None:
    assert "Delivery: 1 of 3 outcomes confirmed" in visitor.page(f"/mappings/{mapping.id}").said
