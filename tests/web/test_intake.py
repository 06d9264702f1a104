"""The intake's page: suggestions wait for a person, and what is missing can be copied into an e-mail."""

from __future__ import annotations

import pytest

from mapper.db import reading, unit_of_work
from mapper.intake.appendix import Asked
from mapper.queries.intake import Intake, read_intake
from tests.made import MadeMapping, counts
from tests.made_intake import label_by_hand
from tests.web.conftest import Visitor
from tests.web.markup import Form, Page
from tests.web.test_queries import asked

AT = "/programmes/1/intake"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def forms(page: Page, *fields: str) -> list[Form]:
    return [f for f in page.forms if f.address.startswith(AT) and set(fields) <= set(f.fields)]


def standing(visitor: Visitor) -> Intake:
    with reading(visitor.desk.engine) as session:
        return read_intake(session, viewer=visitor.desk.viewer, programme_id=1)


def test_a_suggestion_is_accepted_with_one_press(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(AT)
    assert "0 of 4 received" in page.said
    answer = visitor.send(forms(page, "accept")[0], accept=["module information", "assessment information"])
    assert answer.status_code == 303
    assert standing(visitor).received == (Asked.MODULE_INFORMATION, Asked.ASSESSMENT_INFORMATION)
    assert "2 of 4 received" in visitor.page(AT).said


def test_a_file_is_labelled_by_ticking_what_it_is(visitor: Visitor, mapping: MadeMapping) -> None:
    form = forms(visitor.page(AT), "note", "document_id")[0]
    visitor.send(
        form, asked=["course planner"], received_on="2020-03-02", travelled="protected zip", note="By post"
    )
    label = standing(visitor).files[0].label
    assert label
    assert (label.asked, label.travelled, label.note) == ((Asked.COURSE_PLANNER,), "protected zip", "By post")
    assert "received 2 March 2020 by protected zip" in visitor.page(AT).said


def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = forms(visitor.page(AT), "name")[0]
    answer = visitor.send(form, name="", asked=["course overview"], received_on="2020-03-02", note="Kept")
    assert answer.status_code == 422
    page = Page(answer.text)
    again = forms(page, "name")[0]
    assert (again.fields["note"], again.fields["received_on"]) == ("Kept", "2020-03-02")
    assert page.one("//*[@id='new-name']").get("aria-invalid") == "true"
    assert page.find("//*[@role='alert']//a/@href") == ["#new-name"]
    assert page.find("//input[@name='asked'][@checked]/@value") == ["course overview"]
    assert counts(visitor.desk.engine)["intake_file"] == 0


@pytest.mark.parametrize(
    "fields",
    [{"asked": "a poem"}, {"received_on": "soon"}, {"travelled": "by owl"}, {"note": "n" * 1_001}],
)
def test_what_a_form_cannot_hold_is_refused(
    visitor: Visitor, mapping: MadeMapping, fields: dict[str, str]
) -> None:
    said = {"name": "leaflet.pdf", "asked": "course overview", "received_on": "2020-03-02"} | fields
    answer = visitor.post(f"{AT}/files", request_id="request-long-enough", **said)
    assert answer.status_code == 422
    assert counts(visitor.desk.engine)["intake_file"] == 0


def test_a_conflict_is_said_and_nothing_is_overwritten(visitor: Visitor, mapping: MadeMapping) -> None:
    form = forms(visitor.page(AT), "note", "document_id")[0]
    fields = {"asked": ["course planner"], "received_on": "2020-03-02"}
    assert visitor.send(form, **fields).status_code == 303
    answer = visitor.send(form, **fields, request_id="another-request")
    assert answer.status_code == 409
    assert "after you opened this page" in Page(answer.text).words("//*[@role='alert']")


def test_the_level_and_length_wanted_are_recorded(visitor: Visitor, mapping: MadeMapping) -> None:
    form = forms(visitor.page(AT), "level")[0]
    assert visitor.send(form, level="5", size="diploma").status_code == 303
    wished = standing(visitor).wish
    assert wished
    assert (wished.level, wished.size) == ("5", "diploma")
    assert visitor.post(f"{AT}/wish", request_id="any-request", seen=1, size="huge").status_code == 422


def test_the_request_for_what_is_missing_names_only_that(visitor: Visitor, mapping: MadeMapping) -> None:
    with unit_of_work(visitor.desk.engine) as session:
        label_by_hand(session, visitor.desk.viewer, 1)
    message = visitor.page(AT).words("//textarea[@id='message']")
    assert "Course planner" in message
    assert "Course overview" not in message
    assert "level of ILM qualification" in message


def test_the_intake_is_linked_from_the_start_and_from_the_edition(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    for path in ("/", f"/programmes/editions/{mapping.programme_edition_id}"):
        assert AT in visitor.page(path).find("//main//a/@href")


@pytest.mark.parametrize(("ending", "media_type"), [("xlsx", XLSX), ("docx", DOCX)])
def test_the_template_is_downloaded_empty_or_with_an_edition(
    visitor: Visitor, mapping: MadeMapping, ending: str, media_type: str
) -> None:
    edition = f"/programmes/editions/{mapping.programme_edition_id}"
    for page, path, name in (
        ("/programmes/new", f"/programmes/template.{ending}", "Programme-template."),
        (edition, f"{edition}/template.{ending}", "Programme-template_BA-Harbour-Studies_"),
    ):
        assert path in visitor.page(page).find("//main//a/@href")
        answer = visitor.get(path)
        assert (answer.status_code, answer.mimetype) == (200, media_type)
        assert answer.data.startswith(b"PK")
        assert f'filename="{name}' in answer.headers["Content-Disposition"]


def test_a_template_of_another_kind_is_not_there(visitor: Visitor, mapping: MadeMapping) -> None:
    assert visitor.get("/programmes/template.pdf").status_code == 404
    assert visitor.get("/programmes/editions/1/template.pdf").status_code == 404
    assert visitor.get("/programmes/editions/99/template.xlsx").status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_number_of_files(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    def queries() -> int:
        with asked(mapping.engine) as told:
            assert visitor.get(AT).status_code == 200
        return len(told)

    with unit_of_work(mapping.engine) as session:
        label_by_hand(session, visitor.desk.viewer, 1)
    one = queries()
    with unit_of_work(mapping.engine) as session:
        for number in range(12):
            label_by_hand(session, visitor.desk.viewer, 1, name=f"leaflet {number}.pdf")
    assert queries() == one
    assert one <= 14
