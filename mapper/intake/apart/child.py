"""The process that reads: it takes files from its standard input and answers with plain JSON.

It is started by `mapper.intake.apart` with an empty environment. It never sees the store's address,
and imports nothing that knows one.
"""

from __future__ import annotations

import gc
import json
import struct
import sys
from dataclasses import fields
from typing import Any, BinaryIO

from mapper.errors import UnreadableError
from mapper.intake.apart import guard
from mapper.intake.apart.form import findings_form, form_of, written
from mapper.intake.limits import Limits

FRAME = struct.Struct(">IQ")
"""How long the header (JSON) and the body after it are."""


def main() -> None:
    """Answers one request after the other until the other end closes."""
    guard.end_with_parent()
    guard.leave_network()
    # openpyxl takes numpy where it finds it, and needs it for nothing that is read here.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    # What a document takes goes all at once; looking for it meanwhile took 8 of 18 s of a large workbook.
    gc.disable()
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not look like an answer
    watch = guard.Guard()
    is_bound = False
    while (request := _request(source)) is not None:
        header, body = request
        known = {f.name for f in fields(Limits)}
        limits = Limits(**{name: n for name, n in header["limits"].items() if name in known})
        if not is_bound:
            guard.bound(address_bytes=2 * limits.max_memory_bytes)
            is_bound = True
        guard.bound_processor_time(limits.max_processor_s)
        said, answer = _answer(header, body, limits, watch)
        said["peak"] = guard.peak_bytes()
        del body, request
        first = written(said)
        answers.write(FRAME.pack(len(first), len(answer)) + first)
        answers.write(answer)
        answers.flush()
        del answer
        gc.collect()


def _request(source: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    lengths = source.read(FRAME.size)
    if len(lengths) < FRAME.size:
        return None
    first, rest = FRAME.unpack(lengths)
    return json.loads(source.read(first)), source.read(rest)


def _answer(
    header: dict[str, Any], body: bytes, limits: Limits, watch: guard.Guard
) -> tuple[dict[str, Any], bytes]:
    try:
        if header["does"] == "unpack":
            return _unpacked(header, body, limits, watch)
        return {"said": "document"}, _read(header["file"], body, limits, watch)
    except UnreadableError as error:
        return {"said": "refused", "message": error.message, "remedy": error.remedy}, b""
    except MemoryError:
        return {"said": "memory"}, b""
    except Exception as error:  # noqa: BLE001  the outermost frame of this process
        if header.get("is_debugging"):
            sys.excepthook(type(error), error, error.__traceback__)
        return {"said": "fault", "kind": type(error).__name__}, b""
    finally:
        watch.is_shut = False


def _read(file: str, content: bytes, limits: Limits, watch: guard.Guard) -> bytes:
    from mapper.intake.readers import load_reader, read_document

    load_reader(file)
    watch.is_shut = True
    return form_of(read_document(content, file=file, limits=limits))


def _unpacked(
    header: dict[str, Any], content: bytes, limits: Limits, watch: guard.Guard
) -> tuple[dict[str, Any], bytes]:
    from mapper.intake import archives

    archives.load()
    watch.is_shut = True
    found = archives.unpack(content, file=header["file"], password=header.get("password"), limits=limits)
    if found.needs_password:
        return {"said": "locked", "is_wrong": found.is_wrong_password}, b""
    said = {
        "said": "members",
        "members": [[member.name, len(member.content)] for member in found.members],
        "findings": findings_form(found.findings),
    }
    return said, b"".join(member.content for member in found.members)


if __name__ == "__main__":
    main()
