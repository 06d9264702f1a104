"""Looking back: an earlier version of a structure, and what was entered of an earlier edition."""

from __future__ import annotations

from mapper.db import reading, unit_of_work
from mapper.queries.structure import EditionStructure, read_structure
from mapper.standing.entered import EVERYONE
from tests.made import MadeMapping, keep_programme, programme
from tests.made_structure import enter_for_everyone
from tests.web.conftest import Visitor

AT = "/programmes/editions/1/structure"


def standing(visitor: Visitor) -> EditionStructure:
    with reading(visitor.desk.engine) as session:
        return read_structure(session, viewer=visitor.desk.viewer, edition_id=1)


def test_an_earlier_version_says_what_was_otherwise_and_can_be_entered_again(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    visitor.send(visitor.page(AT).form("/modules"))
    visitor.send(visitor.page(f"{AT}/rules").form("/rules"), **{"pass_mark": "40"})
    page = visitor.page(f"{AT}/versions/1")
    assert [line.text_content() for line in page.find("//section//li")] == [
        "The programme, pass mark: was 40, is not known."
    ]
    assert visitor.send(page.form("/again")).status_code == 303
    now = standing(visitor)
    assert (now.versions[0].note, now.entered.rules.pass_mark) == ("Version 1 entered again", None)
    assert not visitor.page(f"{AT}/versions/3").find("//form")
    assert visitor.get(f"{AT}/versions/9").status_code == 404


def test_an_earlier_version_is_not_entered_over_what_somebody_else_entered_meanwhile(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    visitor.send(visitor.page(AT).form("/modules"))
    visitor.send(visitor.page(f"{AT}/rules").form("/rules"), **{"pass_mark": "40"})
    form = visitor.page(f"{AT}/versions/1").form("/again")
    visitor.send(visitor.page(f"{AT}/rules").form("/rules"), **{"pass_mark": "50"})
    answer = visitor.send(form)
    assert answer.status_code == 409
    assert "Nothing was overwritten" in answer.text
    assert standing(visitor).entered.rules.pass_mark == 50


def later_edition(visitor: Visitor, mapping: MadeMapping, **more: int) -> str:
    """The address of the structure of the programme's next edition."""
    with unit_of_work(mapping.engine) as session:
        edition_id = keep_programme(
            session, mapping.viewer, programme(**more), file="later.docx", programme_id=1
        )
    return f"/programmes/editions/{edition_id}/structure"


def test_what_was_entered_is_offered_to_the_next_edition_and_counts_once_it_is_entered(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_for_everyone(mapping)
    later = later_edition(visitor, mapping, extra_modules=1)
    assert "Proposed from the documents, not entered." in visitor.page(later).said
    assert visitor.page(later).find(f"//a[@href='{later}/carry-over']")
    page = visitor.page(f"{later}/carry-over")
    assert [line.text_content() for line in page.find("//section//li")] == [
        "HB200 Ropes 0 is new: say who takes it."
    ]
    answer = visitor.send(page.form("/carry-over"))
    assert answer.status_code == 303
    page = visitor.page(later)
    places = [place.value for place in page.find("//select[starts-with(@name, 'place-')]")]
    assert places == [EVERYONE, EVERYONE, ""]
    assert "Taken over from edition 1, version 1" in page.said
    assert not page.find(f"//a[@href='{later}/carry-over']")


def test_nothing_is_offered_where_no_earlier_edition_has_a_structure(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    later = later_edition(visitor, mapping)
    assert not visitor.page(later).find("//a[contains(@href, 'carry-over')]")
    assert visitor.get(f"{later}/carry-over").status_code == 404


def test_what_is_offered_does_not_go_over_what_was_entered_meanwhile(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_for_everyone(mapping)
    later = later_edition(visitor, mapping)
    form = visitor.page(f"{later}/carry-over").form("/carry-over")
    visitor.send(visitor.page(later).form("/modules"))
    assert visitor.send(form).status_code == 409
