"""From metrics to one score: groups, weights, and what sets the score to 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from slipway.delivery.canary_config import CanaryConfig
from slipway.delivery.canary_metric import MetricResult
from slipway.verdict import Verdict
from slipway.words import say
from slipway.words.figure import figure

Outcome = Literal["Pass", "Marginal", "Fail"]
NODATA_SHARE_PCT = 50
_COUNTED = ("Pass", "High", "Low", "NodataFailMetric")


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group's share of metrics that passed, 0 to 100; Nodata and Error are left out of it.

    `counts_as` is what goes into the canary's score: the same, but 100 for a group with nothing to count, whose own
    score is 0.
    """

    name: str
    score: float
    counts_as: float
    weight_pct: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Score:
    """The canary's score, 0 to 100, and what it is called."""

    value: float
    outcome: Outcome
    groups: tuple[GroupScore, ...]
    verdict: Verdict


def score(config: CanaryConfig, results: Sequence[MetricResult]) -> Score:
    """All metrics as one score; `results` holds no muted metric.

    Weights are not renormalised: weight given to a group that no metric is in is lost.
    """
    groups = tuple(_group_scores(config, results))
    value, arithmetic = _total(groups, results)
    lost = {name: weight for name, weight in config.group_weights if name not in {group.name for group in groups}}
    if value and lost:
        named, weight = ", ".join(lost), figure(sum(lost.values()))
        arithmetic = say("kayenta.lost", arithmetic=arithmetic, groups=named, weight=weight)
    outcome, told = _named(config, value, arithmetic)
    inputs = tuple((group.name, group.score) for group in groups)
    return Score(value, outcome, groups, Verdict("canary_score", outcome == "Pass", inputs, config.pass_score, told))


def _group_scores(config: CanaryConfig, results: Sequence[MetricResult]) -> list[GroupScore]:
    names = list(dict.fromkeys(name for result in results for name in result.groups))
    weights = dict(config.group_weights)
    others = [name for name in names if name not in weights]
    share = (100 - sum(weights.values())) / len(others) if others else 0.0
    return [_group(name, weights.get(name, share), [r for r in results if name in r.groups]) for name in names]


def _group(name: str, weight_pct: float, results: Sequence[MetricResult]) -> GroupScore:
    counted = [result for result in results if result.label in _COUNTED]
    if not counted:
        return GroupScore(name, 0.0, 100.0, weight_pct, Verdict("group", True, (), None, say("kayenta.group_empty")))
    passed = sum(result.label == "Pass" for result in counted)
    value = 100 * passed / len(counted)
    told = say("kayenta.group", passed=passed, counted=len(counted), score=figure(value))
    inputs = (("passed", passed), ("counted", len(counted)))
    return GroupScore(name, value, value, weight_pct, Verdict("group", passed == len(counted), inputs, None, told))


def _total(groups: Sequence[GroupScore], results: Sequence[MetricResult]) -> tuple[float, str]:
    fatal = [result.name for result in results if result.critical and result.label != "Pass"]
    if fatal:
        return 0.0, say("kayenta.critical", names=", ".join(fatal))
    if not results:
        return 0.0, say("kayenta.nothing")
    if not groups:
        return 0.0, say("kayenta.no_group")
    missing = sum(result.label == "Nodata" for result in results)
    if 100 * missing >= NODATA_SHARE_PCT * len(results):
        return 0.0, say("kayenta.nodata", count=missing, total=len(results))
    value = _rounded(sum(group.counts_as * group.weight_pct / 100 for group in groups))
    return value, say("kayenta.sum", terms=" + ".join(map(_term, groups)), score=figure(value, 5))


def _term(group: GroupScore) -> str:
    return say("kayenta.term", name=group.name, score=figure(group.counts_as), weight=figure(group.weight_pct))


def _rounded(value: float) -> float:
    """Two decimal places, halves away from zero, as Kayenta rounds."""
    return float(Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _named(config: CanaryConfig, value: float, arithmetic: str) -> tuple[Outcome, str]:
    shown = figure(value, 5)
    if value >= config.pass_score:
        return "Pass", say("kayenta.passes", arithmetic=arithmetic, score=shown, limit=figure(config.pass_score))
    limit = figure(config.marginal_score)
    if value >= config.marginal_score:
        top = figure(config.pass_score)
        return "Marginal", say("kayenta.marginal", arithmetic=arithmetic, score=shown, limit=limit, top=top)
    return "Fail", say("kayenta.fails", arithmetic=arithmetic, score=shown, limit=limit)
