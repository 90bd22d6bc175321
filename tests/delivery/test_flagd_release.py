"""A flag file as a release: dark code first, then the share of people that the file really gives it to."""

import pytest

from slipway.delivery.flag import FlagSettings
from slipway.delivery.flagd_release import PEOPLE, FlagdSettings
from slipway.delivery.flags.flagd import Flag, FlagFile
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan

SWITCH = (("on", True), ("off", False))


def settings(**fields):
    return FlagdSettings(FlagFile((Flag("new", SWITCH, **fields),)), "new")


def test_the_share_is_that_of_people_for_whom_the_file_says_true():
    half = settings(default_variant="off", targeting={"fractional": [["on", 50], ["off", 50]]})
    assert abs(half.people_on() - PEOPLE / 2) < 4 * (PEOPLE / 4) ** 0.5
    assert settings(default_variant="on").people_on() == PEOPLE
    assert settings(default_variant="on", state="DISABLED").people_on() == 0
    assert settings(default_variant="off").people_on() == 0


def test_a_rule_may_name_people():
    rule = {"if": [{"ends_with": [{"var": "targetingKey"}, "-7"]}, "on", "off"]}
    assert settings(default_variant="off", targeting=rule).people_on() == 1


@pytest.mark.parametrize(("weight", "ends"), [(0, "paused"), (40, "paused"), (100, "promoted")])
def test_it_ends_promoted_only_where_everybody_has_it(weight, ends):
    plan = settings(default_variant="off", targeting={"fractional": [["on", weight], ["off", 100 - weight]]})
    controller = read_plan("flagd").system.start(plan, Service())
    run = play(RELEASES["behind-flag"], Service(), PROFILES["quiet"], controller, 1)
    assert run.phase == ends
    assert [happening.kind for happening in run.happenings] == ["deploy", "flag"]
    assert run.happenings[-1].weight_pct == pytest.approx(weight, abs=4)
    assert (run.users_affected > 0) == (weight > 0)


def test_a_strategy_is_expressed_as_its_first_step_and_the_rest_is_told():
    shipment = read_plan("flagd/flag;ramp_pct=10,100")
    assert abs(shipment.settings.people_on() - PEOPLE / 10) < 60
    assert any("100 %" in told for told in shipment.left_out)
    assert any("watches nothing" in told for told in shipment.left_out)
    whole = read_plan("flagd/flag;ramp_pct=100")
    assert whole.settings.people_on() == PEOPLE
    assert not any("%" in told for told in whole.left_out)
    assert FlagSettings().ramp_pct[0] == 1.0


def test_a_flag_of_texts_is_no_switch():
    with pytest.raises(ValueError, match="no flag 'colour' whose variants are true and false"):
        FlagdSettings(FlagFile((Flag("colour", (("a", "red"), ("b", False)), "a"),)), "colour")
