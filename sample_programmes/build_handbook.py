"""Builds the messy handbook: course pages, then module pages in three different layouts."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.document import Document as WordDocument
from docx.shared import Pt

from sample_programmes import content, word
from sample_programmes.build_handbook_modules import add_module
from sample_programmes.office import MADE_ON

_PDF_DATE = re.compile(rb"(/CreationDate\(D:)[^)]*(\))")
_PDF_DIGEST = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")


def build_handbook(path: Path) -> None:
    """Write the messy handbook to `path`."""
    said = content.read("ba_handbook")
    document = word.new_document(f"{said['course']}: {said['title']}", margin_cm=2.2, point=10)
    _add_front(document, said)
    _add_structure(document, said)
    _add_marking(document, said["marking"])
    for number, year in enumerate(content.read_all("ba_year_*"), start=1):
        heading = document.add_heading(f"Year {number} modules", level=1)
        heading.paragraph_format.page_break_before = True
        for module in year["modules"]:
            add_module(document, module)
    word.save(document, path)


def build_pdf(source: Path, path: Path) -> bool:
    """Write the Word file as a PDF by LibreOffice; False, and nothing done, where it is missing."""
    office = shutil.which("soffice")
    if office is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 - fixed arguments
        made = (Path(folder) / f"{source.stem}.pdf").read_bytes()
    path.write_bytes(_settled(made))
    return True


def _settled(pdf: bytes) -> bytes:
    # Same lengths, as a PDF finds its parts by their position.
    def dated(match: re.Match[bytes]) -> bytes:
        room = len(match.group(0)) - len(match.group(1)) - len(match.group(2))
        return match.group(1) + MADE_ON.strftime("%Y%m%d%H%M%SZ").encode().ljust(room)[:room] + match.group(2)

    return _PDF_DIGEST.sub(b"0" * 32, _PDF_DATE.sub(dated, pdf))


def _add_front(document: WordDocument, said: dict[str, Any]) -> None:
    document.add_paragraph(said["school"]).runs[0].bold = True
    document.add_paragraph(said["course"], style="Title")
    document.add_paragraph(f"{said['title']}. {said['year']}", style="Subtitle")
    word.add_mark(document)
    document.add_heading("Welcome", level=1)
    for text in said["welcome"]:
        document.add_paragraph(text)
    document.add_heading("Your course at a glance", level=1)
    table = word.add_table(document, (5, 11.6))
    for row in said["facts"]:
        cells = word.add_row(table, row)
        word.shade(cells[0], word.PALE)


def _add_structure(document: WordDocument, said: dict[str, Any]) -> None:
    document.add_heading("How your course is organised", level=1)
    for text in said["structure"]:
        document.add_paragraph(text)
    for year in said["years"]:
        document.add_heading(year["title"], level=2)
        _add_plain(document, [said["header"], *year["rows"]])
        if "choice" in year:
            paragraph = document.add_paragraph(year["choice"])
            paragraph.paragraph_format.space_before = Pt(8)
            paragraph.paragraph_format.keep_with_next = True
            _add_plain(document, [said["header"], *year["options"]])
    document.add_paragraph(said["after_structure"]).paragraph_format.space_before = Pt(8)


def _add_marking(document: WordDocument, marking: dict[str, Any]) -> None:
    document.add_heading(marking["title"], level=1)
    document.add_paragraph(marking["lead"])
    document.add_heading(marking["bands_title"], level=2)
    _add_plain(document, marking["bands"], widths=(2.8, 3.4, 10.4))
    document.add_heading(marking["late_title"], level=2)
    _add_plain(document, marking["late"], widths=(6, 10.6))
    document.add_paragraph(marking["second"]).paragraph_format.space_before = Pt(8)


def _add_plain(
    document: WordDocument, rows: Sequence[Sequence[str]], *, widths: Sequence[float] = (2.6, 8.6, 2.4, 3)
) -> None:
    table = word.add_table(document, widths)
    for position, row in enumerate(rows):
        cells = word.add_row(table, row, bold=position == 0, fill="" if position else word.PALE)
        if position + 1 < len(rows):
            word.keep_with_next(cells)
    word.repeat_header(table)
