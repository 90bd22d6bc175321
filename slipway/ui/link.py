"""A whole run in a link: scenario, seed, choices with the bets placed on them, fork and cursor."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from slipway.luck import LARGEST_SEED

_PART = re.compile(r"[a-z0-9-]{1,60}(\.[a-z0-9-]{1,60}){1,2}")
_MOST_CHOICES = 60
_MOST_STEPS = 99_999


@dataclass(frozen=True, slots=True)
class Link:
    """What a replay's address says; `choices` holds (decision, option, bet or empty) in the order taken."""

    scenario: str
    seed: int | None = None
    choices: tuple[tuple[str, str, str], ...] = ()
    fork: tuple[str, str] | None = None
    at: int = 0

    @property
    def options(self) -> dict[str, str]:
        """Decision to option."""
        return {decision: option for decision, option, _ in self.choices}

    @property
    def bets(self) -> dict[str, str]:
        """Decision to guess, where one was placed."""
        return {decision: bet for decision, _, bet in self.choices if bet}

    def decide(self, decision: str, option: str, bet: str) -> "Link":
        """One decision more; the cursor is the caller's to set."""
        kept = tuple(c for c in self.choices if c[0] != decision)
        return replace(self, choices=(*kept, (decision, option, bet)), fork=None)

    def undo(self) -> "Link":
        """Without the last decision, and without a fork if there is one."""
        return replace(self, fork=None) if self.fork else replace(self, choices=self.choices[:-1])

    def forked(self) -> "Link":
        """The other choice taken as one's own run."""
        if not self.fork:
            return self
        decision, option = self.fork
        bets = self.bets
        changed = tuple((d, option if d == decision else o, bets.get(d, "")) for d, o, _ in self.choices)
        return replace(self, choices=changed, fork=None)

    def params(self) -> dict[str, str]:
        """The address's parameters, as strings."""
        params = {"scenario": self.scenario}
        if self.seed is not None:
            params["seed"] = str(self.seed)
        if self.choices:
            params["choose"] = ",".join(".".join(part for part in choice if part) for choice in self.choices)
        if self.fork:
            params["fork"] = ".".join(self.fork)
        if self.at:
            params["at"] = str(self.at)
        return params


def read(params: Mapping[str, str], default: str) -> Link:
    """The link in an address; raises ValueError that names the part which cannot be read."""
    fork = params.get("fork")
    return Link(
        scenario=params.get("scenario", default),
        seed=_number(params, "seed", LARGEST_SEED) if "seed" in params else None,
        choices=tuple(_choice(part) for part in params.get("choose", "").split(",")[:_MOST_CHOICES] if part),
        fork=_choice(fork)[:2] if fork else None,
        at=_number(params, "at", _MOST_STEPS) if "at" in params else 0,
    )


def _number(params: Mapping[str, str], name: str, most: int) -> int:
    text = params[name]
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > most:
        raise ValueError(f"{name} must be a whole number from 0 to {most}, got {text[:40]!r}")
    return int(text)


def _choice(text: str) -> tuple[str, str, str]:
    if not _PART.fullmatch(text):
        raise ValueError(f"a choice is written decision.option, got {text[:60]!r}")
    decision, option, *bet = text.split(".")
    return decision, option, bet[0] if bet else ""
