"""Content that carries its own proof: the engine plays what authors claim."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from slipway.content.lesson import LocatedPart, ReplayPart, RolloutPart
from slipway.content.library import Library
from slipway.content.problem import Problem
from slipway.content.prove_level import prove_level
from slipway.content.prove_rollout import prove_rollout
from slipway.content.scenario import Bounds, Expect, LoadedScenario, Scenario, Solution
from slipway.pipeline.measure import outcome
from slipway.pipeline.simulate import Run, simulate

Proof = Callable[[], Iterable[Problem]]


def prove(library: Library) -> Iterator[Problem]:
    """A problem for each solution whose outcome is not the one expected, each picture of what never happens, and each
    release that ends otherwise than its lesson says.
    """
    for proof in proofs_of_content(library):
        yield from proof()


def proofs_of_content(library: Library) -> Iterator[Proof]:
    """The same a claim at a time."""
    yield from (partial(prove_scenario, loaded) for loaded in library.loaded)
    for located in library.located:
        if isinstance(located.part, ReplayPart) and located.part.scenario in library.scenarios:
            yield partial(_prove_picture, located, library.scenarios[located.part.scenario])
        elif isinstance(located.part, RolloutPart):
            yield partial(prove_rollout, located)
    yield from (partial(prove_level, level) for level in library.loaded_levels)


def prove_scenario(loaded: LoadedScenario) -> Iterator[Problem]:
    """Play every solution of one scenario."""
    scenario = loaded.scenario
    if not any(not s.tempting for s in scenario.solutions):
        yield loaded.tree.problem(("id",), "the scenario has no reference solution", "a solution that is not tempting")
    for index, solution in enumerate(scenario.solutions):
        run = simulate(scenario.world, solution.choose, scenario.seed)
        for field, what, expected in broken_expectations(solution, run):
            yield loaded.tree.problem(("solutions", index, "expect", *field), f"{solution.title!r}: {what}", expected)


def _prove_picture(located: LocatedPart, scenario: Scenario) -> Iterator[Problem]:
    """Whether a lesson's picture comes to rest where its author says."""
    part, found = located.part, located.mentions
    if not isinstance(part, ReplayPart) or part.at is None or found is None:
        return
    story = {decision.id: decision.story for decision in scenario.world.decisions}
    run = simulate(scenario.world, {**story, **part.choose}, scenario.seed if part.seed is None else part.seed)
    if part.at.met_at(run.events) is None:
        yield found.tree.problem(("at",), f"{part.at.kind} does not happen in this run", "an event that happens")


Broken = tuple[tuple[str | int, ...], str, str]


def broken_expectations(solution: Solution, run: Run) -> Iterator[Broken]:
    """(field, what came out, what was expected) wherever the two differ."""
    expect, result = solution.expect, outcome(run)
    if expect.released is not None and expect.released != result.released:
        yield ("released",), f"released is {_yes(result.released)}", _yes(expect.released)
    if expect.escaped_defects is not None and set(expect.escaped_defects) != set(result.escaped_defects):
        escaped = ", ".join(result.escaped_defects) or "none"
        yield ("escaped_defects",), f"what escaped is: {escaped}", ", ".join(expect.escaped_defects) or "none"
    yield from _bounds("lead_time_minutes", expect.lead_time_minutes, result.lead_time_minutes)
    yield from _bounds("blocked_minutes", expect.blocked_minutes, result.blocked_minutes)
    yield from _bounds("failed_requests", expect.failed_requests, result.failed_requests)
    yield from _conditions(expect, run)


def _bounds(name: str, bounds: Bounds | None, value: int | None) -> Iterator[Broken]:
    if bounds and (value is None or not bounds.hold(value)):
        wanted = f"between {bounds.at_least or 0} and {bounds.at_most if bounds.at_most is not None else 'any'}"
        yield (name,), f"{name} is {'not known' if value is None else value}", wanted


def _conditions(expect: Expect, run: Run) -> Iterator[Broken]:
    for index, condition in enumerate(expect.happens):
        if condition.met_at(run.events) is None:
            yield ("happens", index), f"{condition.kind} does not happen", "that it happens"
    for index, condition in enumerate(expect.never):
        if condition.met_at(run.events) is not None:
            yield ("never", index), f"{condition.kind} does happen", "that it never happens"


def _yes(value: bool) -> str:
    return "true" if value else "false"
