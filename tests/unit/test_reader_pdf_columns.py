"""Prose in columns is read down one column and then the next; what only looks like it is left a table."""

from __future__ import annotations

import io

import pytest

from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.readers import read_document

STYLE = """
@page { size: A4; margin: 22mm } body { font: 10pt "DejaVu Sans" } h2 { font-size: 13pt }
.columns { columns: %d; column-gap: %s; text-align: %s }
"""
CREW = "The crew learns to leave the harbour at first light and to read the wind from the water. "
LOG = "Every student keeps a log of each voyage and speaks about it before the others in spring. "
WIDE = "An overview runs over the whole width of the page and tells what the degree is about. "


def read(body: str, *, columns: int = 2, gap: str = "8mm", align: str = "left") -> Document:
    from weasyprint import HTML

    style = STYLE % (columns, gap, align)
    out = HTML(string=f"<html><style>{style}</style><body>{body}</body></html>").write_pdf()
    return read_document(io.BytesIO(out).getvalue(), file="handbook.pdf")


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize("gap", ["4mm", "8mm", "15mm"])
@pytest.mark.parametrize("align", ["left", "justify"])
def test_the_left_column_is_read_before_the_right(gap: str, align: str) -> None:
    body = (
        f"<p>{WIDE * 3}</p><div class=columns><h2>Aims</h2><p>{CREW * 6}</p><ul><li>Tie a knot</li>"
        f"<li>Read a chart</li></ul><h2>Method</h2><p>{LOG * 9}</p></div><p>{WIDE * 2}</p>"
    )
    said = texts(read(body, gap=gap, align=align))
    assert said == [
        (WIDE * 3).strip(),
        "Aims",
        (CREW * 6).strip(),
        "Tie a knot",
        "Read a chart",
        "Method",
        (LOG * 9).strip(),
        (WIDE * 2).strip(),
    ]


def test_a_sentence_goes_on_in_the_next_column() -> None:
    sentence = "and the boat goes out once more on the tide with a crew that learns as it sails "
    assert texts(read(f"<div class=columns><p>Once {sentence * 30}</p></div>")) == [
        f"Once {sentence * 30}".strip()
    ]


def test_three_columns_are_read_one_after_the_other() -> None:
    parts = [f"{word} {CREW * 9}" for word in ("First", "Second", "Third")]
    body = "".join(f"<p>{part}</p>" for part in parts)
    assert texts(read(f"<div class=columns>{body}</div>", columns=3)) == [part.strip() for part in parts]


def test_columns_on_two_pages_keep_their_pages() -> None:
    pages = [
        f"<div class=columns style='margin-top:40mm'><p>{CREW.replace('crew', n) * 8}</p><p>{LOG.replace('student', n) * 8}</p></div>"
        for n in ("skipper", "mate")
    ]
    document = read("<div style='break-before:page'></div>".join(pages))
    assert [b.locator.page for b in document.blocks] == [1, 1, 2, 2]
    assert [text[:11] for text in texts(document)] == [
        "The skipper",
        "Every skipp",
        "The mate le",
        "Every mate ",
    ]


def row(label: str, text: str) -> str:
    return f"<tr><td style='width:75mm;padding:2mm;vertical-align:top'>{label}</td><td style='width:75mm;padding:2mm;vertical-align:top'>{text}</td></tr>"


def test_rows_of_labels_and_long_values_are_no_columns_of_prose() -> None:
    cells = "".join(row(f"Assessment {n}", LOG) for n in range(8))
    (table,) = read(f"<table>{cells}</table>").blocks
    assert isinstance(table, Table)
    assert [c.text for c in table.rows[0]] == ["Assessment 0", LOG.strip()]


def test_rows_of_two_long_cells_are_not_torn_apart() -> None:
    cells = "".join(row(f"{n}{n} {CREW * 2}", f"{n}{n} {LOG * 2}") for n in range(5))
    said = " ".join(p.text for p in read(f"<table>{cells}</table>").paragraphs())
    assert said.index("44 The crew") > said.index("00 Every student")


def grid(*rows: str) -> str:
    cells = ["".join(f"<td style='padding:1mm 4mm 1mm 0'>{c}</td>" for c in row.split("|")) for row in rows]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def test_rows_without_rules_may_begin_with_a_number() -> None:
    (table,) = read(grid("<b>Year</b>|<b>Level</b>|<b>Credits</b>", "1|4|20")).blocks
    assert isinstance(table, Table)
    assert [[c.text for c in row] for row in table.rows] == [["Year", "Level", "Credits"], ["1", "4", "20"]]


def test_the_widest_label_of_a_column_is_a_label_too() -> None:
    (table,) = read(grid("Title|Tides", "Level|6", "Prerequisites|None")).blocks
    assert isinstance(table, Table)
    assert [c.text for c in table.rows[2]] == ["Prerequisites", "None"]
