"""A testing strategy in a link: level, placement, the runs already made, luck and changed assumptions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from slipway.luck import LARGEST_SEED
from slipway.pipeline.placement.facts import Assumptions
from slipway.pipeline.placement.level import Level
from slipway.pipeline.placement.model import Placement, check_placement

_PAIR = re.compile(r"([a-z0-9-]{1,60})\.([a-z0-9-]{1,60})")
_CHANGED = re.compile(r"([a-z_]{1,40})\.(\d{1,6}(?:_\d{1,4})?)")
_MOST = 100
NUMBERS = tuple(f.name for f in fields(Assumptions))


@dataclass(frozen=True, slots=True)
class StrategyLink:
    """What a placement's address says.

    `ran` is the placement that was last run, `before` the one run before it; None when there is none.
    `bet` is the hazard that the learner expects to get through most.
    """

    level: str
    put: Placement | None = None
    ran: Placement | None = None
    before: Placement | None = None
    bet: str = ""
    seed: int = 1
    par: bool = False
    assume: Mapping[str, float] = field(default_factory=dict)

    def run(self, put: Placement, bet: str) -> "StrategyLink":
        """The placement is run; the run before it is kept to compare with."""
        before = self.ran if self.ran is not None and self.ran != put else self.before
        return replace(self, put=put, ran=put, before=before, bet=bet, seed=1)

    def params(self) -> dict[str, str]:
        """The address's parameters, as strings."""
        params = {"level": self.level}
        for name in ("put", "ran", "before"):
            placement = getattr(self, name)
            if placement is not None:
                params[name] = ",".join(f"{check}.{stage}" for check, stage in placement.items()) or "none"
        if self.bet:
            params["bet"] = self.bet
        if self.seed != 1:
            params["luck"] = str(self.seed)
        if self.par:
            params["par"] = "1"
        if self.assume:
            params["assume"] = ",".join(f"{name}.{_text(value)}" for name, value in self.assume.items())
        return params


def read_strategy(params: Mapping[str, str], default: str) -> StrategyLink:
    """The link in an address; raises ValueError that names the part which cannot be read."""
    luck = params.get("luck", "1")
    if not re.fullmatch(r"[0-9]{1,6}", luck):
        raise ValueError(f"luck must be a whole number from 0 to {LARGEST_SEED}, got {luck[:40]!r}")
    return StrategyLink(
        level=params.get("level", default),
        put=_placement(params, "put"),
        ran=_placement(params, "ran"),
        before=_placement(params, "before"),
        bet=params.get("bet", "")[:60],
        seed=int(luck),
        par=params.get("par") == "1",
        assume=dict(_assumed(part) for part in params.get("assume", "").split(",")[:_MOST] if part),
    )


def fits(link: StrategyLink, level: Level) -> StrategyLink:
    """The link for this level; raises ValueError when it places what the level does not have."""
    for placement in (link.put, link.ran, link.before):
        check_placement(level.grounds, placement or {})
    return replace(link, put=dict(level.put) if link.put is None else link.put)


def _placement(params: Mapping[str, str], name: str) -> Placement | None:
    text = params.get(name)
    if text is None:
        return None
    parts = [] if text == "none" else text.split(",")[:_MOST]
    return dict(_pair(part) for part in parts)


def _pair(text: str) -> tuple[str, str]:
    found = _PAIR.fullmatch(text)
    if not found:
        raise ValueError(f"a placed test is written test.stage, got {text[:60]!r}")
    return found[1], found[2]


def _assumed(text: str) -> tuple[str, float]:
    found = _CHANGED.fullmatch(text)
    if not found or found[1] not in NUMBERS:
        raise ValueError(f"an assumption is written name.number, got {text[:60]!r}")
    return found[1], float(found[2].replace("_", "."))


def _text(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", "_")
