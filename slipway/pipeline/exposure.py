"""Who has the new version: shares of the traffic, and how much of it each defect has hurt."""

from dataclasses import dataclass

from slipway.pipeline.changes import Defect
from slipway.pipeline.sim import Sim
from slipway.pipeline.trunk import Revision


@dataclass(slots=True)
class Harm:
    """A defect that customers meet since `since_min`, and the minutes that it was met, as if by all of them."""

    defect: Defect
    change: str
    since_min: int
    share: float
    at_min: int
    whole_min: float = 0.0

    def meet(self, now_min: int, share: float) -> None:
        """From now on so large a share of the traffic meets it."""
        self.whole_min += (now_min - self.at_min) * self.share
        self.at_min, self.share = now_min, share


class Exposure:
    """Two versions side by side, the new one with a share of the traffic."""

    def __init__(self, sim: Sim) -> None:
        self._sim = sim
        self._old = self._new = sim.trunk.live
        self.share = 1.0

    def begin(self, revision: Revision) -> None:
        """A version goes out; what the rest has is what most had before."""
        self._old = self._new if self.share >= 1 else self._old
        self._new = revision

    def defects(self) -> dict[str, tuple[Defect, str, float]]:
        """What customers meet, with the change that brought it and the share of the traffic that meets it."""
        new = {defect.id: (defect, change) for defect, change in self._sim.trunk.defects(self._new)}
        old = {defect.id: (defect, change) for defect, change in self._sim.trunk.defects(self._old)}
        if self.share >= 1:
            old = {}
        shares = {name: (name in new) * self.share + (name in old) * (1 - self.share) for name in [*new, *old]}
        return {name: (*(new | old)[name], share) for name, share in shares.items()}

    def of_new(self) -> list[tuple[Defect, float]]:
        """What the new version's own traffic meets."""
        return [(defect, 1.0) for defect, _ in self._sim.trunk.defects(self._new)]
