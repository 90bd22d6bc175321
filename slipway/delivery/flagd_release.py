"""A flag of a flagd file as a release: the code goes out dark, then whoever the file says has it on."""

from dataclasses import dataclass
from math import inf

from slipway.delivery.controller import BESIDE, Happening, Layout, Measure, Phase
from slipway.delivery.flags.flagd import Flag, FlagFile, evaluate
from slipway.delivery.service import Service
from slipway.verdict import Verdict
from slipway.words import say

PEOPLE = 2_000
_WHOLE_PCT = 100.0


@dataclass(frozen=True, slots=True)
class FlagdSettings:
    """A flag of truth values in a file; True is the new version."""

    file: FlagFile
    key: str

    def __post_init__(self) -> None:
        flag = next((each for each in self.file.flags if each.key == self.key), None)
        if flag is None or not is_switch(flag):
            raise ValueError(f"there is no flag {self.key!r} whose variants are true and false")

    def people_on(self) -> int:
        """How many of `PEOPLE`, who have nothing but a targeting key, get True."""
        people = ({"targetingKey": f"user-{number}"} for number in range(PEOPLE))
        return sum(evaluate(self.file, self.key, person, default=False).value is True for person in people)


def is_switch(flag: Flag) -> bool:
    """Whether a flag's variants are nothing but true and false."""
    return bool(flag.variants) and all(isinstance(value, bool) for _, value in flag.variants)


class FlagdRelease:
    """A controller for one release: a file is one moment of a flag, so nobody looks and nothing moves after it."""

    def __init__(self, settings: FlagdSettings, service: Service) -> None:
        self.phase: Phase = "waiting"
        self.weight_pct = 0.0
        self.layout = BESIDE
        self.next_at_s: float | None = 0.0
        self._people_on = settings.people_on()
        self._boot_s = service.new_boot_s

    def step(self, at_s: float, measure: Measure) -> tuple[Happening, ...]:
        """Deploy the dark code, and once it has booted put the file into force."""
        if self.phase == "waiting":
            self.phase, self.next_at_s = "progressing", at_s + self._boot_s if self._boot_s < inf else None
            return (Happening(at_s, "deploy", 0.0),)
        self.layout, self.next_at_s = Layout(flagged=True), None
        self.weight_pct = _WHOLE_PCT * self._people_on / PEOPLE
        self.phase = "promoted" if self._people_on == PEOPLE else "paused"
        told = say("flags.share_on", people=f"{PEOPLE:,}", on=f"{self._people_on:,}", share=f"{self.weight_pct:g}")
        verdict = Verdict("flag", True, (("people_on", self._people_on),), PEOPLE, told)
        return (Happening(at_s, "flag", self.weight_pct, verdict),)
