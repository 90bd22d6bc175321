"""flagd: a state, variants, and targeting rules in JSON Logic with `fractional` and `rollout` for shares of people."""

from dataclasses import dataclass
from typing import Any, Literal

from slipway.delivery.flags.evaluation import Context, Evaluation, answered, failed
from slipway.delivery.flags.flagd_shares import Shares
from slipway.delivery.flags.json_logic import Logic
from slipway.delivery.flags.json_operators import LogicFault
from slipway.delivery.flags.json_values import as_text
from slipway.words import say

State = Literal["ENABLED", "DISABLED"]
Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """Variants by name; without a default variant the caller's default is what everybody else gets."""

    key: str
    variants: Pairs
    default_variant: str | None = None
    state: State = "ENABLED"
    targeting: Any = None
    metadata: Pairs = ()

    def __post_init__(self) -> None:
        if self.default_variant is not None and self.default_variant not in dict(self.variants):
            raise ValueError(f"{self.default_variant!r} is not a variant of {self.key!r}")


@dataclass(frozen=True, slots=True)
class FlagFile:
    """A flag definition file; `evaluators` are rules that targeting names by `$ref`."""

    flags: tuple[Flag, ...]
    evaluators: Pairs = ()
    metadata: Pairs = ()
    schema: str = ""


def evaluate(file: FlagFile, key: str, context: Context, default: Any = None, at_s: int | None = None) -> Evaluation:
    """The flag's value for this context, the variant and the reason; `default` is what the caller gets otherwise.

    `at_s` is the time that targeting may ask for, in seconds since 1970; without one there is no clock.
    """
    flag = next((flag for flag in file.flags if flag.key == key), None)
    if flag is None:
        return failed(default, "FLAG_NOT_FOUND", say("flags.unknown", flag=key))
    if flag.state == "DISABLED":
        return answered(default, None, "DISABLED", "DISABLED", say("flags.disabled", flag=key))
    if flag.targeting in (None, {}):
        return _by_default(flag, default, "STATIC", say("flags.static"))
    shares = Shares(key, context, at_s)
    data = {**context, "$flagd": {"flagKey": key} if at_s is None else {"flagKey": key, "timestamp": at_s}}
    logic = Logic(data, {"fractional": shares.fractional}, dict(file.evaluators), {"rollout": shares.rollout})
    try:
        found = logic.apply(flag.targeting)
    except LogicFault as fault:
        return failed(default, "PARSE_ERROR", str(fault))
    return _named(flag, found, default, shares.told)


def _by_default(flag: Flag, default: Any, reason: Literal["STATIC", "DEFAULT"], why: str) -> Evaluation:
    if flag.default_variant is None:
        return answered(default, None, "DEFAULT", "DEFAULT", why)
    return answered(dict(flag.variants)[flag.default_variant], flag.default_variant, reason, reason, why)


def _named(flag: Flag, found: Any, default: Any, told: list[str]) -> Evaluation:
    """The variant that the targeting names; truth values and numbers name the variant written like them."""
    if found is None:
        return _by_default(flag, default, "DEFAULT", "; ".join([*told, say("flags.default")]))
    name = as_text(found) if isinstance(found, str | bool | int | float) else ""
    variants = dict(flag.variants)
    if name not in variants:
        return failed(default, "GENERAL", say("flags.no_variant", variant=name or "—", flag=flag.key))
    why = "; ".join([*told, say("flags.targeting", variant=name)])
    return answered(variants[name], name, "TARGETING_MATCH", "TARGETING_MATCH", why)
