"""Several requests in one call of the database: cheaper for it, and each waits for the others."""

from collections.abc import Callable, Generator
from typing import Any

from slipway.performance.clock import Clock, Process
from slipway.performance.setting import Setting


class Batches:
    """A batch leaves when it is full, or when its first request has waited long enough."""

    def __init__(self, clock: Clock, setting: Setting, fetch: Callable[[list[int]], Generator[Any, Any, None]]) -> None:
        self._clock, self._size = clock, setting.batch_size
        self._wait_s = setting.batch_wait_ms / 1000
        self._fetch = fetch
        self._waiting: list[tuple[Process, int]] = []
        self._batch = 0

    def join(self, number: int, process: Process) -> None:
        """The process goes on once its request, of that number, was answered."""
        self._waiting.append((process, number))
        if len(self._waiting) >= self._size:
            self._leave(self._batch)
        elif len(self._waiting) == 1:
            self._clock.call(self._clock.now_s + self._wait_s, self._leave, self._batch)

    def _leave(self, batch: int) -> None:
        """That batch, if it is still here."""
        if batch != self._batch:
            return
        gone, self._waiting, self._batch = self._waiting, [], self._batch + 1
        self._clock.start(self._together(gone))

    def _together(self, gone: list[tuple[Process, int]]) -> Process:
        yield from self._fetch([number for _, number in gone])
        for process, _ in gone:
            self._clock.call(self._clock.now_s, self._clock.granted, process)
