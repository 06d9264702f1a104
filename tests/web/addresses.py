"""Every address that can be opened, in a workspace where each leads somewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mapper.db import Engine, Session, unit_of_work
from mapper.jobs import enqueue
from mapper.mappings import NewSuggestion
from mapper.values import Coverage, Viewer
from mapper.workflow import record_approval
from tests.made import MadeMapping, make_mapping, suggest, suggestion
from tests.made_drafts import attach, correct, keep_draft, mooring, offer_wording
from web.worker import SUGGEST


def suggested(
    mapping: MadeMapping, criterion: str, statement: str, *, band: str, rank: int = 1
) -> NewSuggestion:
    """A suggestion of a band."""
    return replace(suggestion(mapping, criterion, statement, rank), band=band)


CLOSED = ("overview", "matrix", "criterion and column", "approval")
"""Pages that are different once an approval is recorded."""


@dataclass(frozen=True)
class Scene:
    """A workspace with something on every page: an open mapping, an approved one, a waiting job,
    a draft."""

    open: MadeMapping
    approved: MadeMapping
    job_id: int
    draft_id: int


def make_scene(engine: Engine, viewer: Viewer) -> Scene:
    """The scene, made in the store for the viewer."""
    mapping = make_mapping(engine, viewer, unworded=True)
    suggest(
        mapping,
        suggested(mapping, "201:1.1", "HB101 Lamp log", band="high"),
        suggested(mapping, "201:1.1", "HB101 Outcome 2", band="low", rank=2),
        suggested(mapping, "201:2.1", "HB101 Outcome 2", band="medium"),
    )
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL, reason="Seen in the log")
    mapping.judge("201:1.2", "HB101 Outcome 1", Coverage.PART)
    mapping.judge("202:1.1", "HB102 Crossing plan", Coverage.NONE)
    mapping.judge("202:1.2", None, Coverage.NONE, reason="No crew is led")
    approved = make_mapping(engine, viewer)
    approved.cover_all(except_for="202:1.2")
    with unit_of_work(engine) as session:
        record_approval(session, viewer=viewer, reported=approved.reported(is_full=False))
        job_id = enqueue(session, viewer=viewer, kind=SUGGEST, payload={"mapping": mapping.id, "top": 5})
        draft_id = _make_draft(session, viewer)
    return Scene(mapping, approved, job_id, draft_id)


def _make_draft(session: Session, viewer: Viewer) -> int:
    """A draft with a correction, wording that was attached and wording that waits."""
    draft_id = keep_draft(session, viewer)
    correct(session, viewer, draft_id, "unit-1", title="Keeping a light", credits="6")
    attach(session, viewer, draft_id, offer_wording(session, viewer, draft_id, mooring()), 2)
    offer_wording(session, viewer, draft_id, mooring("Sounding fog"), file="fog.docx")
    return draft_id


def _of_draft(draft_id: int) -> dict[str, str]:
    at = f"/specifications/drafts/{draft_id}"
    return {
        "draft": at,
        "draft, its code": f"{at}/parts/specification",
        "draft, a qualification": f"{at}/parts/qualification-1",
        "draft, a unit": f"{at}/parts/unit-1",
        "draft, publishing": f"{at}/publish",
    }


def _of_mapping(mapping: MadeMapping) -> dict[str, str]:
    at = f"/mappings/{mapping.id}"
    criterion = f"{at}/criteria/{mapping.criteria['201:1.1']}"
    column = f"a{mapping.statements['HB101 Lamp log']}"
    return {
        "overview": at,
        "matrix": f"{at}/matrix",
        "matrix of a unit": f"{at}/matrix?unit={mapping.units['9901-202']}",
        "open criteria of a unit": f"{at}/matrix?unit={mapping.units['9901-201']}&show=open",
        "criterion": criterion,
        "criterion and column": f"{criterion}?column={column}",
        "criterion and search": f"{criterion}?search=rope+or+crew",
        "criterion with nothing": f"{at}/criteria/{mapping.criteria['202:1.2']}",
        "approval": f"{at}/approval",
    }


def pages_of(scene: Scene) -> dict[str, str]:
    """The path of every page, by a name for people."""
    units = "&".join(f"unit={i}" for i in scene.open.units.values())
    choice = f"programme={scene.open.programme_edition_id}&qualification={scene.open.qualification_id}"
    return {
        "start": "/",
        "import a specification": "/specifications/new",
        "import a programme": "/programmes/new",
        "specification": f"/specifications/editions/{scene.open.specification_edition_id}",
        "programme": f"/programmes/editions/{scene.open.programme_edition_id}",
        "new mapping": "/mappings/new",
        "new mapping, chosen": f"/mappings/new?{choice}",
        "new mapping, checked": f"/mappings/new?{choice}&{units}",
        "new mapping, ranked": f"/mappings/new?programme={scene.open.programme_edition_id}",
        "new mapping, proposed": f"/mappings/new?{choice}&propose=1",
        "matrix of a unit without wording": (
            f"/mappings/{scene.open.id}/matrix?unit={scene.open.units['9901-203']}"
        ),
        "job": f"/jobs/{scene.job_id}",
        "settings": "/settings",
        "settings, saved": "/settings?saved=1",
        **_of_draft(scene.draft_id),
        **_of_mapping(scene.open),
        **{f"{name}, approved": _of_mapping(scene.approved)[name] for name in CLOSED},
    }


def documents_of(mapping: MadeMapping) -> dict[str, str]:
    """The path of every document of a mapping, by its name."""
    names = ("mapping.xlsx", "mapping.pdf", "checklist-CAP.pdf", "checklist-QAP.pdf")
    return {name: f"/mappings/{mapping.id}/documents/{name}" for name in names}


def machine_paths() -> dict[str, str]:
    """Addresses for machines, by name."""
    return {"alive": "/healthz", "ready": "/readyz", "style": "/static/mapper.css"}


def paths_of(scene: Scene) -> dict[str, str]:
    """Everything that GET can be asked for."""
    return pages_of(scene) | documents_of(scene.open) | machine_paths()
