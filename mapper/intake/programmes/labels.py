"""The labels of `labels.toml`, ready for looking up."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from mapper.intake.programmes.wording import plain


@cache
def _tables() -> dict[str, Any]:
    text = files("mapper.intake.programmes").joinpath("labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def words(name: str) -> frozenset[str]:
    """The words listed under that name."""
    return frozenset(_tables()[name])


@cache
def numbers() -> dict[str, int]:
    """Numbers written as words, as far as credits use them."""
    return dict(_tables()["number_words"])


@cache
def _fields(entity: str) -> dict[str, str]:
    return {label: field for field, labels in _tables()[entity].items() for label in labels}


def field_of(entity: str, label: str) -> str | None:
    """The field of that entity (module, programme, assessment …) which a label as written names."""
    known, said = _fields(entity), plain(label)
    return known.get(said) or known.get(said.removesuffix("s"))


def composed_field(entity: str, said: str) -> str | None:
    """The field of a label that is put together from words known for it ("SCQF credit points").

    `said` is as `wording.plain` leaves it. One word of each group under `needs` must be there, and
    no word that is not listed.
    """
    spoken = set(said.split())
    for name, needs, known in _rules(entity):
        if spoken <= known and all(spoken & group for group in needs):
            return name
    return None


@cache
def _rules(entity: str) -> tuple[tuple[str, tuple[frozenset[str], ...], frozenset[str]], ...]:
    rules = []
    for name, rule in _tables()["composed"].get(entity, {}).items():
        needs = tuple(frozenset(group) for group in rule["needs"])
        rules.append((name, needs, frozenset(rule["among"]).union(*needs)))
    return tuple(rules)


def is_among(name: str, text: str) -> bool:
    """Whether the whole text is one of the words listed under that name."""
    return plain(text) in words(name)


def holds(name: str, text: str) -> bool:
    """Whether the text holds one of the listed words or phrases, as whole words."""
    padded = f" {plain(text)} "
    return any(f" {word} " in padded for word in words(name))
