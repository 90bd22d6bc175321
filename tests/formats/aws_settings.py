"""Settings of CodeDeploy and CodePipeline to write and read again."""

from typing import Any

from hypothesis import strategies as st

from slipway.content.source import Text
from slipway.delivery.codedeploy_predefined import PREDEFINED
from slipway.delivery.codedeploy_settings import (
    HOOK_EVENTS,
    ROLLBACK_EVENTS,
    AllAtOnce,
    Config,
    Deployment,
    Hook,
    MinimumHealthy,
    Platform,
    TimeBasedCanary,
    TimeBasedLinear,
    Zonal,
)
from slipway.delivery.pipeline_conditions_settings import (
    CATEGORIES,
    MODES,
    PROVIDERS,
    RESULTS,
    RETRY_MODES,
    SKIPPING,
    Action,
    Condition,
    OnFailure,
    Pipeline,
    Position,
    Rule,
    Stage,
)
from slipway.formats.plans import plan_format_of
from slipway.traffic.alarm import COMPARISONS, MISSING, Alarm


def format_name(content: str) -> str:
    """The format that a text seems to be in."""
    found = plan_format_of(Text("file", content))
    return found.name if found else ""


NAMES = st.from_regex(r"[a-z][a-z0-9._@-]{0,8}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8)
PERCENT = st.integers(1, 99)
MINUTES = st.integers(1, 2880)
SECONDS = st.none() | st.integers(0, 86_400)
FLOATS = st.floats(-1e9, 1e9, allow_nan=False, allow_infinity=False)
ROUTINGS = st.one_of(
    st.just(AllAtOnce()), st.builds(TimeBasedCanary, PERCENT, MINUTES), st.builds(TimeBasedLinear, PERCENT, MINUTES)
)
MINIMA = st.builds(MinimumHealthy, st.just("HOST_COUNT"), st.integers(0, 1000)) | st.builds(
    MinimumHealthy, st.just("FLEET_PERCENT"), st.integers(0, 100)
)
ZONES = st.builds(Zonal, SECONDS, SECONDS, st.none() | MINIMA)
CONFIGS = st.one_of(
    st.sampled_from([*PREDEFINED.values()]),
    st.builds(Config, NAMES, st.sampled_from(["Lambda", "ECS"]), ROUTINGS),
    st.builds(Config, NAMES, st.just("Server"), st.none(), MINIMA, st.none() | ZONES),
)


@st.composite
def known_alarms(draw: Any) -> Alarm:
    """Alarms of which everything is said."""
    periods = draw(st.integers(1, 10))
    return Alarm(
        draw(NAMES),
        draw(TEXTS),
        draw(st.sampled_from(["Average", "Sum", "Minimum", "Maximum", "p50", "p99.9"])),
        draw(st.sampled_from(COMPARISONS)),
        draw(FLOATS),
        draw(st.sampled_from([10, 30, 60, 300, 86_400])),
        periods,
        draw(st.none() | st.integers(1, periods)),
        draw(st.sampled_from(MISSING)),
        draw(st.just("") | st.sampled_from(["AWS/Lambda", "Shop"])),
        draw(st.booleans()),
    )


ALARMS = st.lists(known_alarms() | st.builds(Alarm, NAMES), max_size=4, unique_by=lambda each: each.name).map(tuple)


def _hooks(platform: Platform) -> Any:
    hooks = st.builds(Hook, st.sampled_from(HOOK_EVENTS[platform]), TEXTS)
    return st.lists(hooks, max_size=3).map(tuple)


@st.composite
def deployments(draw: Any) -> Deployment:
    """Everything that a template can say."""
    config = draw(CONFIGS)
    waits = config.platform == "ECS"
    events = draw(st.sets(st.sampled_from(ROLLBACK_EVENTS)))
    return Deployment(
        config,
        draw(ALARMS),
        draw(st.booleans()),
        draw(st.booleans()),
        tuple(event for event in ROLLBACK_EVENTS if event in events),
        draw(st.booleans()),
        draw(_hooks(config.platform)),
        draw(st.none() | st.integers(0, 2880)) if waits else None,
        draw(st.integers(0, 2880)) if waits else 0,
    )


@st.composite
def preferences(draw: Any) -> Deployment:
    """Everything that a deployment preference can say."""
    lambdas = [config for config in PREDEFINED.values() if config.platform == "Lambda"]
    config = draw(st.sampled_from(lambdas) | st.builds(Config, NAMES, st.just("Lambda"), ROUTINGS))
    functions = {event: draw(st.none() | NAMES) for event in HOOK_EVENTS["Lambda"]}
    hooks = tuple(Hook(event, function) for event, function in functions.items() if function)
    return Deployment(config, draw(ALARMS), rollback_events=ROLLBACK_EVENTS, hooks=hooks)


WATCH = st.builds(
    lambda name, alarm, wait: Rule(name, "CloudWatchAlarm", (("AlarmName", alarm), ("WaitTime", str(wait)))),
    *(NAMES, NAMES, st.integers(0, 100)),
)
FIELDS = st.lists(st.tuples(NAMES, TEXTS), max_size=2, unique_by=lambda field: field[0]).map(tuple)


def _rules(providers: tuple[str, ...]) -> Any:
    others = st.sampled_from([each for each in providers if each != "CloudWatchAlarm"])
    named = st.builds(Rule, NAMES, others, FIELDS, st.lists(TEXTS, max_size=2).map(tuple))
    rule = named | WATCH if "CloudWatchAlarm" in providers else named
    return st.lists(rule, min_size=1, max_size=5, unique_by=lambda each: each.name).map(tuple)


@st.composite
def _conditions(draw: Any, position: Position) -> Condition:
    result = draw(st.sampled_from(RESULTS[position]))
    return Condition(result, draw(_rules(SKIPPING if result == "SKIP" else PROVIDERS)))


FAILURES = st.one_of(
    st.builds(OnFailure, st.just("ROLLBACK"), st.just("FAILED_ACTIONS"), _rules(PROVIDERS) | st.just(())),
    st.builds(OnFailure, st.just("RETRY"), st.sampled_from(RETRY_MODES)),
)


@st.composite
def stages(draw: Any, categories: tuple[str, ...]) -> Stage:
    """A stage with an action of the first of these categories, and others."""
    kinds = [categories[0], *draw(st.lists(st.sampled_from(categories), max_size=2))]
    names = draw(st.lists(NAMES, min_size=len(kinds), max_size=len(kinds), unique=True))
    actions = tuple(
        Action(name, kind, draw(NAMES), draw(st.integers(1, 999))) for name, kind in zip(names, kinds, strict=True)
    )
    entry = draw(st.none() | _conditions("beforeEntry")) if categories != SOURCES else None
    success = draw(st.none() | _conditions("onSuccess"))
    return Stage(draw(NAMES), actions, entry, success, draw(st.none() | FAILURES))


SOURCES = ("Source",)
LATER = ("Deploy", *(each for each in CATEGORIES if each not in ("Deploy", *SOURCES)))
PIPELINES = st.builds(
    Pipeline,
    NAMES,
    st.tuples(stages(SOURCES), stages(LATER)).filter(lambda both: both[0].name != both[1].name),
    st.sampled_from(MODES),
    st.lists(known_alarms(), max_size=2, unique_by=lambda each: each.name).map(tuple),
)

BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
HOSTILE = [
    "",
    "# only a comment",
    "---\n---\n",
    "- 1\n- 2\n",
    "just words",
    "{",
    "[" * 5_000,
    '{"a": ' * 5_000,
    "Resources: 3",
    "Resources: [1, 2]",
    "Resources: {A: 1, B: {Type: [x]}, C: {Type: {Ref: [Ref]}}}",
    "Resources: !If [a]",
    "Resources:\n  A: !Mystery x",
    "a: !!python/object/apply:os.system ['true']",
    BOMB,
    "\x00",
    "Resources: &a {A: *a}",
]
"""Texts that hold no settings of anything, whoever reads them."""
