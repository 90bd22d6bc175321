"""LaunchDarkly: off, prerequisites, individual targets, rules in order, fallthrough."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

from slipway.delivery.flags.clause import Clause
from slipway.delivery.flags.evaluation import Context, Evaluation, Reason, answered, failed
from slipway.words import say
from slipway.words.figure import figure

FULL_WEIGHT = 100_000
_SCALE = float(0xFFFFFFFFFFFFFFF)
NO_SUCH_KIND = -1.0


@dataclass(frozen=True, slots=True)
class Rollout:
    """Variations with weights of 100,000, by a bucket of the context; `seed` takes the place of key and salt."""

    weights: tuple[tuple[int, int], ...]
    bucket_by: str = "key"
    kind: str = "user"
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """When all clauses hold, a variation or a rollout."""

    clauses: tuple[Clause, ...]
    serve: int | Rollout


@dataclass(frozen=True, slots=True)
class Flag:
    """`prerequisites` are other flags and the variation each must give; `targets` variations and keys of users."""

    key: str
    variations: tuple[Any, ...]
    fallthrough: int | Rollout
    on: bool = True
    off_variation: int | None = None
    salt: str = ""
    prerequisites: tuple[tuple[str, int], ...] = ()
    targets: tuple[tuple[int, tuple[str, ...]], ...] = ()
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        served = [self.fallthrough, *(rule.serve for rule in self.rules)]
        numbers = [
            n for each in served for n in ([v for v, _ in each.weights] if isinstance(each, Rollout) else [each])
        ]
        numbers += [variation for variation, _ in self.targets]
        if self.off_variation is not None:
            numbers.append(self.off_variation)
        if any(not 0 <= number < len(self.variations) for number in numbers):
            raise ValueError(f"{self.key} serves a variation that it has not; it has {len(self.variations)}")
        if any(isinstance(each, Rollout) and not each.weights for each in served):
            raise ValueError(f"a rollout of {self.key} has no variations")


def bucket(flag: Flag, rollout: Rollout, context: Context) -> float:
    """From 0 to 1: the first 15 hex digits of SHA-1 of "flagKey.salt.key", or "seed.key", over 0xFFFFFFFFFFFFFFF.

    −1 for a context of another kind; 0 for an attribute that is missing, a fraction, or true or false. Both end in
    the first variation, which surprises people.
    """
    if context.get("kind", "user") != rollout.kind:
        return NO_SUCH_KIND
    value = context.get(rollout.bucket_by)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return 0.0
    start = f"{flag.key}.{flag.salt}" if rollout.seed is None else str(rollout.seed)
    digest = sha1(f"{start}.{value}".encode(errors="surrogatepass"), usedforsecurity=False).hexdigest()
    return int(digest[:15], 16) / _SCALE


def evaluate(flags: Mapping[str, Flag], key: str, context: Context, default: Any = None) -> Evaluation:
    """The flag's answer to this context; `default` is what the caller gets after an error."""
    try:
        return _evaluate(flags, key, context, default, ())
    except _Fault as fault:
        return failed(default, fault.code, str(fault))


class _Fault(Exception):
    def __init__(self, code: Any, what: str) -> None:
        super().__init__(what)
        self.code = code


def _evaluate(
    flags: Mapping[str, Flag], key: str, context: Context, default: Any, above: tuple[str, ...]
) -> Evaluation:
    flag = flags.get(key)
    if flag is None:
        raise _Fault("FLAG_NOT_FOUND", say("flags.unknown", flag=key))
    if key in above:
        raise _Fault("PARSE_ERROR", say("flags.cycle", flag=key))
    if not flag.on:
        return _off(flag, default, "DISABLED", "OFF", say("flags.disabled", flag=key))
    for needed, wanted in flag.prerequisites:
        if why := _unmet(flags, needed, wanted, context, (*above, key)):
            return _off(flag, default, "DEFAULT", "PREREQUISITE_FAILED", why)
    return _targeted(flag, context)


def _off(flag: Flag, default: Any, reason: Reason, rule: str, why: str) -> Evaluation:
    if flag.off_variation is None:
        return answered(default, None, reason, rule, why)
    return answered(flag.variations[flag.off_variation], str(flag.off_variation), reason, rule, why)


def _unmet(flags: Mapping[str, Flag], needed: str, wanted: int, context: Context, above: tuple[str, ...]) -> str:
    """What is wrong with a prerequisite, or nothing: it must exist, be on, and give the variation wanted."""
    if needed not in flags:
        return say("flags.unknown", flag=needed)
    found = _evaluate(flags, needed, context, None, above)
    if flags[needed].on and found.variant == str(wanted):
        return ""
    return say("flags.prerequisite", needed=needed, wanted=wanted, found=found.variant)


def _targeted(flag: Flag, context: Context) -> Evaluation:
    key = context.get("key")
    for variation, keys in flag.targets:
        if key in keys and context.get("kind", "user") == "user":
            told = say("flags.target", who=key)
            return answered(flag.variations[variation], str(variation), "TARGETING_MATCH", "TARGET_MATCH", told)
    for number, rule in enumerate(flag.rules, start=1):
        if all(clause.holds(context, if_missing=False) for clause in rule.clauses):
            told = say("flags.rule", number=number)
            return _served(flag, rule.serve, context, "TARGETING_MATCH", "RULE_MATCH", told)
    plain: Reason = "DEFAULT" if flag.rules or flag.targets or flag.prerequisites else "STATIC"
    return _served(flag, flag.fallthrough, context, plain, "FALLTHROUGH", say("flags.fallthrough"))


def _served(flag: Flag, serve: int | Rollout, context: Context, reason: Reason, rule: str, why: str) -> Evaluation:
    if isinstance(serve, int):
        return answered(flag.variations[serve], str(serve), reason, rule, why)
    place = bucket(flag, serve, context)
    variation, end = _first_above(serve, place)
    inputs = {"bucket": place, "variation": variation}
    told = {"why": why, "bucket": figure(place), "variation": variation}
    if place == NO_SUCH_KIND:
        why = say("flags.no_kind", why=why, kind=serve.kind, variation=variation)
    elif end is None:
        why = say("flags.bucket_last", **told, who=context.get(serve.bucket_by))
    else:
        why = say("flags.bucket", **told, who=context.get(serve.bucket_by), end=figure(end))
    return answered(flag.variations[variation], str(variation), "SPLIT", rule, why, inputs)


def _first_above(rollout: Rollout, place: float) -> tuple[int, float | None]:
    """The first variation whose weights so far, of 100,000, exceed the bucket; else the last, with no end."""
    so_far = 0.0
    for variation, weight in rollout.weights:
        so_far += weight / FULL_WEIGHT
        if place < so_far:
            return variation, so_far
    return rollout.weights[-1][0], None
