"""One recorded metric over time."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Track:
    """Of one instance, or of the whole where `instance` is empty; times ascend from 0.

    `container` is that of several in the instance, where it was recorded.
    """

    name: str
    instance: str
    at_s: tuple[float, ...]
    values: tuple[float, ...]
    container: str = ""

    def latest(self, at_s: float, fresh_s: float) -> float | None:
        """The newest value that is no older."""
        number = bisect_right(self.at_s, at_s) - 1
        return self.values[number] if number >= 0 and at_s - self.at_s[number] <= fresh_s else None
