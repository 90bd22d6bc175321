"""`python -m slipway operate`: what there is to operate, and what a plan comes to."""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from slipway.cli.common import named
from slipway.cli.progress import on_terminal
from slipway.luck import LARGEST_SEED
from slipway.operations.subject import Subject, Trial
from slipway.operations.subjects import SUBJECTS
from slipway.words import say


def add_operate(commands: Any) -> None:
    """The command's arguments."""
    operating = commands.add_parser("operate", help="list what can be operated, or print what a plan comes to")
    operating.add_argument("subject", nargs="?", help=f"one of {', '.join(SUBJECTS)}")
    operating.add_argument("situation", nargs="?", help="one of the subject's; without a plan all of it is listed")
    operating.add_argument("plan", nargs="?", help="a way with settings, such as hpa;target=50")
    operating.add_argument("--seed", type=int, default=1, help="the luck; 1 if not given")
    operating.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    operating.set_defaults(run=_operate)


def _operate(args: argparse.Namespace) -> int:
    try:
        lines = _lines(args)
    except ValueError as error:
        print(f"operate: {error}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0


def _lines(args: argparse.Namespace) -> list[str]:
    if not 0 <= args.seed <= LARGEST_SEED:
        raise ValueError(f"--seed takes 0 to {LARGEST_SEED}, got {args.seed}")
    if not args.subject:
        return [*SUBJECTS]
    subject = named("subject", args.subject, SUBJECTS)
    if not args.situation or not args.plan:
        return [*_offered(subject)]
    trial = subject.try_out(args.situation, args.plan, args.seed, on_terminal())
    if args.json:
        return [json.dumps(_document(args, trial), ensure_ascii=False, indent=1)]
    return [*_told(subject, trial)]


def _offered(subject: Subject) -> Iterator[str]:
    for name, way in subject.ways.items():
        yield name
        for knob in way.knobs:
            choices = f" ({', '.join(map(str, knob.choices))})" if knob.choices else ""
            yield f"  {knob.field} {knob.unit}".rstrip() + choices
    yield say("operate.list_situations", names=", ".join(subject.situations))
    yield say("operate.list_measures", names=", ".join(each.name for each in subject.measures))


def _told(subject: Subject, trial: Trial) -> Iterator[str]:
    for measure in subject.measures:
        yield f"{measure.name:20} {subject.shown(measure.name, trial.measures[measure.name])}"


def _document(args: argparse.Namespace, trial: Trial) -> dict[str, Any]:
    """Figures that there are none of are null."""
    return {
        "subject": args.subject,
        "situation": args.situation,
        "plan": args.plan,
        "seed": args.seed,
        "measures": {name: None if value != value else value for name, value in trial.measures.items()},
        "told": [{"at_s": each.at_s, "what": each.what, "why": each.why} for each in trial.told],
    }
