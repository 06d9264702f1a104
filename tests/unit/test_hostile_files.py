"""Hostile and odd files: each is read or refused in a sentence, nothing is run and nothing fetched."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable

import docx
import pytest
from openpyxl import Workbook

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers import read_document

LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY b "ha">'
    + b"".join(b'<!ENTITY b%d "&b%s;&b%s;">' % (n, str(n - 1 or "").encode(), b"") for n in range(1, 30))
    + b"]>"
)


def letter(*lines: str) -> bytes:
    made = docx.Document()
    for line in lines or ("Tides and winds",):
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def workbook(rows: int = 2) -> bytes:
    book = Workbook()
    for row in range(rows):
        book.active.append(["Code", "Title", row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


Change = Callable[[str, bytes], bytes]


def changed(package: bytes, change: Change, **added: bytes) -> bytes:
    """The package with each part as `change` leaves it, and parts added ("word__x" is word/x)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in added.items():
            new.writestr(name.replace("__", "/"), part)
    return out.getvalue()


def with_prologue(part: str, prologue: bytes) -> Change:
    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        return re.sub(rb"^(<\?xml.*?\?>)?\s*", lambda m: m[0] + prologue, content, count=1, flags=re.DOTALL)

    return change


def as_it_is(_name: str, content: bytes) -> bytes:
    return content


def refusal(content: bytes, file: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_document(content, file=file)
    assert caught.value.subject == file
    assert caught.value.remedy
    assert len(str(caught.value)) < 400
    return caught.value.message


def texts(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs()]


@pytest.mark.parametrize("file", ["a.docm", "a.xlsm", "a.dotm", "a.xlsb", "a.doc", "a.rtf", "a.exe", "a.lnk"])
def test_kinds_that_can_carry_programs_are_refused_by_name(file: str) -> None:
    assert file.rpartition(".")[2] in refusal(b"anything", file)


def test_a_word_document_with_macros_is_refused() -> None:
    assert "macros" in refusal(changed(letter(), as_it_is, **{"word__vbaProject.bin": b"x"}), "a.docx")


def test_a_template_at_another_address_is_not_fetched_which_is_said() -> None:
    link = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
        b' Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b' Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/></Relationships>'
    )
    found = read_document(
        changed(letter(), as_it_is, **{"word___rels/settings.xml.rels": link}), file="a.docx"
    )
    assert texts(found) == ["Tides and winds"]
    assert "none was opened" in found.findings[0].message


def test_a_request_to_another_program_is_not_made_which_is_said() -> None:
    field = b'<w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText></w:r><w:r>'

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"<w:r>", field, 1) if name == "word/document.xml" else content

    found = read_document(changed(letter(), change), file="a.docx")
    assert texts(found) == ["Tides and winds"]
    assert "DDE" in found.findings[0].message


def test_a_link_to_another_workbook_is_not_followed_which_is_said() -> None:
    link = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
        b' Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"'
        b' Target="file:///etc/hostname" TargetMode="External"/></Relationships>'
    )
    parts = {"xl__externalLinks___rels/externalLink1.xml.rels": link}
    found = read_document(changed(workbook(), as_it_is, **parts), file="a.xlsx")
    assert "refers to other files" in found.findings[0].message


@pytest.mark.parametrize("prologue", [LAUGHS, b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'])
@pytest.mark.parametrize(
    ("package", "part", "file"),
    [
        (letter(), "word/document.xml", "a.docx"),
        (letter(), "word/styles.xml", "a.docx"),
        (workbook(), "xl/worksheets/sheet1.xml", "a.xlsx"),
        (workbook(), "xl/workbook.xml", "a.xlsx"),
    ],
)
def test_entities_in_an_office_file_are_refused(
    package: bytes, part: str, file: str, prologue: bytes
) -> None:
    assert part in refusal(changed(package, with_prologue(part, prologue)), file)


def strict(_name: str, content: bytes) -> bytes:
    """As Office saves by the Strict variant: other names for the same things (ISO/IEC 29500-1)."""
    return re.sub(
        rb"http://schemas\.openxmlformats\.org/(officeDocument|wordprocessingml|spreadsheetml|drawingml)/2006/",
        rb"http://purl.oclc.org/ooxml/\1/",
        content,
    )


def test_the_strict_variant_is_read_as_the_usual_one() -> None:
    assert texts(read_document(changed(letter(), strict), file="a.docx")) == ["Tides and winds"]
    found = read_document(changed(workbook(), strict), file="a.xlsx")
    assert texts(found) == texts(read_document(workbook(), file="a.xlsx"))


PAGE = b"<html><body><table><tr><td>Code</td><td>HB101</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("content", "format_"),
    [(PAGE, "html"), (b"\xef\xbb\xbf" + PAGE, "html"), (b"Code\tTitle\nHB101\tTides\n", "csv")],
)
def test_what_registries_export_as_xls_is_read_as_what_it_is(content: bytes, format_: str) -> None:
    found = read_document(content, file="modules.xls")
    assert found.format == format_
    assert "HB101" in texts(found)
    assert "whatever its name says" in found.findings[0].message


@pytest.mark.parametrize("content", [b"<a>HB101</a>", b"HB101", b"PK torn", b"\x89PNG\0\t"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(content, "modules.xls")


@pytest.mark.parametrize(
    ("stream", "ending", "said"),
    [
        ("EncryptedPackage", ".docx", "password"),
        ("EncryptedPackage", ".xlsx", "password"),
        ("EncryptedPackage", ".xls", "password"),
        ("WordDocument", ".xls", r"\.doc"),
        ("WordDocument", ".docx", "older"),
        ("Workbook", ".xlsx", r"really of the kind \.xls"),
        ("Workbook", ".csv", r"really of the kind \.xls"),
        ("Else", ".xls", "damaged"),
        ("Workbook", ".xls", "damaged"),
    ],
)
def test_an_older_or_locked_office_file_is_said_to_be_so(stream: str, ending: str, said: str) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(600)
    assert re.search(said, refusal(content, f"a{ending}"))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read_which_is_said(codec: str) -> None:
    found = read_document("Code,Title\nHB101,Tides\n".encode(codec), file="a.csv")
    assert texts(found) == ["Code", "Title", "HB101", "Tides"]
    assert "UTF-16" in found.findings[0].message


def test_mixed_encodings_are_read_line_by_line_with_their_lines_named() -> None:
    content = "Führung\n\n".encode() + "Prüfung\n".encode("cp1252")
    found = read_document(content, file="a.md")
    assert "Führung" in texts(found)[0]
    assert "Prüfung" in texts(found)[-1]
    assert "line 3 " in found.findings[0].message


def test_ten_thousand_rows_are_read() -> None:
    (table,) = read_document(workbook(10_000), file="a.xlsx").blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 10_000


def test_a_million_empty_formatted_rows_are_no_rows() -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        rows = b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 1_048_577))
        return content.replace(b"</sheetData>", rows + b"</sheetData>")

    begun = time.process_time()
    (table,) = read_document(changed(workbook(), change), file="a.xlsx").blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    assert time.process_time() - begun < 20


ARABIC = "يتعلم الطالب كيف يقود السفينة في البحر ويعود بها سالمة الى الميناء"
GERMAN = "Die Studierenden lernen, wie ein Schiff auf See geführt wird und heil in den Hafen kommt. "


@pytest.mark.parametrize("text", [f"{ARABIC}\n\n" * 5, GERMAN * 20])
def test_text_that_is_not_english_is_read_which_is_said(text: str) -> None:
    found = read_document(text.encode(), file="a.txt")
    assert texts(found)[0][:10] == text[:10]
    assert "only English labels are known" in found.findings[0].message


def test_english_with_a_few_foreign_words_is_english() -> None:
    text = "The crew learns to sail for the harbour and to come home with the tide. " * 20 + ARABIC
    assert read_document(text.encode(), file="a.txt").findings == ()


DEEP = 100_000
NESTED = {
    "a.json": b"[" * DEEP + b"]" * DEEP,
    "b.json": b'{"a":' * 700 + b"1" + b"}" * 700,
    "c.json": b'{"a":' * 480 + b"1" + b"}" * 480,
    "a.xml": b"<a>" * DEEP + b"x" + b"</a>" * DEEP,
}


@pytest.mark.parametrize("file", NESTED)
def test_records_nested_too_deep_are_refused(file: str) -> None:
    message = refusal(NESTED[file], file)
    assert "nested" in message or "no whole" in message


@pytest.mark.parametrize("tag", [b"div", b"b", b"table><tr><td", b"ul><li", b"font"])
def test_a_page_of_a_hundred_thousand_nested_tags_ends(tag: bytes) -> None:
    begun = time.process_time()
    try:
        read_document(
            b"<p>Tides</p>" + b"<" + tag + b">" * 1 + (b"<" + tag + b">") * DEEP + b"x", file="a.html"
        )
    except UnreadableError as error:
        assert error.remedy  # noqa: PT017  either answer is right
    assert time.process_time() - begun < 15


@pytest.mark.parametrize(
    "content", [b"x" * 10_000_000, b'"' + b"x" * 10_000_000, b"x," * 1_000_000, b'"\n' * 300_000]
)
def test_a_list_in_one_endless_line_ends(content: bytes) -> None:
    begun = time.process_time()
    try:
        read_document(content, file="a.csv")
    except UnreadableError as error:
        assert error.remedy  # noqa: PT017  either answer is right
    assert time.process_time() - begun < 15


@pytest.mark.parametrize("file", ["a.txt", "a.csv", "a.html", "a.json", "a.xml", "a.md"])
def test_noughts_among_text_are_no_text(file: str) -> None:
    assert refusal(b"Code\0\0\0Title\0\0" * 100 + b"\0", file)


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def test_a_pdf_of_thousands_of_nested_objects_ends() -> None:
    tree = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 3) for n in range(5000)]
    nested = pdf([b"<</Type/Catalog/Pages 2 0 R>>", *tree])
    looped = pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"])
    deep = pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R/A " + b"[" * DEEP + b"]" * DEEP + b">>",
            b"<</Type/Pages/Count 0/Kids[]>>",
        ]
    )
    for content in (nested, looped, deep):
        assert refusal(content, "a.pdf")


def test_what_a_pdf_would_run_or_open_is_left_alone() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    text = b"BT /F 12 Tf 20 200 Td (Tides) Tj ET"
    action = b"<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>"
    content = pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R/OpenAction " + action + b">>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            page,
            b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )
    (paragraph,) = read_document(content, file="a.pdf").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "Tides"


def test_a_json_text_of_half_a_character_is_read() -> None:
    found = read_document(json.dumps([{"code": "a\ud800"}]).encode(), file="a.json")
    assert len(texts(found)) == 2


def test_a_text_of_more_lines_than_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableError, match="more than 10 lines"):
        read_document(b"a\n" * 11, file="a.txt", limits=Limits(max_rows=10))
