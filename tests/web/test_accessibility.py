"""The accessibility statement can be reached from every page and names what the model asks for."""

from __future__ import annotations

from tests.web.conftest import Tour, Visitor


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
