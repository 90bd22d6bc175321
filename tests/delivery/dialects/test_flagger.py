"""A strategy in Flagger's words: a tick is a step, and what it cannot say is told."""

from slipway.delivery.all_at_once import AllAtOnceSettings
from slipway.delivery.canary import CanarySettings
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.flag import FlagSettings
from slipway.delivery.flagger_settings import DURATION, SUCCESS_RATE, Check
from slipway.delivery.linear import LinearSettings

EXPRESS = DIALECTS["flagger"].express


def test_a_canary_becomes_steps_as_long_as_they_bake():
    found = EXPRESS(CanarySettings((5.0, 25.0, 100.0), bake_s=120, check_every_s=120, min_requests=0, failure_limit=2))
    assert found and found.left_out == ()
    assert (found.settings.step_weights, found.settings.interval_s, found.settings.threshold) == ((5, 25), 120, 3)
    assert found.settings.checks == (Check(SUCCESS_RATE, least=99.0, interval_s=120),)


def test_what_it_cannot_say_is_told():
    found = EXPRESS(CanarySettings(bake_s=300, check_every_s=60, max_p95_ms=200))
    assert found and found.settings.checks[1] == Check(DURATION, most=200, interval_s=300)
    told = " ".join(found.left_out)
    assert "once per step, every 300 s" in told
    assert "100 requests" in told
    assert "p99" in told


def test_linear_is_a_step_weight():
    found = EXPRESS(LinearSettings(step_pct=20, step_s=90, max_error_rate=0.02, bad_looks=2, of_looks=2))
    assert found and (found.settings.step_weight, found.settings.interval_s, found.settings.threshold) == (20, 90, 2)
    assert found.settings.checks == (Check(SUCCESS_RATE, least=98.0, interval_s=300),)


def test_everybody_at_once_skips_the_analysis():
    found = EXPRESS(AllAtOnceSettings())
    assert found and found.settings.skip_analysis


def test_it_has_no_words_for_a_flag():
    assert EXPRESS(FlagSettings()) is None
