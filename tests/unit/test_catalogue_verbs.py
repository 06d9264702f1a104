"""Command verbs are found where they command, and ordered by what they demand."""

from __future__ import annotations

import pytest

from mapper.catalogue.verbs import DEMAND, PRACTICE, asks_for_practice, demand_of, verbs_of


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Describe the harbour", ("describe",)),
        ("Identify and select suitable boats", ("identify", "select")),
        ("Describe, analyse and evaluate the voyage", ("describe", "analyse", "evaluate")),
        (
            "Undertake a voyage to test the boat and make judgements about it",
            ("undertake", "make judgements"),
        ),
        ("Using a chart, explain the tides", ("explain",)),
        ("Critically evaluate the voyage", ("evaluate",)),
        ("Explain how to plan and lead a crew", ("explain",)),
        ("Engage actively with the crew", ("engage",)),
        ("Identify sources of help and support to sail", ("identify",)),
        ("Explore ways to monitor and meet the tide, and justify the chosen one", ("explore", "justify")),
        ("Assess the charts and skills required to plan a voyage", ("assess",)),
        ("Explain the harbour plan and review of the tides", ("explain",)),
        ("Design a voyage with harbours, tides and review points", ("design",)),
        ("Implement and review voyages", ("implement", "review")),
        ("Plan, implement and review voyages", ("plan", "implement", "review")),
        ("Analyse the crew and plan how each will sail", ("analyse", "plan")),
        ("The history of boats", ()),
        ("", ()),
    ],
)
def test_verbs_are_found_where_they_command(text: str, verbs: tuple[str, ...]) -> None:
    assert verbs_of(text) == verbs


def test_the_scale_orders_what_is_demanded() -> None:
    ladder = ["list", "describe", "apply", "analyse", "evaluate", "plan"]
    steps = [DEMAND[verb] for verb in ladder]
    assert steps == sorted(set(steps))


def test_a_verb_that_the_scale_does_not_know_has_no_demand() -> None:
    assert demand_of("circumnavigate") is None


def test_demand_does_not_depend_on_case() -> None:
    assert demand_of("Evaluate") == demand_of("evaluate")


def test_doing_asks_for_practice_and_explaining_does_not() -> None:
    assert asks_for_practice("Undertake")
    assert not asks_for_practice("explain")


def test_every_verb_of_practice_is_on_the_scale() -> None:
    assert set(DEMAND) >= PRACTICE
