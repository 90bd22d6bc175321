"""A shipping experiment in a link: release, traffic, one or two plans, luck, and the bets placed on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from slipway.delivery.sketch import Curve, as_text, from_text

ANSWERS = {
    "ends": ("promoted", "back", "waits"),
    "hurt": ("nobody", "few", "many"),
    "curve": ("flat", "bump", "stays"),
}
"""What may be bet on, and the answers to each."""
BETS = (*ANSWERS,)


@dataclass(frozen=True, slots=True)
class ShipLink:
    """What the shipping lab's address says.

    `plans` are one or two, as `delivery.shipment` writes them; `file` stands for one that the learner brought, which
    no address holds. `resumes_min` is when somebody lets a waiting release go on; None where nobody comes. `drawn` is
    the curve of failed requests that was drawn beforehand. `ran` says that it was run with these.
    """

    release: str = "errors"
    profile: str = "steady"
    plans: tuple[str, ...] = ("canary", "all_at_once")
    seed: int = 1
    resumes_min: int | None = None
    bets: Mapping[str, str] = field(default_factory=dict)
    drawn: Curve | None = None
    ran: bool = False

    def params(self) -> dict[str, str]:
        """The address's parameters, as strings."""
        params = {"release": self.release, "profile": self.profile, "plan": self.plans[0], "seed": str(self.seed)}
        if len(self.plans) > 1:
            params["against"] = self.plans[1]
        if self.resumes_min is not None:
            params["resumes"] = str(self.resumes_min)
        if self.bets:
            params["bets"] = ",".join(f"{name}.{bet}" for name, bet in self.bets.items())
        if self.drawn is not None:
            params["drawn"] = as_text(self.drawn)
        if self.ran:
            params["ran"] = "1"
        return params


def read_ship(params: Mapping[str, str]) -> ShipLink:
    """The link in an address; raises ValueError that names the part which cannot be read."""
    usual = ShipLink()
    if not params.get("plan"):
        return ShipLink(ran=params.get("ran") == "1")
    against = params.get("against")
    pairs = [pair.split(".", 1) for pair in params.get("bets", "").split(",") if "." in pair]
    return ShipLink(
        release=params.get("release", usual.release)[:200],
        profile=params.get("profile", usual.profile)[:200],
        plans=(params["plan"][:500], against[:500]) if against else (params["plan"][:500],),
        seed=_number(params, "seed", usual.seed),
        resumes_min=_number(params, "resumes", 0) if "resumes" in params else None,
        bets={name: bet for name, bet in pairs if name in BETS},
        drawn=from_text(params["drawn"]) if params.get("drawn") else None,
        ran=params.get("ran") == "1",
    )


def _number(params: Mapping[str, str], name: str, default: int) -> int:
    text = params.get(name, str(default))
    if not re.fullmatch(r"\d{1,6}", text):
        raise ValueError(f"{name} must be a whole number, got {text[:40]!r}")
    return int(text)
