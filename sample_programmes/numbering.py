"""Word's automatic lists: one bullet for all, and numbered lists that each begin anew."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.table import _Cell

TWIPS_PER_CM = 567


def use_own_bullet(document: WordDocument, *, indent_cm: float = 0.4) -> None:
    """Make the style List Bullet hang by so much; the template's own indent leaves a gap."""
    number = _add_list(document, kind="bullet", text="•", indent_cm=indent_cm)
    style = document.styles["List Bullet"].element.get_or_add_pPr()
    style.get_or_add_numPr().get_or_add_numId().val = number


def add_numbered(
    place: WordDocument | _Cell, items: Iterable[str], *, part: WordDocument, text: str = "%1."
) -> None:
    """A list in the document `part` that Word numbers from one; the numbers are in no paragraph's text.

    `text` is how a number looks, with %1 where it stands.
    """
    number = _add_list(part, kind="decimal", text=text, indent_cm=0.9)
    for item in items:
        paragraph = place.add_paragraph(item, style="List Paragraph")
        paragraph.paragraph_format.space_after = Pt(2)
        numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val = 0
        numbered.get_or_add_numId().val = number


def _add_list(document: WordDocument, *, kind: str, text: str, indent_cm: float) -> int:
    numbering = document.part.numbering_part.element
    definitions = numbering.findall(qn("w:abstractNum"))
    new = max(int(d.get(qn("w:abstractNumId"))) for d in definitions) + 1
    # Word wants all definitions before all instances.
    definitions[-1].addnext(_definition(new, kind, text, round(indent_cm * TWIPS_PER_CM)))
    instance: int = numbering.add_num(new).numId
    return instance


def _definition(new: int, kind: str, text: str, indent: int) -> BaseOxmlElement:
    definition = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{new}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>'
        "</w:abstractNum>"
    )
    if kind == "bullet":
        fonts = OxmlElement("w:rFonts")
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), "Arial")
        style = OxmlElement("w:rPr")
        style.append(fonts)
        definition.find(qn("w:lvl")).append(style)
    return definition
