"""Where attempts are kept: the only place that knows SQL."""

from slipway.assessment.trace import Mark
from slipway.store.store import Store, open_store

__all__ = ["Mark", "Store", "open_store"]
