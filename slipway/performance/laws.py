"""The laws of queues on a run's own figures: they hold whatever the traffic, so a figure that breaks one is wrong."""

from collections.abc import Sequence

from slipway.performance.run import Station
from slipway.verdict import Verdict
from slipway.words import say

_AS_BUSY = 0.97


def utilisation_law(station: Station) -> Verdict:
    """Utilisation is throughput times time per request, over the places (Denning and Buzen 1978).

    The share in use was measured by a clock, throughput and time by counting requests; they differ by the requests
    that were still at work at the end.
    """
    per_s, mean_s = station.done / station.lasts_s, station.held_s / max(station.done, 1)
    told = say(
        "performance.utilisation",
        per_s=f"{per_s:.1f}",
        mean_ms=f"{1000 * mean_s:.1f}",
        places=station.places,
        pct=f"{100 * per_s * mean_s / station.places:.0f}",
    )
    inputs = (("per_s", per_s), ("mean_s", mean_s), ("places", station.places))
    return Verdict("utilisation", station.utilisation < 1, inputs, 1, told)


def waiting_law(station: Station) -> Verdict:
    """How many wait is throughput times the time each waits (Little 1961)."""
    per_s = station.done / station.lasts_s
    mean_waiting = station.waiting_s / station.lasts_s
    wait_s = station.waiting_s / max(station.done, 1)
    told = say(
        "performance.little", waiting=f"{mean_waiting:.1f}", per_s=f"{per_s:.1f}", wait_ms=f"{1000 * wait_s:.0f}"
    )
    return Verdict("little", True, (("per_s", per_s), ("wait_s", wait_s)), None, told)


def busiest(stations: Sequence[Station]) -> Station:
    """The place that holds up the others.

    Whoever waits for a full place is held up too, so of several full ones it is the last on a request's way.
    """
    highest = max(each.utilisation for each in stations)
    return [each for each in stations if each.utilisation >= _AS_BUSY * highest][-1]


def bottleneck(stations: Sequence[Station]) -> Verdict:
    """The place that is busiest, and the traffic at which it would be full (the bottleneck law)."""
    found = busiest(stations)
    per_s, share = found.done / found.lasts_s, found.utilisation
    told = say(
        "performance.bottleneck",
        name=station_name(found.name),
        pct=f"{100 * share:.0f}",
        per_s=f"{per_s:.0f}",
        most=f"{per_s / share if share else 0:.0f}",
    )
    return Verdict("bottleneck", share < 1, (("utilisation", share), ("per_s", per_s)), 1, told)


def station_name(name: str) -> str:
    """What a station is called."""
    return say(f"performance.station_{name}")
