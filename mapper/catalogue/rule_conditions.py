"""Conditions that a rule puts on some of the units only: at a level, named together, from each group.

What is understood is taken out of the text or marked in it; all else stays and is then not understood.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mapper.catalogue.facts import Limit, RefRange, Rule
from mapper.catalogue.rule_patterns import COUNT, HIGH, KIND, LIST, LOW, REF, figure, ranges, whole

LEVELS = range(1, 9)
EACH = "*"
LEVEL_MARK = re.compile(r"◊(\d)(\d)◊")
NUMBER_OF_LEVEL = r"level ([1-8])\b(?! ?\+)"
ABOVE = r"(?: (?:or|and) (?:above|higher))"
BELOW = r"(?: (?:or|and) (?:below|lower))"
AT_LEVEL = re.compile(
    rf"\b(?:at|of|from) (?:units? at )?(?:{NUMBER_OF_LEVEL}({ABOVE}|{BELOW})?|levels ([1-8])(?: and | or | ?- ?| to )([1-8]))"
    r"(?! (?:award|certificate|diploma|qualification))(?: units?)?\b"
)
LEVEL_FIRST = re.compile(rf"\b{COUNT} {NUMBER_OF_LEVEL}({ABOVE}|{BELOW})? (units?|credits?)\b")
BEFORE = rf"\b({COUNT} )(credits?|units?)((?:(?! (?:credits?|units?)\b)[^.;:])*? )"
# A number without its thing counts what was counted last: "20 credits, at least 10 of which …".
OF_THEM = re.compile(rf"{BEFORE}((?:{LOW} |{HIGH} )?{COUNT}) of (?:them|these|those|which)\b")
OF_WHICH_ONLY = re.compile(
    rf"{BEFORE}(of (?:which|that|these|those),? (?:an? )?(?:{LOW}|{HIGH}) {COUNT})(?![\d.]| {KIND}| of\b| mandatory)"
)
FROM_EACH = re.compile(rf"\b{COUNT} (from|in) (each|every)\b")
EACH_NAMED = re.compile(r"\beach of (?:the )?(¤[^¤*]*¤(?:(?:, | and |, and )¤[^¤*]*¤)*)")
EACH_GROUP = re.compile(r"\b(?:each|every)(?: of the)? groups?\b")
SOME = LIST.pattern
TWO = rf"({REF}) (?:and|&|or) (?:units? )?({REF})"
VERBS = "taken|combined|chosen|claimed|counted|selected|used|undertaken|achieved"
TOGETHER = (
    re.compile(
        rf"(?:, )?\b(?:but )?not both (?:of )?(?:the )?(?:units? )?{TWO}(?![\d-]|,? ?(?:(?:and|or|to|&) )?\d)"
    ),
    re.compile(
        rf"(?:\bunits? )?(?<![\d,-] )(?<!and )(?<!or ){TWO} (?:may|can|must|should) ?not "
        rf"(?:both be (?:{VERBS})|be (?:{VERBS}) (?:together|both))\b"
    ),
)
ONE_OF = re.compile(
    rf"(?:\b(?:an? )?(?:at most|no more than|not more than|maximum of) {COUNT} of(?: the)?(?: units?)? [(]?({SOME})[)]?"
    rf"|\bonly {COUNT} of(?: the)?(?: units?)? [(]?({SOME})[)]? (?=(?:may|can)\b(?! ?not)))"
)
OF_WHICH = re.compile(
    rf"\bof (?:which|that|these|those),? (?:an? )?(?:({LOW})|({HIGH})) {COUNT} {KIND} "
    rf"(?:(?:can|may|must) )?(?:be )?(?:taken |come |chosen )?(?:from|in) (?:the )?(?:units? )?[(]?({SOME})[)]?(?![)]? ?(?:in|of|from|within) |[\d,;/-]| (?:and|or|&|to) \d)"
)


def mark_levels(plain: str) -> str:
    """The text with each level that an amount may belong to as a mark of its lowest and highest."""
    plain = LEVEL_FIRST.sub(r"\1 \4 at level \2\3", plain)
    plain = OF_WHICH_ONLY.sub(_with_thing, OF_THEM.sub(_with_thing, plain))
    plain = FROM_EACH.sub(r"\1 units \2 \3", plain)
    return AT_LEVEL.sub(_mark, plain)


def _with_thing(match: re.Match[str]) -> str:
    amount, thing, between, number = match[1], match[3], match[4], match[5]
    # "At least two of which" after credits may as well be two units.
    if thing.startswith("credit") and not number[-1].isdigit():
        return match[0]
    return f"{amount}{thing}{between}{number} {thing}"


def _mark(match: re.Match[str]) -> str:
    if match[3]:
        low, high = int(match[3]), int(match[4])
        # Levels 4 and 6 leave out the one between.
        is_list = " and " in match[0] or " or " in match[0]
        return match[0] if low >= high or (is_list and high > low + 1) else f"◊{low}{high}◊"
    low = high = int(match[1])
    if match[2]:
        is_above = "above" in match[2] or "higher" in match[2]
        low, high = (low, LEVELS[-1]) if is_above else (LEVELS[0], high)
    return f"◊{low}{high}◊"


def levels_of(marked: str) -> list[tuple[int, int]]:
    """The marks of levels in a part of the text, lowest and highest of each."""
    return [(int(low), int(high)) for low, high in LEVEL_MARK.findall(marked)]


def with_level(rule: Rule, levels: tuple[int, int], said: dict[str, float], unknown: list[str]) -> Rule:
    """The rule with an amount of units at levels; `unknown` is told where it said another before."""
    known = next((x for x in rule.limits if (x.level_min, x.level_max) == levels), None)
    limit = known or Limit(_name_of(levels), level_min=levels[0], level_max=levels[1])
    unknown.extend(
        f"two figures for {limit.name}" for name in said if getattr(limit, name) not in (None, said[name])
    )
    made = replace(limit, **said)  # type: ignore[arg-type]
    return replace(rule, limits=(*(x for x in rule.limits if x is not known), made))


def _name_of(levels: tuple[int, int]) -> str:
    low, high = levels
    if low == high:
        return f"units at level {low}"
    if high == LEVELS[-1]:
        return f"units at level {low} or above"
    return f"units at level {high} or below" if low == LEVELS[0] else f"units at levels {low} to {high}"


def mark_each(masked: str) -> str:
    """The text, its groups masked, with “each” taken into their masks."""
    named = EACH_NAMED.sub(lambda m: f"¤{EACH}{_joined(m[1])}¤", masked)
    return EACH_GROUP.sub(f"¤{EACH}¤", named)


def _joined(masks: str) -> str:
    return ",".join(re.findall(r"¤([^¤]*)¤", masks))


def take_limits(plain: str, code: str | None) -> tuple[str, tuple[Limit, ...]]:
    """The text without what it says of units named by reference, and that."""
    limits: list[Limit] = []

    def keep(limit: Limit) -> str:
        limits.append(limit)
        return " "

    for pattern in TOGETHER:
        plain = pattern.sub(lambda m: keep(_at_most(ranges(f"{m[1]}, {m[2]}"), 1, code)), plain)
    plain = ONE_OF.sub(lambda m: keep(_at_most(ranges(m[2] or m[4]), figure(m[1] or m[3]), code)), plain)
    plain = OF_WHICH.sub(lambda m: keep(_part(m, code)), plain)
    return plain, tuple(limits)


def _at_most(refs: tuple[RefRange, ...], number: float, code: str | None) -> Limit:
    refs = whole(refs, code)
    return Limit(_listed(refs), refs, units_max=int(number))


def _part(match: re.Match[str], code: str | None) -> Limit:
    refs = whole(ranges(match[5]), code)
    kind = "units" if "unit" in match[4] else "credits"
    bound = {f"{kind}_{'min' if match[1] else 'max'}": figure(match[3])}
    return Limit(_listed(refs), refs, is_admitting=True, **bound)  # type: ignore[arg-type]


def _listed(refs: tuple[RefRange, ...]) -> str:
    words = [str(r) for r in refs]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
