"""Predictive scaling: a day of history first, the hour and a bit before, only upwards, and above the maximum if let."""

import pytest

from slipway.scaling.predictive import Predictive, PredictiveScaler
from tests.scaling.groups import old, seen

# Requests per minute, hour by hour: quiet but for eight to ten.
DAY = [100.0] * 8 + [900.0] * 2 + [100.0] * 14
SCALE = Predictive("tomorrow", 100, "requests_per_instance", "ForecastAndScale")


def wishes(policy, hours, past=DAY * 2, per_min=100.0, every_s=300):
    scaler = PredictiveScaler(policy, past)
    rounds = [every_s * number for number in range(1, int(hours * 3600 / every_s) + 1)]
    return {at_s: scaler.ask(seen(at_s, 2, requests_per_s=per_min / 60)) for at_s in rounds}, scaler


def test_it_asks_for_what_the_hour_needs_from_five_minutes_before_it():
    found, _ = wishes(SCALE, 11)
    wanted = {at_s: wish.desired for at_s, wish in found.items()}
    assert (wanted[7 * 3600], wanted[8 * 3600 - 600]) == (1, 1)
    assert (wanted[8 * 3600 - 300], wanted[8 * 3600], wanted[10 * 3600 - 300]) == (9, 9, 9)
    assert wanted[10 * 3600] == 1


def test_more_time_to_launch_begins_earlier():
    found, _ = wishes(Predictive("x", 100, "requests_per_instance", "ForecastAndScale", buffer_s=1800), 8)
    assert [found[8 * 3600 - before].desired for before in (2100, 1800, 300)] == [1, 9, 9]


def test_by_default_it_only_forecasts():
    found, scaler = wishes(Predictive("x", 100, "requests_per_instance"), 9)
    assert {wish.desired for wish in found.values()} == {None}
    assert scaler.forecasts[0].capacities[8:10] == (9, 9)
    assert any("would be 9" in told.arithmetic for wish in found.values() for told in wish.verdicts)


def test_without_a_day_of_history_it_says_so_and_begins_when_it_has_one():
    found, scaler = wishes(SCALE, 26, past=[])
    assert found[300].desired is None
    assert "0 h of history" in found[300].verdicts[0].arithmetic
    assert found[23 * 3600].desired is None
    assert found[24 * 3600].desired == 1
    assert scaler.forecasts[0].first_h == 24


def test_it_forecasts_anew_every_day_from_what_it_has_seen():
    _, scaler = wishes(SCALE, 50, per_min=300.0)
    assert [made.first_h for made in scaler.forecasts] == [0, 24, 48]
    assert [made.loads[12] for made in scaler.forecasts] == pytest.approx([100, 182.5, 222.7], abs=0.1)
    assert scaler.truth == pytest.approx([300.0] * 50)


def test_an_hour_without_any_value_is_like_the_one_before():
    scaler = PredictiveScaler(SCALE, DAY)
    scaler.ask(seen(3600, 2))
    assert scaler.truth == (100.0,)


def test_cpu_is_forecast_as_the_sum_of_all_instances():
    scaler = PredictiveScaler(Predictive("cpu", 50, mode="ForecastAndScale"), [200.0] * 24)
    assert scaler.ask(seen(3600, 4, old(4, 60.0))).desired == 4
    assert scaler.truth == (240.0,)


@pytest.mark.parametrize(("buffer", "ceiling"), [(None, 0), (0, 50), (10, 55), (100, 100)])
def test_a_forecast_of_50_with_a_buffer_of_10_may_go_to_55(buffer, ceiling):
    policy = Predictive("x", 1, "requests_per_instance", "ForecastAndScale", max_buffer_pct=buffer)
    wish = PredictiveScaler(policy, [50.0] * 24).ask(seen(60, 40, requests_per_s=1))
    assert (wish.desired, wish.ceiling, wish.floor) == (50, ceiling, True)


def test_it_tells_an_hour_once():
    found, _ = wishes(SCALE, 3)
    told = [at_s for at_s, wish in found.items() if wish.verdicts]
    assert told == [300, 3300, 3600, 6900, 7200, 10500, 10800]


@pytest.mark.parametrize("fields", [{"target": 0}, {"buffer_s": 3601}, {"buffer_s": -1}, {"max_buffer_pct": 101}])
def test_what_the_api_refuses_is_refused(fields):
    with pytest.raises(ValueError, match="above 0|3600 s ahead|0 to 100 %"):
        Predictive("x", **{"target": 50, **fields})
