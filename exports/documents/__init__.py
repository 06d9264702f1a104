"""What each document says, without any format: pure functions from a mapping to frozen values."""

from __future__ import annotations

from exports.documents.checklist import ChecklistDocument, checklist_document
from exports.documents.mapping import mapping_document
from exports.documents.parts import MappingDocument
from exports.documents.stamps import Stamp, stamps

__all__ = [
    "ChecklistDocument",
    "MappingDocument",
    "Stamp",
    "checklist_document",
    "mapping_document",
    "stamps",
]
