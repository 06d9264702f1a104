"""Records in JSON: lists as tables, nested records as forms with their tables."""

from __future__ import annotations

import json

import pytest

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Table
from mapper.intake.limits import Limits
from mapper.intake.readers import read_document


def read(value: object, **limits: int) -> Document:
    content = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    return read_document(content, file="modules.json", limits=Limits(**limits))


def tables(document: Document) -> list[Table]:
    return [b for b in document.blocks if isinstance(b, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_flat_records_are_one_table_under_all_their_names() -> None:
    (table,) = tables(read([{"code": "HB101", "level": 4}, {"code": "HB102", "core": True, "level": None}]))
    assert texts(table) == [["code", "level", "core"], ["HB101", "4", ""], ["HB102", "", "yes"]]


def test_a_record_with_lists_of_records_is_a_form_and_a_table_for_each_list() -> None:
    unit = {"code": "HB101", "outcomes": [{"text": "Tie a knot"}], "credits": 20}
    form, outcomes = tables(read({"units": [unit]}))
    assert texts(form) == [["code", "HB101"], ["credits", "20"]]
    assert (outcomes.title, texts(outcomes)) == ("outcomes", [["text"], ["Tie a knot"]])
    assert outcomes.rows[1][0].locator.as_json() == {
        "heading": "units, 1, outcomes",
        "table": 2,
        "row": 2,
        "cell": "1",
    }


def test_numbers_stay_as_they_are_written() -> None:
    (table,) = tables(read('[{"weight": 0.10, "ref": 12345678901234567890}]'))
    assert texts(table)[1] == ["0.10", "12345678901234567890"]


def test_a_list_of_short_codes_is_one_line_and_of_sentences_several() -> None:
    (table,) = tables(read([{"tests": ["1", "2"], "content": ["Tides and currents", "Winds of the year"]}]))
    assert [[p.text for p in cell.paragraphs] for cell in table.rows[1]] == [
        ["1, 2"],
        ["Tides and currents", "Winds of the year"],
    ]


def test_what_is_no_json_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableError, match="line 2, column 10"):
        read('[\n{"code": }]')


def test_records_nested_without_end_are_refused() -> None:
    with pytest.raises(UnreadableError, match="nested"):
        read("[" * 200 + "]" * 200)
    with pytest.raises(UnreadableError, match="nested"):
        read("[" * 200_000 + "]" * 200_000)


@pytest.mark.parametrize("value", [[], {}, [{}], None, [None, ""]])
def test_a_file_without_values_is_refused(value: object) -> None:
    with pytest.raises(UnreadableError, match="no values"):
        read(value)


def test_more_records_than_the_limit_are_refused_with_the_setting() -> None:
    with pytest.raises(UnreadableError, match="1 records") as caught:
        read([{"code": "HB101"}, {"code": "HB102"}], max_rows=1)
    assert "MAPPER_MAX_ROWS" in caught.value.remedy
