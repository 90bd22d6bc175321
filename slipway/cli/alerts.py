"""`python -m slipway alerts`: rules, routes and alarms at work on a simulated week or on recorded series."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slipway.alerting.days import WEEKS, Watched, Watching, days_of, watch, watch_series
from slipway.alerting.presets import SETUPS
from slipway.charts.alert_report import alert_document, alert_lines
from slipway.content.problem import Problem, shown
from slipway.content.source import Text, read_file
from slipway.formats.profile_csv import parse_profile
from slipway.formats.series import read_series
from slipway.formats.watching import as_datapoints, as_store, read_watching


def add_alerts(commands: Any) -> None:
    """The command's arguments."""
    alerting = commands.add_parser("alerts", help="watch a week with alarms or alert rules and print who is called")
    alerting.add_argument(
        "files", nargs="+", metavar="FILE", help=f"rules, routes or alarms as files, or one of {', '.join(SETUPS)}"
    )
    seen = alerting.add_mutually_exclusive_group()
    seen.add_argument("--profile", default="usual-week", help=f"a CSV file of traffic, or {', '.join(WEEKS)}")
    seen.add_argument("--metrics", type=Path, metavar="FILE", help="recorded series, as CSV or JSON")
    alerting.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    alerting.set_defaults(run=_alerts)


def _alerts(args: argparse.Namespace) -> int:
    watching = _watching(args.files)
    if watching is None:
        return 2
    try:
        watched = _recorded(watching, args.metrics) if args.metrics else _simulated(watching, args.profile)
    except ValueError as error:
        print(f"alerts: {error}", file=sys.stderr)
        return 2
    if watched is None:
        return 2
    if args.json:
        print(json.dumps(alert_document(watched), ensure_ascii=False, indent=1))
    else:
        print("\n".join(alert_lines(watched)))
    return 0


def _watching(files: Sequence[str]) -> Watching | None:
    if len(files) == 1 and files[0] in SETUPS:
        return SETUPS[files[0]]
    texts = [read_file(Path(name), shown(Path(name))) for name in files]
    found = [text for text in texts if isinstance(text, Text)]
    _complain([text for text in texts if isinstance(text, Problem)])
    if len(found) < len(texts):
        return None
    imported = read_watching(found)
    _complain([*imported.problems, *imported.unsupported])
    return imported.settings


def _simulated(watching: Watching, name: str) -> Watched | None:
    if name in WEEKS:
        return watch(watching, WEEKS[name])
    text = read_file(Path(name), shown(Path(name)))
    if isinstance(text, Problem):
        raise ValueError(f"no profile {name!r}; there are: {', '.join(WEEKS)}, or a CSV file of traffic")
    imported = parse_profile(text)
    _complain([*imported.problems, *imported.unsupported])
    if imported.settings is None:
        return None
    return watch(watching, days_of(imported.settings))


def _recorded(watching: Watching, path: Path) -> Watched | None:
    text = read_file(path, shown(path))
    if isinstance(text, Problem):
        _complain([text])
        return None
    imported = read_series(text)
    _complain([*imported.problems, *imported.unsupported])
    series = imported.settings
    if series is None:
        return None
    lasts_s = max(each.at_s[-1] for each in series)
    return watch_series(watching, as_store(series), as_datapoints(series), lasts_s)


def _complain(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(f"alerts: {problem}", file=sys.stderr)
