"""The replay: a run (or two) as the compact data that the browser's player draws and scrubs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from slipway.charts.bet import told
from slipway.content.scenario import Scenario
from slipway.pipeline.bets import settle
from slipway.pipeline.clock import clock_label
from slipway.pipeline.decisions import Decision, Guess
from slipway.pipeline.events import Event
from slipway.pipeline.simulate import Run
from slipway.pipeline.stages import Stage
from slipway.pipeline.state import SOURCE_ROWS, updates
from slipway.pipeline.tell import Names, tell
from slipway.pipeline.world import World
from slipway.words import all_words, say

Json = dict[str, Any]
_MARKS = {
    "decision_reached": "decision",
    "stage_failed": "failed",
    "push_refused": "failed",
    "stage_passed": "passed",
    "gate_waited": "waiting",
    "execution_waited": "waiting",
    "alarm_raised": "alarm",
    "customers_reported": "alarm",
    "change_released": "released",
}


@dataclass(frozen=True, slots=True)
class View:
    """How a replay is to be shown: `bets` are the guesses placed per decision, `stage` a zoom."""

    mode: str = "player"
    cursor: int = 0
    alt: str = ""
    stage: str | None = None
    bets: Mapping[str, str] = field(default_factory=dict)
    ack: str | None = None


def replay_data(scenario: Scenario, run: Run, view: View, fork: Run | None = None) -> Json:
    """Everything the player needs, once; with `fork` both runs and where they part."""
    shown = run.until_undecided()
    runs = [shown] if fork is None else [shown, fork.until_undecided()]
    track = _track(runs)
    data: Json = {
        "mode": view.mode,
        "words": {key.removeprefix("replay."): text for key, text in all_words().items() if key.startswith("replay.")},
        "picture": {"stages": [_stage(run.world, stage) for stage in run.world.pipeline.stages]},
        "people": [{"id": p.id, "name": p.name, "role": p.role} for p in run.world.people],
        "changes": _changes(runs),
        "runs": [_run(scenario, each, say(f"charts.run_{i}")) for i, each in enumerate(runs)],
        "track": track,
        "parts_at": _parts_at(runs, track),
        "cursor": max(0, min(view.cursor, len(track) - 1)),
        "stage": view.stage,
        "alt": view.alt,
        "decision": _due(run, shown) if fork is None else None,
        "taken": _taken(shown, view.bets, track),
        "ack": view.ack,
    }
    return {"rev": _revision(data), **data}


def _revision(data: Json) -> str:
    return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def _stage(world: World, stage: Stage) -> Json:
    actions = [{"id": a.id, "name": a.name} for a in stage.actions]
    if stage.purpose == "source":
        actions = [{"id": f"{stage.id}-{row}", "name": say(f"charts.{row}")} for row in SOURCE_ROWS]
    stores = {s.id: {"id": s.id, "name": s.name, "data": s.data} for s in world.stores}
    return {
        "id": stage.id,
        "name": stage.name,
        "purpose": stage.purpose,
        "actions": actions,
        "gates": [{"id": g.id, "name": g.name, "position": g.position} for g in stage.gates],
        "store": stores[stage.store] if stage.store else None,
    }


def _changes(runs: list[Run]) -> list[Json]:
    people = {p.id: p.name for p in runs[0].world.people}
    changes = {c.id: c for run in runs for c in run.changes}
    return [
        {"id": c.id, "title": c.title, "initial": people[c.author][:1], "author": people[c.author]}
        for c in changes.values()
    ]


def _run(scenario: Scenario, run: Run, label: str) -> Json:
    names = Names(run)
    told = _narration(scenario, run)
    events = [
        _event(event, tell(event, names), told.get(index), update)
        for index, (event, update) in enumerate(zip(run.events, updates(run), strict=True))
    ]
    return {"label": label, "events": events}


def _event(event: Event, text: str, narration: str | None, update: Json) -> Json:
    data: Json = {"at": event.at_min, "clock": clock_label(event.at_min), "kind": event.kind, "text": text}
    for name in ("stage", "change", "actor"):
        if value := getattr(event, name):
            data[name] = value
    if narration:
        data["say"] = narration
    if event.verdict:
        data["arithmetic"], data["passed"] = event.verdict.arithmetic, event.verdict.passed
    if mark := _MARKS.get(event.kind):
        data["mark"] = mark
    if event.kind == "person_notified":
        data["to"] = event.actor
    return {**data, "set": update}


def _narration(scenario: Scenario, run: Run) -> dict[int, str]:
    """Event index to authored text; each text is told once, at the first event that meets it."""
    names = Names(run)
    told: dict[int, str] = {}
    for entry in scenario.narration:
        index = entry.when.met_at(run.events)
        if index is not None and index not in told:
            told[index] = _fill(entry.say, run.events[index], names)
    return told


def _fill(text: str, event: Event, names: Names) -> str:
    values = {
        "at": clock_label(event.at_min),
        "actor": names.people.get(event.actor or "", ""),
        "change": names.changes.get(event.change or "", ""),
        "stage": names.stages.get(event.stage or "", ""),
        "arithmetic": event.verdict.arithmetic if event.verdict else "",
    }
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _track(runs: list[Run]) -> list[list[int]]:
    """Cursor positions: step by step while the runs agree, then in the order of time."""
    if len(runs) == 1:
        return [[k] for k in range(len(runs[0].events))]
    mine, other = (run.events for run in runs)
    common = _common(runs)
    track = [[k, k] for k in range(common)]
    at = [common - 1, common - 1]
    while at[0] + 1 < len(mine) or at[1] + 1 < len(other):
        side = _next_side(mine[at[0] + 1 :][:1], other[at[1] + 1 :][:1])
        at = [at[0] + (side == 0), at[1] + (side == 1)]
        track.append(list(at))
    return track


def _next_side(mine: tuple[Event, ...], other: tuple[Event, ...]) -> int:
    if not mine or not other:
        return 0 if mine else 1
    return 0 if mine[0].at_min <= other[0].at_min else 1


def _common(runs: list[Run]) -> int:
    """How many events both runs share from the start."""
    pairs = zip(runs[0].events, runs[1].events, strict=False)
    return next((k for k, (a, b) in enumerate(pairs) if a != b), min(len(r.events) for r in runs))


def _parts_at(runs: list[Run], track: list[list[int]]) -> int | None:
    if len(runs) == 1:
        return None
    common = _common(runs)
    return common if common < len(track) else None


def _due(run: Run, shown: Run) -> Json | None:
    if run.undecided_at() is None:
        return None
    decision = _decision(run, shown.events[-1].subject)
    return {
        "id": decision.id,
        "title": decision.title,
        "ask": decision.ask,
        "options": [{"id": o.id, "title": o.title, "says": o.says} for o in decision.options],
        "predict": {
            "ask": decision.predict.ask,
            "guesses": [{"id": g.id, "text": g.text} for g in decision.predict.guesses],
        },
    }


def _decision(run: Run, decision_id: str | None) -> Decision:
    return next(d for d in run.world.decisions if d.id == decision_id)


def _taken(run: Run, bets: Mapping[str, str], track: list[list[int]]) -> list[Json]:
    """The decisions that were chosen, each with its place on the track and what became of the bet."""
    chosen = dict(run.choices)
    places: dict[int, int] = {}
    for position, (index, *_) in enumerate(track):
        places.setdefault(index, position)
    return [
        _taken_one(run, index, places, _decision(run, event.subject), bets.get(event.subject or ""))
        for index, event in enumerate(run.events)
        if event.kind == "decision_taken" and event.subject in chosen
    ]


def _taken_one(run: Run, index: int, places: Mapping[int, int], decision: Decision, bet: str | None) -> Json:
    option = run.events[index].option or ""
    taken: Json = {
        "decision": decision.id,
        "title": decision.title,
        "option": option,
        "option_title": decision.option(option).title,
        "index": places[index],
        "options": [{"id": o.id, "title": o.title} for o in decision.options],
        "prediction": None,
        "verdict": None,
        "verdict_text": None,
    }
    guess = next((g for g in decision.predict.guesses if g.id == bet), None)
    return taken if guess is None else {**taken, **_verdict_on(run, index, places, decision, guess)}


def _verdict_on(run: Run, index: int, places: Mapping[int, int], decision: Decision, guess: Guess) -> Json:
    """What became of a bet, and from which place on the track on it may be told."""
    settled = settle(run, decision.predict, index)
    verdict, text = told(run, settled, guess)
    bet: Json = {"prediction": guess.text, "verdict": verdict, "verdict_text": text}
    return {**bet, "verdict_at": places[settled.index]} if settled else bet
