"""flagd's two ways to give a variant to a share of people: `fractional` by weights, `rollout` by the clock.

What is malformed gives nothing, as in flagd, so that the default variant holds; why is told.
"""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from slipway.delivery.flags.evaluation import Context
from slipway.delivery.flags.hashes import murmur3_32
from slipway.delivery.flags.json_operators import MOST_LETTERS, LogicFault
from slipway.words import say

MOST_WEIGHT = 2**31 - 1


class _Malformed(Exception):
    """The shares cannot be read: why."""


class Shares:
    """The shares of one flag among people; `told` is the arithmetic of each one evaluated."""

    def __init__(self, flag: str, context: Context, at_s: int | None) -> None:
        self._flag = flag
        self._key = context.get("targetingKey")
        self._at_s = at_s
        self.told: list[str] = []

    def fractional(self, arguments: list[Any]) -> Any:
        """[bucketing text, [variant, weight], …]: the first whose weights so far exceed (murmur3_32(text) · Σw) >> 32.

        Without a text of its own it is the flag's key and the targeting key; without that one too, nothing.
        """
        return self._or_nothing("fractional", lambda: self._by_weight(arguments))

    def rollout(self, arguments: list[Any], apply: Callable[[Any], Any]) -> Any:
        """[rule for a bucketing text, start, end, from, to], in seconds: the share of `to` grows from none to all.

        Without `from` it is the default variant, without a bucketing text the flag's key and the targeting key.
        """
        return self._or_nothing("rollout", lambda: self._by_clock(arguments, apply))

    def _or_nothing(self, name: str, share: Callable[[], Any]) -> Any:
        try:
            return share()
        except _Malformed as malformed:
            self.told.append(say("flags.malformed", name=name, why=str(malformed)))
            return None

    def _by_weight(self, arguments: list[Any]) -> Any:
        given = arguments[0] if arguments and isinstance(arguments[0], str) else None
        shares = arguments[1:] if given is not None or arguments[:1] == [None] else arguments
        weighted = [_weighted(share) for share in shares]
        total = sum(weight for _, weight in weighted)
        if total > MOST_WEIGHT:
            raise _Malformed(say("flags.weights", most=f"{MOST_WEIGHT:,}"))
        if not total:
            raise _Malformed(say("flags.no_weight"))
        if len(weighted) == 1:
            return weighted[0][0]
        text = self._text(given)
        place = murmur3_32(text) * total >> 32
        ends = list(accumulate(weight for _, weight in weighted))
        chosen = bisect_right(ends, place)
        self.told.append(say("flags.fraction", bucket=place, total=total, who=text, end=ends[chosen]))
        return weighted[chosen][0]

    def _by_clock(self, arguments: list[Any], apply: Callable[[Any], Any]) -> Any:
        if self._at_s is None:
            raise _Malformed(say("flags.no_clock"))
        given = None
        if arguments and (arguments[0] is None or isinstance(arguments[0], dict)):
            given, arguments = apply(arguments[0]), arguments[1:]
        if not 3 <= len(arguments) <= 4 or not all(_is_whole(each) for each in arguments[:2]):
            raise _Malformed(say("flags.rollout_form"))
        start_s, end_s = arguments[:2]
        if end_s <= start_s:
            raise _Malformed(say("flags.rollout_times"))
        before, after = (None, arguments[2]) if len(arguments) == 3 else arguments[2:]
        text = self._text(given)
        passed_s, whole_s = min(max(self._at_s - start_s, 0), end_s - start_s), end_s - start_s
        place_s = murmur3_32(text) * whole_s >> 32
        is_in = place_s < passed_s
        word = "flags.clock_in" if is_in else "flags.clock_out"
        self.told.append(say(word, place=place_s, who=text, passed=passed_s, whole=whole_s))
        return apply(after if is_in else before)

    def _text(self, given: Any) -> str:
        if given is not None and not isinstance(given, str):
            raise _Malformed(say("flags.bucket_text"))
        if given is None and not isinstance(self._key, str):
            raise _Malformed(say("flags.bucket_nobody"))
        text = f"{self._flag}{self._key}" if given is None else str(given)
        if len(text) > MOST_LETTERS:
            raise LogicFault(f"a text to bucket by may have {MOST_LETTERS:,} letters")
        return text


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _weighted(share: Any) -> tuple[Any, int]:
    """A variant and its weight, 1 where none is given and 0 where it is below."""
    if not isinstance(share, list) or not share or not isinstance(share[0], str | bool | int | float | None):
        raise _Malformed(say("flags.share_form"))
    weight = 1 if len(share) < 2 or share[1] is None else share[1]
    if isinstance(weight, bool) or not isinstance(weight, int | float) or weight != weight // 1:
        raise _Malformed(say("flags.weight", weight=repr(weight)[:40]))
    return share[0], max(0, int(weight))
