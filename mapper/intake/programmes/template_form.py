"""The programme template, read cell by cell: nothing is guessed, every value has its cell.

Its tables are known by the mark in their first cell, whatever else stands in the file. A cell that
cannot be understood is a finding, and its field stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.readings import AssessmentReading, ModuleReading, OutcomeReading, ProgrammeReading
from mapper.intake.template_checks import check_modules
from mapper.intake.template_joining import join_readings
from mapper.intake.template_layout import (
    FIELDS,
    FORMS,
    MODULE,
    MODULE_CODE,
    NAME,
    VERSION,
    Field,
    Part,
    marked,
)
from mapper.intake.template_text import CONTINUED, NONE, said_by
from mapper.intake.template_values import ALL, Entry, read_value
from mapper.values import FieldSource, Finding, Locator, Origin, Severity, Sources

Row = Mapping[str, Entry]
Read = Callable[[Sequence[Document]], ProgrammeReading]
FRESH = "Download the template again and copy what you have filled in."


def is_template(document: Document) -> bool:
    """Whether the document carries the template's mark, of any version."""
    return any(_mark_of(block) for block in document.blocks)


def _mark_of(block: Paragraph | Table) -> tuple[str | None, int] | None:
    if isinstance(block, Paragraph):
        return marked(block.text)
    first = block.rows[0][0] if block.rows and block.rows[0] else None
    return marked(first.text) if first else None


def read_templates(documents: Sequence[Document], *, read_others: Read) -> ProgrammeReading:
    """The programme that filled-in templates state; other documents among them are read by
    `read_others` and joined to it by the modules' codes, what a template says standing first.
    """
    readings = [read_template(document) for document in documents if is_template(document)]
    others = [document for document in documents if not is_template(document)]
    if others:
        readings.append(_beside_templates(read_others(others), others))
    return join_readings(readings)


def _beside_templates(reading: ProgrammeReading, documents: Sequence[Document]) -> ProgrammeReading:
    """The reading; that its documents name no module is no fault where a template does."""
    files = ", ".join(document.file for document in documents)
    told = [
        f for f in reading.findings if f.locator or f.subject != files or f.severity is not Severity.ERROR
    ]
    return reading if reading.modules else replace(reading, findings=tuple(told))


def read_template(document: Document) -> ProgrammeReading:
    """What one filled-in template states."""
    form = _Form(document)
    form.read()
    modules = tuple(module.reading() for module in form.modules)
    findings = [*document.findings, *form.findings, *check_modules(modules)]
    if not modules and not form.findings:
        findings.append(_not_filled_in(document))
    return ProgrammeReading(
        **form.facts,  # type: ignore[arg-type]  # read_value gives each field its type
        modules=modules,
        findings=tuple(findings),
        sources=form.sources,
    )


def _not_filled_in(document: Document) -> Finding:
    return Finding(
        Severity.ERROR,
        document.file,
        "The template is not filled in: it names no module.",
        "Fill in a row or a form for each module, save the file and hand it in again.",
        Locator(file=document.file),
    )


@dataclass
class _Module:
    """A module while its tables are read."""

    is_stated: bool
    facts: dict[str, object] = field(default_factory=dict)
    outcomes: list[OutcomeReading] = field(default_factory=list)
    assessments: list[AssessmentReading] = field(default_factory=list)
    content: list[str] = field(default_factory=list)
    sources: Sources = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.is_stated or self.outcomes or self.assessments or self.content)

    def reading(self) -> ModuleReading:
        return ModuleReading(
            **({"code": None, "title": None} | self.facts),  # type: ignore[arg-type]  # as above
            learning_outcomes=tuple(self.outcomes),
            assessments=tuple(map(self._spelt_out, self.assessments)),
            content=tuple(self.content),
            sources=self.sources,
        )

    def _spelt_out(self, assessment: AssessmentReading) -> AssessmentReading:
        """The assessment; one that tests "all" outcomes names each, an unnumbered one by its place."""
        if ALL not in assessment.outcomes:
            return assessment
        every = tuple(o.number or str(at) for at, o in enumerate(self.outcomes, 1))
        return replace(assessment, outcomes=every)


class _Form:
    """One document's tables, in their order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._all: list[_Module] = []
        self._by_code: dict[str, list[_Module]] = {}
        self.facts: dict[str, object] = {}
        self.sources: Sources = {}
        self.findings: list[Finding] = []

    @property
    def modules(self) -> list[_Module]:
        """Those of which anything is said; a form that was left empty is none."""
        return [module for module in self._all if not module.is_empty]

    def read(self) -> None:
        """Reads every table: the modules first, wherever they stand, as the others name them."""
        tables = [(block, mark) for block in self._document.blocks if (mark := _mark_of(block))]
        parts = []
        for block, (name, version) in tables:
            if version != VERSION:
                self._doubt(
                    block.locator,
                    f"This is version {version} of the template, and only version {VERSION} is read.",
                )
                return
            if isinstance(block, Table) and name in set(Part):
                parts.append((Part(name), block))
        for part, table in parts:
            if part is Part.MODULES:
                self._read_modules(table)
        for part, table in parts:
            if part in FORMS:
                self._read_form(part, table)
            elif part is not Part.MODULES:
                self._read_rows(part, table)
        if not parts:
            self._doubt(Locator(file=self._document.file), "The template's tables are missing.")

    def _doubt(self, place: Locator, message: str, remedy: str = FRESH) -> None:
        self.findings.append(Finding(Severity.ERROR, place.sheet or NAME, message, remedy, place))

    def _read_form(self, part: Part, table: Table) -> None:
        labels = {f.label: f for f in FIELDS[part]}
        row: dict[str, Entry] = {}
        last = ""
        for cells in table.grid()[1:]:
            label, value = (cells[0].text if cells[0] else ""), cells[1] if len(cells) > 1 else None
            if value is None or not value.text or value is cells[0]:
                continue
            entry = Entry(value.text, value.locator)
            if label == CONTINUED and last:
                row[last] = row[last].followed_by(entry)
            elif label in labels:
                last = labels[label].name
                row[last] = entry
            else:
                self._doubt(
                    value.locator, f"“{_short(label)}” is no row of the template, so it was left out."
                )
        if part is Part.PROGRAMME:
            self.facts |= self._facts(FIELDS[part], row, "", self.sources)
            return
        module = _Module(is_stated=bool(row))
        module.facts = self._facts(MODULE, row, "", module.sources)
        self._all.append(module)

    def _read_modules(self, table: Table) -> None:
        for row in self._rows(table, MODULE):
            module = _Module(is_stated=True)
            module.facts = self._facts(MODULE, row, "", module.sources)
            self._all.append(module)
            if code := module.facts.get("code"):
                self._by_code.setdefault(_as_compared(str(code)), []).append(module)

    def _read_rows(self, part: Part, table: Table) -> None:
        names_modules = any(cell.text == MODULE_CODE.label for cell in _heads(table))
        fields = (MODULE_CODE, *FIELDS[part]) if names_modules else FIELDS[part]
        for row in self._rows(table, fields):
            place = next(iter(row.values())).locator
            module = self._named(row.get(MODULE_CODE.name), place) if names_modules else self._last(place)
            if module is None:
                continue
            said = {name: entry for name, entry in row.items() if name != MODULE_CODE.name}
            if not said or (part is Part.CONTENT and said["text"].raw == NONE):
                continue
            if part is Part.OUTCOMES:
                self._add_outcome(module, said, place)
            elif part is Part.ASSESSMENTS:
                path = f"assessments[{len(module.assessments)}]."
                facts = {"title": None} | self._facts(FIELDS[part], said, path, module.sources)
                module.assessments.append(AssessmentReading(**facts))  # type: ignore[arg-type]  # as above
            else:
                facts = self._facts(FIELDS[part], said, f"content[{len(module.content)}]", module.sources)
                module.content.append(str(facts["text"]))

    def _add_outcome(self, module: _Module, said: Row, place: Locator) -> None:
        if "text" not in said or said["text"].raw == NONE:
            self._doubt(place, "This outcome has no wording, so it was left out.", "Enter its wording.")
            return
        if len(said["text"].numbers) > 1:
            message = "This cell holds several numbered outcomes; they were read as one."
            self._doubt(said["text"].locator, message, "Give each outcome a row of its own.")
        path = f"learning_outcomes[{len(module.outcomes)}]."
        facts = self._facts(FIELDS[Part.OUTCOMES], said, path, module.sources)
        number = facts.get("number", next(iter(said["text"].numbers), None))
        module.outcomes.append(OutcomeReading(number, facts["text"]))  # type: ignore[arg-type]  # as above

    def _named(self, entry: Entry | None, place: Locator) -> _Module | None:
        """The module that a row names by its code, or by its place in the list of modules ("#3")."""
        if entry is None:
            message = "This row names no module, so it was left out."
            self._doubt(place, message, "Choose the module's code in the first column.")
            return None
        if entry.raw[0] == "#" and entry.raw[1:].isdecimal() and len(entry.raw) < 9:
            at = int(entry.raw[1:])
            found = self._all[at - 1 : at] if at else []
        else:
            code = said_by(entry.raw)
            alike = self._by_code.get(_as_compared(code), [])
            found = [m for m in alike if m.facts["code"] == code] or alike
        if len(found) == 1:
            return found[0]
        many = "Several modules have" if found else "No module on the sheet “Modules” has"
        message = f"{many} the code “{_short(entry.raw)}”, so this row was left out."
        remedy = "Give each module a code of its own, and choose it in the first column."
        self._doubt(entry.locator, message, remedy)
        return None

    def _last(self, place: Locator) -> _Module | None:
        if not self._all:
            self._doubt(place, "This table stands before any module, so it was left out.", FRESH)
            return None
        return self._all[-1]

    def _rows(self, table: Table, fields: Sequence[Field]) -> Iterator[Row]:
        """The rows that say anything, by field; a row that is continued is one."""
        columns = self._columns(table, fields)
        row: dict[str, Entry] = {}
        for cells in table.grid()[2:]:
            said: dict[str, Entry] = {}
            for at, cell in enumerate(cells):
                if cell is None or not cell.text:
                    continue
                if at in columns:
                    numbers = tuple(p.number for p in cell.paragraphs if p.number)
                    said[columns[at].name] = Entry(cell.text, cell.locator, numbers)
                else:
                    message = f"“{_short(cell.text)}” stands outside the template's columns and was left out."
                    self._doubt(cell.locator, message, "Move it into a column of the template, or delete it.")
            first = said.get(fields[0].name)
            if first and first.raw == CONTINUED and row:
                for name, entry in list(said.items())[1:]:
                    row[name] = row[name].followed_by(entry) if name in row else entry
                continue
            if row:
                yield row
            row = said
        if row:
            yield row

    def _columns(self, table: Table, fields: Sequence[Field]) -> dict[int, Field]:
        """The fields by the position of their column (from 0)."""
        labels = {f.label: f for f in fields}
        heads = _heads(table)
        found = {cell.column - 1: labels[cell.text] for cell in heads if cell.text in labels}
        for missing in set(labels) - {f.label for f in found.values()}:
            self._doubt(table.locator, f"The column “{missing}” of the template is missing.")
        for cell in heads:
            if cell.text and cell.text not in labels:
                message = f"The column “{_short(cell.text)}” is not part of the template and was left out."
                self._doubt(
                    cell.locator, message, "Delete it, or move what it says into the template's columns."
                )
        return found

    def _facts(self, fields: Sequence[Field], row: Row, path: str, sources: Sources) -> dict[str, object]:
        """The values that the row states, their places noted under `path`."""
        facts: dict[str, object] = {}
        for wanted in fields:
            entry = row.get(wanted.name)
            if entry is None:
                continue
            value = read_value(wanted, entry, self.findings)
            if value is None:
                continue
            facts[wanted.name] = value
            source = FieldSource(Origin.READ, entry.locator)
            if path.startswith("content"):
                sources[path] = source
            elif wanted.name == "prerequisites" and isinstance(value, tuple):
                sources |= {f"prerequisites[{at}]": source for at in range(len(value))}
            else:
                sources[f"{path}{wanted.name}"] = source
        return facts


def _heads(table: Table) -> tuple:  # type: ignore[type-arg]
    return table.rows[1] if len(table.rows) > 1 else ()


def _as_compared(code: str) -> str:
    return "".join(code.split()).casefold()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
