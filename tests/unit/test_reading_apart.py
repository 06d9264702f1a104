"""Each file is read in a process apart: bounded, without a way to the store, and never believed."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import UnreadableError
from mapper.intake.apart import Apart
from mapper.intake.apart.form import BrokenFormError, document_from, form_of
from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.files import HandedIn, read_handed_in
from mapper.intake.limits import DEFAULT_LIMITS
from mapper.intake.readers import read_document
from mapper.values import Finding, Locator, Severity
from sample_programmes import TIDY_PROGRAMME

LIST = b"Code,Title\nHB101,Tides\n"


def long_list(rows: int) -> bytes:
    return b"Code,Title,Aims\n" + b"HB101,Tides,To sail out and to come home\n" * rows


def refusal(content: bytes, **limits: float) -> str:
    bounds = replace(DEFAULT_LIMITS, max_rows=10_000_000, **limits)  # type: ignore[arg-type]
    with Apart(bounds) as apart, pytest.raises(UnreadableError) as caught:
        apart.read(content, file="modules.csv")
    assert caught.value.subject == "modules.csv"
    assert caught.value.remedy
    return caught.value.message


def test_what_is_read_apart_is_what_is_read_here() -> None:
    content = TIDY_PROGRAMME.read_bytes()
    with Apart(DEFAULT_LIMITS) as apart:
        assert apart.read(content, file=TIDY_PROGRAMME.name) == read_document(
            content, file=TIDY_PROGRAMME.name
        )


def test_a_file_that_takes_too_much_processor_time_is_refused() -> None:
    assert "1 seconds of processor time" in refusal(long_list(300_000), max_processor_s=1)


def test_a_file_that_takes_too_long_is_refused() -> None:
    assert "longer than 0.05 seconds" in refusal(long_list(50_000), max_wall_s=0.05)


def test_a_file_that_takes_too_much_memory_is_refused() -> None:
    assert "60 MB of memory" in refusal(long_list(200_000), max_memory_bytes=60 * 2**20)


def test_after_a_file_was_refused_the_next_is_read() -> None:
    files = [HandedIn("great.csv", long_list(200_000)), HandedIn("small.csv", LIST)]
    limits = replace(DEFAULT_LIMITS, max_rows=10_000_000, max_memory_bytes=60 * 2**20)
    read = read_handed_in(files, limits=limits)
    assert [d.file for d in read.documents] == ["small.csv"]
    assert [f.subject for f in read.findings] == ["great.csv"]


def test_a_process_that_was_killed_is_started_anew() -> None:
    with Apart(DEFAULT_LIMITS) as apart:
        apart.read(LIST, file="a.csv")
        assert apart._process
        os.kill(apart._process.pid, signal.SIGKILL)
        assert apart.read(LIST, file="b.csv").file == "b.csv"


def test_a_process_ends_with_its_batch() -> None:
    with Apart(DEFAULT_LIMITS) as apart:
        apart.read(LIST, file="a.csv")
        process = apart._process
        assert process
    assert process.returncode == -signal.SIGKILL


def test_several_threads_read_at_once() -> None:
    found: list[str] = []

    def read() -> None:
        found.append(read_handed_in([HandedIn("a.csv", LIST)]).documents[0].file)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["a.csv"] * 4


PROBE = """
import sys, json, os
sys.path[:] = json.loads(sys.argv[1])
from mapper.intake.apart import guard
guard.bound(address_bytes=2**31)
import socket, subprocess, sqlite3
watch = guard.Guard()
watch.is_shut = True
def refused(act):
    try: act()
    except PermissionError: return True
    return False
acts = {
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "run": lambda: subprocess.run(["true"]),
    "shell": lambda: os.system("true"),
    "read": lambda: open("/etc/hostname"),
    "write": lambda: open(os.__file__, "ab"),
    "store": lambda: sqlite3.connect(":memory:"),
    "remove": lambda: os.remove("/nothing"),
}
sys.stdout.write(json.dumps([name for name, act in acts.items() if not refused(act)]))
"""


def test_while_a_document_is_read_nothing_is_run_written_or_connected() -> None:
    places = [place for place in sys.path if Path(place).is_absolute()]
    said = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(places)], capture_output=True, text=True, check=True
    )
    assert json.loads(said.stdout) == []


def test_the_process_has_no_environment_and_no_file_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAPPER_SECRET", "lamp")
    with (tmp_path / "store").open("wb") as store, Apart(DEFAULT_LIMITS) as apart:
        os.set_inheritable(store.fileno(), True)
        apart.read(LIST, file="a.csv")
        assert apart._process
        there = Path(f"/proc/{apart._process.pid}")
        if not there.exists():
            pytest.skip("this system shows no processes under /proc")
        assert b"lamp" not in (there / "environ").read_bytes()
        opened = {str(f.readlink()) for f in (there / "fd").iterdir()}
        assert str(tmp_path / "store") not in opened


MAY_LEAVE = "from mapper.intake.apart import guard; print(guard.leave_network())"


def test_the_process_has_no_network_where_the_system_lets_it_leave() -> None:
    may_leave = subprocess.run([sys.executable, "-c", MAY_LEAVE], capture_output=True, text=True, check=True)
    if may_leave.stdout.strip() != "True":
        pytest.skip("this system lets no process leave its network")
    with Apart(DEFAULT_LIMITS) as apart:
        apart.read(LIST, file="a.csv")
        assert apart._process
        theirs = Path(f"/proc/{apart._process.pid}/ns/net").readlink()
    assert theirs != Path("/proc/self/ns/net").readlink()


def test_a_fault_of_the_process_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with Apart(DEFAULT_LIMITS) as apart:
        monkeypatch.setattr(apart, "_exchange", lambda *_: ({"said": "fault", "kind": "KeyError"}, b""))
        with pytest.raises(UnreadableError, match=r"on our side \(KeyError\)"):
            apart.read(LIST, file="a.csv")


PLACE = Locator("a.csv", table=1, row=2, cell="1", heading="Tides")
DOCUMENT = Document(
    "a.csv",
    "csv",
    (
        Paragraph("Tides", PLACE, number="1", level=2, is_item=True),
        Table(((Cell((Paragraph("Log", PLACE),), 1, 1, 1, 2, PLACE),),), PLACE, "Modules"),
    ),
    pages=3,
    findings=(Finding(Severity.INFO, "a", "b", "c", PLACE), Finding(Severity.ERROR, "a", "b")),
)


def test_a_document_comes_back_as_it_was_written() -> None:
    assert document_from(form_of(DOCUMENT), file="a.csv") == DOCUMENT


def test_a_form_names_no_other_file_than_the_one_asked_for() -> None:
    found = document_from(form_of(DOCUMENT), file="b.csv")
    assert {p.locator.file for p in found.paragraphs()} == {"b.csv"}


def test_halves_of_a_character_do_not_reach_the_store() -> None:
    broken = replace(DOCUMENT, blocks=(Paragraph("a\ud800b \ud83d\ude00", PLACE),))
    (paragraph,) = document_from(form_of(broken), file="a.csv").paragraphs()
    assert paragraph.text == "a\ufffdb 😀"


def changed(path: str, value: object) -> bytes:
    form = json.loads(form_of(DOCUMENT))
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    inner = form
    for part in way:
        inner = inner[part]
    inner[last] = value
    return json.dumps(form).encode()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("blocks", {}),
        ("blocks.0.0", 5),
        ("blocks.0.1", 99),
        ("blocks.0.4", 1),
        ("blocks.1.rows.0.0.4", 10**9),
        ("blocks.1.rows.0.0.1", 0),
        ("blocks.1.rows.0.0.3", True),
        ("places.0.0", "first"),
        ("places.0", [1]),
        ("pages", 1.5),
        ("findings.0.0", "loud"),
        ("findings.0", ["info"]),
        ("format", None),
    ],
)
def test_a_form_that_is_no_document_is_refused(path: str, value: object) -> None:
    with pytest.raises(BrokenFormError):
        document_from(changed(path, value), file="a.csv")


@given(st.integers(0, 2000), st.binary(max_size=3))
def test_any_change_to_a_form_gives_a_document_or_a_refusal(at: int, put: bytes) -> None:
    form = form_of(DOCUMENT)
    at %= len(form)
    try:
        found = document_from(form[:at] + put + form[at + 1 :], file="a.csv")
    except BrokenFormError:
        return
    assert {p.locator.file for p in found.paragraphs()} <= {"a.csv"}


@pytest.mark.parametrize(
    "answer",
    [
        lambda: ({}, b""),
        lambda: ({"said": 5}, b""),
        lambda: ({"said": "document", "peak": "much"}, b""),
        lambda: ({"said": "document"}, b"[" * 100_000),
        lambda: ({"said": "document"}, b"\xff"),
    ],
)
def test_an_answer_of_another_shape_is_a_damaged_file(
    answer: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Apart(DEFAULT_LIMITS) as apart:
        monkeypatch.setattr(apart, "_exchange", lambda *_: answer())
        with pytest.raises(UnreadableError, match="broke off"):
            apart.read(LIST, file="a.csv")


LEFT_BEHIND = """
import os, sys
from mapper.intake.apart import Apart
from mapper.intake.limits import DEFAULT_LIMITS
apart = Apart(DEFAULT_LIMITS)
apart.read(b"Code\\nHB101\\n", file="a.csv")
print(apart._process.pid, flush=True)
os._exit(1)
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="this system tells of no other's process")
def test_the_process_ends_with_its_parent_however_that_ends() -> None:
    said = subprocess.run([sys.executable, "-c", LEFT_BEHIND], capture_output=True, text=True, check=False)
    try:
        process = os.pidfd_open(int(said.stdout))
    except ProcessLookupError:
        return
    ended, _, _ = select.select([process], [], [], 10)
    os.close(process)
    assert ended
