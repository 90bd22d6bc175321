"""flagd: a state, variants, and targeting rules in JSON Logic with `fractional` for shares of people."""

from dataclasses import dataclass
from typing import Any, Literal

from slipway.delivery.flags.evaluation import Context, Evaluation, answered, failed
from slipway.delivery.flags.hashes import murmur3_32
from slipway.delivery.flags.json_logic import MOST_LETTERS, Logic, LogicFault, as_text
from slipway.words import say

MOST_WEIGHT = 2**31 - 1
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


def evaluate(file: FlagFile, key: str, context: Context, default: Any = None) -> Evaluation:
    """The flag's value for this context, the variant and the reason; `default` is what the caller gets otherwise."""
    flag = next((flag for flag in file.flags if flag.key == key), None)
    if flag is None:
        return failed(default, "FLAG_NOT_FOUND", say("flags.unknown", flag=key))
    if flag.state == "DISABLED":
        return answered(default, None, "DISABLED", "DISABLED", say("flags.disabled", flag=key))
    if flag.targeting in (None, {}):
        return _by_default(flag, default, "STATIC", say("flags.static"))
    fraction = _Fraction(key, context)
    data = {**context, "$flagd": {"flagKey": key}}
    try:
        found = Logic(data, {"fractional": fraction.share}, dict(file.evaluators)).apply(flag.targeting)
    except LogicFault as fault:
        return failed(default, "PARSE_ERROR", str(fault))
    return _named(flag, found, default, fraction.told)


def _by_default(flag: Flag, default: Any, reason: Literal["STATIC", "DEFAULT"], why: str) -> Evaluation:
    if flag.default_variant is None:
        return answered(default, None, "DEFAULT", "DEFAULT", why)
    return answered(dict(flag.variants)[flag.default_variant], flag.default_variant, reason, reason, why)


def _named(flag: Flag, found: Any, default: Any, told: list[str]) -> Evaluation:
    """The variant that the targeting names; truth values and numbers name the variant written like them."""
    if found is None:
        return _by_default(flag, default, "DEFAULT", say("flags.default"))
    name = as_text(found) if isinstance(found, str | bool | int | float) else ""
    variants = dict(flag.variants)
    if name not in variants:
        return failed(default, "PARSE_ERROR", say("flags.no_variant", variant=name or "—", flag=flag.key))
    why = "; ".join([*told, say("flags.targeting", variant=name)])
    return answered(variants[name], name, "TARGETING_MATCH", "TARGETING_MATCH", why)


class _Fraction:
    """`fractional`: [bucketing text, [variant, weight], …]; `told` is the arithmetic of each one evaluated."""

    def __init__(self, flag: str, context: Context) -> None:
        self._flag = flag
        self._key = context.get("targetingKey")
        self.told: list[str] = []

    def share(self, arguments: list[Any]) -> Any:
        """The variant whose weights so far exceed (murmur3_32(text) · Σw) >> 32; nothing where it is malformed.

        Without a text of its own it is the flag's key and the targeting key; without that one too, nothing.
        """
        given, shares = self._parted(arguments)
        if given is None or len(arguments) < 2:
            return None
        if len(given) > MOST_LETTERS:
            raise LogicFault(f"a text to bucket by may have {MOST_LETTERS:,} letters")
        weighted = [_weighted(each) for each in shares]
        total = sum(weight for _, weight in weighted)
        if total > MOST_WEIGHT:
            raise LogicFault(f"weights add up to more than {MOST_WEIGHT:,}")
        place = murmur3_32(given) * total >> 32
        so_far = 0
        for variant, weight in weighted:
            so_far += weight
            if place < so_far:
                self.told.append(say("flags.fraction", bucket=place, total=total, who=given, end=so_far))
                return variant
        return ""

    def _parted(self, arguments: list[Any]) -> tuple[str | None, list[Any]]:
        if arguments and isinstance(arguments[0], str):
            return arguments[0], arguments[1:]
        shares = arguments[1:] if arguments and arguments[0] is None else arguments
        return (f"{self._flag}{self._key}" if isinstance(self._key, str) else None), shares


def _weighted(share: Any) -> tuple[Any, int]:
    """A variant and its weight, 1 where none is given."""
    if not isinstance(share, list) or not share:
        raise LogicFault("a share of `fractional` is [variant, weight]")
    weight = 1 if len(share) < 2 or share[1] is None else share[1]
    if isinstance(weight, bool) or not isinstance(weight, int | float) or weight != weight // 1 or weight < 0:
        raise LogicFault(f"a weight is a whole number from 0, not {weight!r}")
    return share[0], int(weight)
