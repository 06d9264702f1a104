"""What documents say of the rule of combination: who entered it, or that no choice could be checked."""

from __future__ import annotations

from exports.documents.words import day
from mapper.record import QualificationRecord


def rule_note(qualification: QualificationRecord) -> str:
    """One sentence or two where the rule is not simply the one that was read; else empty."""
    said = _entered(qualification)
    if qualification.is_rule_checked:
        return said
    unread = qualification.rule_not_understood
    why = f"it was not understood (“{unread}”)" if unread else "none is stated"
    return f"{said} Not checked: {why}, so the choice of units was not judged by it.".strip()


def _entered(qualification: QualificationRecord) -> str:
    entered = qualification.entered_rule
    if entered is None:
        return ""
    when = f" on {day(entered.at)}" if entered.at else ""
    place = f" ({entered.read_at})" if entered.read_at else ""
    instead = (
        f"in place of the one that was read{place} and not understood"
        if qualification.rule_text
        else "since the specification states none"
    )
    return f"Entered by {entered.by}{when}, {instead}: “{entered.text}”"
