"""Every configuration that CodeDeploy brings along gives its documented values."""

import json
from pathlib import Path

import pytest

from slipway.delivery.codedeploy import release
from slipway.delivery.codedeploy_predefined import PREDEFINED, SHORT, predefined
from slipway.delivery.codedeploy_settings import (
    Config,
    Deployment,
    MinimumHealthy,
    TimeBasedCanary,
    TimeBasedLinear,
)
from tests.delivery.codedeploy_deployments import play

RECORDED = Path(__file__).parent / "recorded" / "codedeploy_predefined.json"
CONFIGS = json.loads(RECORDED.read_text("utf-8"))["configs"]
ROUTED = [config for config in CONFIGS if "timeline" in config]
HOSTS = [config for config in CONFIGS if "minimum" in config]


def named(config):
    return str(config["name"]).removeprefix("CodeDeployDefault.")


def test_all_of_them_are_known_and_no_others():
    assert sorted(PREDEFINED) == sorted(config["name"] for config in CONFIGS)


@pytest.mark.parametrize("config", ROUTED, ids=named)
def test_traffic_is_shifted_at_the_documented_minutes(config):
    found = PREDEFINED[config["name"]]
    told = play(release(Deployment(found)))
    shifts = [[each.at_s / 60, each.weight_pct] for each in told if each.kind == "set_weight"]
    assert found.routing and (found.platform, found.routing.kind) == (config["platform"], config["type"])
    assert shifts == config["timeline"]
    assert told[-1].kind == "succeeded" and told[-1].at_s == 60 * config["timeline"][-1][0]


@pytest.mark.parametrize("config", HOSTS, ids=named)
def test_hosts_stay_healthy_as_documented(config):
    kind, value = config["minimum"]
    assert PREDEFINED[config["name"]].minimum == MinimumHealthy(kind, value)


def test_names_are_known_without_their_prefix_in_sams_spelling_and_in_any_capitals():
    full = PREDEFINED["CodeDeployDefault.LambdaCanary10Percent5Minutes"]
    assert predefined("LambdaCanary10Percent5Minutes") == predefined("Canary10Percent5Minutes") == full
    assert predefined("ecscanary10percent5minutes") == PREDEFINED["CodeDeployDefault.ECSCanary10Percent5Minutes"]
    assert PREDEFINED["CodeDeployDefault.ECSCanary10Percent5Minutes"].routing == TimeBasedCanary(10, 5)
    assert SHORT["Linear10PercentEvery1Minute"].routing == TimeBasedLinear(10, 1)
    assert predefined("Canary20Percent5Minutes") is None


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: TimeBasedCanary(0, 5), "percentage must be from 1 to 99, got 0"),
        (lambda: TimeBasedLinear(100, 5), "percentage must be from 1 to 99, got 100"),
        (lambda: TimeBasedCanary(10, 0), "interval_min must be from 1 to 2880, got 0"),
        (lambda: MinimumHealthy("FLEET_PERCENT", 101), "FLEET_PERCENT must be from 0 to 100, got 101"),
        (lambda: Config("mine", "Lambda", minimum=MinimumHealthy("HOST_COUNT", 1)), "traffic is routed on Lambda"),
        (lambda: Config("mine", "Server"), "minimum healthy hosts are for Server"),
    ],
)
def test_settings_that_make_no_sense_are_refused(make, complaint):
    with pytest.raises(ValueError, match=complaint):
        make()
