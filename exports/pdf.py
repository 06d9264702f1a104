"""PDF documents for print and for screen readers. The only file that knows WeasyPrint."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

from exports.documents.checklist import ChecklistDocument
from exports.documents.parts import MappingDocument
from exports.documents.words import day, short_day, shortened
from mapper.errors import MapperError

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
PAGE_SIZE = "A4"
FOOT_LINE = 115  # characters
HEAD_LINE = 110  # characters of a stamp that fit one line of the running head
LAID_OUT = re.compile(r"Step 5 - Creating layout - Page (\d+)")
DRAWING = "Step 6"
Tell = Callable[[int | None], None]
SYSTEM_LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def mapping_pdf(document: MappingDocument) -> bytes:
    """The mapping document as a tagged A4 PDF (PDF/UA-1) with its stamps on every page.

    Raises MapperError where the system libraries that PDF needs are missing.
    """
    return print_pdf(mapping_html(document))


def checklist_pdf(document: ChecklistDocument) -> bytes:
    """The submission checklist as a tagged A4 PDF (PDF/UA-1) with its stamps on every page.

    Raises MapperError where the system libraries that PDF needs are missing.
    """
    return print_pdf(checklist_html(document))


def mapping_html(document: MappingDocument) -> str:
    """The mapping document as a page that holds all that its PDF shows, style included."""
    return _html("mapping.html", document)


def checklist_html(document: ChecklistDocument) -> str:
    """The submission checklist as a page that holds all that its PDF shows, style included."""
    return _html("checklist.html", document)


def print_pdf(html: str, *, tell: Tell | None = None) -> bytes:
    """The page as a tagged A4 PDF (PDF/UA-1); it takes some 50 ms of processor time for each 1,000 characters.

    `tell` is called with the number of pages laid out so far, and with None when
    they are about to be drawn. Raises MapperError where the system libraries that PDF needs are missing.
    """
    weasyprint = _weasyprint()
    with _told(tell):
        page = weasyprint.HTML(string=html, url_fetcher=_refuse, base_url=None)
        return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))


def printer() -> str:
    """What prints PDF here, with its version, without loading it."""
    return f"weasyprint {version('weasyprint')}"


def _html(template: str, document: MappingDocument | ChecklistDocument) -> str:
    return str(
        _templates()
        .get_template(template)
        .render(
            document=document,
            page_size=PAGE_SIZE,
            head_lines=_head_lines(document),
            foot=shortened(f"{document.programme_title} · {document.qualification_title}", limit=FOOT_LINE),
        )
    )


@cache
def _templates() -> Environment:
    """The templates, compiled once: that takes longer than filling a short one in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # kept from start-up

    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(day=day, short_day=short_day)
    return templates


def _head_lines(document: MappingDocument | ChecklistDocument) -> int:
    """How many lines the stamps take in the running head: short ones share a line, long ones don't."""
    long = [stamp for stamp in document.stamps if len(stamp.text) > HEAD_LINE / 2]
    lines = sum(math.ceil(len(stamp.text) / HEAD_LINE) for stamp in long)
    return lines + (len(long) < len(document.stamps))


@contextmanager
def _told(tell: Tell | None) -> Iterator[None]:
    if tell is None:
        yield
        return
    log, listener = logging.getLogger("weasyprint.progress"), _Listener(tell)
    level = log.level
    log.addHandler(listener)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(listener)
        log.setLevel(level)


class _Listener(logging.Handler):
    """Hears from WeasyPrint's log how far it is."""

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell
        self._pages = 0

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        # Pages are laid out several times over, until those that refer to others are right.
        if (found := LAID_OUT.match(said)) and int(found[1]) > self._pages:
            self._pages = int(found[1])
            self._tell(self._pages)
        elif said.startswith(DRAWING):
            self._tell(None)


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    """Documents hold all that they show; an address in somebody's text is never followed."""
    raise ValueError(f"A document may not fetch {url}.")


def _weasyprint() -> ModuleType:
    try:
        import weasyprint  # loads Pango, which may be missing
    except OSError as error:
        raise MapperError(
            "PDF documents need the system libraries Pango and HarfBuzz, which are missing here.",
            subject="PDF",
            remedy=f"Install them with: apt-get install {SYSTEM_LIBRARIES}",
        ) from error
    return weasyprint  # type: ignore[no-any-return]
