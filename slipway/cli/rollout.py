"""`python -m slipway rollout`: a release shipped by a strategy, and who is hurt."""

import argparse
import json
import sys
from typing import Any

from slipway.charts.rollout_report import rollout_document, rollout_lines, spread_document, spread_lines
from slipway.cli.common import complain, imported, is_file, named
from slipway.content.source import Text
from slipway.delivery.batch import days, spread
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.release import Release
from slipway.delivery.release_text import read_release
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import Shipment, read_plan
from slipway.formats.plans import plan_format_of
from slipway.formats.profile_csv import parse_profile
from slipway.formats.release_file import read_release_file
from slipway.formats.shipping import import_shipment
from slipway.traffic.arrivals import Profile
from slipway.words import say

MOST_RUNS = 10_000


def add_rollout(commands: Any) -> None:
    """The command's arguments."""
    shipping = commands.add_parser("rollout", help="ship a release by a strategy and print who is hurt")
    shipping.add_argument(
        "plan",
        help="a configuration file, a strategy such as canary or argo/canary;bake_s=600, or a name of CodeDeploy's own",
    )
    shipping.add_argument(
        "--release", default="errors", help=f"a file, errors;error_rate=0.02, or {', '.join(RELEASES)}"
    )
    shipping.add_argument(
        "--profile", default="steady", help=f"a CSV file of times and rates, or {', '.join(PROFILES)}"
    )
    shipping.add_argument("--seed", type=int, default=1, help="the luck; 1 if not given")
    shipping.add_argument("--runs", type=int, default=1, metavar="N", help="so many runs, with seeds from --seed on")
    shipping.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    shipping.set_defaults(run=_rollout)


def _rollout(args: argparse.Namespace) -> int:
    try:
        release = _release(args.release)
        profile = _profile(args.profile)
        if not 1 <= args.runs <= MOST_RUNS:
            raise ValueError(f"--runs takes 1 to {MOST_RUNS}, got {args.runs}")
        shipment = _shipment(args.plan)
    except ValueError as error:
        print(f"rollout: {error}", file=sys.stderr)
        return 2
    if shipment is None or release is None or profile is None:
        return 2
    for what in shipment.left_out:
        print(f"rollout: {say('rollout.left_out', what=what)}", file=sys.stderr)
    service = release.meets(shipment.service(Service()))
    run = play(release, service, profile, shipment.start(service), args.seed)
    document, lines = rollout_document(shipment.plan, args.seed, run), rollout_lines(shipment.plan, args.seed, run)
    if args.runs > 1:
        seeds = range(args.seed, args.seed + args.runs)
        found = spread(list(days(shipment, release, Service(), profile, seeds)))
        document["runs"] = spread_document(found)
        lines += ["", *spread_lines(found)]
    print(json.dumps(document, ensure_ascii=False, indent=1) if args.json else "\n".join(lines))
    return 0


def _shipment(plan: str) -> Shipment | None:
    """From a file where there is one of that name, by a name of a real system's own, else as a plan is written."""
    if is_file(plan):
        return imported("rollout", plan, import_shipment)
    text = Text(plan, plan)
    if plan_format_of(text) is None:
        return read_plan(plan)
    found = import_shipment(text)
    complain("rollout", [*found.problems, *found.unsupported])
    return found.settings


def _release(name: str) -> Release | None:
    return imported("rollout", name, read_release_file) if is_file(name) else read_release(name)


def _profile(name: str) -> Profile | None:
    return imported("rollout", name, parse_profile) if is_file(name) else named("profile", name, PROFILES)
