"""Argo's pods under a canary, with a router and without, and what is measured of them."""

from dataclasses import replace

import pytest

from slipway.delivery.argo import release
from slipway.delivery.argo_metric import Metric, Provider
from slipway.delivery.argo_settings import AnalysisStep, Canary, Pause, Rollout, SetCanaryScale, SetWeight
from slipway.delivery.pods import Pods
from tests.delivery.argo_releases import CHECK, bad, canary, good, last, no_data, play


# argoproj/argo-rollouts utils/replicaset/canary_test.go TestCalculateReplicaCountsForCanary (Apache-2.0), values
# transcribed, with a router: replicas, steps, pods at least; canary and stable pods.
@pytest.mark.parametrize(
    ("replicas", "steps", "min_pods", "expected"),
    [
        (1, (SetWeight(100), SetCanaryScale(9)), 0, Pods(9, 1)),
        (4, (SetWeight(100), SetCanaryScale(weight_pct=200)), 0, Pods(8, 4)),
        (10, (SetWeight(20), SetCanaryScale(9, 100, True)), 0, Pods(2, 10)),
        (10, (SetWeight(20), SetCanaryScale()), 0, Pods(2, 10)),
        (10, (SetWeight(5),), 2, Pods(2, 10)),
        (1, (SetWeight(100),), 2, Pods(1, 1)),
        (10, (SetWeight(0),), 2, Pods(0, 10)),
        (10, (SetWeight(10),), 0, Pods(1, 10)),
    ],
)
def test_with_a_router_the_pods_are_argos(replicas, steps, min_pods, expected) -> None:
    release = canary(*steps, Pause(), router="nginx", replicas=replicas, min_pods=min_pods)
    play(release)
    assert release.pods == expected


def test_an_abort_gives_back_only_what_the_stable_pods_can_take_where_they_had_shrunk() -> None:
    release = canary(SetWeight(60), Pause(), router="istio", dynamic_stable_scale=True, _pod_start_s=30.0)
    play(release)
    assert (release.pods, release.weight_pct) == (Pods(6, 4), 60)
    release.abort(1000)
    release.step(1000, good)
    assert (release.pods, release.weight_pct) == (Pods(6, 4), 60)
    play(release)
    assert (release.pods, release.weight_pct, release.phase) == (Pods(0, 10), 0, "degraded")


def test_an_abort_gives_all_back_at_once_where_the_stable_pods_are_all_there() -> None:
    release = canary(SetWeight(60), Pause(), router="istio", _pod_start_s=30.0)
    play(release)
    release.abort(1000)
    assert (release.pods, release.weight_pct) == (Pods(6, 10), 0)
    assert last(play(release), "scale_down").at_s == 1030


@pytest.mark.parametrize("router", ["", "nginx"])
def test_a_pod_counts_only_once_it_has_been_ready_for_a_while(router: str) -> None:
    rollout = Rollout("shop", Canary((SetWeight(20), Pause(60)), router=router), 10, min_ready_s=15)
    told = play(release(rollout, pod_start_s=30))
    assert last(told, "pause").at_s == 45


@pytest.mark.parametrize(("measure", "ends"), [(good, "promoted"), (no_data, "promoted"), (bad, "degraded")])
def test_a_job_succeeds_unless_half_of_the_new_version_fails(measure, ends: str) -> None:
    asked = []

    def errors(query):
        asked.append(query.metric)
        reading = measure(query)
        return replace(reading, value=None if reading.value is None else round(1 - reading.value, 2))

    job = Metric("random-fail", Provider("job"))
    release = canary(SetWeight(20), AnalysisStep(CHECK), metric=job)
    play(release, errors)
    assert (release.phase, set(asked)) == (ends, {"error_rate"})


def test_a_metric_whose_name_says_nothing_is_what_its_query_says() -> None:
    asked = []

    def measure(query):
        asked.append(query.metric)
        return good(query)

    metric = Metric("health", Provider(query="error_rate[1m]"), success_condition="result[0] >= 0.5")
    play(canary(SetWeight(20), AnalysisStep(CHECK), metric=metric), measure)
    assert asked == ["error_rate"]
