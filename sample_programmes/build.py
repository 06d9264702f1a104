"""Builds every sample again: python -m sample_programmes.build"""

from __future__ import annotations

import sys

from sample_programmes import MESSY_HANDBOOK_DOCX, MESSY_HANDBOOK_PDF, SPECIFICATION, TIDY_PROGRAMME
from sample_programmes.build_handbook import build_handbook, build_pdf
from sample_programmes.build_specification import build_specification
from sample_programmes.build_workbook import build_workbook


def build() -> None:
    """Write the four files next to this one; without LibreOffice the PDF stays as it is."""
    build_specification(SPECIFICATION)
    build_workbook(TIDY_PROGRAMME)
    build_handbook(MESSY_HANDBOOK_DOCX)
    if not build_pdf(MESSY_HANDBOOK_DOCX, MESSY_HANDBOOK_PDF):
        sys.stderr.write(
            f"{MESSY_HANDBOOK_PDF.name} was not rebuilt: LibreOffice (soffice) is not installed.\n"
        )


if __name__ == "__main__":
    build()
