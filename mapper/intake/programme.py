"""The door for programmes: documents in, modules and their evidence out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapper.intake.document import Document
from mapper.intake.programmes.briefs import add_passages
from mapper.intake.programmes.drafts import Found, ModuleDraft, ProgrammeDraft
from mapper.intake.programmes.events import Event
from mapper.intake.programmes.facts import conflict, differ, learn_programme_fact
from mapper.intake.programmes.feeds import courses_of, is_feed
from mapper.intake.programmes.joining import count_from_one, join_assessments, join_modules, take_module
from mapper.intake.programmes.names import known_titles, name_on_title_page, tidy_title, title_of_page
from mapper.intake.programmes.settling import settle
from mapper.intake.programmes.streams import events_of
from mapper.intake.programmes.template_form import is_template, read_templates
from mapper.intake.programmes.vocabulary import Vocabulary, vocabulary_of
from mapper.intake.programmes.walk import Walk
from mapper.intake.readings import ModuleReading, ProgrammeReading
from mapper.values import FieldSource, Finding, Origin, Severity


def extract_programme(documents: Sequence[Document]) -> ProgrammeReading:
    """The programme's facts and modules as these documents together state them.

    Modules are joined by code across files, in order of first mention. A document that names no
    module adds to the only module read; where none names one, they make one module without a name,
    unless none has an outcome or an assessment: topics alone are in any prose.
    What is doubtful, and what the readers could not read, is among the findings.
    """
    if any(map(is_template, documents)):
        return read_templates(documents, read_others=extract_programme)
    vocabulary = vocabulary_of(documents)
    streams = [[] if is_feed(document) else events_of(document, vocabulary) for document in documents]
    titles = known_titles(streams)
    walks = [_walk(doc, events, vocabulary, titles) for doc, events in zip(documents, streams, strict=True)]
    findings = [finding for document in documents for finding in document.findings]
    modules = join_modules([module for walk in walks for module in walk.roll.modules])
    modules += _place_unnamed(walks, modules, findings)
    for module in modules:
        module.assessments = join_assessments(module)
    for walk in walks:
        _describe(walk, modules, vocabulary)
    readings = []
    for module in modules:
        reading, doubts = settle(module)
        readings.append(reading)
        findings.extend(doubts)
    if not readings:
        findings.append(_no_module(documents))
    findings.extend(_bare_modules(readings))
    findings.extend(_half_read(readings))
    return _with_facts(walks, tuple(readings), findings)


def _walk(
    document: Document, events: Sequence[Event], vocabulary: Vocabulary, titles: dict[str, str | None]
) -> Walk:
    walk = Walk(vocabulary, document.file, titles)
    if is_feed(document):
        walk.roll.modules.extend(courses_of(document))
    else:
        walk.read(events)
    if not walk.roll.modules and (name := name_on_title_page(events, vocabulary)):
        code, title, place = name
        walk.roll.unnamed.learn("code", code, place)
        walk.roll.unnamed.learn("title", title, place)
        walk.roll.modules.append(walk.roll.unnamed)
        walk.roll.unnamed = ModuleDraft(place)
    if len(walk.roll.modules) == 1:
        module = walk.roll.modules[0]
        take_module(module, walk.roll.unnamed)
        walk.roll.unnamed = ModuleDraft(module.locator)
        is_page = document.format in ("html", "markdown", "md")
        page = title_of_page(events, vocabulary, is_page=is_page)
        if page and not (module.title or module.heading):
            module.learn("title", *page)
    elif walk.roll.modules and walk.programme.facts:
        for fact, entry in walk.labelled.items():
            learn_programme_fact(walk.programme, fact, entry)
    count_from_one(walk.roll.modules)
    for module in walk.roll.modules:
        module.files.append(document.file)
        known = module.facts.get("title")
        if known and (tidied := tidy_title(str(known.value))):
            module.facts["title"] = Found(tidied, known.locator)
    return walk


def _place_unnamed(
    walks: Sequence[Walk], modules: list[ModuleDraft], findings: list[Finding]
) -> list[ModuleDraft]:
    """Give what named no module to the only module read, or make one without a name of it."""
    unnamed = [walk for walk in walks if walk.roll.unnamed.says_something and not walk.roll.modules]
    if not unnamed:
        return []
    if len(modules) == 1:
        for walk in unnamed:
            take_module(modules[0], walk.roll.unnamed)
        return []
    if modules:
        for walk in unnamed:
            findings.append(
                Finding(
                    Severity.WARNING,
                    walk.file,
                    "This file names no module and several were read, so its outcomes and assessments were left out.",
                    "Name the module's code in the file, or import it together with that module alone.",
                    walk.roll.unnamed.locator,
                )
            )
        return []
    if not any(walk.roll.unnamed.can_be_module for walk in unnamed):
        return []
    first = unnamed[0].roll.unnamed
    for walk in unnamed[1:]:
        take_module(first, walk.roll.unnamed)
    findings.append(
        Finding(
            Severity.WARNING,
            unnamed[0].file,
            "No module code or title was found; what was read stands as one module without a name.",
            "Enter the module's code and title by hand.",
            first.locator,
        )
    )
    return [first]


def _describe(walk: Walk, modules: Sequence[ModuleDraft], vocabulary: Vocabulary) -> None:
    """Add to each component of the walk's modules what its briefs say."""
    only = modules[0] if len(modules) == 1 else None
    own: dict[int, list[Event]] = {}
    for event, draft in walk.events:
        module = only or next((m for m in (draft, draft.joined_to) if m is not None and m.is_named), None)
        if module is not None:
            own.setdefault(id(module.joined_to or module), []).append(event)
    for module in modules:
        if events := own.get(id(module)):
            add_passages(events, module.assessments, is_brief=only is not None, vocabulary=vocabulary)


def _bare_modules(readings: Sequence[ModuleReading]) -> Iterator[Finding]:
    """One finding for all modules of which only facts were found, where others say more."""
    bare = [r for r in readings if not (r.learning_outcomes or r.assessments or r.content)]
    if not bare or len(bare) == len(readings):
        return
    yield Finding(
        Severity.INFO,
        _names(bare),
        f"Only facts, but no outcomes or assessments, were found for {len(bare)} of {len(readings)} modules.",
        "Supply their module specifications if they are to count as evidence.",
        next(iter(bare[0].sources.values())).locator if bare[0].sources else None,
    )


def _half_read(readings: Sequence[ModuleReading]) -> Iterator[Finding]:
    """One finding for all modules with outcomes but no assessment, and one for the reverse."""
    untested = [r for r in readings if r.learning_outcomes and not r.assessments]
    aimless = [r for r in readings if r.assessments and not r.learning_outcomes]
    for found, has, lacks in ((untested, "outcomes", "assessment"), (aimless, "assessments", "outcome")):
        if not found:
            continue
        who = "The module has" if len(readings) == 1 else f"Of {len(readings)} modules {len(found)} have"
        yield Finding(
            Severity.INFO,
            _names(found),
            f"{who} {has}, but no {lacks} was found.",
            f"Look for each {lacks} in the documents; supply what is missing, or enter it by hand.",
            next(iter(found[0].sources.values())).locator if found[0].sources else None,
        )


def _names(readings: Sequence[ModuleReading]) -> str:
    names = [r.code or r.title or "the module without a name" for r in readings]
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _no_module(documents: Sequence[Document]) -> Finding:
    files = ", ".join(document.file for document in documents)
    return Finding(
        Severity.ERROR,
        files,
        "No module, learning outcome or assessment was found.",
        "Supply the module specifications or the handbook.",
    )


def _with_facts(
    walks: Sequence[Walk], modules: tuple[ModuleReading, ...], findings: Sequence[Finding]
) -> ProgrammeReading:
    """The whole reading: the programme's facts from the first file that states each."""
    programme = ProgrammeDraft()
    doubts: list[Finding] = []
    for walk in walks:
        for name, found in walk.programme.facts.items():
            known = programme.facts.setdefault(name, found)
            if differ(known.value, found.value):
                doubts.append(conflict("the programme", name, known, found))
    facts = {name: found.value for name, found in programme.facts.items()}
    sources = {name: FieldSource(Origin.READ, found.locator) for name, found in programme.facts.items()}
    return ProgrammeReading(
        **facts,  # type: ignore[arg-type]  # learn_programme_fact gives each fact its type
        modules=modules,
        findings=(*findings, *doubts),
        sources=sources,
    )
