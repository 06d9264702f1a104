"""A made document to keep, and what another institution's viewer may try with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from mapper.db import now
from mapper.made_documents import NewlyMade, keep_document
from mapper.queries.made_documents import read_document_shelf, read_made_file
from mapper.values import Viewer
from tests.made import MadeMapping

MADE = NewlyMade("mapping.pdf", "f" * 64, "Mapping_2026.pdf", "application/pdf", b"%PDF-first", now())

WITH_DOCUMENTS: dict[str, Callable[[Session, Viewer, MadeMapping], Any]] = {
    "keep_document": lambda s, v, m: keep_document(s, viewer=v, mapping_id=m.id, made=MADE),
    "read_document_shelf": lambda s, v, m: read_document_shelf(s, viewer=v, mapping_id=m.id),
    "read_made_file": lambda s, v, m: read_made_file(
        s, viewer=v, mapping_id=m.id, name=MADE.name, fingerprint=MADE.fingerprint
    ),
}
