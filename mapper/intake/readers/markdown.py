"""Reads Markdown: headings, paragraphs, lists and pipe tables, with the marks of emphasis taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapper.intake.document import Block, Cell, Paragraph, Table
from mapper.values import Locator

HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
ITEM = re.compile(r"^(\s*)(?:[-*+]|(\d{1,4}|[a-z])[.)])\s+(.*)$")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$")
FENCE = re.compile(r"^ {0,3}(```|~~~)")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
EMPHASIS = re.compile(r"(\*\*|__|`)(.+?)\1|(?<![\w*])(\*|_)(?=\S)([^*_]+?)(?<=\S)\3(?![\w*])")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")


def is_markdown(lines: Sequence[str]) -> bool:
    """Whether plain text is written as Markdown: it has a pipe table, or several headings with #."""
    headings = sum(bool(HEADING.match(line)) for line in lines)
    return headings > 1 or any(TABLE_RULE.match(line) and "|" in line for line in lines)


def markdown_blocks(lines: Sequence[str], *, file: str) -> tuple[Block, ...]:
    """The blocks in order; places are lines, and the heading that a block stands under."""
    blocks: list[Block] = []
    heading: str | None = None
    position = tables = 0
    while position < len(lines):
        line = lines[position]
        place = Locator(file=file, line=position + 1, heading=heading)
        if not line.strip() or FENCE.match(line) or line.lstrip().startswith("<!--"):
            position += 1
        elif match := HEADING.match(line):
            heading = plain(match[2])
            blocks.append(Paragraph(heading, Locator(file=file, line=position + 1), level=len(match[1])))
            position += 1
        elif _is_table(lines, position):
            tables += 1
            table, position = _table(lines, position, file=file, number=tables, heading=heading)
            blocks.append(table)
        elif match := ITEM.match(line):
            text, position = _joined(lines, position + 1, match[3])
            blocks.append(Paragraph(plain(text), place, number=match[2], is_item=True))
        else:
            text, position = _joined(lines, position + 1, line)
            level = None
            if position < len(lines) and (rule := UNDERLINE.match(lines[position])):
                level, position = (1 if "=" in rule[1] else 2), position + 1
                heading = plain(text)
            blocks.append(Paragraph(plain(text), place, level=level))
    return tuple(b for b in blocks if isinstance(b, Table) or b.text)


def plain(text: str) -> str:
    """The words without marks of emphasis, links or escapes, white space squeezed."""
    text = LINK.sub(r"\1", text.strip().lstrip(">"))
    for _ in range(2):
        text = EMPHASIS.sub(lambda m: m[2] or m[4] or "", text)
    return " ".join(ESCAPED.sub(r"\1", text).split())


def _joined(lines: Sequence[str], position: int, text: str) -> tuple[str, int]:
    while position < len(lines):
        line = lines[position]
        begins = HEADING.match(line) or ITEM.match(line) or UNDERLINE.match(line) or FENCE.match(line)
        if not line.strip() or begins or _is_table(lines, position):
            break
        text, position = f"{text} {line.strip()}", position + 1
    return text, position


def _is_table(lines: Sequence[str], position: int) -> bool:
    return (
        "|" in lines[position] and position + 1 < len(lines) and bool(TABLE_RULE.match(lines[position + 1]))
    )


def _table(
    lines: Sequence[str], position: int, *, file: str, number: int, heading: str | None
) -> tuple[Table, int]:
    start = position
    rows = [(position, lines[position])]
    position += 2
    while position < len(lines) and "|" in lines[position]:
        rows.append((position, lines[position]))
        position += 1
    made = tuple(
        tuple(
            _cell(text, Locator(file=file, heading=heading, table=number, row=r, line=at + 1), r, c)
            for c, text in enumerate(_cells(line), 1)
        )
        for r, (at, line) in enumerate(rows, 1)
    )
    return Table(
        rows=made, locator=Locator(file=file, heading=heading, table=number, line=start + 1)
    ), position


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return re.split(r"(?<!\\)\|", inner)


def _cell(text: str, place: Locator, row: int, column: int) -> Cell:
    pieces = (plain(piece) for piece in re.split(r"<br\s*/?>", text))
    paragraphs = tuple(_cell_paragraph(piece, place) for piece in pieces if piece)
    return Cell(paragraphs=paragraphs, row=row, column=column, locator=place)


def _cell_paragraph(text: str, place: Locator) -> Paragraph:
    bullet = re.match(r"^[-*•·]\s+", text)
    return Paragraph(text[bullet.end() :] if bullet else text, place, is_item=bool(bullet))
