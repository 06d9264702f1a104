"""What old form fields of Word show: boxes to tick, and lists of which one entry was chosen."""

from __future__ import annotations

from typing import Any

from mapper.intake.readers.docx_numbering import W

OFF = ("0", "false", "off")


def field_text(mark: Any) -> str:
    """What the form field that begins at the mark shows: "☒" or "☐", the chosen entry, or nothing."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        return "☐" if state is None or state.get(f"{W}val") in OFF else "☒"
    choice = mark.find(f"{W}ffData/{W}ddList")
    if choice is None:
        return ""
    entries = [entry.get(f"{W}val") or "" for entry in choice.iter(f"{W}listEntry")]
    result = choice.find(f"{W}result")
    result = choice.find(f"{W}default") if result is None else result
    chosen = (result.get(f"{W}val") if result is not None else None) or "0"
    return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
