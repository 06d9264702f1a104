"""Commands that work in a workspace; each mirrors one service."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from mapper.audit import verify_chains
from mapper.db import connect, reading, unit_of_work
from mapper.errors import InvalidError, MapperError
from mapper.intake.files import load_files
from mapper.mappings import create_mapping as create
from mapper.migrations import upgrade as upgrade_store
from mapper.queries.editions import find_qualification, read_specification
from mapper.values import Finding, SubmissionForm
from mapper.workspace import open_workspace
from web.commands.output import describe, note, print_json, status
from web.commands.reading import password_asker
from web.settings import Settings, read_settings
from web.suggestions import keep_suggestions
from web.tasks import Desk, keep_programme, keep_specification


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
    settings = read_settings(arguments.workspace)
    top = settings.top if arguments.top is None else arguments.top
    if top < 1:
        raise InvalidError("At least one must be asked for.", subject="--top", remedy="Give --top 5.")
    count = keep_suggestions(
        _desk(arguments), mapping_id=arguments.mapping, top=top, engine=arguments.engine or settings.engine
    )
    if arguments.json:
        print_json({"mapping": arguments.mapping, "suggestions": count})
    else:
        print(f"{count} suggestions made for mapping {arguments.mapping}; none of them counts as coverage.")
    return 0


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
    from mapper.queries.record import read_record

    with reading(desk.engine) as session:
        record = read_record(session, viewer=desk.viewer, mapping_id=mapping_id, made_at=now())
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
