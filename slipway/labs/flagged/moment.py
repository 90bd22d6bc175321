"""A change of a flag: who had the feature before it, and who has it afterwards."""

from dataclasses import dataclass
from typing import Literal

from slipway.labs.flagged.people import Person
from slipway.labs.flagged.switch import Switch
from slipway.labs.flagged.systems import holders

Fate = Literal["kept", "joined", "lost", "never"]
FATES: tuple[Fate, ...] = ("kept", "joined", "lost", "never")


@dataclass(frozen=True, slots=True)
class Moment:
    """One system's flag before and after; nobody sees a feature whose code is not `deployed`."""

    system: str
    before: Switch
    after: Switch
    deployed: bool

    @property
    def had(self) -> frozenset[Person]:
        """Who saw the feature before."""
        return holders(self.system, self.before) if self.deployed else frozenset()

    @property
    def has(self) -> frozenset[Person]:
        """Who sees it now."""
        return holders(self.system, self.after) if self.deployed else frozenset()

    @property
    def kept(self) -> frozenset[Person]:
        """Who saw it and still does."""
        return self.had & self.has

    @property
    def lost(self) -> frozenset[Person]:
        """From whom it was taken."""
        return self.had - self.has

    @property
    def joined(self) -> frozenset[Person]:
        """Who is new to it."""
        return self.has - self.had

    def fate(self, person: Person) -> Fate:
        """What the change did to one person."""
        if person in self.has:
            return "kept" if person in self.had else "joined"
        return "lost" if person in self.had else "never"
