"""The snippet at a place of a stored document, and the text around it."""

from __future__ import annotations

from typing import Any

import pytest

from mapper.programme_review.passages import around, place_from_words, snippet_at
from mapper.values import Locator

BLOCKS: list[dict[str, Any]] = [
    {"text": f"Line {n}", "place": {"page": 1 + n // 10, "line": n}} for n in range(30)
] + [
    {"text": text, "place": {"page": 4, "table": 1, "row": 2, "cell": str(n)}}
    for n, text in enumerate(("LO1", "Trim a lamp"), 1)
]


def test_the_value_is_marked_in_the_snippet_whatever_its_letter_case() -> None:
    found = snippet_at(BLOCKS, Locator(page=2, line=12), "line  12")
    assert found is not None
    assert (found.before, found.marked, found.after) == ("", "Line 12", "")


def test_a_row_without_a_cell_is_all_of_its_cells() -> None:
    found = snippet_at(BLOCKS, Locator(page=4, table=1, row=2), "Trim a lamp")
    assert found is not None
    assert (found.before, found.marked) == ("LO1 | ", "Trim a lamp")


def test_a_value_that_does_not_stand_there_is_not_marked() -> None:
    found = snippet_at(BLOCKS, Locator(page=2, line=12), "6")
    assert found is not None
    assert (found.before, found.marked) == ("Line 12", "")


@pytest.mark.parametrize("place", [Locator(page=9), Locator(file="a.docx"), Locator(page=1, line=12)])
def test_a_place_that_is_not_in_the_text_has_no_snippet(place: Locator) -> None:
    assert snippet_at(BLOCKS, place, "x") is None
    assert around(BLOCKS, place) == ()


def test_a_long_text_is_cut_around_the_value() -> None:
    blocks = [{"text": "word " * 500 + "lamp" + " word" * 500, "place": {"line": 1}}]
    found = snippet_at(blocks, Locator(line=1), "lamp")
    assert found is not None
    assert found.marked == "lamp"
    assert len(found.before + found.after) < 400


def test_the_text_around_a_place_has_some_blocks_before_and_after() -> None:
    passages = around(BLOCKS, Locator(page=2, line=12))
    assert [p.text for p in passages if p.is_marked] == ["Line 12"]
    assert len(passages) == 17


def test_a_place_in_an_address_is_read_and_what_is_none_passed_over() -> None:
    words = {"file": "a.pdf", "page": "3", "row": "x", "line": "-1", "cell": "B2", "colour": "red"}
    assert place_from_words(words) == Locator("a.pdf", page=3, cell="B2")


def test_a_place_survives_its_way_through_an_address() -> None:
    place = Locator("a.xlsx", sheet="Modules", row=4, cell="C4")
    words = {name: str(value) for name, value in place.as_json().items()}
    assert place_from_words({"file": "a.xlsx"} | words) == place


def test_of_a_whole_page_only_what_was_read_is_marked() -> None:
    passages = around(BLOCKS, Locator(page=2), "LINE 15")
    assert [p.text for p in passages if p.is_marked] == ["Line 15"]
    assert (passages[0].text, passages[-1].text) == ("Line 7", "Line 23")
