"""The accessibility statement can be reached from every page and names what the model asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.conftest import Tour, Visitor
from tests.web.markup import Page
from web.app import create_app
from web.settings import read_settings


def test_every_page_links_to_the_statement(tour: Tour) -> None:
    assert tour.amiss(lambda page: not page.find("//footer//a[@href='/accessibility']")) == {}


def test_the_statement_holds_the_parts_that_the_public_sector_model_asks_for(visitor: Visitor) -> None:
    page = visitor.page("/accessibility")
    parts = [" ".join(h2.text_content().split()) for h2 in page.find("//main//h2")]
    assert parts == [
        "How accessible Mapper is",
        "Known faults",
        "How we tested",
        "Feedback and contact",
        "Enforcement procedure",
        "This statement",
    ]
    for body in ("Equality and Human Rights Commission", "Equality Advisory and Support Service"):
        assert body in page.said


def test_the_statement_names_the_institution_once_it_has_a_name(visitor: Visitor) -> None:
    assert "Nobody has named the institution yet" in visitor.page("/accessibility").said
    visitor.post("/settings", institution="Harbour College", person="A reviewer")
    assert "as run by Harbour College" in visitor.page("/accessibility").said


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("access@harbour.example", "mailto:access@harbour.example"),
        ("https://harbour.example/access", "https://harbour.example/access"),
        ("Ring the quality office, extension 12", ""),
    ],
)
def test_the_statement_names_the_contact_that_was_set(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contact: str, link: str
) -> None:
    monkeypatch.setenv("MAPPER_CONTACT", f"  {contact} ")
    app = create_app(visitor.desk, read_settings(str(tmp_path)))
    answer = app.test_client().get("/accessibility", headers={"Host": "127.0.0.1"})
    said = Page(answer.text).one("//*[@id='contact']")
    assert contact in said.text_content()
    assert said.xpath("a/@href") == ([link] if link else [])


def test_where_nobody_is_named_the_statement_says_so_and_how_to_mend_it(visitor: Visitor) -> None:
    said = visitor.page("/accessibility").words("//*[@id='contact']")
    assert said.startswith("No contact is named.")
    assert "MAPPER_CONTACT" in said
