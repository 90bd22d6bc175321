"""A cache before the database: what it holds, for how long, and what is old in it."""

from collections import OrderedDict
from math import exp
from typing import Any


class Cache:
    """The most recent keys, each for `ttl_s`; the one that was not asked for longest makes room.

    `loading` has the keys that are being fetched, and who waits for them where requests for one key are put together.
    """

    def __init__(self, ttl_s: float, most: int) -> None:
        self.ttl_s, self.most = ttl_s, most
        self.hits = self.asked = self.stale = 0
        self.loading: dict[int, list[Any]] = {}
        self._since_s: OrderedDict[int, float] = OrderedDict()

    def warm(self, keys: int) -> None:
        """The most popular keys are there; their times are spread over one lifetime before the beginning."""
        for key in range(min(keys, self.most)):
            self._since_s[key] = -self.ttl_s * ((key * 0.618034) % 1)
            self._since_s.move_to_end(key, last=False)

    def has(self, key: int, at_s: float, changes_per_s: float, luck: float) -> bool:
        """Whether the key is there and not too old; counts what was asked, and how often the answer was out of date."""
        self.asked += 1
        since_s = self._since_s.get(key)
        if since_s is None or at_s - since_s >= self.ttl_s:
            return False
        self.hits += 1
        self._since_s.move_to_end(key)
        if luck < 1 - exp(-changes_per_s * (at_s - since_s)):
            self.stale += 1
        return True

    def put(self, key: int, at_s: float) -> None:
        """It was just fetched."""
        self._since_s[key] = at_s
        self._since_s.move_to_end(key)
        if len(self._since_s) > self.most:
            self._since_s.popitem(last=False)
