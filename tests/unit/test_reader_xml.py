"""Records in XML: named as in the file, nothing fetched and no entity followed."""

from __future__ import annotations

import pytest

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Table
from mapper.intake.readers import read_document


def read(text: str) -> Document:
    return read_document(text.encode(), file="feed.xml")


def forms(document: Document) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


def test_elements_are_records_without_their_name_spaces() -> None:
    feed = (
        '<catalog xmlns:dc="urn:dc"><course><dc:title>Tides</dc:title><level>4</level></course>'
        "<course><dc:title>Winds</dc:title></course></catalog>"
    )
    assert forms(read(feed)) == [[["title", "level"], ["Tides", "4"], ["Winds", ""]]]


def test_a_type_tells_two_elements_of_one_name_apart() -> None:
    feed = (
        '<course xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><identifier>urn:1</identifier>'
        '<identifier xsi:type="x:internalID">HB101</identifier></course>'
    )
    assert forms(read(feed)) == [[["identifier", "urn:1"], ["identifier internalID", "HB101"]]]


def test_markup_within_a_text_parts_it_into_paragraphs() -> None:
    feed = (
        '<course xmlns:h="http://www.w3.org/1999/xhtml"><assessment><h:div><h:p>A log of\n the voyage</h:p>'
        "<h:p>and <h:b>a</h:b> chart</h:p></h:div></assessment></course>"
    )
    (table,) = read(feed).blocks
    assert isinstance(table, Table)
    assert [p.text for p in table.rows[0][1].paragraphs] == ["A log of the voyage", "and a chart"]


def test_attributes_give_an_element_its_number_or_its_facts() -> None:
    feed = (
        '<module code="HB101" class="wide"><title>Tides</title>'
        '<outcome number="1">Read a table</outcome><outcome number="LO2">Draw one</outcome>'
        '<task weight="40">Log</task><task weight="60">Talk</task></module>'
    )
    own, tasks = forms(read(feed))
    assert own == [["code", "HB101"], ["title", "Tides"], ["outcome", "1. Read a table\nLO2 Draw one"]]
    assert tasks == [["task", "weight"], ["Log", "40"], ["Talk", "60"]]


def test_numbers_of_a_list_and_breaks_that_were_meant_are_kept() -> None:
    wrapped = "a sentence that an editor wrapped somewhere behind\n its sixtieth letter or so"
    feed = (
        '<course xmlns:h="http://www.w3.org/1999/xhtml"><learningOutcome>Sail out\nCome home</learningOutcome>'
        "<objective><h:ol><h:li>Plan</h:li><h:li>Land</h:li></h:ol></objective>"
        f"<description>{wrapped}</description></course>"
    )
    ((_, outcomes), (_, objectives), (_, description)) = forms(read(feed))[0]
    assert outcomes == "Sail out\nCome home"
    assert objectives == "1. Plan\n2. Land"
    assert description == " ".join(wrapped.split())


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "feed",
    [
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
        f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a>&hidden;</a>',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/b.dtd"> %b;]><a>x</a>',
    ],
)
def test_entities_are_refused(feed: str) -> None:
    with pytest.raises(UnreadableError, match="entities"):
        read(feed)
    with pytest.raises(UnreadableError, match="entities"):
        read_document(feed.encode("utf-16"), file="feed.xml")


def test_a_document_type_without_entities_is_passed_over() -> None:
    assert forms(read("<!DOCTYPE catalog><catalog><title>Tides</title></catalog>")) == [[["title", "Tides"]]]


def test_a_document_type_elsewhere_is_not_fetched_which_is_said() -> None:
    feed = '<?xml version="1.0"?><!-- note --><!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a><b>Tides</b></a>'
    (finding,) = read(feed).findings
    assert "not fetched" in finding.message


def test_what_is_no_whole_xml_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableError, match="line 2"):
        read("<a>\n<b>cut</a>")


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no text"):
        read("<a><b/></a>")


def test_elements_nested_without_end_are_refused() -> None:
    with pytest.raises(UnreadableError, match=r"nested|no whole XML"):
        read("<a>" * 500 + "x" + "</a>" * 500)
    with pytest.raises(UnreadableError, match="nested"):
        read("<a>" * 100 + "<b/>" + "</a>" * 100)


def test_a_list_of_one_is_read_as_a_list() -> None:
    feed = "<course><tasks><task weight='100'><name>Log</name></task></tasks></course>"
    assert forms(read(feed)) == [[["weight", "name"], ["100", "Log"]]]
