"""The words of a Word paragraph: what it shows, without what is deleted, hidden or only prompting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mapper.intake.readers.docx_fields import field_text
from mapper.intake.readers.docx_numbering import W

MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
NOT_TEXT = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}rPr",
    f"{W}pPr",
    f"{MARKUP}Fallback",
    f"{W}instrText",
    f"{W}delText",
}
# In the symbol fonts that forms use: ticked and crossed boxes, and the tick alone.
SYMBOLS = {"F0FC": "✓", "F0FE": "☒", "F052": "☑", "F0A8": "☐", "F06F": "☐"}


def boxes_in(paragraph: Any) -> list[Any]:
    """Text boxes anchored in the paragraph, each once (Word writes a fallback copy beside it)."""
    return [
        box
        for box in paragraph.iter(f"{W}txbxContent")
        if not any(a.tag == f"{MARKUP}Fallback" for a in box.iterancestors())
    ]


def texts_of(element: Any) -> Iterator[str]:
    """The paragraph's words in order, line breaks and tabs as such; nothing deleted, hidden or only prompting."""
    for child in element:
        if child.tag in NOT_TEXT or child.tag == f"{W}txbxContent" or is_unseen(child):
            continue
        if child.tag in (f"{W}t", f"{MATHS}t"):
            yield child.text or ""
        elif child.tag == f"{W}fldChar":
            yield field_text(child)
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}tab":
            yield "\t"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{W}sym":
            yield SYMBOLS.get((child.get(f"{W}char") or "").upper(), " ")
        else:
            yield from texts_of(child)


def is_unseen(element: Any) -> bool:
    """Whether it is hidden or struck through, or a form field's prompt that nobody has typed over."""
    if element.tag == f"{W}sdt":
        return element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    return element.tag == f"{W}r" and (_is_on(element, "vanish") or is_struck_through(element))


def is_struck_through(run: Any) -> bool:
    """Whether a line goes through the words of a run, as writers delete them by hand."""
    return _is_on(run, "strike") or _is_on(run, "dstrike")


def _is_on(run: Any, name: str) -> bool:
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val") not in ("0", "false", "off")
