"""Documents of every format that is written here, made on the fly from the samples' own wording."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from html import escape
from itertools import cycle, islice
from typing import Any

from sample_programmes import MESSY_HANDBOOK_PDF, content
from web.commands.made_xls import Sheet, book, sheet

FACTS = ("code", "title", "level", "credits", "status", "aims")


def sample_modules(count: int) -> list[dict[str, Any]]:
    """So many modules of the sample handbook, over and over, each with a code of its own."""
    known = [m for year in content.read_all("ba_year_*") for m in year["modules"] if "outcomes" in m]
    return [{**m, "code": f"BMG{1000 + n}"} for n, m in enumerate(islice(cycle(known), count))]


def made_documents(*, pages: int) -> dict[str, bytes]:
    """A document of each format by its ending, of about so many pages; the PDF of exactly so many."""
    modules = sample_modules(pages)
    texts = {
        ".md": _markdown(modules),
        ".txt": _markdown(modules).replace("#", "").replace("*", "-"),
        ".csv": _list(modules),
        ".html": _page(modules),
        ".json": json.dumps([{k: m[k] for k in (*FACTS, "outcomes")} for m in modules]),
        ".xml": _records(modules),
    }
    made = {ending: text.encode() for ending, text in texts.items()}
    binary: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
        ".docx": _word,
        ".xlsx": _workbook,
        ".xls": _old_workbook,
    }
    made |= {ending: write(modules) for ending, write in binary.items()}
    return {
        ".pdf": _pdf(pages),
        **made,
        ".zip": packed({"modules.md": made[".md"], "list.csv": made[".csv"]}),
    }


def packed(members: dict[str, bytes]) -> bytes:
    """An archive of these files, without a password."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return out.getvalue()


def _markdown(modules: list[dict[str, Any]]) -> str:
    parts = []
    for m in modules:
        parts.append(f"# {m['code']} {m['title']}\n\n{m.get('aims', '')}\n\n## Learning outcomes\n")
        parts.append("".join(f"{n}. {text}\n" for n, text in enumerate(m["outcomes"], 1)))
        parts.append("\n## Content\n\n" + "".join(f"* {text}\n" for text in m.get("content", ())) + "\n")
    return "\n".join(parts)


def _list(modules: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*FACTS, "outcomes"])
    writer.writerows([*(m.get(f, "") for f in FACTS), "\n".join(m["outcomes"])] for m in modules)
    return out.getvalue()


def _page(modules: list[dict[str, Any]]) -> str:
    parts = []
    for m in modules:
        rows = "".join(f"<tr><th>{f}</th><td>{escape(str(m.get(f, '')))}</td></tr>" for f in FACTS)
        items = "".join(f"<li>{escape(text)}</li>" for text in m["outcomes"])
        parts.append(f"<h2>{m['code']}</h2><table>{rows}</table><ol>{items}</ol>")
    return f"<html><body>{''.join(parts)}</body></html>"


def _records(modules: list[dict[str, Any]]) -> str:
    parts = []
    for m in modules:
        facts = "".join(f"<{f}>{escape(str(m.get(f, '')))}</{f}>" for f in FACTS)
        outcomes = "".join(f"<outcome>{escape(text)}</outcome>" for text in m["outcomes"])
        parts.append(f"<module>{facts}<outcomes>{outcomes}</outcomes></module>")
    return f"<catalogue>{''.join(parts)}</catalogue>"


def _word(modules: list[dict[str, Any]]) -> bytes:
    import docx

    document = docx.Document()
    for m in modules:
        document.add_heading(f"{m['code']} {m['title']}", 1)
        document.add_paragraph(m.get("aims", ""))
        for text in m["outcomes"]:
            document.add_paragraph(text, style="List Number")
        table = document.add_table(0, 2)
        for fact in FACTS:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = fact, str(m.get(fact, ""))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _workbook(modules: list[dict[str, Any]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append([*FACTS, "outcomes"])  # type: ignore[union-attr]  # a new book has a sheet
    for m in modules:
        book.active.append([*(m.get(f, "") for f in FACTS), "\n".join(m["outcomes"])])  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _old_workbook(modules: list[dict[str, Any]]) -> bytes:
    rows = [
        [*FACTS, "outcomes"],
        *([*(m.get(f, "") for f in FACTS), "\n".join(m["outcomes"])] for m in modules),
    ]
    cells: Sheet = {(r, c): said for r, row in enumerate(rows) for c, said in enumerate(row)}
    return book({"Modules": sheet(cells)})


def _pdf(pages: int) -> bytes:
    import pypdfium2

    with pypdfium2.PdfDocument(MESSY_HANDBOOK_PDF) as source, pypdfium2.PdfDocument.new() as made:
        made.import_pages(source, list(islice(cycle(range(len(source))), pages)))
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()
