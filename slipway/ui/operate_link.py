"""An experiment in operations in a link: the challenge, the plan, what was bet, and whether it was run."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from slipway.content.challenge import Bet

ANSWERS: Mapping[Bet, tuple[str, ...]] = {
    "limits": ("all", "some", "none"),
    "bottleneck": ("workers", "pool", "database"),
}
"""To each bet."""
FILE = "file"
"""The plan of those who bring files of theirs."""
_MOST = 500


@dataclass(frozen=True, slots=True)
class OperateLink:
    """What the address says; empty texts stand for the challenge's own beginning.

    `situation` and `seed` are the learner's in a sandbox, the challenge's elsewhere.
    """

    challenge: str = ""
    plan: str = ""
    situation: str = ""
    seed: int = 0
    bet: str = ""
    ran: bool = False

    def params(self) -> dict[str, str]:
        """The address's parameters, as strings; what is empty is left out."""
        params = {"challenge": self.challenge, "plan": self.plan, "situation": self.situation, "bet": self.bet}
        if self.seed:
            params["seed"] = str(self.seed)
        if self.ran:
            params["ran"] = "1"
        return {name: text for name, text in params.items() if text}


def read_operate(params: Mapping[str, str]) -> OperateLink:
    """The link in an address; raises ValueError that names the part which cannot be read."""
    seed = params.get("seed", "0")
    if not re.fullmatch(r"\d{1,6}", seed):
        raise ValueError(f"seed must be a whole number, got {seed[:40]!r}")
    bet = params.get("bet", "")
    return OperateLink(
        challenge=params.get("challenge", "")[:_MOST],
        plan=params.get("plan", "")[:_MOST],
        situation=params.get("situation", "")[:_MOST],
        seed=int(seed),
        bet=bet if any(bet in answers for answers in ANSWERS.values()) else "",
        ran=params.get("ran") == "1",
    )
