"""What the tests of the gap plan's pages have in common: its address, its forms and what it shows."""

from __future__ import annotations

from tests.made import MadeMapping
from tests.web.markup import Form, Page


def at(mapping: MadeMapping, rest: str = "") -> str:
    return f"/mappings/{mapping.id}/coverage/plan{rest}"


def form_of(page: Page, name: str) -> Form:
    """The form with this name on the page."""
    return next(form for form in page.forms if form.element.get("id") == name)


def one(mapping: MadeMapping, criterion: str = "201:1.1", kind: str = "plan") -> str:
    """The name of the form of one gap."""
    return f"{kind}-{mapping.criteria[criterion]}"


def shown(page: Page) -> list[str]:
    """The numbers of the gaps on the page."""
    return [gap.text_content() for gap in page.find("//article//h3")]
