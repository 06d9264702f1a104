"""Reads Markdown: headings, paragraphs, lists and pipe tables, with the marks of emphasis taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mapper.errors import UnreadableError
from mapper.intake.document import Block, Cell, Paragraph, Table
from mapper.intake.limits import DEFAULT_LIMITS
from mapper.values import Locator

HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
ITEM = re.compile(r"^(\s*)(?:[-*+]|(\d{1,4}|[a-z])[.)])\s+(.*)$")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$")
FENCE = re.compile(r"^ {0,3}(```|~~~)")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
HTML_BLOCK = re.compile(
    r"^ {0,3}<(div|table|p|section|article|main|ul|ol|dl|h[1-6]|blockquote|center|details)\b", re.I
)
TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$")
KEY = re.compile(r"^([A-Za-z][\w -]{0,40}?):\s+([^\s{\[|>&*!].*?)\s*$")
SITE_KEYS = frozenset(
    (
        "title",
        "layout",
        "permalink",
        "slug",
        "date",
        "author",
        "parent",
        "nav_order",
        "sidebar_position",
        "tags",
    )
)
"""Keys of the metadata on top that are about the site and not its subject; the title is a heading."""

LABELLED = re.compile(r"^ {0,3}(\*\*|__)(?!\s)[^*_:]{1,60}(?::\1|\1\s*:)")
"""A label in bold: lines of them stand below one another without a blank line between."""
BOLD = re.compile(r"^ {0,3}(\*\*|__)\S")
SHORT_LABELLED = re.compile(r"^ {0,3}[A-Z][\w'’()/&-]*(?: [\w'’()/&-]+){0,4}:\s+\S")
BROKEN = re.compile(r"(?: {2}|\\)$")
"""A line break that the writer meant."""
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
    tables = 0
    position = _end_of_front_matter(lines)
    for at, line in enumerate(lines[:position]):
        if match := TITLE.match(line):
            blocks.append(Paragraph(plain(match[1]), Locator(file=file, line=at + 1), level=1))
    if facts := _front_matter(lines[:position], file=file):
        tables += 1
        blocks.append(facts)
    while position < len(lines):
        line = lines[position]
        place = Locator(file=file, line=position + 1, heading=heading)
        if not line.strip() or FENCE.match(line) or line.lstrip().startswith("<!--"):
            position += 1
        elif match := HEADING.match(line):
            heading = plain(match[2])
            blocks.append(Paragraph(heading, Locator(file=file, line=position + 1), level=len(match[1])))
            position += 1
        elif match := HTML_BLOCK.match(line):
            end = _end_of_html(lines, position, match[1])
            blocks.extend(_html_blocks(lines[position:end], place, after_tables=tables))
            tables = sum(isinstance(block, Table) for block in blocks)
            position = end
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


def _end_of_front_matter(lines: Sequence[str]) -> int:
    """Where the text begins: below the metadata that site builders and pandoc put on top."""
    if not lines or lines[0].strip() != "---":
        return 0
    ends = (at for at, line in enumerate(lines[1:], 1) if line.strip() in ("---", "..."))
    return next(ends, -1) + 1


def _front_matter(lines: Sequence[str], *, file: str) -> Table | None:
    """What the metadata on top says of the page's subject, as labels and values."""
    rows: list[tuple[Cell, ...]] = []
    for at, line in enumerate(lines, 1):
        match = KEY.match(line)
        if match is None or match[1].lower() in SITE_KEYS:
            continue
        place = Locator(file=file, line=at, table=1, row=len(rows) + 1)
        said = (match[1].replace("-", " "), match[2].strip("\"'"))
        rows.append(
            tuple(
                Cell((Paragraph(plain(text), replace(place, cell=str(column))),), len(rows) + 1, column)
                for column, text in enumerate(said, 1)
            )
        )
    return Table(tuple(rows), Locator(file=file, line=1, table=1)) if rows else None


def _end_of_html(lines: Sequence[str], start: int, tag: str) -> int:
    """The line below the one that closes the element begun in line `start`; the end if none does."""
    depth = 0
    for position in range(start, len(lines)):
        opened = len(re.findall(rf"<{tag}\b[^>]*(?<!/)>", lines[position], re.I))
        depth += opened - len(re.findall(rf"</{tag}\s*>", lines[position], re.I))
        if depth <= 0:
            return position + 1
    return len(lines)


def _html_blocks(lines: Sequence[str], place: Locator, *, after_tables: int) -> list[Block]:
    """What HTML within Markdown says, read as a page is; its place is the line where it begins."""
    from mapper.intake.readers import html

    try:
        page = html.read("\n".join(lines).encode(), file=place.file, limits=DEFAULT_LIMITS)
    except UnreadableError:
        return []

    def moved(locator: Locator) -> Locator:
        table = locator.table + after_tables if locator.table else None
        heading = locator.heading or place.heading
        return replace(locator, heading=heading, table=table, paragraph=None, line=place.line)

    def moved_cell(cell: Cell) -> Cell:
        paragraphs = tuple(replace(p, locator=moved(p.locator)) for p in cell.paragraphs)
        return replace(cell, paragraphs=paragraphs, locator=moved(cell.locator))

    def moved_table(table: Table) -> Table:
        rows = tuple(tuple(moved_cell(cell) for cell in row) for row in table.rows)
        return replace(table, rows=rows, locator=moved(table.locator))

    return [
        moved_table(b) if isinstance(b, Table) else replace(b, locator=moved(b.locator)) for b in page.blocks
    ]


def _joined(lines: Sequence[str], position: int, text: str) -> tuple[str, int]:
    """The text with the lines that go on it, and where they end; a labelled line begins a paragraph."""
    while position < len(lines):
        line = lines[position]
        begins = HEADING.match(line) or ITEM.match(line) or UNDERLINE.match(line) or FENCE.match(line)
        if not line.strip() or begins or _is_table(lines, position) or LABELLED.match(line):
            break
        is_list = SHORT_LABELLED.match(text) or LABELLED.match(text)
        if BOLD.match(line) and BOLD.match(text):
            break
        if SHORT_LABELLED.match(line) and (is_list or BROKEN.search(lines[position - 1])):
            break
        text, position = f"{BROKEN.sub('', text)} {line.strip()}", position + 1
    return BROKEN.sub("", text), position


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
