"""What an HPA says of a round, in numbers that can be checked."""

from collections.abc import Sequence

from slipway.scaling.hpa_behavior import Event, Offer, Rules, offers
from slipway.scaling.hpa_replicas import Again, Tolerance, Wanted
from slipway.scaling.metric import Metric
from slipway.verdict import Verdict
from slipway.words import say

Inputs = tuple[tuple[str, str | int | float], ...]


def verdict(rule: str, before: int, after: int, told: str) -> Verdict:
    """One step of a round, from so many to so many."""
    return Verdict(f"hpa.{rule}", True, (("before", before),), after, told)


def asked(metric: Metric, current: int, wanted: Wanted, tolerance: Tolerance) -> Verdict:
    """What a metric asks for."""
    known: dict[str, object] = {
        "name": metric.key,
        "usage": _shown(metric, wanted.usage),
        "target": _shown(metric, metric.target),
        "ratio": f"{wanted.ratio:.3g}",
        "current": current,
        "replicas": wanted.replicas,
        "pods": wanted.pods,
    }
    ratio = round(wanted.ratio, 4)
    inputs: Inputs = (("usage", wanted.usage), ("ratio", ratio), ("current", current), ("pods", wanted.pods))
    if (again := wanted.again) is not None:
        known |= {"doubts": _doubts(metric, again), "again": f"{again.ratio:.3g}"}
        told = say("scaling.keeps_again" if wanted.within else "scaling.asks_again", **known)
        inputs += (("missing", again.missing), ("idle", again.idle), ("again", round(again.ratio, 4)))
    elif wanted.within:
        told = say("scaling.keeps", least=f"{1 - tolerance.down:g}", most=f"{1 + tolerance.up:g}", **known)
    else:
        told = say("scaling.asks", **known)
    return Verdict(f"hpa.{metric.key}", True, inputs, metric.target, told)


def limits(current: int, at_s: float, events: Sequence[Event], rules: Rules, way: int) -> str:
    """How many each policy allows, and which of them decides."""
    if rules.select == "Disabled":
        return say("scaling.disabled_way")
    told = [_offer(offer, current, way) for offer in offers(current, at_s, events, rules, way)]
    return ", ".join([*told, say("scaling.selects", select=rules.select)] if len(told) > 1 else told)


def _offer(offer: Offer, current: int, way: int) -> str:
    policy = offer.policy
    known = {"value": policy.value, "period": policy.period_s, "begin": offer.begin, "replicas": offer.replicas}
    sign, words = "+" if way > 0 else "−", "scaling.offer_pods" if policy.kind == "Pods" else "scaling.offer_percent"
    told = say(words, sign=sign, **known)
    return told if offer.begin == current else say("scaling.offer_since", told=told, begin=offer.begin)


def _doubts(metric: Metric, again: Again) -> str:
    fill = f"{again.fill / 1000:g}"
    if metric.target_kind == "Utilization" and again.fill:
        fill = say("scaling.of_request", pct=f"{max(100, metric.target):g}")
    missing = say("scaling.doubt_missing", missing=again.missing, fill=fill) if again.missing else ""
    idle = say("scaling.doubt_idle", idle=again.idle) if again.idle else ""
    return say("scaling.doubt_both", missing=missing, idle=idle) if missing and idle else missing or idle


def _shown(metric: Metric, value: float) -> str:
    """Per cent, or the metric's own unit."""
    return f"{value:g} %" if metric.target_kind == "Utilization" else f"{value / 1000:g}"
