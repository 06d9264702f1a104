"""A page as its markup stands: what a browser or a screen reader would be given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import lxml.html
from lxml.html import HtmlElement
from tinyhtml5.parser import HTMLParser

UNSEEN = {"hidden", "submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Form:
    """A form with what it would send."""

    element: HtmlElement
    path: str

    @property
    def method(self) -> str:
        return str(self.element.get("method", "get")).lower()

    @property
    def address(self) -> str:
        """Where it goes; a form without an action goes back to its page."""
        return str(self.element.get("action") or self.path)

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """Its fields as they stand; several values of one name as a list."""
        found: dict[str, str | list[str]] = {}
        for name, value in self.element.form_values():
            before = found.get(name)
            many = [*before, value] if isinstance(before, list) else [before, value]
            found[name] = value if before is None else [v for v in many if v is not None]
        return found

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Name and value of the buttons that send it."""
        return [(b.get("name", ""), b.get("value", "")) for b in self.element.iter("button")]


@dataclass(frozen=True)
class Page:
    """An HTML document, or the part of one that htmx is given."""

    text: str
    path: str = ""

    @cached_property
    def root(self) -> HtmlElement:
        if self.text.lstrip().lower().startswith("<!doctype"):
            return lxml.html.document_fromstring(self.text)
        return lxml.html.fragment_fromstring(self.text, create_parent="body")

    @cached_property
    def faults(self) -> list[str]:
        """What the HTML standard calls a parse error."""
        parser = HTMLParser()
        parser.parse(self.text)
        return [str(fault) for fault in parser.errors]

    def find(self, path: str) -> list[HtmlElement]:
        """The elements at an XPath."""
        return list(self.root.xpath(path))

    def one(self, path: str) -> HtmlElement:
        """The only element at an XPath."""
        (element,) = self.find(path)
        return element

    def words(self, path: str) -> str:
        """The text of the only element at an XPath, white space squeezed."""
        return " ".join(self.one(path).text_content().split())

    @property
    def said(self) -> str:
        """All text of the page, white space squeezed."""
        return " ".join(self.root.text_content().split())

    @property
    def forms(self) -> list[Form]:
        return [Form(f, self.path) for f in self.find("//form")]

    def form(self, ending: str) -> Form:
        """The first form that posts to an address with this ending."""
        return next(f for f in self.forms if f.method == "post" and f.address.endswith(ending))

    def judging(self, statement: int) -> Form:
        """The form that judges one statement."""
        return next(f for f in self.forms if f.fields.get("statement") == str(statement))

    @property
    def repeated_ids(self) -> set[str]:
        ids = [e.get("id") for e in self.find("//*[@id]")]
        return {i for i in ids if ids.count(i) > 1}

    @property
    def unlabelled(self) -> list[str]:
        """Controls that have no name for those who cannot see them."""
        labelled = {label.get("for") for label in self.find("//label[@for]")}
        return [
            lxml.html.tostring(c, encoding="unicode")
            for c in self.find("//input | //select | //textarea")
            if c.get("type") not in UNSEEN
            and c.get("id") not in labelled
            and not c.get("aria-label")
            and not c.xpath("ancestor::label")
        ]
