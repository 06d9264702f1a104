"""Carrying decisions over, as a person sees it."""

from __future__ import annotations

from mapper.db import unit_of_work
from mapper.mappings import create_mapping
from mapper.values import Coverage
from tests.made import MadeMapping, counts
from tests.made_delivery import TRIM, deliver
from tests.web.conftest import Visitor
from tests.web.markup import Page


def second(mapping: MadeMapping) -> str:
    """The address of another mapping of the same units."""
    with unit_of_work(mapping.engine) as session:
        made = create_mapping(
            session,
            viewer=mapping.viewer,
            programme_edition_id=mapping.programme_edition_id,
            qualification_id=mapping.qualification_id,
            unit_ids=list(mapping.units.values()),
        )
    return f"/mappings/{made}"


def test_the_overview_leads_to_what_can_be_carried_over_and_only_then(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    other = second(mapping)
    assert not visitor.page(other).find("//a[contains(@href, '/reuse')]")
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    assert visitor.page(other).words("//a[contains(@href, '/reuse')]") == "carry 1 decision over…"


def test_the_preview_shows_each_decision_and_one_post_records_them(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL, reason="Seen in the log")
    mapping.judge("201:1.2", "HB101 Content 1", Coverage.NONE)
    deliver(mapping, "201:1", TRIM, reason="Week 1")
    other = second(mapping)
    assert visitor.page(other).words("//a[contains(@href, '/reuse')]") == "carry 3 decisions over…"
    page = visitor.page(f"{other}/reuse")
    taught = page.one("//h3[.='Delivery']/following::tbody[1]/tr")
    assert [" ".join(cell.text_content().split()) for cell in taught][3:5] == ["delivers", "Week 1"]
    told = [" ".join(cell.text_content().split()) for cell in page.find("//tbody/tr[1]/*")]
    assert told[:5] == [
        "1.1",
        "Describe how the lamp is trimmed",
        "HB101 Lamps and lenses: Lamp logLamp log. Portfolio A diary of nights",
        "full",
        "Seen in the log",
    ]
    assert told[5].startswith("by Local user, ")
    assert page.words("//tbody/tr[2]/td[3]") == "rejected"
    form = page.form("/reuse")
    places = {visitor.send(form).location for _ in range(2)}
    assert places == {other}
    assert counts(mapping.engine)["decision"] == 4
    done = visitor.page(f"{other}/reuse").said
    assert "No other mapping has anything" in done
    assert "in a new edition each criterion is judged anew" in done


def test_without_a_unit_the_form_says_so(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    form = visitor.page(f"{second(mapping)}/reuse").form("/reuse")
    answer = visitor.send(form, unit=[])
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.words("//*[@id='faults']").startswith("There is a problem. No unit is chosen.")
    assert page.faults == []
