"""Lab: who sees a feature behind a flag, in four systems, and what each change of the flag does to them."""

from collections.abc import Iterable, Sequence

from slipway.forms import Choice, Pick, PickMany
from slipway.labs.flagged.moment import Moment
from slipway.labs.flagged.people import COUNT, PEOPLE, QUINN, REGIONS
from slipway.labs.flagged.switch import NAME, OTHER_NAME, PLAYER_PCT, Switch
from slipway.labs.flagged.systems import SYSTEMS
from slipway.labs.flagged.tables import panels
from slipway.labs.lab import Choices, Control, Goal, Lab, Played, Result
from slipway.panel import Panel, Words
from slipway.words import say

PAR = 9
SHARES_PCT = (0, 1, 5, 25, 50, 100)
RULES = ("eu-only", "quinn-always", "needs-player")
NAMES = {"same": NAME, "other": OTHER_NAME}
_MANY, _SOME, _FEW = 200, 100, 10
_MOSTLY, _ALIKE = 0.9, 0.5
_MOST = 2 / 3
_FEWER, _MORE = 2 / 3, 4 / 3


def _worded(family: str, keys: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(key, say(f"flagslab.{family}_{key}")) for key in keys)


_SHARES = tuple(Choice(str(n), say("flagslab.pct", pct=n)) for n in SHARES_PCT)
CONTROLS = (
    Control(Pick("system", say("flagslab.system"), _worded("system", SYSTEMS)), ("launchdarkly",)),
    Control(Pick("was", say("flagslab.was"), _SHARES), ("5",)),
    Control(Pick("share", say("flagslab.share"), _SHARES), ("5",)),
    Control(Pick("name", say("flagslab.name"), _worded("name", NAMES)), ("same",)),
    Control(PickMany("rules", say("flagslab.rules"), _worded("rule", RULES)), ()),
    Control(Pick("switch", say("flagslab.switch"), _worded("switch", ("on", "off"))), ("on",)),
    Control(Pick("code", say("flagslab.code"), _worded("code", ("everywhere", "nowhere"))), ("everywhere",)),
)


def _moment(choices: Choices) -> Moment:
    (system,), (was,), (share,) = choices["system"], choices["was"], choices["share"]
    (name,), (switch,), (code,) = choices["name"], choices["switch"], choices["code"]
    return Moment(
        system,
        _switch(was, choices["rules"]),
        _switch(share, choices["rules"], NAMES[name], on=switch == "on"),
        code == "everywhere",
    )


def _switch(share: str, rules: Sequence[str], name: str = NAME, *, on: bool = True) -> Switch:
    return Switch(
        int(share),
        name,
        eu_only="eu-only" in rules,
        quinn_always="quinn-always" in rules,
        needs_player="needs-player" in rules,
        on=on,
    )


def before(choices: Choices) -> tuple[Panel, ...]:
    """Who is there to be asked, and how this system puts people into buckets."""
    (system,) = choices["system"]
    living = {region: sum(person.region == region for person in PEOPLE) for region in REGIONS}
    about = say("flagslab.people", count=f"{COUNT:,}", pct=PLAYER_PCT, **living)
    return (Words(say("flagslab.about"), f"{about}\n\n{say(f'flagslab.hash_{system}')}"),)


def bets(choices: Choices) -> tuple[Pick, ...]:
    """How many lose the feature, and how many have it then."""
    lost = _worded("lost", ("none", "some", "most"))
    return (
        Pick("lost", say("flagslab.bet_lost"), lost),
        Pick("has", say("flagslab.bet_has"), _worded("has", ("nobody", "fewer", "about", "more"))),
    )


def run(choices: Choices, seed: int) -> Result:
    """Ask the system about everybody, before and after; hashes know no luck."""
    moment = _moment(choices)
    outcomes = {"lost": _lost(moment), "has": _has(moment)}
    return Result(outcomes, _reached(moment), panels(moment), _knobs(choices))


def _lost(moment: Moment) -> str:
    if not moment.lost:
        return "none"
    return "most" if len(moment.lost) > _MOST * len(moment.had) else "some"


def _has(moment: Moment) -> str:
    """Held against the share that is set."""
    if not moment.has:
        return "nobody"
    set_to = COUNT * moment.after.share_pct / 100
    if len(moment.has) < _FEWER * set_to:
        return "fewer"
    return "about" if len(moment.has) <= _MORE * set_to else "more"


def _reached(moment: Moment) -> frozenset[str]:
    had, has = len(moment.had), len(moment.has)
    others = moment.has - {QUINN}
    parts = {
        "grow": had > 0 and has >= _MANY and not moment.lost,
        "dark": moment.deployed and moment.after.on and not had and not has,
        "pilot": QUINN in moment.has and len(others) >= _FEW and all(each.region == "eu" for each in others),
        "stop": had >= _SOME and QUINN in moment.had and moment.before.quinn_always and not has,
        "reshuffle": had > 0 and abs(has - had) <= _ALIKE * had and len(moment.lost) >= _MOSTLY * had,
    }
    return frozenset(part for part, reached in parts.items() if reached)


def _knobs(choices: Choices) -> int:
    """Choices that are not as they were at the start."""
    rules = len(choices["rules"])
    return rules + sum(choices[c.field.name] != c.start for c in CONTROLS if c.field.name != "rules")


def _score(history: Sequence[Played]) -> int:
    """Knobs turned in the leanest run for each part of the goal."""
    fewest: dict[str, int] = {}
    for result in (played.result for played in history):
        for part in result.reached:
            fewest[part] = min(result.cost, fewest.get(part, result.cost))
    return sum(fewest.values())


LAB = Lab(
    name="flags",
    controls=CONTROLS,
    before=before,
    bets=bets,
    run=run,
    goal=Goal(_worded("goal", ("grow", "dark", "pilot", "stop", "reshuffle")), PAR, _score),
)
