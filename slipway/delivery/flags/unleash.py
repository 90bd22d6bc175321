"""Unleash: a switch, parent features, strategies of which one must take you in, and variants by weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from slipway.delivery.flags.clause import Clause
from slipway.delivery.flags.evaluation import Context, Evaluation, answered, failed
from slipway.delivery.flags.hashes import murmur3_32
from slipway.words import say

VARIANT_SEED = 86_028_157
OFF = "disabled"
"""The variant of somebody who is not in."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A share by weight; `overrides` are attributes and the values that get it in any case."""

    name: str
    weight: int
    payload: Any = None
    stickiness: str = "default"
    overrides: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way in: all constraints hold, and the person is within the rollout.

    `default` takes everybody, `userWithId` those listed, `flexibleRollout` a percentage by user, session or another
    attribute; stickiness `default` is the user, else the session. Variants of its own stand in for the feature's, and
    are given by its group.
    """

    name: Literal["default", "userWithId", "flexibleRollout"] = "default"
    constraints: tuple[Clause, ...] = ()
    user_ids: tuple[str, ...] = ()
    rollout: int = 100
    stickiness: str = "default"
    group_id: str = ""
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class Feature:
    """`enabled` is the kill switch; `parents` are features and how each must be.

    On, or off where it says False, or on with one of some variants; with any where it names none.
    """

    name: str
    enabled: bool = True
    strategies: tuple[Strategy, ...] = ()
    variants: tuple[Variant, ...] = ()
    parents: tuple[tuple[str, bool | tuple[str, ...]], ...] = ()


def bucket(group_id: str, identifier: str) -> int:
    """From 1 to 100: murmur3_32("groupId:id") % 100 + 1; in when at most the rollout."""
    return murmur3_32(f"{group_id}:{identifier}") % 100 + 1


def evaluate(features: Mapping[str, Feature], key: str, context: Context, default: Any = False) -> Evaluation:
    """On or off, and the variant of whoever is in; `default` is what the caller gets for an unknown feature."""
    feature = features.get(key)
    if feature is None:
        return failed(default, "FLAG_NOT_FOUND", say("flags.unknown", flag=key))
    if not feature.enabled:
        return answered(False, OFF, "DISABLED", "disabled", say("flags.disabled", flag=key))
    for parent, wanted in feature.parents:
        if why := _unmet(features, parent, wanted, context):
            return answered(False, OFF, "DEFAULT", "parent", why)
    return _by_strategies(feature, context)


def _unmet(features: Mapping[str, Feature], parent: str, wanted: bool | tuple[str, ...], context: Context) -> str:
    """What is wrong with a parent, or nothing; a parent may have no parents of its own, so that there is no cycle."""
    found = features.get(parent)
    if found is None:
        return say("flags.unknown", flag=parent)
    given = _by_strategies(found, context) if found.enabled and not found.parents else None
    is_on = given is not None and given.value is True
    if isinstance(wanted, tuple) and wanted and given is not None and is_on:
        is_met, told = given.variant in wanted, given.variant
        return "" if is_met else say("flags.prerequisite", needed=parent, wanted=" or ".join(wanted), found=told)
    needed = wanted if isinstance(wanted, bool) else True
    return "" if is_on == needed else say("flags.prerequisite", needed=parent, wanted=needed, found=is_on)


def _by_strategies(feature: Feature, context: Context) -> Evaluation:
    if not feature.strategies:
        return _variant(feature.name, feature.variants, context, "static", say("flags.no_strategies"))
    reasons = []
    for number, strategy in enumerate(feature.strategies, start=1):
        taken, why = _takes(strategy, feature.name, context)
        reasons.append(say("flags.strategy", number=number, why=why))
        if taken:
            own = (strategy.group_id or feature.name, strategy.variants)
            group, variants = own if strategy.variants else (feature.name, feature.variants)
            return _variant(group, variants, context, strategy.name, reasons[-1])
    key = context.get("userId", say("flags.nobody"))
    return answered(False, OFF, "DEFAULT", "strategies", say("flags.no_strategy", who=key, why="; ".join(reasons)))


def _takes(strategy: Strategy, feature: str, context: Context) -> tuple[bool, str]:
    if not all(clause.holds(context, if_missing=clause.negate) for clause in strategy.constraints):
        return False, say("flags.constraint_out")
    user = context.get("userId")
    if strategy.name == "userWithId":
        taken = user is not None and str(user) in strategy.user_ids
        nobody = say("flags.nobody")
        return taken, say("flags.target", who=user) if taken else say("flags.not_listed", who=user or nobody)
    if strategy.name == "default" or strategy.rollout == 100:
        return True, say("flags.always")
    identifier = _identifier(strategy.stickiness, context)
    if identifier is None:
        return False, say("flags.rollout_nobody")
    place = bucket(strategy.group_id or feature, identifier)
    told = {"bucket": place, "who": identifier, "rollout": strategy.rollout}
    taken = place <= strategy.rollout
    return taken, say("flags.rollout_in", **told) if taken else say("flags.rollout_out", **told)


def _identifier(stickiness: str, context: Context) -> str | None:
    names = ("userId", "sessionId") if stickiness == "default" else (stickiness,)
    return next((str(context[name]) for name in names if context.get(name) not in (None, "")), None)


def _variant(group: str, variants: tuple[Variant, ...], context: Context, rule: str, why: str) -> Evaluation:
    """The variant for somebody who is in: overrides first, then murmur3_32("group:id", 86028157) % Σw + 1."""
    total = sum(variant.weight for variant in variants)
    reason: Literal["STATIC", "SPLIT", "TARGETING_MATCH"] = "STATIC" if rule in ("static", "default") else "SPLIT"
    if rule == "userWithId":
        reason = "TARGETING_MATCH"
    if not total:
        return answered(True, OFF, reason, rule, why)
    for variant in variants:
        for attribute, values in variant.overrides:
            if (mine := context.get(attribute)) is not None and str(mine) in values:
                why = say("flags.variant_override", why=why, attribute=attribute, who=mine, variant=variant.name)
                return answered(True, variant.name, "TARGETING_MATCH", rule, why)
    identifier = _identifier(variants[0].stickiness, context) or ""
    place = murmur3_32(f"{group}:{identifier}", VARIANT_SEED) % total + 1
    name, end = _first_from(variants, place)
    key = identifier or say("flags.nobody")
    why = say("flags.variant_bucket", why=why, bucket=place, total=total, who=key, end=end, variant=name)
    return answered(True, name, "SPLIT", rule, why, {"bucket": place})


def _first_from(variants: tuple[Variant, ...], place: int) -> tuple[str, int]:
    """The first variant whose weights so far reach the bucket."""
    so_far = 0
    for variant in variants:
        so_far += variant.weight
        if place <= so_far:
            break
    return variant.name, so_far
