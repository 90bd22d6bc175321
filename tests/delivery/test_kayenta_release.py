"""A canary under Kayenta's judge: as many judgements as its life has, each of canary against a fresh baseline."""

from dataclasses import replace

import pytest

from slipway.delivery.canary import CanarySettings
from slipway.delivery.canary_config import CanaryConfig, MetricConfig
from slipway.delivery.controller import Query, Reading
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.kayenta_release import KayentaRelease, KayentaSettings
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from tests.delivery.monitoring import run

CONFIG = CanaryConfig("shop", (MetricConfig("error-rate", ("health",), "increase"),), (("health", 100.0),))


def settings(**fields):
    return KayentaSettings(CONFIG, **{"lifetime_min": 30.0, "interval_min": 10.0, **fields})


def apart(by):
    """Both sides as the minutes come, the canary's so much higher."""

    def measure(query):
        value = 0.01 + 0.0001 * (query.since_s // 60 % 7) + (by if query.version == "canary" else 0.0)
        return Reading(value, 100)

    return measure


def test_a_canary_like_its_baseline_is_judged_to_the_end_and_deployed():
    release = KayentaRelease(settings())
    told = run(release, apart(0.0))
    assert [each.at_s for each in told if each.kind == "judgement"] == [600, 1200, 1800]
    assert (told[-1].kind, told[-1].weight_pct, release.phase) == ("deploy", 100, "promoted")


def test_a_worse_one_is_stopped_at_its_first_judgement():
    release = KayentaRelease(settings())
    told = run(release, apart(0.05))
    assert (told[-1].at_s, told[-1].kind, release.phase, release.weight_pct) == (600, "roll_back", "rolled_back", 0)
    first = next(each for each in told if each.kind == "compare")
    assert first.verdict and first.verdict.arithmetic.startswith("error-rate: ")
    assert not first.verdict.passed


def test_no_data_counts_for_nothing_and_all_of_it_for_a_fail():
    release = KayentaRelease(settings())
    run(release, lambda query: Reading(None))
    assert release.phase == "rolled_back"
    half = replace(
        CONFIG, metrics=(*CONFIG.metrics, MetricConfig("x-rate"), MetricConfig("latency", direction="increase"))
    )
    release = KayentaRelease(replace(settings(), config=half))
    run(release, lambda query: Reading(None) if query.metric == "x-rate" else apart(0.0)(query))
    assert release.phase == "promoted"


def test_it_asks_for_both_slices_minute_by_minute_and_the_window_grows_or_slides():
    for lookback_min, since_s in ((None, 0), (10.0, 600)):
        asked: list[Query] = []

        def measure(query: Query, asked: list[Query] = asked) -> Reading:
            asked.append(query)
            return Reading(0.01, 10)

        release = KayentaRelease(settings(lifetime_min=20.0, lookback_min=lookback_min))
        run(release, measure)
        second = [each for each in asked if each.until_s > 600]
        assert {each.version for each in asked} == {"baseline", "canary"}
        assert {each.until_s - each.since_s for each in asked} == {60}
        assert min(each.since_s for each in second) >= since_s
        assert len(asked) == (20 + 40 if lookback_min is None else 20 + 20)


def test_in_real_traffic_it_catches_a_fault_and_spares_a_good_release():
    expressed = DIALECTS["kayenta"].express(CanarySettings())
    assert expressed
    ends = {
        name: play(RELEASES[name], Service(), PROFILES["steady"], KayentaRelease(expressed.settings), 1).phase
        for name in ("good", "errors", "crash")
    }
    assert ends == {"good": "promoted", "errors": "rolled_back", "crash": "rolled_back"}


@pytest.mark.parametrize("fields", [{"weight_pct": 0}, {"weight_pct": 60}, {"interval_min": 0}, {"lifetime_min": 5}])
def test_a_stage_that_would_not_do_is_refused(fields):
    with pytest.raises(ValueError, match=r"0 to 50 %|at least one interval"):
        settings(**fields)


def test_what_the_judge_has_no_words_for_is_told():
    expressed = DIALECTS["kayenta"].express(CanarySettings(failure_limit=1, max_p95_ms=200))
    assert expressed
    told = " ".join(expressed.left_out)
    for word in ("fixed limits", "stays at 5 %", "every 5 minutes", "100 requests", "failed looks"):
        assert word in told
