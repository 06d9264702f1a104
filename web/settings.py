"""Settings from the environment, each with a sane default."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from mapper.assessment_service.working_days import DEFAULT_CALENDAR, known_calendar
from mapper.db import sqlite_url
from mapper.errors import InvalidError
from mapper.intake.limits import Limits

DATABASE_FILE = "mapper.sqlite3"
ENGINES = ("lexical", "semantic")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the workspace lies and what is allowed in it.

    `top` is how many suggestions are made for each criterion, and `engine` which engine makes them;
    `secret` signs form tokens and is made anew at each start where none is given; `calendar` is the code of
    the country whose working days are counted; `contact` is whom to tell of what is not accessible, as an
    address or a sentence, "" where nobody is named.
    """

    workspace: Path
    database_url: str
    limits: Limits
    top: int
    secret: str | None
    engine: str = "lexical"
    calendar: str = DEFAULT_CALENDAR
    contact: str = ""

    @property
    def documents(self) -> Path:
        """Where exported documents are written by default."""
        return self.workspace / "documents"


def read_settings(workspace: str | None = None) -> Settings:
    """The settings; MAPPER_WORKSPACE and ./workspace stand in where no folder is named.

    MAPPER_DATABASE_URL, MAPPER_MAX_FILE_MB (50), MAPPER_MAX_PAGES (600), MAPPER_MAX_ROWS (20,000),
    MAPPER_TOP (5), MAPPER_ENGINE (lexical, or semantic), MAPPER_CALENDAR (GB-ENG), MAPPER_SECRET,
    MAPPER_CONTACT (nobody). InvalidError names the setting that is no whole number from 1, no
    engine or no calendar.
    """
    folder = Path(workspace or os.environ.get("MAPPER_WORKSPACE") or "workspace").resolve()
    return Settings(
        workspace=folder,
        database_url=os.environ.get("MAPPER_DATABASE_URL") or sqlite_url(folder / DATABASE_FILE),
        limits=Limits(
            max_bytes=_whole("MAPPER_MAX_FILE_MB", 50) * 2**20,
            max_pages=_whole("MAPPER_MAX_PAGES", 600),
            max_rows=_whole("MAPPER_MAX_ROWS", 20_000),
        ),
        top=_whole("MAPPER_TOP", 5),
        secret=os.environ.get("MAPPER_SECRET"),
        engine=_engine("MAPPER_ENGINE"),
        calendar=read_calendar(),
        contact=" ".join(os.environ.get("MAPPER_CONTACT", "").split()),
    )


def read_calendar() -> str:
    """The code of the calendar that MAPPER_CALENDAR names, England's by default; InvalidError for none."""
    try:
        return known_calendar(os.environ.get("MAPPER_CALENDAR", "").strip() or DEFAULT_CALENDAR)
    except InvalidError as error:
        raise InvalidError(error.message, subject="MAPPER_CALENDAR", remedy=error.remedy) from error


def _whole(name: str, default: int) -> int:
    said = os.environ.get(name, "").strip()
    if not said:
        return default
    if not said.isdecimal() or int(said) < 1:
        raise InvalidError(f"“{said}” is no whole number from 1.", subject=name, remedy="Mend the setting.")
    return int(said)


def _engine(name: str) -> str:
    said = os.environ.get(name, "").strip() or ENGINES[0]
    if said not in ENGINES:
        raise InvalidError(f"There is no engine “{said}”.", subject=name, remedy="Use lexical or semantic.")
    return said
