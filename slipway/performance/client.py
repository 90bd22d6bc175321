"""The callers: how long they wait for an answer, how often they try, and how long they pause before."""

from collections import deque
from collections.abc import Callable
from math import inf

from slipway.performance.clock import Clock
from slipway.performance.luck import Luck
from slipway.performance.setting import Setting

SERVED, FALLBACK = "served", "fallback"
GOOD = (SERVED, FALLBACK)
TIMEOUT = "timeout"
_TOKENS_AT_FIRST = 10.0


class Call:
    """One attempt at a request; `open` as long as somebody waits for its answer."""

    __slots__ = ("number", "tried", "open")

    def __init__(self, number: int, tried: int) -> None:
        self.number, self.tried, self.open = number, tried, True


class Clients:
    """Every request is settled once: `fates` says how, `ends_s` when."""

    def __init__(self, clock: Clock, setting: Setting, luck: Luck, send: Callable[[Call], None]) -> None:
        self.fates = [""] * len(luck.at_s)
        self.ends_s = [inf] * len(luck.at_s)
        self.sent_s: list[float] = []
        self.retried_s: list[float] = []
        self.wasted = 0
        self._clock, self._setting, self._luck, self._send = clock, setting, luck, send
        self._timeout_s = setting.timeout_ms / 1000 or inf
        self._patient: deque[tuple[float, Call]] = deque()
        self._budget = setting.retry_budget_pct / 100
        self._tokens = _TOKENS_AT_FIRST

    def ask(self, number: int) -> None:
        """A new request."""
        self._tokens = min(self._tokens + self._budget, max(_TOKENS_AT_FIRST, 100 * self._budget))
        self._try(Call(number, 1))

    def _try(self, call: Call) -> None:
        clock = self._clock
        self.sent_s.append(clock.now_s)
        if self._timeout_s < inf:
            self._patient.append((clock.now_s + self._timeout_s, call))
            if len(self._patient) == 1:
                clock.call(self._patient[0][0], self._lose_patience)
        self._send(call)

    def _lose_patience(self, _: None) -> None:
        """All wait equally long, so one look at a time will do: at whoever began first and still waits."""
        while self._patient and self._patient[0][0] <= self._clock.now_s:
            call = self._patient.popleft()[1]
            if call.open:
                self.answer(call, TIMEOUT)
        while self._patient and not self._patient[0][1].open:
            self._patient.popleft()
        if self._patient:
            self._clock.call(self._patient[0][0], self._lose_patience)

    def answer(self, call: Call, fate: str) -> None:
        """An answer comes; nobody may wait for it any more."""
        if not call.open:
            self.wasted += 1
            return
        call.open = False
        if fate not in GOOD and call.tried < self._setting.tries and self._may_retry():
            self.retried_s.append(self._clock.now_s)
            self._clock.call(self._clock.now_s + self._pause_s(call), self._try, Call(call.number, call.tried + 1))
            return
        self.fates[call.number] = fate
        self.ends_s[call.number] = self._clock.now_s

    def _may_retry(self) -> bool:
        """With a budget every request earns a part of a retry."""
        if not self._budget:
            return True
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def _pause_s(self, call: Call) -> float:
        setting = self._setting
        base_s = setting.backoff_ms / 1000
        longest_s = base_s * 2.0 ** (call.tried - 1)
        match setting.backoff:
            case "none":
                return 0.0
            case "fixed":
                return base_s
            case "exponential":
                return longest_s
            case "jitter":
                return longest_s * ((self._luck.jitter[call.number] + 0.618034 * call.tried) % 1)
