"""Whatever stands in a document, extraction ends, invents no place and keeps what it says consistent."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.programme import extract_programme
from mapper.values import Locator, Origin

WORDS = st.sampled_from(
    ["Module code", "INV501", "Module title", "Gardens", "Credits", "20", "Level", "7", "Learning outcomes", "LO1", "LO2 Keep bees", "1",
     "Assessment", "Essay", "Weighting", "40%", "60%", "100%", "Type", "Title", "Description", "Outcomes tested", "1-3", "Resit", "Total",
     "Programme", "Award", "Prerequisites", "INV401 Seeds", "Content", "Year 2", "Core", "Optional", "Choose two", ":", "", "Reassessment",
     "Criterion", "On completion you will be able to:", "Keep a hive in a city.", "Module code: INV777", "Assignment Brief 1: Essay", "0"]
)  # fmt: skip
TEXTS = st.one_of(WORDS, st.lists(WORDS, max_size=3).map(" ".join), st.text(max_size=12))


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    text = " ".join(draw(TEXTS).split())
    number = draw(st.sampled_from([None, None, "1", "2", "a"]))
    level = draw(st.sampled_from([None, None, None, 1, 2, 3]))
    return Paragraph(
        text, Locator(file="x.docx", paragraph=1), number, level, number is not None or draw(st.booleans())
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 4))
    rows = []
    for r in range(1, draw(st.integers(1, 5)) + 1):
        cells, column = [], 1
        while column <= width:
            span = draw(st.integers(1, width - column + 1)) if draw(st.booleans()) else 1
            text = " ".join(draw(TEXTS).split())
            place = Locator(file="x.docx", table=1, row=r, cell=str(column))
            cells.append(Cell((Paragraph(text, place),) if text else (), r, column, 1, span, place))
            column += span
        rows.append(tuple(cells))
    return Table(
        tuple(rows),
        Locator(file="x.docx", table=1),
        title=draw(st.sampled_from(["", "assessments", "Programme"])),
    )


BLOCKS: st.SearchStrategy[list[Block]] = st.lists(st.one_of(paragraphs(), tables()), max_size=14)


@settings(max_examples=60, deadline=None)
@given(BLOCKS, BLOCKS)
def test_extraction_ends_and_every_source_is_of_a_field_that_was_read(
    first: list[Block], second: list[Block]
) -> None:
    documents = [Document("x.docx", "docx", tuple(first)), Document("x.docx", "docx", tuple(second))]
    said = extract_programme(documents)
    for module in said.modules:
        for path, source in module.sources.items():
            value: object = module
            for part in re.findall(r"\w+", path):
                value = value[int(part)] if part.isdigit() else getattr(value, part)  # type: ignore[index]
            assert (value is None) == (source.origin is Origin.INFERRED)
        assert all(a.weight is None or 0 <= a.weight <= 100 for a in module.assessments)
        assert all(a.title or a.type or a.weight is not None or a.description for a in module.assessments)
    if not said.modules:
        assert any(finding.severity == "error" for finding in said.findings)


@settings(max_examples=25, deadline=None)
@given(BLOCKS)
def test_reading_the_same_document_twice_says_the_same(blocks: list[Block]) -> None:
    document = Document("x.docx", "docx", tuple(blocks))
    assert extract_programme([document]) == extract_programme([document])
