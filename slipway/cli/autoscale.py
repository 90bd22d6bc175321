"""`python -m slipway autoscale`: a scaler under simulated traffic, or on what somebody recorded."""

import argparse
import json
import sys
from dataclasses import replace
from typing import Any

from slipway.charts.scaling_report import decision_lines, decisions_document, scaling_document, scaling_lines
from slipway.cli.common import imported, is_file, named, pairs
from slipway.cli.progress import on_terminal
from slipway.formats.autoscaling import Policy, as_policy, as_tracks, import_policy
from slipway.formats.profile_csv import parse_profile
from slipway.formats.series import Series, read_series
from slipway.luck import LARGEST_SEED
from slipway.scaling.columns import fitted
from slipway.scaling.recorded import replay
from slipway.scaling.run import scale
from slipway.scaling.situations import SITUATIONS, Situation
from slipway.scaling.ways import WAYS
from slipway.settings_text import from_text


def add_autoscale(commands: Any) -> None:
    """The command's arguments."""
    scaling = commands.add_parser("autoscale", help="run an auto-scaler under traffic and print what it decides")
    scaling.add_argument("policy", help=f"a file, or one of {', '.join(WAYS)}, with settings such as hpa;target=50")
    seen = scaling.add_mutually_exclusive_group()
    seen.add_argument("--profile", default="evening", help=f"a CSV file of traffic, or {', '.join(SITUATIONS)}")
    seen.add_argument("--metrics", metavar="FILE", help="recorded series, as CSV or JSON, per pod where it has them")
    scaling.add_argument(
        "--column", action="append", default=[], metavar="METRIC=SERIES", help="the recorded series that a metric is"
    )
    scaling.add_argument("--seed", type=int, default=1, help="the luck; 1 if not given")
    scaling.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    scaling.set_defaults(run=_autoscale)


def _autoscale(args: argparse.Namespace) -> int:
    try:
        if not 0 <= args.seed <= LARGEST_SEED:
            raise ValueError(f"--seed takes 0 to {LARGEST_SEED}, got {args.seed}")
        if args.column and not args.metrics:
            raise ValueError("--column says which series of --metrics is meant, and there is none")
        policy = _policy(args.policy)
        if policy is None:
            return 2
        return _recorded(policy, args) if args.metrics else _simulated(policy, args)
    except ValueError as error:
        print(f"autoscale: {error}", file=sys.stderr)
        return 2


def _policy(name: str) -> Policy | None:
    """From a file where there is one of that name, else one of ours with its settings."""
    if is_file(name):
        return imported("autoscale", name, import_policy)
    kind, _, text = name.partition(";")
    way = named("policy", kind, WAYS)
    settings = from_text(way, text)
    return as_policy(name, way.spec(settings), lambda past: way.start(settings, past))


def _situation(name: str) -> Situation | None:
    if not is_file(name):
        return named("profile", name, SITUATIONS)
    profile = imported("autoscale", name, parse_profile)
    return None if profile is None else replace(SITUATIONS["steady"], profile=profile)


def _simulated(policy: Policy, args: argparse.Namespace) -> int:
    situation = _situation(args.profile)
    if situation is None:
        return 2
    scaled = scale(situation.fleet, situation.profile, policy.start(situation.past), args.seed, on_terminal())
    if args.json:
        print(json.dumps(scaling_document(policy.name, args.seed, scaled), ensure_ascii=False, indent=1))
    else:
        print("\n".join(scaling_lines(policy.name, args.seed, scaled)))
    return 0


def _recorded(policy: Policy, args: argparse.Namespace) -> int:
    series: tuple[Series, ...] | None = imported("autoscale", args.metrics, read_series)
    if series is None:
        return 2
    chosen = pairs("--column", "METRIC=SERIES", args.column)
    record = fitted(as_tracks(series), policy.needs, chosen)
    for note in record.notes(policy.first):
        print(f"autoscale: {note}", file=sys.stderr)
    decisions = list(replay(policy.start({}), record, policy.first))
    if args.json:
        document = {"policy": policy.name, "decisions": decisions_document(decisions)}
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        print("\n".join(decision_lines(decisions)))
    return 0
