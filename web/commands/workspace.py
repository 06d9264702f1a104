"""Commands that work in a workspace; each mirrors one service."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.audit import verify_chains
from mapper.db import connect, reading, unit_of_work
from mapper.errors import InvalidError, MapperError
from mapper.intake.files import load_files
from mapper.mappings import create_mapping as create
from mapper.migrations import upgrade as upgrade_store
from mapper.queries.coverage import MappingCoverage, coverage_of_mapping
from mapper.queries.editions import find_qualification, read_specification
from mapper.queries.mapping import load_mapping
from mapper.queries.structure import entered_structure
from mapper.values import Finding, SubmissionForm
from mapper.workspace import open_workspace
from web.commands.output import describe, note, print_json, status
from web.commands.reading import password_asker
from web.settings import Settings, read_settings
from web.suggestions import keep_suggestions
from web.tasks import Desk, keep_programme, keep_specification

if TYPE_CHECKING:
    from mapper.standing.verdicts import PathCoverage


def open_desk(settings: Settings) -> Desk:
    """The desk of the workspace, which is made if it is new."""
    try:
        settings.workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MapperError(
            f"The workspace cannot be made ({error.strerror}).",
            subject=str(settings.workspace),
            remedy="Name another folder with --workspace.",
        ) from error
    engine = connect(settings.database_url)
    return Desk(engine, open_workspace(engine), settings.limits, shelf_folder=settings.workspace)


def _desk(arguments: Namespace) -> Desk:
    return open_desk(read_settings(arguments.workspace))


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        note(describe(finding))


def import_specification(arguments: Namespace) -> int:
    """Imports a specification as a new edition and prints its number."""
    desk = _desk(arguments)
    files = load_files([arguments.file], limits=desk.limits)
    edition_id, read = keep_specification(desk, files=files, ask=password_asker())
    if arguments.json:
        print_json(
            {
                "specification_edition": edition_id,
                "code": read.code,
                "findings": [f.as_json() for f in read.findings],
            }
        )
    else:
        print(
            f"Specification {read.code} imported as edition {edition_id}: "
            f"{len(read.qualifications)} qualifications, {len(read.units)} units."
        )
        _tell(read.findings)
    return status(read.findings)


def import_programme(arguments: Namespace) -> int:
    """Imports a programme's documents as a new edition and prints its number."""
    desk = _desk(arguments)
    files = load_files(arguments.files, limits=desk.limits)
    edition_id, read = keep_programme(desk, files=files, title=arguments.title, ask=password_asker())
    if arguments.json:
        print_json(
            {
                "programme_edition": edition_id,
                "modules": len(read.modules),
                "findings": [f.as_json() for f in read.findings],
            }
        )
    else:
        print(
            f"“{read.title or 'Untitled programme'}” imported and accepted as programme edition {edition_id}: "
            f"{len(read.modules)} modules."
        )
        _tell(read.findings)
    return status(read.findings)


def create_mapping(arguments: Namespace) -> int:
    """Makes a mapping and prints its number."""
    desk = _desk(arguments)
    refs = [ref.strip() for ref in arguments.units.split(",") if ref.strip()]
    with unit_of_work(desk.engine) as session:
        qualification_id, edition_id = find_qualification(
            session, viewer=desk.viewer, number=arguments.qualification
        )
        page = read_specification(session, viewer=desk.viewer, edition_id=edition_id)
        units = {unit.ref: unit.id for unit in page.units}
        unknown = [ref for ref in refs if ref not in units]
        if unknown:
            raise InvalidError(
                f"Specification {page.code} has no unit {', '.join(unknown)}.",
                subject="--units",
                remedy="Write references as the specification does, with commas between.",
            )
        mapping_id = create(
            session,
            viewer=desk.viewer,
            programme_edition_id=arguments.programme,
            qualification_id=qualification_id,
            unit_ids=[units[ref] for ref in refs],
        )
    if arguments.json:
        print_json({"mapping": mapping_id})
    else:
        print(f"Mapping {mapping_id} made.")
    return 0


def suggest(arguments: Namespace) -> int:
    """Makes suggestions for a mapping and prints how many."""
    if arguments.top < 1:
        raise InvalidError("At least one must be asked for.", subject="--top", remedy="Give --top 5.")
    engine = arguments.engine or read_settings(arguments.workspace).engine
    count = keep_suggestions(_desk(arguments), mapping_id=arguments.mapping, top=arguments.top, engine=engine)
    if arguments.json:
        print_json({"mapping": arguments.mapping, "suggestions": count})
    else:
        print(f"{count} suggestions made for mapping {arguments.mapping}; none of them counts as coverage.")
    return 0


def coverage(arguments: Namespace) -> int:
    """Prints a mapping's coverage, and what it means on every path."""
    from mapper.standing.structure import standing_structure
    from mapper.standing.verdicts import path_coverage

    desk = _desk(arguments)
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=arguments.mapping)
        entered = entered_structure(
            session, viewer=desk.viewer, edition_id=mapping.programme_edition_id, modules=mapping.modules
        )
    found = coverage_of_mapping(mapping)
    paths = path_coverage(mapping, standing_structure(mapping.modules, entered))
    if arguments.json:
        print_json(found.as_json() | paths.as_json())
    else:
        _print_coverage(found)
        _print_paths(paths)
    return 0


def _print_coverage(found: MappingCoverage) -> None:
    for unit in found.units:
        counts = unit.tally
        print(f"{unit.ref}  {unit.unit.title}")
        if not unit.criteria:
            print("  no wording imported, so nothing can be judged")
            continue
        print(
            f"  {counts.full} of {counts.total} full, {counts.part} part, {counts.none} none, "
            f"{counts.not_judged} not judged, {counts.suspect} suspect"
        )
        for criterion in unit.criteria:
            print(f"  {criterion.row.number:6} {criterion.state:10} {criterion.row.text}")
    print("Full mapping." if found.is_full else f"{len(found.open)} criteria stay open.")


def _print_paths(paths: PathCoverage) -> None:
    if not paths.is_determined:
        entered = paths.standing.is_entered
        why = "the structure is faulty or unclear" if entered else "nobody has entered who takes what"
        print(f"Not checked on every path: {why}.")
        return
    print("On every path, by module and by component:")
    for said in paths.criteria:
        print(f"  {said.id:16} {said.by_module:12} {said.by_component:12} {said.reason}")


def export(arguments: Namespace) -> int:
    """Writes a mapping's documents and prints where."""
    desk = _desk(arguments)
    form = SubmissionForm(arguments.form)
    for path in write_documents(desk, mapping_id=arguments.mapping, folder=Path(arguments.to), form=form):
        print(path)
    return 0


def write_documents(desk: Desk, *, mapping_id: int, folder: Path, form: SubmissionForm) -> list[Path]:
    """The paths of the mapping document (.xlsx and PDF) and the checklist, written to `folder`."""
    from exports.build import DocumentKind, build_document
    from mapper.db import now
    from mapper.queries.record import record_of

    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
    record = record_of(mapping, made_at=now())
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in DocumentKind:
        try:
            built = build_document(record, kind=kind, form=form)
        except MapperError as error:
            # Without the system's PDF libraries the workbook is still written.
            print(error, file=sys.stderr)
            continue
        path = folder / built.file_name
        path.write_bytes(built.content)
        written.append(path)
    return written


def upgrade(arguments: Namespace) -> int:
    """Brings the store to this version."""
    settings = read_settings(arguments.workspace)
    settings.workspace.mkdir(parents=True, exist_ok=True)
    upgrade_store(connect(settings.database_url))
    print("The store is at this version.")
    return 0


def verify(arguments: Namespace) -> int:
    """Checks the chained record of changes."""
    desk = _desk(arguments)
    with reading(desk.engine) as session:
        findings = verify_chains(session, viewer=desk.viewer)
    if arguments.json:
        print_json({"whole": not findings, "findings": [f.as_json() for f in findings]})
    else:
        print("The record of changes is whole." if not findings else "The record of changes is broken.")
        _tell(findings)
    return status(findings)
