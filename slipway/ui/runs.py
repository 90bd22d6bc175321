"""Runs for pages: computed from scenario, choices and seed, and kept while the content stays the same.

Kept as resources: a run is frozen, so that everybody can share one and nobody needs a copy.
"""

import json

import streamlit as st

from slipway.content.scenario import Scenario
from slipway.pipeline.simulate import Run, check_choices, simulate
from slipway.ui.link import Link


@st.cache_resource(max_entries=256, show_spinner=False)
def _run(key: str, _scenario: Scenario) -> Run:
    choices, seed = json.loads(key)[1:]
    return simulate(_scenario.world, choices, seed)


def run(scenario: Scenario, choices: dict[str, str], seed: int | None = None) -> Run:
    """Simulate; raises ValueError for choices the scenario does not have."""
    check_choices(scenario.world, choices)
    key = json.dumps([scenario.content_hash, dict(sorted(choices.items())), scenario.seed if seed is None else seed])
    return _run(key, scenario)


def run_of(scenario: Scenario, link: Link) -> Run:
    """The run that a link stands for."""
    return run(scenario, link.options, link.seed)


def check_bets(scenario: Scenario, link: Link) -> None:
    """Raise ValueError for a bet on something that the scenario does not have people guess."""
    guesses = {each.id: [guess.id for guess in each.predict.guesses] for each in scenario.world.decisions}
    for decision, bet in link.bets.items():
        if bet not in guesses[decision]:
            raise ValueError(f"{decision} has no guess {bet!r}; there are: {', '.join(guesses[decision])}")
