"""What a database refuses that a person can mend: told with what to do, and not as a fault of the program."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

from mapper.errors import MapperError, NotFoundError

OUT_OF_RANGE = "22003"  # PostgreSQL: numeric value out of range
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: (
        "The disk is full, so nothing was recorded.",
        "Make room on it, then do it again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The store may be read and not written to.",
        "Let the account that runs Mapper write to this file and its folder.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The store cannot be opened.",
        "Check that its folder is there and that you may write to it.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "This file is no store of Mapper’s.",
        "Name another workspace, or put a backup in its place.",
    ),
    sqlite3.SQLITE_CORRUPT: ("The store is damaged.", "Put the last backup in its place."),
}


def refusal_of(error: BaseException, url: sa.URL, *, is_cut_off: bool) -> MapperError | None:
    """What the error of a driver means for who uses the store at `url`; None for any other.

    `is_cut_off` says that there is no connection, or no longer one. A number that no row can have, in
    an address or a form, is a NotFoundError.
    """
    if isinstance(error, OverflowError) or getattr(error, "sqlstate", None) == OUT_OF_RANGE:
        return NotFoundError("There is no such entry: no number here is so large.")
    subject = url.database or "" if isinstance(error, sqlite3.Error) else url.render_as_string()
    # The lower byte of SQLite's code is the kind, the rest what exactly happened.
    if told := _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF):
        return MapperError(told[0], subject=subject, remedy=told[1])
    if is_cut_off:
        remedy = "Check that it runs and that the address is right."
        return MapperError("The database cannot be reached.", subject=subject, remedy=remedy)
    return None
