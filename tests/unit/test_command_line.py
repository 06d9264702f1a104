"""How commands end: a sentence and a status, never a traceback."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from mapper.errors import InvalidError
from web import cli
from web.commands import reading


def broken(error: Exception, monkeypatch: pytest.MonkeyPatch) -> int:
    def fail(_arguments: Namespace) -> int:
        raise error

    monkeypatch.setattr(reading, "read_programme", fail)
    return cli.main(["read-programme", "any.docx", "--json"])


def test_a_fault_of_our_own_is_one_sentence_and_no_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MAPPER_DEBUG", raising=False)
    assert broken(KeyError("lamp"), monkeypatch) == cli.FAULT
    said = capsys.readouterr()
    assert said.out == ""
    assert "KeyError" in said.err
    assert "Traceback" not in said.err


def test_a_fault_is_shown_whole_to_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPPER_DEBUG", "1")
    with pytest.raises(KeyError):
        broken(KeyError("lamp"), monkeypatch)


def test_what_a_person_can_mend_is_said_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = InvalidError("No lamp is lit.", subject="lamp", remedy="Light it.")
    assert broken(error, monkeypatch) == cli.MISUSE
    assert capsys.readouterr().err == "lamp: No lamp is lit. Light it.\n"


def test_a_file_without_a_module_is_read_with_an_error_and_an_empty_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A note about the weather", encoding="utf-8")
    assert cli.main(["read-programme", str(note), "--json"]) == cli.DONE_WITH_ERRORS
    assert '"modules": []' in capsys.readouterr().out


def test_references_copied_with_other_hyphens_are_the_same_units(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check-combination", "--qualification", "600/5856/0", "--units", "8607\u2011501"]) == 1
    said = capsys.readouterr()
    assert said.out == "not valid: 3 credits from 1 unit\n"
    assert "in no specification" not in said.err
