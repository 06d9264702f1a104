"""Handing in archives: opened at the form, the password asked for there and kept nowhere."""

from __future__ import annotations

import io
import json
import logging
import zipfile

import pytest
import pyzipper
import sqlalchemy as sa

from mapper import models
from mapper.db import reading, unit_of_work
from sample_programmes import SPECIFICATION, TIDY_PROGRAMME
from tests.made import counts
from tests.made_drafts import keep_draft
from tests.web.conftest import Visitor
from tests.web.markup import Page

PASSWORD = "harbour-lamp"  # noqa: S105  of an archive made here
BOTH = ["/specifications/new", "/programmes/new"]


def packed(*names: str, password: str = "") -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES if password else None) as archive:
        archive.setpassword(password.encode() or None)
        for name in names:
            archive.writestr(name, TIDY_PROGRAMME.read_bytes() if name.endswith(".docx") else b"picture")
    return out.getvalue()


def fault(visitor: Visitor, path: str, *files: tuple[str, bytes], **fields: str) -> str:
    answer = visitor.hand_in(path, *files, **fields)
    assert answer.status_code == 422
    assert counts(visitor.desk.engine)["job"] == 0
    return Page(answer.text).words("//*[@id='files-fault']")


def queued(visitor: Visitor) -> tuple[list[str], dict[str, object]]:
    with reading(visitor.desk.engine) as session:
        names = session.execute(sa.select(models.JobFile.name).order_by(models.JobFile.position))  # type: ignore[call-overload]
        (payload,) = session.execute(sa.select(models.Job.payload)).scalars()  # type: ignore[call-overload]
        return list(names.scalars()), payload


def test_an_archives_documents_are_queued_by_their_paths(visitor: Visitor) -> None:
    answer = visitor.hand_in("/programmes/new", ("all.zip", packed("year 1/a.docx", "logo.png")))
    assert answer.status_code == 303
    names, payload = queued(visitor)
    assert names == ["year 1/a.docx"]
    assert "logo.png" in json.dumps(payload["findings"])


@pytest.mark.parametrize("path", BOTH)
def test_a_locked_archive_is_asked_for_its_password_and_all_files_to_be_chosen_again(
    visitor: Visitor, path: str
) -> None:
    locked = packed("a.docx", password=PASSWORD)
    said = fault(visitor, path, ("all.zip", locked), ("b.docx", b"x"), password="")
    assert said == (
        "all.zip: The archive is locked with a password. Type its password below the files. "
        "Nothing was kept; choose again: all.zip, b.docx."
    )


def test_a_wrong_password_is_said_and_not_repeated(visitor: Visitor) -> None:
    locked = packed("a.docx", password=PASSWORD)
    answer = visitor.hand_in("/programmes/new", ("all.zip", locked), password=PASSWORD[::-1])
    assert "The password was wrong" in Page(answer.text).words("//*[@id='files-fault']")
    assert PASSWORD[::-1] not in answer.text


def test_the_password_opens_the_archive_and_is_kept_nowhere(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    locked = packed("a.docx", password=PASSWORD)
    assert visitor.hand_in("/programmes/new", ("all.zip", locked), password=PASSWORD).status_code == 303
    names, payload = queued(visitor)
    assert names == ["a.docx"]
    assert PASSWORD not in json.dumps(payload)
    assert PASSWORD not in caplog.text
    with reading(visitor.desk.engine) as session:
        assert PASSWORD.encode() not in b"".join(session.execute(sa.select(models.JobFile.content)).scalars())  # type: ignore[call-overload]


def test_an_archive_that_holds_another_is_refused_before_anything_is_queued(visitor: Visitor) -> None:
    said = fault(visitor, "/programmes/new", ("all.zip", packed("a.docx", "more.zip")))
    assert said.startswith("more.zip: An archive inside an archive is not opened.")
    assert said.endswith("choose again: all.zip.")


def test_a_damaged_archive_is_refused_at_once(visitor: Visitor) -> None:
    assert "damaged" in fault(visitor, "/programmes/new", ("all.zip", b"PK torn"))


def test_an_archive_of_several_documents_is_no_specification(visitor: Visitor) -> None:
    said = fault(visitor, "/specifications/new", ("all.zip", packed("a.docx", "b.docx")))
    assert "2 files were chosen, with those in the archive" in said


def test_a_zip_within_the_limit_that_unpacks_beyond_it_is_refused(visitor: Visitor) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 2_000_000)
    assert "larger than 1 MB" in fault(visitor, "/programmes/new", ("all.zip", out.getvalue()))


def test_what_a_wording_archive_holds_and_is_not_read_is_told_beside_the_offers(visitor: Visitor) -> None:
    with unit_of_work(visitor.desk.engine) as session:
        draft = f"/specifications/drafts/{keep_draft(session, visitor.desk.viewer)}"
    assert "logo.png" not in visitor.page(draft).said
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(SPECIFICATION.name, SPECIFICATION.read_bytes())
        archive.writestr("logo.png", b"picture")
    visitor.hand_in(f"{draft}/documents", ("units.zip", out.getvalue()))
    visitor.work()
    (told,) = visitor.page(draft).find("//*[@id='offers']/ul[@class='findings']/li")
    said = " ".join(told.text_content().split())
    assert "units.zip: What is no document in the archive was passed over: logo.png." in said


def test_wording_for_a_draft_can_come_in_a_locked_archive(visitor: Visitor) -> None:
    with unit_of_work(visitor.desk.engine) as session:
        draft = f"/specifications/drafts/{keep_draft(session, visitor.desk.viewer)}"
    page = visitor.page(draft)
    assert ".zip" in page.one("//*[@id='files']").get("accept", "")
    assert page.one("//*[@id='password']").get("type") == "password"
    locked = ("all.zip", packed("a.docx", "b.docx", password=PASSWORD))
    assert "Type its password below the files." in fault(visitor, f"{draft}/documents", locked, password="")
    assert visitor.hand_in(f"{draft}/documents", locked, password=PASSWORD).status_code == 303
    assert queued(visitor)[0] == ["a.docx", "b.docx"]
