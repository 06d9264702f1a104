"""What differs between a programme's last edition and a draft of the next, module by module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from mapper.drafts.differences import Change, FieldDifference, PartDifference
from mapper.programme_review.fields import ASSESSMENT, MODULE, PROGRAMME, FieldForm, in_words
from mapper.programme_review.parts import Part, PartKind, Parts
from mapper.wording import fingerprint, squeeze

Said = dict[str, str]


def differences_between(old: Parts, new: Parts) -> tuple[PartDifference, ...]:
    """The programme's facts first where they differ, then each module in the draft's order, then what is gone.

    Modules are the same by code, or by title where neither has a code. White space never counts.
    """
    facts = tuple(_fields(_facts(old.facts, PROGRAMME), _facts(new.facts, PROGRAMME)))
    found = [PartDifference("", "The programme", Change.CHANGED, facts)] if facts else []
    return (*found, *_modules(old.standing, new.standing))


def _modules(old: Sequence[Part], new: Sequence[Part]) -> Iterator[PartDifference]:
    before = {_same_by(module): module for module in reversed(old)}
    met = set()
    for module in new:
        key = _same_by(module)
        earlier = before.get(key) if key not in met else None
        met.add(key)
        if earlier is None:
            yield PartDifference(_code(module), _title(module), Change.ADDED)
            continue
        fields = (*_fields(_module(earlier), _module(module)), *_lists(earlier, module))
        change = Change.CHANGED if fields else Change.SAME
        yield PartDifference(_code(module), _title(module), change, fields)
    for module in old:
        if _same_by(module) not in met:
            yield PartDifference(_code(module), _title(module), Change.REMOVED)


def _code(module: Part) -> str:
    return in_words(module.values["code"])


def _title(module: Part) -> str:
    return in_words(module.values["title"])


def _same_by(module: Part) -> tuple[str, str]:
    code = squeeze(_code(module)).replace(" ", "").casefold()
    return ("code", code) if code else ("title", squeeze(_title(module)).casefold())


def _facts(part: Part, forms: Sequence[FieldForm]) -> Said:
    return {form.label: in_words(part.values[form.name]) for form in forms}


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FieldDifference]:
    for label in dict.fromkeys((*new, *old)):
        was, now = old.get(label) or None, new.get(label) or None
        if (was or now) and (was is None or now is None or fingerprint(was) != fingerprint(now)):
            yield FieldDifference(label, was, now)


def _module(module: Part) -> Said:
    said = _facts(module, MODULE)
    times: Counter[str] = Counter()
    for outcome in module.of_kind(PartKind.OUTCOME):
        if outcome.values["number"]:
            said[_once(f"Outcome {outcome.values['number']}", times)] = in_words(outcome.values["text"])
    for assessment in module.of_kind(PartKind.ASSESSMENT):
        title = in_words(assessment.values["title"]) or in_words(assessment.values["type"])
        name = _once(f"Assessment “{title or 'without a title'}”", times)
        said[name] = title or "without a title"
        for form in ASSESSMENT:
            if form.name != "title":
                said[f"{name}: {form.label.lower()}"] = in_words(assessment.values[form.name])
    return said


def _lists(old: Part, new: Part) -> Iterator[FieldDifference]:
    """What has no number is the same by its words, wherever it stands in the list."""
    for label, kind in (("Outcome", PartKind.OUTCOME), ("Content item", PartKind.CONTENT)):
        before, now = _unnumbered(old, kind), _unnumbered(new, kind)
        for print_, text in before.items():
            if print_ not in now:
                yield FieldDifference(label, text, None)
        for print_, text in now.items():
            if print_ not in before:
                yield FieldDifference(label, None, text)


def _unnumbered(module: Part, kind: PartKind) -> dict[str, str]:
    texts = [in_words(i.values["text"]) for i in module.of_kind(kind) if not i.values.get("number")]
    return {fingerprint(text): text for text in texts}


def _once(name: str, times: Counter[str]) -> str:
    times[name] += 1
    return name if times[name] == 1 else f"{name} ({times[name]})"
