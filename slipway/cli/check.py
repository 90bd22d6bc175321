"""`python -m slipway check`: every problem in the content."""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from slipway.cli.common import ROOT
from slipway.content.check import check, looked_at
from slipway.content.library import Library
from slipway.content.problem import Problem
from slipway.proofs import outcome, proofs
from slipway.questions import MODELS
from slipway.words import say


def add_check(commands: Any) -> None:
    """The command's arguments."""
    checking = commands.add_parser("check", help="report every problem in the content")
    checking.add_argument("paths", nargs="*", type=_path, help="files or folders; the whole course if none is given")
    checking.set_defaults(run=_check)


def _path(given: str) -> Path:
    """A path; nothing at all is a variable that was never set, and not the folder one stands in."""
    if not given:
        raise argparse.ArgumentTypeError(say("checked.empty_path"))
    return Path(given)


def _check(args: argparse.Namespace) -> int:
    inside, outside = looked_at(args.paths, ROOT)
    problems = check(args.paths, ROOT, MODELS, (_proven,))
    for problem in problems:
        print(problem)
    sys.stdout.flush()
    print(say("checked.total", problems=len(problems), files=len(inside) + len(outside)), file=sys.stderr)
    return 1 if problems else 0


def _proven(library: Library) -> Iterator[Problem]:
    """On as many processors as there are."""
    with ProcessPoolExecutor() as pool:
        for problems in pool.map(outcome, proofs(library)):
            yield from problems
