"""Benches are found by their names and measure what they say, here on the least that they take."""

from __future__ import annotations

import random

import pytest

from web import cli
from web.commands import bench_fuzz, bench_read, bench_web
from web.commands.bench import bench_names
from web.commands.made_documents import made_documents
from web.commands.made_mappings import Size


def test_a_bench_that_does_not_exist_is_misuse_that_names_those_that_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["bench", "lamp"]) == cli.MISUSE
    assert "read" in capsys.readouterr().err
    assert {"read", "fuzz"} <= set(bench_names())


def test_the_reading_bench_prints_a_line_for_every_format_and_a_ratio(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["bench", "read", "--pages", "1"]) == cli.DONE
    said = capsys.readouterr().out
    assert all(f"\n{ending} " in said for ending in made_documents(pages=1))
    assert "ratio" in said


def test_the_web_bench_compares_the_page_with_one_of_which_every_module_is_open(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_web, "SIZES", (Size(12, 24),))
    assert cli.main(["bench", "web", "--no-browser", "--times", "1"]) == cli.DONE
    said = capsys.readouterr().out
    assert "12 criteria × 24 assessments" in said
    assert said.count("times as much") == 2


def test_memory_is_that_of_the_reading_process_alone() -> None:
    held = bytearray(200 * 2**20)
    measured = bench_read.measure(".csv", b"Code\nHB101\n")
    assert 2**20 < measured.peak_bytes < len(held)


def test_the_made_pdf_has_as_many_pages_as_were_asked_for() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(made_documents(pages=13)[".pdf"]) as document:
        assert len(document) == 13


def test_the_fuzzing_bench_ends_in_time_and_counts_what_it_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "fuzz", "--seconds", "0.5"]) == cli.DONE
    assert "0 kinds of fault" in capsys.readouterr().out


def test_a_fault_of_a_reader_fails_the_fuzzing_bench(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_ending: str, _content: bytes) -> None:
        raise KeyError("lamp")

    monkeypatch.setattr(bench_fuzz, "read_any", fail)
    assert cli.main(["bench", "fuzz", "--seconds", "0.1"]) == cli.DONE_WITH_ERRORS
    assert "KeyError" in capsys.readouterr().out


def test_the_same_seed_breaks_a_document_the_same_way() -> None:
    for seed in range(20):
        one, other = (bench_fuzz.broken(b"Tides" * 99, random.Random(seed)) for _ in range(2))  # noqa: S311
        assert one == other
