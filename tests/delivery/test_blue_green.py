"""Blue and green: two fleets, one switch, and how long there is a way back."""

import pytest

from slipway.delivery.blue_green import BlueGreen, BlueGreenSettings
from slipway.delivery.controller import Layout, Query, Reading
from slipway.delivery.service import Service
from tests.delivery.monitoring import always, kinds, run


def release(**fields):
    return BlueGreen(BlueGreenSettings(**fields), Service(instances=4, boot_s=30))


def seen(query: Query) -> Reading:
    """Fine where there were customers; green has none before the switch at 150 s."""
    return Reading(0.0, 500) if query.until_s > 150 else Reading(None, 0)


def test_green_boots_is_tested_and_has_everybody_at_one_switch():
    controller, layouts = release(), {}
    told = kinds(run(controller, seen, see=lambda at_s: layouts.update({at_s: controller.layout})))
    assert told == [
        (0, "start_green", 0),
        (30, "test_green", 0),
        (150, "smoke", 0),
        (150, "switch", 100),
        (750, "promote", 100),
        (1350, "blue_goes", 100),
    ]
    assert (layouts[0], layouts[750], layouts[1350]) == (Layout(4, 4), Layout(4, 4), Layout(0, 4))


def test_a_test_without_customers_says_that_it_has_seen_nothing():
    (smoke,) = [each.verdict for each in run(release(), seen) if each.kind == "smoke"]
    assert smoke is not None and smoke.passed
    assert "0 requests, so nothing that needs traffic can show" in smoke.arithmetic


def test_a_test_that_fails_keeps_everybody_on_blue():
    controller = release()
    assert kinds(run(controller, always(0.5)))[-1] == (150, "roll_back", 0)
    assert controller.layout == Layout(4, 0)


def broken_from(since_s):
    return lambda query: Reading(0.5, 500) if query.until_s >= since_s else seen(query)


def test_while_blue_stands_by_the_way_back_is_one_switch():
    controller = release()
    assert kinds(run(controller, broken_from(400)))[-2:] == [(150, "switch", 100), (450, "switch_back", 0)]
    assert (controller.phase, controller.layout) == ("rolled_back", Layout(4, 0))


def test_without_blue_the_way_back_is_a_new_deployment_and_takes_its_time():
    controller = release(standby_s=200)
    told = run(controller, broken_from(400))
    assert kinds(told)[-3:] == [(350, "blue_goes", 100), (450, "redeploy", 100), (480, "switch_back", 0)]
    (why,) = [each.verdict for each in told if each.kind == "redeploy"]
    assert why is not None and "300 s since the switch ≥ 200 s" in why.arithmetic


def test_an_alarm_after_the_bake_is_nobodys():
    assert kinds(run(release(watch_on_s=120), broken_from(400)))[-1][1] == "blue_goes"


def test_settings_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="standby_s"):
        BlueGreenSettings(standby_s=-1)
