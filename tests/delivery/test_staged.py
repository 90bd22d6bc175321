"""Releases in stages: linear, in waves and behind a flag."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.controller import Query, Reading
from slipway.delivery.flag import FlagSettings, flag
from slipway.delivery.linear import LinearSettings, linear
from slipway.delivery.service import Service
from slipway.delivery.waves import WavesSettings, waves
from tests.delivery.monitoring import always, kinds, run

FINE = always(0.0)


def test_ten_per_cent_every_minute_have_everybody_after_nine():
    told = kinds(run(linear(LinearSettings(watch_on_s=0)), FINE))
    assert told == [*((60.0 * step, "set_weight", 10.0 * (step + 1)) for step in range(10)), (540, "promote", 100)]


def test_a_last_step_is_as_small_as_it_must_be():
    assert LinearSettings(step_pct=30).weights_pct == (30, 60, 90, 100)


def test_an_alarm_ends_a_linear_release_at_zero_and_says_why():
    told = run(linear(LinearSettings()), always(0.2, since_s=170))
    assert kinds(told)[-2:] == [(120, "set_weight", 30), (180, "roll_back", 0)]
    assert told[-2].verdict is not None and not told[-2].verdict.passed


def test_everybody_is_watched_on_before_it_is_promoted():
    assert kinds(run(linear(LinearSettings(watch_on_s=600)), FINE))[-1] == (1140, "promote", 100)
    assert kinds(run(linear(LinearSettings(watch_on_s=600)), always(0.2, since_s=700)))[-1] == (720, "roll_back", 0)


def test_one_box_comes_first_and_bakes_as_long_as_amazons_do():
    told = kinds(run(waves(WavesSettings(shortened=1)), FINE, until_s=1e6))
    hours = [(at_s / 3600, kind, weight) for at_s, kind, weight in told]
    assert hours == [(0, "one_box", 5), (1, "wave", 20), (13, "wave", 50), (15, "wave", 100), (17, "promote", 100)]


def test_shortened_bakes_are_in_proportion():
    told = kinds(run(waves(WavesSettings(shortened=60)), FINE))
    assert [at_s for at_s, *_ in told] == [0, 60, 780, 900, 1020]


def test_a_wave_bakes_on_until_there_were_requests_enough():
    def slow(query: Query) -> Reading:
        """One request per second of the new version."""
        return Reading(0.0, int(query.until_s - query.since_s))

    told = run(waves(WavesSettings(min_requests=150, waves_pct=(100,))), slow)
    bakes = [each.verdict.arithmetic for each in told if each.kind == "bake" and each.verdict]
    assert bakes[:3] == [
        "baked 60 s ≥ 60 s, but 60 requests < 150: bakes on",
        "baked 120 s ≥ 60 s, but 120 requests < 150: bakes on",
        "baked 180 s ≥ 60 s and 180 requests ≥ 150, goes on",
    ]


def test_what_one_box_hides_in_the_service_its_own_metrics_show():
    def measure(query: Query) -> Reading:
        return Reading(0.05, 50) if query.version == "canary" else Reading(0.001, 950)

    told = run(waves(WavesSettings(min_requests=50)), measure)
    service = [each.verdict for each in told if each.verdict and each.verdict.rule == "alarm.service_error_rate"]
    own = [each.verdict for each in told if each.verdict and each.verdict.rule == "alarm.new_error_rate"]
    assert [verdict.passed for verdict in (*service, *own)] == [True, False]
    assert kinds(told)[-1] == (60, "roll_back", 0)


def test_waves_take_regions():
    controller = waves(WavesSettings())
    controller.step(0, FINE)
    assert controller.layout.split == "regions"


def test_a_flag_is_deployed_dark_and_ramped_up():
    controller = flag(FlagSettings(ramp_pct=(1, 50, 100), dark_s=100, bake_s=60), Service(boot_s=30))
    told = kinds(run(controller, FINE))
    assert told == [
        (0, "deploy", 0),
        (30, "dark", 0),
        (130, "ramp", 1),
        (190, "ramp", 50),
        (250, "ramp", 100),
        (310, "promote", 100),
    ]


def test_the_kill_switch_turns_the_flag_off_at_once_and_leaves_the_code():
    controller = flag(FlagSettings(), Service())
    told = kinds(run(controller, always(0.2, since_s=400)))
    assert told[-1] == (420, "kill_switch", 0)
    assert controller.layout.flagged
    assert (controller.phase, controller.next_at_s) == ("rolled_back", None)


def test_dark_code_that_breaks_everybody_is_seen_before_anybody_has_the_flag():
    def measure(query: Query) -> Reading:
        return Reading(0.3, 900) if query.version == "stable" else Reading(None, 0)

    assert kinds(run(flag(FlagSettings(), Service()), measure))[-1] == (60, "kill_switch", 0)


MAKE = {
    "linear": lambda: linear(LinearSettings()),
    "waves": lambda: waves(WavesSettings()),
    "flag": lambda: flag(FlagSettings(), Service()),
}


@given(st.sampled_from([*MAKE]), st.floats(0, 3600))
def test_shares_only_grow_until_an_alarm_and_then_are_zero(name, bad_from_s):
    controller = MAKE[name]()
    weights = []
    run(controller, always(0.5, since_s=bad_from_s), see=lambda _: weights.append(controller.weight_pct))
    if controller.phase == "rolled_back":
        assert weights.pop() == 0
    assert weights == sorted(weights)
    assert all(0 <= weight <= 100 for weight in weights)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: LinearSettings(step_pct=0), "step_pct"),
        (lambda: LinearSettings(step_s=-1), "step_s"),
        (lambda: LinearSettings(check_every_s=0), "check_every_s"),
        (lambda: WavesSettings(one_box_pct=11), "at most 10"),
        (lambda: WavesSettings(waves_pct=(50, 20, 100)), "waves_pct must grow"),
        (lambda: WavesSettings(waves_pct=(20, 50)), "to 100"),
        (lambda: WavesSettings(shortened=0), "shortened"),
        (lambda: FlagSettings(ramp_pct=()), "ramp_pct"),
        (lambda: FlagSettings(ramp_pct=(50, 10)), "ramp_pct"),
        (lambda: FlagSettings(bake_s=-1), "bake_s"),
    ],
)
def test_settings_that_cannot_be_are_refused(make, complaint):
    with pytest.raises(ValueError, match=complaint):
        make()
