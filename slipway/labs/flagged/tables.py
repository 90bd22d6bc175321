"""What the flag lab shows: what happened to whom and why, the ramp, and the same people in four systems."""

from collections.abc import Iterable
from dataclasses import replace

from slipway.labs.flagged.moment import FATES, Fate, Moment
from slipway.labs.flagged.people import NAMED, PEOPLE, REGIONS, Person
from slipway.labs.flagged.switch import Switch
from slipway.labs.flagged.systems import SYSTEMS, first_pct, holders
from slipway.panel import Cell, Grid, Panel, Sign, Spot, Table, Words
from slipway.words import say

RAMP_PCT = (1, 5, 25, 50, 100)
_PER_ROW, _SHOWN_ROWS = 20, 5
_SHADES: dict[Fate, float] = {"kept": 1.0, "joined": 0.6, "lost": 0.25, "never": 0.0}


def panels(moment: Moment) -> tuple[Panel, ...]:
    """From everybody to four people, and from one system to all four."""
    return (
        Words(say("flagslab.came_to"), _told(moment)),
        _fates(moment),
        *_crowd(moment),
        _why(moment),
        _ramp(moment),
        _four(moment),
        Words(say("flagslab.in_all_title"), _in_all(moment)),
    )


def _told(moment: Moment) -> str:
    counts = {"had": len(moment.had), "has": len(moment.has), "joined": len(moment.joined), "lost": len(moment.lost)}
    told = say("flagslab.told", **counts)
    if moment.deployed:
        return told
    return f"{told}\n\n{say('flagslab.not_deployed', count=len(holders(moment.system, moment.after)))}"


def _fates(moment: Moment) -> Table:
    """By region, how many people each fate has met."""
    head = tuple(say(f"flagslab.head_{name}") for name in ("region", *FATES))
    rows = tuple(
        (Cell(say(f"flagslab.region_{region}")), *_counts(moment, (p for p in PEOPLE if p.region == region)))
        for region in REGIONS
    )
    return Table(say("flagslab.fates"), head, (*rows, (Cell(say("flagslab.everybody")), *_counts(moment, PEOPLE))))


def _counts(moment: Moment, people: Iterable[Person]) -> tuple[Cell, ...]:
    fates = [moment.fate(person) for person in people]
    return tuple(Cell(str(fates.count(fate))) for fate in FATES)


def _crowd(moment: Moment) -> tuple[Panel, ...]:
    """The first hundred people, row by row from the top."""
    shown = PEOPLE[: _PER_ROW * _SHOWN_ROWS]
    rows = [shown[start : start + _PER_ROW] for start in range(0, len(shown), _PER_ROW)][::-1]
    return (
        Words(say("flagslab.crowd"), say("flagslab.crowd_says")),
        Grid(
            "",
            "",
            say("flagslab.crowd_people"),
            tuple(str(PEOPLE.index(row[0]) + 1) for row in rows),
            tuple("" for _ in range(_PER_ROW)),
            tuple(tuple(_spot(moment.fate(person)) for person in row) for row in rows),
        ),
    )


def _spot(fate: Fate) -> Spot:
    return Spot(_SHADES[fate], say(f"flagslab.sign_{fate}"))


def _why(moment: Moment) -> Table:
    head = tuple(say(f"flagslab.head_{name}") for name in ("person", "flag", "why"))
    evaluate = SYSTEMS[moment.system]
    found = [(person, evaluate(moment.after, person)) for person in NAMED]
    rows = tuple((Cell(_name(person)), _on(answer.value), Cell(answer.verdict.arithmetic)) for person, answer in found)
    return Table(say("flagslab.why"), head, rows)


def _name(person: Person) -> str:
    return say("flagslab.who", name=person.key.title(), region=say(f"flagslab.region_{person.region}"))


def _on(value: object) -> Cell:
    sign: Sign = "passed" if value is True else "none"
    return Cell(say("flagslab.on") if value is True else say("flagslab.off"), sign)


def _ramp(moment: Moment) -> Table:
    """The same rules at growing shares: who was in stays in."""
    head = tuple(say(f"flagslab.head_{name}") for name in ("share", "has", "of_those", "new"))
    rows, had = [], frozenset[Person]()
    for share in RAMP_PCT:
        has = holders(moment.system, replace(moment.after, share_pct=share, on=True))
        cells = (say("flagslab.pct", pct=share), str(len(has)), _still(had, has), str(len(has - had)))
        rows.append(tuple(map(Cell, cells)))
        had = has
    return Table(say("flagslab.ramp"), head, tuple(rows))


def _still(had: frozenset[Person], has: frozenset[Person]) -> str:
    return say("flagslab.still", kept=len(had & has), had=len(had)) if had else ""


def _four(moment: Moment) -> Table:
    """From which percentage on each system has each person, by the hash alone."""
    head = (say("flagslab.head_person"), *(say(f"flagslab.system_{system}") for system in SYSTEMS))
    share = moment.after.share_pct
    rows = []
    for person in NAMED:
        firsts = [first_pct(system, moment.after, person) for system in SYSTEMS]
        rows.append((Cell(person.key.title()), *(_from(first, share) for first in firsts)))
    return Table(say("flagslab.four", share=share), head, tuple(rows))


def _from(first: int, share: int) -> Cell:
    return Cell(say("flagslab.from_pct", pct=first), "passed" if first <= share else "none")


def _in_all(moment: Moment) -> str:
    """How many people have the plain share in all four systems at once."""
    plain = Switch(moment.after.share_pct, moment.after.name)
    each = [holders(system, plain) for system in SYSTEMS]
    every, some = frozenset.intersection(*each), frozenset.union(*each)
    return say("flagslab.in_all", share=plain.share_pct, every=len(every), some=len(some))
