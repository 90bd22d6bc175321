"""GrowthBook: rules in order, forced values for a share of people, experiments by ranges of a hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

from slipway.delivery.flags.clause import Clause
from slipway.delivery.flags.evaluation import Context, Evaluation, Reason, answered, failed
from slipway.delivery.flags.hashes import fnv1a_32
from slipway.words import say
from slipway.words.figure import figure

HashVersion = Literal[1, 2]
NEAR_ONE = 0.01
"""How far the sum of weights may be from 1 before they are given up."""


@dataclass(frozen=True, slots=True)
class Rule:
    """For people of whom all conditions hold: a forced value, or an experiment where there are variations.

    `coverage` is the share of people taken in; `weights` share them among the variations, equally where they do not
    fit. `seed` parts one experiment's luck from another's; without one it is the feature's key. A `namespace` is a name
    and a range of a hash of its own, so that experiments with other ranges of it share nobody.
    """

    conditions: tuple[Clause, ...] = ()
    force: Any = None
    variations: tuple[Any, ...] = ()
    weights: tuple[float, ...] = ()
    coverage: float = 1.0
    hash_attribute: str = "id"
    hash_version: HashVersion = 1
    seed: str = ""
    namespace: tuple[str, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """`enabled` is the kill switch; `prerequisites` are features and the value that each must give."""

    key: str
    default: Any = None
    rules: tuple[Rule, ...] = ()
    enabled: bool = True
    prerequisites: tuple[tuple[str, Any], ...] = ()


def place_of(seed: str, identifier: str, version: HashVersion = 2) -> float:
    """From 0 to 1. v2: fnv1a32(str(fnv1a32(seed + id))) % 10000 / 1e4; v1: fnv1a32(id + seed) % 1000 / 1e3.

    v1 is biased, as GrowthBook says itself: experiments with like seeds get like groups.
    """
    if version == 2:
        return fnv1a_32(str(fnv1a_32(seed + identifier))) % 10_000 / 10_000
    return fnv1a_32(identifier + seed) % 1_000 / 1_000


def ranges(rule: Rule) -> list[tuple[float, float]]:
    """[start, start + coverage·w) of each variation, where each starts after the full weights before it.

    So more coverage adds people to every variation and moves nobody. As in GrowthBook's SDKs a coverage counts from 0
    to 1, and weights that are not one per variation or do not add up to about 1 are equal ones instead.
    """
    count, weights = len(rule.variations), rule.weights
    if len(weights) != count or abs(sum(weights) - 1) > NEAR_ONE:
        weights = (1 / count,) * count
    coverage = min(max(rule.coverage, 0.0), 1.0)
    starts = [0.0, *accumulate(weights)]
    return [(start, start + coverage * weight) for start, weight in zip(starts, weights, strict=False)]


def in_namespace(namespace: tuple[str, float, float], identifier: str) -> bool:
    """Whether somebody's place in a namespace lies within the range: v1's hash, seeded with "__" and the name."""
    name, start, end = namespace
    return start <= place_of(f"__{name}", identifier, 1) < end


def evaluate(features: Mapping[str, Feature], key: str, context: Context, default: Any = None) -> Evaluation:
    """The feature's value for these attributes; `default` where it is unknown, off, or not allowed by another."""
    return _evaluate(features, key, context, default, ())


def _evaluate(
    features: Mapping[str, Feature], key: str, context: Context, default: Any, above: tuple[str, ...]
) -> Evaluation:
    feature = features.get(key)
    if feature is None:
        return failed(default, "FLAG_NOT_FOUND", say("flags.unknown", flag=key))
    if key in above:
        return failed(default, "PARSE_ERROR", say("flags.cycle", flag=key))
    if not feature.enabled:
        return answered(default, None, "DISABLED", "disabled", say("flags.disabled", flag=key))
    for needed, wanted in feature.prerequisites:
        found = _evaluate(features, needed, context, None, (*above, key))
        if found.error:
            return failed(default, found.error, found.verdict.arithmetic)
        if found.value != wanted:
            why = say("flags.prerequisite", needed=needed, wanted=wanted, found=found.value)
            return answered(default, None, "DEFAULT", "prerequisite", why)
    return _by_rules(feature, context)


def _by_rules(feature: Feature, context: Context) -> Evaluation:
    for number, rule in enumerate(feature.rules, start=1):
        if not all(clause.holds(context, if_missing=clause.negate) for clause in rule.conditions):
            continue
        found = (
            _experiment(feature, rule, number, context) if rule.variations else _force(feature, rule, number, context)
        )
        if found is not None:
            return found
    reason: Reason = "DEFAULT" if feature.rules else "STATIC"
    key = context.get("id", say("flags.nobody"))
    return answered(feature.default, "default", reason, "defaultValue", say("flags.default_value", who=key))


def _hash(feature: Feature, rule: Rule, context: Context) -> float | None:
    identifier = context.get(rule.hash_attribute)
    if identifier is None or identifier == "":
        return None
    return place_of(rule.seed or feature.key, str(identifier), rule.hash_version)


def _force(feature: Feature, rule: Rule, number: int, context: Context) -> Evaluation | None:
    """The forced value, where the hash is at most the coverage; a coverage of 0 takes nobody."""
    if rule.coverage >= 1:
        told = say("flags.force", number=number)
        return answered(rule.force, f"force-{number}", "TARGETING_MATCH", "force", told)
    place = _hash(feature, rule, context)
    if place is None or not rule.coverage or place > rule.coverage:
        return None
    key, coverage = context.get(rule.hash_attribute), figure(rule.coverage)
    why = say("flags.cover_in", number=number, hash=figure(place), who=key, coverage=coverage)
    return answered(rule.force, f"force-{number}", "SPLIT", "force", why, {"hash": place})


def _experiment(feature: Feature, rule: Rule, number: int, context: Context) -> Evaluation | None:
    place = _hash(feature, rule, context)
    if place is None:
        return None
    if rule.namespace and not in_namespace(rule.namespace, str(context[rule.hash_attribute])):
        return None
    for variation, (start, end) in enumerate(ranges(rule)):
        if start <= place < end:
            told = {"hash": figure(place), "who": context.get(rule.hash_attribute), "variation": variation}
            why = say("flags.range_in", number=number, **told, start=figure(start), end=figure(end))
            return answered(rule.variations[variation], str(variation), "SPLIT", "experiment", why, {"hash": place})
    return None
