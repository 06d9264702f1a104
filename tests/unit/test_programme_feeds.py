"""Catalogue feeds and web pages: JSON, XML, CSV, HTML and HTML within Markdown."""

from __future__ import annotations

import json

from mapper.intake.programme import extract_programme
from mapper.intake.readers import read_document
from mapper.intake.readings import ProgrammeReading


def read(file: str, text: str) -> ProgrammeReading:
    return extract_programme([read_document(text.encode(), file=file)])


def test_nested_records_become_modules_with_outcomes_and_components() -> None:
    records = [
        {
            "code": f"INV10{n}1",
            "title": f"Garden {n}",
            "year": 1,
            "level": 4,
            "credits": 10,
            "assessments": [
                {"type": "Essay", "length": "2000 words", "weight": 100, "assesses_outcomes": [0, 1]}
            ],
            "outcomes": [
                {"text": "Keep a hive.", "category": "Knowledge", "po": ["A3"]},
                {"text": "Judge honey.", "category": "Skills", "po": ["B1"]},
            ],
        }
        for n in (1, 2)
    ]
    said = read("units.json", json.dumps(records))
    assert [(m.code, m.title, m.level, m.credits) for m in said.modules] == [
        ("INV1011", "Garden 1", 4, 10),
        ("INV1021", "Garden 2", 4, 10),
    ]
    assert [o.text for o in said.modules[1].learning_outcomes] == ["Keep a hive.", "Judge honey."]
    assert [(a.type, a.weight) for a in said.modules[1].assessments] == [("Essay", 100)]


def test_places_counted_from_nought_become_places_from_one() -> None:
    record = {
        "code": "INV1011",
        "title": "Garden",
        "assessments": [
            {"type": "Essay", "weight": 60, "assesses": [0]},
            {"type": "Test", "weight": 40, "assesses": [1]},
        ],
        "outcomes": [{"text": "Keep a hive.", "category": "a"}, {"text": "Judge honey.", "category": "b"}],
    }
    said = read("units.json", json.dumps([record]))
    assert [a.outcomes for a in said.modules[0].assessments] == [("1",), ("2",)]
    assert said.findings == ()


def test_a_flat_catalogue_may_run_its_outcomes_together_and_repeat_the_code() -> None:
    rows = [
        {
            "name": "Garden Studies INVGARD1016",
            "course_code": "INVGARD1016",
            "ilos": "You will be able to:1.Keep bees;2.Judge honey.",
        }
    ]
    module = read("catalogue.json", json.dumps([*rows, *rows])).modules[0]
    assert (module.code, module.title) == ("INVGARD1016", "Garden Studies")
    assert [(o.number, o.text) for o in module.learning_outcomes] == [
        ("1", "Keep bees"),
        ("2", "Judge honey."),
    ]


XCRI = """<?xml version="1.0"?>
<catalog xmlns="http://xcri.org/profiles/1.2/catalog" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:mlo="http://purl.org/net/mlo" xmlns:credit="http://purl.org/net/cm"><provider>
 <dc:title>Invented College</dc:title>
 <course><dc:identifier>http://example.org/course/b174</dc:identifier><dc:title>Garden Stories</dc:title>
  <mlo:assessment>One essay.</mlo:assessment>
  <mlo:credit><credit:scheme>Own</credit:scheme><credit:level>1</credit:level><credit:value>10</credit:value></mlo:credit>
  <mlo:credit><credit:scheme>SCQF</credit:scheme><credit:level>7</credit:level><credit:value>10</credit:value></mlo:credit>
  <presentation><dc:identifier>B1742011E</dc:identifier></presentation></course>
 <course><dc:identifier>G01</dc:identifier><dc:identifier>INV: 390</dc:identifier><dc:title>BA Gardens</dc:title>
  <mlo:credit><credit:scheme>Own</credit:scheme><credit:value>360</credit:value></mlo:credit></course>
</provider></catalog>"""


def test_every_course_of_a_feed_is_a_module_in_the_providers_own_scheme() -> None:
    first, second = read("feed.xml", XCRI).modules
    assert (first.code, first.title, first.level, first.credits) == ("b174", "Garden Stories", 1, 10)
    assert (second.code, second.title, second.level, second.credits) == ("G01", "BA Gardens", None, 360)


def test_assessment_text_of_a_feed_is_a_component_without_a_title_or_weight() -> None:
    (component,) = read("feed.xml", XCRI).modules[0].assessments
    assert (component.title, component.weight, component.description) == (None, None, "One essay.")


def test_units_in_a_list_that_also_names_modules_are_the_modules_content() -> None:
    said = read("units.csv", "UnitID,UnitName,ModuleID,UnitDescription\nu1,Bees,m1,Hives\nu2,Honey,m1,Jars\n")
    assert [(m.code, m.title, m.content) for m in said.modules] == [("m1", None, ("Bees", "Honey"))]


PAGE = """---
title: "Outcomes"
---
<div class="row"><p>LO1:<br/>Hives</p></div>
<div class="row"><p>Keep a hive in a city.</p></div>

<div><p>LO2:<br/>Honey</p></div>
<div><p>Judge the honey of a year.</p></div>
"""
TABLE = """<div>
<table><tr><th>Week</th><th>Assignment</th><th>Assessment Type</th><th>Weight</th></tr>
<tr><td>3</td><td>G1</td><td>Group talk</td><td>0%</td></tr>
<tr><td>9</td><td>R1</td><td>Report</td><td>100%</td></tr></table>
</div>
"""


def test_html_within_markdown_is_read_as_a_page_is() -> None:
    documents = [read_document(text.encode(), file=file) for file, text in (("a.md", PAGE), ("b.md", TABLE))]
    (module,) = extract_programme(documents).modules
    assert [(o.number, o.text) for o in module.learning_outcomes] == [
        ("LO1", "Keep a hive in a city."),
        ("LO2", "Judge the honey of a year."),
    ]
    assert [(a.title, a.type, a.weight) for a in module.assessments] == [
        ("G1", "Group talk", 0),
        ("R1", "Report", 100),
    ]
    assert module.sources["learning_outcomes[0].text"].locator.line == 5
