"""The settings page."""

from __future__ import annotations

from dataclasses import dataclass

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
