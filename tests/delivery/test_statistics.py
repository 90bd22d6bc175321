"""Sample size, power, blast radius, thresholds as tests, SPRT and confidence sequences: the figures worked by hand."""

from math import comb, log, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from slipway.delivery.binomial import at_least, chances
from slipway.delivery.blast import detection_s, harmed
from slipway.delivery.confidence_sequence import interval, multiplier, tuning
from slipway.delivery.sprt import Sprt, course, fixed_plan
from slipway.delivery.threshold_test import allowed_errors, check_fails, rolls_back
from slipway.delivery.two_proportions import (
    baseline_ratio,
    chance_of_an_error,
    compared,
    fisher_p_value,
    minutes,
    p_value,
    power_of,
    requests_for_an_error,
    rule_of_three,
    sample_size,
    z_score,
)
from slipway.luck import generator

SHARES = (0.01, 0.05, 0.1, 0.5)
RATES = st.floats(0.0005, 0.4)
# The project's reference on canary statistics, section 4: one-sided, alpha 5 %, power 80 %.
NEEDED = {
    (0.001, 0.01): (236, 271, 315, 834),
    (0.01, 0.02): (803, 849, 912, 1826),
    (0.005, 0.01): (1618, 1711, 1837, 3681),
    (0.001, 0.002): (8137, 8602, 9236, 18519),
}
# P(rollback) at true rates of .1, .5, 1, 2 and 5 %, by threshold and requests per check; min 99 %, ten good ticks.
ROLLS_BACK = {
    (1, 20): (0.18, 0.63, 0.87, 0.98, 1),
    (1, 1000): (0, 0.13, 0.995, 1, 1),
    (5, 100): (0, 0.01, 0.30, 0.98, 1),
    (10, 100): (0, 0, 0.01, 0.81, 1),
}


class TestTwoProportions:
    @pytest.mark.parametrize(("rates", "needed"), NEEDED.items())
    def test_sample_size(self, rates: tuple[float, float], needed: tuple[int, ...]) -> None:
        found = [sample_size(*rates, baseline_ratio(share)) for share in SHARES]
        assert found == pytest.approx(needed, abs=1)

    @given(RATES, RATES, st.floats(0.1, 99))
    def test_power_is_what_the_sample_size_was_made_for(self, p0: float, p1: float, k: float) -> None:
        assume(abs(p1 - p0) > 1e-4)
        assert power_of(sample_size(p0, p1, k), p0, p1, k) == pytest.approx(0.8, abs=1e-9)

    def test_a_smaller_canary_needs_fewer_requests_and_more_time(self) -> None:
        waits = [minutes(n, share, 10) for n, share in zip(NEEDED[0.001, 0.01], SHARES, strict=True)]
        assert waits == pytest.approx([39, 9, 5.2, 2.8], abs=0.4)
        assert minutes(236, 0.01, 1) == pytest.approx(394, abs=1)

    def test_equal_rates_need_no_end_of_requests(self) -> None:
        with pytest.raises(ValueError, match="cannot be told apart"):
            sample_size(0.01, 0.01)
        with pytest.raises(ValueError, match="share"):
            baseline_ratio(1)

    def test_z_score(self) -> None:
        """30 of 1000 against 10 of 1000: p̄ = .02, z = .02 / √(.02·.98·.002)."""
        assert z_score(30, 1000, 10, 1000) == pytest.approx(0.02 / sqrt(0.02 * 0.98 * 0.002))
        assert z_score(0, 10, 0, 10) == 0
        assert p_value(1.6448536) == pytest.approx(0.05)

    def test_fisher_counts_the_tables_at_least_as_bad(self) -> None:
        """Three of three tea cups of six: 1 in 20."""
        assert fisher_p_value(3, 3, 0, 3) == pytest.approx(1 / 20)
        assert fisher_p_value(0, 5, 3, 5) == 1

    @given(st.integers(0, 12), st.integers(12, 40), st.integers(0, 12), st.integers(12, 40))
    def test_fisher_is_a_share_of_all_ways(self, a: int, n: int, b: int, m: int) -> None:
        ways = sum(comb(n, k) * comb(m, a + b - k) for k in range(a, min(n, a + b) + 1))
        assert fisher_p_value(a, n, b, m) == pytest.approx(ways / comb(n + m, a + b))

    def test_few_errors_call_for_the_exact_test(self) -> None:
        assert compared(3, 50, 40, 950) == (fisher_p_value(3, 50, 40, 950), "fisher")
        assert compared(9, 150, 120, 2850) == (p_value(z_score(9, 150, 120, 2850)), "z")

    @given(st.integers(0, 12), st.integers(12, 40), st.integers(0, 12), st.integers(12, 40))
    def test_one_error_more_on_the_canary_is_never_less_suspicious(self, a: int, n: int, b: int, m: int) -> None:
        assume(a < n)
        assert z_score(a + 1, n, b, m) >= z_score(a, n, b, m)
        assert fisher_p_value(a + 1, n, b, m) <= fisher_p_value(a, n, b, m) + 1e-12

    def test_rule_of_three_and_the_chance_to_see_an_error(self) -> None:
        assert rule_of_three(300) == 0.01
        assert chance_of_an_error(0.01, 300) == pytest.approx(0.95, abs=0.002)
        assert requests_for_an_error(0.01) == pytest.approx(300, abs=1)


class TestBinomial:
    @given(st.integers(0, 300), st.floats(0, 1))
    def test_all_chances_together_are_one(self, n: int, rate: float) -> None:
        found = chances(n, rate)
        assert len(found) == n + 1
        assert found.sum() == pytest.approx(1)
        assert (found * np.arange(n + 1)).sum() == pytest.approx(n * rate)

    def test_at_least(self) -> None:
        assert at_least(2, 0.5, 1) == pytest.approx(0.75)
        assert at_least(2, 0.5, 0) == pytest.approx(1)
        assert at_least(2, 0.5, 3) == 0
        assert (at_least(5, 0, 1), at_least(5, 1, 5)) == (0, 1)

    def test_what_is_no_rate_is_refused(self) -> None:
        with pytest.raises(ValueError, match="rate"):
            chances(3, 1.1)


class TestBlast:
    @pytest.mark.parametrize(("share", "detect", "expected"), [(0.01, 95, 8), (0.1, 60, 60), (1, 60, 600)])
    def test_harm_grows_with_the_share(self, share: float, detect: float, expected: float) -> None:
        assert detection_s(95, share, 100) == detect
        assert harmed(share, 100, 0.05, detect, 60) == pytest.approx(expected, abs=0.3)


class TestThreshold:
    @pytest.mark.parametrize(("setup", "expected"), ROLLS_BACK.items())
    def test_chance_of_a_rollback(self, setup: tuple[int, int], expected: tuple[float, ...]) -> None:
        threshold, requests = setup
        found = [rolls_back(rate, requests, threshold=threshold) for rate in (0.001, 0.005, 0.01, 0.02, 0.05)]
        assert found == pytest.approx(expected, abs=0.006)

    def test_a_rate_exactly_at_the_minimum_passes(self) -> None:
        assert [allowed_errors(n, 99) for n in (20, 99, 100, 1000)] == [0, 0, 1, 10]
        assert check_fails(1, 100, 99) == 1


class TestSprt:
    TEST = Sprt(0.001, 0.01)

    def test_weights_and_limits(self) -> None:
        test = self.TEST
        assert (test.error_weight, test.success_weight) == (log(10), log(0.99 / 0.999))
        assert (test.upper, test.lower) == (log(16), log(0.2 / 0.95))

    @pytest.mark.parametrize(
        ("rate", "chance", "requests"), [(0.001, 0.018, 217), (0.005, 0.43, 265), (0.01, 0.80, 187), (0.05, 1.0, 40)]
    )
    def test_course(self, rate: float, chance: float, requests: float) -> None:
        """Figures of the reference come from simulation; this is the sum over all courses."""
        found = course(self.TEST, rate)
        assert found.rolls_back == pytest.approx(chance, abs=0.006)
        assert found.mean_requests == pytest.approx(requests, abs=1.5)

    def test_course_is_what_happens(self) -> None:
        luck = generator(7, "sprt").random((2000, 4000)) < 0.005
        errors = np.cumsum(luck, axis=1)
        n = np.arange(1, 4001)
        evidence = errors * self.TEST.error_weight + (n - errors) * self.TEST.success_weight
        decided = (evidence >= self.TEST.upper) | (evidence <= self.TEST.lower)
        first = decided.argmax(axis=1)
        found = course(self.TEST, 0.005)
        assert (evidence[range(2000), first] > 0).mean() == pytest.approx(found.rolls_back, abs=0.035)
        assert (first + 1).mean() == pytest.approx(found.mean_requests, rel=0.06)

    def test_decide(self) -> None:
        assert self.TEST.decide(2, 0) == "roll_back"
        assert self.TEST.decide(0, 172) == "go_on"
        assert self.TEST.decide(0, 173) == "pass"

    def test_a_fixed_plan_needs_more_requests_than_the_mean(self) -> None:
        requests, errors = fixed_plan(self.TEST)
        assert requests == pytest.approx(300, abs=1)
        assert errors == 2

    @pytest.mark.parametrize("wrong", [(0.01, 0.01), (0, 0.1), (0.1, 1)])
    def test_a_test_without_difference_is_refused(self, wrong: tuple[float, float]) -> None:
        with pytest.raises(ValueError, match="p0 < p1"):
            Sprt(*wrong)


class TestConfidenceSequence:
    def test_the_price_of_looking(self) -> None:
        assert multiplier(1000, 1000) == pytest.approx(3.04, abs=0.01)
        assert tuning(1) == pytest.approx(sqrt(-2 * log(0.05) + log(1 - 2 * log(0.05))))

    @given(st.integers(10, 10**6), st.floats(-5, 5))
    def test_an_interval_is_wider_than_the_one_for_a_single_look(self, n: int, difference: float) -> None:
        low, high = interval(difference, 1.0, n, 1000)
        assert low < difference - 1.96
        assert high == pytest.approx(2 * difference - low)

    @pytest.mark.parametrize(("looks", "expected"), [(20, 0.015), (100, 0.022)])
    def test_false_alarms_stay_below_alpha_however_often_one_looks(self, looks: int, expected: float) -> None:
        walk = np.cumsum(generator(3, "sequence").standard_normal((looks, 20_000)), axis=0)
        limits = np.array([multiplier(n, expected_n=20) * n**0.5 for n in range(1, looks + 1)])
        assert (np.abs(walk) > limits[:, None]).any(axis=0).mean() == pytest.approx(expected, abs=0.005)
