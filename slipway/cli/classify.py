"""`python -m slipway classify`: which phase each part of a pipeline file is."""

import argparse
import json
from pathlib import Path
from typing import Any

from slipway.cli.common import complain
from slipway.content.problem import printable
from slipway.formats.classification.classify import classify_file
from slipway.formats.classification.report import classification_lines


def add_classify(commands: Any) -> None:
    """The command's arguments."""
    classifying = commands.add_parser("classify", help="say which phase each part of a pipeline file is")
    classifying.add_argument("file", type=Path, help="a pipeline definition of another system")
    classifying.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    classifying.set_defaults(run=_classify)


def _classify(args: argparse.Namespace) -> int:
    found = classify_file(args.file)
    complain("classify", [*found.problems, *found.remarks])
    if not found.system:
        return 2
    if args.json:
        print(json.dumps({"file": printable(args.file.as_posix()), **found.as_dict()}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(classification_lines(found)))
    return 1 if found.problems else 0
