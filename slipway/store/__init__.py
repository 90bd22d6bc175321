"""Where attempts are kept: the only place that knows SQL."""

from slipway.store.store import Mark, Store, open_store

__all__ = ["Mark", "Store", "open_store"]
