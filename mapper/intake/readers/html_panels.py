"""Parts of a web page that open at a click: accordions, tabs and what a script keeps closed until then."""

from __future__ import annotations

import re
from typing import Any

TOGGLES = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle")
_OPENER = re.compile(r"\b(?:accordion|collapsible|expander)", re.I)
_OVERLAY = re.compile(r"\b(?:modal|dialog|popup|cookie|menu|lightbox)", re.I)
_PANEL_ROLES = {"tabpanel", "region"}


def controlled_parts(root: Any) -> frozenset[str]:
    """The ids of the parts that a button, a tab or a link within the page opens."""
    names = ("aria-controls", "data-target", "data-bs-target", "href")
    said = [
        value for name in names for value in root.xpath(f"//@{name}") if name[0] == "a" or value[:1] == "#"
    ]
    return frozenset(part.removeprefix("#") for value in said for part in value.split())


def is_hidden(element: Any) -> bool:
    """Whether the page shows the element only after a script has run, if at all."""
    style = re.sub(r"\s", "", element.get("style") or "")
    return element.get("hidden") is not None or "display:none" in style


def is_closed_panel(element: Any, controlled: frozenset[str]) -> bool:
    """Whether a hidden element is a panel that a reader can open, and no menu, dialogue or notice."""
    marks = " ".join(element.get(name, "") for name in ("class", "id", "role"))
    if _OVERLAY.search(marks):
        return False
    above = element.getprevious()
    is_opened = above is not None and (
        opens_panel(above) or any(map(opens_panel, above.iterdescendants("button")))
    )
    return is_opened or element.get("role") in _PANEL_ROLES or element.get("id") in controlled


def opens_panel(element: Any) -> bool:
    """Whether a button is the heading of an accordion's panel."""
    if element.tag != "button":
        return False
    below = element.getnext()
    is_above_hidden = below is not None and isinstance(below.tag, str) and is_hidden(below)
    is_named = bool(_OPENER.search(element.get("class") or ""))
    return is_above_hidden or is_named or any(element.get(name) is not None for name in TOGGLES)
