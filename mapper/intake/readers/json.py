"""Records in JSON (.json): as tables and forms, each with the path to it."""

from __future__ import annotations

import json

from mapper.errors import UnreadableError
from mapper.intake.document import Document
from mapper.intake.limits import Limits
from mapper.intake.readers.decoding import decoded
from mapper.intake.readers.records import Value, blocks_of


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The file's records in order; numbers as they are written, null as nothing.

    UnreadableError, with the line, for what is no JSON, and for a file without values.
    """
    text, findings = decoded(content, file=file)
    try:
        # Numbers stay as written: 0.10 is not 0.1, and no code loses its noughts.
        found = _value(json.loads(text, parse_float=str, parse_int=str, parse_constant=str))
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"The file is no whole JSON: line {error.lineno:,}, column {error.colno:,} cannot be read.",
            subject=file,
            remedy="Export it again, or mend that line.",
        ) from error
    except RecursionError as error:
        raise UnreadableError(
            "The records are nested too deep to follow.",
            subject=file,
            remedy="Export them with fewer levels.",
        ) from error
    blocks = blocks_of(found, file=file, limits=limits)
    if not blocks:
        raise UnreadableError(
            "The file holds no values.", subject=file, remedy="Export it again with its content."
        )
    return Document(file, "json", blocks, findings=findings)


def _value(found: object) -> Value:
    if isinstance(found, dict):
        return {str(name): _value(inner) for name, inner in found.items()}
    if isinstance(found, list):
        return [_value(inner) for inner in found]
    if found is None:
        return ""
    return {True: "yes", False: "no"}[found] if isinstance(found, bool) else str(found)
