"""Handing in documents: what cannot be taken is refused at once, what cannot be read is told by its job."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapper.intake.readers import READABLE
from sample_programmes import SPECIFICATION, TIDY_PROGRAMME
from tests.made import MadeMapping, counts
from tests.web.conftest import LIMITS, Visitor
from tests.web.markup import Page

BOTH = ["/specifications/new", "/programmes/new"]
KEPT = ("specification_edition", "programme_edition", "source_document", "unit", "module", "audit_event")
PROSE = b"A leaflet about the harbour.\n\nIt has a lamp and a bell, and nothing that anybody could learn.\n"


def sample(path: Path) -> tuple[str, bytes]:
    return path.name, path.read_bytes()


def kept(visitor: Visitor) -> dict[str, int]:
    found = counts(visitor.desk.engine)
    return {name: found[name] for name in KEPT}


@pytest.mark.parametrize("path", BOTH)
def test_no_file_is_told_beside_the_field(visitor: Visitor, path: str) -> None:
    answer = visitor.post(path)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.words("//*[@id='files-fault']") == "No file was chosen. Choose a file, then import it."
    assert page.one("//*[@id='files']").get("aria-invalid") == "true"
    assert page.one("//*[@id='faults']//a").get("href") == "#files"


@pytest.mark.parametrize("path", BOTH)
def test_an_empty_choice_of_the_browser_is_no_file(visitor: Visitor, path: str) -> None:
    assert visitor.hand_in(path, ("", b"")).status_code == 422


@pytest.mark.parametrize("path", BOTH)
def test_a_file_over_the_limit_is_refused_by_name(visitor: Visitor, path: str) -> None:
    answer = visitor.hand_in(path, ("great.docx", b"x" * (LIMITS.max_bytes + 1)))
    assert answer.status_code == 422
    assert "great.docx: The file is larger than 1 MB." in Page(answer.text).words("//*[@id='files-fault']")
    assert counts(visitor.desk.engine)["job"] == 0


@pytest.mark.parametrize("path", BOTH)
def test_more_than_can_be_handed_in_at_once_is_refused_in_a_sentence(visitor: Visitor, path: str) -> None:
    files = [(f"{n}.docx", b"x" * LIMITS.max_bytes) for n in range(6)]
    answer = visitor.hand_in(path, *files)
    assert answer.status_code == 413
    assert "That is more than can be handed in at once." in Page(answer.text).said


def test_a_specification_is_one_file(visitor: Visitor) -> None:
    answer = visitor.hand_in("/specifications/new", ("a.txt", PROSE), ("b.txt", PROSE))
    assert answer.status_code == 422
    assert "2 files were chosen. Choose at most 1." in Page(answer.text).said


def test_forty_files_make_a_programme_and_one_more_does_not(visitor: Visitor) -> None:
    files = [(f"{n}.txt", PROSE) for n in range(41)]
    assert visitor.hand_in("/programmes/new", *files[:40]).status_code == 303
    answer = visitor.hand_in("/programmes/new", *files)
    assert answer.status_code == 422
    assert "41 files were chosen." in Page(answer.text).said


UNREADABLE = {
    "of no known type": (("notes.exe", b"MZ" + PROSE), "Files that end in .exe are not read."),
    "of an old type": (("notes.doc", PROSE), "Save it as .docx in Word."),
    "without an ending": (("notes", PROSE), "The file's name has no ending."),
    "empty": (("notes.docx", b""), "The file is empty."),
    "not what its name says": (("notes.pdf", PROSE), "The file is no PDF, whatever its name says."),
    "damaged": (("notes.docx", b"PK\x03\x04 cut short"), "The file is damaged"),
}


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_fails_with_its_name_and_a_remedy(
    visitor: Visitor, path: str, case: str
) -> None:
    before = kept(visitor)
    file, said = UNREADABLE[case]
    answer = visitor.hand_in(path, file)
    assert answer.status_code == 303
    visitor.work()
    alert = visitor.page(answer.location).words("//*[@role='alert']")
    assert alert.startswith(f"Nothing was kept. {file[0]}: ")
    assert said in alert
    assert kept(visitor) == before
    assert counts(visitor.desk.engine)["job_file"] == 0


def test_a_specification_without_qualifications_or_units_is_not_kept(visitor: Visitor) -> None:
    before = kept(visitor)
    answer = visitor.hand_in("/specifications/new", ("leaflet.txt", PROSE))
    visitor.work()
    page = visitor.page(answer.location)
    assert page.words("//*[@role='alert']").startswith("Nothing was kept.")
    assert kept(visitor) == before


def test_a_programme_without_modules_is_not_kept(visitor: Visitor) -> None:
    before = kept(visitor)
    answer = visitor.hand_in("/programmes/new", ("leaflet.txt", PROSE))
    visitor.work()
    assert visitor.page(answer.location).words("//*[@role='alert']").startswith("Nothing was kept.")
    assert kept(visitor) == before


def test_a_specification_leads_to_a_draft_of_what_was_read(visitor: Visitor) -> None:
    before = kept(visitor)
    answer = visitor.hand_in("/specifications/new", sample(SPECIFICATION))
    visitor.work()
    done = visitor.get(answer.location)
    assert done.status_code == 303
    page = visitor.page(done.location)
    assert page.words("//h1").startswith("9905 ")
    assert page.words("//*[@class='sample']").startswith("SAMPLE This page shows content that was invented")
    assert "12 units, 6 with wording" in page.said
    assert len(page.find("//details[starts-with(@id, 'wording-')]")) == 6
    assert kept(visitor)["specification_edition"] == before["specification_edition"]


def accepted(visitor: Visitor, job: str) -> Page:
    """The page of the edition that the draft made by a job became."""
    draft = visitor.get(job).location
    form = visitor.page(f"{draft}/accept").form("/accept")
    return visitor.page(visitor.send(form).location)


def test_a_programme_leads_to_a_draft_and_enters_nothing_until_it_is_accepted(visitor: Visitor) -> None:
    before = kept(visitor)
    answer = visitor.hand_in("/programmes/new", sample(TIDY_PROGRAMME))
    visitor.work()
    page = visitor.page(visitor.get(answer.location).location)
    assert page.words("//h1") == "MA Leadership and Organisational Practice"
    assert page.words("//*[@class='sample']").startswith("SAMPLE")
    assert [kept(visitor)[t] - before[t] for t in ("programme_edition", "module")] == [0, 0]
    assert "8 modules as read" in accepted(visitor, answer.location).said
    assert [kept(visitor)[t] - before[t] for t in ("programme_edition", "module")] == [1, 8]


def test_one_unreadable_file_among_several_is_a_finding_of_the_programme(visitor: Visitor) -> None:
    answer = visitor.hand_in("/programmes/new", ("torn.docx", b"PK torn"), sample(TIDY_PROGRAMME))
    visitor.work()
    page = accepted(visitor, answer.location)
    findings = [" ".join(li.text_content().split()) for li in page.find("//ul[@class='findings']/li")]
    assert any(f.startswith("error torn.docx: ") for f in findings)
    assert "8 modules as read" in page.said


def test_a_new_edition_of_a_programme_is_numbered(visitor: Visitor, mapping: MadeMapping) -> None:
    form = visitor.page("/programmes/new")
    (programme,) = form.find("//select[@id='programme']/option[@value != '']/@value")
    answer = visitor.hand_in("/programmes/new", sample(TIDY_PROGRAMME), programme=programme)
    visitor.work()
    assert "edition 2" in accepted(visitor, answer.location).words("//*[@class='trail']")


def test_a_title_typed_with_the_files_stands_where_they_have_none_and_is_the_persons(
    visitor: Visitor,
) -> None:
    files = (
        "brief.txt",
        b"Module code: HB101\nModule title: Lamps\nCredits: 20\n\nLearning outcomes\n1. Trim a lamp\n",
    )
    answer = visitor.hand_in("/programmes/new", files, title="BA Harbours")
    visitor.work()
    page = visitor.page(visitor.get(answer.location).location)
    assert page.words("//h1") == "BA Harbours"
    assert "written by Local user" in page.words("//*[@id='row-p-title']")


def test_a_refused_form_keeps_the_title_that_was_typed(visitor: Visitor) -> None:
    answer = visitor.post("/programmes/new", title="BA Harbours")
    assert Page(answer.text).one("//*[@id='title']").get("value") == "BA Harbours"


def test_what_was_accepted_can_be_read_again_into_a_new_draft(visitor: Visitor) -> None:
    first = visitor.hand_in("/programmes/new", sample(TIDY_PROGRAMME)).location
    visitor.work()
    assert visitor.hand_in("/programmes/new", sample(TIDY_PROGRAMME)).location == first
    accepted(visitor, first)
    assert visitor.hand_in("/programmes/new", sample(TIDY_PROGRAMME)).location != first


def test_the_same_file_handed_in_twice_is_read_once(visitor: Visitor) -> None:
    places = [visitor.hand_in("/programmes/new", ("leaflet.txt", PROSE)).location for _ in range(2)]
    assert places[0] == places[1]
    assert counts(visitor.desk.engine)["job"] == 1


def test_a_name_with_folders_keeps_only_its_end(visitor: Visitor) -> None:
    answer = visitor.hand_in("/programmes/new", ("../../home/me/leaflet.exe", PROSE))
    visitor.work()
    alert = visitor.page(answer.location).words("//*[@role='alert']")
    assert alert.startswith("Nothing was kept. leaflet.exe: ")


def test_the_form_says_what_it_takes(visitor: Visitor) -> None:
    page = visitor.page("/programmes/new")
    assert page.words("//*[@id='files-hint']").startswith(", ".join(READABLE))
    assert "up to 1 MB and 20 pages each" in page.words("//*[@id='files-hint']")
    assert page.one("//*[@id='files']").get("accept") == ",".join([*READABLE, ".zip"])
