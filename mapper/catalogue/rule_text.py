"""Takes the text of a rule of combination apart into a `Rule`, or says what it did not understand.

Each amount, list of references and group that is understood is taken out of the text; what then
remains must be words that add nothing ("learners", "choice", "optional"). Any other word or
number makes the rule not understood, since a condition may hide in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mapper.catalogue.facts import GroupRule, Limit, RefRange, Rule
from mapper.catalogue.rule_conditions import (
    EACH,
    LEVEL_MARK,
    levels_of,
    mark_each,
    mark_levels,
    take_limits,
    with_level,
)
from mapper.catalogue.rule_patterns import (
    AMOUNTS,
    BARE,
    BETWEEN,
    BOTH,
    EXACT,
    GROUPS,
    LIST,
    MOST,
    NAME,
    SPAN,
    WORDS,
    figure,
    ranges,
    whole,
)

DEMANDED = re.compile(
    r"[ )]*(?:must|should|need|needs|have to|has to|are to|is to|(?:is|are) (?:also |all |both )?(?:required|needed))\b"
)
INCLUDING = re.compile(r"\bincluding (?:an? )?$")
LIST_MARK = re.compile(r"§\d+§")
GROUP_MARK = re.compile(r"¤([^¤]*)¤")
WORDS_WITHOUT_A_CONDITION = (
    "learner learners candidate candidates must need needs are is be required requires to attain attains gain gains achieve "
    "achieves complete completes undertake undertakes obtain take taken the a an of from in within order this that these "
    "those qualification award certificate diploma credit credits unit units choice optional overall and come comes can "
    "may with which listed following below above any remaining rest selected chosen combination for their by through made "
    "up refer see overview table tables out should will using section structure rules page have has"
)
NEUTRAL = frozenset(WORDS_WITHOUT_A_CONDITION.split())
REFERENCE_LINE = re.compile(r"(?:please )?(?:refer to|see)(?: also)? the (?:overview|table|list)[^.]*\.?")


@dataclass(frozen=True, slots=True)
class _List:
    """A list of references in the text, and the words that stand right before and after it."""

    refs: tuple[RefRange, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Amount:
    kind: str
    low: float | None
    high: float | None
    scope: tuple[str, ...]
    is_each: bool = False
    levels: tuple[tuple[int, int], ...] = ()


def parse_rule(text: str, *, code: str | None) -> Rule:
    """The rule that the text states; `not_understood` names the words that could not be taken apart.

    `code` is the specification's, which completes short references (531 of 8607-531).
    """
    plain, limits = take_limits(mark_levels(_plain(text)), code)
    amounts_at: list[tuple[int, int, _Amount]] = []
    lists = _lists(plain)
    masked = GROUPS.sub(lambda m: f"¤{','.join(_names(m[1]))}¤", _without_lists(plain, lists))
    masked = mark_each(masked)
    for index, pattern in enumerate(AMOUNTS):
        for match in pattern.finditer(masked):
            if index == BOTH and not _is_of_one_kind(match):
                continue
            if not any(start < match.end() and match.start() < end for start, end, _ in amounts_at):
                amounts_at.append((match.start(), match.end(), _amount(index, match)))
    amounts_at.sort(key=lambda found: found[0])
    amounts = _scoped(masked, amounts_at)
    rule = _with_lists(Rule(), lists, code)
    rule = _with_groups(rule, masked)
    unknown: list[str] = []
    for number, amount in enumerate(amounts):
        is_part = any(not (a.scope or a.levels) for a in amounts[:number])
        rule = _with_amount(rule, amount, unknown, is_part=is_part)
    rule = _with_limits(rule, limits)
    unknown += _unread_words(masked, amounts_at)
    unknown += _contradictions(rule)
    unknown += [
        f"{listed.after.split('.')[0].strip()[:60]}" for _, _, listed in lists if _is_demanded(listed)
    ]
    if len(levels_of(masked)) > sum(len(a.levels) for a in amounts):
        unknown.append("a level that no amount belongs to")
    if code is None and any("-" not in r.first for r in rule.named()):
        unknown.append("references without the specification's code")
    if not amounts and not rule.mandatory:
        unknown.append(text.strip()[:80])
    return replace(rule, not_understood="; ".join(unknown)) if unknown else rule


def _plain(text: str) -> str:
    plain = " ".join(re.sub(r"[–—‑−]", "-", text.lower()).replace("^", " ").split())
    plain = re.sub(r"\b(\d{4}-\d{3})-(\d{3})\b", r"\1 to \2", plain)
    return REFERENCE_LINE.sub(" ", plain)


def _lists(plain: str) -> list[tuple[int, int, _List]]:
    found: list[tuple[int, int, _List]] = []
    taken = [match.span() for pattern in AMOUNTS for match in pattern.finditer(plain)]
    for match in LIST.finditer(plain):
        # "120 credits" is an amount although it looks like a reference.
        if re.match(r" ?(?:credits?|glh|hours?)\b", plain[match.end() :]):
            continue
        if any(start <= match.start() and match.end() <= end for start, end in taken):
            continue
        found.append(
            (
                match.start(),
                match.end(),
                _List(ranges(match[0]), plain[: match.start()], plain[match.end() :]),
            )
        )
    return found


def _without_lists(plain: str, lists: list[tuple[int, int, _List]]) -> str:
    for number in reversed(range(len(lists))):
        start, end, _ = lists[number]
        plain = f"{plain[:start]}§{number}§{plain[end:]}"
    return plain


def _is_of_one_kind(match: re.Match[str]) -> bool:
    """Whether a minimum and a maximum beside it count the same thing."""
    first, last = match[2], match[match.lastindex or 1]
    return first is None or ("unit" in first) == ("unit" in last)


def _amount(index: int, match: re.Match[str]) -> _Amount:
    kind = "units" if "unit" in match[match.lastindex or 1] else "credits"
    figures = [figure(g) for g in match.groups() if g and (g in WORDS or g[0].isdigit())]
    low: float | None = None
    high: float | None = None
    if index in (BOTH, BETWEEN, SPAN):
        low, high = figures
    elif index == EXACT:
        low = high = figures[0]
    elif index == MOST:
        high = figures[0]
    else:
        low = figures[0]
    if index == BARE and kind == "units" and "mandatory" in match[0]:
        kind = "mandatory"
    return _Amount(kind, low, high, ())


def _scoped(masked: str, found: list[tuple[int, int, _Amount]]) -> list[_Amount]:
    """Each amount with the groups that its own part of the sentence names."""
    scoped = []
    for n, (start, end, amount) in enumerate(found):
        until = found[n + 1][0] if n + 1 < len(found) else len(masked)
        since = found[n - 1][1] if n else 0
        after = re.split(r"[.;:](?=\s|$)", masked[end:until])[0]
        before = re.split(r"[.;](?=\s|$)", masked[since:start])[-1]
        is_each = f"¤{EACH}" in after
        names = _marked(after)
        if not names and before.strip().startswith(("¤", "from ¤", "in ¤", "within ¤")):
            names = _marked(before)
        levels = tuple(levels_of(after.split(",")[0]))
        scoped.append(replace(amount, scope=tuple(names), is_each=is_each, levels=levels))
    return scoped


def _names(text: str) -> list[str]:
    return [f"Group {name.upper()}" for name in re.findall(r"\b(?:[a-z]|\d{1,2})\b", text)]


def _marked(masked: str) -> list[str]:
    """The groups that a part of the masked text names, each once."""
    names = [name for match in GROUP_MARK.finditer(masked) for name in match[1].lstrip(EACH).split(",")]
    return [name for name in dict.fromkeys(names) if name]


def _with_lists(rule: Rule, lists: list[tuple[int, int, _List]], code: str | None) -> Rule:
    for _, _, listed in lists:
        refs = whole(listed.refs, code)
        lead = re.search(r"([a-z ]*)[ (:]*$", listed.before)
        words = lead[1].strip() if lead else ""
        if re.search(r"\b(?:excluding|except(?: for)?|other than|but not)(?: units?)?$", words):
            rule = replace(rule, excluded=rule.excluded + refs)
        elif re.search(r"\bmandatory(?: units?)?$|\bincluding(?: the)?(?: units?)?$", words):
            alone = re.search(
                r"\b(?:from|of|undertake|complete|achieve)(?: the)?(?: \w+)? mandatory(?: units?)?$", words
            )
            rule = replace(
                rule,
                mandatory=rule.mandatory + refs,
                is_mandatory_alone=rule.is_mandatory_alone or (bool(alone) and "including" not in words),
            )
        elif name := _group_of_list(listed):
            rule = _with_group(rule, name, refs=refs)
        else:
            rule = replace(rule, admitted=rule.admitted + refs)
    return rule


def _group_of_list(listed: _List) -> str | None:
    """The one group that a list is written for: "Group 1 (…)" or "… in Group 1"."""
    before = re.search(rf"\bgroup ({NAME})(?: units?)?[ (:]*$", listed.before)
    after = re.match(
        rf"[ )]*(?:in|of|from|within)(?: the)? group ({NAME})(?! (?:and|or|&) {NAME})", listed.after
    )
    match = before or after
    return _names(match[1])[0] if match else None


def _is_demanded(listed: _List) -> bool:
    """Whether the words after a list ask for the units themselves: it then says more than what counts."""
    return DEMANDED.match(listed.after) is not None


def _with_groups(rule: Rule, masked: str) -> Rule:
    for name in _marked(masked):
        rule = _with_group(rule, name)
    return rule


def _with_group(rule: Rule, name: str, **said: object) -> Rule:
    known = next((g for g in rule.groups if g.name == name), None)
    if known is None:
        known = GroupRule(name)
        rule = replace(rule, groups=(*rule.groups, known))
    made = replace(known, **said)  # type: ignore[arg-type]
    return replace(rule, groups=tuple(made if g.name == name else g for g in rule.groups))


def _with_amount(rule: Rule, amount: _Amount, unknown: list[str], *, is_part: bool) -> Rule:
    """The rule with the amount; `is_part` says that an amount of the whole stands before it."""
    if amount.kind == "mandatory":
        stated = sum(_length(r) for r in rule.mandatory)
        if amount.low != stated:
            unknown.append(f"{amount.low:g} mandatory units, {stated} named")
        return rule
    bounds = {f"{amount.kind}_min": amount.low, f"{amount.kind}_max": amount.high}
    said = {name: value for name, value in bounds.items() if value is not None}
    if amount.levels:
        # Whether other units count besides is said only where an amount of the whole comes first.
        if len(amount.levels) > 1 or amount.scope or amount.is_each or not is_part:
            unknown.append("a level")
        return with_level(rule, amount.levels[0], said, unknown)
    if amount.is_each and not amount.scope:
        return replace(rule, each_group=replace(rule.each_group or GroupRule("each group"), **said))  # type: ignore[arg-type]
    if amount.is_each or len(amount.scope) == 1:
        for name in amount.scope:
            known = next((g for g in rule.groups if g.name == name), GroupRule(name))
            unknown.extend(_repeated(known, said))
            rule = _with_group(rule, name, **said)
        return rule
    unknown.extend(_repeated(rule, said))
    return replace(rule, **said)  # type: ignore[arg-type]


def _repeated(known: Rule | GroupRule, said: dict[str, float]) -> list[str]:
    """What is said a second time, in other figures."""
    repeated = [name for name in said if getattr(known, name) not in (None, said[name])]
    return [f"two figures for {name.replace('_', ' ')}" for name in repeated]


def _with_limits(rule: Rule, limits: tuple[Limit, ...]) -> Rule:
    """The rule with what it says of units named by reference; what may be taken in part may be taken."""
    named = tuple(r for limit in limits for r in limit.refs if limit.is_admitting)
    if named and (rule.admitted or rule.groups):
        rule = replace(rule, admitted=rule.admitted + named)
    return replace(rule, limits=rule.limits + limits)


def _contradictions(rule: Rule) -> list[str]:
    """Bounds that no choice can keep: then an amount was meant for some of the units only."""
    pairs = (("credits", rule.credits_min, rule.credits_max), ("units", rule.units_min, rule.units_max))
    return [
        f"at least {low:g} and at most {high:g} {kind}"
        for kind, low, high in pairs
        if low is not None and high is not None and low > high
    ]


def _length(refs: RefRange) -> int:
    first, last = (int(r[-3:]) for r in (refs.first, refs.last))
    return last - first + 1


def _unread_words(masked: str, amounts: list[tuple[int, int, _Amount]]) -> list[str]:
    """Words and numbers that are part of nothing understood and may hold a condition."""
    rest = masked
    for start, end, _ in sorted(amounts, key=lambda found: -found[0]):
        # "20 credits including at least 10 credits from Group 1" says no more than "with" would.
        rest = f"{INCLUDING.sub(' ', rest[:start])} {rest[end:]}"
    rest = re.sub(
        r"\b(?:including(?: the)?(?: mandatory)?(?: units?)?|(?:the )?(?:mandatory|excluding|except(?: for)?|other than|but not)(?: units?)?)[ (:]*(?=§)",
        " ",
        rest,
    )
    rest = LEVEL_MARK.sub(" ", LIST_MARK.sub(" ", GROUP_MARK.sub(" ", rest)))
    words = re.findall(r"[a-z']+|\d[\d.]*", rest)
    return list(dict.fromkeys(word for word in words if word not in NEUTRAL))
