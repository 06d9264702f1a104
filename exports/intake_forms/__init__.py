"""The programme template: a workbook and a Word form to fill in, empty or with an edition's modules."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from exports.build import XLSX, BuiltDocument, slug
from exports.intake_forms.content import form_content
from mapper.intake.readings import ProgrammeReading

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class FormKind(StrEnum):
    """The format of a template; its value is the file's ending."""

    XLSX = "xlsx"
    DOCX = "docx"


def build_form(
    kind: FormKind,
    *,
    programme: ProgrammeReading | None = None,
    made_on: date | None = None,
    is_sample: bool = False,
) -> BuiltDocument:
    """The template, empty or filled in with `programme`; importing it gives every field back.

    Findings and sources of the programme are no part of it.
    """
    content = form_content(programme or ProgrammeReading(), is_sample=is_sample)
    # Each format's library is loaded only when somebody asks for that format.
    if kind is FormKind.XLSX:
        from exports.intake_forms.workbook import form_xlsx

        return BuiltDocument(_file_name(kind, programme, made_on, is_sample), XLSX, form_xlsx(content))
    from exports.intake_forms.word import form_docx

    return BuiltDocument(_file_name(kind, programme, made_on, is_sample), DOCX, form_docx(content))


def _file_name(
    kind: FormKind, programme: ProgrammeReading | None, made_on: date | None, is_sample: bool
) -> str:
    """For example Programme-template_BA-Business_2026-11-21.xlsx."""
    parts = [
        "Programme-template",
        slug(programme.title or "") if programme else "",
        f"{made_on:%Y-%m-%d}" if made_on else "",
        "SAMPLE" if is_sample else "",
    ]
    return f"{'_'.join(part for part in parts if part)}.{kind}"
