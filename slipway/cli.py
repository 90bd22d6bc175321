"""The terminal, for authors and scripts: check, replay, place, classify, rollout, judge, flag, alerts, bench."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TypeVar

from slipway.charts.placement_report import placement_document, placement_lines
from slipway.charts.rollout_report import rollout_document, rollout_lines, spread_document, spread_lines
from slipway.cli_alerts import add_alerts
from slipway.content.check import check, looked_at
from slipway.content.load import load
from slipway.content.problem import Problem, printable, shown
from slipway.content.prove import prove
from slipway.content.scenario import Scenario
from slipway.content.source import Text, read_file
from slipway.delivery.batch import days, spread
from slipway.delivery.flags.flagd import FlagFile, evaluate
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.release import Release
from slipway.delivery.release_text import read_release
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import Shipment, read_plan
from slipway.formats.classification.classify import classify_file
from slipway.formats.classification.report import classification_lines
from slipway.formats.flagd import import_flags
from slipway.formats.imported import Imported
from slipway.formats.judging import judge
from slipway.formats.profile_csv import parse_profile
from slipway.formats.release_file import read_release_file
from slipway.formats.shipping import import_shipment
from slipway.labs import LABS
from slipway.labs.prove import prove_labs
from slipway.luck import LARGEST_SEED
from slipway.pipeline.clock import clock_label, duration_label
from slipway.pipeline.measure import Outcome, outcome
from slipway.pipeline.placement.model import check_placement
from slipway.pipeline.simulate import Run, simulate
from slipway.pipeline.tell import Names, tell
from slipway.questions import MODELS
from slipway.traffic.arrivals import Profile
from slipway.words import say

ROOT = Path(__file__).parents[1]
MOST_RUNS = 10_000
READER_GONE = 141
Found = TypeVar("Found")
_ENDINGS = (".yaml", ".yml", ".json", ".txt", ".csv")


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

    checking = commands.add_parser("check", help="report every problem in the content")
    checking.add_argument("paths", nargs="*", type=_path, help="files or folders; the whole course if none is given")
    checking.set_defaults(run=_check)

    replaying = commands.add_parser("replay", help="run a scenario and print what happens")
    replaying.add_argument("scenario", help="a scenario's id, or the path of its file")
    replaying.add_argument("--choose", nargs="+", action="extend", default=[], metavar="DECISION=OPTION")
    replaying.add_argument("--seed", type=int, help="the luck; the scenario's own if not given")
    replaying.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    replaying.set_defaults(run=_replay)

    placing = commands.add_parser("place", help="judge a placement of tests in a level's pipeline")
    placing.add_argument("level", help="a level's id")
    placing.add_argument("--put", nargs="+", action="extend", default=[], metavar="TEST=STAGE")
    placing.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    placing.set_defaults(run=_place)

    classifying = commands.add_parser("classify", help="say which phase each part of a pipeline file is")
    classifying.add_argument("file", type=Path, help="a pipeline definition of another system")
    classifying.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    classifying.set_defaults(run=_classify)

    shipping = commands.add_parser("rollout", help="ship a release by a strategy and print who is hurt")
    shipping.add_argument("plan", help="a configuration file, or a strategy such as canary or argo/canary;bake_s=600")
    shipping.add_argument(
        "--release", default="errors", help=f"a file, errors;error_rate=0.02, or {', '.join(RELEASES)}"
    )
    shipping.add_argument(
        "--profile", default="steady", help=f"a CSV file of times and rates, or {', '.join(PROFILES)}"
    )
    shipping.add_argument("--seed", type=int, default=1, help="the luck; 1 if not given")
    shipping.add_argument("--runs", type=int, default=1, metavar="N", help="so many runs, with seeds from --seed on")
    shipping.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    shipping.set_defaults(run=_rollout)

    judging = commands.add_parser("judge", help="apply a canary configuration's own rules to recorded measurements")
    judging.add_argument(
        "file", type=Path, help="manifests of Argo Rollouts or Flagger, a Kayenta configuration, or CodeDeploy's"
    )
    judging.add_argument("measurements", type=Path, help="per metric or tick; control and experiment; alarm states")
    judging.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    judging.set_defaults(run=_judge)

    flagging = commands.add_parser("flag", help="evaluate a flag of a flagd file for somebody")
    flagging.add_argument("file", type=Path, help="a flag definition file of flagd, as JSON")
    flagging.add_argument("--flag", required=True, metavar="KEY")
    flagging.add_argument("--context", default="{}", metavar="JSON", help='who asks, such as {"targetingKey": "ada"}')
    flagging.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    flagging.set_defaults(run=_flag)

    add_alerts(commands)

    benching = commands.add_parser("bench", help="measure speed, as ratios in one run")
    benching.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    benching.set_defaults(run=_bench)
    return parser


def _path(given: str) -> Path:
    """A path; nothing at all is a variable that was never set, and not the folder one stands in."""
    if not given:
        raise argparse.ArgumentTypeError(say("checked.empty_path"))
    return Path(given)


def _check(args: argparse.Namespace) -> int:
    problems = check(args.paths, ROOT, MODELS, provers=(prove, partial(prove_labs, LABS)))
    for problem in problems:
        print(problem)
    sys.stdout.flush()
    inside, outside = looked_at(args.paths, ROOT)
    print(say("checked.total", problems=len(problems), files=len(inside) + len(outside)), file=sys.stderr)
    return 1 if problems else 0


def _replay(args: argparse.Namespace) -> int:
    library = load(ROOT, MODELS)
    try:
        scenario = _named("scenario", args.scenario, library.scenarios)
        choices = _pairs("--choose", "DECISION=OPTION", args.choose)
        seed = scenario.seed if args.seed is None else args.seed
        if not 0 <= seed <= LARGEST_SEED:
            raise ValueError(f"--seed takes 0 to {LARGEST_SEED}, got {seed}")
        run = simulate(scenario.world, choices, seed)
    except ValueError as error:
        print(f"replay: {error}", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(run_document(scenario, run), ensure_ascii=False, indent=1))
    else:
        _print_run(scenario, run)
    return 0


def _named(noun: str, name: str, known: Mapping[str, Found]) -> Found:
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"no {noun} {name!r}; there are: {', '.join(known) or 'none'}{hint}")


def _pairs(option: str, wanted: str, given: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not (key and equals and value):
            raise ValueError(f"{option} takes {wanted}, got {pair!r}")
        if pairs.get(key, value) != value:
            raise ValueError(f"{option} {key} is given twice, as {pairs[key]!r} and as {value!r}; expected one of them")
        pairs[key] = value
    return pairs


def run_document(scenario: Scenario, run: Run) -> dict[str, object]:
    """A run as plain values; `at` counts minutes since Monday 00:00 of the first week."""
    return {
        "scenario": scenario.id,
        "seed": run.seed,
        "choices": dict(run.choices),
        "events": [event.as_dict() for event in run.events],
        "outcome": outcome(run).as_dict(),
    }


def _print_run(scenario: Scenario, run: Run) -> None:
    names = Names(run)
    print(f"{scenario.title} · seed {run.seed}")
    for event in run.events:
        arithmetic = f"  [{event.verdict.arithmetic}]" if event.verdict else ""
        print(f"{clock_label(event.at_min):17} {tell(event, names)}{arithmetic}")
    _print_outcome(outcome(run))


def _print_outcome(result: Outcome) -> None:
    lead = "–" if result.lead_time_minutes is None else duration_label(result.lead_time_minutes)
    print()
    print(f"released         {'yes' if result.released else 'no'}")
    print(f"lead time        {lead}")
    print(f"blocked          {duration_label(result.blocked_minutes)}")
    print(f"escaped defects  {', '.join(result.escaped_defects) or 'none'}")


def _place(args: argparse.Namespace) -> int:
    library = load(ROOT, MODELS)
    try:
        level = _named("level", args.level, library.levels)
        placement = _pairs("--put", "TEST=STAGE", args.put)
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


def _classify(args: argparse.Namespace) -> int:
    found = classify_file(args.file)
    _complain("classify", [*found.problems, *found.remarks])
    if not found.system:
        return 2
    if args.json:
        print(json.dumps({"file": printable(args.file.as_posix()), **found.as_dict()}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(classification_lines(found)))
    return 1 if found.problems else 0


def _rollout(args: argparse.Namespace) -> int:
    try:
        release = _release(args.release)
        profile = _profile(args.profile)
        if not 1 <= args.runs <= MOST_RUNS:
            raise ValueError(f"--runs takes 1 to {MOST_RUNS}, got {args.runs}")
        shipment = _shipment(args.plan)
    except ValueError as error:
        print(f"rollout: {error}", file=sys.stderr)
        return 2
    if shipment is None or release is None or profile is None:
        return 2
    for what in shipment.left_out:
        print(f"rollout: {say('rollout.left_out', what=what)}", file=sys.stderr)
    service = shipment.service(Service())
    run = play(release, service, profile, shipment.start(service), args.seed)
    document, lines = rollout_document(shipment.plan, args.seed, run), rollout_lines(shipment.plan, args.seed, run)
    if args.runs > 1:
        seeds = range(args.seed, args.seed + args.runs)
        found = spread(list(days(shipment, release, Service(), profile, seeds)))
        document["runs"] = spread_document(found)
        lines += ["", *spread_lines(found)]
    print(json.dumps(document, ensure_ascii=False, indent=1) if args.json else "\n".join(lines))
    return 0


def _shipment(plan: str) -> Shipment | None:
    """From a file where there is one of that name, else as a plan is written."""
    return _imported(plan, import_shipment) if _is_file(plan) else read_plan(plan)


def _release(name: str) -> Release | None:
    return _imported(name, read_release_file) if _is_file(name) else read_release(name)


def _profile(name: str) -> Profile | None:
    return _imported(name, parse_profile) if _is_file(name) else _named("profile", name, PROFILES)


def _is_file(name: str) -> bool:
    return Path(name).suffix in _ENDINGS or Path(name).is_file()


def _imported(name: str, read: Callable[[Text], Imported[Found]]) -> Found | None:
    """What a file says; its problems and what is not simulated are told."""
    path = Path(name)
    text = read_file(path, shown(path))
    imported: Imported[Found] = Imported(None, (), (text,)) if isinstance(text, Problem) else read(text)
    _complain("rollout", [*imported.problems, *imported.unsupported])
    return imported.settings


def _judge(args: argparse.Namespace) -> int:
    texts = [read_file(path, shown(path)) for path in (args.file, args.measurements)]
    settings, measurements = texts
    if isinstance(settings, Problem) or isinstance(measurements, Problem):
        _complain("judge", [text for text in texts if isinstance(text, Problem)])
        return 2
    imported = judge(settings, measurements)
    _complain("judge", [*imported.problems, *imported.unsupported])
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


def _complain(command: str, problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(f"{command}: {problem}", file=sys.stderr)


def _flag(args: argparse.Namespace) -> int:
    text = read_file(args.file, shown(args.file))
    imported: Imported[FlagFile] = Imported(None, (), (text,)) if isinstance(text, Problem) else import_flags(text)
    _complain("flag", [*imported.problems, *imported.unsupported])
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


def _bench(args: argparse.Namespace) -> int:
    from slipway.bench import run as bench

    rows = bench()
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))
    return 0
