"""Spinnaker Kayenta's NetflixACAJudge-v1.0: one judgement, and a release that is judged again and again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slipway.delivery.canary_config import CanaryConfig
from slipway.delivery.canary_metric import MetricResult, Series, judge_metric
from slipway.delivery.canary_score import Score, score
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

LIFETIME_MIN = 180
INTERVAL_MIN = 60


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every metric's result in the configuration's order, muted ones too, and the score of those that count."""

    metrics: tuple[MetricResult, ...]
    score: Score

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Metrics, then groups, then the score, each with its arithmetic."""
        groups = (group.verdict for group in self.score.groups)
        return *(metric.verdict for metric in self.metrics), *groups, self.score.verdict


def judge(config: CanaryConfig, series: Mapping[str, Series], seed: int = 0) -> Judgement:
    """Compare control and experiment on every metric; ValueError for series that no metric is configured for.

    A metric without series has no data. Muted metrics are judged and shown, and do not count.
    """
    for name in series:
        config.metric(name)
    results = tuple(judge_metric(metric, series.get(metric.name, Series()), seed) for metric in config.metrics)
    muted = {metric.name for metric in config.metrics if metric.muted}
    return Judgement(results, score(config, [result for result in results if result.name not in muted]))


@dataclass(frozen=True, slots=True)
class Release:
    """How a release under repeated judgement ended: after how many judgements, and why at each."""

    passed: bool
    judgements: int
    verdicts: tuple[Verdict, ...]


def windows(
    lifetime_min: float = LIFETIME_MIN, interval_min: float = INTERVAL_MIN, lookback_min: float | None = None
) -> list[tuple[float, float]]:
    """From when to when each judgement looks, in minutes since the start.

    The window grows from the start; with a look-back it slides.
    """
    if interval_min <= 0 or lifetime_min < interval_min:
        raise ValueError("a canary lives for at least one interval, and an interval is longer than 0 minutes")
    ends = [interval_min * (step + 1) for step in range(int(lifetime_min // interval_min))]
    return [(0.0 if lookback_min is None else max(0.0, end - lookback_min), end) for end in ends]


def release(config: CanaryConfig, scores: Sequence[float]) -> Release:
    """Judge after each window: stop early at a score of the marginal or below, and pass at the last if it is enough."""
    if not scores:
        raise ValueError("a release is judged at least once")
    verdicts: list[Verdict] = []
    for number, value in enumerate(scores, start=1):
        verdicts.append(interim(config, number, value) if number < len(scores) else final(config, number, value))
        if not verdicts[-1].passed:
            break
    return Release(verdicts[-1].passed, len(verdicts), tuple(verdicts))


def interim(config: CanaryConfig, number: int, value: float) -> Verdict:
    """Whether a release goes on after a judgement that is not its last.

    At exactly the marginal score a judgement is called Marginal, and yet the release is stopped: the label asks for
    ≥, the stop for ≤.
    """
    goes_on = value > config.marginal_score
    told = {"number": number, "score": figure(value, 5), "limit": figure(config.marginal_score)}
    arithmetic = say("kayenta.run_goes_on", **told) if goes_on else say("kayenta.run_stopped", **told)
    return Verdict("judgement", goes_on, (("score", value),), config.marginal_score, arithmetic)


def final(config: CanaryConfig, number: int, value: float) -> Verdict:
    """Whether a release passes at its last judgement."""
    passed = value >= config.pass_score
    told = {"number": number, "score": figure(value, 5), "limit": figure(config.pass_score)}
    arithmetic = say("kayenta.run_passed", **told) if passed else say("kayenta.run_failed", **told)
    return Verdict("judgement", passed, (("score", value),), config.pass_score, arithmetic)
