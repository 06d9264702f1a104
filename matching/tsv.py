"""The three tab-separated files of the `match` command: no header, no quoting, UTF-8."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from mapper.errors import InvalidError, UnreadableError
from matching.values import Criterion, Decision, Evidence

VERDICTS = {"confirmed": True, "rejected": False}


def read_criteria(path: Path) -> tuple[Criterion, ...]:
    """The criteria of lines `id<TAB>text<TAB>context`, in file order; the context may be missing.

    Blank lines are passed over. Errors name file and line: no tab, more than three columns, an
    empty or repeated id, bytes that are not UTF-8; or the file, where it cannot be opened.
    """
    return tuple(Criterion(id=i, text=text, context=context) for i, text, context in _texts(path))


def read_evidence(path: Path) -> tuple[Evidence, ...]:
    """The statements of such a file, in file order; errors as for criteria."""
    return tuple(Evidence(id=i, text=text, context=context) for i, text, context in _texts(path))


def read_decisions(
    path: Path, *, criteria: Collection[str], evidence: Collection[str]
) -> tuple[Decision, ...]:
    """The decisions of lines `criterion<TAB>evidence<TAB>confirmed|rejected`, in file order.

    A pair may be repeated with the same word. Errors name file and line: another number of
    columns, another word, an id that is none of `criteria` or `evidence`, a pair judged both ways.
    """
    known_criteria, known_evidence = set(criteria), set(evidence)
    judged: dict[tuple[str, str], tuple[bool, int]] = {}
    for number, line in _lines(path):
        place = f"{path.name}, line {number}"
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != 3:
            raise InvalidError(
                f"There are {len(columns)} columns where three belong.",
                subject=place,
                remedy="Write criterion, evidence and confirmed or rejected, with one tab between.",
            )
        criterion, statement, word = columns
        if word not in VERDICTS:
            raise InvalidError(
                f"“{word}” is no decision.", subject=place, remedy="Write confirmed or rejected."
            )
        for what, each, known in (
            ("criterion", criterion, known_criteria),
            ("evidence", statement, known_evidence),
        ):
            if each not in known:
                raise InvalidError(
                    f"There is no {what} with the id “{each}”.",
                    subject=place,
                    remedy=f"Use an id from the {what} file, or remove the line.",
                )
        pair = (criterion, statement)
        before = judged.setdefault(pair, (VERDICTS[word], number))
        if before[0] is not VERDICTS[word]:
            raise InvalidError(
                f"The pair was judged the other way on line {before[1]}.",
                subject=place,
                remedy="Keep the line that still holds, and remove the other.",
            )
    return tuple(Decision(*pair, confirmed=confirmed) for pair, (confirmed, _) in judged.items())


def _texts(path: Path) -> Iterator[tuple[str, str, str]]:
    first_line: dict[str, int] = {}
    for number, line in _lines(path):
        place = f"{path.name}, line {number}"
        columns = line.split("\t")
        if len(columns) == 1:
            raise InvalidError("There is no tab on the line.", subject=place, remedy="Write id, tab, text.")
        if len(columns) > 3:
            raise InvalidError(
                f"There are {len(columns)} columns where at most three belong.",
                subject=place,
                remedy="Write id, text and context, and replace tabs inside a text by spaces.",
            )
        identity, text, context = (*(column.strip() for column in columns), "")[:3]
        if not identity:
            raise InvalidError("The id is empty.", subject=place, remedy="Give the line an id of its own.")
        if identity in first_line:
            raise InvalidError(
                f"The id “{identity}” already stands on line {first_line[identity]}.",
                subject=place,
                remedy="Give each line an id of its own.",
            )
        first_line[identity] = number
        yield identity, text, context


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank with their numbers from 1; only a line feed ends a line."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            f"The file could not be opened ({error.strerror}).",
            subject=str(path),
            remedy="Check its name and that you may read it.",
        ) from error
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            text = line.decode("utf-8").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise UnreadableError(
                "The line is not UTF-8 text.",
                subject=f"{path.name}, line {number}",
                remedy="Save the file as UTF-8.",
            ) from error
        if text.strip():
            yield number, text
