"""A whole document as a stream of events, without its table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.programmes.events import Entry, Event, Heading, Line
from mapper.intake.programmes.lines import events_of_paragraph, fact_behind_dots
from mapper.intake.programmes.tables import events_of_table
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import plain

_TITLE_DEPTH = 8
_DOTS = re.compile(r"(?:\.{3,}|…|\. \. \.|_{4,}|\t)\s*\d{1,3}$")


def events_of(document: Document, vocabulary: Vocabulary) -> list[Event]:
    """The document's events; tables of contents are left out."""
    events: list[Event] = []
    context: tuple[str, ...] = ()
    is_in_contents = False
    for block, after in zip_longest(document.blocks, document.blocks[1:]):
        if isinstance(block, Table):
            if place := _place_of(block, document.format):
                if place.text != (context[0] if context else None):
                    events.append(place)
                context = (place.text,) if place.depth == 1 else context
            lead = events[-1].paragraph.text if events and isinstance(events[-1], Line) else ""
            events.extend(events_of_table(block, vocabulary, context=context, before=events, lead=lead))
            continue
        if _is_contents_line(block) and (is_in_contents or not fact_behind_dots(block.text, vocabulary)):
            continue
        if plain(block.text) in ("contents", "table of contents"):
            is_in_contents = True
            continue
        if is_in_contents and re.search(r"\s\d{1,3}$", block.text) and not block.is_item:
            continue
        is_in_contents = False
        for event in events_of_paragraph(block, vocabulary, after=after):
            events.append(event)
            if isinstance(event, Heading):
                context = (*context[: max(0, event.depth - 1)], event.text)
    return list(_entries_followed_by_lines(events, vocabulary))


def _place_of(table: Table, format_: str) -> Heading | None:
    """The sheet, title or path of a table as the heading above it."""
    if table.locator.sheet:
        return Heading(table.locator.sheet, 1, table.locator)
    if format_ in ("json", "xml"):
        path = (table.locator.heading or "").split(", ")
        return Heading(path[-1] if not path[-1].isdigit() else "", 1 + len(path), table.locator)
    return Heading(table.title, _TITLE_DEPTH, table.locator) if table.title else None


def _is_contents_line(paragraph: Paragraph) -> bool:
    return bool(_DOTS.search(paragraph.text))


def _entries_followed_by_lines(events: Sequence[Event], vocabulary: Vocabulary) -> Iterator[Event]:
    """A fact's label alone on a line takes the next short line as its value ("Credits" / "20")."""
    held: Line | Heading | None = None
    for event in events:
        if held is not None:
            label = held.paragraph.text if isinstance(held, Line) else held.text
            if (
                isinstance(event, Line)
                and len(event.paragraph.text.split()) <= 15
                and not event.paragraph.is_item
            ):
                yield Entry(label, (((event.paragraph,),),), event.paragraph.locator, in_table=False)
                held = None
                continue
            yield held
            held = None
        if _is_fact_label(event, vocabulary):
            held = event if isinstance(event, (Line, Heading)) else None
            continue
        yield event
    if held is not None:
        yield held


def _is_fact_label(event: Event, vocabulary: Vocabulary) -> bool:
    if isinstance(event, Line):
        text, is_item = event.paragraph.text, event.paragraph.is_item
    elif isinstance(event, Heading):
        text, is_item = event.text, False
    else:
        return False
    if is_item or len(text.split()) > 6:
        return False
    said = vocabulary.said(text)
    field_name = vocabulary.module(text)
    qualified = ("module" in said.split() and said != "module") or text.rstrip().endswith(":")
    return (field_name in ("code", "title", "name") and qualified) or (
        field_name in ("credits", "level", "pass_mark") and vocabulary.section(text) is None
    )
