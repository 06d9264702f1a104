"""When a judgement needs a reason. Pure: no store, no clock."""

from __future__ import annotations

from collections.abc import Iterable

from mapper.errors import InvalidError
from mapper.values import Coverage, Finding, Severity

HIGH = "high"
OPEN = (Severity.ERROR, Severity.WARNING)


def reason_wanted(
    *,
    coverage: Coverage | None,
    findings: Iterable[Finding] = (),
    band: str = "",
    is_overruling: bool = False,
    is_together: bool = False,
) -> str | None:
    """The sentence that says why a reason is needed, None where none is.

    `coverage` None is a withdrawal; `band` is the suggestion's, "" where nothing was suggested;
    `is_overruling` says that somebody else's standing decision is changed or withdrawn, and
    `is_together` that several assessments are declared to cover the criterion only all together.
    A finding of severity info asks for nothing.
    """
    if is_overruling:
        return "Somebody else decided this, so changing it needs a reason."
    if is_together:
        return "That several assessments cover a criterion only together needs a reason."
    against = next((f for f in findings if f.severity in OPEN), None)
    if coverage is Coverage.FULL and against:
        return f"“Full” against an open finding needs a reason. The finding: {against.message}"
    if coverage is Coverage.NONE and band == HIGH:
        return "To reject a suggestion of the band “high” needs a reason."
    return None


def refuse_without_reason(reason: str, wanted: str | None) -> None:
    """Raises InvalidError with subject "reason" where one is wanted and only white space was given."""
    if wanted and not reason.strip():
        raise InvalidError(
            wanted, subject="reason", remedy="Say why in a few words, then record it again; nothing is lost."
        )
