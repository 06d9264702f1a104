"""PDF documents for print and for screen readers. The only file that knows WeasyPrint."""

from __future__ import annotations

import math
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from exports.documents.checklist import ChecklistDocument
from exports.documents.parts import MappingDocument
from exports.documents.words import day, short_day, shortened
from mapper.errors import MapperError

TEMPLATES = Path(__file__).parent / "templates"
PAGE_SIZE = "A4"
FOOT_LINE = 115  # characters
HEAD_LINE = 110  # characters of a stamp that fit one line of the running head
SYSTEM_LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def mapping_pdf(document: MappingDocument) -> bytes:
    """The mapping document as a tagged A4 PDF (PDF/UA-1) with its stamps on every page.

    Raises MapperError where the system libraries that PDF needs are missing.
    """
    return _pdf(_html("mapping.html", document))


def checklist_pdf(document: ChecklistDocument) -> bytes:
    """The submission checklist as a tagged A4 PDF (PDF/UA-1) with its stamps on every page.

    Raises MapperError where the system libraries that PDF needs are missing.
    """
    return _pdf(_html("checklist.html", document))


def _html(template: str, document: MappingDocument | ChecklistDocument) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # kept from start-up

    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(day=day, short_day=short_day)
    return templates.get_template(template).render(
        document=document,
        page_size=PAGE_SIZE,
        head_lines=_head_lines(document),
        foot=shortened(f"{document.programme_title} · {document.qualification_title}", limit=FOOT_LINE),
    )


def _head_lines(document: MappingDocument | ChecklistDocument) -> int:
    """How many lines the stamps take in the running head: short ones share a line, long ones don't."""
    long = [stamp for stamp in document.stamps if len(stamp.text) > HEAD_LINE / 2]
    lines = sum(math.ceil(len(stamp.text) / HEAD_LINE) for stamp in long)
    return lines + (len(long) < len(document.stamps))


def _pdf(html: str) -> bytes:
    weasyprint = _weasyprint()
    page = weasyprint.HTML(string=html, url_fetcher=_refuse, base_url=None)
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))


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
