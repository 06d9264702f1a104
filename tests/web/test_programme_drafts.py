"""The pages of a programme's draft: what was read beside where, changed by plain forms, accepted once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from mapper import jobs
from mapper.db import unit_of_work
from mapper.intake.files import HandedIn
from mapper.programme_review.parts import DraftAct
from tests.made import counts, programme
from tests.made_programmes import do, keep_programme_draft, put
from tests.web.conftest import Visitor
from tests.web.markup import Form, Page
from web.tasks import keep_programme
from web.worker import IMPORT_PROGRAMME

MOST_OF_A_PAGE = 10


@pytest.fixture
def at(visitor: Visitor) -> str:
    """The address of a draft of the invented programme."""
    with unit_of_work(visitor.desk.engine) as session:
        return f"/programmes/drafts/{keep_programme_draft(session, visitor.desk.viewer)}"


def changed(visitor: Visitor, at: str, target: str, **typed: str) -> None:
    """Sets fields behind the back of whoever looks."""
    with unit_of_work(visitor.desk.engine) as session:
        put(session, visitor.desk.viewer, int(at.rsplit("/", 1)[-1]), target, **typed)


def form_of(page: Page, **fields: str) -> Form:
    """The first form on a page with these fields."""
    return next(f for f in page.forms if all(f.fields.get(name) == value for name, value in fields.items()))


def field_form(page: Page, part: str, name: str) -> Form:
    return next(f for f in page.forms if f.fields.get("part") == part and f"f-{name}" in f.fields)


def test_findings_come_first_errors_before_warnings_and_lead_to_their_module(
    visitor: Visitor, at: str
) -> None:
    page = visitor.page(at)
    groups = [" ".join(h.text_content().split()) for h in page.find("//section[@class='finding-group']/h3")]
    assert groups == ["torn.docx", "HB101 Lamps and lenses", "HB102 Crews"]
    assert page.find("//h3/a/@href")[0] == f"{at}/modules/m1"
    headings = [h.text_content() for h in page.find("//h2")]
    assert headings[0].startswith("Findings")


def test_the_index_counts_what_each_module_has_and_what_is_doubtful(visitor: Visitor, at: str) -> None:
    page = visitor.page(at)
    cells = [" ".join(c.text_content().split()) for c in page.find("//tr[@id='m1']/*")]
    assert cells == ["HB101", "Lamps and lenses", "4", "20", "2", "1", "2", "60 %", "◆ 1"]
    assert page.words("//tr[@id='m2']/td[last()]") == "◆ 1"


def test_each_field_stands_beside_the_words_it_was_read_from(visitor: Visitor, at: str) -> None:
    page = visitor.page(f"{at}/modules/m1")
    assert page.words("//*[@id='row-m1-credits']//mark") == "20"
    assert page.words("//*[@id='row-m1-credits']//q") == "Level four, 20 credits"
    assert page.words("//*[@id='row-m1-o1']//mark") == "Trim and clean a lamp"


def test_a_press_on_a_place_shows_the_text_around_it_with_the_place_marked(visitor: Visitor, at: str) -> None:
    page = visitor.page(f"{at}/modules/m1")
    (link,) = page.find("//*[@id='row-m1-o1']//a[@class='place-link']/@href")
    around = visitor.page(str(link))
    assert around.words("//mark") == "Trim and clean a lamp"
    assert len(around.find("//ol[@class='passages']/li")) == 7
    assert around.find("//p[@class='trail']/a/@href") == [f"{at}/modules/m1"]


@pytest.mark.parametrize("query", ["file=other.docx&paragraph=1", "paragraph=1", "file=handbook.docx%00"])
def test_a_place_of_no_document_of_the_draft_is_not_found(visitor: Visitor, at: str, query: str) -> None:
    assert visitor.get(f"{at}/place?{query}").status_code == 404


def test_a_place_that_is_not_in_the_text_is_told(visitor: Visitor, at: str) -> None:
    assert "not in the text" in visitor.page(f"{at}/place?file=handbook.docx&paragraph=99&cell=x").said


def test_a_field_is_changed_by_a_plain_form_and_recorded_as_the_persons(visitor: Visitor, at: str) -> None:
    form = field_form(visitor.page(f"{at}/modules/m1"), "m1", "credits")
    answer = visitor.send(form, **{"f-credits": "25"})
    assert (answer.status_code, answer.location) == (303, f"{at}/modules/m1#row-m1-credits")
    row = visitor.page(f"{at}/modules/m1").words("//*[@id='row-m1-credits']")
    assert "✎ read: 20; set by Local user" in row


def test_what_cannot_be_kept_stays_in_the_form_with_a_sentence(visitor: Visitor, at: str) -> None:
    form = field_form(visitor.page(f"{at}/modules/m1"), "m1", "credits")
    answer = visitor.send(form, **{"f-credits": "about <b>thirty</b>"})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.one("//*[@id='m1-credits']").get("value") == "about <b>thirty</b>"
    assert page.one("//*[@id='m1-credits']").get("aria-invalid") == "true"
    assert page.find("//*[@id='row-m1-credits']//details[@open]")
    assert page.one("//*[@id='faults']//a").get("href") == "#m1-credits"


def test_a_text_of_100_000_characters_is_refused_and_stays_in_the_form(visitor: Visitor, at: str) -> None:
    form = field_form(visitor.page(f"{at}/modules/m1"), "m1.o1", "text")
    answer = visitor.send(form, **{"f-text": "lamp " * 20_000})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert "Wording has 99,999 characters. Shorten it to at most 20,000." in page.said
    assert len(page.one("//textarea[@id='m1-o1-text']").text_content()) > 99_000


def test_markup_that_was_typed_is_text(visitor: Visitor, at: str) -> None:
    form = field_form(visitor.page(f"{at}/modules/m1"), "m1", "title")
    visitor.send(form, **{"f-title": "<script>alert(1)</script> & “more”"})
    page = visitor.page(f"{at}/modules/m1")
    assert page.words("//h1") == "HB101 <script>alert(1)</script> & “more”"
    assert page.find("//script[not(@src)]") == []


def test_of_two_people_the_second_is_told_and_keeps_what_they_typed(visitor: Visitor, at: str) -> None:
    form = field_form(visitor.page(f"{at}/modules/m1"), "m1", "credits")
    changed(visitor, at, "m1", title="Lamps")
    answer = visitor.send(form, **{"f-credits": "25"})
    page = Page(answer.text, f"{at}/modules/m1")
    assert answer.status_code == 409
    assert "The draft changed since you opened this page." in page.words("//*[@id='faults']")
    assert page.words("//h1") == "HB101 Lamps"
    again = field_form(page, "m1", "credits")
    assert again.fields["f-credits"] == "25"
    assert visitor.send(again).status_code == 303


@pytest.mark.parametrize("settled", ["drop", "accept"])
def test_a_draft_that_was_settled_meanwhile_takes_no_change_and_says_so(
    visitor: Visitor, at: str, settled: str
) -> None:
    form = field_form(visitor.page(f"{at}/modules/m1"), "m1", "credits")
    index, accepting = visitor.page(at), visitor.page(f"{at}/accept")
    visitor.send(index.form("/drop") if settled == "drop" else accepting.form("/accept"))
    answer = visitor.send(form, **{"f-credits": "25"})
    said = "dropped" if settled == "drop" else "accepted"
    assert answer.status_code == 409
    assert f"The draft was {said} already." in Page(answer.text).words("//*[@id='faults']")
    assert field_forms(visitor.page(f"{at}/modules/m1")) == []
    if settled == "drop":
        assert visitor.send(accepting.form("/accept")).status_code == 409


def field_forms(page: Page) -> list[Form]:
    return [f for f in page.forms if f.address.endswith("/changes")]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"act": "explode"}, 422),
        ({"act": "set", "part": "m99", "f-title": "X"}, 404),
        ({"act": "set", "part": "m1", "f-colour": "X"}, 422),
        ({"act": "confirm", "part": "m1", "field": "colour"}, 422),
        ({"act": "move", "part": "m1.o1", "to": "m99", "at": "0"}, 404),
        ({"act": "merge", "part": "m1", "second": ""}, 404),
        ({"act": "add", "part": "m1", "kind": "colour"}, 422),
        ({"act": "take back", "number": "7"}, 409),
        ({"act": "drop", "part": "m1", "seen": "x"}, 409),
    ],
)
def test_what_no_page_would_send_is_refused_in_a_sentence(
    visitor: Visitor, at: str, fields: dict[str, str], status: int
) -> None:
    before = counts(visitor.desk.engine)["programme_draft_change"]
    answer = visitor.post(f"{at}/changes", **({"seen": "0"} | fields))
    assert answer.status_code == status
    assert len(Page(answer.text).find("//h1")) == 1
    assert counts(visitor.desk.engine)["programme_draft_change"] == before


@pytest.mark.parametrize("path", ["", "/modules/m1", "/accept", "/place?file=handbook.docx"])
def test_a_draft_that_is_not_there_is_not_found(visitor: Visitor, path: str) -> None:
    assert visitor.get(f"/programmes/drafts/99{path}").status_code == 404


def test_an_inferred_value_is_taken_by_one_press(visitor: Visitor, at: str) -> None:
    page = visitor.page(f"{at}/modules/m3")
    assert "inferred" in page.words("//*[@id='row-m3-level']")
    visitor.send(form_of(page, act="confirm", field="level"))
    row = visitor.page(f"{at}/modules/m3").words("//*[@id='row-m3-level']")
    assert "✎ confirmed by Local user" in row


def test_items_are_added_moved_dropped_and_put_back(visitor: Visitor, at: str) -> None:
    place = f"{at}/modules/m1"
    visitor.send(form_of(visitor.page(place), act="add", kind="content"), **{"f-text": "Bells"})
    visitor.send(form_of(visitor.page(place), act="move", part="x1"))
    visitor.send(form_of(visitor.page(place), act="drop", part="m1.c1"))
    rows = visitor.page(place).find("//*[@id='list-content']//tr[@data-row]/@id")
    assert rows == ["row-x1", "row-m1-c2"]
    visitor.send(form_of(visitor.page(place), act="put back", part="m1.c1"))
    rows = visitor.page(place).find("//*[@id='list-content']//tr[@data-row]/@id")
    assert set(rows) == {"row-x1", "row-m1-c1", "row-m1-c2"}


def test_a_module_is_split_by_ticking_what_the_new_one_takes(visitor: Visitor, at: str) -> None:
    form = visitor.page(f"{at}/modules/m1/split").form("/split")
    refused = visitor.send(form, **{"f-code": "HB104"})
    assert refused.status_code == 422
    assert Page(refused.text).one("//*[@id='f-code']").get("value") == "HB104"
    answer = visitor.send(form, **{"f-code": "HB104", "item": ["m1.o2", "m1.c1"]})
    page = visitor.page(answer.location)
    assert page.words("//h1") == "HB104"
    assert "Read the sky before a storm" in page.said
    assert "Read the sky before a storm" not in visitor.page(f"{at}/modules/m1").said


def test_items_are_moved_to_another_module_together(visitor: Visitor, at: str) -> None:
    form = visitor.page(f"{at}/modules/m1/split").form("/split")
    answer = visitor.send(form, to="m2", item=["m1.o1", "m1.o2"])
    assert answer.location == f"{at}/modules/m2"
    assert len(visitor.page(answer.location).find("//*[@id='list-outcome']//tr[@data-row]")) == 3


def test_two_modules_are_merged_and_what_differs_is_said(visitor: Visitor, at: str) -> None:
    form = form_of(visitor.page(f"{at}/modules/m1"), act="merge")
    page = visitor.page(visitor.send(form, second="m2").location)
    assert "The title of “HB102 Crews”, which was merged into it, was “Crews”" in page.said
    assert visitor.get(f"{at}/modules/m2").status_code == 404
    assert "“HB102 Crews” merged into it" in visitor.page(at).said


def test_the_last_change_is_taken_back_by_one_press(visitor: Visitor, at: str) -> None:
    changed(visitor, at, "m1", credits="25")
    page = visitor.page(at)
    visitor.send(form_of(page, act="take back"))
    page = visitor.page(at)
    assert "taken back" in page.words("//details[@class='history']")
    assert not [f for f in page.forms if f.fields.get("act") == "take back"]


def test_accepting_says_what_enters_and_makes_one_edition_for_two_presses(visitor: Visitor, at: str) -> None:
    changed(visitor, at, "m1", credits="25")
    with unit_of_work(visitor.desk.engine) as session:
        do(session, visitor.desk.viewer, int(at.rsplit("/", 1)[-1]), DraftAct.DROP, "m3")
    page = visitor.page(f"{at}/accept")
    assert "2 modules, 3 outcomes, 2 assessments, 2 content items" in page.said
    assert "Errors that stand (1)" in page.said
    assert "Credits: “25” for “20”" in page.said
    places = {visitor.send(page.form("/accept")).location for _ in range(2)}
    assert len(places) == 1
    assert "2 modules as read" in visitor.page(places.pop()).said
    assert counts(visitor.desk.engine)["programme_edition"] == 1


def test_a_programme_without_a_title_is_asked_for_one(visitor: Visitor, at: str) -> None:
    changed(visitor, at, "p", title="")
    form = visitor.page(f"{at}/accept").form("/accept")
    refused = visitor.send(form, **{"f-title": " "})
    assert refused.status_code == 422
    assert Page(refused.text).one("//*[@id='f-title']").get("aria-invalid") == "true"
    places = {visitor.send(form, **{"f-title": "BA Harbours"}).location for _ in range(2)}
    assert len(places) == 1
    assert visitor.page(places.pop()).words("//h1") == "BA Harbours"


def test_open_drafts_are_listed_where_one_would_look(visitor: Visitor, at: str) -> None:
    for path in ("/", "/programmes/new"):
        assert visitor.page(path).find(f"//a[@href='{at}']")
    visitor.send(visitor.page(at).form("/drop"))
    for path in ("/", "/programmes/new"):
        assert not visitor.page(path).find(f"//a[@href='{at}']")


def test_a_draft_of_the_next_edition_says_what_differs(visitor: Visitor, at: str) -> None:
    visitor.send(visitor.page(f"{at}/accept").form("/accept"))
    with unit_of_work(visitor.desk.engine) as session:
        later = keep_programme_draft(session, visitor.desk.viewer, programme(), programme_id=1)
    for path in ("", "/accept"):
        rows = visitor.page(f"/programmes/drafts/{later}{path}").find("//table[@class='compared']/tbody/tr")
        (gone,) = [[" ".join(c.text_content().split()) for c in row] for row in rows]
        assert gone == ["HB103/6 Knots", "gone", "Edition 1 has it; the new one would not."]


@contextmanager
def asked(visitor: Visitor) -> Iterator[list[str]]:
    """The queries that are asked meanwhile."""
    told: list[str] = []

    def tell(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            told.append(statement)

    sa.event.listen(visitor.desk.engine, "before_cursor_execute", tell)
    yield told
    sa.event.remove(visitor.desk.engine, "before_cursor_execute", tell)


def test_the_number_of_queries_does_not_depend_on_the_number_of_modules(visitor: Visitor, at: str) -> None:
    with unit_of_work(visitor.desk.engine) as session:
        large = keep_programme_draft(session, visitor.desk.viewer, programme(extra_modules=60))
    found = []
    for draft in (at, f"/programmes/drafts/{large}"):
        for path in ("", "/modules/m1", "/accept"):
            with asked(visitor) as told:
                assert visitor.get(draft + path).status_code == 200
            found.append(len(told))
    assert found[:3] == found[3:]
    assert max(found) <= MOST_OF_A_PAGE


def test_a_job_that_reads_names_its_files_and_says_which_could_not_be_read(visitor: Visitor) -> None:
    files = [HandedIn(name, b"Any") for name in ("a.txt", "torn.docx", "c.txt", "d.txt")]
    with unit_of_work(visitor.desk.engine) as session:
        job = jobs.enqueue(
            session, viewer=visitor.desk.viewer, kind=IMPORT_PROGRAMME, payload={}, files=files
        )
    assert visitor.page(f"/jobs/{job}").said.count("waiting") == 4
    with unit_of_work(visitor.desk.engine) as session:
        claim = jobs.claim_next(session, worker="test")
        assert claim
        jobs.tell_unread(session, claim=claim, position=2, fault="The file is damaged.")
        jobs.tell_progress(session, claim=claim, done=2, total=5)
    page = visitor.page(f"/jobs/{job}", htmx=True)
    states = [" ".join(li.text_content().split()) for li in page.find("//li")]
    assert states == [
        "read a.txt",
        "unread torn.docx: The file is damaged.",
        "being read c.txt",
        "waiting d.txt",
    ]


def test_the_command_accepts_what_it_read_at_once(visitor: Visitor) -> None:
    brief = b"Module code: HB101\nModule title: Lamps\nCredits: 20\n\nLearning outcomes\n1. Trim a lamp\n"
    edition_id, read = keep_programme(
        visitor.desk, files=[HandedIn("brief.txt", brief)], title=" BA Harbours "
    )
    page = visitor.page(f"/programmes/editions/{edition_id}")
    assert page.words("//h1") == read.title == "BA Harbours"
    assert not visitor.page("/programmes/new").find("//a[starts-with(@href, '/programmes/drafts/')]")


def test_the_command_needs_no_title(visitor: Visitor) -> None:
    brief = b"Module code: HB101\nModule title: Lamps\nCredits: 20\n"
    edition_id, read = keep_programme(visitor.desk, files=[HandedIn("brief.txt", brief)])
    assert read.title is None
    assert visitor.page(f"/programmes/editions/{edition_id}").words("//h1") == "Untitled programme"
