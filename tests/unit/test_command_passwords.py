"""Commands ask for an archive's password at a terminal only, and never wait for one elsewhere."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
import pyzipper

from sample_programmes import SPECIFICATION
from web import cli
from web.commands import reading

PASSWORD = "harbour"  # noqa: S105  of an archive made here


@pytest.fixture
def locked(tmp_path: Path) -> str:
    path = tmp_path / "all.zip"
    with pyzipper.AESZipFile(path, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(PASSWORD.encode())
        archive.writestr("a.csv", b"Module code,Module title\nHB101,Tides\n")
    return str(path)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    answers, asked = list(typed), []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return answers.pop(0)

    monkeypatch.setattr(reading, "getpass", getpass)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys, "stderr", Terminal())
    return asked


def test_without_a_terminal_a_locked_archive_is_a_finding(
    locked: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD))
    assert cli.main(["read-programme", locked, "--json"]) == cli.DONE_WITH_ERRORS
    said = json.loads(capsys.readouterr().out)
    assert said["modules"] == []
    assert [(f["severity"], f["subject"]) for f in said["findings"]] == [("error", "all.zip")]


def test_at_a_terminal_the_password_is_asked_for(
    locked: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (asked,) = [at_a_terminal(monkeypatch, "lighthouse", PASSWORD)]
    assert cli.main(["read-programme", locked, "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["modules"][0]["code"] == "HB101"
    assert len(asked) == 2
    assert "all.zip" in asked[0]


def test_three_wrong_passwords_are_a_finding(
    locked: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_a_terminal(monkeypatch, "one", "two", "three", "four")
    assert cli.main(["read-programme", locked, "--json"]) == cli.DONE_WITH_ERRORS
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert "password was wrong" in finding["message"]
    assert len(asked) == 3


def test_an_empty_answer_leaves_the_archive_out(
    locked: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_a_terminal(monkeypatch, "")
    assert cli.main(["read-programme", locked, "--json"]) == cli.DONE_WITH_ERRORS
    assert len(asked) == 1
    assert "locked" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["read-specification", "import-specification"])
def test_an_archive_of_several_documents_is_no_specification(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("MAPPER_WORKSPACE", str(tmp_path / "workspace"))
    path = tmp_path / "all.zip"
    with pyzipper.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", b"Code\nHB101\n")
        archive.writestr("b.csv", b"Code\nHB102\n")
    assert cli.main([command, str(path)]) == cli.MISUSE
    said = capsys.readouterr().err
    assert "The archive holds 2 documents; a specification is one." in said
    assert said.count("\n") == 1


def test_importing_a_programme_asks_for_the_password_and_keeps_what_it_opens(
    locked: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_a_terminal(monkeypatch, PASSWORD)
    workspace = str(tmp_path / "workspace")
    assert cli.main(["import-programme", locked, "--json", "--workspace", workspace]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["modules"] == 1
    assert len(asked) == 1


def test_importing_a_specification_asks_for_the_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "specification.zip"
    with pyzipper.AESZipFile(path, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(PASSWORD.encode())
        archive.writestr(SPECIFICATION.name, SPECIFICATION.read_bytes())
    asked = at_a_terminal(monkeypatch, "lighthouse", PASSWORD)
    workspace = str(tmp_path / "workspace")
    assert cli.main(["import-specification", str(path), "--json", "--workspace", workspace]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["specification_edition"] == 1
    assert len(asked) == 2
