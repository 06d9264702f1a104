"""`bench read`: pages a second and peak memory of reading each format, each in a process of its own."""

from __future__ import annotations

import io
import time
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass

PAGES = 40
LETTERS_OF_A_PAGE = 3_000
"""What counts as a page where a format has none."""
SLOWEST_S = 6.0
"""A PDF of 40 pages has to be read within this."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One format: how many pages, how long with the start of the process and without, how much memory."""

    pages: float
    whole_s: float
    again_s: float
    peak_bytes: int


def add_arguments(parser: ArgumentParser) -> None:
    """The bench's own options."""
    parser.add_argument("--pages", type=int, default=PAGES, metavar="N", help=f"default: {PAGES}")


def run(arguments: Namespace) -> int:
    """Prints the figures; 1 where a PDF of 40 pages or fewer takes longer than 6 s, else 0."""
    from web.commands.made_documents import made_documents

    documents = made_documents(pages=arguments.pages)
    print(f"{'format':7} {'KB':>6} {'pages':>6} {'first s':>8} {'again s':>8} {'pages/s':>8} {'peak MB':>8}")
    measured = {ending: measure(ending, content) for ending, content in documents.items()}
    for ending, m in measured.items():
        size, rate = len(documents[ending]) / 1024, m.pages / m.again_s
        print(
            f"{ending:7} {size:6.0f} {m.pages:6.1f} {m.whole_s:8.2f} {m.again_s:8.2f} {rate:8.1f} "
            f"{m.peak_bytes / 2**20:8.0f}"
        )
    plain_s = _by_pdfplumber(documents[".pdf"])
    ours = measured[".pdf"]
    print(
        f"PDF of {arguments.pages} pages: ours {ours.again_s:.2f} s with tables and places; "
        f"pdfplumber's extract_text {plain_s:.2f} s; ratio {plain_s / ours.again_s:.1f}"
    )
    print("(pages of formats without pages: 3,000 letters each)")
    return int(arguments.pages <= PAGES and ours.whole_s > SLOWEST_S)


def measure(ending: str, content: bytes) -> Measured:
    """Reads the document twice in a fresh process; the first time counts its start."""
    from mapper.intake.apart import Apart
    from mapper.intake.limits import DEFAULT_LIMITS

    with Apart(DEFAULT_LIMITS) as apart:
        times = []
        for _ in range(2):
            begun = time.perf_counter()
            members = [(f"a{ending}", content)]
            if ending == ".zip":
                opened = apart.unpack(content, file="a.zip")
                members = [(member.name, member.content) for member in opened.members]
            documents = [apart.read(inner, file=name) for name, inner in members]
            times.append(time.perf_counter() - begun)
        letters = sum(len(p.text) for document in documents for p in document.paragraphs())
        pages = documents[0].pages or letters / LETTERS_OF_A_PAGE
        return Measured(pages, times[0], times[1], apart.peak_bytes)


def _by_pdfplumber(content: bytes) -> float:
    import pdfplumber

    begun = time.perf_counter()
    with pdfplumber.open(io.BytesIO(content)) as opened:
        for page in opened.pages:
            page.extract_text()
    return time.perf_counter() - begun
