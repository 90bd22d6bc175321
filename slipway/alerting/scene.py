"""The hours around the first thing that goes wrong, as monitoring recorded them."""

from dataclasses import dataclass

import numpy as np

from slipway.alerting.days import Days, Watching
from slipway.alerting.promql.store import Store, samples
from slipway.alerting.site import MINUTE_S, measure
from slipway.alerting.site_series import as_store

_BEFORE_S, _AFTER_S = 1800.0, 3600.0


@dataclass(frozen=True)
class Scene:
    """Alerting with what it watches for a while; times in the store count from the scene's beginning."""

    watching: Watching
    store: Store
    lasts_s: float


def first_scene(watching: Watching, days: Days) -> Scene:
    """From half an hour before the first harm until an hour after it began, on whole minutes."""
    begins_s = min((each.since_s for each in days.incidents if each.is_harmful), default=_BEFORE_S)
    since_s = max(begins_s - _BEFORE_S, 0.0) // MINUTE_S * MINUTE_S
    until_s = min(begins_s + _AFTER_S, days.profile.lasts_s) // MINUTE_S * MINUTE_S
    whole = as_store(measure(days.profile, days.incidents, days.seed, days.site))
    store = Store()
    for labels, found in whole.select(()):
        inside = (found.at_ms >= since_s * 1000) & (found.at_ms <= until_s * 1000)
        store.add(labels, samples(found.at_ms[inside] - np.int64(since_s * 1000), found.values[inside]))
    return Scene(watching, store, until_s - since_s)
