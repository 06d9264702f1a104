"""Course feeds in XCRI-CAP: every course element is a module, whatever it is called there.

XCRI-CAP 1.2 (BS 8581): identifiers, title, descriptions, and credits in one or more schemes, of
which the first is the provider's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.programmes.drafts import AssessmentDraft, Found, ModuleDraft, Passage, Rank
from mapper.intake.programmes.facts import learn_fact, learn_texts
from mapper.intake.programmes.figures import says_nothing
from mapper.intake.programmes.outcomes import outcomes_in
from mapper.intake.programmes.wording import plain

Fields = dict[str, list[Paragraph]]
_URL = re.compile(r"^\w+://")
_ENDING = re.compile(r"\.\w{2,4}$")


def is_feed(document: Document) -> bool:
    """Whether the document is a feed of courses."""
    return document.format == "xml" and any(_is_course(block) for block in document.blocks)


def courses_of(document: Document) -> list[ModuleDraft]:
    """The feed's courses in order, one module each."""
    return [_module(tables) for tables in _by_course(document)]


def _is_course(block: object) -> bool:
    return isinstance(block, Table) and plain(block.title) == "course" and "title" in _fields(block)


def _by_course(document: Document) -> Iterator[list[Table]]:
    """Each course's own form, followed by what is nested in it."""
    tables: list[Table] = []
    path = ""
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        here = block.locator.heading or ""
        if _is_course(block):
            if tables:
                yield tables
            tables, path = [block], here
        elif tables and here.startswith(f"{path}, "):
            tables.append(block)
    if tables:
        yield tables


def _fields(table: Table) -> Fields:
    """A form's values by label; of a table of records, the first record's."""
    rows = [[cell for cell in row if cell.text.strip()] for row in table.rows]
    if len(table.rows) > 1 and len(table.rows[0]) > 2:
        heads, first = table.rows[0], {cell.column: cell for cell in table.rows[1]}
        return {plain(h.text): list(first[h.column].paragraphs) for h in heads if h.column in first}
    return {plain(row[0].text): list(row[1].paragraphs) for row in rows if len(row) == 2}


def _module(tables: Sequence[Table]) -> ModuleDraft:
    form, nested = tables[0], {plain(table.title): table for table in reversed(tables[1:])}
    fields = _fields(form)
    module = ModuleDraft(form.locator)
    if code := _code(fields):
        module.facts["code"] = code
    title = fields["title"][0]
    module.learn("title", title.text, title.locator)
    if "credit" in nested:
        for label, fact in (("level", "level"), ("value", "credits")):
            for said in _fields(nested["credit"]).get(label, [])[:1]:
                learn_fact(module, fact, said.text, said.locator)
    for said in fields.get("prerequisite", [])[:1]:
        if not says_nothing(said.text):
            module.prerequisites.append(
                Found("\n".join(p.text for p in fields["prerequisite"]), said.locator)
            )
    if assessed := fields.get("assessment"):
        draft = AssessmentDraft(Rank.TABLE, assessed[0].locator)
        draft.passages = [Passage(said.text, said.locator, 0) for said in assessed]
        module.assessments.append(draft)
    for label in ("learning outcome", "learning outcomes"):
        module.outcomes.extend(outcomes_in(fields.get(label, []), group=1))
    learn_texts(module, "content", fields.get("indicative content", []))
    return module


def _code(fields: Fields) -> Found | None:
    """The course's own identifier: the one marked internal, else one that is no address, else the
    end of its address."""
    for label, values in fields.items():
        if label.startswith("identifier ") and "internal" in label:
            return Found(values[0].text, values[0].locator)
    parts = [(part, p.locator) for p in fields.get("identifier", []) for part in p.text.split(", ")]
    for part, place in parts:
        if not _URL.match(part) and len(part.split()) == 1:
            return Found(part, place)
    for part, place in parts:
        end = _ENDING.sub("", part.rstrip("/").rpartition("/")[2])
        if _URL.match(part) and re.search(r"\d", end):
            return Found(end, place)
    return None
