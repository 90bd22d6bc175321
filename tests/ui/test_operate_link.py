"""An experiment's address, and what was bet in it."""

import pytest

from slipway.operations.subject import Trial
from slipway.ui.operate_link import ANSWERS, OperateLink, read_operate
from slipway.ui.operate_runs import Operated


@pytest.mark.parametrize("bet", [answer for answers in ANSWERS.values() for answer in answers])
def test_what_is_written_can_be_read(bet: str) -> None:
    link = OperateLink("where-is-it", "service;workers=9", "calm", 7, bet, ran=True)
    assert read_operate(link.params()) == link


def test_a_bet_that_there_is_not_is_none_and_a_seed_that_is_no_number_is_named() -> None:
    assert read_operate({"bet": "everything"}).bet == ""
    with pytest.raises(ValueError, match="seed must be a whole number, got 'many'"):
        read_operate({"seed": "many"})


@pytest.mark.parametrize(("missed", "answer"), [((), "all"), (("a",), "some"), (("a", "b"), "none")])
def test_the_bet_on_limits_is_settled_by_how_many_were_kept(missed: tuple[str, ...], answer: str) -> None:
    assert Operated("p", Trial({}, (), ()), 2, missed, 1, 1).outcome("limits") == answer


def test_the_bet_on_the_bottleneck_is_settled_by_the_run() -> None:
    trial = Trial({}, (), (), bottleneck="pool")
    assert Operated("p", trial, 2, (), 1, 1).outcome("bottleneck") == "pool"
