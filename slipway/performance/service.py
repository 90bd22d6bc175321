"""The service at work: what becomes of an attempt on its way through instance, cache, database and partner."""

from collections.abc import Generator
from functools import partial
from math import inf
from typing import Any

from slipway.performance.batch import Batches
from slipway.performance.breaker import Breaker
from slipway.performance.cache import Cache
from slipway.performance.client import FALLBACK, SERVED, Call, Clients
from slipway.performance.clock import Clock, Line
from slipway.performance.luck import Luck
from slipway.performance.setting import Setting
from slipway.performance.site import Site

SHED, PARTNER = "shed", "partner"
_HOUR_S = 3600.0
_NEXT_LUCK = 7919


class Service:
    """Instances with a queue each, a cache, connections, a database, and somebody else who is called."""

    def __init__(self, clock: Clock, setting: Setting, site: Site, luck: Luck) -> None:
        self.instances = [Line(clock, setting.workers, setting.queue_limit or None) for _ in range(setting.instances)]
        self.pool = Line(clock, setting.pool_size)
        self.database = Line(clock, setting.database_cores)
        self.partner = Line(clock, 1_000_000)
        self.cache = Cache(setting.cache_ttl_s, setting.cache_keys) if setting.cache_ttl_s else None
        self.breaker = Breaker(setting.breaker_pct, setting.breaker_open_s) if setting.breaker else None
        self.clients = Clients(clock, setting, luck, self._begin)
        self.stampede, self.stampede_at_s = 0, 0.0
        self._fetching: dict[int, int] = {}
        self._clock, self._setting, self._site, self._luck = clock, setting, site, luck
        self._turn = 0
        self._batches = Batches(clock, setting, self._fetch)
        if self.cache and site.warm:
            self.cache.warm(site.keys)

    def _begin(self, call: Call) -> None:
        self._clock.start(self._attempt(call))

    def _attempt(self, call: Call) -> Generator[Any, Any, None]:
        clock, line = self._clock, self._instance()
        if not (line.take() or (yield line.join)):
            self.clients.answer(call, SHED)
            return
        began_s = clock.now_s
        if self._setting.drop_late and not call.open:
            line.leave(0.0)
            return
        yield self._luck.cpu[call.number] * self._site.cpu_ms / 1000
        yield from self._value(call.number)
        fate = SERVED
        if self._luck.calls_partner[call.number]:
            fate = yield from self._ask_partner(call)
        line.leave(clock.now_s - began_s)
        self.clients.answer(call, fate)

    def _instance(self) -> Line:
        """Each in turn; of those that a fault takes away the last one is not there."""
        there = max(len(self.instances) - self._site.gone(self._clock.now_s), 1)
        self._turn = (self._turn + 1) % there
        return self.instances[self._turn]

    def _value(self, number: int) -> Generator[Any, Any, None]:
        """From the cache, or else from the database into it."""
        cache, key, now_s = self.cache, self._luck.key[number], self._clock.now_s
        if cache is None:
            yield from self._load(number)
            return
        if cache.has(key, now_s, self._site.changes_per_h / _HOUR_S, self._luck.stale[number]):
            return
        if self._setting.coalesce and key in cache.loading:
            yield cache.loading[key].append
            return
        cache.loading.setdefault(key, [])
        self._note_stampede(key, 1)
        yield from self._load(number)
        self._note_stampede(key, -1)
        cache.put(key, self._clock.now_s)
        for process in cache.loading.pop(key, ()):
            self._clock.call(self._clock.now_s, self._clock.granted, process)

    def _note_stampede(self, key: int, more: int) -> None:
        """How many fetch the same thing at the same time."""
        self._fetching[key] = self._fetching.get(key, 0) + more
        if self._fetching[key] > self.stampede:
            self.stampede, self.stampede_at_s = self._fetching[key], self._clock.now_s
        if not self._fetching[key]:
            del self._fetching[key]

    def _load(self, number: int) -> Generator[Any, Any, None]:
        if self._setting.batch_size > 1:
            yield partial(self._batches.join, number)
        else:
            yield from self._fetch([number])

    def _fetch(self, numbers: list[int]) -> Generator[Any, Any, None]:
        """One call of the database for some requests: a connection first, then one of its cores."""
        clock, site = self._clock, self._site
        if not self.pool.take():
            yield self.pool.join
        connected_s = clock.now_s
        if not self.database.take():
            yield self.database.join
        took_s = (site.call_ms + site.row_ms * sum(map(self._luck.row.__getitem__, numbers))) / 1000
        took_s *= site.slowdown("database", clock.now_s) * self._crowding()
        yield took_s
        self.database.leave(took_s)
        self.pool.leave(clock.now_s - connected_s)

    def _crowding(self) -> float:
        """How much slower the database is for all the connections that it looks after."""
        site = self._site
        beyond = max(self.pool.used - site.easy_connections * self._setting.database_cores, 0)
        return 1 + site.crowding_pct / 100 * beyond

    def _ask_partner(self, call: Call) -> Generator[Any, Any, str]:
        clock, breaker = self._clock, self.breaker
        if breaker and not breaker.lets_through(clock.now_s):
            return FALLBACK
        if not self.partner.take():
            yield self.partner.join
        took_s = self._partner_luck(call) * self._site.partner_ms / 1000
        took_s *= self._site.slowdown("partner", clock.now_s)
        patience_s = self._setting.partner_timeout_ms / 1000 or inf
        yield min(took_s, patience_s)
        self.partner.leave(min(took_s, patience_s))
        good = took_s <= patience_s
        if breaker:
            breaker.note(clock.now_s, good=good)
        return SERVED if good else PARTNER

    def _partner_luck(self, call: Call) -> float:
        """Another attempt has other luck with the partner, though it asks for the same."""
        luck = self._luck.partner
        return luck[(call.number + _NEXT_LUCK * (call.tried - 1)) % len(luck)]
