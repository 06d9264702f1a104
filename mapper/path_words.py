"""What held on every path when an approval was recorded, and what changed since, in sentences."""

from __future__ import annotations

from mapper.path_record import PathsThen, verdict_changes


def held_in_words(paths: PathsThen) -> str:
    """ "5 of 7 by module completed, 3 of 7 by component passed", or why nothing could be said."""
    if paths.is_determined:
        total = len(paths.verdicts)
        return f"{paths.by_module} of {total} by module completed, {paths.by_component} of {total} by component passed"
    if not paths.version:
        return "not known, for nobody had entered which modules every learner takes"
    return f"not known, for version {paths.version} of the structure left it open"


def changed_in_words(before: PathsThen, after: PathsThen) -> tuple[str, ...]:
    """What changed on every path between two moments, in one or two sentences; nothing, no sentence."""
    return tuple(filter(None, (_structure(before, after), _verdicts(before, after))))


def _structure(before: PathsThen, after: PathsThen) -> str:
    if before.version == after.version:
        return ""
    was = f"version {before.version}" if before.version else "not entered"
    return f"The structure was entered since: {was} then, version {after.version} now."


def _verdicts(before: PathsThen, after: PathsThen) -> str:
    changes = verdict_changes(before, after)
    if not changes:
        return "No verdict changed." if before.version != after.version else ""
    named = ", ".join(change.criterion for change in changes)
    lost = sum(change.is_lost for change in changes)
    if len(changes) == 1:
        return (
            f"1 criterion has another verdict now{' and is no longer guaranteed' if lost else ''}: {named}."
        )
    less = f", {lost} of them no longer guaranteed" if lost else ""
    return f"{len(changes)} criteria have another verdict now{less}: {named}."
