"""The workbook's named styles: one per kind of text, and one per state."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.workbook import Workbook

from exports.documents.states import State
from mapper.values import Standing

INK, QUIET, NAVY, RED, RULE, WHITE = "1B2430", "46515B", "17324D", "8C1D18", "B9C1C8", "FFFFFF"
FILLS = {
    State.FULL: "CFE5DC",
    State.PART: "E8F2EC",
    State.SUSPECT: "F6E3C5",
    State.NONE: "E6E9EC",
    State.NOT_JUDGED: "FFFFFF",
}
VERDICT_FILLS = {
    Standing.GUARANTEED: "CFE5DC",
    Standing.CONDITIONAL: "F9EBD0",
    Standing.PART: "E8F2EC",
    Standing.NOT_COVERED: "E6E9EC",
    Standing.UNDETERMINED: "FFFFFF",
    Standing.NOT_JUDGED: "FFFFFF",
}


INDENT_WIDTH = 1.5  # of a column's width; what one step of indent takes, rather too much than too little

LINE = Alignment(vertical="top", wrap_text=True)
TOP = Alignment(vertical="top", horizontal="left", indent=1, wrap_text=True)
RIGHT = Alignment(vertical="top", horizontal="right", indent=1)
CENTRE = Alignment(vertical="top", horizontal="center")
HEAD = Alignment(vertical="bottom", horizontal="left", indent=1, wrap_text=True)
FIGURE_HEAD = Alignment(vertical="bottom", horizontal="right", indent=1, wrap_text=True)
TURNED = Alignment(vertical="bottom", horizontal="left", text_rotation=90, wrap_text=True)


def add_styles(book: Workbook) -> None:
    """Registers the styles by the names that rows use; once per workbook."""
    plain = {
        "Title line": (_font(15, NAVY, bold=True), LINE),
        "Stamp": (_font(10, RED, bold=True), LINE),
        "Reported": (_font(10, INK, bold=True), LINE),
        "Subject": (_font(10, QUIET), LINE),
        "Section": (_font(12, NAVY, bold=True), LINE),
        "Sentence": (_font(10, INK), LINE),
    }
    for name, (font, alignment) in plain.items():
        book.add_named_style(NamedStyle(name=name, font=font, alignment=alignment))
    ruled = {
        "Text": (_font(10, INK), TOP),
        "Wording": (_font(10, INK, bold=True), TOP),
        "Repeated": (_font(10, QUIET), TOP),
        "Quotation": (Font(name="Times New Roman", size=10.5, color=INK), TOP),
        "Figure": (_font(10, INK), RIGHT),
        "Mark": (_font(10, INK, bold=True), CENTRE),
    }
    for name, (font, alignment) in ruled.items():
        book.add_named_style(NamedStyle(name=name, font=font, alignment=alignment, border=_lines()))
    filled = {
        "Head": (_font(9, WHITE, bold=True), NAVY, HEAD),
        "Figure head": (_font(9, WHITE, bold=True), NAVY, FIGURE_HEAD),
        "Turned head": (_font(9, WHITE, bold=True), NAVY, TURNED),
        "Band": (_font(10, NAVY, bold=True), "EEF2F5", TOP),
        "Total": (_font(10, NAVY, bold=True), "EEF2F5", RIGHT),
        **{s.value.capitalize(): (_font(10, INK, bold=True), fill, TOP) for s, fill in FILLS.items()},
        **{verdict_style(v): (_font(10, INK, bold=True), fill, TOP) for v, fill in VERDICT_FILLS.items()},
    }
    for name, (font, fill, alignment) in filled.items():
        pattern = PatternFill("solid", fgColor=fill)
        book.add_named_style(
            NamedStyle(name=name, font=font, fill=pattern, alignment=alignment, border=_lines())
        )


def verdict_style(standing: Standing) -> str:
    """The name of a verdict's style."""
    return f"Verdict {standing.value}"


def _font(size: float, color: str, *, bold: bool = False) -> Font:
    return Font(name="Arial", size=size, bold=bold, color=color)


def _lines() -> Border:
    side = Side(style="hair", color=RULE)
    return Border(top=side, bottom=side)
