"""The same flag as each of four systems writes it down, and what each answers."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from slipway.delivery.flags import flagd, growthbook, launchdarkly, unleash
from slipway.delivery.flags.clause import Clause
from slipway.delivery.flags.evaluation import Evaluation
from slipway.labs.flagged.people import PEOPLE, QUINN, Person
from slipway.labs.flagged.switch import PLAYER, PLAYER_PCT, SALT, Switch

_WHOLE_PCT = 100
_IN_EU = Clause("region", "in", ("eu",))
_PLAYER = Switch(PLAYER_PCT, PLAYER)
MOST_ANSWERS = 1_024


def _launchdarkly(switch: Switch, person: Person) -> Evaluation:
    flags = {each.name: _launchdarkly_flag(each) for each in (switch, _PLAYER)}
    context = {"kind": "user", "key": person.key, "region": person.region}
    return launchdarkly.evaluate(flags, switch.name, context, default=False)


def _launchdarkly_flag(switch: Switch) -> launchdarkly.Flag:
    """Variation 1 comes first in the rollout, so that a larger share keeps everybody who has it."""
    weight = launchdarkly.FULL_WEIGHT * switch.share_pct // _WHOLE_PCT
    rollout = launchdarkly.Rollout(((1, weight), (0, launchdarkly.FULL_WEIGHT - weight)))
    return launchdarkly.Flag(
        switch.name,
        (False, True),
        fallthrough=0 if switch.eu_only else rollout,
        on=switch.on,
        off_variation=0,
        salt=SALT,
        prerequisites=((PLAYER, 1),) if switch.needs_player else (),
        targets=((1, (QUINN.key,)),) if switch.quinn_always else (),
        rules=(launchdarkly.Rule((_IN_EU,), rollout),) if switch.eu_only else (),
    )


def _flagd(switch: Switch, person: Person) -> Evaluation:
    """flagd has no prerequisites: the program asks for the other flag itself, and stops where that is off."""
    if switch.needs_player and switch.on:
        first = _flagd(_PLAYER, person)
        if not first.value:
            return first
    file = flagd.FlagFile((_flagd_flag(switch),))
    return flagd.evaluate(file, switch.name, {"targetingKey": person.key, "region": person.region}, default=False)


def _flagd_flag(switch: Switch) -> flagd.Flag:
    targeting: Any = {"fractional": [["on", switch.share_pct], ["off", _WHOLE_PCT - switch.share_pct]]}
    if switch.eu_only:
        targeting = {"if": [{"==": [{"var": "region"}, "eu"]}, targeting, "off"]}
    if switch.quinn_always:
        targeting = {"if": [{"==": [{"var": "targetingKey"}, QUINN.key]}, "on", targeting]}
    return flagd.Flag(
        switch.name, (("on", True), ("off", False)), "off", "ENABLED" if switch.on else "DISABLED", targeting
    )


def _unleash(switch: Switch, person: Person) -> Evaluation:
    features = {each.name: _unleash_feature(each) for each in (switch, _PLAYER)}
    return unleash.evaluate(features, switch.name, {"userId": person.key, "region": person.region})


def _unleash_feature(switch: Switch) -> unleash.Feature:
    share = unleash.Strategy(
        "flexibleRollout", constraints=(_IN_EU,) if switch.eu_only else (), rollout=switch.share_pct
    )
    quinn = (unleash.Strategy("userWithId", user_ids=(QUINN.key,)),) if switch.quinn_always else ()
    parents = ((PLAYER, True),) if switch.needs_player else ()
    return unleash.Feature(switch.name, switch.on, (*quinn, share), parents=parents)


def _growthbook(switch: Switch, person: Person) -> Evaluation:
    features = {each.name: _growthbook_feature(each) for each in (switch, _PLAYER)}
    return growthbook.evaluate(features, switch.name, {"id": person.key, "region": person.region}, default=False)


def _growthbook_feature(switch: Switch) -> growthbook.Feature:
    share = growthbook.Rule(
        (_IN_EU,) if switch.eu_only else (), force=True, coverage=switch.share_pct / _WHOLE_PCT, hash_version=2
    )
    quinn = (growthbook.Rule((Clause("id", "in", (QUINN.key,)),), force=True),) if switch.quinn_always else ()
    prerequisites = ((PLAYER, True),) if switch.needs_player else ()
    return growthbook.Feature(switch.name, False, (*quinn, share), switch.on, prerequisites)


SYSTEMS: Mapping[str, Callable[[Switch, Person], Evaluation]] = {
    "launchdarkly": _launchdarkly,
    "flagd": _flagd,
    "unleash": _unleash,
    "growthbook": _growthbook,
}


@lru_cache(maxsize=MOST_ANSWERS)
def holders(system: str, switch: Switch) -> frozenset[Person]:
    """Everybody for whom the system says on."""
    evaluate = SYSTEMS[system]
    return frozenset(person for person in PEOPLE if evaluate(switch, person).value is True)


def first_pct(system: str, switch: Switch, person: Person) -> int:
    """The smallest whole percentage at which the person has it, by the share alone; once in, nobody falls out."""
    evaluate = SYSTEMS[system]
    low, high = 1, _WHOLE_PCT
    while low < high:
        middle = (low + high) // 2
        if evaluate(Switch(middle, switch.name), person).value is True:
            high = middle
        else:
            low = middle + 1
    return low
