"""What the types of a world cannot say: things that are of the right kind and mean nothing where they stand."""

from collections.abc import Iterator
from typing import get_args

from pydantic import TypeAdapter

from slipway.content.problem import Problem, portion
from slipway.content.shape import leaves
from slipway.content.source import Loc, Tree, plain
from slipway.content.typed import one_of
from slipway.pipeline import effects as e
from slipway.pipeline.clock import Minutes
from slipway.pipeline.stages import ApprovalGate, CoverageGate
from slipway.pipeline.world import World

LONGEST_MIN = 52 * 7 * 24 * 60
"""A year; the engine goes through working days one by one."""

_DURATION = TypeAdapter[int](Minutes)
_IS_DURATION = get_args(Minutes)[1]


def meaning_problems(tree: Tree, world: World) -> list[Problem]:
    """A problem for each thing that the engine could do nothing with."""
    faults = (*_pipeline_faults(world), *_effect_faults(world), *_test_faults(world), *_duration_faults(tree))
    return portion(tree.problem(("world", *loc), what, expected) for loc, what, expected in faults)


Fault = tuple[Loc, str, str]


def _pipeline_faults(world: World) -> Iterator[Fault]:
    """A source where people work, stages in between, a last one that customers see."""
    stages = world.pipeline.stages
    first, last = ("pipeline", "stages", 0), ("pipeline", "stages", len(stages) - 1)
    if stages[0].purpose != "source":
        yield (*first, "purpose"), "the first stage is not a source", "purpose: source"
    if stages[0].actions:
        yield (*first, "actions"), "the source stage has actions", "none: people’s work is in the changes"
    if stages[0].gates:
        yield (*first, "gates"), "the source stage has gates", "none: the review before a push is always there"
    if stages[-1].purpose != "deploy":
        yield (*last, "purpose"), "the last stage does not deploy", "purpose: deploy"
    for number, stage in enumerate(stages[:-1]):
        if stage.monitors:
            loc = ("pipeline", "stages", number, "monitors")
            yield loc, f"monitors in {stage.id!r}, where there are no customers", f"monitors in {stages[-1].id}"


def _effect_faults(world: World) -> Iterator[Fault]:
    for number, decision in enumerate(world.decisions):
        for option_number, option in enumerate(decision.options):
            for effect_number, effect in enumerate(option.effects):
                loc = ("decisions", number, "options", option_number, "effects", effect_number)
                yield from _effect_fault(world, effect, loc)


def _effect_fault(world: World, effect: e.Effect, loc: Loc) -> Iterator[Fault]:
    stages = world.pipeline.stages
    match effect:
        case e.Answer():
            yield from _wrong_gate(world, effect.gate, ApprovalGate, loc)
        case e.SetThreshold():
            yield from _wrong_gate(world, effect.gate, CoverageGate, loc)
        case e.RollBack() | e.DisableTransition() | e.EnableTransition() if effect.stage == stages[0].id:
            yield (*loc, "stage"), f"{effect.stage!r} is the source", one_of([stage.id for stage in stages[1:]])
        case e.TurnMonitors() | e.RespondToAlarms() | e.Expose() | e.AimMonitors() if effect.stage != stages[-1].id:
            yield (*loc, "stage"), f"{effect.stage!r} has no customers to watch", stages[-1].id
        case _:
            pass


def _wrong_gate(world: World, gate_id: str, sort: type, loc: Loc) -> Iterator[Fault]:
    gates = {gate.id: gate for stage in world.pipeline.stages for gate in stage.gates}
    if gate_id in gates and not isinstance(gates[gate_id], sort):
        fitting = [name for name, gate in gates.items() if isinstance(gate, sort)]
        yield (*loc, "gate"), f"the gate {gate_id!r} is of another kind ({gates[gate_id].kind})", one_of(fitting)


def _test_faults(world: World) -> Iterator[Fault]:
    """Missing tests are missing in a package that the change touches."""
    for number, change in enumerate(world.changes):
        packages = [*change.packages, *(change.improvement.packages if change.improvement else ())]
        names = [package.name for package in packages]
        if change.missing_tests and change.missing_tests.package not in names:
            what = f"the change does not touch the package {change.missing_tests.package!r}"
            yield ("changes", number, "missing_tests", "package"), what, one_of(names)


def _duration_faults(tree: Tree) -> Iterator[Fault]:
    for loc, text, extras in leaves(plain(tree.node)["world"], World):
        if _IS_DURATION in extras and _DURATION.validate_python(text) > LONGEST_MIN:
            yield loc, f"{text!r} is longer than any story", "at most 52w"
