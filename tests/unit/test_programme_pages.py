"""Pages, exports and plain text of other universities, from file to module."""

from __future__ import annotations

import json

from mapper.intake.document import Document, Paragraph
from mapper.intake.programme import extract_programme
from mapper.intake.readers import read_document
from mapper.intake.readings import ModuleReading
from mapper.values import Locator


def read_text(file: str, text: str) -> tuple[ModuleReading, ...]:
    return extract_programme([read_document(text.encode(), file=file)]).modules


def test_an_export_of_a_student_record_system_is_read_by_its_short_heads() -> None:
    modules = read_text(
        "export.csv",
        "MOD_CODE,MOD_NAME,MOD_CRDT,LEV_CODE,MAB_SEQ,MAB_NAME,MAB_PERC\n"
        "INV501,Leading Gardens,20,5,1,Garden plan,40\nINV501,Leading Gardens,20,5,2,Season talk,60\n",
    )
    assert [(m.code, m.title, m.level, m.credits) for m in modules] == [("INV501", "Leading Gardens", 5, 20)]
    assert [(a.title, a.weight) for a in modules[0].assessments] == [("Garden plan", 40), ("Season talk", 60)]


def test_a_list_of_outcomes_may_repeat_the_facts_of_its_module_or_stand_in_columns() -> None:
    by_row = "module_code,module_title,credits,lo_number,lo_text\nINV501,Leading Gardens,20,1,Plan a bed\nINV501,Leading Gardens,20,2,Lead a walk\n"
    by_column = "Code,Title,Credits,LO1,LO2\nINV501,Leading Gardens,20,Plan a bed,Lead a walk\n"
    for text in (by_row, by_column):
        (module,) = read_text("outcomes.csv", text)
        assert (module.title, module.credits) == ("Leading Gardens", 20)
        assert [o.text for o in module.learning_outcomes] == ["Plan a bed", "Lead a walk"]


def test_a_topic_that_bears_the_name_of_a_section_is_a_topic_where_nothing_stands_under_it() -> None:
    def page(under: str) -> str:
        topics = "<h2>Indicative content</h2><ul><li>Soil</li><li>Feedback</li></ul>"
        rest = "<h2>Learning outcomes</h2><ul><li>Plan a bed.</li></ul>"
        return f"<html><body><h1>INV501 Leading Gardens</h1>{topics}{under}{rest}</body></html>"

    (topic,), (section,) = (read_text("p.html", page(under)) for under in ("", "<p>By letter.</p>"))
    assert topic.content == ("Soil", "Feedback")
    assert section.content == ("Soil",)
    assert [o.text for o in topic.learning_outcomes] == ["Plan a bed."]


def test_panels_of_a_page_open_with_buttons() -> None:
    panels = {
        "Learning outcomes": "<p>By the end you will be able to:</p><ul><li>Plan a bed.</li><li>Lead a walk.</li></ul>",
        "Assessment": "<ul><li>Garden plan (65%)</li><li>Season talk (35%)</li></ul>",
    }
    page = "".join(
        f"<button aria-expanded=true>{name}</button><div>{body}</div>" for name, body in panels.items()
    )
    facts = "<dl><dt>Module code</dt><dd>INV501</dd><dt>Credit value</dt><dd>30</dd></dl>"
    (module,) = read_text("page.html", f"<html><body><h1>Leading Gardens</h1>{facts}{page}</body></html>")
    assert (module.code, module.title, module.credits) == ("INV501", "Leading Gardens", 30)
    assert [o.text for o in module.learning_outcomes] == ["Plan a bed.", "Lead a walk."]
    assert [(a.title, a.weight) for a in module.assessments] == [("Garden plan", 65), ("Season talk", 35)]


def test_metadata_on_top_of_a_page_gives_facts() -> None:
    front = "---\nlayout: page\ncode: INV501\ntitle: Leading Gardens\ncredits: 20\nlevel: 5\n---\n"
    (module,) = read_text("page.md", f"{front}\n## Learning outcomes\n\n1. Plan a bed.\n2. Lead a walk.\n")
    assert (module.code, module.title, module.credits, module.level) == ("INV501", "Leading Gardens", 20, 5)


def test_a_page_about_assessments_gives_their_weights_and_no_title() -> None:
    (bare,) = read_text(
        "work.md", "# INV501 Assessments\n\n## Coursework 1\n\n- Alone\n- Worth 40% of the module\n"
    )
    assert (bare.code, bare.title) == ("INV501", None)
    assert [(a.title, a.weight) for a in bare.assessments] == [("Coursework 1", 40)]


def test_facts_may_stand_behind_dots() -> None:
    (module,) = read_text(
        "form.txt",
        "MODULE DESCRIPTOR\n\nModule code ........ INV501\nModule title ....... Leading Gardens\nLevel .............. 6\n"
        "Credit points ...... 20\n",
    )
    assert (module.code, module.title, module.level, module.credits) == ("INV501", "Leading Gardens", 6, 20)


def test_weights_of_a_grade_scale_are_never_components() -> None:
    (module,) = read_text(
        "syllabus.md",
        "# INV 310: Leading Gardens\n\n## Grading\n\n- Talk: 40%\n- Plan: 60%\n- A 90–100%\n\n### Grading scale\n\n- B: 80-89%\n",
    )
    assert [(a.title, a.weight) for a in module.assessments] == [("Talk", 40), ("Plan", 60)]


def test_outcomes_of_a_record_may_carry_their_labels_however_short() -> None:
    unit = {
        "unit_code": "INV301",
        "unit_title": "Leading Gardens",
        "cats": 15,
        "learning_outcomes": ["LO1: Plan a bed", "LO2: Choose seeds"],
    }
    (module,) = read_text("unit.json", json.dumps({"unit": unit}))
    assert [(o.number, o.text) for o in module.learning_outcomes] == [
        ("LO1", "Plan a bed"),
        ("LO2", "Choose seeds"),
    ]


def test_labels_of_several_words_need_no_colon() -> None:
    page = "Unit title Leading Gardens\n\nUnit code INV501\n\nUnit level 6\n\nUnit credits 20 (10 ECTS)\n\nUnit level 7 is taught here."
    (module,) = read_text("form.txt", page)
    assert (module.code, module.title, module.level, module.credits) == ("INV501", "Leading Gardens", 6, 20)


def test_a_line_of_heads_alone_names_no_module() -> None:
    (module,) = read_text("form.txt", "Unit title Credits Semester\n\nUnit code INV501\n\nUnit level 6")
    assert (module.code, module.title) == ("INV501", None)


def test_a_heading_that_calls_itself_a_modules_outline_gives_its_title_and_no_content() -> None:
    blocks = (
        Paragraph("Module outline: Leading Gardens", Locator(), level=1),
        Paragraph("Module code: INV501", Locator()),
    )
    (module,) = extract_programme([Document("outline.docx", "docx", blocks)]).modules
    assert (module.title, module.content) == ("Leading Gardens", ())


def test_groups_of_outcomes_may_have_larger_headings_than_the_list() -> None:
    items = [
        Paragraph(text, Locator(), level=level)
        for text, level in (
            ("Module code: INV501", None),
            ("Learning outcomes", None),
            ("Knowledge", 2),
            ("LO1: Explain how bees live", None),
            ("Practical skills", 2),
            ("LO2: Keep a hive", None),
        )
    ]
    (module,) = extract_programme([Document("guide.pdf", "pdf", tuple(items))]).modules
    assert [o.number for o in module.learning_outcomes] == ["LO1", "LO2"]
