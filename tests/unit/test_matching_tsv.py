from __future__ import annotations

from pathlib import Path

import pytest

from mapper.errors import InvalidError, UnreadableError
from matching.tsv import read_criteria, read_decisions, read_evidence
from matching.values import Criterion, Decision, Evidence


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "file.tsv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_lines_become_criteria_in_file_order(tmp_path: Path) -> None:
    path = written(tmp_path, "b\tPlan work\tUnit title\na\tLead people\n")
    assert read_criteria(path) == (Criterion("b", "Plan work", "Unit title"), Criterion("a", "Lead people"))


def test_quotes_are_part_of_the_text(tmp_path: Path) -> None:
    assert read_evidence(written(tmp_path, 'a\t"Plan" work\t\n')) == (Evidence("a", '"Plan" work'),)


def test_a_text_may_be_empty(tmp_path: Path) -> None:
    assert read_evidence(written(tmp_path, "a\t\n")) == (Evidence("a", ""),)


def test_windows_line_ends_a_byte_order_mark_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfa\tPlan\tTitle\r\n\r\nb\tLead\r\n")
    assert read_evidence(path) == (Evidence("a", "Plan", "Title"), Evidence("b", "Lead"))


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    (only,) = read_evidence(written(tmp_path, "a\tPlan\u2028work\x0bnow\n"))
    assert only.text == "Plan\u2028work\x0bnow"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\tPlan\nno tab here\n", r"file\.tsv, line 2: There is no tab"),
        ("a\tone\ttwo\tthree\n", r"file\.tsv, line 1: There are 4 columns"),
        ("\tPlan\n", r"file\.tsv, line 1: The id is empty"),
        ("a\tPlan\n\na\tLead\n", r"file\.tsv, line 3: The id “a” already stands on line 1"),
    ],
)
def test_a_faulty_line_is_named_with_a_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidError, match=said) as caught:
        read_criteria(written(tmp_path, text))
    assert caught.value.remedy


def test_bytes_that_are_not_utf8_are_named_by_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"line 2.*UTF-8"):
        read_criteria(written(tmp_path, b"a\tPlan\nb\tCaf\xe9\n"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"missing\.tsv.*could not be opened"):
        read_criteria(tmp_path / "missing.tsv")


def decisions(folder: Path, text: str) -> tuple[Decision, ...]:
    return read_decisions(written(folder, text), criteria=["1", "2"], evidence=["a", "b"])


def test_decisions_are_read_in_file_order(tmp_path: Path) -> None:
    found = decisions(tmp_path, "2\ta\trejected\n1\tb\tconfirmed\n2\ta\trejected\n")
    assert found == (Decision("2", "a", confirmed=False), Decision("1", "b", confirmed=True))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\ta\n", "line 1: There are 2 columns where three belong"),
        ("1\ta\tyes\n", "line 1: “yes” is no decision"),
        ("3\ta\tconfirmed\n", "line 1: There is no criterion with the id “3”"),
        ("1\tc\tconfirmed\n", "line 1: There is no evidence with the id “c”"),
        ("1\ta\tconfirmed\n1\ta\trejected\n", "line 2: The pair was judged the other way on line 1"),
    ],
)
def test_a_faulty_decision_is_named_with_a_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidError, match=said) as caught:
        decisions(tmp_path, text)
    assert caught.value.remedy
