"""What was entered of an earlier edition, as far as it fits the next one, and what changed between them.

Modules are matched by their codes. Assessments of a module are matched by title; without a title, by
type and position. What cannot be matched for certain is not: it is said, and its rules are left behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mapper.queries.rows import ModuleRow, StatementRow
from mapper.standing.entered import (
    UNPLACED,
    WHOLE_PROGRAMME,
    AssessmentRules,
    Entered,
    Stated,
    Tree,
)
from mapper.standing.proposed import own_words, proposed_entry


@dataclass(frozen=True, slots=True)
class Carried:
    """The entry for the later edition, and in one sentence each what a person has to look at.

    `modules` and `assessments` count what was found again.
    """

    entered: Entered
    modules: int
    assessments: int
    changes: tuple[str, ...]


def carried_entry(entered: Entered, earlier: Sequence[ModuleRow], later: Sequence[ModuleRow]) -> Carried:
    """What was entered of the earlier edition's modules, for those of the later one.

    A module that is new stays without a place, so that it counts as left out wherever that is worst.
    """
    modules = _by_code(earlier, later)
    pairs = {old.id: _by_title(old, new) for old, new in modules}
    assessments = {a.id: b for found in pairs.values() for a, b in found}
    changes = [
        *_gone(entered, earlier, {old.id for old, _ in modules}),
        *_new(later, {new.id for _, new in modules}),
        *(line for old, new in modules for line in _changed(old, new, pairs[old.id], entered)),
    ]
    ids = {old.id: new.id for old, new in modules}
    # Group work and examinations that nobody has looked at as they read now are marked as unknown.
    proposed = proposed_entry(later).assessments
    later_by_id = {b.id: b for m in later for b in m.assessments}
    matched = {b.id: a for found in pairs.values() for a, b in found}
    rules = {assessments[i].id: own for i, own in entered.assessments.items() if i in assessments}
    doubted = {
        i: _doubted(rules.get(i, AssessmentRules()), proposal)
        for i, proposal in proposed.items()
        if i not in matched or _reads_otherwise(matched[i], later_by_id[i])
    }
    carried = replace(
        entered,
        trees=tuple(_tree(tree, ids) for tree in entered.trees),
        modules={ids[i]: rules for i, rules in entered.modules.items() if i in ids},
        assessments=rules | doubted,
    )
    return Carried(carried, len(modules), len(assessments), tuple(changes))


def _reads_otherwise(a: StatementRow, b: StatementRow) -> bool:
    return (a.fingerprint, _plain(a.type)) != (b.fingerprint, _plain(b.type))


def _doubted(own: AssessmentRules, proposal: AssessmentRules) -> AssessmentRules:
    """The rules with what the proposal marks as unknown; what was stated against the evidence stays."""

    def of(said: Stated, doubt: Stated) -> Stated:
        return said if said is Stated.YES or doubt is not Stated.UNKNOWN else doubt

    return replace(
        own, choice=of(own.choice, proposal.choice), group_work=of(own.group_work, proposal.group_work)
    )


def _tree(tree: Tree, ids: Mapping[int, int]) -> Tree:
    return replace(tree, places={ids[i]: place for i, place in tree.places.items() if i in ids})


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _once(names: Sequence[str]) -> set[str]:
    return {name for name, times in Counter(names).items() if name and times == 1}


def _by_code(earlier: Sequence[ModuleRow], later: Sequence[ModuleRow]) -> list[tuple[ModuleRow, ModuleRow]]:
    """Pairs with one code, which must be the only one of its name on either side."""
    known = _once([_plain(m.code) for m in earlier]) & _once([_plain(m.code) for m in later])
    by_code = {_plain(m.code): m for m in earlier}
    return [(by_code[code], m) for m in later if (code := _plain(m.code)) in known]


def _by_title(old: ModuleRow, new: ModuleRow) -> list[tuple[StatementRow, StatementRow]]:
    """Pairs of assessments, in the order of the later module."""
    pairs: list[tuple[StatementRow, StatementRow]] = []
    left, right = list(old.assessments), list(new.assessments)
    for key_of in (_title, _kind_and_position):
        keys = _once([key_of(a) for a in left]) & _once([key_of(a) for a in right])
        by_key = {key_of(a): a for a in left}
        found = [(by_key[key], a) for a in right if (key := key_of(a)) in keys]
        pairs += found
        left = [a for a in left if a not in [one for one, _ in found]]
        right = [a for a in right if a not in [one for _, one in found]]
    return sorted(pairs, key=lambda pair: pair[1].position)


def _title(a: StatementRow) -> str:
    return _plain(a.title)


def _kind_and_position(a: StatementRow) -> str:
    """Only for what has no title: another title is another piece of work."""
    return f"{_plain(a.type)} {a.position}" if a.type and not _plain(a.title) else ""


def _gone(entered: Entered, earlier: Sequence[ModuleRow], kept: set[int]) -> Iterator[str]:
    tree = entered.tree(WHOLE_PROGRAMME)
    choices = {c.key: f"the choice “{c.name}”" for c in tree.choices} if tree else {}
    for module in earlier:
        if module.id in kept:
            continue
        place = tree.place(module.id) if tree else UNPLACED
        stood = (
            f"; it stood in {choices[place]}, look whether its number still fits" if place in choices else ""
        )
        yield f"{module.name} is gone, or its code is not the same{stood}."


def _new(later: Sequence[ModuleRow], kept: set[int]) -> Iterator[str]:
    for module in later:
        if module.id not in kept:
            words = own_words(module)
            said = f" The documents say: {words}." if words else ""
            yield f"{module.name} is new: say who takes it.{said}"


def _changed(
    old: ModuleRow, new: ModuleRow, pairs: Sequence[tuple[StatementRow, StatementRow]], entered: Entered
) -> Iterator[str]:
    """What differs in a module that was found again, and which of its assessments were not."""
    facts: tuple[tuple[str, object, object], ...] = (
        ("title", old.title, new.title),
        ("level", old.level, new.level),
        ("credits", old.credits, new.credits),
        ("who takes it, in the documents,", own_words(old), own_words(new)),
        ("pass mark", old.pass_mark, new.pass_mark),
    )
    for name, was, is_now in facts:
        if was != is_now:
            yield f"{new.name}: {name} before {_said(was)}, now {_said(is_now)}."
    for a, b in pairs:
        if a.weight != b.weight:
            yield f"{new.name}: {b.label} counted {a.weight_in_words}, counts {b.weight_in_words} now."
        if a.must_pass != b.must_pass:
            yield f"{new.name}: that {b.label} must be passed was {_claim(a.must_pass)}, is now {_claim(b.must_pass)}."
        if _reads_otherwise(a, b):
            yield f"{new.name}: what is said of {b.label} is not the same: look whether its rules still hold."
    for a in old.assessments:
        if a not in [one for one, _ in pairs]:
            own = entered.assessment(a.id) != AssessmentRules()
            lost = "; what was entered of it is left behind" if own else ""
            yield f"{new.name}: the assessment {a.label} was not found again{lost}."
    for b in new.assessments:
        if b not in [one for _, one in pairs]:
            yield f"{new.name}: the assessment {b.label} ({b.weight_in_words}) is new."


def _said(value: object) -> str:
    if value is None or value == "":
        return "not stated"
    return f"{value:g}" if isinstance(value, float) else f"“{value}”"


def _claim(value: bool | None) -> str:
    return "not stated" if value is None else "stated" if value else "ruled out"
