"""Units' own pages made by hand, and what is read from them."""

from __future__ import annotations

from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.readings import CriterionReading, SpecificationReading
from mapper.intake.specification import extract_specification
from mapper.values import Locator, Severity

Content = str | tuple[Paragraph, ...]


def table(*rows: tuple[Content, ...]) -> Table:
    def cell(content: Content, r: int, c: int) -> Cell:
        lines = (
            [Paragraph(t, Locator()) for t in content.split("\n")] if isinstance(content, str) else content
        )
        return Cell(tuple(p for p in lines if p.text), r, c, locator=Locator(table=1, row=r))

    made = (tuple(cell(x, r, c) for c, x in enumerate(row, 1)) for r, row in enumerate(rows, 1))
    return Table(rows=tuple(made), locator=Locator(table=1))


def listed(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(t, Locator(), number=str(n), is_item=True) for n, t in enumerate(texts, 1))


def reading(*blocks: Block) -> SpecificationReading:
    return extract_specification(Document(file="unit.docx", format="docx", blocks=blocks))


def criteria(read_: SpecificationReading) -> list[CriterionReading]:
    return [c for unit in read_.units for lo in unit.learning_outcomes for c in lo.criteria]


def pairs(read_: SpecificationReading) -> list[tuple[str, str]]:
    return [(c.number, c.text) for c in criteria(read_)]


def messages(read_: SpecificationReading, severity: Severity) -> list[str]:
    return [f.message for f in read_.findings if f.severity is severity]


TITLE = ("Title:", "Sailing a boat (B5.01)")
FIGURES = (("Level:", "5"), ("Credit value:", "4"), ("Unit guided learning hours", "12"))
HEAD = ("Learning outcomes (the learner will)", "Assessment criteria (the learner can)")
GRADES = ("Pass", "Merit", "Distinction")
PAGE = table(
    TITLE,
    *FIGURES,
    HEAD,
    ("1 Know boats", "1.1\n1.2", "Name a boat\nDescribe a boat’s “rig”"),
    ("2 Be able to sail", "2.1", "Sail a boat"),
    ("Unit purpose and aim(s)", "To sail."),
)
