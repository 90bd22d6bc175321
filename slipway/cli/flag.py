"""`python -m slipway flag`: a flag evaluated for somebody."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from slipway.cli.common import complain
from slipway.content.problem import Problem, shown
from slipway.content.source import read_file
from slipway.delivery.flags.flagd import FlagFile, evaluate
from slipway.formats.flagd import import_flags
from slipway.formats.imported import Imported


def add_flag(commands: Any) -> None:
    """The command's arguments."""
    flagging = commands.add_parser("flag", help="evaluate a flag of a flagd file for somebody")
    flagging.add_argument("file", type=Path, help="a flag definition file of flagd, as JSON")
    flagging.add_argument("--flag", required=True, metavar="KEY")
    flagging.add_argument("--context", default="{}", metavar="JSON", help='who asks, such as {"targetingKey": "ada"}')
    flagging.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    flagging.set_defaults(run=_flag)


def _flag(args: argparse.Namespace) -> int:
    text = read_file(args.file, shown(args.file))
    imported: Imported[FlagFile] = Imported(None, (), (text,)) if isinstance(text, Problem) else import_flags(text)
    complain("flag", [*imported.problems, *imported.unsupported])
    if imported.settings is None:
        return 2
    try:
        context = json.loads(args.context)
    except ValueError as error:
        print(f"flag: --context takes JSON: {error}", file=sys.stderr)
        return 2
    if not isinstance(context, dict):
        print('flag: --context takes a JSON object, such as {"targetingKey": "ada"}', file=sys.stderr)
        return 2
    found = evaluate(imported.settings, args.flag, context, None)
    told = {"flag": args.flag, "value": found.value, "variant": found.variant, "reason": found.reason}
    if args.json:
        print(json.dumps({**told, "error": found.error, "why": found.verdict.arithmetic}, ensure_ascii=False, indent=1))
    else:
        print("  ".join(f"{name} {value}" for name, value in told.items()))
        print(found.verdict.arithmetic)
    return 0 if found.error is None else 1
