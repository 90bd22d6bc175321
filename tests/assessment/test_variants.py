from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from slipway.assessment.variants import variant_of


@given(st.text(max_size=20), st.integers(1, 50), st.integers(0, 12))
def test_every_option_is_shown_once(learner, try_no, options):
    order = variant_of("q", "abc", learner, try_no, options).order
    assert sorted(order) == list(range(options))


def test_the_same_try_always_shows_the_same_order():
    assert variant_of("q", "abc", "ann", 1, 5) == variant_of("q", "abc", "ann", 1, 5)


def test_this_order_is_the_one_on_every_platform():
    assert variant_of("q", "abc", "ann", 1, 5).order == (0, 3, 1, 2, 4)


def test_who_what_wording_and_try_each_draw_anew():
    base = ("q", "abc", "ann", 1)
    others = [("p", "abc", "ann", 1), ("q", "abd", "ann", 1), ("q", "abc", "bob", 1), ("q", "abc", "ann", 2)]
    assert len({variant_of(*key, 5).seed for key in [base, *others]}) == 5


def test_no_place_is_favoured():
    first = Counter(variant_of("q", "abc", f"learner-{n}", 1, 4).order[0] for n in range(2000))
    assert all(400 < count < 600 for count in first.values())
    assert len(first) == 4
