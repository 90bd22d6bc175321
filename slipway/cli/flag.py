"""`python -m slipway flag`: a flag evaluated for somebody."""

import argparse
import json
from pathlib import Path
from time import time
from typing import Any

from slipway.cli.common import complain
from slipway.content.problem import Problem, shown
from slipway.content.source import Text, read_file
from slipway.delivery.flags.evaluation import Evaluation, typed
from slipway.delivery.flags.flagd import FlagFile, evaluate
from slipway.formats.flagd import import_flags
from slipway.formats.imported import Imported
from slipway.formats.json_fields import Findings, kind_of
from slipway.formats.json_text import parse_json


def add_flag(commands: Any) -> None:
    """The command's arguments."""
    flagging = commands.add_parser("flag", help="evaluate a flag of a flagd file for somebody")
    flagging.add_argument("file", type=Path, help="a flag definition file of flagd, as JSON")
    flagging.add_argument("--flag", required=True, metavar="KEY")
    flagging.add_argument("--context", default="{}", metavar="JSON", help='who asks, such as {"targetingKey": "ada"}')
    flagging.add_argument(
        "--default",
        default="null",
        metavar="JSON",
        help="what the program gets otherwise; the flag has to be of its type",
    )
    flagging.add_argument(
        "--at", type=int, metavar="SECONDS", help="the time that targeting sees, since 1970; now where it is not given"
    )
    flagging.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    flagging.set_defaults(run=_flag)


def _flag(args: argparse.Namespace) -> int:
    text = read_file(args.file, shown(args.file))
    imported: Imported[FlagFile] = Imported(None, (), (text,)) if isinstance(text, Problem) else _flags(text)
    context, default = _json("--context", args.context, needs_group=True), _json("--default", args.default)
    complain("flag", [*imported.problems, *imported.unsupported, *context.problems, *default.problems])
    if imported.settings is None or context.problems or default.problems:
        return 2
    at_s = int(time()) if args.at is None else args.at
    found = typed(
        evaluate(imported.settings, args.flag, context.settings or {}, default.settings, at_s), default.settings
    )
    _tell(args.flag, found, args.json)
    return 0 if found.error is None else 1


def _flags(text: Text) -> Imported[FlagFile]:
    return import_flags(text, has_clock=True)


def _json(option: str, given: str, needs_group: bool = False) -> Imported[Any]:
    """What an option says in JSON."""
    document, problems = parse_json(Text(option, given))
    if document is None:
        return Imported(None, (), tuple(problems))
    findings = Findings(document, problems)
    if needs_group and not isinstance(document.value, dict):
        findings.wrong((), f"this is {kind_of(document.value)}", 'a JSON object, such as {"targetingKey": "ada"}')
    return findings.imported(document.value)


def _tell(key: str, found: Evaluation, as_json: bool) -> None:
    told = {"flag": key, "value": found.value, "variant": found.variant, "reason": found.reason}
    if as_json:
        print(json.dumps({**told, "error": found.error, "why": found.verdict.arithmetic}, ensure_ascii=False, indent=1))
    else:
        print("  ".join(f"{name} {value}" for name, value in told.items()))
        print(found.verdict.arithmetic)
