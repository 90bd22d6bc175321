"""`python -m slipway bench`: speed, as ratios in one run."""

import argparse
import json
from typing import Any


def add_bench(commands: Any) -> None:
    """The command's arguments."""
    benching = commands.add_parser("bench", help="measure speed, as ratios in one run")
    benching.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    benching.set_defaults(run=_bench)


def _bench(args: argparse.Namespace) -> int:
    from slipway.bench import run as bench

    rows = bench()
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))
    return 0
