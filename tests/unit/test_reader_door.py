"""What cannot be read is refused in one sentence that says why and what to do."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from mapper.errors import UnreadableError
from mapper.intake.limits import Limits
from mapper.intake.readers import READABLE, read_document


def workbook() -> bytes:
    book = Workbook()
    book.active["A1"] = "Code"
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(content: bytes, file: str, limits: Limits | None = None) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_document(content, file=file, limits=limits or Limits())
    assert caught.value.subject == file
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("file", ["handbook.pptx", "handbook.exe", "handbook", "handbook.zip"])
def test_an_unknown_type_is_refused_with_what_is_read_instead(file: str) -> None:
    assert "read" in str(refusal(b"anything", file)) or "ending" in str(refusal(b"anything", file))


@pytest.mark.parametrize("ending", READABLE)
def test_an_empty_file_is_said_to_be_empty(ending: str) -> None:
    assert "empty" in refusal(b" \n", f"file{ending}").message


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".pdf"])
def test_bytes_that_are_not_what_the_name_says_are_refused(ending: str) -> None:
    assert refusal(b"just some words", f"file{ending}").message


def test_a_workbook_named_as_a_word_document_is_told_its_right_ending() -> None:
    assert ".xlsx" in refusal(workbook(), "file.docx").remedy


def test_a_pdf_named_as_a_word_document_is_told_its_right_ending() -> None:
    assert ".pdf" in refusal(b"%PDF-1.7 and more", "file.docx").remedy


def test_an_office_document_with_a_password_is_said_to_be_locked() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refusal(locked, "file.docx").message


def test_an_old_office_file_under_a_new_name_is_said_to_be_old() -> None:
    assert "older" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "file.xlsx").message


def test_a_workbook_cut_short_is_said_to_be_damaged() -> None:
    assert "cut short" in refusal(workbook()[:-200], "file.xlsx").message


def test_a_file_over_the_limit_names_the_limit_and_its_setting() -> None:
    error = refusal(b"x" * (2**20 + 1), "file.txt", Limits(max_bytes=2**20))
    assert "1 MB" in error.message
    assert "MAPPER_MAX_FILE_MB" in error.remedy


def test_a_file_that_unpacks_beyond_the_limit_is_refused_before_it_is_unpacked() -> None:
    assert "Unpacked" in refusal(workbook(), "file.xlsx", Limits(max_unpacked_bytes=100)).message


def test_a_document_with_macros_is_refused() -> None:
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
    assert "macros" in refusal(out.getvalue(), "file.xlsx").message


@pytest.mark.parametrize("ending", [".csv", ".txt", ".html", ".json", ".xml", ".pdf"])
def test_a_workbook_under_any_other_name_is_told_its_right_ending(ending: str) -> None:
    assert ".xlsx" in refusal(workbook(), f"modules{ending}").remedy


@pytest.mark.parametrize("ending", [".csv", ".txt", ".html", ".json"])
def test_bytes_that_are_no_text_are_refused(ending: str) -> None:
    assert "text" in refusal(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", f"modules{ending}").message


@pytest.mark.parametrize(
    "name", ["ba_business_handbook.docx", "ba_business_handbook.pdf", "ma_leadership.xlsx"]
)
def test_a_damaged_document_is_read_or_refused_but_never_breaks(name: str, samples_dir: Path) -> None:
    whole = (samples_dir / name).read_bytes()
    chance = random.Random(11)  # noqa: S311  only to break files, the same way each time
    for _ in range(12):
        broken = bytearray(whole[: chance.randrange(len(whole) // 2, len(whole))])
        for _ in range(20):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with contextlib.suppress(UnreadableError):
            read_document(bytes(broken), file=name)


WORKS = {
    "modules.csv": 'Code,Title\nHB101,"Tides, winds"\n',
    "modules.json": '[{"code": "HB101", "outcomes": [{"text": "Tie a knot"}]}]',
    "modules.xml": "<catalog><course><title>Tides</title></course></catalog>",
    "modules.html": "<h1>Tides</h1><table><tr><td rowspan=2>Log</td></tr></table><ol><li>Tie",
    "modules.md": "# Tides\n\n1. Tie a knot\n\n| Log | 60% |\n| --- | --- |\n| Exam | 40% |\n",
    "modules.txt": "\tCode\n\tHB101\n\n\tTitle\n\tTides\n\n",
}


@given(
    name=st.sampled_from(sorted(WORKS)),
    at=st.integers(0, 200),
    cut=st.integers(0, 20),
    put=st.binary(max_size=6),
)
def test_a_damaged_text_is_read_or_refused_but_never_breaks(name: str, at: int, cut: int, put: bytes) -> None:
    whole = WORKS[name].encode()
    at %= len(whole)
    with contextlib.suppress(UnreadableError):
        read_document(whole[:at] + put + whole[at + cut :], file=name)


@pytest.mark.parametrize("name", ["ba_business_handbook.docx", "ma_leadership.xlsx"])
def test_a_package_with_a_damaged_part_is_read_or_refused_but_never_breaks(
    name: str, samples_dir: Path
) -> None:
    whole = zipfile.ZipFile(samples_dir / name)
    parts = {part: whole.read(part) for part in whole.namelist()}
    chance = random.Random(7)  # noqa: S311  only to break files, the same way each time
    for victim, healthy in parts.items():
        broken = bytearray(healthy)
        at = chance.randrange(len(broken))
        broken[at : at + chance.randrange(9)] = chance.choice([b"", b"<", b"-1", b"99999999999", b"\xff"])
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for part, content in parts.items():
                package.writestr(part, bytes(broken) if part == victim else content)
        with contextlib.suppress(UnreadableError):
            read_document(out.getvalue(), file=name)
    whole.close()
