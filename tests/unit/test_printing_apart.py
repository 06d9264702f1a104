"""Printing in a process of its own: it gives the same PDF, or one sentence on why there is none."""

from __future__ import annotations

import os

import pypdfium2
import pytest

from exports import apart
from exports.apart import Printed, PrintLimits, print_apart
from exports.pdf import print_pdf
from mapper.errors import MapperError

PAGE = "<!DOCTYPE html><html lang=en-GB><title>Lamps</title><p>The lamp is lit.<p style='break-before: page'>Twice."
WAITS = 'import sys, signal; print(\'{"said": "at", "pages": 7}\', flush=True); signal.pause()'
KILLED = "import os, signal; os.kill(os.getpid(), signal.{})"
PIDS = 'import os, signal; print(\'{"said": "at", "pages": %d}\' % os.getpid(), flush=True); signal.pause()'


class EnoughError(Exception):
    """Raised by a test that has seen enough."""


def unseen(_far: Printed) -> None:
    pass


def test_a_page_printed_apart_is_the_pdf_that_is_printed_here() -> None:
    told: list[Printed] = []
    with pypdfium2.PdfDocument(print_apart(PAGE, beat=told.append)) as pdf:
        said = [page.get_textpage().get_text_bounded() for page in pdf]
    assert said == ["The lamp is lit.", "Twice."]
    assert told[0] == Printed()


def test_printing_tells_each_page_once_and_then_that_they_are_drawn() -> None:
    told: list[int | None] = []
    assert print_pdf(PAGE, tell=told.append).startswith(b"%PDF-1.7")
    assert told == [1, 2, None]


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (KILLED.format("SIGKILL"), "the process that made it was ended"),
        (KILLED.format("SIGXCPU"), "more than 10 minutes of processor time"),
        ('print(\'{"said": "memory"}\')', "more than 4,096 MB of memory"),
        ('print(\'{"said": "pdf", "bytes": 9}\')', "the process that made it was ended"),
        (
            'print(\'{"said": "refused", "message": "No fonts.", "subject": "", "remedy": ""}\')',
            "No fonts.",
        ),
    ],
)
def test_a_process_without_a_whole_answer_is_one_sentence(
    script: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "BOOT", script)
    with pytest.raises(MapperError, match=sentence) as refused:
        print_apart(PAGE, beat=unseen)
    assert "\n" not in str(refused.value)


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "BOOT", WAITS)
    with pytest.raises(MapperError, match="took longer than 0 minutes"):
        print_apart(PAGE, beat=unseen, limits=PrintLimits(wall_s=0.01))


def test_a_process_that_says_nothing_still_beats_and_ends_with_whoever_listens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "BOOT", PIDS)
    monkeypatch.setattr(apart, "BEAT_S", 0.001)
    told: list[Printed] = []

    def beat(far: Printed) -> None:
        told.append(far)
        if len([each for each in told if each.pages]) == 3:
            raise EnoughError

    with pytest.raises(EnoughError):
        print_apart(PAGE, beat=beat)
    assert told[0] == Printed()
    # The number of pages stands for the process here.
    with pytest.raises(ProcessLookupError):
        os.kill(told[-1].pages, 0)


def test_the_process_knows_no_address_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPPER_DATABASE_URL", "postgresql://secret")
    monkeypatch.setattr(
        apart,
        "BOOT",
        "import os, json; print(json.dumps({'said': 'refused', 'message': ' '.join(os.environ), "
        "'subject': '', 'remedy': ''}))",
    )
    with pytest.raises(MapperError) as told:
        print_apart(PAGE, beat=unseen)
    assert "MAPPER" not in str(told.value)
