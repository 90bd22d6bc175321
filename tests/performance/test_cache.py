"""A cache: what it holds, for how long, and who makes room."""

from slipway.performance.cache import Cache

NEVER = 1.0


def test_it_has_what_was_put_for_its_lifetime():
    cache = Cache(10, 5)
    cache.put(1, 0)
    assert cache.has(1, 9.9, 0, NEVER)
    assert not cache.has(1, 10, 0, NEVER)


def test_what_was_not_asked_for_longest_makes_room():
    cache = Cache(100, 2)
    cache.put(1, 0)
    cache.put(2, 1)
    assert cache.has(1, 2, 0, NEVER)
    cache.put(3, 3)
    assert [cache.has(key, 4, 0, NEVER) for key in (1, 2, 3)] == [True, False, True]


def test_an_answer_is_out_of_date_with_the_chance_that_it_changed_meanwhile():
    cache = Cache(1000, 5)
    cache.put(1, 0)
    cache.has(1, 69.3, 0.01, 0.49)
    cache.has(1, 69.4, 0.01, 0.51)
    assert cache.stale == 1
