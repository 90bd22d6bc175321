"""Levels for pages: the model under the learner's assumptions and its par, kept while the content stays the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from slipway.content.scenario import Scenario
from slipway.pipeline.placement.expect import Estimate
from slipway.pipeline.placement.facts import Assumptions
from slipway.pipeline.placement.level import Level
from slipway.pipeline.placement.model import Model, Placement
from slipway.pipeline.placement.optimum import Par, optimum
from slipway.pipeline.placement.sample import sample
from slipway.pipeline.placement.travel import world_of
from slipway.pipeline.simulate import Run, simulate

RUNS = 20_000


@dataclass(frozen=True, slots=True)
class Game:
    """A level that is being played: its facts under the assumptions in force, compiled, and the best placement."""

    level: Level
    model: Model
    par: Par


@dataclass(frozen=True, slots=True)
class Sampled:
    """The mean cost of many sample runs and its standard error, in minutes, and the means of everything."""

    mean: Estimate
    cost: float
    error: float


@st.cache_resource(max_entries=64, show_spinner=False)
def _game(key: str, _level: Level) -> Game:
    model = Model(_level.grounds)
    return Game(_level, model, optimum(model, _level.goals))


def game_of(level: Level, assume: Mapping[str, float]) -> Game:
    """The level under changed assumptions; raises ValueError for a number that cannot be."""
    assumptions = assumed(level.grounds.assumptions, assume)
    changed = replace(level, grounds=replace(level.grounds, assumptions=assumptions))
    return _game(json.dumps([level.id, level.content_hash, repr(level.grounds), sorted(assume.items())]), changed)


def assumed(base: Assumptions, assume: Mapping[str, float]) -> Assumptions:
    """The assumptions with some changed."""
    values: dict[str, Any] = {name: int(value) if name == "team" else value for name, value in assume.items()}
    if not 0 <= values.get("blind_spot", 0) <= 1 or values.get("team", 1) < 1:
        raise ValueError("the blind spot must be a share from 0 to 1 and the team at least one person")
    return replace(base, **values)


@st.cache_resource(max_entries=64, show_spinner=False)
def _sampled(key: str, _game: Game, _placement: Placement) -> Sampled:
    samples = sample(_game.model, _placement, RUNS, _game.level.seed)
    cost = samples.cost
    return Sampled(samples.mean(), float(cost.mean()), float(cost.std() / RUNS**0.5))


def sampled(game: Game, placement: Placement) -> Sampled:
    """Many sample runs of a placement."""
    return _sampled(_key(game, placement), game, placement)


@st.cache_resource(max_entries=64, show_spinner=False)
def _travel(key: str, _game: Game, _placement: Placement, seed: int) -> tuple[Scenario, Run]:
    world = world_of(_game.model, _game.level, _placement, seed)
    level = _game.level
    scenario = Scenario(id=level.id, title=level.title, summary=level.story, seed=seed, world=world)
    return scenario, simulate(world, {}, seed)


def travel(game: Game, placement: Placement, seed: int) -> tuple[Scenario, Run]:
    """The pipeline with these tests in it, and what happens to changes on their way through."""
    return _travel(_key(game, placement), game, placement, seed)


def _key(game: Game, placement: Placement) -> str:
    return json.dumps([repr(game.level.grounds), sorted(placement.items())])
