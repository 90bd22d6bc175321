"""Simple scaling: one adjustment, and then the group's cooldown for all simple policies."""

import pytest

from slipway.scaling.simple_scaling import Pause, SimpleScaler, SimpleScaling
from tests.scaling.groups import above, below, old, seen

OUT = SimpleScaling("out", 2, above())
IN = SimpleScaling("in", -1, below(30))


def test_it_adds_and_then_waits_for_its_cooldown():
    scaler = SimpleScaler(OUT)
    assert scaler.ask(seen(60, 4, load=80)).desired == 6
    scaler.moved(60, 4, 6, own=True)
    waits = scaler.ask(seen(300, 6, load=80))
    assert waits.desired is None
    assert "60 s more" in waits.verdicts[-1].arithmetic
    assert scaler.ask(seen(360, 6, load=80)).desired == 8


def test_the_cooldown_holds_for_every_simple_policy_of_the_group():
    pause = Pause()
    out, shrink = SimpleScaler(OUT, pause=pause), SimpleScaler(IN, pause=pause)
    out.moved(60, 4, 6, own=True)
    assert shrink.ask(seen(120, 6, load=10)).desired is None
    assert shrink.ask(seen(360, 6, load=10)).desired == 5


def test_what_others_do_starts_no_cooldown():
    scaler = SimpleScaler(OUT)
    scaler.moved(60, 4, 9, own=False)
    assert scaler.ask(seen(120, 9, load=80)).desired == 11


def test_its_own_cooldown_comes_before_the_groups():
    scaler = SimpleScaler(SimpleScaling("out", 2, above(), cooldown_s=60), cooldown_s=300)
    scaler.moved(60, 4, 6, own=True)
    assert scaler.ask(seen(120, 6, load=80)).desired == 8


def test_it_has_no_warm_up_so_that_every_instance_counts():
    half = SimpleScaling("half", 50, above(), "PercentChangeInCapacity", least_change=3)
    assert SimpleScaler(half).ask(seen(60, 4, old(2), load=80)).desired == 7


def test_without_an_alarm_nothing_asks_it():
    wish = SimpleScaler(SimpleScaling("idle", 1)).ask(seen(60, 4))
    assert wish.desired is None and "no alarm" in wish.verdicts[0].arithmetic


def test_a_negative_exact_capacity_is_refused():
    with pytest.raises(ValueError, match="0 or more, got -1"):
        SimpleScaling("x", -1, kind="ExactCapacity")
