"""What the canary lab shows of its runs: who judged how, how it came about, and what another canary would see."""

from collections.abc import Mapping, Sequence

from slipway.delivery.peeking import false_alarms
from slipway.delivery.two_proportions import FEW_ERRORS, baseline_ratio, minutes, sample_size
from slipway.labs.sight.canary import Canary
from slipway.labs.sight.rules import ALPHA, RULES
from slipway.labs.sight.trial import MAP_RUNS, RUNS, Chance, Trial, chance_map
from slipway.panel import Cell, Grid, Line, Lines, Panel, Spot, Table, Words
from slipway.words import say

SHARES_PCT = (1, 2, 5, 10, 25, 50)
BAKES_MIN = (2, 5, 10, 20, 40, 60)
NEEDED_CAUGHT = 0.9
MOST_THROWN_AWAY = 0.05
_LOOKED_AT = ("once", "peeking")
_RARE = 0.005


def panels(canary: Canary, rule: str, trials: Mapping[str, Trial], seed: int) -> tuple[Panel, ...]:
    """From the rule chosen to all rules, and from this canary to others."""
    found = chance_map(canary, rule, SHARES_PCT, BAKES_MIN, seed)
    return (
        _told(canary, trials[rule]),
        _course(canary, rule, trials[rule]),
        _all_rules(rule, trials),
        *((_peeking(canary, trials["peeking"]),) if rule in _LOOKED_AT else ()),
        *_map(canary, found),
        _needed(canary),
    )


def per_cent(share: float) -> str:
    """Whole per cent, but nothing is 0 or 100 that is not."""
    if 0 < share < _RARE:
        return "<1"
    return ">99" if 1 - _RARE <= share < 1 else f"{100 * share:.0f}"


def _enough(found: Trial | Chance) -> bool:
    return found.caught >= NEEDED_CAUGHT and found.thrown_away <= MOST_THROWN_AWAY


def _told(canary: Canary, mine: Trial) -> Words:
    told = say(
        "sightlab.told",
        runs=f"{RUNS:,}",
        caught=per_cent(mine.caught),
        thrown=per_cent(mine.thrown_away),
        minutes=f"{mine.bad.mean_step:.1f}",
        exposed=f"{mine.exposed:,}",
    )
    few = canary.requests * canary.good_rate < FEW_ERRORS
    more = "\n\n" + say("sightlab.few_errors", few=FEW_ERRORS) if few else ""
    return Words(say("sightlab.came_to"), told + more, "passed" if _enough(mine) else "failed")


def _course(canary: Canary, rule: str, mine: Trial) -> Lines:
    at = tuple(float(minute) for minute in range(1, canary.minutes + 1))
    bad, good = (tuple(100 * share for share in shares) for shares in mine.by_minute())
    promise = RULES[rule].promise
    return Lines(
        say("sightlab.course"),
        say("sightlab.course_minutes"),
        say("sightlab.course_gone"),
        (Line(say("sightlab.bad"), at, bad, "stable"), Line(say("sightlab.good"), at, good, "alarm")),
        None if promise is None else (100 * promise, say("sightlab.promised", pct=f"{100 * promise:g}")),
    )


def _all_rules(chosen: str, trials: Mapping[str, Trial]) -> Table:
    head = tuple(say(f"sightlab.head_{name}") for name in ("rule", "caught", "thrown", "promise", "exposed"))
    rows = tuple(_rule_row(rule, trial, rule == chosen) for rule, trial in trials.items())
    return Table(say("sightlab.all_rules"), head, rows)


def _rule_row(rule: str, trial: Trial, chosen: bool) -> tuple[Cell, ...]:
    name = say(f"sightlab.short_{rule}")
    promise = RULES[rule].promise
    return (
        Cell(say("sightlab.chosen", rule=name) if chosen else name),
        Cell(_pct(trial.caught), "passed" if trial.caught >= NEEDED_CAUGHT else "failed"),
        Cell(_pct(trial.thrown_away), "passed" if trial.thrown_away <= MOST_THROWN_AWAY else "failed"),
        Cell(say("sightlab.no_promise") if promise is None else say("sightlab.pct", pct=f"{100 * promise:g}")),
        Cell(f"{trial.exposed:,}"),
    )


def _pct(share: float) -> str:
    return say("sightlab.pct", pct=per_cent(share))


def _peeking(canary: Canary, peeked: Trial) -> Table:
    """The false alarms of the test at every minute so far, beside those of ideal data and the one promised."""
    _, good = peeked.by_minute()
    ideal = false_alarms(canary.minutes, ALPHA, 1)
    looks = sorted({1, *(bake for bake in BAKES_MIN if bake < canary.minutes), canary.minutes})
    head = tuple(say(f"sightlab.head_{name}") for name in ("looks", "promise", "measured", "ideal"))
    rows = tuple(
        (Cell(str(look)), Cell(_pct(ALPHA)), Cell(_pct(good[look - 1])), Cell(_pct(ideal[look - 1]))) for look in looks
    )
    return Table(say("sightlab.peeking"), head, rows)


def _map(canary: Canary, found: Mapping[tuple[int, int], Chance]) -> tuple[Panel, ...]:
    rows = tuple(say("sightlab.pct", pct=share) for share in SHARES_PCT)
    columns = tuple(str(bake) for bake in BAKES_MIN)
    cells = [[found[share, bake] for bake in BAKES_MIN] for share in SHARES_PCT]
    here = (SHARES_PCT.index(canary.share_pct), BAKES_MIN.index(canary.minutes))
    return (
        Words(say("sightlab.map"), say("sightlab.map_says", runs=f"{MAP_RUNS:,}")),
        Grid(
            "",
            say("sightlab.share_of_traffic"),
            say("sightlab.bake_minutes"),
            rows,
            columns,
            tuple(tuple(Spot(each.caught, _both(each)) for each in row) for row in cells),
            here,
        ),
        Table(
            say("sightlab.map_table"),
            (say("sightlab.head_share"), say("sightlab.head_both")),
            _map_rows(cells),
            folded=True,
        ),
    )


def _both(found: Chance) -> str:
    both = say("sightlab.both", caught=per_cent(found.caught), thrown=per_cent(found.thrown_away))
    return say("sightlab.fits", both=both) if _enough(found) else both


def _map_rows(cells: Sequence[Sequence[Chance]]) -> tuple[tuple[Cell, ...], ...]:
    """One cell for all bake times of a share, since so many columns do not fit a phone."""
    return tuple(
        (Cell(say("sightlab.pct", pct=share)), Cell("; ".join(map(_baked, BAKES_MIN, row))))
        for share, row in zip(SHARES_PCT, cells, strict=True)
    )


def _baked(bake: int, found: Chance) -> str:
    return say("sightlab.baked", minutes=bake, both=_both(found))


def _needed(canary: Canary) -> Table:
    """The formula's answer for every share: requests of the canary, and the time that takes."""
    head = tuple(say(f"sightlab.head_{name}") for name in ("share", "needs", "takes"))
    rows = []
    for share in SHARES_PCT:
        ratio = baseline_ratio(share / 100)
        needs = sample_size(canary.good_rate, canary.bad_rate, ratio, ALPHA, NEEDED_CAUGHT)
        takes = minutes(needs, share / 100, canary.per_minute / 60)
        rows.append((Cell(say("sightlab.pct", pct=share)), Cell(f"{needs:,.0f}"), Cell(_takes(takes))))
    return Table(say("sightlab.needed"), head, tuple(rows))


def _takes(taken_min: float) -> str:
    if taken_min < 120:
        return say("sightlab.minutes", count=f"{taken_min:.1f}" if taken_min < 10 else f"{taken_min:.0f}")
    return say("sightlab.hours", count=f"{taken_min / 60:.1f}")
