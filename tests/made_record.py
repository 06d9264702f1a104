"""The record of a made mapping, as documents are made from it."""

from __future__ import annotations

from mapper.db import now, reading
from mapper.queries.record import read_record
from mapper.record import MappingRecord
from tests.made import MadeMapping


def record_of(mapping: MadeMapping) -> MappingRecord:
    """The record as the mapping stands now."""
    with reading(mapping.engine) as session:
        return read_record(session, viewer=mapping.viewer, mapping_id=mapping.id, made_at=now())
