"""Which way out hurts fewest users: a release is drawn, every plan ships it, and the engine says whom it met."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from slipway.delivery.presets import PROFILES
from slipway.delivery.release_text import read_release
from slipway.delivery.rollout import play
from slipway.delivery.service import Service
from slipway.delivery.shipment import read_plan
from slipway.questions.contest import Named, clear_cases, contest_kind, faults
from slipway.questions.question import Fault, Question, text_faults
from slipway.words import say

_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped(Question):
    """As its author writes it: each learner's seed draws one of the releases."""

    kind: Literal["shipped"]
    releases: tuple[Named, ...]
    plans: tuple[Named, ...]
    profile: str = "steady"

    def problems(self) -> Iterator[Fault]:
        """What an author must mend."""
        yield from text_faults(self)
        wrong = list(self._faults())
        yield from wrong
        if not wrong and not clear_cases(self):
            yield ("releases",), "for no release one plan is clearly best", "a release that the plans treat differently"

    def _faults(self) -> Iterator[Fault]:
        yield from faults(self, "releases")
        if self.profile not in PROFILES:
            yield ("profile",), f"there is no traffic {self.profile!r}", ", ".join(PROFILES)
        for field, read in (("releases", read_release), ("plans", read_plan)):
            for number, named in enumerate(getattr(self, field)):
                try:
                    read(named.text)
                except ValueError as error:
                    yield (field, number, "text"), str(error), ""

    @property
    def drawable(self) -> Sequence[Named]:
        """The releases."""
        return self.releases

    @property
    def clear_times(self) -> float:
        """The next best plan must hurt so many times as many users."""
        return 2

    def figure(self, case: int, plan: int) -> float:
        """How many users a plan hurts."""
        return self._end(case, plan).users

    def told(self, case: int, plan: int) -> str:
        """How it ended, in words."""
        return self._end(case, plan).told

    def ask(self, case: int) -> str:
        """The prompt with the release and the traffic."""
        traffic = say(f"shippage.profile_{self.profile}")
        return say("questions.shipped_case", prompt=self.prompt, release=self.drawable[case].title, traffic=traffic)

    def arithmetic(self, case: int) -> str:
        """The users that every plan hurts."""
        users = (f"{plan.title} {self._end(case, number).users:,}" for number, plan in enumerate(self.plans))
        return say("questions.shipped_users", users=" · ".join(users))

    def _end(self, case: int, plan: int) -> "End":
        return _ended(self.releases[case].text, self.plans[plan].text, self.profile)


@dataclass(frozen=True, slots=True)
class End:
    """How a plan ended, how many users it hurt, and when that was noticed."""

    phase: str
    users: int
    noticed_s: float | None

    @property
    def told(self) -> str:
        """In words."""
        noticed = "–" if self.noticed_s is None else f"{self.noticed_s / 60:.1f}"
        phase = say(f"rollout.phase_{self.phase}")
        return say("questions.shipped_end", users=f"{self.users:,}", phase=phase, minute=noticed)


@cache
def _ended(release: str, plan: str, profile: str) -> End:
    shipment = read_plan(plan)
    shipped = read_release(release)
    service = shipped.meets(shipment.service(Service()))
    run = play(shipped, service, PROFILES[profile], shipment.start(service), _SEED)
    return End(run.phase, run.users_affected, run.detected_at_s)


KIND = contest_kind("shipped", Shipped)
