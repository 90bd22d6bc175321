"""A controller that never decides: a fixed share from the beginning, or from some time on."""

from slipway.delivery.controller import BESIDE, Happening, Layout, Measure, Phase, Query, Reading


class Fixed:
    """`weight_pct` of traffic to the canary from `from_s` on; notes what it measured then."""

    phase: Phase = "progressing"

    def __init__(
        self, weight_pct: float, from_s: float = 0.0, queries: tuple[Query, ...] = (), layout: Layout = BESIDE
    ) -> None:
        self.layout = layout
        self._to_pct = weight_pct
        self._queries = queries
        self.weight_pct = weight_pct if from_s == 0 else 0.0
        self.next_at_s: float | None = None if from_s == 0 else from_s
        self.readings: list[Reading] = []

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Set the weight, once."""
        self.weight_pct, self.next_at_s = self._to_pct, None
        self.readings = [measure(query) for query in self._queries]
        return (Happening(at_s, "set_weight", self.weight_pct),)
