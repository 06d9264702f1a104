"""The pages on which a programme's structure and pass rules are entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mapper.errors import MapperError
from mapper.paths import judge
from mapper.queries.rows import ModuleRow, StatementRow
from mapper.queries.structure import EarlierStructure, EditionStructure
from mapper.standing.entered import (
    EVERYONE,
    NOT_TAKEN,
    UNPLACED,
    WHOLE_PROGRAMME,
    Asks,
    Choice,
    OtherWay,
    ProgrammeRules,
    Stated,
    Tree,
)
from mapper.standing.proposed import own_words, reads_like_an_examination, reads_like_group_work
from mapper.standing.structure import standing_structure
from mapper.standing.typed import NEW
from mapper.standing.wording import in_plain_words
from mapper.values import Finding, Severity

ANSWERS = ((Stated.AS_ABOVE, "not known"), (Stated.YES, "yes"), (Stated.NO, "no"))
OWN_ANSWERS = (
    (Stated.AS_ABOVE, "as the programme"),
    (Stated.YES, "yes"),
    (Stated.NO, "no"),
    (Stated.UNKNOWN, "not known"),
)
ASKED = (
    ("", "not known"),
    (Asks.NUMBER.value, "this many modules"),
    (Asks.CREDITS.value, "this many credits"),
    (Asks.ALL.value, "all of them"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with which field of a form that came back."""

    field: str
    message: str

    @classmethod
    def of(cls, error: MapperError) -> Fault:
        """The fault that the error tells."""
        return cls(error.subject, f"{error.message} {error.remedy}".strip())


@dataclass(frozen=True, slots=True)
class StructurePage:
    """What stands of an edition's structure, and the forms as they were typed where one came back.

    `earlier` is what was entered of an earlier edition, where nothing was of this one.
    """

    edition: EditionStructure
    tree: Tree
    typed: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    saved: int | None = None
    earlier: EarlierStructure | None = None

    @property
    def is_sample(self) -> bool:
        """Whether the programme is invented."""
        return self.edition.is_sample

    @property
    def is_proposed(self) -> bool:
        """Whether who takes what is only what the documents propose."""
        return not self.tree.is_entered

    @property
    def is_award(self) -> bool:
        """Whether it is an exit award, and not the whole programme."""
        return self.tree.key != WHOLE_PROGRAMME

    @property
    def trees(self) -> tuple[Tree, ...]:
        """The whole programme and the exit awards."""
        return self.edition.entered.trees

    def value(self, name: str, standing: object) -> str:
        """What a field shows: what was typed, else what stands."""
        if name in self.typed:
            return self.typed[name]
        if standing is None:
            return ""
        return f"{standing:g}" if isinstance(standing, float) else str(standing)

    def answer(self, name: str, standing: bool | None) -> str:
        """What a question about the whole programme shows: "yes", "no" or ""."""
        stands = {True: Stated.YES, False: Stated.NO}.get(standing) if standing is not None else ""
        return self.value(name, stands)

    def is_faulty(self, name: str) -> bool:
        """Whether the field is the one that was refused."""
        return self.fault is not None and self.fault.field == name

    def is_field(self, name: str) -> bool:
        """Whether the refusal was about a field of the page, which has the field's name as its id."""
        return " " not in name and name not in {"request", "choices"}

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that stand, then empty rows for new ones."""
        return (*self.tree.choices, *(Choice(key, "") for key in NEW))

    def members(self, choice: Choice) -> int:
        """How many modules and choices stand in a choice."""
        modules = sum(place == choice.key for place in self.tree.places.values())
        return modules + sum(c.within == choice.key for c in self.tree.choices)

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Where a module can stand: the value of the field, and words."""
        return (
            (UNPLACED, "not known"),
            (EVERYONE, "every learner"),
            *((c.key, f"choice: {c.name}") for c in self.tree.choices),
            (NOT_TAKEN, "nobody on this way"),
        )

    def words(self, module: ModuleRow) -> str:
        """The university's own words on who takes a module."""
        return own_words(module)

    def hint(self, assessment: StatementRow) -> str:
        """What an assessment reads like, to be looked at."""
        said = (
            (reads_like_group_work(assessment), "reads like group work"),
            (reads_like_an_examination(assessment), "reads like an examination"),
        )
        return ", ".join(words for is_said, words in said if is_said)

    @property
    def assessed(self) -> tuple[ModuleRow, ...]:
        """The modules that have assessments."""
        return tuple(m for m in self.edition.modules if m.assessments)

    @property
    def rules(self) -> ProgrammeRules:
        """The pass rules of the whole programme."""
        return self.edition.entered.rules

    @property
    def ways(self) -> tuple[tuple[int, OtherWay, str, str], ...]:
        """Each other way in with its number, the answer and the note."""
        found = []
        for i, way in enumerate(OtherWay):
            declared = self.edition.entered.way(way)
            answer, note = (
                self.answer(f"way-{i}", declared.is_open),
                self.value(f"note-{i}", declared.note),
            )
            found.append((i, way, answer, note))
        return tuple(found)

    @property
    def answers(self) -> Sequence[tuple[str, str]]:
        """What can be answered for the whole programme."""
        return ANSWERS

    @property
    def own_answers(self) -> Sequence[tuple[str, str]]:
        """What can be answered for one module or assessment."""
        return OWN_ANSWERS

    @property
    def asked(self) -> Sequence[tuple[str, str]]:
        """What a choice can ask."""
        return ASKED

    @property
    def unplaced(self) -> tuple[ModuleRow, ...]:
        """The modules of which nobody has said who takes them."""
        return tuple(m for m in self.edition.modules if self.tree.place(m.id) == UNPLACED)


def findings_of_structure(edition: EditionStructure, tree: Tree) -> tuple[Finding, ...]:
    """What is wrong or unknown in the tree, errors first, whether or not it was entered."""
    standing = standing_structure(edition.modules, edition.entered, tree_key=tree.key)
    looked_at = replace(standing.structure, is_understood=True)
    found = (*standing.findings, *judge(looked_at).findings)
    order = list(Severity)
    return tuple(sorted(map(in_plain_words, found), key=lambda f: order.index(f.severity)))
