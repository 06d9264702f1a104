"""One reader per format, all giving the same `Document`."""

from __future__ import annotations

import importlib
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import PurePath

from mapper.errors import UnreadableError
from mapper.intake.document import Document
from mapper.intake.limits import DEFAULT_LIMITS, Limits
from mapper.intake.readers.language import language_findings
from mapper.intake.readers.packages import put_right
from mapper.values import Finding, Locator, Severity

READERS = {
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".xml": "xml",
    ".txt": "text",
    ".md": "text",
}
LIBRARIES = {
    "docx": ("docx", "lxml.etree"),
    "pdf": ("pypdfium2", "pdfplumber.table"),
    "xlsx": ("openpyxl",),
    "xls": ("xlrd", "lxml.html"),
    "html": ("lxml.html",),
    "xml": ("lxml.etree",),
    "text": ("lxml.html",),
}
READABLE = tuple(READERS)
"""Endings of the files that can be read."""

INSTEAD = {
    ".doc": "Save it as .docx in Word.",
    ".docm": "Save it as .docx, without macros.",
    ".xlsm": "Save it as .xlsx, without macros.",
    ".pptx": "Save it as a PDF.",
    ".odt": "Save it as .docx.",
    ".ods": "Save it as .xlsx.",
    ".zip": "Unpack it and hand in the files.",
    ".7z": "Unpack it and hand in the files.",
    ".rar": "Unpack it and hand in the files.",
}
BARE_WORKBOOK = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""How the oldest workbooks begin, which lie in no container."""
ZIPPED = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
OLD_KINDS = {".xls": "Workbook", ".doc": "WordDocument", ".ppt": "PowerPoint Document"}
"""Streams of an older Office file, by which its kind is known."""


def load_reader(file: str) -> None:
    """Imports the reader of the file's format with its library, before anything of the file is seen."""
    name = READERS.get(PurePath(file).suffix.lower())
    for module in (f"mapper.intake.readers.{name}", *LIBRARIES.get(name, ())) if name else ():
        importlib.import_module(module)


def read_document(content: bytes, *, file: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document, read by the reader of its format; its text only, nothing is run or fetched.

    Raises UnreadableError, with one sentence and the remedy, for a file that is empty, too large,
    of no known type, not what its name says, locked with a password, cut short or damaged.
    """
    ending = PurePath(file).suffix.lower()
    _check(content, file, ending, limits)
    found: tuple[Finding, ...] = ()
    if ending in ZIPPED:
        content, found = put_right(content, file=file)
    if ending == ".xls" and not content.startswith((OLE, *BARE_WORKBOOK)):
        ending, found = _real_kind_of_list(content, file)
    reader = importlib.import_module(f"mapper.intake.readers.{READERS[ending]}")
    document: Document = reader.read(content, file=file, limits=limits)
    found = (*found, *language_findings(document))
    return replace(document, findings=(*document.findings, *found)) if found else document


def _real_kind_of_list(content: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """What registry systems export under the name of a workbook: a web page, or a list of text."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_page = start.startswith(b"<") and any(tag in start for tag in (b"<html", b"<table", b"<!doctype html"))
    if not is_page and (start.startswith(b"<") or b"\0" in content[:4096] or b"\t" not in content[:4096]):
        raise UnreadableError(
            "The file is no .xls.", subject=file, remedy="Open it in Excel and save it as .xlsx."
        )
    really = "a web page" if is_page else "a list of plain text"
    finding = Finding(
        Severity.INFO,
        file,
        f"The file is {really}, whatever its name says, and was read as such.",
        "Check what was read, or save it as .xlsx in Excel.",
        Locator(file=file),
    )
    return (".html" if is_page else ".csv"), (finding,)


def _check(content: bytes, file: str, ending: str, limits: Limits) -> None:
    if ending not in READERS:
        said = f"Files that end in {ending} are not read." if ending else "The file's name has no ending."
        remedy = INSTEAD.get(ending, f"Hand it in as one of {', '.join(READABLE)}.")
        raise UnreadableError(said, subject=file, remedy=remedy)
    if not content.strip():
        raise UnreadableError("The file is empty.", subject=file, remedy="Hand in the file with its content.")
    if len(content) > limits.max_bytes:
        raise UnreadableError(
            f"The file is larger than {limits.max_bytes // 2**20} MB.",
            subject=file,
            remedy="Leave out pictures or split it, or raise MAPPER_MAX_FILE_MB.",
        )
    _check_kind(content, file, ending)
    if ending in ZIPPED:
        _check_zip(content, file, ending, limits)
    elif ending == ".pdf" and b"%PDF-" not in content[:1024]:
        raise UnreadableError(
            "The file is no PDF, whatever its name says.",
            subject=file,
            remedy="Export the document as a PDF again.",
        )


def _check_kind(content: bytes, file: str, ending: str) -> None:
    """Raises UnreadableError where the first bytes say that the file is of another kind."""
    real = None
    if content.startswith(b"%PDF-"):
        real = ".pdf"
    elif content.startswith(b"PK\x03\x04"):
        names = {entry.filename for entry in _entries(content)}
        real = next((known for known, part in ZIPPED.items() if part in names), None)
    if real and real != ending:
        raise UnreadableError(
            f"The file is really of the kind {real}.",
            subject=file,
            remedy=f"Give it the ending {real} and hand it in again.",
        )
    if content.startswith(OLE):
        _check_container(content, file, ending)


def _check_container(content: bytes, file: str, ending: str) -> None:
    """Raises UnreadableError for an older Office file, or one with a password, unless it is an .xls."""
    if ENCRYPTED_STREAM in content:
        raise UnreadableError(
            "The file is locked with a password.",
            subject=file,
            remedy="Save a copy without the password and hand that in.",
        )
    real = next((kind for kind, name in OLD_KINDS.items() if name.encode("utf-16-le") in content), None)
    if real == ".xls" != ending:
        raise UnreadableError(
            "The file is really of the kind .xls.",
            subject=file,
            remedy="Give it the ending .xls and hand it in again.",
        )
    if ending != ".xls" or real not in (None, ".xls"):
        raise UnreadableError(
            f"The file is of an older Office format{f' ({real})' if real else ''}, not {ending}.",
            subject=file,
            remedy="Open it in Office and save it as .docx, .xlsx or PDF.",
        )


def _check_zip(content: bytes, file: str, ending: str, limits: Limits) -> None:
    entries = _entries(content)
    if not entries:
        raise UnreadableError(
            f"The file is damaged, cut short, or no {ending} at all.",
            subject=file,
            remedy="Get a whole copy and hand it in again.",
        )
    names = {entry.filename for entry in entries}
    if ZIPPED[ending] not in names:
        raise UnreadableError(
            f"The file is no {ending}.", subject=file, remedy="Save it in that format again."
        )
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnreadableError(
            "The file holds macros.", subject=file, remedy=f"Save it as {ending}, without macros."
        )
    if sum(entry.file_size for entry in entries) > limits.max_unpacked_bytes:
        raise UnreadableError(
            f"Unpacked, the file would be larger than {limits.max_unpacked_bytes // 2**20} MB.",
            subject=file,
            remedy="Leave out pictures, or save it anew.",
        )


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    """What the archive says that it holds; nothing where it is damaged or none."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []
