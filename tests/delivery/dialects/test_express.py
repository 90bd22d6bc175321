"""Rolling, linear and blue-green in the words of Argo Rollouts and CodeDeploy."""

import pytest

from slipway.content.source import Text
from slipway.delivery.argo_settings import BlueGreen, Canary, Pause, SetWeight
from slipway.delivery.blue_green import BlueGreenSettings
from slipway.delivery.codedeploy_settings import AllAtOnce, TimeBasedLinear
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.linear import LinearSettings
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rolling import RollingSettings
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan
from slipway.delivery.strategies import STRATEGIES
from slipway.formats.shipping import import_shipment, write_all


def express(dialect, settings):
    found = DIALECTS[dialect].express(settings)
    assert found is not None
    return found


def told(dialect, settings):
    return " ".join(express(dialect, settings).left_out)


def test_argo_says_linear_as_steps_with_pauses():
    rollout = express("argo", LinearSettings(step_pct=40, step_s=90)).settings
    assert rollout.strategy.steps == (SetWeight(40), Pause(90), SetWeight(80), Pause(90))
    assert rollout.templates[0].metrics[0].success_condition == "result[0] <= 0.01"
    assert "watch once everybody has it" in told("argo", LinearSettings())
    assert "fraction" in told("argo", LinearSettings(step_pct=12.5))


def test_argo_says_a_rolling_update_as_a_canary_without_steps():
    plain = express("argo", RollingSettings(max_surge="1", max_unavailable="0"))
    assert (plain.settings.strategy, plain.settings.templates, plain.left_out) == (Canary((), "1", "0"), (), ())
    watched = RollingSettings(max_error_rate=0.02, watch_on_s=600, min_ready_s=5, bad_looks=2, of_looks=3)
    assert express("argo", watched).settings.templates[0].metrics[0].failure_limit == 1
    assert express("argo", watched).settings.min_ready_s == 5
    for word in ("out of the last ones", "100 requests"):
        assert word in told("argo", watched)


def test_argo_says_blue_green_with_its_times_and_an_analysis_after_the_switch():
    rollout = express("argo", BlueGreenSettings(test_s=60, watch_on_s=300, standby_s=900)).settings
    colours = rollout.strategy
    assert isinstance(colours, BlueGreen)
    assert (colours.auto_promotion_s, colours.scale_down_delay_s, len(colours.post_promotion)) == (60, 900, 1)
    assert rollout.templates[0].metrics[0].count == 5
    unwatched = express("argo", BlueGreenSettings(watch_on_s=0)).settings
    assert (unwatched.strategy.post_promotion, unwatched.templates) == ((), ())


def test_codedeploy_says_linear_as_equal_shifts():
    deployment = express("codedeploy", LinearSettings(step_pct=10, step_s=60)).settings
    assert deployment.config.name == "CodeDeployDefault.LambdaLinear10PercentEvery1Minute"
    own = express("codedeploy", LinearSettings(step_pct=12.5, step_s=90)).settings
    assert own.config.routing == TimeBasedLinear(12, 2)
    assert "2 minutes" in told("codedeploy", LinearSettings(step_s=90))


def test_codedeploy_says_blue_green_as_two_fleets_on_ecs():
    deployment = express("codedeploy", BlueGreenSettings(standby_s=630)).settings
    assert (deployment.config.platform, deployment.config.routing) == ("ECS", AllAtOnce())
    assert deployment.termination_wait_min == 11
    assert "11 minutes" in told("codedeploy", BlueGreenSettings(standby_s=630))


@pytest.mark.parametrize(("missing", "kept"), [("2", 8), ("25%", 8), ("0", 9), ("100%", 0)])
def test_codedeploy_replaces_as_many_hosts_as_may_be_missing(missing, kept):
    config = express("codedeploy", RollingSettings(max_surge="1", max_unavailable=missing)).settings.config
    assert (config.platform, config.keeps(10)) == ("Server", kept)


def test_bad_looks_out_of_some_are_datapoints_out_of_periods():
    (alarm,) = express("codedeploy", LinearSettings(bad_looks=2, of_looks=3, missing="bad")).settings.alarms
    assert (alarm.needed, alarm.evaluation_periods, alarm.missing) == (2, 3, "breaching")


@pytest.mark.parametrize("plan", ["linear", "blue_green", "rolling;max_error_rate=0.01;watch_on_s=600"])
@pytest.mark.parametrize("dialect", ["argo", "codedeploy"])
def test_a_fault_goes_back_and_a_good_release_gets_to_everybody(dialect, plan):
    name = plan.split(";")[0]
    for release, ends in (("good", {"promoted"}), ("crash", {"rolled_back", "degraded"})):
        shipment = read_plan(f"{dialect}/{plan}")
        service = shipment.service(Service())
        run = play(RELEASES[release], service, PROFILES["steady"], shipment.start(service), 1)
        if not (name == "rolling" and release == "crash"):
            assert run.phase in ends, (release, run.phase)


@pytest.mark.parametrize("name", ["linear", "blue_green", "rolling"])
def test_every_file_written_can_be_shipped_again(name):
    for written in write_all(STRATEGIES[name].settings):
        imported = import_shipment(Text(written.file_name, written.content))
        assert imported.problems == (), written.format
