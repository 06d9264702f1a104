"""Rows of understood tables as modules, outcomes, components and content."""

from __future__ import annotations

import re
from collections.abc import Callable

from mapper.intake.programmes import figures
from mapper.intake.programmes.components import components_in
from mapper.intake.programmes.drafts import AssessmentDraft, ModuleDraft, OutcomeDraft, Passage, Rank
from mapper.intake.programmes.events import Column, Records, Row
from mapper.intake.programmes.facts import learn_fact, learn_texts
from mapper.intake.programmes.headers import COMPONENT_LIST, SHARE
from mapper.intake.programmes.heads import OUTCOME_COLUMN
from mapper.intake.programmes.matrices import TESTED_IN, TICKS
from mapper.intake.programmes.outcomes import outcomes_in, tidy_number
from mapper.intake.programmes.references import names_all, read_references, references_in_prose
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import codes, labelled_code, name_parts
from mapper.values import Finding, Locator, Severity

ALL = "*"
"""Stands for "all outcomes" until the module's outcomes are known."""

_MAX_TITLE_WORDS = 8
"""A component's description of so few words is its name."""

_YEAR = re.compile(r"\b(?:year|stage|part)\s+(\d|one|two|three|four|five)\b", re.I)
_LEVEL = re.compile(r"\blevel\s+(\d)\b", re.I)
_CHOICE = re.compile(r"\b(?:choose|select|pick|take|any|from|of the following|one of|two of|\d of)\b", re.I)

_OF_MODULES = re.compile(
    r"^(?:\W*\w+){0,3}?\W*(?:core|compulsory|mandatory|optional|option|elective|required)(?: taught)? (?:modules?|units?|courses?)\b",
    re.I,
)
"""A heading that says what the modules of the table below it are ("Year 2: Optional modules")."""

Opener = Callable[[str | None, str | None, Locator, Locator], ModuleDraft]
"""Opens the module of a code and a title, given where each stands."""


def read_records(
    records: Records,
    *,
    open_module: Opener,
    current: Callable[[], ModuleDraft],
    group: int,
    vocabulary: Vocabulary,
) -> None:
    """Put every row where it belongs: to the module it names, or else to the current one."""
    names_modules = any(
        entity == "module" and field in ("code", "title", "name") for entity, field in records.columns
    )
    fractions = _are_fractions(records)
    has_components = "assessment" in {entity for entity, _ in records.columns}
    is_list = not {"assessment", "outcome", "content"} & {entity for entity, _ in records.columns}
    seen: list[ModuleDraft] = []
    module: ModuleDraft | None = None
    for row in records.rows:
        code, title = _name(row)
        if names_modules and (code or title):
            if _is_total(row, vocabulary):
                continue
            module = open_module(code, title, *_places_of_name(row))
            _note_doubles(module, row, seen, is_list=is_list)
            _read_module(module, row, records, group)
        target = module if names_modules else current()
        if target is None:
            continue
        drafts = _several(row, group)
        if not drafts and has_components and (draft := _component(row, group, fractions, vocabulary)):
            drafts = [draft]
        for draft in drafts:
            draft.under = records.context[-1] if records.context else ""
            target.assessments.append(draft)
        target.assessments.extend(_numbered_components(row, group))
        target.assessments.extend(_shares(row, group))
        _read_outcome(target, row, group)
        for line in row.lines(COMPONENT_LIST):
            target.assessments.extend(components_in(line, group=group, title=None, vocabulary=vocabulary))
        for line in row.lines(("content", "text")):
            learn_texts(target, "content", (line,))


def _note_doubles(module: ModuleDraft, row: Row, seen: list[ModuleDraft], *, is_list: bool) -> None:
    """A list of modules that has one of them twice is doubtful."""
    if is_list and any(module is other for other in seen):
        module.findings.append(
            Finding(
                Severity.WARNING,
                module.name,
                "The module is listed twice in one table; both rows were read as one module.",
                "Remove one of the rows, or give each module its own code.",
                row.locator,
            )
        )
    seen.append(module)


def _name(row: Row) -> tuple[str | None, str | None]:
    code, title = row.text(("module", "code")) or None, row.text(("module", "title")) or None
    if name := row.text(("module", "name")):
        found_code, found_title = name_parts(name)
        code, title = code or found_code, title or found_title
    if code:
        code = labelled_code(code) or code
    if code and title and title.upper().endswith(code.upper()):
        title = title[: -len(code)].strip(" -–(:") or title
    return code, title


def _places_of_name(row: Row) -> tuple[Locator, Locator]:
    """Where the code and the title stand: each in its own column, or both in that of the name."""
    together = row.place(("module", "name"))
    code, title = (
        row.place(c) if row.text(c) else together for c in (("module", "code"), ("module", "title"))
    )
    return code, title


def _is_total(row: Row, vocabulary: Vocabulary) -> bool:
    """Whether the row of a table of modules is none: a module may be called “Information Retrieval”."""
    if codes(row.text(("module", "code")) or row.text(("module", "name"))):
        return False
    texts = [row.text(column) for column in row.cells]
    return any(vocabulary.is_no_component(text) and len(text.split()) <= 4 for text in texts[:2])


def _read_module(module: ModuleDraft, row: Row, records: Records, group: int) -> None:
    for column in row.cells:
        entity, name = column
        if entity != "module" or name in ("code", "title", "name"):
            continue
        if name == "outcomes":
            module.outcomes.extend(outcomes_in(row.lines(column), group=group))
        elif name in ("content", "learning_strategy", "prerequisites"):
            learn_texts(module, name, row.lines(column))
        else:
            learn_fact(module, name, row.text(column), row.place(column))
    _read_context(module, row, records)


def _read_context(module: ModuleDraft, row: Row, records: Records) -> None:
    """Year, level, status and option group from headings above the row; the nearest one first."""
    above = (*reversed(row.under), records.lead, *reversed(records.context))
    for name, pattern in (("year", _YEAR), ("level", _LEVEL)):
        text, match = next(((t, m) for t in above if (m := pattern.search(t))), ("", None))
        place = records.stands_at.get(text, row.locator)
        if match and name == "year":
            learn_fact(module, name, str(figures.read_credits(match[1])), place)
        elif match and name not in module.facts and ("module", name) not in records.columns:
            learn_fact(module, name, match[1], place)
    for text in (*row.under, records.lead):
        place = records.stands_at.get(text, row.locator)
        words = _statuses(text)
        if len({w.lower() for w in words}) == 1 and ("module", "status") not in records.columns:
            learn_fact(module, "status", words[0], place)
        if (
            _CHOICE.search(text)
            and len(text.split()) <= 25
            and (not words or words[0].lower()[:3] not in ("cor", "com", "man"))
        ):
            learn_fact(module, "option_group", text.strip(" :"), place)
    if "status" not in module.facts and ("module", "status") not in records.columns:
        for text in records.context[-1:]:
            words = _statuses(text) if _OF_MODULES.search(text) else []
            if len({w.lower() for w in words}) == 1:
                learn_fact(module, "status", words[0], records.stands_at.get(text, row.locator))


def _statuses(text: str) -> list[str]:
    return [w for w in re.findall(r"[A-Za-z]+", text) if figures.is_status(w)]


def _are_fractions(records: Records) -> bool:
    """Whether the weights of each module are shares of one (0.4, 0.6) and not per cents."""
    said = [row.text(("assessment", "weight")) for row in records.rows]
    values = [float(text) for text in said if re.fullmatch(r"[01](?:\.\d+)?", text)]
    return bool(values) and len(values) == len([t for t in said if t]) and any(values)


def _several(row: Row, group: int) -> list[AssessmentDraft]:
    """Components listed in the cells of one row ("Essay; Exam" beside "40%; 60%"), as many names as weights."""
    name = next((n for n in ("title", "type") if row.text(("assessment", n))), None)
    weights = _listed(row, "weight")
    if name is None or len(weights) < 2 or len(names := _listed(row, name)) != len(weights):
        return []
    drafts = []
    for said, share in zip(names, weights, strict=True):
        draft = AssessmentDraft(Rank.TABLE, row.locator, group)
        draft.learn(name, said, row.place(("assessment", name)))
        draft.learn("weight", figures.read_weight(share), row.place(("assessment", "weight")))
        drafts.append(draft)
    return drafts if all(draft.weight is not None for draft in drafts) else []


def _listed(row: Row, name: str) -> list[str]:
    lines = "\n".join(line.text for line in row.lines(("assessment", name)))
    return [part.strip() for part in re.split(r"[;\n]", lines) if part.strip()]


def _component(row: Row, group: int, fractions: bool, vocabulary: Vocabulary) -> AssessmentDraft | None:
    def text(name: str) -> str:
        return row.text(("assessment", name))

    names = [t for t in (text("title"), text("type")) if t]
    if any(vocabulary.is_no_component(name) for name in names) or not (names or text("description")):
        return None
    draft = AssessmentDraft(Rank.TABLE, row.locator, group)
    for name in ("title", "type", "length"):
        if text(name) and not figures.says_nothing(text(name)):
            draft.learn(name, text(name), row.place(("assessment", name)))
    weight = figures.read_weight(text("weight")) if text("weight") else None
    if weight is None and len(text("weight").split()) > 5:
        return None
    if not names and len(text("description").split()) <= _MAX_TITLE_WORDS:
        draft.learn("title", text("description").rstrip("."), row.place(("assessment", "description")))
    if weight is not None:
        draft.learn(
            "weight", round(weight * 100, 4) if fractions else weight, row.place(("assessment", "weight"))
        )
    for line in row.lines(("assessment", "description")):
        draft.passages.append(Passage(line.text, line.locator, 0))
    learn_tested(draft, text("outcomes"), row.place(("assessment", "outcomes")))
    if row.ticked:
        draft.outcomes, draft.outcomes_at = list(row.ticked), row.locator
    if (must := figures.read_yes_no(text("must_pass"))) is not None:
        draft.learn("must_pass", must, row.place(("assessment", "must_pass")))
    return draft


def learn_tested(draft: AssessmentDraft, text: str, place: Locator) -> None:
    """Keep the outcomes that a cell says the component tests."""
    if not text or draft.outcomes or figures.says_nothing(text):
        return
    tested = [ALL] if names_all(text) else list(read_references(text) or references_in_prose(text))
    if not tested and ". " in text:
        tested = list(read_references(text.split(". ", maxsplit=1)[0]))
    if tested:
        draft.outcomes, draft.outcomes_at = tested, place


def _numbered_components(row: Row, group: int) -> list[AssessmentDraft]:
    """Components of a registry sheet with columns "Assessment 1", "Assessment 1 weighting" …"""
    drafts: dict[str, AssessmentDraft] = {}
    for column in row.cells:
        entity, name = column
        if not entity.startswith("assessment "):
            continue
        draft = drafts.setdefault(entity, AssessmentDraft(Rank.TABLE, row.locator, group))
        text, place = row.text(column), row.place(column)
        if name == "weight":
            draft.learn(name, figures.read_weight(text), place)
        elif name == "outcomes":
            learn_tested(draft, text, place)
        elif name == "description":
            draft.passages.append(Passage(text, place, 0))
        elif name == "must_pass":
            draft.learn(name, figures.read_yes_no(text), place)
        elif not figures.says_nothing(text):
            draft.learn(name, text, place)
    return [d for d in drafts.values() if d.text("title") or d.text("type")]


def _shares(row: Row, group: int) -> list[AssessmentDraft]:
    """Components of a sheet with a column of weights for each kind; only where the row totals 100."""
    drafts = []
    for column in row.cells:
        weight = figures.read_weight(row.text(column)) if column[0] == SHARE else None
        if weight:
            draft = AssessmentDraft(Rank.TABLE, row.locator, group)
            draft.learn("title", column[1], row.place(column))
            draft.learn("weight", weight, row.place(column))
            drafts.append(draft)
    return drafts if sum(draft.weight or 0 for draft in drafts) == 100 else []


def _read_outcome(module: ModuleDraft, row: Row, group: int) -> None:
    column: Column = ("outcome", "text")
    for entity, head in row.cells:
        if entity == OUTCOME_COLUMN and not figures.says_nothing(text := row.text((entity, head))):
            module.outcomes.append(OutcomeDraft(tidy_number(head), text, row.place((entity, head)), group))
    lines = row.lines(column)
    number = row.text(("outcome", "number")).strip(" .)") or None
    if number and not lines:
        _read_tested_in(module, row, number)
    if not lines or (number and len(number.split()) > 3):
        return
    if number:
        text = " ".join(line.text for line in lines)
        found = [OutcomeDraft(number, text, row.place(column), group)]
    else:
        found = outcomes_in(lines, group=group)
    module.outcomes.extend(found)
    if len(found) == 1:
        _read_tested_in(module, row, found[0].number or str(len(module.outcomes)))


def _read_tested_in(module: ModuleDraft, row: Row, outcome: str) -> None:
    """Note the components that an outcome's row ticks or names."""
    for entity, head in row.cells:
        if entity != TESTED_IN:
            continue
        text, place = row.text((entity, head)), row.place((entity, head))
        if text.lower() in TICKS:
            module.tested_in.append((head, outcome, place))
        elif re.match(r"assess|component|tested|evidence", head, re.I):
            named = [part.strip() for part in re.split(r"[,;/&\n]|\band\b", text)]
            module.tested_in.extend((part, outcome, place) for part in named if part)
