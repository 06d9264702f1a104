"""`template`: the programme template as a file, empty or with an edition of the workspace."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from exports.build import BuiltDocument
from exports.intake_forms import FormKind, build_form
from web.commands.output import note


def template(arguments: Namespace) -> int:
    """Writes the template and says where."""
    built = _filled_in(arguments) if arguments.programme else build_form(FormKind(arguments.format))
    folder = Path(arguments.to)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / built.file_name
    path.write_bytes(built.content)
    note("Fill it in and import it with “mapper import-programme”.")
    print(path)
    return 0


def _filled_in(arguments: Namespace) -> BuiltDocument:
    from mapper.db import reading, today
    from mapper.queries.editions import read_programme
    from mapper.queries.programme_reading import programme_reading
    from web.commands.workspace import open_desk
    from web.settings import read_settings

    desk = open_desk(read_settings(arguments.workspace))
    with reading(desk.engine) as session:
        programme = programme_reading(session, viewer=desk.viewer, edition_id=arguments.programme)
        page = read_programme(session, viewer=desk.viewer, edition_id=arguments.programme)
    return build_form(
        FormKind(arguments.format),
        programme=programme,
        made_on=today(),
        is_sample=page.is_sample,
    )
