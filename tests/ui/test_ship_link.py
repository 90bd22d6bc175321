"""A shipping experiment's address: what is written is read again, and what cannot be read is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.sketch import POINTS, drawn
from slipway.ui.ship_link import BETS, ShipLink, read_ship

words = st.text("abcxyz_/;=.,%0123456789", min_size=1, max_size=40)


@given(
    release=words,
    profile=words,
    plans=st.lists(words, min_size=1, max_size=2).map(tuple),
    seed=st.integers(0, 999_999),
    resumes_min=st.none() | st.integers(0, 60),
    bets=st.dictionaries(st.sampled_from(BETS), st.text("abc", min_size=1, max_size=6)),
    drawn=st.none() | st.lists(st.floats(0, 100), min_size=POINTS, max_size=POINTS).map(drawn),
    ran=st.booleans(),
)
def test_what_is_written_is_read_again(release, profile, plans, seed, resumes_min, bets, drawn, ran):
    link = ShipLink(release, profile, plans, seed, resumes_min, bets, drawn, ran)
    assert read_ship(link.params()) == link


def test_an_empty_address_is_a_canary_beside_everybody_at_once():
    assert read_ship({}) == ShipLink()
    assert read_ship({}).plans == ("canary", "all_at_once")


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"plan": "canary", "seed": "one"}, "seed must be a whole number, got 'one'"),
        ({"plan": "canary", "seed": "1234567"}, "seed"),
        ({"plan": "canary", "drawn": "1_2"}, "a drawn curve has 13 numbers"),
        ({"plan": "canary", "resumes": "-1"}, "resumes must be a whole number, got '-1'"),
    ],
)
def test_what_cannot_be_read_is_named(params, complaint):
    with pytest.raises(ValueError, match=complaint):
        read_ship(params)


def test_a_bet_of_an_unknown_name_is_none():
    assert read_ship({"plan": "canary", "bets": "ends.back,nosuch.x,hurt"}).bets == {"ends": "back"}
