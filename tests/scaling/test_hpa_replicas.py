"""The replica calculator gives upstream's answers, case by case, and keeps its laws."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.scaling.hpa_replicas import NoReplicas, Tolerance, of_pods, of_resource, of_value, of_value_per_pod
from slipway.scaling.pod import Pod

RECORDED = json.loads((Path(__file__).parent / "recorded" / "hpa_replica_calculator.json").read_text("utf-8"))
CASES = {case["name"]: case for case in RECORDED["cases"]}
USUAL = Tolerance()


def pods_of(case):
    usages = case.get("usage_m", case.get("levels_m", []))
    count = max(len(case.get(field, [])) for field in ("request_m", "ready", "phase", "hot", "deleted"))
    count = max(count, case["current"], 0 if "request_m" in case else len(usages))
    requests = case.get("request_m", [1000] * count)

    def at(field, number, default):
        given = case.get(field, [])
        return given[number] if number < len(given) else default

    return tuple(
        Pod(
            usages[number] if number < len(usages) else None,
            requests[number] if number < len(requests) else None,
            at("ready", number, True),
            at("hot", number, False),
            at("phase", number, "Running"),
            at("deleted", number, False),
        )
        for number in range(count)
    )


def wanted(case):
    pods, current, kind = pods_of(case), case["current"], case["kind"]
    match kind:
        case "resource_utilization":
            return of_resource(pods, current, case["target"], USUAL, cpu=case["resource"] == "cpu")
        case "pods":
            return of_pods(pods, current, case["target_m"], USUAL)
        case "object" | "external":
            return of_value(pods, current, case["target_m"], sum(case["levels_m"]), USUAL)
        case _:
            return of_value_per_pod(current, case["target_m"], sum(case["levels_m"]), USUAL)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "error" not in case])
def test_upstreams_answer(name):
    case = CASES[name]
    found = wanted(case)
    assert found.replicas == case["expected"]
    assert found.usage == case.get("expected_utilization", case.get("expected_usage_m"))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "error" in case])
def test_where_nothing_can_be_said_it_says_why(name):
    with pytest.raises(NoReplicas, match=CASES[name]["error"]):
        wanted(CASES[name])


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=40), st.integers(1, 200))
def test_with_all_ready_it_is_the_ratio_times_the_pods(usages, target):
    found = of_resource(tuple(Pod(usage) for usage in usages), len(usages), target, USUAL)
    if USUAL.holds(found.ratio):
        assert found.replicas == len(usages)
    else:
        assert found.replicas - 1 < found.ratio * len(usages) <= found.replicas


@given(
    st.lists(st.builds(Pod, st.none() | st.integers(0, 3000), ready=st.booleans(), hot=st.booleans()), min_size=1),
    st.integers(1, 150),
)
def test_doubt_never_makes_a_bolder_move_than_certainty(pods, target):
    sure = [pod for pod in pods if pod.usage is not None and pod.ready and not pod.hot]
    if not sure:
        return
    current = len(pods)
    found = of_resource(tuple(pods), current, target, USUAL)
    assert (found.ratio - 1) * (found.replicas - current) >= 0 or len(sure) < current


@pytest.mark.parametrize(("ratio", "holds"), [(0.9, True), (0.899, False), (1.1, True), (1.101, False), (1.0, True)])
def test_the_tolerance_includes_its_ends(ratio, holds):
    assert USUAL.holds(ratio) == holds
