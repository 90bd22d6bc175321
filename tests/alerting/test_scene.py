"""The hour and a half around the first harm, cut out of the days."""

import numpy as np

from slipway.alerting.days import Watching
from slipway.alerting.scene import first_scene
from slipway.alerting.situations import SITUATIONS


def test_a_scene_begins_half_an_hour_before_the_first_harm_and_counts_from_there():
    scene = first_scene(Watching(), SITUATIONS["usual"].days)
    assert scene.lasts_s == 5400
    for _, found in scene.store.select(()):
        assert (found.at_ms[0], found.at_ms[-1], len(found.at_ms)) == (0, 5_400_000, 91)


def test_errors_begin_in_its_thirty_first_minute():
    scene = first_scene(Watching(), SITUATIONS["usual"].days)
    errors = [found.values for labels, found in scene.store.select(()) if dict(labels).get("code") == "500"]
    per_minute = np.diff(np.sum(errors, axis=0))
    assert per_minute[:30].max() < 10 < per_minute[30:].min()
