"""Drafts of specifications on both databases: corrected, completed, published once; dates and rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, select

from mapper import models
from mapper.audit import verify_chains
from mapper.db import Engine, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError, UnreadableError
from mapper.intake.readings import SpecificationReading
from mapper.models import RowKind
from mapper.queries.drafts import DraftPage, last_settled, list_drafts
from mapper.queries.editions import read_specification
from mapper.queries.reading import edition_reading
from mapper.specification_drafts import correct_draft, draft_from_edition, drop_draft, publish_draft
from mapper.values import Origin, Severity, Viewer
from tests.made import counts, keep_specification, request_id, specification, unit
from tests.made_drafts import (
    attach,
    correct,
    keep_draft,
    mooring,
    offer_wording,
    page_of,
)
from tests.made_drafts import (
    read_specification as read_specification_made,
)

UNREAD = "A minimum of 10 credits unless the moon is full."


def do(engine: Engine, act: Callable[[Session], Any]) -> Any:
    """What the act gives, in a unit of work of its own."""
    with unit_of_work(engine) as session:
        return act(session)


@pytest.fixture
def draft_id(engine: Engine, viewer: Viewer) -> int:
    made: int = do(engine, lambda s: keep_draft(s, viewer))
    return made


def look(engine: Engine, viewer: Viewer, draft_id: int) -> DraftPage:
    with reading(engine) as session:
        return page_of(session, viewer, draft_id)


def publish(engine: Engine, viewer: Viewer, draft_id: int, *, request: str = "", seen: int = -1) -> int:
    version = look(engine, viewer, draft_id).version if seen < 0 else seen
    with unit_of_work(engine) as session:
        return publish_draft(
            session, viewer=viewer, draft_id=draft_id, request_id=request or request_id(), seen=version
        )


def edition(engine: Engine, viewer: Viewer, edition_id: int) -> SpecificationReading:
    with reading(engine) as session:
        return edition_reading(session, viewer=viewer, edition_id=edition_id)


def events(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(models.AuditEvent.action).order_by(models.AuditEvent.id)))  # type: ignore[arg-type]


def test_a_draft_is_no_edition_until_it_is_published(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    assert counts(engine)["specification_edition"] == 0
    publish(engine, viewer, draft_id)
    assert counts(engine)["specification_edition"] == 1
    assert events(engine)[-3:] == ["specification drafted", "specification imported", "draft published"]
    with reading(engine) as session:
        assert verify_chains(session, viewer=viewer) == ()


def test_an_edition_says_what_its_draft_said(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    made = edition(engine, viewer, publish(engine, viewer, draft_id))
    draft = look(engine, viewer, draft_id).draft.reading
    assert made.qualifications == draft.qualifications
    assert made.units == draft.units
    assert set(made.findings) == set(draft.findings)


def test_publishing_twice_by_one_request_makes_one_edition(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    again = request_id()
    seen = look(engine, viewer, draft_id).version
    made = {publish(engine, viewer, draft_id, request=again, seen=seen) for _ in range(2)}
    assert len(made) == counts(engine)["specification_edition"] == 1
    with pytest.raises(ConflictError, match="published already"):
        publish(engine, viewer, draft_id)


def test_a_second_edition_leaves_the_first_as_it_was(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    first = publish(engine, viewer, draft_id)
    before = edition(engine, viewer, first)
    second_draft = do(engine, lambda s: keep_draft(s, viewer))
    do(engine, lambda s: correct(s, viewer, second_draft, "unit-1", title="Keeping a light"))
    page = look(engine, viewer, second_draft)
    assert page.compared_with
    assert page.differences
    assert page.compared_with.id == first
    assert [(p.code, p.change.value) for p in page.differences.changed] == [("9901-201", "changed")]
    second = publish(engine, viewer, second_draft)
    assert edition(engine, viewer, first) == before
    assert edition(engine, viewer, second).units[0].title == "Keeping a light"


def test_a_correction_goes_into_the_edition_as_the_persons(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    assert do(engine, lambda s: correct(s, viewer, draft_id, "unit-1", title="Light", credits="5")) == 1
    edition_id = publish(engine, viewer, draft_id)
    with reading(engine) as session:
        row = session.exec(select(models.Unit).where(models.Unit.edition_id == edition_id)).first()
        assert row
        origin = session.exec(
            select(models.FieldOrigin).where(
                models.FieldOrigin.row_kind == RowKind.UNIT,
                models.FieldOrigin.row_id == row.id,
                models.FieldOrigin.field == "title",
            )
        ).one()
        assert row.title == "Light"
        assert (origin.origin, origin.value, origin.person_id) == (
            Origin.PERSON,
            "Keeping a lighthouse",
            viewer.person_id,
        )
        assert origin.set_at
        assert origin.locator == {"table": 2, "row": 2}


def test_a_corrected_code_names_the_specification(engine: Engine, viewer: Viewer) -> None:
    draft_id = do(engine, lambda s: keep_draft(s, viewer, replace(read_specification_made(), code=None)))
    with pytest.raises(InvalidError, match="has no code"):
        publish(engine, viewer, draft_id)
    do(engine, lambda s: correct(s, viewer, draft_id, "specification", code="9901"))
    made = edition(engine, viewer, publish(engine, viewer, draft_id))
    assert made.code == "9901"
    assert made.sources["code"].value is None


def test_a_form_sent_back_unchanged_corrects_nothing(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    assert do(engine, lambda s: correct(s, viewer, draft_id, "unit-1", title=" Keeping a  lighthouse ")) == 0
    assert look(engine, viewer, draft_id).version == 0


def test_nothing_is_corrected_where_one_field_is_refused(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with pytest.raises(InvalidError) as caught:
        do(engine, lambda s: correct(s, viewer, draft_id, "unit-1", title="Light", credits="many"))
    assert caught.value.subject == "units[0].credits"
    assert look(engine, viewer, draft_id).draft.held == ()


def test_what_changed_since_a_person_looked_is_not_overwritten(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    do(engine, lambda s: correct(s, viewer, draft_id, "unit-1", title="Light"))
    with pytest.raises(ConflictError, match="changed since you opened"), unit_of_work(engine) as session:
        correct_draft(
            session,
            viewer=viewer,
            draft_id=draft_id,
            part="unit-1",
            typed={"units[0].title": "Lights"},
            seen=0,
        )
    with pytest.raises(ConflictError, match="changed since you opened"):
        publish(engine, viewer, draft_id, seen=0)
    assert look(engine, viewer, draft_id).draft.reading.units[0].title == "Light"


def test_a_draft_that_was_dropped_is_closed_and_no_longer_listed(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    for _ in range(2):
        do(engine, lambda s: drop_draft(s, viewer=viewer, draft_id=draft_id))
    for attempt in (
        lambda s: correct(s, viewer, draft_id, "unit-1", title="Light"),
        lambda s: offer_wording(s, viewer, draft_id, mooring()),
    ):
        with pytest.raises(ConflictError, match="dropped already"):
            do(engine, attempt)
    with pytest.raises(ConflictError, match="dropped already"):
        publish(engine, viewer, draft_id)
    with reading(engine) as session:
        assert list_drafts(session, viewer=viewer) == ()
        assert last_settled(session, viewer=viewer) == draft_id
    assert events(engine).count("draft dropped") == 1


def test_a_published_draft_cannot_be_dropped(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    publish(engine, viewer, draft_id)
    with pytest.raises(ConflictError, match="published already"):
        do(engine, lambda s: drop_draft(s, viewer=viewer, draft_id=draft_id))


def test_wording_counts_when_it_is_attached_and_not_when_it_is_taken_off(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    def worded() -> bool:
        return bool(look(engine, viewer, draft_id).draft.reading.units[2].learning_outcomes)

    addition = do(engine, lambda s: offer_wording(s, viewer, draft_id, mooring()))
    (offer,) = look(engine, viewer, draft_id).offers
    assert offer.proposal
    assert (offer.proposal.unit, worded()) == (2, False)
    do(engine, lambda s: attach(s, viewer, draft_id, addition, 2))
    assert worded()
    do(engine, lambda s: attach(s, viewer, draft_id, addition, None))
    assert not worded()


def test_attached_wording_keeps_the_document_it_came_from(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    from tests.made import read_at

    wording = mooring()
    (lo,) = wording.learning_outcomes
    placed = replace(lo, sources={"text": read_at("mooring.docx", table=1, row=4)})
    addition = do(
        engine,
        lambda s: offer_wording(s, viewer, draft_id, replace(wording, learning_outcomes=(placed,))),
    )
    do(engine, lambda s: attach(s, viewer, draft_id, addition, 2))
    first = publish(engine, viewer, draft_id)
    next_draft = do(engine, lambda s: draft_from_edition(s, viewer=viewer, edition_id=first))
    second = publish(engine, viewer, next_draft)
    for edition_id in (first, second):
        source = edition(engine, viewer, edition_id).units[2].learning_outcomes[0].sources["text"]
        assert (source.locator.file, source.locator.table, source.locator.row) == ("mooring.docx", 1, 4)


def test_a_correction_of_wording_that_is_taken_off_lapses(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    addition = do(engine, lambda s: offer_wording(s, viewer, draft_id, mooring()))
    do(engine, lambda s: attach(s, viewer, draft_id, addition, 2))
    do(
        engine,
        lambda s: correct(s, viewer, draft_id, "unit-3", **{"learning_outcomes[0].text": "Moor boats"}),
    )
    do(engine, lambda s: attach(s, viewer, draft_id, addition, None))
    page = look(engine, viewer, draft_id)
    assert [c.value for c in page.draft.lapsed] == ["Moor boats"]


def test_the_same_document_is_offered_once_and_another_of_its_name_refused(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    for _ in range(2):
        do(engine, lambda s: offer_wording(s, viewer, draft_id, mooring()))
    assert len(look(engine, viewer, draft_id).offers) == 1
    other = do(engine, lambda s: keep_draft(s, viewer, file="mooring.docx"))
    assert other

    def offer_another(session: Session) -> None:
        from mapper.draft_wording import add_wording
        from mapper.intake.wording import WordingReading
        from tests.made_files import document, handed_in

        add_wording(
            session,
            viewer=viewer,
            draft_id=draft_id,
            reading=WordingReading((), ()),
            document=document("mooring.docx"),
            handed_in=handed_in("mooring.docx", b"other bytes"),
            is_sample=False,
        )

    with pytest.raises(InvalidError, match="another document of that name"):
        do(engine, offer_another)


@pytest.mark.parametrize(("addition", "unit_"), [(99, 0), (0, 99)])
def test_wording_or_a_unit_that_is_not_there_cannot_be_attached(
    engine: Engine, viewer: Viewer, draft_id: int, addition: int, unit_: int
) -> None:
    known = do(engine, lambda s: offer_wording(s, viewer, draft_id, mooring()))
    with pytest.raises(NotFoundError):
        do(engine, lambda s: attach(s, viewer, draft_id, addition or known, unit_))


def test_what_an_edition_cannot_hold_is_left_out_and_told(engine: Engine, viewer: Viewer) -> None:
    read = specification()
    read = replace(read, units=(*read.units, unit("9901-201", "Another light"), mooring("Fog")))
    edition_id = do(engine, lambda s: keep_specification(s, viewer, read))
    with reading(engine) as session:
        page = read_specification(session, viewer=viewer, edition_id=edition_id)
    assert [u.ref for u in page.units] == ["9901-201", "9901-202", "9901-203"]
    assert [f.subject for f in page.findings if f.severity is Severity.ERROR] == [
        "Unit 9901-201",
        "Unit “Fog”",
    ]


def test_a_document_without_a_qualification_is_no_draft(engine: Engine, viewer: Viewer) -> None:
    with pytest.raises(UnreadableError) as caught:
        do(engine, lambda s: keep_draft(s, viewer, replace(specification(), qualifications=())))
    assert caught.value.subject == "specification.docx"


def test_a_draft_made_from_an_edition_says_the_same(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    do(engine, lambda s: correct(s, viewer, draft_id, "unit-1", title="Light"))
    first = publish(engine, viewer, draft_id)
    page = look(engine, viewer, do(engine, lambda s: draft_from_edition(s, viewer=viewer, edition_id=first)))
    assert page.differences
    assert page.differences.changed == ()
    assert page.draft.reading.units[0].sources["title"].by == viewer.person_id
