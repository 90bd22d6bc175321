"""`python -m slipway judge`: a canary configuration’s own rules on recorded measurements."""

import argparse
import json
from pathlib import Path
from typing import Any

from slipway.cli.common import complain
from slipway.content.problem import Problem, shown
from slipway.content.source import read_file
from slipway.formats.judging import judge


def add_judge(commands: Any) -> None:
    """The command's arguments."""
    judging = commands.add_parser("judge", help="apply a canary configuration's own rules to recorded measurements")
    judging.add_argument(
        "file", type=Path, help="manifests of Argo Rollouts or Flagger, a Kayenta configuration, or CodeDeploy's"
    )
    judging.add_argument("measurements", type=Path, help="per metric or tick; control and experiment; alarm states")
    judging.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    judging.set_defaults(run=_judge)


def _judge(args: argparse.Namespace) -> int:
    texts = [read_file(path, shown(path)) for path in (args.file, args.measurements)]
    settings, measurements = texts
    if isinstance(settings, Problem) or isinstance(measurements, Problem):
        complain("judge", [text for text in texts if isinstance(text, Problem)])
        return 2
    imported = judge(settings, measurements)
    complain("judge", [*imported.problems, *imported.unsupported])
    decision = imported.settings
    if decision is None:
        return 2
    if args.json:
        verdicts = [line.as_dict() for line in decision.lines]
        document = {"system": decision.system, "decision": decision.decision, "verdicts": verdicts}
        print(json.dumps(document, ensure_ascii=False, indent=1))
        return 0
    for line in decision.lines:
        print(f"{line.of:12} {line.name:20} {line.judged:14} {line.verdict.arithmetic}")
    print(f"{decision.system}: {decision.decision}")
    return 0
