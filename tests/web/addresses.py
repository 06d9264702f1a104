"""Every address that can be opened, in a workspace where each leads somewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mapper.db import Engine, Session, unit_of_work
from mapper.jobs import enqueue
from mapper.mappings import NewSuggestion, create_mapping
from mapper.programme_review.parts import DraftAct
from mapper.values import Coverage, Viewer
from mapper.workflow import record_approval
from tests.made import MadeMapping, keep_programme, make_mapping, programme, suggest, suggestion
from tests.made_delivery import judge_some_delivery, outcome_id
from tests.made_drafts import attach, correct, keep_draft, mooring, offer_wording
from tests.made_gaps import close_a_met_gap, leave_a_unit_to_ilm, plan_some_gaps
from tests.made_intake import label_intake
from tests.made_programmes import do, keep_programme_draft, put
from tests.made_structure import enter_for_everyone, enter_with_award
from web.worker import SUGGEST


def suggested(
    mapping: MadeMapping, criterion: str, statement: str, *, band: str, rank: int = 1
) -> NewSuggestion:
    """A suggestion of a band."""
    return replace(suggestion(mapping, criterion, statement, rank), band=band)


PATHS = ("coverage", "one pathway", "gap plan", "gap plan, everything", "gap report", "assessment service")
CLOSED = (
    "overview",
    "matrix",
    "matrix, selecting",
    "queue",
    "history",
    "several at once",
    "delivery",
    "criterion and column",
    "approval",
    *PATHS,
)
"""Pages that are different once an approval is recorded."""


@dataclass(frozen=True)
class Scene:
    """A workspace with something on every page: an open mapping, an approved one, a waiting job,
    a draft."""

    open: MadeMapping
    approved: MadeMapping
    job_id: int
    draft_id: int
    twin_id: int
    programme_ids: tuple[int, ...]
    programme_draft_id: int
    later_edition_id: int


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
    leave_a_unit_to_ilm(mapping)
    mapping.judge("202:1.1", "HB102 Crossing plan", Coverage.NONE)
    mapping.judge("202:1.2", None, Coverage.NONE, reason="No crew is led")
    judge_some_delivery(mapping)
    approved = make_mapping(engine, viewer)
    plan_some_gaps(approved)
    approved.cover_all(except_for="202:1.2")
    enter_for_everyone(approved)
    enter_with_award(approved)
    close_a_met_gap(approved)
    with unit_of_work(engine) as session:
        record_approval(
            session, viewer=viewer, paths=approved.paths(), reported=approved.reported(is_full=False)
        )
        job_id = enqueue(session, viewer=viewer, kind=SUGGEST, payload={"mapping": mapping.id, "top": 5})
        draft_id = _make_draft(session, viewer)
        twin_id = _make_twin(session, viewer, mapping)
        programme_ids = label_intake(session, viewer, mapping, approved)
        programme_draft_id = _make_programme_draft(session, viewer, programme_ids[0])
        later_edition_id = _make_later_edition(session, viewer, programme_ids[1])
    return Scene(
        mapping, approved, job_id, draft_id, twin_id, programme_ids, programme_draft_id, later_edition_id
    )


def _make_programme_draft(session: Session, viewer: Viewer, programme_id: int) -> int:
    """A draft of a programme's next edition with a field set, a module and an item dropped."""
    draft_id = keep_programme_draft(session, viewer, programme_id=programme_id)
    put(session, viewer, draft_id, "m1", credits="25")
    do(session, viewer, draft_id, DraftAct.DROP, "m1.c1")
    do(session, viewer, draft_id, DraftAct.DROP, "m2")
    return draft_id


def _make_twin(session: Session, viewer: Viewer, mapping: MadeMapping) -> int:
    """Another mapping of the same units, which could take over what was judged in the first."""
    return create_mapping(
        session,
        viewer=viewer,
        programme_edition_id=mapping.programme_edition_id,
        qualification_id=mapping.qualification_id,
        unit_ids=list(mapping.units.values()),
    )


def _make_later_edition(session: Session, viewer: Viewer, programme_id: int) -> int:
    """An edition with a module that is new, to which an entered structure can be carried over."""
    return keep_programme(
        session, viewer, programme(extra_modules=1), file="later.docx", programme_id=programme_id
    )


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


def _of_programme_draft(draft_id: int) -> dict[str, str]:
    at = f"/programmes/drafts/{draft_id}"
    return {
        "programme draft": at,
        "programme draft, a module": f"{at}/modules/m1",
        "programme draft, an inferred level": f"{at}/modules/m3",
        "programme draft, a dropped module": f"{at}/modules/m2",
        "programme draft, splitting": f"{at}/modules/m1/split",
        "programme draft, a place": f"{at}/place?file=handbook.docx&paragraph=3&of=m1",
        "programme draft, accepting": f"{at}/accept",
    }


def _of_structure(scene: Scene) -> dict[str, str]:
    """A structure that was entered, with an exit award that was not, and one that is proposed."""
    at = f"/programmes/editions/{scene.approved.programme_edition_id}/structure"
    return {
        "structure": at,
        "structure, an exit award": f"{at}?award=e1",
        "structure, its rules": f"{at}/rules",
        "structure, its assessments": f"{at}/assessments",
        "structure, an earlier version": f"{at}/versions/1",
        "structure, carried over": f"/programmes/editions/{scene.later_edition_id}/structure/carry-over",
        "structure, proposed": f"/programmes/editions/{scene.open.programme_edition_id}/structure",
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
        "matrix without open modules": f"{at}/matrix?open=none&sort=need",
        "matrix, nothing to show": f"{at}/matrix?show=suspect",
        "matrix, selecting": f"{at}/matrix?select=1&open=all",
        "matrix, a bulk decision undone": f"{at}/matrix?undone=2",
        "criterion": criterion,
        "criterion and column": f"{criterion}?column={column}",
        "criterion and search": f"{criterion}?search=rope+or+crew",
        "queue": f"{at}/queue",
        "queue at a criterion judged full": f"{at}/queue?criterion={mapping.criteria['201:1.1']}&show=all",
        "queue with a search": f"{at}/queue?search=crew",
        "queue with nothing in it": f"{at}/queue?show=suspect",
        "matrix with delivery": f"{at}/matrix?delivery=1&open=all",
        "delivery": f"{at}/delivery",
        "delivery of an outcome": f"{at}/delivery?outcome={outcome_id(mapping, '201:2')}",
        "delivery, with a search": f"{at}/delivery?unit={mapping.units['9901-202']}&search=lens",
        "documents": f"{at}/documents?made=mapping.pdf",
        "history": f"{at}/history",
        "history of a criterion": f"{at}/history?criterion={mapping.criteria['201:1.1']}",
        "several at once": f"{at}/bulk",
        "criterion with nothing": f"{at}/criteria/{mapping.criteria['202:1.2']}",
        "approval": f"{at}/approval",
        "coverage": f"{at}/coverage",
        "next award": f"{at}/coverage/next-award?measure=component",
        "one pathway": f"{at}/coverage/pathway?look=1",
        "gap plan": f"{at}/coverage/plan?measure=component",
        "gap plan, everything": f"{at}/coverage/plan?show=all&measure=component",
        "gap plan, nothing to show": f"{at}/coverage/plan?show=overdue&to=nobody",
        "gap report": f"{at}/coverage/plan/report?measure=component",
        "assessment service": f"{at}/coverage/assessment-service?submitted=2026-12-05",
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
        "delivery of a unit without wording": (
            f"/mappings/{scene.open.id}/delivery?unit={scene.open.units['9901-203']}"
        ),
        "matrix of a unit without wording": (
            f"/mappings/{scene.open.id}/matrix?unit={scene.open.units['9901-203']}"
        ),
        "job": f"/jobs/{scene.job_id}",
        "reuse": f"/mappings/{scene.twin_id}/reuse",
        "reuse, nothing": f"/mappings/{scene.open.id}/reuse",
        "overview with reuse": f"/mappings/{scene.twin_id}",
        "intake": f"/programmes/{scene.programme_ids[0]}/intake",
        "intake, nothing labelled": f"/programmes/{scene.programme_ids[1]}/intake",
        "accessibility": "/accessibility",
        "settings": "/settings",
        "settings, saved": "/settings?saved=1",
        **_of_structure(scene),
        **_of_draft(scene.draft_id),
        **_of_programme_draft(scene.programme_draft_id),
        **_of_mapping(scene.open),
        **{f"{name}, approved": _of_mapping(scene.approved)[name] for name in CLOSED},
    }


def documents_of(mapping: MadeMapping) -> dict[str, str]:
    """The path of every document of a mapping, by its name."""
    names = ("mapping.xlsx", "mapping.pdf", "checklist-CAP.pdf", "checklist-QAP.pdf")
    return {name: f"/mappings/{mapping.id}/documents/{name}" for name in names}


def templates_of(mapping: MadeMapping) -> dict[str, str]:
    """The path of every template, by its name."""
    filled_in = f"/programmes/editions/{mapping.programme_edition_id}/template"
    return {"empty template": "/programmes/template.xlsx", "template": f"{filled_in}.docx"}


def parts_of(mapping: MadeMapping) -> dict[str, str]:
    """The path of every part of a page that script alone asks for, by its name."""
    at = f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}"
    return {"search beside the matrix": f"{at}/search?search=crew", "history beside it": f"{at}/history"}


def machine_paths() -> dict[str, str]:
    """Addresses for machines, by name."""
    return {"alive": "/healthz", "ready": "/readyz", "style": "/static/mapper.css"}


def paths_of(scene: Scene) -> dict[str, str]:
    """Everything that GET can be asked for."""
    return (
        pages_of(scene)
        | documents_of(scene.open)
        | templates_of(scene.open)
        | parts_of(scene.open)
        | machine_paths()
    )
