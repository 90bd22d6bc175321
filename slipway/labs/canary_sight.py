"""Lab: what a small canary cannot see. Bad and good releases by the thousand, judged by six rules."""

from collections.abc import Sequence

from slipway.forms import Choice, Pick
from slipway.labs.lab import Choices, Control, Goal, Lab, Played, Result
from slipway.labs.sight.canary import Canary
from slipway.labs.sight.rules import LIMIT_PCT, RULES
from slipway.labs.sight.tables import BAKES_MIN, MOST_THROWN_AWAY, NEEDED_CAUGHT, SHARES_PCT, panels
from slipway.labs.sight.trial import Trial, try_out
from slipway.panel import Panel, Words
from slipway.words import say

PAR = 2_170
BASE_OF_GOAL = "0.5"
PER_MINUTE = (100, 600, 3_000, 12_000)
BASES_PCT = ("0.1", "0.5", "1")
FAULTS_PCT = ("0.2", "0.5", "1", "5")
FAULTS_OF_GOAL = ("5", "1", "0.5")
_LOW, _MANY = 0.5, 0.2
_RULE, _FAULT = "rule", "fault"


def _rule_choices() -> tuple[Choice, ...]:
    return tuple(Choice(rule, say(f"sightlab.rule_{rule}", limit=f"{LIMIT_PCT:g}")) for rule in RULES)


CONTROLS = (
    Control(
        Pick("share", say("sightlab.share"), tuple(Choice(str(n), say("sightlab.pct", pct=n)) for n in SHARES_PCT)),
        ("5",),
    ),
    Control(
        Pick(
            "traffic",
            say("sightlab.traffic"),
            tuple(Choice(str(n), say("sightlab.per_minute", count=f"{n:,}")) for n in PER_MINUTE),
        ),
        ("600",),
    ),
    Control(
        Pick("bake", say("sightlab.bake"), tuple(Choice(str(n), say("sightlab.minutes", count=n)) for n in BAKES_MIN)),
        ("20",),
    ),
    Control(
        Pick("base", say("sightlab.base"), tuple(Choice(pct, say("sightlab.pct", pct=pct)) for pct in BASES_PCT)),
        (BASE_OF_GOAL,),
    ),
    Control(
        Pick(_FAULT, say("sightlab.fault"), tuple(Choice(pct, say("sightlab.more", pct=pct)) for pct in FAULTS_PCT)),
        ("1",),
    ),
    Control(Pick(_RULE, say("sightlab.rule"), _rule_choices()), ("once",)),
)


def _canary(choices: Choices) -> Canary:
    (share,), (traffic,), (bake,) = choices["share"], choices["traffic"], choices["bake"]
    (base,), (fault,) = choices["base"], choices[_FAULT]
    return Canary(int(share), int(traffic), int(bake), float(base), float(fault))


def before(choices: Choices) -> tuple[Panel, ...]:
    """How many requests and errors there are to go by."""
    canary = _canary(choices)
    told = say(
        "sightlab.before",
        per_minute=f"{canary.canary_per_minute:,}",
        minutes=canary.minutes,
        requests=f"{canary.requests:,}",
        good=_about(canary.requests * canary.good_rate),
        bad=_about(canary.requests * canary.bad_rate),
    )
    return (Words(say("sightlab.to_go_by"), told),)


def _about(count: float) -> str:
    return f"{count:,.0f}" if count >= 10 else f"{count:.2g}"


def bets(choices: Choices) -> tuple[Pick, ...]:
    """How many of the bad releases are caught, and how many of the good ones are thrown away."""
    caught = tuple(Choice(key, say(f"sightlab.caught_{key}")) for key in ("few", "some", "most"))
    thrown = tuple(Choice(key, say(f"sightlab.thrown_{key}")) for key in ("rarely", "often", "many"))
    return (Pick("caught", say("sightlab.bet_caught"), caught), Pick("thrown", say("sightlab.bet_thrown"), thrown))


def run(choices: Choices, seed: int) -> Result:
    """Let every rule judge the same releases; what counts is the rule chosen."""
    (rule,), canary = choices[_RULE], _canary(choices)
    trials = try_out(canary, RULES, seed)
    mine = trials[rule]
    outcomes = {"caught": _caught(mine), "thrown": _thrown(mine)}
    return Result(outcomes, _reached(choices, mine), panels(canary, rule, trials, seed), mine.exposed)


def _caught(trial: Trial) -> str:
    if trial.caught < _LOW:
        return "few"
    return "some" if trial.caught < NEEDED_CAUGHT else "most"


def _thrown(trial: Trial) -> str:
    if trial.thrown_away <= MOST_THROWN_AWAY:
        return "rarely"
    return "often" if trial.thrown_away <= _MANY else "many"


def _reached(choices: Choices, trial: Trial) -> frozenset[str]:
    (base,), (fault,) = choices["base"], choices[_FAULT]
    wanted = base == BASE_OF_GOAL and fault in FAULTS_OF_GOAL
    seen = trial.caught >= NEEDED_CAUGHT and trial.thrown_away <= MOST_THROWN_AWAY
    return frozenset({fault} if wanted and seen else ())


def _score(history: Sequence[Played]) -> int:
    """Requests that met the bad version, in the leanest run for each fault."""
    fewest: dict[str, int] = {}
    for result in (played.result for played in history):
        for fault in result.reached:
            fewest[fault] = min(result.cost, fewest.get(fault, result.cost))
    return sum(fewest.values())


def _goal(fault_pct: str) -> str:
    after = float(BASE_OF_GOAL) + float(fault_pct)
    return say("sightlab.goal_fault", base=BASE_OF_GOAL, after=f"{after:g}")


LAB = Lab(
    name="canary-sight",
    controls=CONTROLS,
    before=before,
    bets=bets,
    run=run,
    goal=Goal(
        tuple(Choice(pct, _goal(pct)) for pct in FAULTS_OF_GOAL),
        PAR,
        _score,
    ),
)
