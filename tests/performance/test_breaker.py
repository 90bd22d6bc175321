"""A circuit breaker: closed, open after failures, half open after a while."""

from slipway.performance.breaker import Breaker


def told(breaker, *, good, count, at_s=0.0):
    for _ in range(count):
        if breaker.lets_through(at_s):
            breaker.note(at_s, good=good)


def test_a_few_failures_are_no_reason():
    breaker = Breaker(50, 10)
    told(breaker, good=False, count=9)
    assert breaker.state == "closed"


def test_it_opens_at_its_share_of_ten_calls_or_more():
    breaker = Breaker(50, 10)
    told(breaker, good=True, count=5)
    told(breaker, good=False, count=4)
    assert not breaker.changes
    told(breaker, good=False, count=1)
    assert breaker.changes == [(0.0, "open", 5, 10)]


def test_failures_of_more_than_ten_seconds_ago_are_forgotten():
    breaker = Breaker(50, 10)
    told(breaker, good=False, count=9)
    told(breaker, good=False, count=1, at_s=10.5)
    assert breaker.state == "closed"


def test_open_it_lets_nobody_through_and_then_one():
    breaker = Breaker(50, 10)
    told(breaker, good=False, count=10)
    assert not breaker.lets_through(9.9)
    assert breaker.lets_through(10)
    assert not breaker.lets_through(10)


def test_the_one_decides():
    for good, state in ((True, "closed"), (False, "open")):
        breaker = Breaker(50, 10)
        told(breaker, good=False, count=10)
        assert breaker.lets_through(10)
        breaker.note(10, good=good)
        assert breaker.state == state
    assert not breaker.lets_through(19.9)
    assert breaker.lets_through(20)
