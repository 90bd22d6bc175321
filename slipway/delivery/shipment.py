"""A release's way out, ready to start: a strategy by its own rules, or the same in the rules of a real system."""

from dataclasses import dataclass
from typing import Any

from slipway.delivery.controller import Controller
from slipway.delivery.dialects import DIALECTS
from slipway.delivery.service import Service
from slipway.delivery.strategies import STRATEGIES
from slipway.delivery.strategy import Dialect, Strategy
from slipway.settings_text import as_text, from_text


@dataclass(frozen=True, slots=True)
class Shipment:
    """`system` is the strategy or dialect whose rules hold, `plan` how to write it; `left_out` what it cannot say.

    The plan of a file is its name.
    """

    plan: str
    system: Strategy[Any] | Dialect[Any]
    settings: Any
    left_out: tuple[str, ...] = ()

    def service(self, service: Service) -> Service:
        """The service as these settings want it."""
        return self.system.service(self.settings, service) if isinstance(self.system, Dialect) else service

    def start(self, service: Service) -> Controller:
        """A controller for one release."""
        return self.system.start(self.settings, service)


def plan_text(strategy: Strategy[Any], settings: Any, dialect: str = "") -> str:
    """How a plan is written: `canary`, `canary;bake_s=60`, `argo/canary;bake_s=60`."""
    text = as_text(strategy, settings)
    return f"{dialect}/" * bool(dialect) + strategy.name + f";{text}" * bool(text)


def split_plan(plan: str) -> tuple[str, str, str]:
    """Dialect, strategy and settings of a plan, as texts; a dialect alone means a canary, or what else it has."""
    name, _, settings = plan.partition(";")
    dialect, slash, strategy = name.partition("/")
    if slash:
        return dialect, strategy, settings
    return (name, _usual(name), settings) if name in DIALECTS else ("", name, settings)


def rewritten(plan: str) -> str:
    """The same plan as `plan_text` writes it, without settings that are the usual ones; what cannot be read stays."""
    dialect, name, text = split_plan(plan)
    if name not in STRATEGIES:
        return plan
    try:
        return plan_text(STRATEGIES[name], from_text(STRATEGIES[name], text), dialect)
    except ValueError:
        return plan


def _usual(dialect: str) -> str:
    express = DIALECTS[dialect].express
    return next(name for name in ("canary", "rolling", *STRATEGIES) if express(STRATEGIES[name].settings))


def read_plan(plan: str) -> Shipment:
    """The shipment that a plan says; raises ValueError that names the part which cannot be read."""
    dialect, name, text = split_plan(plan)
    if name not in STRATEGIES:
        raise ValueError(f"there is no strategy {name[:60]!r}; there are: {', '.join([*STRATEGIES, *DIALECTS])}")
    strategy = STRATEGIES[name]
    settings = from_text(strategy, text)
    if not dialect:
        return Shipment(plan, strategy, settings)
    return in_dialect(plan, dialect, strategy, settings)


def in_dialect(plan: str, dialect: str, strategy: Strategy[Any], settings: Any) -> Shipment:
    """The same strategy by a system's rules; raises ValueError where it has no such thing."""
    if dialect not in DIALECTS:
        raise ValueError(f"there is no system {dialect[:60]!r}; there are: {', '.join(DIALECTS)}")
    expressed = DIALECTS[dialect].express(settings)
    if expressed is None:
        raise ValueError(f"{dialect} has no words for {strategy.name}")
    return Shipment(plan, DIALECTS[dialect], expressed.settings, expressed.left_out)
