"""What a flag does to people: shares only add, other names reshuffle, rules and switches hold in all four systems."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slipway.labs.choices import read_choices
from slipway.labs.flagged.moment import FATES, Moment
from slipway.labs.flagged.people import COUNT, NAMED, PEOPLE, QUINN
from slipway.labs.flagged.switch import NAME, OTHER_NAME, PLAYER, PLAYER_PCT, Switch
from slipway.labs.flagged.systems import SYSTEMS, first_pct, holders
from slipway.labs.flags import LAB, PAR
from slipway.labs.lab import Choices, Played, Result
from slipway.panel import Grid, Table, Words

LEANEST = {
    "grow": {"share": ["25"]},
    "dark": {"was": ["0"], "share": ["0"]},
    "pilot": {"rules": ["eu-only", "quinn-always"]},
    "stop": {"was": ["25"], "rules": ["quinn-always"], "switch": ["off"]},
    "reshuffle": {"name": ["other"]},
}
systems = st.sampled_from(sorted(SYSTEMS))
shares = st.integers(0, 100)
names = st.sampled_from([NAME, OTHER_NAME, "another"])
switches = st.builds(
    Switch,
    share_pct=shares,
    name=names,
    eu_only=st.booleans(),
    quinn_always=st.booleans(),
    needs_player=st.booleans(),
)
few = settings(max_examples=25)


def ran(**chosen: Sequence[str]) -> Result:
    return LAB.run(read_choices(LAB, chosen), LAB.seed)


@few
@given(systems, switches, st.integers(0, 100))
def test_a_larger_share_only_adds_people(system: str, switch: Switch, more: int) -> None:
    larger = Switch(min(100, switch.share_pct + more), switch.name, switch.eu_only, switch.quinn_always)
    smaller = Switch(switch.share_pct, switch.name, switch.eu_only, switch.quinn_always)
    assert holders(system, smaller) <= holders(system, larger)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("share", [1, 5, 25, 50])
def test_a_share_is_about_that_share_of_people(system: str, share: int) -> None:
    deviation = sqrt(COUNT * share / 100 * (1 - share / 100))
    assert len(holders(system, Switch(share))) == pytest.approx(COUNT * share / 100, abs=3.5 * deviation)
    assert len(holders(system, Switch(0))) == 0
    assert len(holders(system, Switch(100))) == COUNT


@pytest.mark.parametrize("system", SYSTEMS)
def test_under_another_name_the_feature_is_dealt_out_anew(system: str) -> None:
    before, after = holders(system, Switch(50)), holders(system, Switch(50, OTHER_NAME))
    assert len(before & after) / COUNT == pytest.approx(0.25, abs=0.05)


@few
@given(systems, switches)
def test_rules_hold_in_every_system(system: str, switch: Switch) -> None:
    has = holders(system, switch)
    if switch.eu_only:
        assert all(person.region == "eu" or person == QUINN for person in has)
    if switch.needs_player:
        assert has <= holders(system, Switch(PLAYER_PCT, PLAYER))
    elif switch.quinn_always:
        assert QUINN in has


@few
@given(systems, switches)
def test_the_kill_switch_leaves_nobody(system: str, switch: Switch) -> None:
    off = Switch(switch.share_pct, switch.name, switch.eu_only, switch.quinn_always, switch.needs_player, on=False)
    assert holders(system, off) == frozenset()


@few
@given(systems, switches, switches, st.booleans())
def test_everybody_meets_one_fate(system: str, before: Switch, after: Switch, deployed: bool) -> None:
    moment = Moment(system, before, after, deployed)
    fates = [moment.fate(person) for person in PEOPLE]
    wanted = [len(moment.kept), len(moment.joined), len(moment.lost), COUNT - len(moment.had | moment.has)]
    assert [fates.count(fate) for fate in FATES] == wanted
    assert deployed or not moment.had | moment.has


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("person", NAMED, ids=lambda person: person.key)
def test_the_first_share_is_where_somebody_comes_in(system: str, person) -> None:
    first = first_pct(system, Switch(5), person)
    assert person in holders(system, Switch(first))
    assert person not in holders(system, Switch(first - 1))


def test_no_two_systems_pick_the_same_people() -> None:
    picked = [holders(system, Switch(50)) for system in SYSTEMS]
    for one, other in combinations(picked, 2):
        assert len(one & other) / COUNT == pytest.approx(0.25, abs=0.05)


@pytest.mark.parametrize("part", LEANEST)
def test_each_part_of_the_goal_is_reached_by_its_own_change_in_every_system(part: str) -> None:
    for system in SYSTEMS:
        assert part in ran(system=[system], **LEANEST[part]).reached
    assert ran(**LEANEST[part]).cost == sum(len(keys) for keys in LEANEST[part].values())


def test_par_is_what_the_leanest_five_add_up_to_and_nothing_is_reached_with_fewer_knobs() -> None:
    runs = [Played(read_choices(LAB, chosen), ran(**chosen)) for chosen in LEANEST.values()]
    assert LAB.goal.score(runs) == PAR
    costs = {part: ran(**chosen).cost for part, chosen in LEANEST.items()}
    for choices in with_at_most_two_knobs():
        result = LAB.run(choices, LAB.seed)
        assert all(costs[part] <= result.cost for part in result.reached), choices


def with_at_most_two_knobs() -> Iterator[Choices]:
    start = read_choices(LAB, {})
    turns = [(c.field.name, choice.key) for c in LAB.controls for choice in c.field.choices]
    turns = [(name, key) for name, key in turns if (key,) != start[name] and name != "system"]
    for count in (0, 1, 2):
        for chosen in combinations(turns, count):
            if len({name for name, _ in chosen if name != "rules"}) == sum(name != "rules" for name, _ in chosen):
                yield read_choices(LAB, {name: [key for n, key in chosen if n == name] for name, _ in chosen})


@pytest.mark.parametrize(
    ("chosen", "lost", "has"),
    [
        ({"share": ["25"]}, "none", "about"),
        ({"was": ["50"], "share": ["25"]}, "some", "about"),
        ({"was": ["50"]}, "most", "about"),
        ({"name": ["other"]}, "most", "about"),
        ({"share": ["50"], "rules": ["needs-player"]}, "none", "fewer"),
        ({"share": ["0"], "rules": ["quinn-always"]}, "most", "more"),
        ({"switch": ["off"]}, "most", "nobody"),
        ({"code": ["nowhere"]}, "none", "nobody"),
    ],
)
def test_bets_are_settled_by_what_happens_to_people(chosen: dict[str, list[str]], lost: str, has: str) -> None:
    assert ran(**chosen).outcomes == {"lost": lost, "has": has}


def test_a_flag_without_its_code_says_on_to_no_effect() -> None:
    panels = ran(code=["nowhere"], share=["25"]).panels
    told = next(panel for panel in panels if isinstance(panel, Words))
    assert f"says “on” to {len(holders('launchdarkly', Switch(25)))} people, and to no effect" in told.text


def test_the_table_of_fates_counts_everybody_and_the_crowd_agrees_with_it() -> None:
    panels = ran(was=["100"], share=["25"], name=["other"]).panels
    fates = next(panel for panel in panels if isinstance(panel, Table))
    *regions, everybody = [[int(cell.text) for cell in row[1:]] for row in fates.rows]
    assert [sum(column) for column in zip(*regions, strict=True)] == everybody
    assert sum(everybody) == COUNT
    (crowd,) = (panel for panel in panels if isinstance(panel, Grid))
    signs = [spot.text for row in crowd.spots for spot in row]
    assert len(signs) == 100
    assert set(signs) == {"●", "−"}
    assert signs.count("●") == sum(p in holders("launchdarkly", Switch(25, OTHER_NAME)) for p in PEOPLE[:100])
