"""What speaks against a statement as evidence of a criterion: its verb, its kind of work, its level.

Said beside a suggestion for the person who decides; it moves no score and no rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from mapper.catalogue.fit import LEVEL, OTHER_FRAMEWORKS
from mapper.catalogue.task_verbs import may_ask_for, most_demanding_set
from mapper.catalogue.verbs import (
    DEMAND,
    OBJECT_OPENINGS,
    OFTEN_NOUNS,
    asks_for_practice,
    demand_of,
    verbs_of,
)
from mapper.queries.rows import CriterionRow, ModuleRow, StatementRow, UnitRow
from mapper.values import Finding, Severity, StatementKind

# What comes before the command in an outcome: "On completion learners will be able to describe …".
_LEAD_IN = re.compile(r"^.{0,200}?\b(?:able|expected|required|ability) to\b[:\s]*", re.IGNORECASE | re.DOTALL)
# Work on paper that shows what learners know of doing something, and not that they did it.
_ON_PAPER = re.compile(
    r"\b(?:essay|exam|examination|multiple[- ]choice|quiz|(?:class|online|written|unseen|phase) test|"
    r"literature review|annotated bibliography)s?\b",
    re.IGNORECASE,
)


class DoubtKind(StrEnum):
    """In what respect a statement falls short of a criterion, most telling first."""

    VERB = "it demands less than the criterion"
    PRACTICE = "it is written about, not done"
    LEVEL = "it is of a lower level than the unit"


def doubts_of(
    criterion: CriterionRow, statement: StatementRow, *, unit: UnitRow, module: ModuleRow
) -> tuple[Finding, ...]:
    """What to look at before the statement is accepted, most telling first; empty where nothing is.

    A verb or level that cannot be read is no doubt. Levels of the FHEQ and the RQF bear the same
    numbers; those of another framework are not compared.
    """
    return tuple(doubts_by_kind(criterion, statement, unit=unit, module=module).values())


def doubts_by_kind(
    criterion: CriterionRow, statement: StatementRow, *, unit: UnitRow, module: ModuleRow
) -> Mapping[DoubtKind, Finding]:
    """As `doubts_of`, by the respect in which it falls short; at most one of each kind."""
    subject = f"{module.name}, {statement.label}"
    looked_at = (
        (DoubtKind.VERB, _of_verb(criterion, statement, subject)),
        (DoubtKind.PRACTICE, _of_practice(criterion, statement, subject)),
        (DoubtKind.LEVEL, _of_level(unit, module, subject)),
    )
    return {kind: finding for kind, found in looked_at for finding in found}


def statement_verbs(text: str) -> tuple[str, ...]:
    """The command verbs of a statement in their plain form, what leads in to them passed over.

    "Describes", "describing" and "be able to describe" are all "describe"; empty where none is known.
    """
    rest = _LEAD_IN.sub("", text.strip(), count=1)
    found = verbs_of(rest)
    if found:
        return found
    first, _, others = rest.partition(" ")
    return verbs_of(f"{plain} {others}") if (plain := _plain(first.lower())) else ()


def _plain(word: str) -> str | None:
    """The verb of the scale whose third person or -ing form the word is."""
    endings = (("ies", "y"), ("es", ""), ("s", ""), ("sing", "se"), ("ing", "e"), ("ing", ""))
    for ending, instead in endings:
        stem = word.removesuffix(ending)
        if stem != word and stem + instead in DEMAND:
            return stem + instead
    # A doubled letter before the ending: "planning".
    stem = word.removesuffix("ning")
    return stem if stem != word and stem in DEMAND else None


def _highest(verbs: Sequence[str]) -> str | None:
    """The verb that demands most, the first of equals."""
    return max((v for v in verbs if demand_of(v)), key=lambda verb: DEMAND[verb], default=None)


def _verbs_said(statement: StatementRow) -> tuple[str, ...]:
    """The verbs of a statement; titles such as "Coaching …" and "Research proposal" command nothing."""
    if statement.kind is not StatementKind.ASSESSMENT:
        return statement_verbs(statement.text)
    first, _, rest = statement.text.strip().lower().partition(" ")
    is_name = first in OFTEN_NOUNS and rest.partition(" ")[0] not in OBJECT_OPENINGS
    return () if is_name else verbs_of(statement.text.strip())


def _set_in_description(assessment: StatementRow) -> str | None:
    """What an assessment sets learners below its first line, where title and type stand."""
    has_head = bool(assessment.title or assessment.type)
    return most_demanding_set(assessment.text.partition("\n")[2] if has_head else assessment.text)


def _of_verb(criterion: CriterionRow, statement: StatementRow, subject: str) -> Iterator[Finding]:
    asked, said = _highest(criterion.verbs), _highest(_verbs_said(statement))
    if asked is not None and statement.kind is StatementKind.ASSESSMENT:
        said = None if may_ask_for(statement.text, asked) else said or _set_in_description(statement)
    if asked is None or said is None or DEMAND[said] >= DEMAND[asked]:
        return
    yield Finding(
        Severity.WARNING,
        subject,
        f"The criterion asks to {asked}, and the {statement.kind.value} says {said}, which demands less.",
        f"Look in the task or its marking for a part in which learners {asked}.",
    )


def _of_practice(criterion: CriterionRow, statement: StatementRow, subject: str) -> Iterator[Finding]:
    doing = next((verb for verb in criterion.verbs if asks_for_practice(verb)), None)
    if doing is None or statement.kind is not StatementKind.ASSESSMENT:
        return
    named = " ".join(filter(None, (statement.type, statement.title))) or statement.text
    if on_paper := _ON_PAPER.search(named):
        yield Finding(
            Severity.WARNING,
            subject,
            f"The criterion asks to {doing}, which an assessment of this kind "
            f"({on_paper.group().lower()}) alone cannot show.",
            "Look for a task in which learners do it: a project, a placement, an observation, a portfolio.",
        )


def _of_level(unit: UnitRow, module: ModuleRow, subject: str) -> Iterator[Finding]:
    level = _level(module.level)
    if unit.level is None or level is None or level >= unit.level:
        return
    yield Finding(
        Severity.WARNING,
        subject,
        f"The module is level {level}, below the unit's level {unit.level}.",
        "Choose evidence of a later module, or say in the reason why this work reaches the unit's level.",
    )


def _level(text: str | None) -> int | None:
    """The only level that a module's own words state; None for another framework's."""
    if text is None or OTHER_FRAMEWORKS.search(text):
        return None
    found = set(LEVEL.findall(text))
    return int(found.pop()) if len(found) == 1 else None
