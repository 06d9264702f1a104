"""Facts and rules of the qualifications, and command verbs, as data with one evaluator."""

from __future__ import annotations

from mapper.catalogue.combination import CombinationResult, check_combination
from mapper.catalogue.facts import QualificationFacts, Rule, SpecificationFacts, UnitFacts
from mapper.catalogue.rule_text import parse_rule
from mapper.catalogue.shipped import (
    all_known_units,
    find_qualification,
    known_qualifications,
    known_specifications,
    known_units,
)

__all__ = [
    "CombinationResult",
    "QualificationFacts",
    "Rule",
    "SpecificationFacts",
    "UnitFacts",
    "all_known_units",
    "check_combination",
    "find_qualification",
    "known_qualifications",
    "known_specifications",
    "known_units",
    "parse_rule",
]
