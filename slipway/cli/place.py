"""`python -m slipway place`: a placement of tests judged."""

import argparse
import json
import sys
from typing import Any

from slipway.charts.placement_report import placement_document, placement_lines
from slipway.cli.common import ROOT, named, pairs
from slipway.content.load import load
from slipway.pipeline.placement.model import check_placement
from slipway.questions import MODELS


def add_place(commands: Any) -> None:
    """The command's arguments."""
    placing = commands.add_parser("place", help="judge a placement of tests in a level's pipeline")
    placing.add_argument("level", help="a level's id")
    placing.add_argument("--put", nargs="+", action="extend", default=[], metavar="TEST=STAGE")
    placing.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    placing.set_defaults(run=_place)


def _place(args: argparse.Namespace) -> int:
    library = load(ROOT, MODELS)
    try:
        level = named("level", args.level, library.levels)
        placement = pairs("--put", "TEST=STAGE", args.put)
        check_placement(level.grounds, placement)
    except ValueError as error:
        print(f"place: {error}", file=sys.stderr)
        return 2
    document = placement_document(level, placement)
    if args.json:
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        print("\n".join(placement_lines(level, document)))
    return 0
