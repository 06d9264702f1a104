"""Reads units' wording and mark sheets that come as documents of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from mapper.errors import UnreadableError
from mapper.intake.document import Document
from mapper.intake.readings import SpecificationReading, UnitReading
from mapper.intake.specification import extract_specification
from mapper.intake.specification.checks import (
    numbering_findings,
    rule_findings,
    total_findings,
    wording_findings,
)
from mapper.intake.specification.joining import join_pages
from mapper.intake.specification.mark_sheets import MarkSheet, read_mark_sheets
from mapper.values import Finding

SHEET = re.compile(r"\bmark[ _-]?sheets?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OfferedUnit:
    """A unit's wording as a document gives it; a mark sheet repeats the wording of the unit's own page."""

    unit: UnitReading
    is_mark_sheet: bool = False


@dataclass(frozen=True, slots=True)
class WordingReading:
    """What a document offers to a specification: units with wording, in its order."""

    offered: tuple[OfferedUnit, ...]
    findings: tuple[Finding, ...]


def extract_wording(document: Document) -> WordingReading:
    """The units with wording that the document holds, and mark sheets of units that it does not.

    A mark sheet without a title is called by its file. What follows from the units themselves, as a
    gap in their numbers, is left for the specification that they are attached to. Raises
    UnreadableError where there is neither.
    """
    reading = extract_specification(document)
    lone = list(_lone_sheets(reading, document))
    pages = [OfferedUnit(unit) for unit in reading.units if unit.learning_outcomes]
    if not pages and not lone:
        raise UnreadableError(
            "The document holds neither a unit with learning outcomes nor a mark sheet.",
            subject=document.file,
            remedy="Hand in the unit specification or the mark sheet of a unit.",
        )
    judged_later = {
        *(finding for _, finding in lone),
        *numbering_findings(reading),
        *rule_findings(reading),
        *total_findings(reading),
        *wording_findings(reading),
    }
    # That the document as a whole is no specification goes without saying here.
    of_file = {f for f in reading.findings if f.subject == document.file} - set(document.findings)
    findings = [f for f in reading.findings if f not in judged_later | of_file]
    sheets = []
    for sheet, _ in lone:
        titled = replace(sheet, title=sheet.title or title_of_file(document.file))
        stub = UnitReading(ref=None, title=titled.title)
        units, said = join_pages([stub], [], [titled], document=document)
        sheets.append(OfferedUnit(units[0], is_mark_sheet=True))
        findings.extend(said)
    return WordingReading((*pages, *sheets), tuple(findings))


def title_of_file(file: str) -> str:
    """A file's name as a title: without its ending, underscores and the words "mark sheet"."""
    words = SHEET.sub(" ", PurePath(file).stem).replace("_", " ")
    return " ".join(words.strip(" -–").split()) or file


def _lone_sheets(reading: SpecificationReading, document: Document) -> Iterator[tuple[MarkSheet, Finding]]:
    """Mark sheets that were joined to no unit of their own document, with the finding that says so."""
    said = {f.locator: f for f in reading.findings if f.subject.startswith("Mark sheet")}
    for sheet in read_mark_sheets(document):
        if sheet.locator in said:
            yield sheet, said[sheet.locator]
