"""Documents of every format, broken at random: each is read or refused, always alike and in time."""

from __future__ import annotations

import random
import time
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper.errors import UnreadableError
from mapper.intake.document import Document
from mapper.intake.files import HandedIn, read_handed_in
from mapper.intake.readers import read_document
from web.commands.bench_fuzz import broken, broken_document, read_any
from web.commands.made_documents import made_documents
from web.commands.made_xls import book, sheet

SLOWEST_S = 10.0
ENDINGS = [".pdf", ".docx", ".xlsx", ".xls", ".csv", ".html", ".json", ".xml", ".md", ".txt", ".zip"]


@cache
def healthy() -> dict[str, bytes]:
    cells = {(row, column): f"Tides {row}" for row in range(9) for column in range(3)}
    return {**made_documents(pages=1), ".xls": book({"Modules": sheet(cells, [(0, 0, 0, 1)])})}  # type: ignore[arg-type]


def outcome(ending: str, content: bytes) -> Document | str:
    try:
        return read_document(content, file=f"a{ending}")
    except UnreadableError as error:
        return str(error)


def test_every_format_is_broken_here() -> None:
    assert sorted(healthy()) == sorted(ENDINGS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_healthy_document_is_read(ending: str) -> None:
    read_any(ending, healthy()[ending])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_a_broken_document_is_read_or_refused_in_time(seed: int) -> None:
    ending, content = broken_document(healthy(), seed)
    begun = time.process_time()
    try:
        read_any(ending, content)
    except UnreadableError as error:
        assert error.remedy  # noqa: PT017  either end is right, but a refusal has a remedy
    assert time.process_time() - begun < SLOWEST_S


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), ending=st.sampled_from([e for e in ENDINGS if e != ".zip"]))
def test_the_same_bytes_are_read_the_same_way(seed: int, ending: str) -> None:
    content = broken(healthy()[ending], random.Random(seed))  # noqa: S311  only to break files
    assert outcome(ending, content) == outcome(ending, content)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_a_broken_file_never_costs_the_one_beside_it(seed: int) -> None:
    ending, content = broken_document(healthy(), seed)
    files = [HandedIn(f"a{ending}", content), HandedIn("b.csv", b"Code,Title\nHB101,Tides\n")]
    assert (
        read_handed_in(files, ask=lambda _name, is_wrong: None if is_wrong else "x").documents[-1].file
        == "b.csv"
    )
