"""How commands end: a sentence and a status, never a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
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


def test_a_file_that_does_not_open_is_a_finding_beside_one_that_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, missing = tmp_path / "module.txt", str(tmp_path / "missing.docx")
    good.write_text("Module code: LDR100\nModule title: Leading", encoding="utf-8")
    assert cli.main(["read-programme", missing, str(good), "--json"]) == cli.DONE_WITH_ERRORS
    said = json.loads(capsys.readouterr().out)
    assert [module["code"] for module in said["modules"]] == ["LDR100"]
    assert [(f["severity"], f["subject"]) for f in said["findings"]][:1] == [("error", missing)]
    assert cli.main(["read-programme", missing, missing, "--json"]) == cli.MISUSE
    assert capsys.readouterr().out == ""


def test_references_copied_with_other_hyphens_are_the_same_units(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check-combination", "--qualification", "600/5856/0", "--units", "8607\u2011501"]) == 1
    said = capsys.readouterr()
    assert said.out == "not valid: 3 credits from 1 unit\n"
    assert "in no specification" not in said.err


CHECK = ["check-combination", "--qualification", "600/5856/0", "--units"]


def run_apart(arguments: list[str], *, stdout: int) -> tuple[int, str]:
    """The status and stderr of a process of its own, as only there the interpreter ends."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    said = subprocess.run(
        [sys.executable, "-m", "web.cli", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        check=False,
    )
    return said.returncode, said.stderr


def test_a_reader_who_has_gone_is_no_fault() -> None:
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    assert run_apart([*CHECK, "8607-531", "--json"], stdout=writing_end) == (0, "")
    os.close(writing_end)


def test_a_full_disk_is_told_in_one_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        status, said = run_apart([*CHECK, "8607-531", "--json"], stdout=full.fileno())
    assert status == cli.MISUSE
    assert said.startswith("The output: It cannot be written (No space left")
    assert said.count("\n") == 1


def test_a_folder_that_is_a_file_is_told_to_the_person_who_named_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAPPER_DEBUG", raising=False)
    note = tmp_path / "note.txt"
    note.touch()
    assert cli.main(["template", "--to", str(note)]) == cli.MISUSE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{note}: It cannot be written (File exists).")


def test_an_error_stands_on_one_line_whatever_was_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check-combination", "--qualification", "600\n1", "--units", "8607-531"]) == cli.MISUSE
    with pytest.raises(SystemExit):
        cli.main([*CHECK, "8607-531", "and\nmore"])
    assert capsys.readouterr().err.count("\n") == 2


def test_text_that_utf_8_cannot_hold_goes_out_as_an_escape(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    criterion = {"id": "\ud800é", "any_of": []}
    structure = {"modules": [], "structure": {"all": []}, "compensation_credits": 0, "criteria": [criterion]}
    file = tmp_path / "structure.json"
    file.write_text(json.dumps(structure), encoding="utf-8")
    assert cli.main(["verdicts", str(file), "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["verdicts"][0]["criterion"] == "\ud800é"
    assert cli.main(["verdicts", str(file)]) == cli.DONE
    assert capsys.readouterr().out.startswith("\\ud800é: not covered")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_json_is_whole_on_a_terminal_that_is_not_utf_8(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
    assert cli.main([*CHECK, "é管", "--json"]) == cli.DONE_WITH_ERRORS
    assert json.loads(out.getvalue())["units"] == ["é管"]


def test_an_interrupted_command_says_so_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_arguments: Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "read_programme", interrupt)
    assert cli.main(["read-programme", "any.docx"]) == cli.INTERRUPTED
    assert capsys.readouterr().err == "Stopped.\n"


@pytest.mark.parametrize("port", ["-1", "65536", "99999", "x", ""])
def test_a_port_that_there_is_not_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--port", port])
    assert ended.value.code == cli.MISUSE
    assert f"“{port}” is no whole number from 0 to 65535" in capsys.readouterr().err
