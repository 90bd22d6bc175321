"""The shape of an error curve: as on any day, up for a while, or up and still there at the end."""

import pytest

from slipway.delivery.curve import shape
from slipway.delivery.presets import PROFILES, RELEASES
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan


@pytest.mark.parametrize(
    ("release", "plan", "expected"),
    [
        ("good", "canary", "flat"),
        ("good", "all_at_once", "flat"),
        ("crash", "canary", "bump"),
        ("crash", "all_at_once", "stays"),
        ("errors", "blue_green", "bump"),
        ("errors", "all_at_once", "stays"),
        ("migration", "blue_green", "stays"),
    ],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_as_somebody_would_sketch_it(release, plan, expected, seed):
    run = play(RELEASES[release], Service(), PROFILES["steady"], read_plan(plan).start(Service()), seed)
    assert shape(run, Service().base_error_rate) == expected
