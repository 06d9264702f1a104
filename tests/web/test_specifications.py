"""A specification from upload to edition: previewed, corrected, completed, published or dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper import models
from mapper.db import unit_of_work
from mapper.intake.readings import SpecificationReading
from mapper.values import Finding, Locator, Severity
from sample_programmes import SPECIFICATION
from tests.made import MadeMapping, counts, unit
from tests.made_drafts import keep_draft, mooring, offer_wording, read_specification
from tests.web.conftest import Visitor
from tests.web.markup import Form, Page


def drafted(visitor: Visitor, read: SpecificationReading | None = None) -> str:
    """The address of a new draft."""
    with unit_of_work(visitor.desk.engine) as session:
        return f"/specifications/drafts/{keep_draft(session, visitor.desk.viewer, read)}"


def offered(visitor: Visitor, draft: str, title: str = "Mooring at night") -> None:
    with unit_of_work(visitor.desk.engine) as session:
        offer_wording(session, visitor.desk.viewer, int(draft.rpartition("/")[2]), mooring(title))


def findings(page: Page) -> list[str]:
    return [" ".join(li.text_content().split()) for li in page.find("//ul[@class='findings']/li")]


def correcting(visitor: Visitor, draft: str, part: str) -> Form:
    return visitor.page(f"{draft}/parts/{part}").form(f"/parts/{part}")


def published(visitor: Visitor, draft: str) -> Page:
    """The edition made of a draft by its confirmation page."""
    answer = visitor.send(visitor.page(f"{draft}/publish").form("/publish"))
    assert answer.status_code == 303, answer.text
    return visitor.page(answer.location)


def test_the_preview_tells_findings_first_and_each_fact_beside_its_place(visitor: Visitor) -> None:
    place = Locator("specification.docx", table=2, row=4)
    told = (
        Finding(Severity.INFO, "Unit 9901-203", "It is odd.", "Look."),
        Finding(Severity.ERROR, "Unit 9901-202", "It is wrong.", "Mend it.", place),
    )
    draft = drafted(visitor, replace(read_specification(), findings=told))
    page = visitor.page(draft)
    assert [h.text_content() for h in page.find("//h2")][:3] == [
        "Findings (3)",
        "Qualifications as read",
        "3 units as read",
    ]
    assert findings(page)[0] == (
        "error Unit 9901-202: It is wrong. Mend it. (specification.docx, table 2, row 4) Correct Unit 9901-202"
    )
    assert page.find(f"//ul[@class='findings']//a[@href='{draft}/parts/unit-2']")
    assert page.words("//tr[th='Minimum credits']/td/span") == "table 1, row 3"
    assert page.words("//tr[@id='unit-2']/td[@class='place']") == "table 2, row 3"
    assert (
        page.words("//details[@id='wording-1']//tr[td='1.2']/td[2]")
        == "Explain why the lens is cleaned at dawn"
    )
    assert page.words("//tr[@id='unit-3']/td[6]/span") == "none"


def test_a_correction_is_shown_with_what_was_read_and_who_made_it(visitor: Visitor) -> None:
    draft = drafted(visitor)
    form = correcting(visitor, draft, "unit-1")
    wording = "units[0].learning_outcomes[0].criteria[0].text"
    answer = visitor.send(form, **{"units[0].credits": "6", wording: "Describe how a lamp is trimmed"})
    assert (answer.status_code, answer.location) == (303, f"{draft}#unit-1")
    page = visitor.page(draft)
    at = "//h2[.='Corrections (2)']/following::tbody[1]/tr[1]"
    told = [" ".join(cell.text_content().split()) for cell in page.find(f"{at}/*")]
    assert told[:4] == ["Unit 9901-201 Keeping a lighthouse", "Credits", "5", "6"]
    assert told[4].startswith("Local user, ")
    assert page.words("//details[@id='wording-1']//tr[td='1.1']/td[2]").startswith(
        "Describe how a lamp is trimmed read: Describe how the lamp is trimmed; corrected by Local user on "
    )
    again = visitor.page(f"{draft}/parts/unit-1")
    assert "read: 5; corrected by Local user on" in again.said


def test_a_field_that_cannot_be_is_told_beside_it_and_keeps_what_was_typed(visitor: Visitor) -> None:
    draft = drafted(visitor)
    answer = visitor.send(correcting(visitor, draft, "unit-1"), **{"units[0].level": "high"})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.one("//*[@name='units[0].level']").get("value") == "high"
    assert page.words("//*[@id='units-0-level-fault']") == (
        "Level cannot be “high”. A level is a whole number from 1 to 8."
    )
    assert page.one("//*[@id='faults']//a").get("href") == "#units-0-level"
    assert page.faults == []
    assert counts(visitor.desk.engine)["draft_correction"] == 0


def test_a_form_of_an_earlier_state_is_refused(visitor: Visitor) -> None:
    draft = drafted(visitor)
    stale = correcting(visitor, draft, "unit-1")
    visitor.send(correcting(visitor, draft, "unit-2"), **{"units[1].title": "Leading a crew"})
    answer = visitor.send(stale, **{"units[0].title": "Keeping a light"})
    assert answer.status_code == 409
    assert "The draft changed since you opened this page." in Page(answer.text).said


def test_what_a_refused_form_held_is_shown_beside_what_stands_and_undoes_nothing(visitor: Visitor) -> None:
    draft = drafted(visitor)
    stale = correcting(visitor, draft, "unit-1")
    visitor.send(correcting(visitor, draft, "unit-1"), **{"units[0].credits": "6"})
    page = Page(visitor.send(stale, **{"units[0].title": "Keeping a light"}).text)
    assert "Title: Keeping a light" in page.words("//*[contains(@class, 'notice')]")
    assert page.one("//*[@name='units[0].credits']").get("value") == "6"
    assert page.one("//*[@name='units[0].title']").get("value") != "Keeping a light"
    assert page.faults == []


@pytest.mark.parametrize("part", ["unit-9", "unit-0", "nothing"])
def test_a_part_that_is_not_there_is_not_found(visitor: Visitor, part: str) -> None:
    at = f"{drafted(visitor)}/parts/{part}"
    assert visitor.get(at).status_code == 404
    assert visitor.post(at, seen=0).status_code == 404


def test_publishing_names_what_is_not_resolved_and_goes_on(visitor: Visitor) -> None:
    read = read_specification()
    draft = drafted(
        visitor, replace(read, units=(*read.units, unit("9901-201", "Another light"), mooring("Fog")))
    )
    page = visitor.page(f"{draft}/publish")
    assert page.words("//h1") == "Publish as the first edition"
    named = findings(page)
    assert "Reference 9901-201 stands twice;" in named[0]
    assert "Unit “Fog”" in named[1]
    edition = published(visitor, draft)
    assert "3 units" in edition.said
    assert findings(edition)[:2] == named
    assert visitor.page(draft).find(f"//a[@href='{edition.path}']")


def test_a_double_click_publishes_once(visitor: Visitor) -> None:
    form = visitor.page(f"{drafted(visitor)}/publish").form("/publish")
    places = {visitor.send(form).location for _ in range(2)}
    assert len(places) == counts(visitor.desk.engine)["specification_edition"] == 1


def test_a_specification_without_a_code_is_not_published(visitor: Visitor) -> None:
    draft = drafted(visitor, replace(read_specification(), code=None))
    answer = visitor.send(visitor.page(f"{draft}/publish").form("/publish"))
    assert answer.status_code == 422
    assert "The specification has no code" in Page(answer.text).words("//*[@id='faults']")


def test_a_second_edition_is_compared_unit_by_unit_with_old_and_new_words(visitor: Visitor) -> None:
    first = published(visitor, drafted(visitor))
    read = read_specification()
    draft = drafted(visitor, replace(read, units=(*read.units[:2], unit("9901-210", "Sounding fog"))))
    visitor.send(correcting(visitor, draft, "unit-1"), **{"units[0].title": "Keeping a light"})
    page = visitor.page(draft)
    assert page.words("//tr[@id='unit-1']/td[8]") == "changed"
    changed = [
        " ".join(s.text_content().split())
        for s in page.find("//h2[starts-with(., 'Compared')]/following::summary")
    ]
    assert changed[:3] == [
        "changed 9901-201 Keeping a light",
        "added 9901-210 Sounding fog",
        "removed 9901-203 Mooring at night",
    ]
    edition = published(visitor, draft)
    assert "edition 2" in edition.words("//p[@class='trail']")
    assert (
        edition.words("//table[@class='compared']//tr[th='Title']")
        == "TitleKeeping a lighthouseKeeping a light"
    )
    assert "read: Keeping" not in visitor.page(first.path).said
    assert "Keeping a lighthouse" in visitor.page(first.path).said


def test_a_dropped_draft_is_closed(visitor: Visitor) -> None:
    draft = drafted(visitor)
    assert visitor.page("/specifications/new").find(f"//a[@href='{draft}']")
    answer = visitor.send(visitor.page(draft).form("/drop"))
    assert answer.location == "/specifications/new"
    assert not visitor.page("/specifications/new").find(f"//a[@href='{draft}']")
    page = visitor.page(draft)
    assert "Nothing of it is used." in page.said
    assert [f.address for f in page.forms if f.method == "post"] == []


def test_the_same_file_is_drafted_anew_once_its_draft_is_dropped(visitor: Visitor) -> None:
    def hand_in() -> str:
        answer = visitor.hand_in("/specifications/new", (SPECIFICATION.name, SPECIFICATION.read_bytes()))
        visitor.work()
        return str(visitor.get(answer.location).location)

    first = hand_in()
    assert hand_in() == first
    visitor.send(visitor.page(first).form("/drop"))
    assert hand_in() != first


def test_wording_of_another_document_is_proposed_by_title_and_counts_once_confirmed(visitor: Visitor) -> None:
    draft = drafted(visitor)
    offered(visitor, draft, "MOORING AT NIGHT (9901-203)")
    page = visitor.page(draft)
    assert page.words("//select[@name='unit']/option[@selected]") == "9901-203 Mooring at night"
    assert page.words("//tr[@id='unit-3']/td[6]/span") == "none"
    answer = visitor.send(page.form("/attachments"), act="attach")
    assert (answer.status_code, answer.location) == (303, f"{draft}#offers")
    page = visitor.page(draft)
    assert page.words("//tr[@id='unit-3']/td[6]/a") == "1 criterion"
    visitor.send(page.form("/attachments"), act="take-off")
    assert visitor.page(draft).words("//tr[@id='unit-3']/td[6]/span") == "none"


def test_wording_that_nobody_can_place_waits_for_a_person(visitor: Visitor) -> None:
    draft = drafted(visitor)
    offered(visitor, draft, "Sounding fog")
    page = visitor.page(draft)
    assert not page.find("//select[@name='unit']/option[@selected]")
    answer = visitor.send(page.form("/attachments"), act="attach")
    assert answer.status_code == 422
    assert "No unit is chosen." in Page(answer.text).words("//*[@id='faults']")
    assert Page(answer.text).faults == []


def test_documents_handed_in_to_a_draft_are_read_and_offered(visitor: Visitor) -> None:
    draft = drafted(visitor)
    path = f"{draft}/documents"
    answer = visitor.hand_in(path, (SPECIFICATION.name, SPECIFICATION.read_bytes()))
    visitor.work()
    assert visitor.get(answer.location).location == draft
    page = visitor.page(draft)
    assert len(page.find("//article//select[@name='unit']")) == 6
    assert page.find("//*[@class='sample']")
    assert counts(visitor.desk.engine)["specification_edition"] == 0


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("leaflet.txt", b"A lamp and a bell.\n"), "leaflet.txt: The document holds neither"),
        (("torn.docx", b"PK torn"), "torn.docx: The file is damaged"),
    ],
)
def test_a_document_that_offers_nothing_is_told_by_its_job(
    visitor: Visitor, file: tuple[str, bytes], said: str
) -> None:
    answer = visitor.hand_in(f"{drafted(visitor)}/documents", file)
    visitor.work()
    assert said in visitor.page(answer.location).words("//*[@role='alert']")


def test_a_document_for_a_draft_that_was_dropped_meanwhile_is_told_by_its_job(visitor: Visitor) -> None:
    draft = drafted(visitor)
    answer = visitor.hand_in(f"{draft}/documents", (SPECIFICATION.name, SPECIFICATION.read_bytes()))
    visitor.send(visitor.page(draft).form("/drop"))
    visitor.work()
    assert "dropped already" in visitor.page(answer.location).words("//*[@role='alert']")


def test_no_document_is_told_beside_the_offers(visitor: Visitor) -> None:
    answer = visitor.post(f"{drafted(visitor)}/documents")
    assert answer.status_code == 422
    assert "No file was chosen." in Page(answer.text).words("//*[@id='faults']")


def test_the_next_edition_is_drafted_from_a_published_one(visitor: Visitor) -> None:
    edition = published(visitor, drafted(visitor))
    answer = visitor.send(edition.form("/draft"))
    assert answer.status_code == 303
    assert "Nothing differs from edition 1." in visitor.page(answer.location).said


def edition_of(mapping: MadeMapping) -> str:
    return f"/specifications/editions/{mapping.specification_edition_id}"


def test_last_dates_are_unknown_until_a_person_enters_them(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(edition_of(mapping))
    assert "unknown: nobody has checked" in page.said
    answer = visitor.send(
        page.form("/dates"), last_registration="2030-08-31", last_certification="", checked_on="2024-05-06"
    )
    assert answer.status_code == 303
    assert (
        "Last registration 31 August 2030 · last certification not announced · checked on 6 May 2024 by Local user"
        in visitor.page(edition_of(mapping)).said
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"checked_on": ""}, "checked_on"),
        ({"checked_on": "2999-01-01"}, "checked_on"),
        ({"checked_on": "2024-05-06", "last_registration": "soon"}, "last_registration"),
        ({"checked_on": "2024-05-06", "last_certification": "1999-01-01"}, "last_certification"),
    ],
)
def test_dates_that_cannot_be_are_told_beside_their_field(
    visitor: Visitor, mapping: MadeMapping, typed: dict[str, str], field: str
) -> None:
    answer = visitor.send(visitor.page(edition_of(mapping)).form("/dates"), **typed)
    page = Page(answer.text)
    control = f"{field}-{mapping.qualification_id}"
    assert answer.status_code == 422
    assert page.one(f"//*[@id='{control}']").get("value") == typed[field]
    assert page.find(f"//*[@id='{control}-fault']")
    assert page.one("//*[@id='faults']//a").get("href") == f"#{control}"
    assert page.faults == []


def test_a_rule_that_was_not_understood_is_entered_by_a_person(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    unread = "A minimum of 10 credits unless the moon is full."
    with unit_of_work(mapping.engine) as session:
        session.get_one(models.Qualification, mapping.qualification_id).rule_text = unread
    page = visitor.page(edition_of(mapping))
    assert "not checked" in page.words("//article//span[@class='tag warning']")
    answer = visitor.send(page.form("/rule"), rule=unread)
    assert answer.status_code == 422
    assert "This is not understood" in Page(answer.text).words(
        f"//*[@id='rule-{mapping.qualification_id}-fault']"
    )
    assert visitor.send(page.form("/rule"), rule="A minimum of 10 credits.").status_code == 303
    said = visitor.page(edition_of(mapping)).said
    assert "entered by Local user" in said
    assert unread in said


def test_an_approval_waits_for_the_rule(visitor: Visitor, mapping: MadeMapping) -> None:
    with unit_of_work(mapping.engine) as session:
        session.get_one(
            models.Qualification, mapping.qualification_id
        ).rule_text = "At least 10 credits unless the moon is full."
    form = visitor.page(f"/mappings/{mapping.id}/approval").form("/approval")
    answer = visitor.send(form, approved_by="Ada", ilm_reference="REF-1", approved_on="2020-02-03")
    assert answer.status_code == 422
    assert "were not understood, so the units are not checked." in Page(answer.text).words(
        "//*[@id='faults']"
    )
