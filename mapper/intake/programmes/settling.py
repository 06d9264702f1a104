"""Drafts settled into readings: numbers, references, sources, and the findings about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapper.intake.programmes.briefs import description_of
from mapper.intake.programmes.components import length_in
from mapper.intake.programmes.drafts import AssessmentDraft, Found, ModuleDraft, OutcomeDraft
from mapper.intake.programmes.joining import join_outcomes
from mapper.intake.programmes.records import ALL
from mapper.intake.programmes.references import same_outcome
from mapper.intake.programmes.wording import credits_in_code, level_in_code
from mapper.intake.readings import AssessmentReading, ModuleReading, OutcomeReading
from mapper.values import FieldSource, Finding, Locator, Origin, Severity, Sources

_FACTS = ("code", "title", "level", "credits", "status", "option_group", "year", "pass_mark")
_NO_WEIGHTS = 0.01


def settle(module: ModuleDraft) -> tuple[ModuleReading, list[Finding]]:
    """The module as read and what is doubtful about it; nothing is filled in or rescaled.

    Its components must have been joined.
    """
    if module.heading and "title" not in module.facts:
        module.facts["title"] = module.heading
    if "ects" in module.facts:
        module.facts.setdefault("credits", module.facts["ects"])
    outcomes = join_outcomes(module)
    drafts = module.assessments
    sources: Sources = {}
    for name in _FACTS:
        if name in module.facts:
            sources[name] = _source(module.facts[name])
    _infer(module, sources)
    for at, outcome in enumerate(outcomes):
        _note(sources, f"learning_outcomes[{at}].text", outcome.locator)
        if outcome.number is not None:
            _note(sources, f"learning_outcomes[{at}].number", outcome.locator)
    findings = list(module.findings)
    assessments = [_assessment(draft, at, outcomes, sources) for at, draft in enumerate(drafts)]
    findings += _reference_findings(module, drafts, assessments, outcomes)
    findings += _weight_findings(module, drafts)
    values: dict[str, tuple[str, ...]] = {}
    for items, name in module.each_list():
        kept = _distinct(items)
        values[name] = tuple(str(found.value) for found in kept)
        if name == "learning_strategy":
            if kept:
                sources[name] = _source(kept[0])
            continue
        for at, found in enumerate(kept):
            sources[f"{name}[{at}]"] = _source(found)
    facts = {name: module.facts[name].value for name in _FACTS if name in module.facts}
    reading = ModuleReading(
        code=module.code,
        title=module.title,
        level=facts.get("level"),
        credits=facts.get("credits"),  # type: ignore[arg-type]  # facts.read_fact gives numbers only
        status=_text(facts.get("status")),
        option_group=_text(facts.get("option_group")),
        year=facts.get("year"),  # type: ignore[arg-type]  # facts.read_fact gives a number or a word
        pass_mark=facts.get("pass_mark"),  # type: ignore[arg-type]  # facts.read_fact gives numbers only
        prerequisites=values["prerequisites"],
        learning_outcomes=tuple(OutcomeReading(o.number, o.text) for o in outcomes),
        assessments=tuple(assessments),
        content=values["content"],
        learning_strategy="\n".join(values["learning_strategy"]) or None,
        sources=sources,
    )
    return reading, findings


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _source(found: Found) -> FieldSource:
    return FieldSource(found.origin, found.locator)


def _note(sources: Sources, path: str, locator: Locator) -> None:
    sources[path] = FieldSource(Origin.READ, locator)


def _infer(module: ModuleDraft, sources: Sources) -> None:
    """A level or credits that the code carries stands among the sources, never in the field."""
    found = module.facts.get("code")
    if found is None:
        return
    for name, infer in (("level", level_in_code), ("credits", credits_in_code)):
        value = infer(str(found.value))
        if name not in module.facts and value is not None:
            sources[name] = FieldSource(Origin.INFERRED, found.locator, value)


def _distinct(items: Sequence[Found]) -> list[Found]:
    out: list[Found] = []
    for found in items:
        if not any(found.value == kept.value for kept in out):
            out.append(found)
    return out


def _assessment(
    draft: AssessmentDraft, at: int, outcomes: Sequence[OutcomeDraft], sources: Sources
) -> AssessmentReading:
    path = f"assessments[{at}]"
    for name in ("title", "type"):
        if "length" not in draft.facts and name in draft.facts:
            draft.learn("length", length_in(draft.text(name)), draft.facts[name].locator)
    for name in ("title", "type", "weight", "length", "must_pass"):
        if name in draft.facts:
            sources[f"{path}.{name}"] = _source(draft.facts[name])
    tested, tested_at = _tested(draft, outcomes)
    if tested and tested_at:
        _note(sources, f"{path}.outcomes", tested_at)
    description = description_of(draft.passages)
    if description:
        _note(sources, f"{path}.description", min(draft.passages, key=lambda p: p.order).locator)
    weight = draft.facts.get("weight")
    must_pass = draft.facts.get("must_pass")
    return AssessmentReading(
        title=draft.text("title") or None,
        type=draft.text("type") or None,
        weight=weight.value if weight else None,  # type: ignore[arg-type]  # figures.read_weight gives numbers
        length=draft.text("length") or None,
        description=description,
        outcomes=tested,
        must_pass=bool(must_pass.value) if must_pass else None,
    )


def _tested(
    draft: AssessmentDraft, outcomes: Sequence[OutcomeDraft]
) -> tuple[tuple[str, ...], Locator | None]:
    if draft.outcomes == [ALL]:
        return tuple(o.number or str(at) for at, o in enumerate(outcomes, 1)), draft.outcomes_at
    if draft.outcomes:
        return tuple(draft.outcomes), draft.outcomes_at
    return tuple(_in_order(draft.prose_outcomes)), draft.prose_at


def _in_order(labels: Sequence[str]) -> list[str]:
    plain_labels = {same_outcome(label): label for label in reversed(labels)}
    if all(label.isdigit() for label in plain_labels):
        return [plain_labels[label] for label in sorted(plain_labels, key=int)]
    return list(dict.fromkeys(labels))


def _reference_findings(
    module: ModuleDraft,
    drafts: Sequence[AssessmentDraft],
    assessments: Sequence[AssessmentReading],
    outcomes: Sequence[OutcomeDraft],
) -> Iterator[Finding]:
    """References to outcomes that the module does not list; they stay as written."""
    if not outcomes:
        return
    known = {same_outcome(o.number) if o.number else str(at) for at, o in enumerate(outcomes, 1)}
    for draft, assessment in zip(drafts, assessments, strict=True):
        missing = [label for label in assessment.outcomes if same_outcome(label) not in known]
        if missing:
            named = ", ".join(missing)
            yield Finding(
                Severity.WARNING,
                module.name,
                f"“{_named(draft)}” is said to test outcome {named}, which the module does not list.",
                "Check the reference, or add the outcome that is missing.",
                draft.outcomes_at or draft.prose_at or draft.locator,
            )


def _weight_findings(module: ModuleDraft, drafts: Sequence[AssessmentDraft]) -> Iterator[Finding]:
    """Weights that do not total 100; they are never rescaled."""
    weights = [d.weight for d in drafts]
    if not weights or any(w is None for w in weights):
        missing = [d for d in drafts if d.weight is None]
        if missing and len(missing) < len(drafts):
            names = ", ".join(f"“{_named(d)}”" for d in missing)
            yield Finding(
                Severity.INFO,
                module.name,
                f"No weight was found for {names}.",
                "Enter the weight by hand if the component counts towards the module.",
                missing[0].locator,
            )
        return
    total = sum(w for w in weights if w is not None)
    if abs(total - 100) > _NO_WEIGHTS:
        yield Finding(
            Severity.WARNING,
            module.name,
            f"The weights of its assessments total {total:g} per cent, not 100; they were kept as written.",
            "Check the weights, or add the component that is missing.",
            drafts[0].locator,
        )


def _named(draft: AssessmentDraft) -> str:
    return draft.text("title") or draft.text("type") or "an assessment without a title"
