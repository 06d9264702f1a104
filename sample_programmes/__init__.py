"""Invented programmes and an invented specification, as real files."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent

SPECIFICATION = FOLDER / "9905_specification.docx"
"""An invented Level 7 specification with three qualifications and six whole units."""

TIDY_PROGRAMME = FOLDER / "ma_leadership.xlsx"
"""An invented master's programme: a workbook with one row for each thing."""

MESSY_HANDBOOK_DOCX = FOLDER / "ba_business_handbook.docx"
"""An invented undergraduate handbook, as uneven as such handbooks are."""

MESSY_HANDBOOK_PDF = FOLDER / "ba_business_handbook.pdf"
"""The same handbook as a text PDF."""

__all__ = ["FOLDER", "MESSY_HANDBOOK_DOCX", "MESSY_HANDBOOK_PDF", "SPECIFICATION", "TIDY_PROGRAMME"]
