"""Several mentions brought together: components within a module, and a module across files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapper.intake.programmes.drafts import AssessmentDraft, ModuleDraft, OutcomeDraft, Rank
from mapper.intake.programmes.facts import conflict, differ
from mapper.intake.programmes.likeness import find_same, likeness, named_component
from mapper.intake.programmes.references import same_outcome
from mapper.intake.programmes.wording import plain, same_code
from mapper.values import Finding, Severity

_WHOLE = 100.0
_ALIKE = 0.9


def join_modules(modules: Sequence[ModuleDraft]) -> list[ModuleDraft]:
    """One draft per module, joined by code, or by title where one of them has no code; in order of mention."""
    joined: list[ModuleDraft] = []
    by_code: dict[str, ModuleDraft] = {}
    by_title: dict[str, ModuleDraft] = {}
    for module in modules:
        title = plain(module.title or "")
        if (other := by_title.get(title)) and title and _is_bare_double(module, other):
            module.joined_to = other
            other.findings.append(conflict(other.name, "code", other.facts["code"], module.facts["code"]))
            continue
        same = by_code.get(same_code(module.code)) if module.code else by_title.get(title)
        if same is None and title and (other := by_title.get(title)) and not (module.code and other.code):
            same = other
        by_code.setdefault(same_code(module.code or ""), same or module)
        by_title.setdefault(title, same or module)
        if same is None:
            joined.append(module)
        else:
            take_module(same, module)
            module.joined_to = same
    return joined


def _is_bare_double(module: ModuleDraft, other: ModuleDraft) -> bool:
    """Whether a second module of one title is nothing but a name with another code: a slip of the pen."""
    return (
        bool(module.code and other.code)
        and same_code(module.code or "") != same_code(other.code or "")
        and module.facts.keys() <= {"code", "title"}
        and not (module.outcomes or module.stray_outcomes or module.content)
        and all(draft.weight is None for draft in module.assessments)
        and other.says_something
    )


def take_module(module: ModuleDraft, other: ModuleDraft) -> None:
    """Add what another draft of the same module says; what contradicts it becomes a finding."""
    for name, found in other.facts.items():
        known = module.facts.setdefault(name, found)
        if name != "code" and differ(known.value, found.value):
            module.findings.append(conflict(module.name, name, known, found))
    groups = [o.group for o in (*module.outcomes, *module.stray_outcomes)]
    theirs_from = min((draft.group for draft in other.assessments), default=0)
    shift = (
        1 + max([*groups, *(draft.group for draft in module.assessments)], default=0) - min(theirs_from, 0)
    )
    for mine, theirs in ((module.outcomes, other.outcomes), (module.stray_outcomes, other.stray_outcomes)):
        mine.extend(OutcomeDraft(o.number, o.text, o.locator, o.group + shift) for o in theirs)
    for draft in other.assessments:
        draft.group += shift
        module.assessments.append(draft)
    for (mine_list, _), (their_list, _) in zip(module.each_list(), other.each_list(), strict=True):
        known_texts = {plain(str(found.value)) for found in mine_list}
        mine_list.extend(found for found in their_list if plain(str(found.value)) not in known_texts)
    module.tested_in.extend(other.tested_in)
    module.shares.extend(other.shares)
    module.tested_groups.extend(group + shift for group in other.tested_groups)
    module.files.extend(file for file in other.files if file not in module.files)
    module.findings.extend(other.findings)


def count_from_one(modules: Sequence[ModuleDraft]) -> None:
    """Where one file refers to unnumbered outcomes by places from 0, make them places from 1."""
    drafts = [draft for module in modules for draft in module.assessments]
    labels = [label for draft in drafts for label in draft.outcomes]
    is_unnumbered = not any(outcome.number for module in modules for outcome in module.outcomes)
    if "0" in labels and is_unnumbered and all(label.isdigit() for label in labels):
        for draft in drafts:
            draft.outcomes = [str(int(label) + 1) for label in draft.outcomes]


def join_outcomes(module: ModuleDraft) -> list[OutcomeDraft]:
    """The module's outcomes: its longest list, with what other lists number differently.

    Labelled outcomes found elsewhere ("LO2 …") count only where there is no list.
    """
    source = module.outcomes or module.stray_outcomes
    groups: dict[int, list[OutcomeDraft]] = {}
    for outcome in source:
        groups.setdefault(outcome.group, []).append(outcome)
    if not groups:
        return []
    best = max(groups.values(), key=lambda group: (len(group), group[0].number is not None))
    chosen = _without_doubles(best)
    for group in groups.values():
        if group is not best:
            _compare(module, chosen, group)
    return chosen


def _without_doubles(outcomes: Sequence[OutcomeDraft]) -> list[OutcomeDraft]:
    out: list[OutcomeDraft] = []
    for outcome in outcomes:
        if not any(plain(o.text) == plain(outcome.text) and o.number == outcome.number for o in out):
            out.append(outcome)
    return out


def _compare(module: ModuleDraft, chosen: Sequence[OutcomeDraft], others: Sequence[OutcomeDraft]) -> None:
    """Say where a second list words an outcome of the same number differently."""
    by_number = {same_outcome(o.number): o for o in chosen if o.number}
    known = {plain(o.text) for o in chosen}
    for other in others:
        first = by_number.get(same_outcome(other.number)) if other.number else None
        if first is None or plain(other.text) in known:
            continue
        module.findings.append(
            Finding(
                Severity.WARNING,
                module.name,
                f"Outcome {other.number} is worded differently in two places ({first.locator.file}, {first.locator}; "
                f"{other.locator.file}, {other.locator}); the longer list was kept.",
                "Check which wording is in force and correct the document.",
                other.locator,
            )
        )


def join_assessments(module: ModuleDraft) -> list[AssessmentDraft]:
    """The module's components: those of the place that says most, enriched by all other mentions.

    A table of weights outranks a form, a form prose, prose a list of names. A mention in a lower
    place makes a component of its own only while the weights stay within 100 per cent.
    """
    joined: list[AssessmentDraft] = []
    if not any(draft.weight is not None for draft in module.assessments):
        module.assessments.extend(module.shares)
    for group in _groups(_without_summaries(module.assessments)):
        first = not joined
        for draft in group:
            same = _double(draft, joined) if first else find_same(draft, joined)
            if same is not None:
                same.take(draft)
            elif first or _may_add(draft, joined):
                joined.append(draft)
            else:
                module.findings.extend(_weight_conflict(module, draft, joined))
    joined = _without_parts(joined)
    has_weights = any(d.weight is not None for d in joined)
    components = [d for d in joined if _is_component(d, has_weights=has_weights)]
    _add_tested(module, components)
    _add_tested_by_the_only_one(module, components)
    return components


def _without_summaries(drafts: Sequence[AssessmentDraft]) -> list[AssessmentDraft]:
    """Without a component that a table under a heading of its name divides, weight for weight."""
    parts: dict[tuple[str, int], list[AssessmentDraft]] = {}
    for draft in drafts:
        if draft.under and draft.weight is not None:
            parts.setdefault((plain(draft.under), draft.group), []).append(draft)
    sums = {(name, group): sum(d.weight or 0 for d in parts[name, group]) for name, group in parts}
    return [
        draft
        for draft in drafts
        if not any(
            plain(draft.text("title")) == name and draft.weight == total and draft.group != group
            for (name, group), total in sums.items()
        )
    ]


def _without_parts(joined: list[AssessmentDraft]) -> list[AssessmentDraft]:
    """A component of 100 per cent named first leaves room for no other: what follows with a weight is its part."""
    whole = next((draft for draft in joined if draft.weight), None)
    if whole is None or whole.weight != _WHOLE or whole.rank is Rank.TABLE:
        return joined
    return [
        draft
        for draft in joined
        if draft is whole
        or not (draft.weight or likeness(draft.text("title"), whole.text("title")) >= _ALIKE)
    ]


def _add_tested(module: ModuleDraft, components: Sequence[AssessmentDraft]) -> None:
    """Outcomes that the outcome table says a component tests, where the component itself says none."""
    open_ones = [c for c in components if not c.outcomes]
    for named, outcome, place in module.tested_in:
        component = named_component(named, components)
        if (
            component is not None
            and any(component is c for c in open_ones)
            and outcome not in component.outcomes
        ):
            component.outcomes.append(outcome)
            component.outcomes_at = component.outcomes_at or place


def _add_tested_by_the_only_one(module: ModuleDraft, components: Sequence[AssessmentDraft]) -> None:
    """In a brief about one component, outcomes under "Learning outcomes assessed" are tested by it."""
    listed = [o for o in module.stray_outcomes if o.group in module.tested_groups]
    if len(components) != 1 or components[0].outcomes or module.outcomes or not listed:
        return
    components[0].outcomes = [o.number or str(at) for at, o in enumerate(listed, 1)]
    components[0].outcomes_at = listed[0].locator


def _weight_conflict(
    module: ModuleDraft, draft: AssessmentDraft, joined: Sequence[AssessmentDraft]
) -> Iterator[Finding]:
    """One component with two weights: the place that says more was kept."""
    for other in joined:
        if draft.weight is None or other.weight is None or draft.weight == other.weight:
            continue
        if likeness(draft.text("title"), other.text("title")) >= 0.9:
            subject = f"{module.name}: {other.text('title')}"
            yield conflict(subject, "weight", other.facts["weight"], draft.facts["weight"])


def _double(draft: AssessmentDraft, joined: Sequence[AssessmentDraft]) -> AssessmentDraft | None:
    """The same component named twice in one place: all that both say is equal."""
    for other in joined:
        same = draft.text("title") and plain(draft.text("title")) == plain(other.text("title"))
        if same and draft.weight == other.weight and draft.text("type") == other.text("type"):
            return other
        if same and other.weight is None and other.rank is Rank.FORM:
            return other
    return None


def _groups(drafts: Sequence[AssessmentDraft]) -> list[list[AssessmentDraft]]:
    """Drafts by place, the place that says most first: complete weights, then rank, then order."""
    by_group: dict[tuple[Rank, int], list[AssessmentDraft]] = {}
    for draft in drafts:
        key = (draft.rank, 0 if draft.rank in (Rank.FORM, Rank.NAMED) else draft.group)
        by_group.setdefault(key, []).append(draft)

    def weightiness(entry: tuple[int, list[AssessmentDraft]]) -> tuple[bool, int, bool, int]:
        order, group = entry
        total = sum(d.weight or 0 for d in group)
        weighted = any(d.weight is not None for d in group)
        return (
            abs(total - _WHOLE) < 0.01 and group[0].rank > Rank.PROSE,
            int(group[0].rank),
            weighted,
            -order,
        )

    ordered = sorted(enumerate(by_group.values()), key=weightiness, reverse=True)
    return [group for _, group in ordered]


def _may_add(draft: AssessmentDraft, joined: Sequence[AssessmentDraft]) -> bool:
    weights = [d.weight for d in joined]
    if draft.weight is None:
        return False
    known = sum(w for w in weights if w is not None)
    return bool(draft.weight) and known + draft.weight <= _WHOLE + 0.01


def _is_component(draft: AssessmentDraft, *, has_weights: bool) -> bool:
    if draft.text("title") or draft.text("type"):
        return True
    return draft.weight is not None or (draft.rank is Rank.TABLE and bool(draft.passages) and not has_weights)
