"""`check-combination`: chosen units against a qualification's rules; no workspace is opened."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from mapper.errors import InvalidError
from web.commands.output import describe, note, print_json, status


def check(arguments: Namespace) -> int:
    """Prints whether the selection is valid, its credits and what breaks the rules."""
    from mapper.catalogue import all_known_units, check_combination, find_qualification

    result = check_combination(
        qualification=find_qualification(arguments.qualification),
        units=_refs(arguments.units),
        known=all_known_units(),
        registered_on=_date(arguments.registered_on),
        already_achieved=_refs(arguments.already_achieved),
    )
    if arguments.json:
        print_json(result.as_json())
    else:
        word = {True: "valid", False: "not valid", None: "not checked"}[result.valid]
        count = len(result.units)
        print(f"{word}: {result.credits:g} credits from {count} unit{'' if count == 1 else 's'}")
        for finding in result.findings:
            note(describe(finding))
    return status(result.findings)


def _refs(text: str) -> tuple[str, ...]:
    # Word and PDF readers put other hyphens into what is copied from them.
    plain = text.translate(dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-"))
    return tuple(ref.strip() for ref in plain.split(",") if ref.strip())


def _date(text: str | None) -> date:
    if text is None:
        from mapper.db import today

        return today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidError(
            f"“{text}” is no date.", subject="--registered-on", remedy="Write it as 2021-01-31."
        ) from error
