"""Programmes between reading and acceptance: what was read beside where, changed part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import Session, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, MapperError, NotFoundError
from mapper.models import ProgrammeDraftState
from mapper.programme_changes import add_part, change_part, confirm_field, set_fields, take_back
from mapper.programme_drafts import accept_programme, drop_programme_draft
from mapper.programme_review.differences import differences_between
from mapper.programme_review.parts import PROGRAMME_KEY, DraftAct, Part
from mapper.programme_review.passages import around, place_from_words
from mapper.queries.programme_drafts import own_programme_draft, read_programme_draft, texts_of
from mapper.queries.programme_reading import last_edition
from web.desk import the_desk
from web.pages.programme_drafts import DraftView, Refused
from web.pages.programme_modules import ModuleView, PlaceView

views = Blueprint("programme_drafts", __name__, url_prefix="/programmes/drafts/<int:draft_id>")

FIELD = "f-"
Doing = Callable[[Session], str | None]


def _view(
    draft_id: int, *, refused: Refused | None = None, with_texts_of: str = "", with_differences: bool = False
) -> DraftView:
    desk = the_desk()
    with reading(desk.engine) as session:
        row = read_programme_draft(session, viewer=desk.viewer, draft_id=draft_id)
        shown = row.draft.parts.find(with_texts_of) if with_texts_of else None
        texts = texts_of(session, page=row, files=_files_of(shown)) if shown else {}
        compared = None
        if with_differences and row.programme_id is not None:
            compared = last_edition(
                session, viewer=desk.viewer, programme_id=row.programme_id, before=row.edition_id
            )
    differences = differences_between(compared.parts, row.draft.parts) if compared else ()
    return DraftView(row, compared, differences, texts, refused)


def _files_of(part: Part) -> set[str]:
    return {s.locator.file for each in (part, *part.items) for s in each.sources.values()}


def _index(draft_id: int, refused: Refused | None = None) -> str:
    page = _view(draft_id, refused=refused, with_texts_of=PROGRAMME_KEY, with_differences=True)
    return render_template("programme_drafts/index.html", page=page)


def _module(draft_id: int, key: str, refused: Refused | None = None) -> str:
    return render_template("programme_drafts/module.html", page=_module_view(draft_id, key, refused))


def _module_view(draft_id: int, key: str, refused: Refused | None = None) -> ModuleView:
    draft = _view(draft_id, refused=refused, with_texts_of=key)
    module = next((m for m in draft.row.draft.parts.modules if m.key == key), None)
    if module is None:
        raise NotFoundError(
            "The draft has no such module, or it was merged into another.",
            subject=key[:40],
            remedy="Go back to the draft and choose a module.",
        )
    return ModuleView(draft, module)


@views.get("")
def draft(draft_id: int) -> str:
    """The findings, the programme's facts and its modules as read."""
    return _index(draft_id)


@views.get("/modules/<key>")
def module(draft_id: int, key: str) -> str:
    """One module, each field beside what it was read from."""
    return _module(draft_id, key)


@views.get("/modules/<key>/split")
def split_form(draft_id: int, key: str) -> str:
    """The form that gives items of a module to a new one, or to another."""
    return render_template("programme_drafts/split.html", page=_module_view(draft_id, key))


@views.get("/place")
def place(draft_id: int) -> str:
    """The text around a place of one of the documents."""
    wanted = place_from_words(request.args)
    desk = the_desk()
    with reading(desk.engine) as session:
        row = read_programme_draft(session, viewer=desk.viewer, draft_id=draft_id)
        texts = texts_of(session, page=row, files=[wanted.file])
    if wanted.file not in texts:
        raise NotFoundError("The draft was read from no such document.", subject=wanted.file[:80])
    passages = around(texts[wanted.file], wanted, request.args.get("said", "")[:200])
    page = PlaceView(DraftView(row), wanted, passages, of=request.args.get("of", "")[:40])
    return render_template("programme_drafts/place.html", page=page)


def _page_key() -> str:
    return request.form.get("page", "")[:40]


def _seen() -> int:
    return request.form.get("seen", -1, type=int)


def _typed() -> dict[str, str]:
    return {name[len(FIELD) :]: v for name, v in request.form.items() if name.startswith(FIELD)}


@views.post("/changes")
def change(draft_id: int) -> Answer | tuple[str, int]:
    """Makes one change, then leads back to the page it was made on."""
    desk = the_desk()
    acts: Mapping[str, Callable[[Session, int], str | None]] = {
        "set": _set,
        "confirm": _confirm,
        "add": _add,
        "drop": _plain_act(DraftAct.DROP),
        "put back": _plain_act(DraftAct.PUT_BACK),
        "move": _move,
        "merge": _merge,
        "take back": _take_back,
    }
    act = request.form.get("act", "")
    if act not in acts:
        with reading(desk.engine) as session:
            own_programme_draft(session, viewer=desk.viewer, draft_id=draft_id)
        raise InvalidError("No such change is known.", subject=act[:40], remedy="Load the page anew.")
    try:
        with unit_of_work(desk.engine) as session:
            leads_to = acts[act](session, draft_id)
    except (InvalidError, ConflictError) as error:
        return _refuse(draft_id, error)
    return _back(draft_id, leads_to)


def _back(draft_id: int, leads_to: str | None) -> Answer:
    key = leads_to or _page_key()
    anchor = request.form.get("anchor", "")[:80] or None
    if key:
        return redirect(url_for(".module", draft_id=draft_id, key=key, _anchor=anchor), 303)
    return redirect(url_for(".draft", draft_id=draft_id, _anchor=anchor), 303)


def _refuse(draft_id: int, error: MapperError) -> tuple[str, int]:
    """The page again with what was typed, and why it was not kept."""
    status = 409 if isinstance(error, ConflictError) else 422
    form = request.form.get("form") or request.form.get("part", "")
    typed = _typed()
    refused = Refused(form, error.subject if error.subject in typed else "", _told(error), typed)
    key = _page_key()
    return (_module(draft_id, key, refused) if key else _index(draft_id, refused)), status


def _told(error: MapperError) -> str:
    return f"{error.message} {error.remedy}".strip()


def _set(session: Session, draft_id: int) -> None:
    set_fields(
        session,
        viewer=the_desk().viewer,
        draft_id=draft_id,
        target=request.form.get("part", ""),
        typed=_typed(),
        seen=_seen(),
    )


def _confirm(session: Session, draft_id: int) -> None:
    confirm_field(
        session,
        viewer=the_desk().viewer,
        draft_id=draft_id,
        target=request.form.get("part", ""),
        field=request.form.get("field", ""),
        seen=_seen(),
    )


def _add(session: Session, draft_id: int) -> str | None:
    kind = request.form.get("kind", "")
    key = add_part(
        session,
        viewer=the_desk().viewer,
        draft_id=draft_id,
        target=request.form.get("part", ""),
        kind=kind,
        typed=_typed(),
        seen=_seen(),
    )
    return key if kind == "module" else None


def _plain_act(act: DraftAct) -> Callable[[Session, int], None]:
    def make(session: Session, draft_id: int) -> None:
        _change(session, draft_id, act, {})

    return make


def _change(session: Session, draft_id: int, act: DraftAct, detail: Mapping[str, object]) -> str:
    return change_part(
        session,
        viewer=the_desk().viewer,
        draft_id=draft_id,
        act=act,
        target=request.form.get("part", ""),
        detail=detail,
        seen=_seen(),
    )


def _move(session: Session, draft_id: int) -> None:
    at = request.form.get("at", 0, type=int)
    _change(session, draft_id, DraftAct.MOVE, {"to": request.form.get("to", ""), "at": at})


def _merge(session: Session, draft_id: int) -> None:
    _change(session, draft_id, DraftAct.MERGE, {"second": request.form.get("second", "")})


def _take_back(session: Session, draft_id: int) -> None:
    take_back(
        session,
        viewer=the_desk().viewer,
        draft_id=draft_id,
        number=request.form.get("number", -1, type=int),
        seen=_seen(),
    )


@views.post("/modules/<key>/split")
def split(draft_id: int, key: str) -> Answer | tuple[str, int]:
    """Gives the chosen items to a new module, or moves them to another."""
    desk = the_desk()
    form = request.form
    items = form.getlist("item")
    try:
        with unit_of_work(desk.engine) as session:
            if form.get("to", "new") == "new":
                detail = {"items": items, "code": form.get("f-code", ""), "title": form.get("f-title", "")}
                leads_to = change_part(
                    session,
                    viewer=desk.viewer,
                    draft_id=draft_id,
                    act=DraftAct.SPLIT,
                    target=key,
                    detail=detail,
                    seen=_seen(),
                )
            else:
                leads_to = _move_items(session, draft_id, items, form.get("to", ""))
    except (InvalidError, ConflictError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        refused = Refused(key, error.subject, _told(error), _typed())
        page = replace(_module_view(draft_id, key, refused), chosen=tuple(items), goes_to=form.get("to", ""))
        return render_template("programme_drafts/split.html", page=page), status
    return redirect(url_for(".module", draft_id=draft_id, key=leads_to), 303)


def _move_items(session: Session, draft_id: int, items: list[str], to: str) -> str:
    if not items:
        raise InvalidError("No item is chosen.", subject="items", remedy="Choose what the module takes.")
    for n, item in enumerate(items):
        change_part(
            session,
            viewer=the_desk().viewer,
            draft_id=draft_id,
            act=DraftAct.MOVE,
            target=item,
            detail={"to": to, "at": 9_999},
            seen=_seen() + n,
        )
    return to


@views.get("/accept")
def confirm(draft_id: int) -> str:
    """What would enter the programme, what is amiss with it, and what people changed."""
    return _accept_page(draft_id)


def _accept_page(draft_id: int, refused: Refused | None = None) -> str:
    page = _view(draft_id, refused=refused, with_differences=True)
    return render_template("programme_drafts/accept.html", page=page)


@views.post("/accept")
def accept(draft_id: int) -> Answer | tuple[str, int]:
    """Makes an edition of the draft; with a title where it has none."""
    desk = the_desk()
    typed, seen = _typed(), _seen()
    try:
        with unit_of_work(desk.engine) as session:
            row = own_programme_draft(session, viewer=desk.viewer, draft_id=draft_id)
            # Sent twice, the title stands already; what was accepted is not changed for it.
            if row.state is ProgrammeDraftState.OPEN and typed.get("title", "").strip():
                seen += set_fields(
                    session,
                    viewer=desk.viewer,
                    draft_id=draft_id,
                    target=PROGRAMME_KEY,
                    typed={"title": typed["title"]},
                    seen=seen,
                )
            edition_id = accept_programme(
                session,
                viewer=desk.viewer,
                draft_id=draft_id,
                request_id=request.form.get("request_id", ""),
                seen=seen,
            )
    except (InvalidError, ConflictError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        refused = Refused(PROGRAMME_KEY, "title" if error.subject == "title" else "", _told(error), typed)
        return _accept_page(draft_id, refused), status
    return redirect(url_for("imports.programme", edition_id=edition_id), 303)


@views.post("/drop")
def drop(draft_id: int) -> Answer:
    """Gives the draft up."""
    desk = the_desk()
    with unit_of_work(desk.engine) as session:
        drop_programme_draft(session, viewer=desk.viewer, draft_id=draft_id)
    return redirect(url_for("imports.new_programme"), 303)
