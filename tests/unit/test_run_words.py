"""What a run went by is told in words, whatever version kept it."""

from __future__ import annotations

import pytest

from matching.suggest import parameters_of
from web.pages.run_words import told_run


@pytest.mark.parametrize("engine", ["lexical", "semantic"])
def test_every_parameter_is_told_without_a_programmers_signs(engine: str) -> None:
    kept = parameters_of(engine) | {"rarity": {"texts_changed_since": 2, "taken_anew_beyond": 0.1}, "top": 5}
    told = told_run(f"{engine}-9", kept)
    assert len(told) == len(kept) + len(kept["weights"])  # type: ignore[arg-type]
    assert len({figure.name for figure in told}) == len(told)
    assert not set("{}[]_'\"") & set("".join(figure.name + figure.value for figure in told))


def test_what_another_version_kept_is_told_all_the_same() -> None:
    told = told_run("lexical-1", {"decisions": [0.5, 1], "some_share": {"of_all": 0.25}})
    assert [(f.name, f.value) for f in told[1:]] == [
        ("What decisions teach", "0.5 or 1"),
        ("Some share", "of all: 0.25"),
    ]
