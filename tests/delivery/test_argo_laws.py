"""What holds for every Argo release, whatever its settings, its measurements and the people around it."""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.delivery.argo import release
from slipway.delivery.argo_blue_green import BlueGreenRelease
from slipway.delivery.argo_canary import CanaryRelease
from slipway.delivery.argo_metric import Metric
from slipway.delivery.argo_settings import (
    AnalysisStep,
    Background,
    BlueGreen,
    Canary,
    ExperimentStep,
    Pause,
    Rollout,
    SetCanaryScale,
    SetWeight,
    Template,
    TemplateRef,
)
from slipway.delivery.controller import Happening, Query, Reading
from tests.delivery.argo_releases import CHECK, play

Release = CanaryRelease | BlueGreenRelease
COMMANDS: dict[str, Callable[[Release, float], tuple[Happening, ...]]] = {
    "resume": lambda release, at_s: release.resume(at_s),
    "abort": lambda release, at_s: release.abort(at_s),
    "retry": lambda release, at_s: release.retry(at_s),
    "promote_full": lambda release, at_s: release.promote_full(at_s),
    "deploy newer": lambda release, at_s: release.deploy(at_s, "newer"),
    "deploy old": lambda release, at_s: release.deploy(at_s, "old"),
}


@dataclass(frozen=True, slots=True)
class Play:
    """A release, what is measured in turn, and what people do every so often."""

    rollout: Rollout
    pod_start_s: float
    stable: str | None
    values: tuple[float | None, ...]
    commands: tuple[str, ...]

    def start(self) -> Release:
        return release(self.rollout, stable=self.stable, pod_start_s=self.pod_start_s)

    def run(self) -> tuple[Release, list[Happening]]:
        controller = self.start()
        told = play(controller, self._measure, until_s=50)
        for turn, command in enumerate(self.commands, start=1):
            told += COMMANDS[command](controller, 50.0 * turn)
            told += play(controller, self._measure, until_s=50.0 * (turn + 1))
        return controller, told

    def _measure(self, query: Query) -> Reading:
        return Reading(self.values[int(query.until_s) % len(self.values)], 10)


METRICS = st.builds(
    Metric,
    name=st.just("rate"),
    interval_s=st.sampled_from([None, 5.0, 20.0]),
    count=st.integers(0, 4),
    success_condition=st.sampled_from(["", "result[0] > 0.5"]),
    failure_condition=st.sampled_from(["", "result[0] < 0.2"]),
    failure_limit=st.integers(-1, 2),
    inconclusive_limit=st.integers(0, 2),
)
STEPS = st.one_of(
    st.builds(SetWeight, st.integers(0, 100)),
    st.builds(Pause, st.sampled_from([None, 0.0, 7.0, 60.0])),
    st.builds(SetCanaryScale, replicas=st.integers(0, 5)),
    st.just(AnalysisStep(CHECK)),
    st.builds(ExperimentStep, st.sampled_from([None, 12.0]), st.sampled_from([(), CHECK])),
)
CANARIES = st.builds(
    Canary,
    steps=st.lists(STEPS, max_size=5).map(tuple),
    max_surge=st.sampled_from(["25%", "0", "2"]),
    max_unavailable=st.sampled_from(["25%", "0", "1"]),
    router=st.sampled_from(["", "istio"]),
    dynamic_stable_scale=st.booleans(),
    background=st.sampled_from([None, Background(CHECK), Background(CHECK, 1)]),
)
BLUE_GREENS = st.builds(
    BlueGreen,
    active_service=st.just("active"),
    auto_promotion=st.booleans(),
    auto_promotion_s=st.sampled_from([0, 15]),
    preview_replicas=st.sampled_from([None, 1]),
    pre_promotion=st.sampled_from([(), CHECK]),
    post_promotion=st.sampled_from([(), CHECK]),
)
ROLLOUTS = st.builds(
    lambda strategy, replicas, metric, abort, window: Rollout(
        "shop", strategy, replicas, (Template("check", (metric,)),), 30, abort, window
    ),
    st.one_of(CANARIES, BLUE_GREENS),
    st.integers(0, 8),
    METRICS,
    st.booleans(),
    st.integers(0, 1),
)
PLAYS = st.builds(
    Play,
    ROLLOUTS,
    pod_start_s=st.sampled_from([0.0, 8.0, 40.0]),
    stable=st.sampled_from(["old", None]),
    values=st.lists(st.sampled_from([None, 0.1, 0.3, 0.9]), min_size=1, max_size=5).map(tuple),
    commands=st.lists(st.sampled_from(sorted(COMMANDS)), max_size=5).map(tuple),
)


@settings(deadline=None)
@given(PLAYS)
def test_the_same_play_ends_the_same(each: Play) -> None:
    assert each.run()[1] == each.run()[1]


@settings(deadline=None)
@given(PLAYS)
def test_a_weight_is_from_0_to_100(each: Play) -> None:
    controller, told = each.run()
    assert all(0 <= happening.weight_pct <= 100 for happening in told)
    assert 0 <= controller.weight_pct <= 100


@settings(deadline=None)
@given(PLAYS)
def test_after_an_abort_the_weight_returns_to_0(each: Play) -> None:
    controller, told = each.run()
    told += controller.abort(500)
    play(controller, each._measure)
    if told and told[-1].kind == "abort" and each.stable:
        assert (controller.phase, controller.weight_pct) == ("degraded", 0)


@settings(deadline=None)
@given(PLAYS)
def test_time_never_goes_back_and_every_happening_has_its_verdict(each: Play) -> None:
    _, told = each.run()
    times = [happening.at_s for happening in told]
    assert times == sorted(times)
    assert all(happening.verdict and happening.verdict.arithmetic for happening in told)


@settings(deadline=None)
@given(PLAYS)
def test_what_people_do_later_changes_nothing_before(each: Play) -> None:
    _, told = each.run()
    later = Play(each.rollout, each.pod_start_s, each.stable, each.values, (*each.commands, "abort"))
    assert later.run()[1][: len(told)] == told


@settings(deadline=None)
@given(PLAYS)
def test_only_a_release_whose_analyses_were_good_is_promoted_unless_a_person_says_so(each: Play) -> None:
    _, told = Play(each.rollout, each.pod_start_s, each.stable, each.values, ()).run()
    runs = [happening for happening in told if happening.kind == "analysis" and happening.verdict]
    if told and told[-1].kind == "promote":
        assert all(run.verdict and run.verdict.passed for run in runs)


def test_what_was_due_while_nobody_came_is_due_when_somebody_does() -> None:
    metric = Metric(
        "rate", success_condition="result[0] > 0.5", failure_condition="result[0] < 0.2", inconclusive_limit=0
    )
    strategy = Canary((Pause(0.0),), background=Background((TemplateRef("check"),)))
    rollout = Rollout("shop", strategy, 0, (Template("check", (metric,)),), 30)
    _, told = Play(rollout, 0.0, "old", (0.3,), ("resume",)).run()
    assert [each.at_s for each in told] == sorted(each.at_s for each in told)
    assert told[-1].at_s == 50
