"""Kayenta's judge, rule by rule: gaps, outliers, alike sides, direction, effect, groups, weights, and the end."""

from dataclasses import replace
from math import inf, isnan, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.canary_config import CanaryConfig, EffectSize, MetricConfig
from slipway.delivery.canary_metric import Label, MetricResult, Series, judge_metric, without_outliers
from slipway.delivery.canary_score import score
from slipway.delivery.kayenta import judge, release, windows
from slipway.verdict import Verdict

GAP = (nan,) * 3
LOW = tuple(float(value) for value in range(10, 70))
HIGH = tuple(2 * value for value in LOW)


def metric(**fields: Any) -> MetricConfig:
    return MetricConfig("errors", **fields)


def label(series: Series, **fields: Any) -> tuple[Label, bool]:
    result = judge_metric(metric(**fields), series)
    return result.label, result.critical


class TestLesson:
    """Ten points, control all 1: ranks ignore size, and seven of ten a hundredfold is not enough."""

    @pytest.mark.parametrize(("bad", "expected"), [(7, "Pass"), (8, "High"), (10, "High")])
    def test_ten_points(self, bad: int, expected: Label) -> None:
        series = Series((1.0,) * 10, (100.0,) * bad + (1.0,) * (10 - bad))
        assert label(series) == (expected, False)

    def test_the_interval_is_one_of_98_percent(self) -> None:
        """1…7 against 5.5…11.5: from 0.5 at 98 %, which is not beyond 4.5/4; it would be from 1.5 at 95 %."""
        series = Series(tuple(range(1, 8)), tuple(value + 4.5 for value in range(1, 8)))
        assert label(series) == ("Pass", False)

    def test_the_verdict_shows_interval_and_bound(self) -> None:
        result = judge_metric(metric(), Series((1.0,) * 10, (100.0,) * 8 + (1.0,) * 2))
        assert "99 > 24.75" in result.verdict.arithmetic
        assert "effect size 80.2 ≥ 1: High" in result.verdict.arithmetic

    def test_few_points_are_told(self) -> None:
        assert "only 49 points" in judge_metric(metric(), Series(LOW[:49], HIGH)).warning
        assert judge_metric(metric(), Series(LOW[:50], HIGH)).warning == ""


class TestGaps:
    def test_nan_is_removed_unless_it_is_replaced(self) -> None:
        series = Series((*LOW, *GAP), (*LOW, *GAP, *GAP))
        assert judge_metric(metric(), series).verdict.rule == "metric_equal"
        assert judge_metric(metric(nan_strategy="replace"), series).verdict.rule == "metric_shift"

    @pytest.mark.parametrize("series", [Series(LOW, GAP), Series((), LOW), Series()])
    def test_an_empty_side_has_no_data(self, series: Series) -> None:
        assert label(series) == ("Nodata", False)
        assert label(series, critical=True) == ("Nodata", True)
        assert label(series, must_have_data=True) == ("NodataFailMetric", False)
        assert label(series, must_have_data=True, critical=True) == ("Nodata", True)

    def test_an_empty_side_passes_where_gaps_are_replaced(self) -> None:
        assert label(Series(LOW, ()), nan_strategy="replace", must_have_data=True) == ("Pass", False)


class TestOutliers:
    def test_fences_by_quartiles_or_by_the_outer_percentiles(self) -> None:
        """0…100 and 1000: Q1 25.25, Q3 75.75, IQR 50.5; the upper fence is max(P99 = 99.99, 227.25)."""
        values = np.array([*range(101), 1000.0])
        assert without_outliers(values, 3.0).max() == 100
        assert without_outliers(values, 20.0).max() == 1000

    def test_the_outer_percentile_keeps_what_the_quartiles_would_not(self) -> None:
        values = np.array([0.0] * 90 + [5.0] * 10)
        assert without_outliers(values, 3.0).max() == 5

    def test_the_lower_fence(self) -> None:
        values = np.array([*range(101), -900.0])
        assert without_outliers(values, 3.0).min() == 0
        assert without_outliers(values, 20.0).min() == -900

    def test_they_stay_unless_asked(self) -> None:
        series = Series(LOW, (*LOW, 1e9))
        kept, removed = (judge_metric(metric(outlier_strategy=s), series) for s in ("keep", "remove"))
        assert (kept.verdict.rule, removed.verdict.rule) == ("metric_shift", "metric_equal")


class TestAlike:
    def test_the_same_values_in_another_order_pass(self) -> None:
        assert judge_metric(metric(), Series(LOW, LOW[::-1])).verdict.rule == "metric_equal"

    def test_one_value_over_both_sides_passes(self) -> None:
        assert "every point" in judge_metric(metric(), Series((4.0,) * 3, (4.0,) * 5)).verdict.arithmetic

    def test_two_constant_sides_are_parted_by_noise(self) -> None:
        assert label(Series((100.0,) * 10, (101.0,) * 10)) == ("High", False)
        assert label(Series((101.0,) * 10, (100.0,) * 10)) == ("Low", False)

    def test_two_single_points_are_an_error_that_forgets_critical(self) -> None:
        assert label(Series((1.0,), (2.0,)), critical=True) == ("Error", False)


class TestDirectionAndEffect:
    @pytest.mark.parametrize(
        ("direction", "up", "down"),
        [("either", "High", "Low"), ("increase", "High", "Pass"), ("decrease", "Pass", "Low")],
    )
    def test_direction(self, direction: str, up: Label, down: Label) -> None:
        assert label(Series(LOW, HIGH), direction=direction) == (up, False)
        assert label(Series(HIGH, LOW), direction=direction) == (down, False)

    def test_a_small_increase_is_let_pass(self) -> None:
        exact, above = (EffectSize(allowed_increase=limit) for limit in (2.0, 2.001))
        assert label(Series(LOW, HIGH), effect_size=exact)[0] == "High"
        assert label(Series(LOW, HIGH), effect_size=above)[0] == "Pass"

    def test_a_small_decrease_is_let_pass(self) -> None:
        exact, below = (EffectSize(allowed_decrease=limit) for limit in (0.5, 0.499))
        assert label(Series(HIGH, LOW), effect_size=exact)[0] == "Low"
        assert label(Series(HIGH, LOW), effect_size=below)[0] == "Pass"

    def test_a_mean_of_zero_skips_the_effect(self) -> None:
        result = judge_metric(metric(effect_size=EffectSize(allowed_increase=9.0)), Series((0.0,) * 60, LOW))
        assert (result.label, isnan(result.effect or 0)) == ("High", True)

    def test_cles_is_the_share_of_pairs_won(self) -> None:
        result = judge_metric(metric(effect_size=EffectSize("cles")), Series((1.0, 2.0, 3.0), (2.0, 4.0)))
        assert result.effect == pytest.approx((1 + 0.5 + 3) / 6)

    def test_cles_limits_default_to_a_half(self) -> None:
        sizes = EffectSize("cles")
        assert (sizes.limit(None), EffectSize().limit(None)) == (0.5, 1.0)
        assert label(Series(LOW, HIGH), effect_size=sizes)[0] == "High"
        assert label(Series(LOW, HIGH), effect_size=replace(sizes, allowed_increase=0.99))[0] == "Pass"

    def test_critical_needs_the_critical_effect_too(self) -> None:
        assert label(Series(LOW, HIGH), critical=True) == ("High", True)
        far, near = (EffectSize(critical_increase=limit) for limit in (3.0, 2.0))
        assert label(Series(LOW, HIGH), critical=True, effect_size=far) == ("High", False)
        assert label(Series(LOW, HIGH), critical=True, effect_size=near) == ("High", True)
        low = EffectSize(critical_decrease=0.4)
        assert label(Series(HIGH, LOW), critical=True, effect_size=low) == ("Low", False)
        assert label(Series(LOW, LOW), critical=True) == ("Pass", False)


def results(*labels: str, groups: tuple[str, ...] = ("a",), critical: bool = False) -> list[MetricResult]:
    verdict = Verdict("made", True, (), None, "")
    return [MetricResult(f"m{i}", text, critical, groups, 60, verdict) for i, text in enumerate(labels)]  # type: ignore[arg-type]


def config(**fields: Any) -> CanaryConfig:
    return CanaryConfig("checkout", (), **fields)


class TestScore:
    def test_nodata_and_error_are_left_out_of_a_group(self) -> None:
        found = score(config(), results("Pass", "Pass", "High", "Low", "NodataFailMetric", "Nodata", "Error"))
        assert found.value == 40

    def test_a_group_without_data_counts_as_100(self) -> None:
        found = score(config(), [*results("High", "Pass"), *results("Nodata", groups=("b",))])
        assert found.value == 75

    def test_a_critical_metric_that_does_not_pass_sets_the_score_to_0(self) -> None:
        for text in ("High", "Low", "Nodata"):
            assert score(config(), [*results("Pass"), *results(text, critical=True)]).value == 0
        assert score(config(), results("Pass", critical=True)).value == 100

    @pytest.mark.parametrize(("labels", "value"), [("Nodata Pass", 0), ("Nodata Pass Pass", 100), ("Nodata", 0)])
    def test_half_without_data_is_too_much(self, labels: str, value: float) -> None:
        assert score(config(), results(*labels.split())).value == value

    def test_weights_and_the_rest_shared(self) -> None:
        made = [*results("Pass"), *results("High", groups=("b",)), *results("Pass", groups=("c",))]
        found = score(config(group_weights=(("a", 50.0),)), made)
        assert [group.weight_pct for group in found.groups] == [50, 25, 25]
        assert found.value == 75

    def test_weights_are_not_renormalised(self) -> None:
        found = score(config(group_weights=(("a", 60.0), ("ghost", 40.0))), results("Pass"))
        assert (found.value, found.outcome) == (60, "Fail")

    def test_a_metric_in_two_groups_counts_in_both(self) -> None:
        assert score(config(), results("Pass", groups=("a", "b"))).value == 100

    def test_a_metric_in_no_group_counts_nowhere(self) -> None:
        assert score(config(), [*results("Pass"), *results("High", groups=())]).value == 100

    def test_it_is_rounded_to_two_places(self) -> None:
        assert score(config(), results("Pass", "Pass", "High")).value == 66.67

    @pytest.mark.parametrize(
        ("value", "outcome"), [(95, "Pass"), (94.99, "Marginal"), (75, "Marginal"), (74.99, "Fail")]
    )
    def test_labels_meet_their_limits(self, value: float, outcome: str) -> None:
        assert score(config(group_weights=(("a", value),)), results("Pass")).outcome == outcome

    def test_nothing_to_judge_is_no_pass(self) -> None:
        assert score(config(), []).outcome == "Fail"


class TestJudge:
    def test_every_step_has_its_arithmetic(self) -> None:
        setup = CanaryConfig("checkout", (metric(groups=("a",)),))
        said = [verdict.arithmetic for verdict in judge(setup, {"errors": Series(LOW, LOW)}).verdicts]
        assert said == [
            "both sides have the same values, passes",
            "100 × 1 passed of 1 that count = 100",
            "a 100 × 100 % = 100; 100 ≥ 95, Pass",
        ]

    def test_a_muted_metric_is_shown_and_does_not_count(self) -> None:
        other = MetricConfig("latency", ("a",))
        setup = CanaryConfig("checkout", (metric(groups=("a",), critical=True, muted=True), other))
        found = judge(setup, {"errors": Series(LOW, HIGH), "latency": Series(LOW, LOW)})
        assert [result.label for result in found.metrics] == ["High", "Pass"]
        assert found.score.value == 100

    def test_a_metric_without_series_has_no_data(self) -> None:
        assert judge(CanaryConfig("checkout", (metric(),)), {}).metrics[0].label == "Nodata"

    def test_series_of_an_unknown_metric_are_refused(self) -> None:
        with pytest.raises(ValueError, match="no metric 'ghost'"):
            judge(config(), {"ghost": Series()})

    @given(st.lists(st.floats(-1e6, 1e6) | st.just(nan)), st.lists(st.floats(-1e6, 1e6) | st.just(nan)))
    def test_any_points_get_a_score(self, control: list[float], experiment: list[float]) -> None:
        setup = CanaryConfig("checkout", (metric(groups=("a",), outlier_strategy="remove"),))
        found = judge(setup, {"errors": Series(tuple(control), tuple(experiment))})
        assert 0 <= found.score.value <= 100
        assert repr(found) == repr(judge(setup, {"errors": Series(tuple(control), tuple(experiment))}))

    @pytest.mark.parametrize("value", [inf, -inf, 1e16])
    def test_points_out_of_all_bounds_are_refused(self, value: float) -> None:
        with pytest.raises(ValueError, match="up to"):
            Series((value,), ())


class TestRelease:
    def test_the_window_grows_or_slides(self) -> None:
        assert windows() == [(0, 60), (0, 120), (0, 180)]
        assert windows(lookback_min=60) == [(0, 60), (60, 120), (120, 180)]

    @pytest.mark.parametrize("times", [(180, 0), (30, 60)])
    def test_times_that_make_no_judgement_are_refused(self, times: tuple[float, float]) -> None:
        with pytest.raises(ValueError, match="at least one interval"):
            windows(*times)

    def test_exactly_the_marginal_score_stops_early(self) -> None:
        found = release(config(), [80, 75, 100])
        assert (found.passed, found.judgements) == (False, 2)
        assert found.verdicts[-1].arithmetic == "judgement 2: 75 ≤ 75, stopped"

    @pytest.mark.parametrize(("last", "passed"), [(95, True), (94.99, False)])
    def test_the_last_judgement_must_pass(self, last: float, passed: bool) -> None:
        assert release(config(), [76, 75.01, last]).passed is passed

    def test_it_is_judged_at_least_once(self) -> None:
        with pytest.raises(ValueError, match="at least once"):
            release(config(), [])
