"""A decision that cannot be recorded as it was meant is refused in a sentence, and nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from mapper.values import Coverage
from tests.judged import LOG, PLAN
from tests.made import MadeMapping, counts, suggest
from tests.web.addresses import suggested
from tests.web.conftest import Visitor
from tests.web.markup import Form, Page

LONG = "\N{GRINNING FACE}" * 100_002
MARKUP = """<script>alert("1")</script><b onclick='x'>&amp; "quoted" 'too'</b>"""
TYPED = "The log was kept by one learner only"


@dataclass(frozen=True)
class Way:
    """A way to record a decision: its form, ready to be sent, and how it is sent."""

    visitor: Visitor
    mapping: MadeMapping
    name: str

    @property
    def form(self) -> Form:
        """The form as it stands now."""
        at = f"/mappings/{self.mapping.id}"
        if self.name == "queue":
            return self.visitor.page(f"{at}/queue").form("/queue/decisions")
        if self.name == "bulk":
            page = self.visitor.page(f"{at}/bulk")
            cells = [str(v) for v in page.find("//input[@name='cell']/@value")][:1]
            answer = self.visitor.send(page.form("/bulk/preview"), coverage="part", cell=cells)
            return Page(answer.text).form("/bulk")
        page = self.visitor.page(f"{at}/criteria/{self.mapping.criteria['201:1.1']}")
        if self.name == "set":
            return page.form("/sets")
        return page.judging(self.mapping.statements[LOG])

    def send(self, form: Form, **more: str) -> TestResponse:
        """Sends it, judging part; a set is declared as one that covers either way."""
        if self.name == "set":
            members = [more.pop("statement", self.mapping.statements[LOG]), self.mapping.statements[PLAN]]
            return self.visitor.send(form, htmx=True, **({"mode": "any", "member": members} | more))
        return self.visitor.send(form, htmx=self.name == "panel", **({"coverage": "part"} | more))


@pytest.fixture(params=["queue", "page", "panel", "bulk", "set"])
def way(request: pytest.FixtureRequest, visitor: Visitor, mapping: MadeMapping) -> Way:
    """Each way in turn."""
    suggest(
        mapping,
        suggested(mapping, "201:1.1", LOG, band="low"),
        *([suggested(mapping, "201:1.1", PLAN, band="low", rank=2)] if request.param == "set" else []),
    )
    return Way(visitor, mapping, request.param)


def kept(answer: TestResponse) -> list[str]:
    """Everything that stands in a field of the answer, to be sent again or copied."""
    page = Page(answer.text)
    fields = [str(value) for value in page.find("//input[@name='reason']/@value")]
    return fields + [str(area.text_content()).strip() for area in page.find("//textarea")]


def recorded(way: Way) -> int:
    return counts(way.mapping.engine)["decision"]


def test_words_that_changed_meanwhile_are_not_decided_on(way: Way) -> None:
    form = way.form
    with way.mapping.engine.begin() as connection:
        connection.execute(sa.text("UPDATE statement SET fingerprint = 'other'"))
    answer = way.send(form, reason=TYPED)
    assert answer.status_code == 409
    assert "The wording has changed since you opened this page" in Page(answer.text).said
    assert TYPED in kept(answer)
    assert recorded(way) == 0


def test_an_assessment_that_is_gone_meanwhile_is_said_and_what_was_typed_is_kept(way: Way) -> None:
    form = way.form
    criterion = way.mapping.criteria["201:1.1"]
    gone = {"queue": {"pick": "99999"}, "bulk": {"cell": f"{criterion}:99999"}}
    answer = way.send(form, reason=TYPED, **gone.get(way.name, {"statement": "99999"}))
    assert answer.status_code in (404, 422)
    assert "not in th" in Page(answer.text).said
    assert TYPED in kept(answer)
    assert recorded(way) == 0


def test_a_mapping_that_is_gone_meanwhile_leaves_what_was_typed(way: Way) -> None:
    form = way.form
    form.element.set("action", form.address.replace(f"/mappings/{way.mapping.id}/", "/mappings/99999/"))
    answer = way.send(form, reason=TYPED)
    assert answer.status_code == 404
    assert "There is no such mapping." in Page(answer.text).said
    assert kept(answer) == [TYPED]


def test_the_same_form_sent_twice_is_one_decision(way: Way) -> None:
    form = way.form
    answers = [way.send(form), way.send(form)]
    assert {answer.status_code for answer in answers} <= {200, 303}
    assert recorded(way) == 1


def test_a_hundred_thousand_characters_of_any_script_are_refused_and_kept(way: Way) -> None:
    assert len(LONG) > 100_000
    answer = way.send(way.form, reason=LONG)
    assert answer.status_code == 422
    assert "The reason has 100,002 characters." in Page(answer.text).said
    assert LONG in kept(answer)
    assert recorded(way) == 0


def test_markup_is_shown_as_it_was_typed(way: Way) -> None:
    way.send(way.form, reason=MARKUP)
    assert recorded(way) == 1
    at = f"/mappings/{way.mapping.id}"
    for path in (
        f"{at}/history",
        f"{at}/criteria/{way.mapping.criteria['201:1.1']}",
        f"{at}/queue?show=all&criterion={way.mapping.criteria['201:1.1']}",
    ):
        page = way.visitor.page(path)
        assert " ".join(MARKUP.split()) in page.said
        assert not page.find("//b[@onclick] | //script[not(@src)]")


def test_a_conflict_with_somebodys_decision_keeps_what_was_typed(way: Way) -> None:
    form = way.form
    if way.name == "set":
        way.mapping.judge("201:1.1", LOG, Coverage.NONE)
    else:
        way.mapping.judge("201:1.1", LOG, Coverage.FULL)
    answer = way.send(form, reason=TYPED)
    assert answer.status_code in (409, 422)
    assert recorded(way) == 1
    assert TYPED in kept(answer)


def test_cells_of_the_matrix_that_name_nothing_are_told_and_leave_the_way_back(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", PLAN, band="low"))
    form = visitor.page(f"/mappings/{mapping.id}/matrix?select=1").form("/bulk/preview")
    for cells in ([], ["x"], [f"{mapping.criteria['201:1.2']}:a{mapping.statements[LOG]}"], ["9:a99999"]):
        answer = visitor.send(form, coverage="part", selected=cells)
        page = Page(answer.text)
        assert answer.status_code == 422
        assert page.words("//h1") == "Nothing would change"
        assert "select=1" in str(page.one("//a[@id='bulk-choose']").get("href"))


@pytest.mark.parametrize("place", ["criteria", "queue"])
def test_nothing_here_is_not_said_of_a_wording_that_nobody_read(
    visitor: Visitor, mapping: MadeMapping, place: str
) -> None:
    at = f"/mappings/{mapping.id}"
    if place == "criteria":
        page = visitor.page(f"{at}/criteria/{mapping.criteria['201:1.1']}")
        form = next(f for f in page.forms if f.fields.get("coverage") == "none")
    else:
        form = visitor.page(f"{at}/queue").form("/queue/decisions")
    with mapping.engine.begin() as connection:
        connection.execute(sa.text("UPDATE criterion SET fingerprint = 'other'"))
    answer = visitor.send(form, coverage="none" if place == "criteria" else "nothing")
    assert answer.status_code == 409
    assert "The wording has changed since you opened this page" in Page(answer.text).said
    assert counts(mapping.engine)["decision"] == 0
