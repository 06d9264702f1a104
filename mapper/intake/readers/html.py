"""Saved web pages (.html): headings, paragraphs, lists with their numbers, tables with spans.

Nothing is fetched or run: scripts, styles, navigation and forms' inner workings are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from mapper.errors import UnreadableError
from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers.decoding import decoded, visible
from mapper.intake.readers.docx_numbering import in_format
from mapper.intake.readers.html_panels import controlled_parts, is_closed_panel, is_hidden, opens_panel
from mapper.intake.readers.line_breaks import parted
from mapper.values import Finding, Locator, Severity
from mapper.wording import squeeze

LEFT_OUT = {
    *("script", "style", "head", "template", "noscript", "nav", "svg", "math", "iframe", "object", "embed"),
    *("select", "button", "audio", "video", "canvas", "del", "map"),
}
INLINE = {
    *(
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
    ),
    *("kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u"),
    *("var", "wbr", "img", "input", "o:p"),
}
LIST_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
DEEPEST = 200
TOO_DEEP = {"table", "dl", "section", "article", *(f"h{depth}" for depth in range(1, 7))}
"""What makes a description list the frame of a page's parts."""


@dataclass(frozen=True, slots=True)
class _Item:
    """The list item that the next paragraph opens."""

    number: str | None


@dataclass(slots=True)
class _Walk:
    """Where the walk stands; a heading holds for all that follows it."""

    file: str
    limits: Limits
    heading: str | None = None
    level: int = 0
    """The level of that heading."""

    floor: int = 1
    """Headings in a panel stand below the panel's title, whatever their own level."""

    controlled: frozenset[str] = frozenset()
    paragraphs: int = 0
    tables: int = 0
    rows: int = 0
    pictures: list[Locator] = field(default_factory=list)


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The page's own text in order; places are headings, paragraphs, and cells of tables.

    What is not UTF-8 and declares nothing is read as Windows-1252, which a finding says.
    UnreadableError for a page without text.
    """
    from lxml import etree, html

    said = re.search(rb"charset=[\"']?([\w.-]+)", content[:4096])
    text, findings = decoded(content, file=file, declared=said[1].decode() if said else None)
    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise _empty(file) from error
    walk = _Walk(file, limits, controlled=controlled_parts(root))
    blocks = tuple(_blocks(root, walk, None, 0))
    if not blocks:
        raise _empty(file)
    return Document(file, "html", blocks, findings=(*findings, *_pictures(walk)))


def _empty(file: str) -> UnreadableError:
    return UnreadableError(
        "The page holds no text; it may be filled by a script.",
        subject=file,
        remedy="Open it in a browser, print it to a PDF and hand that in.",
    )


def _pictures(walk: _Walk) -> Iterator[Finding]:
    if walk.pictures:
        where = ", ".join(str(place) for place in walk.pictures[:5])
        more = f" and {len(walk.pictures) - 5} more" if len(walk.pictures) > 5 else ""
        yield Finding(
            Severity.INFO,
            "pictures",
            f"What stands in pictures was not read ({where}{more}).",
            "If a picture shows modules, outcomes or weights, type them into the document.",
            walk.pictures[0],
        )


def _blocks(element: Any, walk: _Walk, item: _Item | None, depth: int) -> Iterator[Block]:
    """The element's content in order: running text between block elements makes a paragraph."""
    pieces: list[str] = [element.text or ""]
    outside: tuple[str | None, int, int] | None = None
    for child in element:
        name = _name(child)
        if name == "br":
            pieces.append(_break(child))
        elif name in INLINE and not _holds_blocks(child):
            pieces += _words(child)
        elif opens_panel(child):
            yield from _paragraph(pieces, walk, item)
            pieces, item = [], None
            outside = outside or (walk.heading, walk.level, walk.floor)
            yield from _heading(_said("".join(_panel_title(child))), outside[1] + 1, walk)
            walk.floor = walk.level + 1
        elif _is_shown(child, walk) and depth < DEEPEST:
            made = list(_paragraph(pieces, walk, item))
            yield from made
            item, pieces = (None if made else item), []
            inner = list(_block(child, name, walk, item, depth + 1))
            yield from inner
            if outside:
                (walk.heading, walk.level, walk.floor), outside = outside, None
            item = None if inner else item
        pieces.append(child.tail or "")
    yield from _paragraph(pieces, walk, item)


def _block(element: Any, name: str, walk: _Walk, item: _Item | None, depth: int) -> Iterator[Block]:
    if name == "table":
        yield from _table(element, walk, depth)
    elif name in ("ol", "ul", "menu"):
        yield from _list(element, name, walk, depth)
    elif name == "dl" and (pairs := _pairs_in(element)):
        yield _pairs_table(pairs, walk, depth)
    elif re.fullmatch(r"h[1-6]", name):
        yield from _heading(_said("".join(_words(element))), max(int(name[1]), walk.floor), walk)
    elif name == "details":
        outside = walk.heading, walk.level, walk.floor
        yield from _blocks(element, walk, item, depth)
        walk.heading, walk.level, walk.floor = outside
    elif name == "summary" and not any(re.fullmatch(r"h[1-6]", _name(e)) for e in element.iterdescendants()):
        yield from _heading(_said("".join(_words(element))), walk.level + 1, walk)
        walk.floor = walk.level + 1
    else:
        yield from _blocks(element, walk, item, depth)


def _heading(text: str, level: int, walk: _Walk) -> Iterator[Paragraph]:
    if text:
        walk.heading, walk.level = text, level
        walk.paragraphs += 1
        yield Paragraph(text, Locator(file=walk.file, heading=text, paragraph=walk.paragraphs), level=level)


def _is_shown(element: Any, walk: _Walk) -> bool:
    """Whether the element is part of what a reader of the page can see, a closed panel included."""
    is_closed = is_hidden(element) and not is_closed_panel(element, walk.controlled)
    return _name(element) not in LEFT_OUT and not is_closed


def _list(element: Any, name: str, walk: _Walk, depth: int) -> Iterator[Block]:
    shape = LIST_FORMATS.get(element.get("type", ""), "decimal")
    items = [child for child in element if _name(child) == "li"]
    is_reversed = element.get("reversed") is not None
    number = _whole(element.get("start"), len(items) if is_reversed else 1)
    for child in element:
        if _name(child) != "li":
            # Old pages nest a list beside the items instead of inside one.
            if _name(child) not in LEFT_OUT:
                yield from _block(child, _name(child), walk, None, depth + 1)
            continue
        number = _whole(child.get("value"), number)
        yield from _blocks(child, walk, _Item(in_format(number, shape) if name == "ol" else None), depth + 1)
        number += -1 if is_reversed else 1


def _paragraph(pieces: list[str], walk: _Walk, item: _Item | None) -> Iterator[Paragraph]:
    written = re.sub(r"[^\S\v\f]+", " ", visible("".join(pieces)))
    for text in filter(None, parted(written.replace("\v", "\n"))):
        walk.paragraphs += 1
        place = Locator(file=walk.file, heading=walk.heading, paragraph=walk.paragraphs)
        yield Paragraph(text, place, number=item.number if item else None, is_item=item is not None)
        item = None


def _table(element: Any, walk: _Walk, depth: int) -> Iterator[Block]:
    """The table, then the tables nested in its cells; a caption is its title."""
    walk.tables += 1
    number = walk.tables
    covered: dict[int, int] = {}
    rows: list[tuple[Cell, ...]] = []
    nested: list[Block] = []
    for row in _rows_in(element):
        walk.rows += 1
        if walk.rows > walk.limits.max_rows:
            raise UnreadableError(
                f"The page's tables have more than {walk.limits.max_rows:,} rows.",
                subject=walk.file,
                remedy="Leave out what is no module, or raise MAPPER_MAX_ROWS.",
            )
        cells, column = [], 1
        for source in (c for c in row if _name(c) in ("td", "th")):
            while covered.get(column, 0) >= len(rows) + 1:
                column += 1
            place = Locator(
                file=walk.file, heading=walk.heading, table=number, row=len(rows) + 1, cell=str(column)
            )
            cell, inner = _cell(source, place, column, walk, depth)
            cells.append(cell)
            nested += inner
            for spanned in range(column, column + cell.column_span):
                covered[spanned] = len(rows) + cell.row_span
            column += cell.column_span
        rows.append(tuple(cells))
    title = next((_said("".join(_words(c))) for c in element if _name(c) == "caption"), "")
    place = Locator(file=walk.file, heading=walk.heading, table=number)
    if any(cell.text for row in rows for cell in row):
        yield Table(tuple(rows), place, title)
    yield from nested


def _pairs_in(element: Any) -> list[tuple[Any, list[Any]]]:
    """Each term of a description list with what is said of it; none where whole parts of a page are."""
    parts = [p for child in element for p in (child if _name(child) == "div" else (child,))]
    pairs: list[tuple[Any, list[Any]]] = []
    for part in parts:
        name = _name(part)
        if name not in ("dt", "dd") or any(_name(inner) in TOO_DEEP for inner in part.iterdescendants()):
            return []
        if name == "dt":
            pairs.append((part, []))
        elif pairs:
            pairs[-1][1].append(part)
    return pairs


def _pairs_table(pairs: list[tuple[Any, list[Any]]], walk: _Walk, depth: int) -> Table:
    walk.tables += 1
    place = Locator(file=walk.file, heading=walk.heading, table=walk.tables)
    rows = []
    for number, (term, said) in enumerate(pairs, 1):
        label, _ = _cell(term, replace(place, row=number, cell="1"), 1, walk, depth)
        at = replace(place, row=number, cell="2")
        paragraphs = [p for source in said for p in _cell(source, at, 2, walk, depth)[0].paragraphs]
        rows.append((label, Cell(tuple(paragraphs), row=number, column=2, locator=at)))
    return Table(tuple(rows), place)


def _cell(source: Any, place: Locator, column: int, walk: _Walk, depth: int) -> tuple[Cell, list[Table]]:
    """The cell with its paragraphs at its place, and the tables nested in it."""
    inner = _Walk(walk.file, walk.limits, walk.heading, tables=walk.tables, rows=walk.rows)
    paragraphs, tables = [], []
    for block in _blocks(source, inner, None, depth + 1):
        if isinstance(block, Table):
            tables.append(block)
        else:
            paragraphs.append(Paragraph(block.text, place, block.number, None, block.is_item))
    walk.tables, walk.rows = inner.tables, inner.rows
    cell = Cell(
        paragraphs=tuple(paragraphs),
        row=place.row or 1,
        column=column,
        row_span=min(_whole(source.get("rowspan"), 1), 1000) or 1,
        column_span=min(_whole(source.get("colspan"), 1), 100) or 1,
        locator=place,
    )
    return cell, tables


def _rows_in(table: Any) -> Iterator[Any]:
    for child in table:
        if _name(child) == "tr":
            yield child
        elif _name(child) in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if _name(row) == "tr")


def _words(element: Any) -> list[str]:
    """The words of an inline element, without what is left out."""
    if opens_panel(element):
        return _panel_title(element)
    if _name(element) in LEFT_OUT or is_hidden(element):
        return []
    if _name(element) == "sup" and element.find(".//a[@href]") is not None:
        return []  # a footnote's mark is no wording
    pieces = [_break(element) if _name(element) == "br" else element.text or ""]
    for child in element:
        pieces += _words(child)
        pieces.append(child.tail or "")
    return pieces


def _panel_title(button: Any) -> list[str]:
    pieces = [button.text or ""]
    for child in button:
        pieces += _words(child)
        pieces.append(child.tail or "")
    return pieces


def _break(element: Any) -> str:
    """A line break: a form feed where bold words follow, as a label's do."""
    following = element.getnext()
    is_before_label = following is not None and _name(following) in ("b", "strong")
    return "\f" if is_before_label and not (element.tail or "").strip() else "\v"


def _said(text: str) -> str:
    return squeeze(visible(text))


def _holds_blocks(element: Any) -> bool:
    return any(_name(inner) not in INLINE | LEFT_OUT | {"br"} for inner in element.iterdescendants())


def _name(element: Any) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else "script"


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text.strip()) else default
