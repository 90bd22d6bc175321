"""`python -m slipway replay`: a scenario run in the terminal."""

import argparse
import json
import sys
from typing import Any

from slipway.cli.common import ROOT, named, pairs
from slipway.content.load import load
from slipway.content.scenario import Scenario
from slipway.luck import LARGEST_SEED
from slipway.pipeline.clock import clock_label, duration_label
from slipway.pipeline.measure import Outcome, outcome
from slipway.pipeline.simulate import Run, simulate
from slipway.pipeline.tell import Names, tell
from slipway.questions import MODELS


def add_replay(commands: Any) -> None:
    """The command's arguments."""
    replaying = commands.add_parser("replay", help="run a scenario and print what happens")
    replaying.add_argument("scenario", help="a scenario's id, or the path of its file")
    replaying.add_argument("--choose", nargs="+", action="extend", default=[], metavar="DECISION=OPTION")
    replaying.add_argument("--seed", type=int, help="the luck; the scenario's own if not given")
    replaying.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    replaying.set_defaults(run=_replay)


def _replay(args: argparse.Namespace) -> int:
    library = load(ROOT, MODELS)
    try:
        scenario = named("scenario", args.scenario, library.scenarios)
        choices = pairs("--choose", "DECISION=OPTION", args.choose)
        seed = scenario.seed if args.seed is None else args.seed
        if not 0 <= seed <= LARGEST_SEED:
            raise ValueError(f"--seed takes 0 to {LARGEST_SEED}, got {seed}")
        run = simulate(scenario.world, choices, seed)
    except ValueError as error:
        print(f"replay: {error}", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(run_document(scenario, run), ensure_ascii=False, indent=1))
    else:
        _print_run(scenario, run)
    return 0


def run_document(scenario: Scenario, run: Run) -> dict[str, object]:
    """A run as plain values; `at` counts minutes since Monday 00:00 of the first week."""
    return {
        "scenario": scenario.id,
        "seed": run.seed,
        "choices": dict(run.choices),
        "events": [event.as_dict() for event in run.events],
        "outcome": outcome(run).as_dict(),
    }


def _print_run(scenario: Scenario, run: Run) -> None:
    names = Names(run)
    print(f"{scenario.title} · seed {run.seed}")
    for event in run.events:
        arithmetic = f"  [{event.verdict.arithmetic}]" if event.verdict else ""
        print(f"{clock_label(event.at_min):17} {tell(event, names)}{arithmetic}")
    _print_outcome(outcome(run))


def _print_outcome(result: Outcome) -> None:
    lead = "–" if result.lead_time_minutes is None else duration_label(result.lead_time_minutes)
    print()
    print(f"released         {'yes' if result.released else 'no'}")
    print(f"lead time        {lead}")
    print(f"blocked          {duration_label(result.blocked_minutes)}")
    print(f"escaped defects  {', '.join(result.escaped_defects) or 'none'}")
