"""The settings page."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.assessment_service.working_days import CALENDARS
from web.pages.approval import Fault
from web.settings import Settings


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Names to edit, and facts of this installation."""

    institution: str
    person: str
    settings: Settings
    store: str
    fault: Fault | None
    was_saved: bool
    has_semantic_engine: bool
    is_sample: bool = False

    @property
    def country(self) -> str:
        """The country whose working days are counted."""
        return CALENDARS[self.settings.calendar]

    @property
    def calendars(self) -> str:
        """All calendars that can be set, by code and country."""
        *most, last = (f"{code} ({country})" for code, country in CALENDARS.items())
        return f"{', '.join(most)} or {last}"
