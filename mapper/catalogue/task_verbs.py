"""What a task's description sets learners to do, and whether it may ask for as much as a criterion does.

A criterion opens with its verb (`verbs_of`). A task says it within sentences: "Students describe two
ways …", "An essay comparing …", "Two methods are compared".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from mapper.catalogue.verbs import DEMAND, OBJECT_OPENINGS, OFTEN_NOUNS, PRACTICE, Demand

_TOKEN = re.compile(r"[a-z][a-z’'-]*|[.:;!?\n]")
_SENTENCE_ENDS = frozenset(".:;!?\n")
_ARE = frozenset({"is", "are", "be", "been"})
# Before these forms stand who does it, or what joins it to what is done: "students describe", "to explain".
_LEARNERS = frozenset({"students", "learners", "candidates", "participants", "groups", "you", "they"})
_BEFORE_PLAIN = frozenset(
    {"to", "and", "or", "then", "will", "must", "should", "can", "may", "critically", "briefly", *_LEARNERS}
)
_BEFORE_THIRD = frozenset(
    {"that", "which", "who", "and", "it", "student", "learner", "candidate", "group", "essay", "report"}
)
# Said of handing work in: an essay that is written or a report that is produced may still only describe.
_HANDED_IN = frozenset({"write", "produce", "prepare", "complete", "present", "compose"})
# What learners do on the way to something else: "use the figures to …".
_BY_THE_WAY = frozenset({"use", "work", "set", "keep", "provide", "follow", "share"})
_IRREGULAR = {
    "build": ("builds", "building", "built"),
    "draw conclusions": ("draws conclusions", "drawing conclusions", "conclusions drawn"),
    "give": ("gives", "giving", "given"),
    "lead": ("leads", "leading", "led"),
    "map": ("maps", "mapping", "mapped"),
    "plan": ("plans", "planning", "planned"),
    "set": ("sets", "setting", "set"),
    "show": ("shows", "showing", "shown"),
    "take part": ("takes part", "taking part", "taken part"),
    "write": ("writes", "writing", "written"),
}
# Nouns and the like that promise what a verb demands: "a critical review", "with recommendations".
_PROMISES = {
    Demand.APPLY: r"appli|practical|practice|simulat",
    Demand.ANALYSE: r"analy[st]|analyz|reflecti|synthes|scrutin",
    Demand.EVALUATE: r"evaluat|critic|critique|justif|recommend|apprais|judge?ment|argument|conclusion|strengths",
    Demand.CREATE: r"plan\b|plans\b|design|proposal|solution|creativ",
}


def _forms(verb: str) -> tuple[str, str, str]:
    """The verb's third person, its -ing form and its participle."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    first, _, rest = verb.partition(" ")
    rest = f" {rest}" if rest else ""
    if first.endswith("y") and first[-2] not in "aeo":
        third, past = f"{first[:-1]}ies", f"{first[:-1]}ied"
    elif first.endswith("e"):
        third, past = f"{first}s", f"{first}d"
    else:
        third, past = first + ("es" if first.endswith(("s", "sh", "ch")) else "s"), f"{first}ed"
    present = f"{first[:-1]}ing" if first[-1] == "e" and first[-2] != "e" else f"{first}ing"
    return third + rest, present + rest, past + rest


_SAID = {verb: _forms(verb) for verb in DEMAND if verb not in _HANDED_IN | _BY_THE_WAY}
_THIRD = {third: verb for verb, (third, _, _) in _SAID.items()}
_PRESENT = {present: verb for verb, (_, present, _) in _SAID.items() if verb not in PRACTICE}
_PAST = {past: verb for verb, (_, _, past) in _SAID.items() if verb != "assess"}


@lru_cache(maxsize=4096)
def most_demanding_set(description: str) -> str | None:
    """The verb of those that a task's description sets learners which demands most, the first of equals.

    None where no verb of the scale is set. Titles are no descriptions: "Planning portfolio" sets nothing.
    """
    return max(_set_in(description), key=lambda verb: DEMAND[verb], default=None)


@lru_cache(maxsize=4096)
def may_ask_for(text: str, verb: str) -> bool:
    """Whether any word of a task promises as much as the verb demands, as a verb or a noun.

    Generous on purpose: "a critical review" may well evaluate, so that nothing is held against it.
    """
    return bool(_promising(verb).search(text.lower()))


@cache
def _promising(verb: str) -> re.Pattern[str]:
    demand = DEMAND[verb]
    forms = {verb, *_forms(verb)}
    for other, step in DEMAND.items():
        is_told = other not in OFTEN_NOUNS and (other not in _HANDED_IN or demand is Demand.CREATE)
        if step >= demand and is_told:
            # What "is assessed" or "assesses outcome 2" is the learner, by the task.
            forms |= {other, _forms(other)[1]} if other == "assess" else {other, *_forms(other)}
    words = "|".join(sorted(forms, key=lambda form: (-len(form), form)))
    promised = "|".join(stems for step, stems in _PROMISES.items() if step >= demand)
    return re.compile(rf"\b(?:(?:{words})\b|(?:{promised}))" if promised else rf"\b(?:{words})\b")


def _set_in(description: str) -> Iterator[str]:
    tokens = [".", *_TOKEN.findall(description.lower()), ".", "."]
    for at in range(1, len(tokens) - 2):
        for length in (2, 1):
            said = " ".join(tokens[at : at + length])
            verb = _verb_set(said, before=tokens[at - 1], after=tokens[at + length])
            if verb:
                yield verb
                break


def _verb_set(said: str, *, before: str, after: str) -> str | None:
    begins = before in _SENTENCE_ENDS
    if said in _SAID and (begins or before in _BEFORE_PLAIN):
        verb = said
    elif said in _THIRD and (begins or before in _BEFORE_THIRD):
        verb = _THIRD[said]
    elif said in _PAST and before in _ARE:
        return _PAST[said]
    elif said in _PRESENT and before != "of":
        verb = _PRESENT[said]
    else:
        return None
    return verb if verb not in OFTEN_NOUNS or after in OBJECT_OPENINGS else None
