"""Archives: their documents are read by their paths inside; what is no document, or a trick, is told."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
import pyzipper

from mapper.errors import UnreadableError
from mapper.intake.apart import Apart, Opened
from mapper.intake.files import HandedIn, LockedError, ReadFiles, open_archives, read_handed_in
from mapper.intake.limits import DEFAULT_LIMITS, Limits
from mapper.values import Severity

LIST = b"Code,Title\nHB101,Tides\n"
MEMBERS = {"modules/a.csv": LIST, "b.csv": LIST}
Pack = Callable[..., bytes]


def plain(members: dict[str, bytes] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in (MEMBERS if members is None else members).items():
            archive.writestr(name, content)
    return out.getvalue()


def aes(password: bytes = b"harbour") -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(
        out, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password)
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
    return out.getvalue()


def classic(password: bytes = b"harbour") -> bytes:
    """ZipCrypto as APPNOTE 6.1 describes it; Python's own library only opens such archives."""
    whole = bytearray(plain({"modules/a.csv": LIST}, zipfile.ZIP_STORED))
    size, name_at = len(LIST), 30
    start = name_at + len("modules/a.csv")
    (checksum,) = struct.unpack_from("<I", whole, 14)
    keys = _Keys(password)
    header = keys.encrypted(bytes(11) + bytes([checksum >> 24]))
    locked = header + keys.encrypted(LIST)
    whole[start : start + size] = locked
    directory = whole.index(b"PK\x01\x02")
    struct.pack_into("<H", whole, 6, 1)
    struct.pack_into("<I", whole, 18, size + 12)
    struct.pack_into("<H", whole, directory + 8, 1)
    struct.pack_into("<I", whole, directory + 20, size + 12)
    struct.pack_into("<I", whole, whole.index(b"PK\x05\x06") + 16, directory)
    return bytes(whole)


class _Keys:
    def __init__(self, password: bytes) -> None:
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._turn(byte)

    def _turn(self, byte: int) -> None:
        one, two, three = self.keys
        one = _crc(one, byte)
        two = ((two + (one & 255)) * 134775813 + 1) & 0xFFFFFFFF
        self.keys = [one, two, _crc(three, two >> 24)]

    def encrypted(self, content: bytes) -> bytes:
        out = bytearray()
        for byte in content:
            last = self.keys[2] | 2
            out.append(byte ^ ((last * (last ^ 1)) >> 8 & 255))
            self._turn(byte)
        return bytes(out)


def _crc(value: int, byte: int) -> int:
    value ^= byte
    for _ in range(8):
        value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
    return value


def opened(content: bytes, limits: Limits = DEFAULT_LIMITS, password: str | None = None) -> Opened:
    with Apart(limits) as apart:
        return apart.unpack(content, file="all.zip", password=password)


def read(content: bytes) -> ReadFiles:
    return read_handed_in([HandedIn("all.zip", content)])


def refused(opened: Opened) -> dict[str, str]:
    return {f.subject: f.message for f in opened.findings if f.severity is Severity.ERROR}


def test_documents_are_read_by_their_paths_inside() -> None:
    found = read(plain())
    assert [d.file for d in found.documents] == ["modules/a.csv", "b.csv"]
    assert [f.name for f in found.handed_in] == ["modules/a.csv", "b.csv"]
    assert found.findings == ()


def test_two_files_of_one_name_are_told_apart() -> None:
    files = [HandedIn("a.zip", plain({"x/b.csv": LIST})), HandedIn("b.zip", plain({"x/b.csv": LIST}))]
    assert [d.file for d in read_handed_in(files).documents] == ["x/b.csv", "x/b (2).csv"]
    assert [f.name for _, f in open_archives(files).files] == ["x/b.csv", "x/b (2).csv"]


def test_progress_counts_the_files_that_were_handed_in() -> None:
    told: list[int] = []
    read_handed_in([HandedIn("a.zip", plain()), HandedIn("c.csv", LIST)], after_each=told.append)
    assert told == [1, 2]


@pytest.mark.parametrize("pack", [aes, classic])
def test_a_locked_archive_opens_with_its_password(pack: Pack) -> None:
    files = [HandedIn("all.zip", pack())]
    found = read_handed_in(files, ask=lambda _name, _wrong: "harbour")
    assert found.documents[0].file == "modules/a.csv"


@pytest.mark.parametrize("pack", [aes, classic])
def test_a_locked_archive_without_a_password_is_said_to_be_locked(pack: Pack) -> None:
    with pytest.raises(LockedError, match="locked with a password"):
        read(pack())


@pytest.mark.parametrize("pack", [aes, classic])
def test_a_wrong_password_is_asked_for_three_times_and_then_said(pack: Pack) -> None:
    asked: list[bool] = []

    def ask(_name: str, is_wrong: bool) -> str:
        asked.append(is_wrong)
        return "lighthouse"

    with pytest.raises(LockedError, match="password was wrong") as caught:
        read_handed_in([HandedIn("all.zip", pack())], ask=ask)
    assert asked == [False, True, True]
    assert "lighthouse" not in str(caught.value)


def test_a_locked_archive_among_others_is_a_finding() -> None:
    found = read_handed_in([HandedIn("all.zip", aes()), HandedIn("c.csv", LIST)])
    assert [d.file for d in found.documents] == ["c.csv"]
    assert [(f.severity, f.subject) for f in found.findings] == [(Severity.ERROR, "all.zip")]


def test_an_archive_inside_an_archive_is_refused() -> None:
    found = opened(plain({"a.csv": LIST, "more.zip": plain(), "old.7z": b"7z"}))
    assert [m.name for m in found.members] == ["a.csv"]
    assert set(refused(found)) == {"more.zip", "old.7z"}


def test_what_is_no_document_is_passed_over_in_one_finding() -> None:
    furniture = {"logo.png": b"png", "Thumbs.db": b"x", ".DS_Store": b"x", "__MACOSX/._a.csv": b"x"}
    found = opened(plain({"a.csv": LIST, "~$a.docx": b"x", **furniture}))
    (finding,) = found.findings
    assert finding.severity is Severity.INFO
    assert all(name in finding.message for name in furniture)


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "C:\\a.csv", "..\\a.csv"])
def test_a_path_that_leaves_the_archive_is_refused(name: str) -> None:
    found = opened(plain({name: LIST, "b.csv": LIST}))
    assert [m.name for m in found.members] == ["b.csv"]
    assert "out of the archive" in next(iter(refused(found).values()))


def test_a_link_is_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/hostname")
    found = opened(out.getvalue())
    assert found.members == ()
    assert "link" in refused(found)["a.csv"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_several_files_of_one_name_none_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for content in (LIST, b"Code\nHB102\n", b"Code\nHB103\n"):
            archive.writestr("a.csv", content)
        archive.writestr("b.csv", LIST)
    found = opened(out.getvalue())
    assert [m.name for m in found.members] == ["b.csv"]
    assert "several files of this name" in refused(found)["a.csv"]


def test_a_file_that_unpacks_as_no_document_does_is_refused_before_it_is_unpacked() -> None:
    found = opened(plain({"a.csv": b"0" * 20_000_000, "b.csv": LIST}))
    assert [m.name for m in found.members] == ["b.csv"]
    assert "times its size" in refused(found)["a.csv"]


def test_an_archive_that_lies_about_a_size_is_not_believed() -> None:
    whole = bytearray(plain({"a.csv": LIST * 1000}))
    for at in (22, whole.index(b"PK\x01\x02") + 24):
        struct.pack_into("<I", whole, at, 10)
    found = opened(bytes(whole))
    assert found.members == ()
    assert "damaged" in refused(found)["a.csv"]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (replace(DEFAULT_LIMITS, max_members=1), "holds 2 files; at most 1"),
        (replace(DEFAULT_LIMITS, max_unpacked_bytes=30), "Unpacked"),
    ],
)
def test_an_archive_beyond_the_limits_is_refused(limits: Limits, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        opened(plain(), limits)


def test_a_file_in_it_beyond_the_limit_of_one_file_is_refused() -> None:
    found = opened(plain(), replace(DEFAULT_LIMITS, max_bytes=10))
    assert set(refused(found)) == {"modules/a.csv", "b.csv"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (plain({}), "empty"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"no archive", "damaged"),
        (plain()[:-40], "damaged"),
        (plain({"word/document.xml": b"<w/>"}), r"really of the kind \.docx"),
        (plain({"xl/workbook.xml": b"<w/>"}), r"really of the kind \.xlsx"),
    ],
)
def test_what_is_no_archive_of_documents_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as caught:
        opened(content)
    assert caught.value.remedy


def test_an_archive_of_pictures_alone_holds_no_document() -> None:
    with pytest.raises(UnreadableError, match="no document"):
        read(plain({"logo.png": b"png"}))


def test_names_hidden_by_strong_encryption_are_refused() -> None:
    whole = bytearray(plain({"a.csv": LIST}))
    for at in (6, whole.index(b"PK\x01\x02") + 8):
        struct.pack_into("<H", whole, at, 0x2041)
    found = opened(bytes(whole), password="harbour")  # noqa: S106  not one of ours
    assert "strong encryption" in refused(found)["a.csv"]


def renamed(name: bytes) -> bytes:
    return plain({"x" * (len(name) - 4) + ".csv": LIST}).replace(b"x" * (len(name) - 4) + b".csv", name)


def test_a_name_in_utf_8_without_its_mark_is_read() -> None:
    (member,) = opened(renamed("Führung.csv".encode())).members
    assert member.name == "Führung.csv"


def test_a_name_in_another_encoding_is_a_guess_which_is_said() -> None:
    found = opened(renamed("Führung.csv".encode("cp850")))
    assert [m.name for m in found.members] == ["Führung.csv"]
    assert "not in UTF-8" in found.findings[0].message


def test_a_name_that_turns_the_reading_direction_is_shown_plainly() -> None:
    (member,) = opened(plain({"a\u202evsc.csv": LIST})).members
    assert member.name == "avsc.csv"
