"""A whole run in a link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.content.load import load
from slipway.questions import MODELS
from slipway.ui.link import Link, read
from slipway.ui.runs import check_bets
from tests.course import ROOT

IDS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,5})?", fullmatch=True)
LINKS = st.builds(
    Link,
    scenario=IDS,
    seed=st.none() | st.integers(0, 999_999),
    choices=st.lists(st.tuples(IDS, IDS, IDS | st.just("")), max_size=8).map(tuple),
    fork=st.none() | st.tuples(IDS, IDS),
    at=st.integers(0, 5_000),
)


@given(LINKS)
def test_a_link_reads_back_as_what_it_was(link: Link) -> None:
    assert read(link.params(), "other") == link


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"choose": "review"}, "a choice is written decision.option"),
        ({"choose": "a.b.c.d"}, "a choice is written decision.option"),
        ({"choose": "<script>.x"}, "a choice is written decision.option"),
        ({"seed": "-5"}, "seed must be a whole number from 0 to 999999, got '-5'"),
        ({"seed": "1000000"}, "seed must be a whole number from 0 to 999999, got '1000000'"),
        ({"seed": "9" * 24}, "seed must be a whole number from 0 to 999999, got '9{24}'"),
        ({"seed": "٣"}, "seed must be a whole number from 0 to 999999"),
        ({"at": "now"}, "at must be a whole number from 0 to 99999"),
        ({"at": "-3"}, "at must be a whole number from 0 to 99999"),
        ({"fork": "x"}, "a choice is written decision.option"),
    ],
)
def test_a_link_that_cannot_be_read_says_which_part(params: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read(params, "paulo")


def test_a_bet_that_the_scenario_no_longer_has_is_told() -> None:
    paulo = load(ROOT, MODELS).scenarios["paulo"]
    check_bets(paulo, Link("paulo", choices=(("requirement", "ask", "build"),)))
    with pytest.raises(ValueError, match="requirement has no guess 'nosuch'; there are: .*build"):
        check_bets(paulo, Link("paulo", choices=(("requirement", "ask", "nosuch"),)))


def test_deciding_again_replaces_the_choice_and_undo_takes_it_back() -> None:
    link = Link("paulo").decide("review", "read", "comment").decide("review", "glance", "")
    assert link.options == {"review": "glance"}
    assert link.undo().choices == ()


def test_undo_leaves_a_fork_first() -> None:
    link = Link("paulo", choices=(("review", "read", ""),), fork=("review", "glance"))
    assert link.undo().fork is None
    assert link.undo().options == {"review": "read"}


def test_a_fork_taken_as_ones_own_keeps_the_other_choices_and_bets() -> None:
    link = Link("paulo", choices=(("review", "read", "pass"), ("demo", "flow", "")), fork=("review", "glance"))
    assert link.forked().choices == (("review", "glance", "pass"), ("demo", "flow", ""))
