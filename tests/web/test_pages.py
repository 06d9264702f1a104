"""Every page that can be opened is whole: it parses, is named, labelled and safe to send."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa

import web
from mapper.db import Engine
from tests.made import counts
from tests.web.addresses import machine_paths, pages_of, paths_of
from tests.web.conftest import Tour, Visitor
from tests.web.markup import Page
from web.security import POLICY


def test_every_page_parses_without_a_fault(tour: Tour) -> None:
    assert tour.amiss(lambda page: page.faults) == {}


def test_every_page_has_a_title_of_its_own_and_one_h1(tour: Tour) -> None:
    assert tour.amiss(lambda page: len(page.find("//h1")) != 1) == {}
    assert tour.amiss(lambda page: page.words("//head/title").startswith("·")) == {}


def test_every_page_says_that_it_is_in_english(tour: Tour) -> None:
    assert {page.one("/html").get("lang") for page in tour.pages.values()} == {"en-GB"}


def test_no_page_uses_an_id_twice(tour: Tour) -> None:
    assert tour.amiss(lambda page: page.repeated_ids) == {}


def test_whatever_a_page_refers_to_by_id_is_on_it(tour: Tour) -> None:
    def missing(page: Page) -> set[str]:
        known = {str(i) for i in page.find("//@id")}
        named = page.find("//@aria-labelledby | //@aria-describedby | //label/@for")
        jumps = page.find("//a/@href[starts-with(., '#')] | //@hx-target[not(ancestor::*[@hx-disable])]")
        referred = {i for n in named for i in str(n).split()} | {str(j).removeprefix("#") for j in jumps}
        return referred - known

    assert tour.amiss(missing) == {}


def test_every_control_has_a_label(tour: Tour) -> None:
    assert tour.amiss(lambda page: page.unlabelled) == {}


def test_every_link_and_button_has_words(tour: Tour) -> None:
    def silent(page: Page) -> list[str]:
        return [e.tag for e in page.find("//a | //button") if not e.text_content().strip()]

    assert tour.amiss(silent) == {}


def test_headings_go_down_one_level_at_a_time(tour: Tour) -> None:
    def jumps(page: Page) -> list[tuple[int, int]]:
        levels = [int(h.tag[1]) for h in page.find("//h1 | //h2 | //h3 | //h4 | //h5")]
        return [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]

    assert tour.amiss(jumps) == {}


def test_every_form_that_writes_carries_the_token(tour: Tour) -> None:
    def open_to_forgery(page: Page) -> list[str]:
        return [f.address for f in page.forms if f.method == "post" and not f.fields.get("csrf_token")]

    assert tour.amiss(open_to_forgery) == {}
    assert any(form.method == "post" for page in tour.pages.values() for form in page.forms)


def test_every_form_that_records_a_judgement_carries_an_id_that_no_other_has(tour: Tour) -> None:
    ids = [
        form.fields.get("request_id", "")
        for page in tour.pages.values()
        for form in page.forms
        if form.method == "post" and form.address.endswith(("/decisions", "/withdraw", "/approval"))
    ]
    assert len(ids) > 10
    assert len(set(ids)) == len(ids)
    assert min(map(len, ids)) >= 8


def test_every_page_can_be_opened(tour: Tour) -> None:
    assert {name: a.status_code for name, a in tour.answers.items() if a.status_code != 200} == {}


def test_every_answer_comes_with_the_headers_that_protect_it(tour: Tour) -> None:
    wanted = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    document = tour.visitor.get(f"/mappings/{tour.scene.open.id}/documents/mapping.xlsx")
    for answer in (*tour.answers.values(), *map(tour.visitor.get, machine_paths().values()), document):
        assert {name: answer.headers.get(name) for name in wanted} == wanted


def test_no_page_is_kept_by_the_browser(tour: Tour) -> None:
    assert {a.headers["Cache-Control"] for a in tour.answers.values()} == {"no-store"}


def test_no_page_holds_script_or_style_that_the_policy_would_refuse(tour: Tour) -> None:
    inline = "//script[not(@src)] | //style | //*[@style] | //@*[starts-with(name(), 'on')]"
    assert tour.amiss(lambda page: page.find(inline)) == {}


def test_no_page_refers_to_anything_outside(tour: Tour) -> None:
    def outside(page: Page) -> list[str]:
        return [str(u) for u in page.find("//@href | //@src | //@action | //@formaction") if "//" in str(u)]

    assert tour.amiss(outside) == {}


def test_every_link_on_a_page_leads_somewhere(tour: Tour) -> None:
    links = {str(h).split("#")[0] for p in tour.pages.values() for h in p.find("//a/@href")} - {""}
    pages = {link for link in links if "/documents/" not in link} - set(pages_of(tour.scene).values())
    lost = {link: status for link in pages if (status := tour.visitor.get(link).status_code) != 200}
    assert lost == {}
    assert links


def _everything(engine: Engine) -> tuple[dict[str, int], object, object]:
    with engine.connect() as connection:
        events = connection.execute(sa.text("SELECT * FROM audit_event ORDER BY id")).fetchall()
        jobs = connection.execute(sa.text("SELECT * FROM job ORDER BY id")).fetchall()
    return counts(engine), events, jobs


def test_looking_at_anything_changes_nothing(tour: Tour) -> None:
    before = _everything(tour.visitor.desk.engine)
    for path in (pages_of(tour.scene) | machine_paths()).values():
        assert tour.visitor.get(path).status_code == 200
        tour.visitor.get(path, htmx=True)
    assert _everything(tour.visitor.desk.engine) == before


def test_every_address_that_can_be_opened_is_among_the_tested_ones(tour: Tour) -> None:
    app = tour.visitor.client.application
    adapter = app.url_map.bind("127.0.0.1")
    tested = {adapter.match(path.split("?")[0])[0] for path in paths_of(tour.scene).values()}
    known = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert known - tested == set()


def test_machines_are_told_that_the_app_lives_and_can_work(visitor: Visitor) -> None:
    assert visitor.get("/healthz").json == {"status": "ok"}
    assert visitor.get("/readyz").json == {"status": "ok"}


def test_an_empty_workspace_says_what_to_do_first(visitor: Visitor) -> None:
    steps = visitor.page("/").find("//ol[@class='steps']/li//a/@href")
    assert steps == ["/specifications/new", "/programmes/new", "/mappings/new"]


def test_a_verdict_has_one_colour_in_bars_keys_and_tags() -> None:
    style = (Path(web.__file__).parent / "static" / "structure.css").read_text(encoding="utf-8")
    for verdict in ("guaranteed", "conditional", "part", "not-covered", "undetermined"):
        kinds = (
            rf"\.seg-{verdict} {{ fill:",
            rf"\.key\.{verdict} {{ background:",
            rf"\.tag\.{verdict} {{ color:",
        )
        tokens = [re.findall(rf"{kind} var\((--[a-z]+)\)", style) for kind in kinds]
        assert tokens[0] == tokens[1] == tokens[2] != [], verdict
