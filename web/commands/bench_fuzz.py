"""`bench fuzz`: reads documents broken at random for some time; none may crash or hang a reader."""

from __future__ import annotations

import io
import random
import time
import traceback
import warnings
import zipfile
import zlib
from argparse import ArgumentParser, Namespace
from pathlib import Path

from mapper.errors import UnreadableError

SECONDS = 60
SLOWEST_S = 10.0
SPLICES = (
    b"",
    b"<",
    b"\0",
    b"-1",
    b"99999999999",
    b"\xff\xfe",
    b'"',
    b"[[[[",
    b"<!DOCTYPE",
    b"\xed\xa0\x80",
    b"%",
)
HUNKS = 4


def add_arguments(parser: ArgumentParser) -> None:
    """The bench's own options."""
    parser.add_argument("--seconds", type=float, default=SECONDS, metavar="N", help=f"default: {SECONDS}")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the first document")
    parser.add_argument("--keep", metavar="DIR", help="folder for what crashed a reader")


def run(arguments: Namespace) -> int:
    """Prints how many were read and refused; 1 where one crashed or took longer than 10 s, else 0."""
    from web.commands.made_documents import made_documents

    healthy = made_documents(pages=2)
    ends_at = time.monotonic() + arguments.seconds
    read = refused = slow = 0
    faults: dict[str, int] = {}
    seed = arguments.seed
    while time.monotonic() < ends_at:
        ending, broken = broken_document(healthy, seed)
        begun = time.process_time()
        try:
            read_any(ending, broken)
            read += 1
        except UnreadableError:
            refused += 1
        except Exception as error:  # noqa: BLE001  what this bench looks for
            place = traceback.extract_tb(error.__traceback__)[-1]
            faults[f"{ending}: {error!r:.120} in {place.name}, line {place.lineno}"] = seed
            _keep(arguments.keep, seed, ending, broken)
        if time.process_time() - begun > SLOWEST_S:
            slow += 1
            print(f"seed {seed} ({ending}) took {time.process_time() - begun:.1f} s")
            _keep(arguments.keep, seed, ending, broken)
        seed += 1
    for fault, last in faults.items():
        print(f"seed {last}: {fault}")
    print(
        f"{seed - arguments.seed} documents: {read} read, {refused} refused, {len(faults)} kinds of fault, {slow} slow"
    )
    return int(bool(faults) or slow > 0)


def read_any(ending: str, content: bytes) -> None:
    """Reads the document here, in this process, whatever it is; an archive with what it holds."""
    from mapper.intake import archives
    from mapper.intake.apart.form import document_from, form_of
    from mapper.intake.limits import DEFAULT_LIMITS
    from mapper.intake.readers import read_document

    if ending == ".zip":
        opened = archives.unpack(content, file="a.zip", password="x", limits=DEFAULT_LIMITS)  # noqa: S106
        for member in opened.members:
            read_document(member.content, file=member.name)
        return
    document = read_document(content, file=f"a{ending}")
    document_from(form_of(document), file=document.file)


def broken_document(healthy: dict[str, bytes], seed: int) -> tuple[str, bytes]:
    """One of the documents, broken as the seed says; the same seed breaks it the same way."""
    chance = random.Random(seed)  # noqa: S311  only to break files
    ending = chance.choice(sorted(healthy))
    content = healthy[ending]
    if ending in (".docx", ".xlsx", ".zip") and chance.random() < 0.7:
        return ending, _broken_package(content, chance)
    if chance.random() < 0.05:
        return chance.choice(sorted(healthy)), content
    return ending, broken(content, chance)


def broken(content: bytes, chance: random.Random) -> bytes:
    """The bytes with bits flipped, cut, doubled, swapped or spliced, one to four times."""
    out = bytearray(content)
    for _ in range(chance.randint(1, HUNKS)):
        at, size = chance.randrange(len(out) + 1), chance.randrange(1, 200)
        way = chance.randrange(6)
        if way == 0 and at < len(out):
            out[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            del out[at : at + size]
        elif way == 2:
            out[at:at] = out[at : at + size] * chance.randint(1, 20)
        elif way == 3:
            out[at : at + chance.randrange(4)] = chance.choice(SPLICES)
        elif way == 4:
            other = chance.randrange(len(out) + 1)
            out[at : at + size] = out[other : other + size]
        elif chance.random() < 0.3:
            del out[at:]
    return bytes(out)


def _broken_package(content: bytes, chance: random.Random) -> bytes:
    """The package with one part broken, dropped, swapped for another or named twice, and packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    name, part = parts[at]
    way = chance.randrange(8)
    if way == 0:
        del parts[at]
    elif way == 1:
        parts[at] = (name, parts[other][1])
    elif way == 2:
        parts.append((chance.choice([f"../{name}", f"/{name}", name.upper(), f"{name}\0.zip"]), part))
    else:
        parts[at] = (name, broken(part, chance))
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # two parts of one name are what is wanted
        for part_name, inner in parts:
            package.writestr(part_name, inner)
    whole = bytearray(out.getvalue())
    if chance.random() < 0.1:
        whole[chance.randrange(len(whole))] ^= zlib.crc32(whole) & 255
    return bytes(whole)


def _keep(folder: str | None, seed: int, ending: str, content: bytes) -> None:
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{seed}{ending}").write_bytes(content)
