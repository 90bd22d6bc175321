"""Lab: the same tests against Beta's, Gamma's and production's data, and what that does to whom."""

from collections.abc import Sequence

from slipway.forms import Choice, Pick, PickMany
from slipway.labs.checks import name_of
from slipway.labs.lab import Choices, Control, Goal, Lab, Played, Result
from slipway.labs.stores.desk import SAFEGUARDS, Desk
from slipway.labs.stores.difference import KINDS, TABLES, RowChange, of_tests
from slipway.labs.stores.notices import DROP_PCT, MOST_WRITES, WHO, Notice, notices, worst
from slipway.labs.stores.store import STORES, StoreName, make_store
from slipway.labs.stores.tests import TESTS
from slipway.labs.stores.violations import violations
from slipway.labs.stores.visit import Tried, Visit, visit
from slipway.panel import Cell, Panel, Sign, Source, Table, Words, code_of
from slipway.words import say

SEED = 2
PAR = 5
MINUTES = ("1", "5", "20")
RED = ("none", "some", "all")
LEFT = ("nothing", "apart", "others")
MOST_NAMED = 8


def _choices(family: str, keys: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(key, say(f"datalab.{family}_{key}")) for key in keys)


CONTROLS = (
    Control(Pick("store", say("datalab.store"), _choices("store", STORES)), ("beta",)),
    Control(PickMany("tests", say("datalab.tests"), _choices("test", [*TESTS])), ("exact-count", "dies-early")),
    Control(PickMany("safeguards", say("datalab.safeguards"), _choices("guard", SAFEGUARDS)), ()),
    Control(Pick("minutes", say("datalab.minutes"), _choices("minutes", MINUTES)), ("5",)),
)


def before(choices: Choices) -> tuple[Panel, ...]:
    """What is in the store, and the tests as they are."""
    (name,) = choices["store"]
    db = make_store(_store(choices), SEED)
    counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}  # noqa: S608
    people = [person for (person,) in db.execute("SELECT name FROM viewers ORDER BY id LIMIT 3")]
    db.close()
    said = say(f"datalab.about_{name}", people=", ".join(people), **counts)
    return (
        Words(say("datalab.about"), said, _mark(name)),
        Source(say("datalab.sources"), code_of(TESTS[key] for key in choices["tests"]), folded=True),
        Source(say("datalab.desk"), code_of([Desk]), folded=True),
    )


def bets(choices: Choices) -> tuple[Pick, ...]:
    """Which tests will be red, what will be left, and who will notice."""
    if not choices["tests"]:
        return ()
    return (
        Pick("red", say("datalab.bet_red"), _choices("red", RED)),
        Pick("left", say("datalab.bet_left"), _choices("left", LEFT)),
        Pick("who", say("datalab.bet_who"), _choices("who", WHO)),
    )


def run(choices: Choices, seed: int) -> Result:
    """Run the tests for real and compare the store with what it was."""
    made = visit(_store(choices), choices["tests"], choices["safeguards"], seed)
    found = notices(made)
    panels = (_tests(made), _rows(made), *_told(made, found), _cost(made, choices))
    return Result({"red": _red(made), "left": _left(made), "who": worst(found)}, _reached(made, found == ()), panels)


def _store(choices: Choices) -> StoreName:
    (name,) = choices["store"]
    return next(store for store in STORES if store == name)


def _red(made: Visit) -> str:
    red = [tried for tried in made.tried if not tried.verdict.passed]
    if not red:
        return "none"
    return "all" if len(red) == len(made.tried) else "some"


def _left(made: Visit) -> str:
    if not made.changes:
        return "nothing"
    return "apart" if all(change.apart for change in made.changes) else "others"


def _reached(made: Visit, unnoticed: bool) -> frozenset[str]:
    """Gamma: all tests green and the store as it was. Production: all but the load test, nothing wrong."""
    if made.store == "beta":
        return frozenset()
    wanted = set(TESTS) - ({"load"} if made.store == "production" else set())
    green = {tried.key for tried in made.tried if tried.verdict.passed}
    clean = not violations(made) and unnoticed and (made.store == "production" or not made.changes)
    return frozenset({made.store} if wanted <= green and clean else ())


def _tests(made: Visit) -> Table:
    head = ("test", "said", "read", "left", "sent")
    return Table(
        say("datalab.came_to"), tuple(say(f"datalab.head_{name}") for name in head), tuple(map(_test_row, made.tried))
    )


def _test_row(tried: Tried) -> tuple[Cell, ...]:
    passed = tried.verdict.passed
    said = say("datalab.killed") if tried.killed else say("datalab.passes") if passed else tried.verdict.message
    return (
        Cell(name_of(TESTS[tried.key])),
        Cell(said, "passed" if passed else "failed"),
        Cell(say("datalab.rows", count=sum(tried.read.values()), people=len(tried.read))),
        Cell(_counts(tried.left)),
        Cell(say("datalab.sent", count=len(tried.sent), others=sum(not of_tests(s.viewer) for s in tried.sent))),
    )


def _counts(changes: Sequence[RowChange]) -> str:
    counts = {kind: sum(change.kind == kind for change in changes) for kind in KINDS}
    return ", ".join(say(f"datalab.{kind}", count=n) for kind, n in counts.items() if n) or say("datalab.no_rows")


def _rows(made: Visit) -> Table:
    head = tuple(say(f"datalab.head_{name}") for name in ("whose", "table", "difference"))
    groups: dict[tuple[str, str], list[RowChange]] = {}
    for change in made.changes:
        groups.setdefault((_whose(change, made.store), change.table), []).append(change)
    rows = tuple(
        (Cell(say(f"datalab.whose_{whose}"), _mark(whose)), Cell(table), Cell(_counts(changes)))
        for (whose, table), changes in sorted(groups.items(), key=lambda group: group[0], reverse=True)
    )
    nobody = (Cell(say("datalab.as_it_was"), "passed"), Cell(""), Cell(say("datalab.no_rows")))
    return Table(say("datalab.difference"), head, rows or (nobody,))


def _whose(change: RowChange, store: StoreName) -> str:
    if change.apart:
        return "apart"
    return "unmarked" if store == "production" and of_tests(change.viewer) else store


def _mark(whose: str) -> Sign:
    return "customers" if whose == "production" else "test"


def _told(made: Visit, found: Sequence[Notice]) -> tuple[Panel, ...]:
    """Who notices, and what was wrong about it."""
    customers = [notice.text for notice in found if notice.who == "customers"]
    more = [say("datalab.more", count=len(customers) - MOST_NAMED)] if len(customers) > MOST_NAMED else []
    others = [notice.text for notice in found if notice.who != "customers"]
    wrong = violations(made)
    return (
        Words(say("datalab.noticed"), _list([*others, *customers[:MOST_NAMED], *more]) or say("datalab.nobody")),
        Words(say("datalab.violations"), _list(wrong) or say("datalab.no_violations")),
    )


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _cost(made: Visit, choices: Choices) -> Words:
    """Rows to put right one by one, those marked as test data with one statement, and what was sent."""
    (minutes,) = choices["minutes"]
    rows = sum(not change.apart for change in made.changes)
    marked = int(any(change.apart for change in made.changes))
    sent = sum(not of_tests(sent.viewer) for tried in made.tried for sent in tried.sent)
    sent = sent if made.store == "production" else 0
    total = int(minutes) * (rows + marked + sent)
    told = say("datalab.cost", rows=rows, marked=marked, sent=sent, minutes=minutes, total=total)
    return Words(say("datalab.clean_up"), f"{told}\n\n{say('datalab.assumed', writes=MOST_WRITES, pct=DROP_PCT)}")


def _score(history: Sequence[Played]) -> int:
    """Safeguards switched on in the leanest run that reached each part of the goal."""
    fewest: dict[str, int] = {}
    for played in history:
        for part in played.result.reached:
            count = len(played.choices["safeguards"])
            fewest[part] = min(count, fewest.get(part, count))
    return sum(fewest.values())


LAB = Lab(
    name="test-data",
    controls=CONTROLS,
    before=before,
    bets=bets,
    run=run,
    goal=Goal(_choices("goal", ("gamma", "production")), PAR, _score),
    seed=SEED,
)
