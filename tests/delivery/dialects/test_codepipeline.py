"""A canary's intent in CodePipeline's words."""

from slipway.delivery.all_at_once import AllAtOnceSettings
from slipway.delivery.canary import CanarySettings
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rollout import play
from slipway.delivery.service import Service

CODEPIPELINE = DIALECTS["codepipeline"]


def expressed(**fields):
    found = CODEPIPELINE.express(CanarySettings(**fields))
    assert found is not None
    return found


def test_checks_become_a_condition_that_watches_for_the_bake_time_of_all_steps():
    found = expressed(weights_pct=(5.0, 50.0), bake_s=300, max_p95_ms=200)
    condition = found.settings.released_by.on_success
    assert condition.result == "ROLLBACK"
    assert [(rule.provider, rule.wait_s) for rule in condition.rules] == [("CloudWatchAlarm", 600)] * 2
    assert [alarm.of_new_version for alarm in found.settings.alarms] == [False, False]


def test_shares_of_traffic_cannot_be_said():
    assert any("shares of traffic" in line for line in expressed().left_out)


def test_all_at_once_has_no_condition():
    found = CODEPIPELINE.express(AllAtOnceSettings())
    assert found and found.settings.released_by.on_success is None
    assert CODEPIPELINE.express(object()) is None


def test_everybody_meets_a_crash_before_the_condition_fails():
    service = Service()
    profile = PROFILES["steady"]
    settings = {"codepipeline": expressed().settings, "codedeploy": _in_codedeploy()}
    ends = {
        name: play(RELEASES["crash"], service, profile, DIALECTS[name].start(each, service), 1)
        for name, each in settings.items()
    }
    assert {end.phase for end in ends.values()} == {"rolled_back"}
    assert ends["codepipeline"].users_affected > 10 * ends["codedeploy"].users_affected


def _in_codedeploy():
    found = DIALECTS["codedeploy"].express(CanarySettings())
    assert found is not None
    return found.settings
