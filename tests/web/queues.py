"""The queue as a visitor walks through it."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.judged import LOG, PLAN, UNTESTED
from tests.made import MadeMapping, suggest
from tests.web.addresses import suggested
from tests.web.conftest import Visitor
from tests.web.markup import Form, Page


def suggest_for_all(mapping: MadeMapping) -> None:
    """Three suggestions for each criterion; the plan is a high one for the second."""
    for_all = (
        suggested(mapping, name, statement, band=band, rank=rank)
        for name in mapping.criteria
        for rank, (statement, band) in enumerate(
            ((LOG, "medium"), (PLAN, "high" if name == "201:1.2" else "low"), (UNTESTED, "low")), 1
        )
    )
    suggest(mapping, *for_all)


def address(mapping: MadeMapping, criterion: str = "", **more: str) -> str:
    """The queue, at a criterion where one is named."""
    asked = ({"criterion": str(mapping.criteria[criterion])} if criterion else {}) | more
    return f"/mappings/{mapping.id}/queue?" + "&".join(f"{k}={v}" for k, v in asked.items())


def judging(page: Page) -> Form:
    """The form that judges."""
    return page.form("/queue/decisions")


def answered(visitor: Visitor, answer: TestResponse) -> Page:
    """What is shown after a decision, whether script asked or a plain form."""
    return visitor.page(answer.location) if answer.status_code == 303 else Page(answer.text)


def shown(page: Page) -> str:
    """The criterion shown: "1.1 of 9901-201"."""
    return page.words("//h2[@id='queue-head']").removeprefix("Criterion ")
