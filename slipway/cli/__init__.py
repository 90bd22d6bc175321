"""The terminal, for authors and scripts: one command per file."""

import argparse
import os
import sys
from collections.abc import Sequence

from slipway.cli.alerts import add_alerts
from slipway.cli.autoscale import add_autoscale
from slipway.cli.bench import add_bench
from slipway.cli.check import add_check
from slipway.cli.classify import add_classify
from slipway.cli.flag import add_flag
from slipway.cli.judge import add_judge
from slipway.cli.operate import add_operate
from slipway.cli.place import add_place
from slipway.cli.replay import add_replay
from slipway.cli.rollout import add_rollout

READER_GONE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status, 0 for good, 1 for problems found, 2 for a call that is off.

    A reader that closes early, such as `head`, ends it in silence with the status that shells give to that.
    """
    try:
        return _run(arguments)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE


def _run(arguments: Sequence[str] | None) -> int:
    """Everything printed has left when this returns, so that a reader who is gone shows here and not at exit."""
    try:
        args = _parser().parse_args(arguments)
        status: int = args.run(args)
        return status
    finally:
        sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m slipway", description="Slipway in the terminal.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (
        add_check,
        add_replay,
        add_place,
        add_classify,
        add_rollout,
        add_judge,
        add_flag,
        add_autoscale,
        add_alerts,
        add_operate,
        add_bench,
    ):
        add(commands)
    return parser
