"""`read-specification` and `read-programme`: what a document says, printed; no workspace is opened."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from getpass import getpass

from mapper.errors import UnreadableError
from mapper.intake.files import AskPassword, HandedIn, LockedError, ReadFiles, load_files, read_handed_in
from mapper.intake.readings import ProgrammeReading, SpecificationReading
from mapper.values import Finding, Locator, Severity
from web.commands.output import describe, note, print_json, status


def read_specification(arguments: Namespace) -> int:
    """Prints the specification in the file."""
    from mapper.intake.specification import extract_specification

    files = read_handed_in(load_files([arguments.file]), ask=password_asker())
    reading = extract_specification(files.the_specification(subject=arguments.file))
    reading = replace(reading, findings=(*files.findings, *reading.findings))
    if arguments.json:
        print_json(reading.as_json())
    else:
        _print_specification(reading)
    return status(reading.findings)


def password_asker() -> AskPassword | None:
    """Asks at the terminal, which shows nothing of what is typed; None where there is none."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(name: str, is_wrong: bool) -> str | None:
        if is_wrong:
            note(f"{name}: that password does not open it.")
        try:
            return getpass(f"Password of {name} (not stored; Enter to leave the archive out): ") or None
        except EOFError:
            return None

    return ask


def _print_specification(reading: SpecificationReading) -> None:
    print(f"{reading.code or 'no code'}  {reading.title or ''}".rstrip())
    for qualification in reading.qualifications:
        print(f"  {qualification.accreditation_number}  {qualification.title}")
    for unit in reading.units:
        count = sum(len(lo.criteria) for lo in unit.learning_outcomes)
        worded = f"{len(unit.learning_outcomes)} outcomes, {count} criteria" if count else "no wording"
        print(f"  {unit.ref or '?':10} {unit.title} ({worded})")
    for finding in reading.findings:
        note(describe(finding))


def read_programme(arguments: Namespace) -> int:
    """Prints the programme in the files."""
    from mapper.intake.programme import extract_programme

    handed_in, unopened = _load_each(arguments.files)
    try:
        files = read_handed_in(handed_in, ask=password_asker())
    except LockedError as error:
        files = ReadFiles((), (), error.findings)
    reading = extract_programme(files.documents) if files.documents else ProgrammeReading()
    reading = replace(reading, findings=(*unopened, *files.findings, *reading.findings))
    if arguments.json:
        print_json(reading.as_json())
    else:
        _print_programme(reading)
    return status(reading.findings)


def _load_each(paths: Sequence[str]) -> tuple[tuple[HandedIn, ...], tuple[Finding, ...]]:
    """The files that open, and a finding for each other one; UnreadableError where none opens."""
    loaded: list[HandedIn] = []
    faults: list[UnreadableError] = []
    for path in paths:
        try:
            loaded += load_files([path])
        except UnreadableError as error:
            faults.append(error)
    if not loaded:
        raise faults[0]
    return tuple(loaded), tuple(
        Finding(Severity.ERROR, fault.subject, fault.message, fault.remedy, Locator(file=fault.subject))
        for fault in faults
    )


def _print_programme(reading: ProgrammeReading) -> None:
    print(reading.title or "programme without a title")
    for module in reading.modules:
        print(f"  {module.code or '?'}  {module.title or 'module without a title'}")
        for outcome in module.learning_outcomes:
            print(f"    outcome {outcome.number or '-'}  {outcome.text}")
        for assessment in module.assessments:
            weight = "weight unknown" if assessment.weight is None else f"{assessment.weight:g} %"
            print(f"    assessment  {assessment.title or assessment.type or '?'} ({weight})")
    for finding in reading.findings:
        note(describe(finding))
