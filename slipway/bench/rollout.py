"""A release in an hour of traffic, as the shipping lab runs it, against drawing its requests."""

from dataclasses import replace

from slipway.bench.row import Row, compare, time_ms
from slipway.delivery.presets import RELEASES
from slipway.delivery.requests import draw
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan
from slipway.traffic.profiles import constant

_HOUR = constant(200, 3600)
_SERVICE = replace(Service(), instances=25)
_ROUNDS = 7


def bench_rollout() -> list[Row]:
    """By a canary of a good release, which all of its steps are taken for."""
    canary = read_plan("canary")

    def ship() -> None:
        play(RELEASES["good"], _SERVICE, _HOUR, canary.start(_SERVICE), 1)

    drawing, shipping = [], []
    for _ in range(_ROUNDS):
        drawing.append(time_ms(lambda: draw(_SERVICE, _HOUR, 1)))
        shipping.append(time_ms(ship))
    what = "a canary in an hour at 200 requests/s, drawing included"
    return [compare(what, shipping, "drawing its requests and users", drawing)]
