"""A programme's modules and what was entered of them → the structure that the solver judges.

Whatever is unknown is made as weak as it can be: a module that nobody placed may be taken or left out,
and may be one of those that any choice counts; a choice of unknown size leaves all its modules open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from mapper.paths.values import Assessment, Module, Node, NodeKind, Structure
from mapper.queries.rows import ModuleRow, StatementRow
from mapper.standing.entered import (
    EVERYONE,
    UNPLACED,
    WHOLE_PROGRAMME,
    Asks,
    Choice,
    Entered,
    OtherWay,
    Tree,
)
from mapper.values import Finding, Severity

PROGRAMME = "the programme"


@dataclass(frozen=True, slots=True)
class StandingStructure:
    """The structure without criteria, what its names stand for, and what was found on the way.

    `codes` name the modules and `names` the assessments, by their ids in the store; `options` are the
    names of the modules that stand in one choice, by any of them.
    """

    structure: Structure
    codes: Mapping[int, str]
    names: Mapping[int, str]
    options: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    is_entered: bool


def standing_structure(
    modules: Sequence[ModuleRow], entered: Entered, *, tree_key: str = WHOLE_PROGRAMME
) -> StandingStructure:
    """The structure of the whole programme, or of an exit award where its key is given.

    It is not understood, so that nothing is determined, while the tree was not entered, where choices
    stand in each other, where a rule does not fit the fields, or where a module that nobody placed may
    belong to a choice by credits.
    """
    tree = entered.tree(tree_key) or Tree(tree_key, "", is_entered=False)
    names = _Names(modules)
    grown = _Growing(modules, tree, names)
    nodes = grown.nodes()
    described = tuple(_module(m, entered, names) for m in modules)
    findings = (*_not_entered(tree), *grown.findings, *_unclear(entered), *other_ways(entered))
    structure = Structure(
        modules=described,
        nodes=nodes,
        compensation_credits=_exact(entered.rules.compensation_credits),
        criteria=(),
        is_understood=tree.is_entered and grown.is_understood and not entered.rules.unclear,
    )
    return StandingStructure(
        structure, names.modules, names.assessments, grown.options, findings, tree.is_entered
    )


def other_ways(entered: Entered) -> Iterator[Finding]:
    """What no verdict speaks of: ways on which the evidence is not produced in the programme."""
    for way in OtherWay:
        declared = entered.way(way)
        if declared.is_open is False:
            continue
        note = f" ({declared.note})" if declared.note else ""
        if declared.is_open:
            yield Finding(
                Severity.WARNING,
                way.value,
                f"Learners may come by {way.value}{note}: what they did instead was not produced in "
                "these assessments, and no verdict speaks of it.",
                "Show for each such learner where the evidence is, or give them the ILM assignment.",
            )
        else:
            yield Finding(
                Severity.INFO,
                way.value,
                f"Nobody has said whether learners may come by {way.value}; no verdict speaks of it.",
                "Say so under “Pass rules and other ways in”.",
            )


def _not_entered(tree: Tree) -> Iterator[Finding]:
    if not tree.is_entered:
        yield Finding(
            Severity.WARNING,
            tree.name or PROGRAMME,
            "Nobody has entered which modules every learner takes, so nothing can be determined.",
            "Look at what the documents say, correct it, and enter it.",
        )


def _unclear(entered: Entered) -> Iterator[Finding]:
    if entered.rules.unclear:
        yield Finding(
            Severity.ERROR,
            PROGRAMME,
            f"A rule is stated that could not be taken into account: “{entered.rules.unclear}”.",
            "Enter it in the fields as strictly as they can say, then clear it.",
        )


class _Names:
    """Names for people that are unique, as the solver needs them."""

    def __init__(self, modules: Sequence[ModuleRow]) -> None:
        used: set[str] = set()
        self.modules: dict[int, str] = {}
        self.assessments: dict[int, str] = {}
        for module in modules:
            code = _unique(module.code or module.title or "module without a name", used)
            self.modules[module.id] = code
            for a in module.assessments:
                self.assessments[a.id] = _unique(f"{code} {a.label}", used)


def _unique(name: str, used: set[str]) -> str:
    found, number = name, 2
    while found in used:
        found, number = f"{name} ({number})", number + 1
    used.add(found)
    return found


@dataclass(slots=True)
class _Growing:
    """Grows the nodes of a tree, children before parents."""

    modules: Sequence[ModuleRow]
    tree: Tree
    names: _Names
    is_understood: bool = True
    findings: list[Finding] = field(default_factory=list)
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _nodes: list[Node] = field(default_factory=list)

    def nodes(self) -> tuple[Node, ...]:
        unplaced = [m for m in self.modules if self.tree.place(m.id) == UNPLACED]
        for_all = [m for m in self.modules if self.tree.place(m.id) == EVERYONE]
        self._look_at(unplaced)
        children = [self._take(m) for m in for_all]
        children += [self._perhaps(self._take(m)) for m in unplaced]
        children += [self._choice(c, len(unplaced)) for c in self._within("")]
        self._add(NodeKind.ALL, PROGRAMME, children)
        return tuple(self._nodes)

    def _look_at(self, unplaced: Sequence[ModuleRow]) -> None:
        for module in unplaced:
            self._doubt(
                Severity.WARNING,
                f"module {self.names.modules[module.id]}",
                f"Nobody has said who takes {module.name}; it counts as left out wherever that is worst.",
                "Say under “Modules and choices” who takes it.",
            )
        reached = {c.key for top in self._within("") for c in self._below(top)}
        for choice in self.tree.choices:
            if choice.key not in reached:
                self._doubt(
                    Severity.ERROR,
                    _place(choice),
                    f"The choice “{choice.name}” stands inside itself, or in a choice that is gone.",
                    "Say again of which choice it is an option.",
                )
                self.is_understood = False
        if unplaced and any(c.asks is Asks.CREDITS for c in self.tree.choices):
            self._doubt(
                Severity.ERROR,
                PROGRAMME,
                "A choice is made by credits, and modules that nobody placed could count towards it.",
                "Say of every module who takes it.",
            )
            self.is_understood = False

    def _doubt(self, severity: Severity, subject: str, message: str, remedy: str) -> None:
        self.findings.append(Finding(severity, subject, message, remedy))

    def _within(self, key: str) -> list[Choice]:
        return [c for c in self.tree.choices if c.within == key]

    def _below(self, choice: Choice) -> Iterator[Choice]:
        yield choice
        for inner in self._within(choice.key):
            yield from self._below(inner)

    def _choice(self, choice: Choice, unplaced: int) -> int:
        members = [m for m in self.modules if self.tree.place(m.id) == choice.key]
        codes = tuple(self.names.modules[m.id] for m in members)
        self.options |= dict.fromkeys(codes, codes)
        children = [self._take(m) for m in members]
        children += [self._choice(c, unplaced) for c in self._within(choice.key)]
        if choice.asks is Asks.ALL:
            return self._add(NodeKind.ALL, _place(choice), children)
        if choice.asks is None or choice.amount is None:
            self._doubt(
                Severity.WARNING,
                _place(choice),
                f"How many modules are chosen in {_place(choice)} is unknown, so each counts as left out "
                "wherever that is worst.",
                "Enter how many modules or credits are chosen.",
            )
            return self._add(NodeKind.ALL, _place(choice), [self._perhaps(c) for c in children])
        kind = NodeKind.NUMBER if choice.asks is Asks.NUMBER else NodeKind.CREDITS
        # Each module that nobody placed might be one of those that are chosen here.
        if kind is NodeKind.NUMBER:
            children += [self._nothing() for _ in range(unplaced)]
        return self._add(kind, _place(choice), children, _exact(choice.amount) or Fraction(0))

    def _take(self, module: ModuleRow) -> int:
        code = self.names.modules[module.id]
        self._nodes.append(Node(NodeKind.TAKE, f"module {code}", module=code))
        return len(self._nodes) - 1

    def _nothing(self) -> int:
        return self._add(NodeKind.ALL, "nothing", [])

    def _perhaps(self, child: int) -> int:
        return self._add(NodeKind.NUMBER, self._nodes[child].place, [child, self._nothing()], Fraction(1))

    def _add(
        self, kind: NodeKind, place: str, children: Sequence[int], amount: Fraction = Fraction(0)
    ) -> int:
        self._nodes.append(Node(kind, place, tuple(children), amount))
        return len(self._nodes) - 1


def _place(choice: Choice) -> str:
    return f"the choice “{choice.name}”"


def _module(row: ModuleRow, entered: Entered, names: _Names) -> Module:
    above, own = entered.rules, entered.module(row.id)
    marks = (own.pass_mark, row.pass_mark, above.pass_mark)
    return Module(
        code=names.modules[row.id],
        credits=_exact(row.credits),
        pass_mark=_exact(next((mark for mark in marks if mark is not None), None)),
        every_component=own.every_component.over(above.every_component),
        compensatable=own.compensatable.over(above.compensatable),
        assessments=tuple(_assessment(a, entered, names) for a in row.assessments),
    )


def _assessment(row: StatementRow, entered: Entered, names: _Names) -> Assessment:
    above, own = entered.rules, entered.assessment(row.id)
    return Assessment(
        id=names.assessments[row.id],
        weight=Fraction(0) if own.is_formative else _exact(row.weight),
        pass_mark=_exact(above.component_pass_mark if own.pass_mark is None else own.pass_mark),
        must_pass=own.must_pass.over(row.must_pass),
        choice=_proves_too_little(own.choice.over(above.choice), own.group_work.over(above.group_work)),
    )


def _proves_too_little(choice: bool | None, group_work: bool | None) -> bool | None:
    """The solver's "choice": either leaves open whether this learner showed it in this component."""
    if choice or group_work:
        return True
    return None if choice is None or group_work is None else False


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else Fraction(str(number))
