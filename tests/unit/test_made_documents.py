"""Made documents on both databases: the newest of each name, for its own institution, as it was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper import jobs
from mapper.db import reading, unit_of_work
from mapper.errors import NotFoundError
from mapper.made_documents import MAKE_DOCUMENT, NewlyMade, keep_document
from mapper.queries.made_documents import DocumentShelf, MadeFile, read_document_shelf, read_made_file
from tests.made import MadeMapping, counts
from tests.made_kept import MADE


def keep(mapping: MadeMapping, made: NewlyMade) -> None:
    with unit_of_work(mapping.engine) as session:
        keep_document(session, viewer=mapping.viewer, mapping_id=mapping.id, made=made)


def shelf(mapping: MadeMapping) -> DocumentShelf:
    with reading(mapping.engine) as session:
        return read_document_shelf(session, viewer=mapping.viewer, mapping_id=mapping.id)


def handed_out(mapping: MadeMapping, made: NewlyMade) -> MadeFile:
    with reading(mapping.engine) as session:
        return read_made_file(
            session,
            viewer=mapping.viewer,
            mapping_id=mapping.id,
            name=made.name,
            fingerprint=made.fingerprint,
        )


def ask(mapping: MadeMapping, *, mapping_id: int = 0, **payload: str) -> int:
    told = {"mapping": mapping_id or mapping.id, "document": MADE.name, "fingerprint": MADE.fingerprint}
    with unit_of_work(mapping.engine) as session:
        return jobs.enqueue(session, viewer=mapping.viewer, kind=MAKE_DOCUMENT, payload=told | payload)


def test_a_made_document_is_handed_out_as_it_was_kept(mapping: MadeMapping) -> None:
    keep(mapping, MADE)
    assert handed_out(mapping, MADE) == MadeFile(MADE.file_name, MADE.media_type, MADE.content)
    (row,) = shelf(mapping).made
    assert (row.size_bytes, row.made_at) == (len(MADE.content), MADE.made_at)
    assert shelf(mapping).kept("checklist-CAP.pdf") is None


def test_the_next_document_of_its_name_takes_the_place_of_the_one_before(mapping: MadeMapping) -> None:
    later = replace(MADE, fingerprint="e" * 64, content=b"%PDF-second")
    keep(mapping, MADE)
    keep(mapping, replace(MADE, name="checklist-CAP.pdf"))
    keep(mapping, later)
    assert counts(mapping.engine)["made_document"] == 2
    assert handed_out(mapping, later).content == b"%PDF-second"
    with pytest.raises(NotFoundError, match="as the mapping stands now"):
        handed_out(mapping, MADE)


def test_a_document_is_being_made_until_its_job_has_ended(mapping: MadeMapping) -> None:
    job_id = ask(mapping)
    ask(mapping, mapping_id=mapping.id + 1)
    assert [row.job_id for row in shelf(mapping).making] == [job_id]
    assert shelf(mapping).job_for(MADE.name, fingerprint=MADE.fingerprint) == job_id
    assert shelf(mapping).job_for(MADE.name, fingerprint="e" * 64) is None
    with unit_of_work(mapping.engine) as session:
        claim = jobs.claim_next(session, worker="test")
        assert claim
        jobs.finish(session, claim=claim, result={})
    assert shelf(mapping).making == ()
